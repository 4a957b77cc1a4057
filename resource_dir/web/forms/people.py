"""Forms about other people's accounts."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from resource_dir.models.base import UUID_LENGTH
from resource_dir.web.forms.account import AccountForm, EmailForm
from resource_dir.web.texts import N_

LONGEST_ROLE = 20
_MISSING = N_("Fill this in.")
_TOO_LONG = N_("That is too long.")


class InvitationForm(EmailForm):
    """Who is invited, as what; organizations are read beside it, they are several."""

    role = StringField(validators=[Length(max=LONGEST_ROLE, message=_TOO_LONG)])


class RoleForm(AccountForm):
    """Another role."""

    role = StringField(
        validators=[DataRequired(_MISSING), Length(max=LONGEST_ROLE, message=_TOO_LONG)]
    )


class OrganizationForm(AccountForm):
    """One organization."""

    organization = StringField(
        validators=[DataRequired(_MISSING), Length(max=UUID_LENGTH, message=_TOO_LONG)]
    )
