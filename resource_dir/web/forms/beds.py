"""The form of one count of beds: a button for each usual answer, and the numbers themselves."""

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, HiddenField, IntegerField, StringField
from wtforms.validators import Optional, ValidationError

from resource_dir.errors import BadInput
from resource_dir.operations.beds.reporting import MOST_BEDS, NUMBERS, BedReport
from resource_dir.operations.reports.reporting import is_key
from resource_dir.web.texts import _

ANSWERS = ("minus", "plus", "full", "right", "numbers")
ACCEPTING = {"": None, "yes": True, "no": False}


class BedForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is not typed
    """`do` is the button that was pressed; the numbers count with "numbers" only. By a link the
    form is made without a token against foreign pages: the link is one.
    """

    do = StringField()
    capacity_id = HiddenField()
    key = HiddenField()
    available = IntegerField(validators=[Optional()])
    maximum = IntegerField(validators=[Optional()])
    staffed = IntegerField(validators=[Optional()])
    out_of_service = IntegerField(validators=[Optional()])
    waiting_list = IntegerField(validators=[Optional()])
    is_accepting = StringField()
    next_appointment = DateTimeLocalField(validators=[Optional()])

    def validate_do(self, field: Field) -> None:
        """One of the buttons."""
        if field.data not in ANSWERS:
            raise ValidationError(_("Press one of the buttons."))

    def validate_is_accepting(self, field: Field) -> None:
        """Yes, no, or nothing."""
        if (field.data or "") not in ACCEPTING:
            raise ValidationError(_("Say yes or no."))

    def fault(self) -> tuple[str, str] | None:
        """(field, what is wrong) of the first field that is wrong; None when nothing is."""
        if self.validate():
            return None
        name, faults = next(iter(self.errors.items()))
        if name in NUMBERS:
            return name, _("Write a whole number from 0 to %(most)s.", most=MOST_BEDS)
        if name == "next_appointment":
            return name, _("Give a day and a time.")
        return name or "", _(str(faults[0]))

    def report(self, zone: str | None) -> BedReport:
        """What was said; call `fault` before. Raises BadInput for a form without its count."""
        if not is_key(self.capacity_id.data):
            raise BadInput("This form has lost its count. Load the page again.", field="do")
        key = self.key.data if is_key(self.key.data) else str(uuid4())
        steps = {"minus": -1, "plus": 1}
        said: dict[str, Any] = {"full": {"available": 0}, "numbers": self._numbers(zone)}
        return BedReport(
            self.capacity_id.data,
            key,
            fields=said.get(self.do.data, {}),
            step=steps.get(self.do.data, 0),
        )

    def _numbers(self, zone: str | None) -> dict[str, Any]:
        numbers: dict[str, Any] = {name: self[name].data for name in NUMBERS}
        when: datetime | None = self.next_appointment.data
        return numbers | {
            "is_accepting": ACCEPTING[self.is_accepting.data or ""],
            "next_appointment": when.replace(tzinfo=ZoneInfo(zone or "UTC")) if when else None,
        }
