"""A page speaks the reader's language: chosen by a button, else the browser's, else English."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resource_dir.config import Settings
from resource_dir.web.language import local_path, offered

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


def choose(client: FlaskClient, code: str, *, back: str = "/") -> str:
    """Press the button; where it leads."""
    answer = client.post("/language", data={"language": code, "next": back})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_browser_that_asks_for_nothing_reads_english(visitor: FlaskClient) -> None:
    page = visitor.get("/")

    assert '<html lang="en">' in page.text
    assert page.headers["Content-Language"] == "en"
    assert "Find a place now" in page.text


def test_a_browser_set_to_spanish_reads_spanish(visitor: FlaskClient) -> None:
    page = visitor.get("/", headers=SPANISH)

    assert '<html lang="es">' in page.text
    assert page.headers["Content-Language"] == "es"
    assert {"Accept-Language", "Cookie"} <= set(page.vary)
    assert "Encuentre un lugar ahora" in page.text


def test_a_language_that_nobody_has_translated_is_english(visitor: FlaskClient) -> None:
    assert '<html lang="en">' in visitor.get("/", headers={"Accept-Language": "pl"}).text


def test_the_button_is_written_in_the_language_it_leads_to(visitor: FlaskClient) -> None:
    english, spanish = visitor.get("/").text, visitor.get("/", headers=SPANISH).text

    assert 'lang="es">Español</button>' in english
    assert 'lang="en">English</button>' in spanish


def test_a_choice_outranks_the_browser_and_is_kept(visitor: FlaskClient) -> None:
    choose(visitor, "es")
    assert '<html lang="es">' in visitor.get("/").text

    choose(visitor, "en")
    assert '<html lang="en">' in visitor.get("/", headers=SPANISH).text


def test_the_cookie_says_the_language_and_nothing_else(visitor: FlaskClient) -> None:
    answer = visitor.post("/language", data={"language": "es", "next": "/search?q=detox"})

    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith("language=es;")
    assert {"SameSite=Lax", "HttpOnly", "Path=/"} <= set(cookies[0].split("; "))


def test_behind_tls_the_cookie_stays_there(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    app = make_app(replace(settings, trusted_proxies=1))

    answer = app.test_client().post("/language", data={"language": "es"})

    assert "Secure" in answer.headers["Set-Cookie"]


def test_the_button_leads_back_to_the_same_search(visitor: FlaskClient) -> None:
    page = visitor.get("/search?q=food&lat=35.3731234&lon=-119.0187654").text
    back = page.partition('name="next" value="')[2].partition('"')[0].replace("&amp;", "&")

    assert back == "/search?lat=35.373&lon=-119.019&q=food"
    assert choose(visitor, "es", back=back) == back


def test_the_button_never_carries_a_typed_place(visitor: FlaskClient) -> None:
    refused = visitor.post("/search", data={"near": "12 Nowhere Street", "q": "food"})

    form = refused.text.partition('action="/language"')[2]
    assert "Nowhere" not in form
    assert 'name="next" value="/search' in form


@pytest.mark.parametrize(
    "foreign",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "search",
        "/search\r\nSet-Cookie: a=b",
        "/" + "a" * 10_000,
        "",
    ],
)
def test_the_button_leads_to_no_other_host(visitor: FlaskClient, foreign: str) -> None:
    assert choose(visitor, "es", back=foreign) == "/"


def test_a_path_of_ours_is_kept() -> None:
    assert local_path("/search?q=detox+%22a%22") == "/search?q=detox+%22a%22"


def test_no_get_changes_the_language(visitor: FlaskClient) -> None:
    answer = visitor.get("/language?language=es", headers={"Accept": "text/html"})

    assert answer.status_code == 405
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_language_is_refused(visitor: FlaskClient) -> None:
    answer = visitor.post("/language", data={"language": "tlh"})

    assert answer.status_code == 400
    assert "no such language" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_that_means_nothing_is_as_none(visitor: FlaskClient) -> None:
    visitor.set_cookie("language", "'; DROP TABLE", domain="localhost")

    assert '<html lang="es">' in visitor.get("/", headers=SPANISH).text


@pytest.mark.parametrize("path", ["/api/search?age=17", "/api/needs", "/api/search?age=x"])
def test_programs_are_answered_in_english_always(visitor: FlaskClient, path: str) -> None:
    visitor.set_cookie("language", "es", domain="localhost")

    spanish = visitor.get(path, headers=SPANISH).json
    visitor.delete_cookie("language", domain="localhost")
    english = visitor.get(path).json

    spanish.pop("took_ms", None), english.pop("took_ms", None)
    assert spanish == english


def test_an_odd_address_still_gets_its_page_and_its_button(visitor: FlaskClient) -> None:
    for path in ("/%E2%98%83?q=%FF", "//evil.example/x", "/a%0d%0ab?x", "/?q=" + "a" * 5_000):
        answer = visitor.get(path, headers={"Accept": "text/html"})

        assert answer.status_code < 500
        assert 'action="/language"' in answer.text


def test_what_is_not_compiled_is_not_offered(tmp_path: Path) -> None:
    assert offered(tmp_path) == ("en",)

    (tmp_path / "es" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "es" / "LC_MESSAGES" / "messages.mo").touch()
    assert offered(tmp_path) == ("en", "es")


def test_without_the_catalogue_there_is_no_button_and_no_half_spanish_page(county: Flask) -> None:
    county.config["LANGUAGES"] = ("en",)

    page = county.test_client().get("/", headers=SPANISH).text

    assert '<html lang="en">' in page
    assert "/language" not in page


def test_the_search_page_in_spanish(visitor: FlaskClient) -> None:
    page = visitor.get(
        "/search?lat=35.37&lon=-119.02&age=17&accepts=pets&radius_mi=auto", headers=SPANISH
    ).text

    assert "Cerrado · abre mañana 7:00\u00a0a.\u00a0m." in page
    assert "4.8 mi · unos 18 min (estimación)" in page
    assert "Recibe mascotas" in page
    assert "¿Reciben a una persona de 17 años?" in page
    assert "Camas para mujeres: no hay libres" in page
    assert "Edad: 17" in page
    assert "Todas las necesidades" in page


def test_a_listing_in_spanish(visitor: FlaskClient, listings: ModuleType) -> None:
    page = visitor.get(f"/listings/{listings.listing_id('sobering')}", headers=SPANISH).text

    assert "A quién reciben" in page
    assert "<caption>Abierto</caption>" in page
    assert "Hoy" in page
    assert "mar, 24 de nov" in page


def test_errors_are_told_in_spanish(visitor: FlaskClient) -> None:
    wrong_age = visitor.get("/search?age=x", headers=SPANISH).text
    unknown_place = visitor.post("/search", data={"near": "99999"}, headers=SPANISH).text
    nothing = visitor.get("/nowhere", headers={**SPANISH, "Accept": "text/html"}).text

    assert "age tiene que ser un número entero de 0 a 120." in wrong_age
    assert "No se conoce el código postal 99999." in unknown_place
    assert "<h1>No se encontró</h1>" in nothing
