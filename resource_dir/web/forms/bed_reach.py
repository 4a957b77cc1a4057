"""Forms of the page on how a provider is asked for its beds."""

from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from resource_dir.models.bed_link import REACH_KINDS
from resource_dir.operations.beds.reaches import LONGEST_ADDRESS
from resource_dir.web.forms.account import AccountForm
from resource_dir.web.texts import N_


class ReachForm(AccountForm):
    """An address that links go to."""

    kind = StringField(
        validators=[AnyOf(REACH_KINDS, message=N_("Choose e-mail or text message."))]
    )
    address = StringField(
        validators=[
            InputRequired(N_("Fill this in.")),
            Length(max=LONGEST_ADDRESS, message=N_("That is too long.")),
        ]
    )


class HoursForm(AccountForm):
    """How long a number is believed; empty: as usual for such a place."""

    hours = StringField(
        validators=[
            Optional(),
            Regexp(r"[0-9]{1,3}\Z", message=N_("Give hours from 1 to 168, or nothing.")),
        ]
    )

    @property
    def number(self) -> int | None:
        """The hours; None for "as usual"."""
        return int(self.hours.data) if self.hours.data else None
