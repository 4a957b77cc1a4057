"""The form by which anybody suggests an edit; without a token, as web/forms/report.py."""

from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField

from resource_dir.operations.reports.reporting import (
    LONGEST_TEXT,
    SECTIONS,
    SUGGESTION,
    Report,
    clean_text,
    is_key,
)
from resource_dir.web.forms.report import new_key
from resource_dir.web.texts import _


class SuggestionForm(Form):  # type: ignore[misc]  # WTForms publishes no types
    """What it is about, what should stand there, whether the writer looked again, the key."""

    section = StringField()
    text = TextAreaField()
    is_checked = BooleanField()
    key = HiddenField()

    def fault(self) -> tuple[str, str] | None:
        """(field, what is wrong); None when nothing is."""
        if self.section.data not in SECTIONS:
            return "section", _("Choose what it is about.")
        if len(" ".join((self.text.data or "").split())) > LONGEST_TEXT:
            return "text", _("The text may have %(most)s characters.", most=LONGEST_TEXT)
        return None

    @property
    def report(self) -> Report:
        """What was filled in; ask for the fault before."""
        return Report(
            kind=SUGGESTION,
            key=self.key.data if is_key(self.key.data) else new_key(),
            text=clean_text(self.text.data),
            is_checked=bool(self.is_checked.data),
            section=self.section.data,
        )
