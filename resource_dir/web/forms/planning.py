"""Forms of planners. What a number may be is for the operation to say."""

from flask_wtf.file import FileField
from wtforms import (
    FloatField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from resource_dir.gaps.crosswalk.entries import LONGEST as LONGEST_TYPE
from resource_dir.hours.weekdays import WEEKDAYS
from resource_dir.operations.planning.crosswalk_drafts import LONGEST_NOTE
from resource_dir.operations.planning.crosswalk_taking import LONGEST_NAME as LONGEST_CROSSWALK
from resource_dir.operations.planning.other_demand import MOST_BYTES
from resource_dir.operations.planning.scenarios import LONGEST_NAME as LONGEST_SCENARIO
from resource_dir.operations.planning.shifts import LONGEST_NAME
from resource_dir.operations.planning.taking_calls import LONGEST_NAME as LONGEST_CALLS
from resource_dir.web.forms.account import AccountForm
from resource_dir.web.texts import N_

REASON, NAME = 200, 60
_MISSING = N_("Fill this in.")
_TOO_LONG = N_("That is too long.")
_PLAIN = Regexp(r"[^\x00-\x1f\x7f]*\Z", message=N_("That holds a character that can't be read."))


class AssumptionName(AccountForm):
    """Which assumption of a need."""

    name = StringField(
        validators=[DataRequired(_MISSING), Length(max=NAME, message=_TOO_LONG), _PLAIN]
    )


class AssumptionForm(AssumptionName):
    """A value of one's own, its band where one is known, and why."""

    value = FloatField(validators=[InputRequired(N_("Give a number."))])
    low = FloatField(validators=[Optional()])
    high = FloatField(validators=[Optional()])
    source = StringField(
        validators=[
            DataRequired(N_("Say where the value comes from.")),
            Length(max=REASON, message=_TOO_LONG),
            _PLAIN,
        ]
    )


class ShiftForm(AccountForm):
    """When a team is on the road."""

    team = StringField(
        validators=[DataRequired(_MISSING), Length(max=LONGEST_NAME, message=_TOO_LONG), _PLAIN]
    )
    byday = SelectMultipleField(
        choices=list(WEEKDAYS),
        validators=[DataRequired(N_("Choose at least one day."))],
        validate_choice=True,
    )
    starts_at = TimeField(validators=[InputRequired(N_("Give a time such as 4:00 pm."))])
    ends_at = TimeField(validators=[InputRequired(N_("Give a time such as 4:00 pm."))])
    teams = IntegerField(validators=[InputRequired(N_("Give a number."))])
    areas = SelectMultipleField(choices=[], validate_choice=False)  # the operation knows them


class ScenarioForm(AccountForm):
    """The name under which a what-if is kept."""

    name = StringField(
        validators=[DataRequired(_MISSING), Length(max=LONGEST_SCENARIO, message=_TOO_LONG), _PLAIN]
    )


class AreasForm(AccountForm):
    """A file of areas, or a state whose counties are meant, and what to call them."""

    layer = StringField(validators=[DataRequired(_MISSING), Length(max=NAME, message=_TOO_LONG)])
    name = StringField(
        validators=[DataRequired(_MISSING), Length(max=NAME, message=_TOO_LONG), _PLAIN]
    )
    state = StringField(validators=[Optional(), Length(max=2, message=_TOO_LONG)], default="")
    id_column = StringField(validators=[Length(max=NAME, message=_TOO_LONG)], default="")
    name_column = StringField(validators=[Length(max=NAME, message=_TOO_LONG)], default="")
    population_column = StringField(validators=[Length(max=NAME, message=_TOO_LONG)], default="")
    calls = StringField(validators=[Length(max=LONGEST_CALLS, message=_TOO_LONG)], default="")
    file = FileField()


class DemandFileForm(AccountForm):
    """A file of other demand."""

    file = FileField(validators=[DataRequired(N_("Choose a file."))])


class DemandTextForm(AccountForm):
    """What was read of a file and looked at."""

    content = StringField(
        validators=[DataRequired(_MISSING), Length(max=MOST_BYTES, message=_TOO_LONG)]
    )


class CrosswalkName(AccountForm):
    """What a crosswalk is called, and whose calls it maps."""

    name = StringField(
        validators=[
            DataRequired(_MISSING),
            Length(max=LONGEST_CROSSWALK, message=_TOO_LONG),
            _PLAIN,
        ]
    )
    data_set = StringField(validators=[Length(max=REASON, message=_TOO_LONG), _PLAIN], default="")


class CrosswalkFileForm(CrosswalkName):
    """A file of entries."""

    file = FileField(validators=[DataRequired(N_("Choose a file."))])


class CategoriesForm(CrosswalkName):
    """A file of categories, of all its cities or of one."""

    city = StringField(validators=[Length(max=NAME, message=_TOO_LONG), _PLAIN], default="")
    file = FileField(validators=[DataRequired(N_("Choose a file."))])


class CrosswalkUseForm(AccountForm):
    """Which crosswalk maps the calls of a data set; none where it is empty."""

    data_set = StringField(
        validators=[DataRequired(_MISSING), Length(max=REASON, message=_TOO_LONG), _PLAIN]
    )
    crosswalk = StringField(validators=[Length(max=REASON, message=_TOO_LONG), _PLAIN], default="")


class CallTypeForm(AccountForm):
    """One call type; its needs and weights are read beside it, they are several."""

    call_type = StringField(
        validators=[DataRequired(_MISSING), Length(max=LONGEST_TYPE, message=_TOO_LONG), _PLAIN]
    )
    disposition = StringField(
        validators=[Length(max=LONGEST_TYPE, message=_TOO_LONG), _PLAIN], default=""
    )


class NoteForm(AccountForm):
    """A note, or why something is sent back."""

    note = StringField(validators=[Length(max=LONGEST_NOTE, message=_TOO_LONG), _PLAIN], default="")


class PublishForm(AccountForm):
    """Which period of which data set is published."""

    data_set = HiddenField(validators=[DataRequired(_MISSING), Length(max=REASON), _PLAIN])
    period = HiddenField(validators=[DataRequired(_MISSING), Length(max=NAME), _PLAIN])
