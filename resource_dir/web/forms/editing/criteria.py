"""The forms of criteria: each yes, no or not stated, with its detail and who may see it."""

from typing import Any

from wtforms import FieldList, Form, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from resource_dir.fit import criterion_of
from resource_dir.operations.editing.sections import Listing
from resource_dir.operations.editing.sections.cost import PAYMENTS
from resource_dir.operations.editing.sections.criteria import NAMES
from resource_dir.operations.editing.sections.stated import code_of, is_delicate
from resource_dir.web.forms.editing.choices import audiences
from resource_dir.web.forms.editing.section_form import (
    LONG_TEXT,
    SHORT_TEXT,
    RowForm,
    SectionForm,
)
from resource_dir.web.names import group_name
from resource_dir.web.texts import N_, _, language


class StatedForm(Form):  # type: ignore[misc]  # WTForms publishes no types
    """One criterion; its choices are called as the listing will say them."""

    stance = SelectField(N_("Answer"), choices=())
    value = StringField(N_("Detail"), validators=SHORT_TEXT)

    def validate_value(self, field: StringField) -> None:
        """A detail of nothing would be shown nowhere."""
        if (field.data or "").strip() and not self.stance.data:
            raise ValidationError(N_("Choose yes or no, too."))

    def said(self) -> list[str]:
        """What the overview says of it; nothing where it is not stated."""
        names = dict(self.stance.choices or ())
        return [names[self.stance.data], self.value.data or ""] if self.stance.data else []


class DelicateForm(StatedForm):
    """One that says who may see it."""

    audience = SelectField(N_("Who may see it"), choices=audiences)

    def said(self) -> list[str]:
        """With who may see it, where not everybody may."""
        found = super().said()
        names = dict(audiences())
        is_hidden = self.audience.data not in (None, "public")
        return [*found, names.get(self.audience.data, "")] if found and is_hidden else found


class CriteriaForm(SectionForm):
    """A section of criteria, under the headings of their groups."""

    template = "providing/edit_criteria.html"
    intro = N_("What you don't know, leave at “not stated”: the team then asks on the phone.")

    def prepare(self, listing: Listing) -> None:
        """Name each criterion and its answers in the reader's language."""
        is_spanish = language() == "es"
        for field in self.stated():
            one = criterion_of(code_of(field.short_name))
            field.label.text = one.name_es if is_spanish else one.name
            yes, no = (one.yes_es, one.no_es) if is_spanish else (one.yes, one.no)
            choices = [("", _("not stated")), ("yes", yes), ("no", no)]
            field.form.stance.choices = choices

    def stated(self) -> list[FormField]:
        """The fields that are criteria."""
        return [one for one in self.value_fields() if isinstance(one, FormField)]

    def others(self) -> list[Any]:
        """The fields that are not."""
        return [one for one in self.value_fields() if not isinstance(one, FormField)]

    def grouped(self) -> list[tuple[str, list[FormField]]]:
        """(heading, criteria)."""
        groups: dict[str, list[FormField]] = {}
        for field in self.stated():
            group = criterion_of(code_of(field.short_name)).group
            groups.setdefault(group, []).append(field)
        return [(group_name(group), fields) for group, fields in groups.items()]


def _criteria(name: str, names: tuple[str, ...], **more: Any) -> type[CriteriaForm]:
    fields = {
        one: FormField(DelicateForm if is_delicate(one) else StatedForm, one) for one in names
    }
    return type(name, (CriteriaForm,), {**more, **fields})


class CostRow(RowForm):
    """One price."""

    option = StringField(N_("For whom or what"), validators=SHORT_TEXT)
    amount = StringField(N_("Amount in dollars"), validators=SHORT_TEXT)
    amount_description = StringField(N_("In words"), validators=SHORT_TEXT)


FrontDoorForm = _criteria("FrontDoorForm", NAMES["front-door"])
WhoForm = _criteria(
    "WhoForm",
    NAMES["who"],
    minimum_age=StringField(N_("Youngest age"), validators=SHORT_TEXT),
    maximum_age=StringField(N_("Oldest age"), validators=SHORT_TEXT),
    eligibility_description=TextAreaField(N_("Who is taken, in words"), validators=LONG_TEXT),
)
HealthForm = _criteria("HealthForm", NAMES["health"])
ClearanceForm = _criteria("ClearanceForm", NAMES["clearance"])
CostForm = _criteria(
    "CostForm",
    PAYMENTS,
    fees=TextAreaField(N_("Fees, in words"), validators=LONG_TEXT),
    costs=FieldList(FormField(CostRow), N_("Costs"), max_entries=40),
)
