"""Need that no call tells of: brought in by CSV, looked at before it is kept."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import PackageRefused, ResourceDirError
from resource_dir.operations.planning.other_demand import (
    COLUMNS,
    KINDS,
    DemandFile,
    decode,
    read_demand,
    remove_other_demand,
    take_in_demand,
)
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.planning import DemandFileForm, DemandTextForm
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers, other_rows, words
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import _, error_text

planning_other = Blueprint("planning_other", __name__, url_prefix="/planning/other-demand")

MOST_SHOWN = 50


@planning_other.get("")
def show() -> Response:
    """What was brought in, what was looked for here in vain, and the form for a file."""
    return _page()


@planning_other.post("/preview")
def preview() -> AnyResponse:
    """Read a file and show what would be kept; nothing is stored."""
    form = DemandFileForm()
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), status=400)
    try:
        text = decode(form.file.data.read())
        read = read_demand(database(), text)
    except PackageRefused as error:
        return _page(trouble=Trouble("file", error_text(error)), status=status_of(error))
    return _page(read=read, content=text)


@planning_other.post("")
def store() -> AnyResponse:
    """Keep what was looked at."""
    form = DemandTextForm()
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), status=400)
    try:
        read = read_demand(database(), form.content.data)
        with writing(database()) as session:
            take_in_demand(session, read, actor=known_caller().actor, now=now())
    except ResourceDirError as error:
        trouble = Trouble(error.field or "", error_text(error))
        return _page(trouble=trouble, status=status_of(error))
    return redirect(url_for("planning_other.show", saved=len(read.rows)), SEE_OTHER)


@planning_other.post("/<int:number>/remove")
def remove(number: int) -> AnyResponse:
    """Take one row away."""
    if fault := ConfirmForm().fault():
        return _page(trouble=Trouble(*fault), status=400)
    with writing(database()) as session:
        remove_other_demand(session, number, actor=known_caller().actor, now=now())
    return redirect(url_for("planning_other.show"), SEE_OTHER)


def _page(
    *,
    trouble: Trouble | None = None,
    read: DemandFile | None = None,
    content: str = "",
    status: int = 200,
) -> Response:
    session = database()
    return page(
        "other",
        status=status,
        trouble=trouble,
        read=None if read is None else _shown(read),
        content=content,
        others=[*other_rows.stored(session), *other_rows.searched_in_vain(session)],
        columns=COLUMNS,
        kinds=[(code, _(words.OTHER_KINDS[code])) for code in KINDS],
        saved=request.args.get("saved", type=int),
        form=ConfirmForm(formdata=None),
        here=url_for("planning_other.show"),
    )


def _shown(read: DemandFile) -> dict[str, object]:
    return {
        "number": len(read.rows),
        "replaced": read.replaced,
        "rows": [
            (
                _(words.OTHER_KINDS[row.kind]), need_name(row.need), row.area or _("everywhere"),
                row.from_day.isoformat(), row.to_day.isoformat(), f"{row.count:,}",
                "" if row.mean_hours is None else numbers.hours(row.mean_hours), row.source,
            )
            for row in read.rows[:MOST_SHOWN]
        ],
        "rejected": [(each.line, each.column, error_text(each.error)) for each in read.rejected],
    }  # fmt: skip
