"""The form for a call export."""

from flask_wtf.file import FileField
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from resource_dir.web.forms.account import AccountForm
from resource_dir.web.texts import N_

NAME, PROFILE = 80, 60_000
_TOO_LONG = N_("That is too long.")


class CallsForm(AccountForm):
    """A file; a profile by name, or as it was looked at; where its calls go."""

    file = FileField(validators=[DataRequired(N_("Choose a file."))])
    profile = StringField(validators=[Length(max=NAME, message=_TOO_LONG)], default="")
    content = StringField(validators=[Length(max=PROFILE, message=_TOO_LONG)], default="")
    name = StringField(validators=[Length(max=NAME, message=_TOO_LONG)], default="")
    zone = StringField(validators=[Length(max=NAME, message=_TOO_LONG)], default="")
    layer = StringField(validators=[Length(max=NAME, message=_TOO_LONG)], default="")
    save = BooleanField()
