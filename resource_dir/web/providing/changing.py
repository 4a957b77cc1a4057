"""One change by a form: made, or told where it was pressed why not."""

from collections.abc import Callable
from typing import Protocol

from flask import Response, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import NotFound, ResourceDirError
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database
from resource_dir.web.errors import status_of

Trouble = tuple[str, str]


class Page(Protocol):
    """The page of the form, with (field, what is wrong)."""

    def __call__(self, *, trouble: Trouble | None = None, status: int = 200) -> Response:
        """Show it."""


def changed_or_told(
    change: Callable[[Session], object], *, fault: Trouble | None, page: Page, back: str
) -> AnyResponse:
    """Change something in one write transaction and go `back`; the page again when the form has a
    fault or the change is refused. Raises NotFound.
    """
    if fault:
        return page(trouble=fault, status=400)
    try:
        with writing(database()) as session:
            change(session)
    except NotFound:
        raise
    except ResourceDirError as error:
        return page(trouble=told(error), status=status_of(error))
    return redirect(back, SEE_OTHER)
