"""The form by which somebody notes a problem, or what a call said.

A plain WTForms form without a token. A token protects somebody who is signed in from a page that
posts in their name; here nobody is signed in, nothing is done in anybody's name, and a token would
need a cookie, which is the first thing about the sender that we would keep. What is left, a
foreign page that makes its visitors flood the queue, is refused by where the browser says that the
request comes from (`web/same_site.py`), and by the limit on reports per client.

Of somebody who is signed in and calls houses it is a report of beds as well, in that person's name.
Then the page has a token, and `web/finding/reports.py` asks for it.
"""

from collections.abc import Sequence
from uuid import uuid4

from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from resource_dir.operations.reports.reporting import (
    CALLS,
    KINDS,
    LONGEST_TEXT,
    MOST_FREE,
    POPULATIONS,
    SAID_FREE,
    Report,
    clean_text,
    is_key,
)
from resource_dir.web.texts import _


class ReportForm(Form):  # type: ignore[misc]  # WTForms publishes no types
    """Kind, number and for whom, text, whether the writer looked again, the key of this form."""

    kind = StringField()  # a choice of KINDS
    available = IntegerField()
    population = StringField()  # a choice of `offered`
    text = TextAreaField()
    is_checked = BooleanField()
    key = HiddenField()
    offered: Sequence[str] = POPULATIONS
    takes_text: bool = True  # about a withheld listing no words are taken, so none are asked for

    def validate_kind(self, field: Field) -> None:
        """One of ours."""
        if field.data not in KINDS:
            raise ValidationError(_("Choose what happened."))

    def validate_available(self, field: Field) -> None:
        """A number where "they said … free" is chosen, and only there."""
        field.errors = []  # the library's own words for what is no number
        is_blank = not "".join(field.raw_data or ()).strip()
        if field.process_errors and not is_blank:
            raise ValidationError(_("Write the number in digits, for example 2."))
        is_asked = self.kind.data == SAID_FREE
        if is_asked and field.data is None:
            raise ValidationError(_("How many did they say are free?"))
        if field.data is not None and not is_asked:
            raise ValidationError(_("For a number choose “They said … are free”."))
        if field.data is not None and not 0 <= field.data <= MOST_FREE:
            raise ValidationError(_("The number has to be from 0 to %(most)s.", most=MOST_FREE))

    def validate_population(self, field: Field) -> None:
        """One of those that the page offers."""
        if field.data and field.data not in self.offered:
            raise ValidationError(_("Choose one of the list."))

    def validate_text(self, field: Field) -> None:
        """Not longer than a glance."""
        if len(" ".join((field.data or "").split())) > LONGEST_TEXT:
            raise ValidationError(_("The text may have %(most)s characters.", most=LONGEST_TEXT))
        if self.takes_text and self.kind.data == "other" and clean_text(field.data) is None:
            raise ValidationError(_("Say in a few words what is wrong."))

    @property
    def report(self) -> Report:
        """What was filled in; call `validate` before."""
        return Report(
            kind=self.kind.data,
            # Who posts without our form has no key, and can't press its button twice.
            key=self.key.data if is_key(self.key.data) else new_key(),
            available=self.available.data,
            population=(self.population.data or None) if self.kind.data in CALLS else None,
            text=clean_text(self.text.data),
            is_checked=bool(self.is_checked.data),
        )


def new_key() -> str:
    """The key of a form that nobody sent yet."""
    return str(uuid4())


def populations_of(counted: list[str | None]) -> list[str]:
    """For whom a number may be: those that the listing counts first, then the usual ones."""
    return list(dict.fromkeys([*(one for one in counted if one), *POPULATIONS]))
