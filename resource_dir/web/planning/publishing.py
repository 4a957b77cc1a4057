"""A planner or a steward publishes a year or a quarter: choose, look at it, publish for good."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.operations.planning.published import Content
from resource_dir.operations.planning.publishing import list_publishable
from resource_dir.operations.planning.publishing_calls import preview_publication, publish_period
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.planning import PublishForm
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.planning.published import HIDDEN, counts_table
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.texts import error_text

planning_published = Blueprint("planning_published", __name__, url_prefix="/planning/published")


@planning_published.get("")
def show() -> Response:
    """What can be published; with `data_set` and `period` the table as it would be."""
    data_set, period = request.args.get("data_set", ""), request.args.get("period", "")
    if not data_set or not period:
        return _page()
    try:
        content = preview_publication(database(), data_set, period, settings=settings())
    except ResourceDirError as error:
        return _refused(error)
    return _page(content=content, form=PublishForm(formdata=None, data_set=data_set, period=period))


@planning_published.post("")
def store() -> AnyResponse:
    """Publish it for good."""
    asked = PublishForm()
    if fault := asked.fault():
        return _page(trouble=Trouble(*fault), status=400)
    try:
        with writing(database()) as session:
            table_id = publish_period(
                session,
                asked.data_set.data,
                asked.period.data,
                settings=settings(),
                actor=known_caller().actor,
                now=now(),
            ).id
    except ResourceDirError as error:
        return _refused(error)
    return redirect(url_for("published.show", table_id=table_id), SEE_OTHER)


def _refused(error: ResourceDirError) -> Response:
    trouble = Trouble(error.field or "", error_text(error))
    return _page(trouble=trouble, status=status_of(error))


def _page(
    *,
    content: Content | None = None,
    form: PublishForm | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> Response:
    return page(
        "publish",
        status=status,
        content=content,
        counts=counts_table(content) if content else None,
        form=form,
        publishable=list_publishable(database()),
        hidden=HIDDEN,
        trouble=trouble,
        here=url_for("planning_published.show"),
    )
