"""Who sends this request: a signed-in browser, a program with a token, or anybody.

The cookie holds a random token and nothing else. It is looked up once for each request, so a
session that was ended is over at the next one.
"""

from flask import Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.config import Settings
from resource_dir.errors import NotSignedIn
from resource_dir.operations.accounts.callers import LONGEST, Caller, Visitor
from resource_dir.operations.accounts.keys import digest_of
from resource_dir.operations.accounts.last_seen import LastSeen
from resource_dir.operations.accounts.sessions import find_caller
from resource_dir.operations.accounts.signing_in import Started
from resource_dir.operations.accounts.tokens import OpenedLately, Program, find_program
from resource_dir.web.answers import database, now

COOKIE = "signed_in"
HOST_COOKIE = f"__Host-{COOKIE}"  # browsers take it over TLS only, from this very host
LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
LONGEST_TOKEN = 100
A_BROWSER = "A browser"  # of which nothing more is known
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def caller() -> Caller | None:
    """The signed-in person; None for anybody else. Asked of the database once a request."""
    if "caller" not in g:
        g.caller = _found_caller()
    found: Caller | None = g.caller
    return found


def shown_caller() -> Caller | None:
    """Whom the head of a page names: nobody while the database can't be asked, since the page
    that says so has a head as well.
    """
    try:
        person = caller()
    except SQLAlchemyError:
        return None
    return person if person and person.is_whole else None


def known_caller() -> Caller:
    """The signed-in person, in a view that `access.ROUTES` opens to no one else."""
    found = caller()
    if found is None:
        raise NotSignedIn("Sign in first.")
    return found


def _found_caller() -> Caller | None:
    token = request.cookies.get(_cookie_name(), "")
    if not token or len(token) > LONGEST_TOKEN:
        return None
    found = find_caller(database(), token, visitor=visitor(), now=now())
    if found is None:
        return None
    person, last_seen = found
    _last_seen().session(person.session_id, before=last_seen, now=now())
    return person


def program() -> Program | None:
    """The program whose token came in `Authorization: Bearer …`; None without that header.

    Raises NotSignedIn for a token that opens nothing: public facts in its stead would look like
    an answer.
    """
    text = _bearer()
    if text is None:
        return None
    if "program" not in g:
        g.program = find_program(database(), text)
    found: Program | None = g.program
    if found is None:
        raise NotSignedIn("This token opens nothing. Was it ended?", field="Authorization")
    _last_seen().token(found.token_id, before=found.last_used, now=now())
    return found


def pushing_token() -> str:
    """The digest of the token of a program that pushes numbers. Whether it opens anything is asked
    by the write itself; here only of one that has opened nothing lately. Raises NotSignedIn.
    """
    text = _bearer()
    if text is None:
        raise NotSignedIn("Send a token: Authorization: Bearer rd_…", field="Authorization")
    digest = digest_of(text)
    if not opened_lately().has(digest):
        program()
        opened_lately().note(digest)
    return digest


def opened_lately() -> OpenedLately:
    """Which tokens need not be looked up before the write looks."""
    known: OpenedLately = current_app.extensions["opened_lately"]
    return known


def _bearer() -> str | None:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip()[:LONGEST_TOKEN] if kind.lower() == "bearer" else None


def visitor() -> Visitor:
    """Where this request comes from."""
    return Visitor(
        address=request.remote_addr or "unknown",
        device=_device(request.user_agent.string),
        is_loopback=_is_loopback(),
    )


def _is_loopback() -> bool:
    """Not behind a proxy that nobody told us of: to such a server everybody is loopback."""
    is_forwarded = any(name in request.headers for name in FORWARDED)
    is_trusted = settings().trusted_proxies > 0
    return request.remote_addr in LOOPBACK and (is_trusted or not is_forwarded)


def _device(agent: str) -> str:
    """What a browser is, coarsely: "Firefox on Android"."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), A_BROWSER)
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser


def remember(response: AnyResponse, started: Started) -> AnyResponse:
    """Give the browser the token of its new session; what it had before is let go."""
    session.clear()  # form tokens of before sign-in end with it
    response.set_cookie(
        _cookie_name(),
        started.token,
        max_age=LONGEST,
        httponly=True,
        secure=_is_secure(),
        # Not Strict: a link in a letter would show its reader as signed out.
        samesite="Lax",
        path="/",
    )
    return response


def forget(response: Response | AnyResponse) -> Response | AnyResponse:
    """Take the token from the browser."""
    session.clear()
    response.delete_cookie(
        _cookie_name(), path="/", secure=_is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _cookie_name() -> str:
    return HOST_COOKIE if _is_secure() else COOKIE


def _last_seen() -> LastSeen:
    notes: LastSeen = current_app.extensions["last_seen"]
    return notes
