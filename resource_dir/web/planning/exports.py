"""The gap table as files: CSV and a workbook."""

from flask import Blueprint, Response

from resource_dir.operations.planning.exporting import gaps_csv, gaps_xlsx
from resource_dir.web.planning import asking
from resource_dir.web.planning.gaps import table_for

planning_files = Blueprint("planning_files", __name__, url_prefix="/planning")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@planning_files.get("/gaps.csv")
def as_csv() -> Response:
    """Raw numbers; what is not known is empty."""
    text = gaps_csv(table_for(asking.asked()))
    return _file(Response(text, mimetype="text/csv"), "gaps.csv")


@planning_files.get("/gaps.xlsx")
def as_xlsx() -> Response:
    """The same with a sheet that says what it rests on."""
    content = gaps_xlsx(table_for(asking.asked()))
    return _file(Response(content, mimetype=XLSX), "gaps.xlsx")


def _file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
