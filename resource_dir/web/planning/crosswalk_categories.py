"""A crosswalk out of somebody's categories (Vera's form): its holes are shown before it is kept."""

from collections.abc import Sequence

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import ResourceDirError
from resource_dir.gaps.crosswalk.categories import CategoryRow, Contradiction, Holes
from resource_dir.operations.planning.call_sets import list_call_sets
from resource_dir.operations.planning.category_files import look_at_categories, take_categories
from resource_dir.operations.planning.crosswalk_importing import CrosswalkTaken
from resource_dir.web.account.signing_in import SEE_OTHER
from resource_dir.web.answers import database, now
from resource_dir.web.charts import Table
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.planning import CategoriesForm
from resource_dir.web.names import need_name
from resource_dir.web.planning.pages import Trouble, page
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import _, error_text

planning_categories = Blueprint("planning_categories", __name__, url_prefix="/planning/categories")

SHOWN = 20  # rows of one hole, those with most calls


@planning_categories.get("")
def show() -> AnyResponse:
    """The form."""
    return _page()


@planning_categories.post("")
def take() -> AnyResponse:
    """Look at a file's holes, or keep what is sure of it: the button says which."""
    form = CategoriesForm()
    if fault := form.fault():
        return _page(trouble=Trouble(*fault), typed=form.data, status=400)
    try:
        if request.form.get("do") != "keep":
            found = look_at_categories(
                form.file.data.read(), name=form.name.data, city=form.city.data or None
            )
            return _page(found=found, typed=form.data)
        kept = _kept(form)
    except ResourceDirError as error:
        trouble = Trouble(error.field or "file", error_text(error))
        return _page(trouble=trouble, typed=form.data, status=status_of(error))
    return redirect(url_for("planning_crosswalks.one", crosswalk_id=kept.crosswalk), SEE_OTHER)


def _kept(form: CategoriesForm) -> CrosswalkTaken:
    with writing(database()) as session:
        return take_categories(
            session,
            form.file.data.read(),
            name=form.name.data,
            city=form.city.data or None,
            file_name=form.file.data.filename or "file",
            data_set=form.data_set.data or None,
            actor=known_caller().actor,
            now=now(),
        )


def _page(
    *,
    trouble: Trouble | None = None,
    found: CrosswalkTaken | None = None,
    typed: dict[str, object] | None = None,
    status: int = 200,
) -> AnyResponse:
    return page(
        "categories",
        status=status,
        found=found,
        holes=_holes(found.holes) if found and found.holes else (),
        typed=typed or {},
        data_sets=[(each.id, each.id) for each in list_call_sets(database())],
        trouble=trouble,
        form=ConfirmForm(formdata=None),
    )


def _holes(holes: Holes) -> list[dict[str, object]]:
    """Each hole with how many rows and calls it is about, and the rows with most calls."""
    missed = [one for one in holes.contradictions if one.is_missed]
    asked = [one for one in holes.contradictions if not one.is_missed]
    return [
        _rows(_("Without a category: they map to nothing"), holes.without_category),
        _rows(_("With a mark of doubt"), holes.doubted),
        _differing(_("The words ask for a need, the category doesn't"), missed),
        _differing(_("The category asks for a need, the words don't"), asked),
        {
            "title": _("Types that a city has more than once"),
            "rows": f"{holes.repeats.rows:,}",
            "calls": f"{holes.repeats.calls:,}",
            "table": None,
        },
        {
            "title": _("Categories that end in a blank, taken without it"),
            "rows": f"{holes.trailing_blanks:,}",
            "calls": "",
            "table": None,
        },
        {
            "title": _("Categories in two spellings, taken as one"),
            "rows": f"{sum(one.rows for one in holes.spellings):,}",
            "calls": "",
            "table": Table(
                (_("Written"), _("Taken as"), _("Rows")),
                tuple((one.written, one.kept, f"{one.rows:,}") for one in holes.spellings),
            )
            if holes.spellings
            else None,
        },
    ]


def _rows(title: str, rows: Sequence[CategoryRow]) -> dict[str, object]:
    return _hole(title, [(row, row.category or _("none")) for row in rows], _("Category"))


def _differing(title: str, found: Sequence[Contradiction]) -> dict[str, object]:
    return _hole(
        title,
        [(one.row, " · ".join(_both(one))) for one in found],
        _("Category · what the words suggest"),
    )


def _both(one: Contradiction) -> tuple[str, str]:
    """The category, and what the words suggest."""
    needs = ", ".join(need_name(each.need) for each in one.suggested.needs)
    return one.row.category or _("none"), needs or _("nothing")


def _hole(title: str, told: Sequence[tuple[CategoryRow, str]], head: str) -> dict[str, object]:
    most = sorted(told, key=lambda pair: -pair[0].calls)[:SHOWN]
    rows = tuple((row.call_type, f"{row.calls:,}", row.city, text) for row, text in most)
    return {
        "title": title,
        "rows": f"{len(told):,}",
        "calls": f"{sum(row.calls for row, _text in told):,}",
        "table": Table((_("Call type"), _("Calls"), _("City"), head), rows) if rows else None,
    }
