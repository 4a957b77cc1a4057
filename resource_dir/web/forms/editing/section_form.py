"""What the forms of all sections share: what was shown, errors as a list, rows that can be added.

A section's fields carry the names of its values (`Section.read`), so that a form is filled from
them and gives them back. Lists are `FieldList(FormField(RowForm))`; every row carries its id.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, cast
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length, Regexp

from resource_dir.operations.editing.merging import taking_theirs
from resource_dir.operations.editing.saving import Edit
from resource_dir.operations.editing.sections import Listing, Values
from resource_dir.web.texts import N_

SHORT, LONG = 200, 20_000
MISSING = N_("Fill this in.")
TOO_LONG = N_("That is too long.")
UNREADABLE = N_("That holds a character that can't be read.")
# PostgreSQL stores no NUL, and nobody types a control character on purpose.
PLAIN = Regexp(r"[^\x00-\x1f\x7f]*\Z", message=UNREADABLE)
PLAIN_LINES = Regexp(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\Z", message=UNREADABLE)
ROW_ID = Regexp(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z",
    message=N_("This row can't be read. Add it anew."),
)
SHORT_TEXT = (Length(max=SHORT, message=TOO_LONG), PLAIN)
LONG_TEXT = (Length(max=LONG, message=TOO_LONG), PLAIN_LINES)
META = ("base", "was", "first", "key", "why", "csrf_token")


class Fault(NamedTuple):
    """One thing that is wrong: the id of its field, the field's label, what is wrong."""

    id: str
    label: str
    text: str


class RowForm(Form):  # type: ignore[misc]  # WTForms publishes no types
    """One row of a list. An empty row is no row: so that one can be offered, and one emptied."""

    id = HiddenField(validators=[ROW_ID])
    remove = BooleanField(N_("Remove"))
    always_filled: tuple[str, ...] = ()  # choices that are made without anybody choosing

    @property
    def is_gone(self) -> bool:
        """Whether this row says nothing, or is to be removed."""
        skipped = {"id", "remove", *self.always_filled}
        said = (one.data for name, one in self._fields.items() if name not in skipped)
        return bool(self.remove.data) or not any(
            one.strip() if isinstance(one, str) else one for one in said
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """What is going needs not be right."""
        return self.is_gone or bool(super().validate(extra_validators))

    def values(self) -> Values:
        """The row, as the section reads it."""
        return {name: one.data for name, one in self._fields.items() if name != "remove"}


class SectionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is not typed
    """A section as a form. `base` and `was` are what it began from, `key` tells a second press of
    the button from a second edit.
    """

    base = HiddenField(validators=[Length(max=20)])
    was = HiddenField()
    first = HiddenField()  # on the merge page: what the form showed before anybody else saved
    key = HiddenField(validators=[ROW_ID])
    why = StringField(N_("Why (not needed)"), validators=SHORT_TEXT)
    template = "providing/edit.html"
    intro = ""

    @classmethod
    def showing(
        cls, values: Values, *, was: Values, base: int, first: Values | None = None
    ) -> "SectionForm":
        """The form with these values in its fields."""
        known = {"base": str(base), "was": json.dumps(was), "key": str(uuid4())}
        if first is not None:
            known["first"] = json.dumps(first)
        return cls(formdata=None, data={**values, **known})

    def prepare(self, listing: Listing) -> None:
        """Set what depends on the listing (choices); called before it is checked or shown."""

    def look_up(self) -> list["Fault"]:
        """Fill in what the installation knows by itself; what it does not is told."""
        return []

    def values(self) -> Values:
        """What was typed, in the shape that the section reads and takes."""
        return {one.short_name: _data(one) for one in self.value_fields()}

    def values_before(self) -> Values:
        """What the form began from."""
        return _values_in(self.was.data)

    def value_fields(self) -> list[Field]:
        """The fields of the section, in their order."""
        return [one for name, one in self._fields.items() if name not in META]

    def edit(self, *, take_theirs: frozenset[str], undecided: frozenset[str]) -> Edit:
        """What is to be saved; call `validate` before. A field that is `undecided` counts as it
        first did, so that it is asked about once more.
        """
        was = _values_in(self.was.data)
        return Edit(
            values=self.values(),
            was=taking_theirs(was, _values_in(self.first.data), undecided),
            base=self.base_number(),
            why=(self.why.data or "").strip() or None,
            key=self.key.data,
            take_theirs=take_theirs,
        )

    def base_number(self) -> int:
        """The revision that the form began from."""
        text = self.base.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def add_row(self, name: str) -> None:
        """One more empty row in a list; nothing for no list, or a full one."""
        field = self._fields.get(name)
        if isinstance(field, FieldList) and len(field.entries) < (field.max_entries or 100):
            field.append_entry({"id": str(uuid4())})

    def faults(self) -> list[Fault]:
        """All that is wrong, from top to bottom."""
        return [fault for one in self._fields.values() for fault in _faults(one)]

    def pairs(self) -> list[tuple[str, str]]:
        """Its fields as a browser would post them, without the token."""
        fields = (one for name, one in self._fields.items() if name != "csrf_token")
        return [pair for one in fields for pair in _pairs(one)]


def choose_in(field: FieldList, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a list's rows the choices of one of their fields."""
    for entry in field.entries:
        entry.form._fields[name].choices = choices


def _values_in(text: str | None) -> Values:
    """What a form showed. What can't be read counts as nothing: everything that is stored and was
    typed differently is then asked about.
    """
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return cast(Values, found) if isinstance(found, dict) else {}


def _data(field: Field) -> Any:
    if isinstance(field, FieldList):
        rows = (entry.form for entry in field.entries if isinstance(entry, FormField))
        return [row.values() for row in rows if not row.is_gone]
    if isinstance(field, FormField):
        return {name: _data(one) for name, one in field.form._fields.items()}
    return field.data if field.data is not None else ""


def _faults(field: Field, label: str = "") -> Iterator[Fault]:
    if isinstance(field, FieldList | FormField):
        nested = field.entries if isinstance(field, FieldList) else field.form._fields.values()
        for one in nested:
            yield from _faults(one, field.label.text)
        return
    for text in field.errors:
        yield Fault(field.id, field.label.text or label, str(text))


def _pairs(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList | FormField):
        nested = field.entries if isinstance(field, FieldList) else field.form._fields.values()
        for one in nested:
            yield from _pairs(one)
    elif isinstance(field, BooleanField):
        if field.data:
            yield field.name, "y"
    elif isinstance(field, SelectMultipleField):
        yield from ((field.name, str(one)) for one in field.data or ())
    elif field.raw_data:
        yield field.name, str(field.raw_data[0])
    else:
        value = field._value() if hasattr(field, "_value") else field.data
        yield field.name, "" if value is None else str(value)
