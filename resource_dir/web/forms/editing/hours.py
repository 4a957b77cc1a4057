"""The form of the section "hours": spans of the week, other dates, holidays."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from wtforms import FieldList, FormField, SelectField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, TimeInput

from resource_dir.errors import BadInput
from resource_dir.hours.holiday_dates import check_holiday
from resource_dir.operations.editing.sections.hours import (
    ALL_DAY,
    CLOSED,
    DAYS,
    OPEN,
    UNKNOWN,
    count_beyond,
)
from resource_dir.operations.editing.sections.section import Listing
from resource_dir.web.answers import database
from resource_dir.web.forms.editing.section_form import SHORT_TEXT, RowForm, SectionForm
from resource_dir.web.texts import N_, _, ngettext
from resource_dir.web.wording import day_name, span_text

DAY_NAMES = {
    "MO": N_("Monday"), "TU": N_("Tuesday"), "WE": N_("Wednesday"), "TH": N_("Thursday"),
    "FR": N_("Friday"), "SA": N_("Saturday"), "SU": N_("Sunday"),
}  # fmt: skip
WHAT_NAMES = {
    OPEN: N_("open from … to …"),
    ALL_DAY: N_("open 24 hours"),
    CLOSED: N_("closed"),
    UNKNOWN: N_("hours unknown"),
}
PURPOSE_NAMES = {"opening": N_("opening hours"), "intake": N_("intake hours")}
AUDIENCE_NAMES = {
    "public": N_("everybody"),
    "partner": N_("signed-in partners"),
    "own": N_("only us"),
}
HOLIDAY_NAMES = {
    "US": N_("every federal holiday"),
    "US:New Year's Day": N_("New Year's Day"),
    "US:Martin Luther King Jr. Day": N_("Martin Luther King Jr. Day"),
    "US:Washington's Birthday": N_("Washington's Birthday"),
    "US:Memorial Day": N_("Memorial Day"),
    "US:Juneteenth National Independence Day": N_("Juneteenth"),
    "US:Independence Day": N_("Independence Day"),
    "US:Labor Day": N_("Labor Day"),
    "US:Columbus Day": N_("Columbus Day"),
    "US:Veterans Day": N_("Veterans Day"),
    "US:Thanksgiving Day": N_("Thanksgiving"),
    "US:Christmas Day": N_("Christmas Day"),
}
MOST_ROWS = 40


class SpanForm(RowForm):
    """One span: closed, unknown, whole days, or from one clock time to another."""

    what = SelectField(N_("What"), validate_choice=False)
    opens = StringField(N_("From"), widget=TimeInput())
    closes = StringField(
        N_("To"), widget=TimeInput(), description=N_("Earlier than “from”: of the next day.")
    )
    purpose = SelectField(N_("Of what"), validate_choice=False)
    audience = SelectField(N_("Who may see it"), validate_choice=False)
    notes = StringField(N_("Note"), validators=SHORT_TEXT)
    always_filled = ("what", "purpose", "audience")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what.choices = _choices(WHAT_NAMES)
        self.purpose.choices = _choices(PURPOSE_NAMES)
        self.audience.choices = _choices(AUDIENCE_NAMES)

    @property
    def is_gone(self) -> bool:
        """A row in which a state other than the first was chosen says something by it."""
        return bool(self.remove.data) or (super().is_gone and self.what.data in (OPEN, "", None))

    def validate_what(self, field: Any) -> None:
        """One of ours; and both times with a span, none else."""
        _one_of(field, WHAT_NAMES)

    def validate_opens(self, field: Any) -> None:
        """A time where there is a span."""
        self._check_time(field)

    def validate_closes(self, field: Any) -> None:
        """A time where there is a span."""
        self._check_time(field)

    def validate_purpose(self, field: Any) -> None:
        """One of ours."""
        _one_of(field, PURPOSE_NAMES)

    def validate_audience(self, field: Any) -> None:
        """One of ours."""
        _one_of(field, AUDIENCE_NAMES)

    def _check_time(self, field: Any) -> None:
        if self.what.data != OPEN:
            field.data = ""
            return
        try:
            field.data = f"{time.fromisoformat((field.data or '').strip()):%H:%M}"
        except ValueError:
            raise ValidationError(_("Write a time like 08:30 or 20:00.")) from None

    def said(self) -> Iterator[str]:
        """The row in words."""
        yield from self._when()
        if self.what.data == OPEN and self.opens.data and self.closes.data:
            yield span_text(self.opens.data, self.closes.data)
        elif self.what.data in WHAT_NAMES:
            yield _(WHAT_NAMES[self.what.data])
        if self.purpose.data == "intake":
            yield _(PURPOSE_NAMES["intake"])
        yield self.notes.data or ""

    def _when(self) -> Iterator[str]:
        return iter(())


class WeekForm(SpanForm):
    """A span on some days of each week."""

    days = SelectMultipleField(
        N_("Days"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [(day, _(DAY_NAMES[day])) for day in DAYS]

    def validate_days(self, field: Any) -> None:
        """One day at least, in the order of the week."""
        if not field.data or not set(field.data) <= set(DAYS):
            raise ValidationError(_("Choose the days."))
        field.data = sorted(set(field.data), key=DAYS.index)

    def _when(self) -> Iterator[str]:
        yield ", ".join(_(DAY_NAMES[day]) for day in self.days.data or () if day in DAY_NAMES)


class DatesForm(SpanForm):
    """Other hours, or none, on some dates."""

    first = StringField(N_("First day"), widget=DateInput())
    last = StringField(N_("Last day"), widget=DateInput())

    def validate_first(self, field: Any) -> None:
        """A date."""
        _check_date(field)

    def validate_last(self, field: Any) -> None:
        """A date that is not before the first; the same one where it is left empty."""
        field.data = (field.data or "").strip() or self.first.data
        _check_date(field)
        if field.data < (self.first.data or ""):
            raise ValidationError(_("The last day has to be the first one or later."))

    def _when(self) -> Iterator[str]:
        days = dict.fromkeys(one for one in (self.first.data, self.last.data) if one)
        try:
            yield " – ".join(day_name(day) for day in days)
        except ValueError:
            yield " – ".join(days)


class HolidayForm(SpanForm):
    """Other hours, or none, on a holiday."""

    holiday = SelectField(N_("Holiday"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = _choices(HOLIDAY_NAMES)
        stored = self.holiday.data
        if stored and stored not in HOLIDAY_NAMES:
            known.append((stored, stored))
        self.holiday.choices = [("", _("choose")), *known]

    def validate_holiday(self, field: Any) -> None:
        """One that the calendar knows."""
        try:
            check_holiday(field.data or "")
        except BadInput:
            raise ValidationError(_("Choose a holiday.")) from None

    def _when(self) -> Iterator[str]:
        text = self.holiday.data or ""
        yield _(HOLIDAY_NAMES[text]) if text in HOLIDAY_NAMES else text


class HoursForm(SectionForm):
    """Opening and intake hours. A weekday of which no row speaks is closed, once any row does."""

    week = FieldList(FormField(WeekForm), N_("The week"), max_entries=MOST_ROWS)
    dates = FieldList(FormField(DatesForm), N_("Other dates"), max_entries=MOST_ROWS)
    holidays = FieldList(FormField(HolidayForm), N_("Holidays"), max_entries=MOST_ROWS)
    intro = N_(
        "A day that is not named here counts as closed. Where you do not know, say “hours unknown”."
    )

    def prepare(self, listing: Listing) -> None:
        """Say what is kept without being shown."""
        beyond = count_beyond(database(), listing)
        if beyond:
            kept = ngettext(
                "%(num)s rule of another kind is kept as it is.",
                "%(num)s rules of another kind are kept as they are.",
                beyond,
            )
            self.intro = " ".join((_(type(self).intro), kept))


def _choices(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(value, _(name)) for value, name in names.items()]


def _one_of(field: Any, names: dict[str, str]) -> None:
    if field.data not in names:
        raise ValidationError(_("Choose one of the list."))


def _check_date(field: Any) -> None:
    try:
        field.data = date.fromisoformat((field.data or "").strip()).isoformat()
    except ValueError:
        raise ValidationError(_("Write a day like 2026-12-24.")) from None
