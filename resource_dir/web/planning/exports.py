"""The gap table as files: CSV and a workbook."""

from flask import Response

from resource_dir.operations.planning.digests import inputs_of
from resource_dir.operations.planning.exporting import gaps_csv, gaps_xlsx
from resource_dir.web.answers import database
from resource_dir.web.planning import asking
from resource_dir.web.planning.gaps import planning, table_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@planning.get("/gaps.csv")
def as_csv() -> Response:
    """Raw numbers; what is not known is empty."""
    text = gaps_csv(table_for(asking.asked()))
    return _file(Response(text, mimetype="text/csv"), "gaps.csv")


@planning.get("/gaps.xlsx")
def as_xlsx() -> Response:
    """The same with a sheet that says what it rests on."""
    question = asking.asked()
    table = table_for(question)
    content = gaps_xlsx(table, inputs_of(database(), question, table))
    return _file(Response(content, mimetype=XLSX), "gaps.xlsx")


def _file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
