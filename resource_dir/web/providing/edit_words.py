"""What the editor says of a section: its fields as lines, and both values of a clash."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, SelectFieldBase

from resource_dir.models import Revision
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.editing.history import names_of
from resource_dir.operations.editing.merging import Clash
from resource_dir.operations.editing.overview import revisions_around
from resource_dir.operations.editing.revising import changes_of
from resource_dir.operations.editing.saving import Edit, Saved
from resource_dir.operations.editing.sections import Listing, Section
from resource_dir.web.forms.editing import FORMS, RowForm, SectionForm
from resource_dir.web.texts import _


class ClashShown(NamedTuple):
    """One field to choose: what was, theirs (by whom, when), mine; as words."""

    key: str
    label: str
    was: str
    theirs: str
    mine: str
    who: str | None
    at: Any


def lines_of(form: SectionForm) -> list[tuple[str, str]]:
    """(label, value) of what a section states; what is not stated has no line."""
    return [line for one in form.value_fields() for line in _lines(one)]


def _lines(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList):
        for entry in field.entries:
            text = _row_text(entry)
            if text:
                yield _(field.label.text), text
    elif isinstance(field, FormField):
        text = _row_text(field)
        if text:
            yield field.label.text, text
    elif text := _text(field):
        yield _(field.label.text), text


def _row_text(field: Field) -> str:
    if not isinstance(field, FormField):
        return _text(field)
    if isinstance(field.form, RowForm) and field.form.is_gone:
        return ""
    said = getattr(field.form, "said", None)
    parts = said() if said else (_text(one) for one in field.form)
    return " · ".join(part for part in parts if part)


def _text(field: Field) -> str:
    if isinstance(field, HiddenField):
        return ""
    if isinstance(field, BooleanField):
        return _("yes") if field.data else ""
    if isinstance(field, SelectFieldBase):
        picked = field.data if isinstance(field.data, list) else [field.data]
        names = {str(value): label for value, label, *_rest in field.iter_choices()}
        return ", ".join(str(names[str(one)]) for one in picked if one and str(one) in names)
    return str(field.data or "").strip()


def clashes_shown(
    session: Session,
    listing: Listing,
    part: Section,
    edit: Edit,
    saved: Saved,
    *,
    caller: Caller,
) -> list[ClashShown]:
    """The fields that two people changed, each with who changed it last."""
    revisions = revisions_around(session, listing, after=edit.base)
    names = names_of(session, {one.actor for one in revisions}, caller=caller)
    found = []
    for clash in saved.clashes:
        revision = _last_of(session, revisions, clash, part.slug)
        found.append(
            ClashShown(
                key=clash.key,
                label=clash_label(part, clash),
                was=clash_text(clash.was),
                theirs=clash_text(clash.theirs),
                mine=clash_text(clash.mine),
                who=names.get(revision.actor) if revision else None,
                at=revision.at if revision else None,
            )
        )
    return found


def _last_of(
    session: Session, revisions: list[Revision], clash: Clash, slug: str
) -> Revision | None:
    """Who changed it last: the newest revision that names the row or the field. None where an
    import did.
    """
    for one in revisions:
        for change in changes_of(session, one):
            if change.row_id in clash.path or clash.path[-1] in (change.after or {}):
                return one
    return next((one for one in revisions if one.section == slug), None)


def clash_label(part: Section, clash: Clash) -> str:
    """How a field is called on the form."""
    form = FORMS[part.slug](formdata=None)
    field: Any = form._fields.get(clash.path[0])
    label = _(field.label.text) if field is not None else clash.path[0]
    if len(clash.path) < 2 or field is None:
        return label
    inner: Any = None
    if isinstance(field, FormField):
        inner = field.form._fields.get(clash.path[-1])
    elif isinstance(field, FieldList) and len(clash.path) > 2:
        entry = field.append_entry()
        inner = entry.form._fields.get(clash.path[-1]) if isinstance(entry, FormField) else None
    if inner is None:
        return label
    part_label = _(inner.label.text)
    return f"{label}: {part_label}"


def clash_text(value: Any) -> str:
    """A value of either side, for people."""
    if value is None:
        return _("removed, or not there")
    if isinstance(value, Mapping):
        said = (str(one) for name, one in value.items() if one and name != "id")
        return " · ".join(said)
    if isinstance(value, list):
        return ", ".join(clash_text(one) for one in value)
    return str(value) or _("not stated")
