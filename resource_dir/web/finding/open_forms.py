"""Forms about a listing that anybody may send: no account, no cookie, and so no token."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, abort, request
from sqlalchemy.orm import Session
from wtforms import Form

from resource_dir.database import writing
from resource_dir.errors import Conflict, NotFound, ResourceDirError
from resource_dir.operations.finding import get_listing
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, now, wants_json
from resource_dir.web.forms.report import new_key
from resource_dir.web.same_site import is_from_elsewhere
from resource_dir.web.texts import _

TOO_MANY = 429
Document = dict[str, Any]


def asked_listing(listing_id: UUID) -> Document:
    """The listing of the address, as this visitor may see it. Raises NotFound."""
    return get_listing(database(), str(listing_id), viewer=viewer_of(request), now=now())


def own_listing(listing_id: UUID) -> Document:
    """The same, for a form that one of our own pages sent; any other is refused."""
    if is_from_elsewhere(request):
        abort(403)
    return asked_listing(listing_id)


def refusal(filled: Form, store: Callable[[Session], object]) -> ResourceDirError | None:
    """Why what was filled in is not stored; None once it is. A form that was sent before with other
    words gets a new key. Raises NotFound.
    """
    try:
        with writing(database()) as session:
            store(session)
    except NotFound:
        raise
    except ResourceDirError as error:
        if isinstance(error, Conflict):
            filled.key.data = new_key()
        return error
    return None


def too_many(page: Callable[[Document, tuple[str, str]], Response], *, field: str) -> Any:
    """What the limiter answers: the form with what was typed, for who sent too many; None, the
    usual answer, for programs and foreign pages.
    """

    def answer(_limit: object) -> Response | None:
        if wants_json(request) or is_from_elsewhere(request):
            return None
        said = _("Too much came from here in the last hour. Send it again later: it is below.")
        return page(asked_listing((request.view_args or {})["listing_id"]), (field, said))

    return answer
