"""The form of the section "phones and contacts"."""

from wtforms import FieldList, FormField, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from resource_dir.operations.editing.sections import Listing
from resource_dir.web.forms.editing.basics import EMAIL
from resource_dir.web.forms.editing.choices import audiences, belongings, phone_types
from resource_dir.web.forms.editing.section_form import (
    MISSING,
    SHORT_TEXT,
    RowForm,
    SectionForm,
    choose_in,
)
from resource_dir.web.texts import N_

CHOOSE = N_("Choose one of the list.")
PHONE_OWNERS = ("service_at_location_id", "service_id", "location_id", "organization_id")
CONTACT_OWNERS = ("service_at_location_id", "service_id", "location_id")


class PhoneRow(RowForm):
    """One number."""

    always_filled = ("type", "audience", "belongs")
    number = StringField(N_("Number"), validators=[DataRequired(MISSING), *SHORT_TEXT])
    extension = StringField(N_("Extension"), validators=SHORT_TEXT)
    type = SelectField(N_("Kind"), choices=(), validate_choice=False)
    description = StringField(N_("What it is for"), validators=SHORT_TEXT)
    audience = SelectField(N_("Who may see it"), choices=audiences)
    belongs = SelectField(N_("Of what"), default="service_id")


class ContactRow(RowForm):
    """One desk or person."""

    always_filled = ("audience", "belongs")
    name = StringField(N_("Name"), validators=SHORT_TEXT)
    title = StringField(N_("Title"), validators=SHORT_TEXT)
    department = StringField(N_("Department"), validators=SHORT_TEXT)
    email = StringField(N_("E-mail"), validators=[*SHORT_TEXT, Optional(), EMAIL])
    audience = SelectField(N_("Who may see it"), choices=audiences)
    belongs = SelectField(N_("Of what"), default="service_id")


class ContactsForm(SectionForm):
    """Phones first: they are what is used."""

    phones = FieldList(FormField(PhoneRow), N_("Phones"), max_entries=40)
    contacts = FieldList(FormField(ContactRow), N_("Contact desks"), max_entries=40)

    def prepare(self, listing: Listing) -> None:
        """On what a row may hang is called by its name, with how many listings show it."""
        choose_in(self.phones, "belongs", belongings(listing, PHONE_OWNERS))
        choose_in(self.contacts, "belongs", belongings(listing, CONTACT_OWNERS))
        for entry in self.phones.entries:
            entry.form.type.choices = phone_types(entry.form.type.data)
