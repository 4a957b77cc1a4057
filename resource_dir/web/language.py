"""Which language a page speaks: the reader's own choice, else the browser's, else English.

The JSON interface speaks English whatever is asked: its texts are promised to stay as they are.
"""

import re
from pathlib import Path
from urllib.parse import quote

from babel import Locale
from flask import Blueprint, Flask, Response, current_app, has_request_context, redirect, request
from flask_babel import Babel
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.errors import BadInput
from resource_dir.extensions import csrf
from resource_dir.web.answers import wants_json
from resource_dir.web.texts import language, reader

# Of the United States: their Spanish has a decimal point and a 12-hour clock.
LOCALES = {"en": Locale("en", "US"), "es": Locale("es", "US")}
OWN_NAMES = {"en": "English", "es": "Español"}
TRANSLATIONS = Path(__file__).parents[1] / "translations"
CATALOGUE = "LC_MESSAGES/messages.mo"
LANGUAGE_PATH = "/language"
COOKIE = "language"
COOKIE_SECONDS = 31_536_000  # a year: a phone changes hands more often than a reader his language
LONGEST_RETURN = 2_000
SEE_OTHER = 303
# A path of ours: "//evil.example" and "/\\evil.example" are read by browsers as another host.
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")

languages = Blueprint("languages", __name__)


def register_language(app: Flask) -> None:
    """Bind Flask-Babel; a language whose catalogue was never compiled is not offered at all."""
    app.config["LANGUAGES"] = offered(TRANSLATIONS)
    Babel(app, default_translation_directories=str(TRANSLATIONS), locale_selector=choose_locale)
    app.after_request(_say_language)
    # In the place of Flask-Babel's own, which are slow: see `texts.reader`.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: reader().catalogue.ugettext(text),
        lambda singular, plural, num: reader().catalogue.ungettext(singular, plural, num),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        language=language,
        # A literal: a page about a host name that is none has no routes to ask.
        language_path=LANGUAGE_PATH,
        other_languages=other_languages,
        this_page=this_page,
    )


def offered(folder: Path) -> tuple[str, ...]:
    """English, and what has a compiled catalogue in this folder."""
    return tuple(code for code in LOCALES if code == "en" or (folder / code / CATALOGUE).is_file())


def choose_locale() -> Locale:
    """The locale of this request; English outside of one and for programs."""
    if not has_request_context() or wants_json(request):
        return LOCALES["en"]
    known: tuple[str, ...] = current_app.config["LANGUAGES"]
    chosen = request.cookies.get(COOKIE, "")
    if chosen not in known:
        chosen = request.accept_languages.best_match(known, default="en")
    return LOCALES[chosen]


def other_languages() -> list[tuple[str, str]]:
    """(code, name in that language) of each language that this page could be read in instead."""
    known = current_app.config["LANGUAGES"]
    return [(code, OWN_NAMES[code]) for code in known if code != language()]


def this_page() -> str:
    """The path to come back to. Bytes that are no text, or an endless query, are left behind."""
    path, query = quote(request.path), request.query_string
    if request.method != "GET" or not query or len(query) > LONGEST_RETURN or not query.isascii():
        return path
    return f"{path}?{query.decode('ascii')}"


@languages.post(LANGUAGE_PATH)
def choose() -> AnyResponse:
    """Keep the chosen language in a cookie, then show the same page again."""
    chosen = request.form.get("language", "")
    if chosen not in current_app.config["LANGUAGES"]:
        raise BadInput("There is no such language here.", field="language")
    response = redirect(local_path(request.form.get("next", "")), SEE_OTHER)
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


# It changes no data: the worst that a foreign page can do is to make ours Spanish.
csrf.exempt(choose)


def local_path(text: str) -> str:
    """The path, where it is one of ours; else the first page, never another host."""
    return text if len(text) <= 2 * LONGEST_RETURN and _LOCAL.fullmatch(text) else "/"


def _say_language(response: Response) -> Response:
    """Tell the browser, its voice and its translator which language a page is in."""
    if response.mimetype == "text/html" and response.status_code != SEE_OTHER:
        response.headers["Content-Language"] = language()
        response.vary.update(("Accept-Language", "Cookie"))
    return response
