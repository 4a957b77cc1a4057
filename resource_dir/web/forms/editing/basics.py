"""The form of the section "basics"."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Optional, Regexp

from resource_dir.web.forms.editing.section_form import (
    LONG_TEXT,
    MISSING,
    SHORT_TEXT,
    SectionForm,
)
from resource_dir.web.texts import N_

EMAIL = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z", message=N_("Write it like name@example.org."))
WEB = Regexp(
    r"(https?://)?[^\s/:@]+\.[^\s/:@.]+(:\d+)?([/?#]\S*)?\Z",
    message=N_("Write it like https://example.org."),
)


class BasicsForm(SectionForm):
    """Name, what it is, how to get in, where to read and write."""

    name = StringField(N_("Name"), validators=[DataRequired(MISSING), *SHORT_TEXT])
    alternate_name = StringField(N_("Other name people use"), validators=SHORT_TEXT)
    description = TextAreaField(N_("What it is"), validators=LONG_TEXT)
    alert = StringField(
        N_("Notice at the top"),
        description=N_("Shown first, for as long as it stands here: “Ring twice this week”."),
        validators=SHORT_TEXT,
    )
    application_process = TextAreaField(N_("How to get in"), validators=LONG_TEXT)
    wait_time = StringField(N_("Waiting time"), validators=SHORT_TEXT)
    url = StringField(N_("Website"), validators=[*SHORT_TEXT, Optional(), WEB])
    email = StringField(N_("E-mail"), validators=[*SHORT_TEXT, Optional(), EMAIL])
