"""The forms of the sections "place" and "what is counted"."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import current_app
from wtforms import FieldList, FormField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from resource_dir.errors import BadInput
from resource_dir.operations.editing.sections import Listing
from resource_dir.operations.editing.sections.counts import populations_of, units_offered
from resource_dir.operations.editing.sections.place import (
    LEVELS,
    has_place,
    listings_at,
    looked_up_text,
    point_text,
    read_typed_point,
)
from resource_dir.operations.listings.counted import POPULATION_WORDS
from resource_dir.web.answers import database
from resource_dir.web.forms.editing.choices import audiences
from resource_dir.web.forms.editing.section_form import (
    MISSING,
    SHORT_TEXT,
    Fault,
    RowForm,
    SectionForm,
    choose_in,
)
from resource_dir.web.names import population_name, unit_name
from resource_dir.web.texts import N_, _, error_text, ngettext

NO_ADDRESS = N_("Nobody here knows a point for this address. Move the pin, or type the point.")
NO_STREET = N_("Give the street and number: a city alone is no address.")
NO_ZIP = N_("A ZIP code has 5 digits, such as 93301, or 9, such as 93301-1234.")
ZIP = re.compile(r"[0-9]{5}(-?[0-9]{4})?")
KINDS = {"physical": N_("where it is"), "postal": N_("for mail"), "virtual": N_("online")}


class AddressRow(RowForm):
    """One address."""

    always_filled = ("address_type",)
    address_1 = StringField(N_("Street and number"), validators=SHORT_TEXT)
    address_2 = StringField(N_("Unit, floor, entrance"), validators=SHORT_TEXT)
    attention = StringField(N_("Attention"), validators=SHORT_TEXT)
    city = StringField(N_("City"), validators=SHORT_TEXT)
    state_province = StringField(N_("State"), validators=SHORT_TEXT)
    postal_code = StringField(N_("ZIP code"), validators=SHORT_TEXT)
    address_type = SelectField(N_("Kind of address"), choices=(), validate_choice=False)
    before: Mapping[str, Any] = MappingProxyType({})  # the same row, as the form began

    def validate_address_1(self, field: Any) -> None:
        """Nobody finds a door by its city. What a source left out keeps nobody from moving a pin,
        so only who takes a street away, or adds an address, is asked for it.
        """
        is_missing = not (field.data or "").strip()
        never_had = bool(self.before) and not (self.before.get("address_1") or "").strip()
        if is_missing and not never_had and self.address_type.data != "virtual":
            raise ValidationError(_(NO_STREET))

    def validate_postal_code(self, field: Any) -> None:
        """A ZIP code, nothing, or what a source wrote there and nobody touched."""
        typed, before = (field.data or "").strip(), self.before.get("postal_code") or ""
        if typed and typed != before.strip() and not ZIP.fullmatch(typed):
            raise ValidationError(_(NO_ZIP))

    def in_one_line(self) -> str:
        """The address as it is looked up."""
        state = f"{self.state_province.data or ''} {self.postal_code.data or ''}"
        parts = (self.address_1.data, self.city.data, state)
        return ", ".join(part.strip() for part in parts if part and part.strip())


class PlaceForm(SectionForm):
    """Addresses, and a pin that is dragged, typed or looked up. Nothing where it is withheld."""

    template = "providing/edit_place.html"
    addresses = FieldList(FormField(AddressRow), N_("Addresses"), max_entries=10)
    point = StringField(
        N_("Point (latitude, longitude)"),
        validators=[*SHORT_TEXT],
        description=N_("Of the door. Such as 38.505000, -106.055000."),
    )
    looked_up = HiddenField(validators=[Length(max=80)])
    location_name = StringField(N_("Name of the place"), validators=SHORT_TEXT)
    transportation = StringField(N_("How to get there"), validators=SHORT_TEXT)

    def prepare(self, listing: Listing) -> None:
        """Offer nothing where there is no public place; say which listings move with it."""
        if not has_place(listing):
            for name in ("addresses", "point", "looked_up", "location_name", "transportation"):
                del self[name]
            self.intro = N_("No place of this listing is stored, so there is none to edit.")
            return
        rows = self.values_before().get("addresses") or ()
        before = {row.get("id"): row for row in rows if isinstance(row, dict) and row.get("id")}
        for entry in self.addresses.entries:
            entry.form.before = before.get(entry.form.id.data) or {}
            stored = entry.form.address_type.data
            other = {stored: stored} if stored and stored not in KINDS else {}
            names = {**KINDS, **other} if stored else {**KINDS, "": N_("not stated")}
            entry.form.address_type.choices = [(one, _(name)) for one, name in names.items()]
        count = listings_at(database(), listing)
        if count > 1:
            self.intro = ngettext(
                "%(num)s listing is at this place: what you change here moves it.",
                "%(num)s listings are at this place: what you change here moves all of them.",
                count,
            )

    def validate_point(self, field: Any) -> None:
        """Two numbers, or nothing; written as the form writes them."""
        if not (field.data or "").strip():
            return
        try:
            field.data = point_text(*read_typed_point(field.data))
        except BadInput as error:
            raise ValidationError(error_text(error)) from None

    def look_up(self) -> list[Fault]:
        """Put the pin where the address is, as the address book of this installation knows it.
        Nobody else is asked.
        """
        if "point" not in self:
            return []
        book = current_app.extensions["place_keeper"].current(database())
        for entry in self.addresses.entries:
            text = entry.form.in_one_line()
            found = book.find(text, limit=1) if book is not None and text else ()
            if found and found[0].level in LEVELS and not found[0].is_corrected:
                place = found[0]
                self._set(point_text(place.lat, place.lon), "point")
                self._set(looked_up_text(place.lat, place.lon, place.level), "looked_up")
                return []
        return [Fault("point", self.point.label.text, _(NO_ADDRESS))]

    def _set(self, text: str, name: str) -> None:
        self[name].data = text
        self[name].raw_data = [text]


class CountRow(RowForm):
    """One thing that is counted, for one group of people."""

    always_filled = ("unit_id", "population", "audience")
    unit_id = SelectField(N_("What"), choices=(), validators=[DataRequired(MISSING)])
    population = SelectField(N_("For whom"), choices=(), default="anyone")
    maximum = StringField(N_("How many there are in all"), validators=SHORT_TEXT)
    audience = SelectField(N_("Who may see it"), choices=audiences, default="partner")

    @property
    def is_gone(self) -> bool:
        """A row is kept without a number of all, so only a mark removes it."""
        return bool(self.remove.data)


class CountsForm(SectionForm):
    """Units and populations; the free ones are reported on their own page."""

    counts = FieldList(FormField(CountRow), N_("Counts"), max_entries=40)
    intro = N_("How many are free is reported under “Report beds”.")

    def prepare(self, listing: Listing) -> None:
        """What can be counted, and for whom; a group of people that a source named stays."""
        if not listing.link_id:
            del self.counts
            self.intro = N_("Beds are counted at a place, and this listing has none.")
            return
        units = [(one, unit_name(name)) for one, name in units_offered(database())]
        choose_in(self.counts, "unit_id", units)
        groups = dict.fromkeys([*POPULATION_WORDS, *populations_of(database(), listing)])
        choose_in(self.counts, "population", [(one, population_name(one)) for one in groups])
