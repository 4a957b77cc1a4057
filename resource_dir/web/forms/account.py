"""Forms of accounts. Each carries the token that keeps foreign pages from posting it.

A form says what is missing or too long; whether a password or code is right, or a new password
good enough, is for the operation to say.
"""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from resource_dir.web.texts import N_, _

EMAIL, PASSWORD, CODE, NAME, CREDENTIAL = 254, 1_000, 64, 60, 20_000
_MISSING = N_("Fill this in.")
_TOO_LONG = N_("That is too long.")
# PostgreSQL stores no NUL, and nobody types a control character on purpose.
_PLAIN = Regexp(r"[^\x00-\x1f\x7f]*\Z", message=N_("That holds a character that can't be read."))
_EMAIL = (DataRequired(_MISSING), Length(max=EMAIL, message=_TOO_LONG), _PLAIN)


class AccountForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is not typed
    """What the forms share: their first fault in the reader's language."""

    def fault(self) -> tuple[str, str] | None:
        """(field, what is wrong) of the first field that is wrong; None when nothing is."""
        if self.validate():
            return None
        name, faults = next(iter(self.errors.items()))
        return name or "", _(str(faults[0]))


class SignInForm(AccountForm):
    """E-mail and password."""

    email = StringField(validators=_EMAIL)
    password = PasswordField(
        validators=[DataRequired(_MISSING), Length(max=PASSWORD, message=_TOO_LONG)]
    )


class CodeForm(AccountForm):
    """A code of the authenticator app, or a recovery code; with the sealed offer while one is
    set up.
    """

    code = StringField(validators=[DataRequired(_MISSING), Length(max=CODE, message=_TOO_LONG)])
    offer = HiddenField(validators=[Length(max=PASSWORD, message=_TOO_LONG)])


class EmailForm(AccountForm):
    """An e-mail alone."""

    email = StringField(validators=_EMAIL)


class NewPasswordForm(AccountForm):
    """A new password; typed once, since it can be shown."""

    password = PasswordField(
        validators=[DataRequired(_MISSING), Length(max=PASSWORD, message=_TOO_LONG)]
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password beside the one that holds."""

    current = PasswordField(validators=[Length(max=PASSWORD, message=_TOO_LONG)])


class TokenForm(AccountForm):
    """What somebody calls a token, and what it may do beside searching."""

    name = StringField(
        validators=[DataRequired(_MISSING), Length(max=NAME, message=_TOO_LONG), _PLAIN]
    )
    beds = BooleanField()
    gaps = BooleanField()


class PasskeyForm(AccountForm):
    """What the authenticator answered, as JSON, and how its owner calls it."""

    credential = HiddenField(
        validators=[DataRequired(_MISSING), Length(max=CREDENTIAL, message=_TOO_LONG)]
    )
    name = StringField(validators=[Length(max=NAME, message=_TOO_LONG), _PLAIN])


class ConfirmForm(AccountForm):
    """Nothing but a button."""
