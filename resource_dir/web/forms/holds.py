"""Forms about holds. None has a field for text: nobody can write down whom they bring."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Regexp

from resource_dir.web.forms.account import AccountForm
from resource_dir.web.texts import N_

_MINUTES = [
    InputRequired(N_("Choose in how many minutes you arrive.")),
    Regexp(r"[0-9]{1,3}\Z", message=N_("Choose in how many minutes you arrive.")),
]


class AskForm(AccountForm):
    """Which count, and in how many minutes."""

    capacity_id = StringField(validators=[InputRequired(N_("Choose which bed."))])
    minutes = StringField(validators=_MINUTES)
    key = HiddenField()


class ExtendForm(AccountForm):
    """In how many minutes, from now."""

    minutes = StringField(validators=_MINUTES)


class DeclineForm(AccountForm):
    """Why not: one of the choices."""

    reason = StringField(validators=[InputRequired(N_("Choose why not."))])


class HoldingForm(AccountForm):
    """What is set for one count."""

    by_itself = BooleanField()
    longest = StringField(
        validators=[
            InputRequired(N_("Fill this in.")),
            Regexp(r"[0-9]{1,3}\Z", message=N_("Give minutes as a whole number.")),
        ]
    )
