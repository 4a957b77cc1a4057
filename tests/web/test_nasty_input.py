"""Input that no client sends by intention: each gets an answer or a refusal, never a 500."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.serving import make_server

QUERIES = [
    "q=%ff%fe", "q=%", "q=%zz", "q=%00", "q=%ed%a0%80", "%ff=%ff", "=", "&&&", "a[b]=1", "q",
    "q=%22%22%22", "q=((((", "q=-", "q=AND+OR+NOT", "q=*", "q=%3Cscript%3E", "q=';DROP TABLE--",
    "q=" + "a+" * 240, "q=" + "%22" * 400, "q=\u202e", "q=🐕", "q=" + "x" * 10_240,
    "lat=nan&lon=nan", "lat=inf&lon=-inf", "lat=1e400&lon=0", "lat=1e1&lon=0", "lat=0x1&lon=0",
    "lat=91&lon=0", "lat=90&lon=180", "lat=-90&lon=-180", "lat=%D9%A1&lon=0", "lat=1_0&lon=0",
    "lat=35.37&lon=-119.02&radius_mi=1e-400", "lat=35&lon=-119&radius_mi=-1", "radius_mi=auto",
    "lat=35&lon=-119&radius_mi=0.000000000000001", "lat=35&lon=-119&radius_mi=AUTO",
    "age=-1", "age=abc", "age=" + "9" * 400, "age=%C2%B2", "age=1.0", "page=1000&per_page=100",
    "page=99999999999999999999", "page=0", "per_page=0", "per_page=101", "per_page=-1",
    "open=now&open=any", "open=9999-12-31T23:59:59", "open=0001-01-01", "open=2026-W01-1",
    "open=2026-11-23T02:00-23:59", "open=2026-11-23T02:00%2B05:00", "open=20261123T02",
    "need=unknown", "need=" + "&need=food" * 50, "accepts=" + "&accepts=pets" * 50,
    "language=zz", "language=%00", "payment=gold", "free=2", "free=true", "unknown=maybe",
    "sort=random", "sort=distance", "near=" + "x" * 5_000, "near=%00", "near=0,0", "near=,",
    "near=91,181", "near=nan,nan", "near=90001&lat=1&lon=1", "near=99999", "near=%F0%9F%90%95",
    "viewer=partner", "__class__=1", "page=%0d%0aSet-Cookie:x=1",
]  # fmt: skip
PATHS = [
    "/%00", "/%ff", "/listings/%00", "/listings/../../etc/passwd", "/listings/1", "/api/listings/x",
    "/listings/00000001-0000-4000-8000-000000000004/", "//evil.example/", "/\\evil.example",
    "/static/../config.py", "/static/..%2f..%2fconfig.py", "/static/%00", "/static/nothing.css",
    "/api", "/api/", "/search/", "/" + "a" * 5_000, "/.env", "/%E0%A4%A",
]  # fmt: skip
HEADERS = [
    {"Accept": "\x7f"}, {"Accept": "*/*;q=nan"}, {"Accept": "application/json;q=" + "9" * 500},
    {"Accept-Language": "\u00ff"}, {"Accept-Encoding": "gzip;q=x"}, {"Cookie": "session=x.y"},
    {"Cookie": "=" * 5_000}, {"Host": "evil.example"}, {"Host": "a b"}, {"Host": ""},
    {"X-Forwarded-For": "'\"<>"}, {"Range": "bytes=0-1,2-3"}, {"If-None-Match": "*"},
    {"If-Modified-Since": "yesterday"}, {"Content-Length": "-1"}, {"Content-Type": "x" * 5_000},
    {"X-HTTP-Method-Override": "DELETE"}, {"Authorization": "Basic !!!"}, {"Origin": "null"},
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", ["/api/search", "/search"])
def test_an_odd_query_is_answered_or_refused(county: Flask, path: str, query: str) -> None:
    answer = county.test_client().get(path, query_string=query)

    assert answer.status_code < 500
    assert answer.status_code == 200 or "error" in answer.text or "trouble" in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_an_odd_path_is_not_found_or_refused(county: Flask, path: str) -> None:
    answer = county.test_client().get("/", environ_overrides={"PATH_INFO": path})

    assert answer.status_code < 500
    assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("headers", HEADERS)
def test_odd_headers_are_survived(county: Flask, headers: dict[str, str]) -> None:
    client = county.test_client()

    answers = [client.get(path, headers=headers) for path in ("/search", "/api/search", "/nowhere")]

    assert all(answer.status_code < 500 for answer in answers)
    for answer in answers:
        answer.close()


@pytest.mark.parametrize(
    "method", ["OPTIONS", "HEAD", "TRACE", "PATCH", "PROPFIND", "get", "X" * 99]
)
def test_odd_methods_are_refused_or_answered(county: Flask, method: str) -> None:
    answer = county.test_client().open("/api/search", method=method)

    assert answer.status_code in (200, 405)


def test_any_query_string_is_answered_or_refused(county: Flask) -> None:
    client = county.test_client()

    @settings(
        max_examples=200,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.binary(max_size=200))
    def run(raw: bytes) -> None:
        answer = client.get(
            "/api/search", environ_overrides={"QUERY_STRING": raw.decode("latin-1")}
        )

        assert answer.status_code < 500

    run()


@pytest.fixture
def send(county: Flask) -> Iterator[Callable[[bytes], bytes]]:
    """A function that sends raw bytes to a real server and gives the status line of its answer."""
    server = make_server("127.0.0.1", 0, county, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def exchange(request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := connection.recv(65_536):
                answer += chunk
        return answer.partition(b"\r\n")[0]

    yield exchange
    server.shutdown()
    thread.join()
    server.server_close()


HEAD = b"POST /api/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "statuses"),
    [
        (HEAD + b"Content-Length: 500\r\n\r\n{}", (400,)),
        (HEAD + b"Content-Length: 2\r\n\r\n{}{}{}", (200,)),
        (HEAD + b"Content-Length: abc\r\n\r\n{}", (400, 411)),
        (HEAD + b"Content-Length: 99999999999\r\n\r\n{}", (413,)),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", (200,)),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", (400,)),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"fff\r\n" + b"x" * 4095 + b"\r\n", (400,)),
        (HEAD + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", (100, 200)),
    ],
)
def test_a_body_that_lies_about_its_length_is_refused(
    send: Callable[[bytes], bytes], request_bytes: bytes, statuses: tuple[int, ...]
) -> None:
    line = send(request_bytes)

    assert int(line.split()[1]) in statuses


def test_a_chunked_body_without_end_is_cut_off(send: Callable[[bytes], bytes]) -> None:
    chunk = b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"

    line = send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 4 + b"0\r\n\r\n")

    assert line.split()[1] in (b"400", b"413")
