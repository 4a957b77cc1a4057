"""What every response says to the browser, and what it never stores."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resource_dir.config import Settings

PATHS = ["/", "/search?lat=35.37&lon=-119.02", "/nowhere", "/api/search", "/healthz"]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_may_be_framed_sniffed_or_run_foreign_code(visitor: FlaskClient, path: str) -> None:
    headers = visitor.get(path).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_cached_tagged_or_sets_a_cookie(visitor: FlaskClient, path: str) -> None:
    headers = visitor.get(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert "ETag" not in headers
    assert "Last-Modified" not in headers
    assert "Set-Cookie" not in headers


def test_equal_requests_get_equal_headers(visitor: FlaskClient) -> None:
    first, second = (dict(visitor.get("/search").headers) for _ in range(2))

    first.pop("Date", None), second.pop("Date", None)
    assert first == second


def test_the_stylesheet_is_cached_by_its_content(visitor: FlaskClient) -> None:
    page = visitor.get("/").text
    address = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]

    answer = visitor.get(address)

    assert "immutable" in answer.headers["Cache-Control"]


def test_the_stylesheet_is_compressed(visitor: FlaskClient) -> None:
    answer = visitor.get("/static/resource_dir.css", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"


def test_the_page_is_compressed(visitor: FlaskClient) -> None:
    plain = visitor.get("/search")
    packed = visitor.get("/search", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 3


def test_transport_security_is_asked_for_over_https_only(visitor: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/").headers
    assert "Strict-Transport-Security" in visitor.get("/", base_url="https://localhost").headers


def test_a_forwarded_protocol_counts_only_from_a_trusted_proxy(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    forwarded = {"X-Forwarded-Proto": "https"}
    behind = make_app(replace(settings, trusted_proxies=1)).test_client()

    assert "Strict-Transport-Security" in behind.get("/healthz", headers=forwarded).headers


def test_without_a_trusted_proxy_the_protocol_is_what_arrived(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in answer.headers
