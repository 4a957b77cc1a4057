"""Reports that wait: accept, go and edit, or reject with a reason that the sender sees."""

from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import NotFound, ResourceDirError
from resource_dir.operations.reports.answering import answer_report
from resource_dir.operations.reports.reporting import list_reports
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.finding.report_words import KINDS, SECTIONS
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import _

report_queue = Blueprint("report_queue", __name__, url_prefix="/steward/reports")


@report_queue.get("")
def show() -> Response:
    """Every new report, of all kinds, the oldest first."""
    return _page()


@report_queue.post("/<int:report_id>")
def answer(report_id: int) -> AnyResponse:
    """What the pressed button says; after "edited" the editor is shown."""
    if fault := ConfirmForm().fault():
        return _page(trouble=fault, status=400)
    outcome, words, person = (
        request.form.get("outcome", ""),
        request.form.get("answer"),
        known_caller(),
    )
    try:
        with writing(database()) as session:
            listing_id = answer_report(
                session, report_id, outcome, answer=words, caller=person, now=now()
            )
    except NotFound:
        raise
    except ResourceDirError as error:
        return _page(trouble=told(error), status=status_of(error))
    if outcome == "edited":
        return redirect(url_for("editing.overview", listing_id=listing_id), SEE_OTHER)
    return redirect(url_for("report_queue.show"), SEE_OTHER)


def _page(*, trouble: tuple[str, str] | None = None, status: int = 200) -> Response:
    text = render_template(
        "stewarding/reports.html",
        waiting=[
            {**one, "created": datetime.fromisoformat(one["created"])}
            for one in list_reports(database())
        ],
        kinds={code: _(words) for code, words in KINDS.items()},
        sections={code: _(words) for code, words in SECTIONS.items()},
        form=ConfirmForm(formdata=None),
        trouble=trouble,
        here=url_for("report_queue.show") if request.method == "POST" else None,
    )
    return make_response(text, status)
