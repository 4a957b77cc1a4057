"""The form by which somebody says: this is our listing.

Without a token, as web/forms/report.py and for its reasons: the account of who is signed in is
noted beside the claim, which gives nobody anything until a steward has called.
"""

from wtforms import Form, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from resource_dir.operations.claims.claiming import Claiming
from resource_dir.operations.reports.reporting import LONGEST_TEXT, clean_text, is_key
from resource_dir.web.forms.account import EMAIL
from resource_dir.web.forms.report import new_key
from resource_dir.web.texts import _


class ClaimForm(Form):  # type: ignore[misc]  # WTForms publishes no types
    """E-mail, a few words, the key of this form."""

    email = StringField(validators=[DataRequired(), Length(max=EMAIL), Regexp(r"[^\x00-\x1f]*\Z")])
    words = TextAreaField(validators=[Length(max=LONGEST_TEXT)])
    key = HiddenField()

    def fault(self) -> tuple[str, str] | None:
        """(field, what is wrong); None when nothing is."""
        if self.validate():
            return None
        if self.email.errors:
            return "email", _("Write the e-mail that you use at work.")
        return "words", _("The text may have %(most)s characters.", most=LONGEST_TEXT)

    def claiming(self, *, email: str | None, account_id: str | None) -> Claiming:
        """What was filled in. Who is signed in claims for their own address and no other."""
        return Claiming(
            email=email or self.email.data,
            key=self.key.data if is_key(self.key.data) else new_key(),
            words=clean_text(self.words.data),
            account_id=account_id,
        )
