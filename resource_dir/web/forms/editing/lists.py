"""The forms of the sections that are lists: languages, documents, needs."""

from wtforms import FieldList, FormField, SelectField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

from resource_dir.needs import NEEDS
from resource_dir.operations.editing.sections import Listing, Values
from resource_dir.operations.editing.sections.needs import in_order
from resource_dir.web.forms.editing.choices import belongings, languages
from resource_dir.web.forms.editing.section_form import (
    MISSING,
    SHORT_TEXT,
    RowForm,
    SectionForm,
    choose_in,
)
from resource_dir.web.names import need_name
from resource_dir.web.texts import N_


class LanguageRow(RowForm):
    """One language, by the list or by its name."""

    always_filled = ("belongs",)
    code = SelectField(N_("Language"), choices=(), validate_choice=False)
    name = StringField(N_("Its name, where it is not in the list"), validators=SHORT_TEXT)
    belongs = SelectField(N_("Of what"), default="service_id")

    def validate_name(self, field: StringField) -> None:
        """One of the two has to say which."""
        if not self.code.data and not (field.data or "").strip():
            raise ValidationError(MISSING)


class LanguagesForm(SectionForm):
    """Languages that somebody there speaks."""

    languages = FieldList(FormField(LanguageRow), N_("Languages"), max_entries=60)

    def prepare(self, listing: Listing) -> None:
        """What the lists offer."""
        choose_in(self.languages, "belongs", belongings(listing, ("service_id", "location_id")))
        for entry in self.languages.entries:
            entry.form.code.choices = languages(entry.form.code.data)


class DocumentRow(RowForm):
    """One paper."""

    document = StringField(N_("Document"), validators=SHORT_TEXT)


class DocumentsForm(SectionForm):
    """What the person has to bring."""

    documents = FieldList(FormField(DocumentRow), N_("Documents to bring"), max_entries=40)


class NeedsForm(SectionForm):
    """What it is for."""

    intro = N_("What the name of the listing says already is found without a mark here.")
    needs = SelectMultipleField(
        N_("Needs"), choices=(), validate_choice=False, option_widget=CheckboxInput()
    )

    def prepare(self, listing: Listing) -> None:
        """All needs, by name."""
        self.needs.choices = [(slug, need_name(slug)) for slug in NEEDS]

    def values(self) -> Values:
        """In the order of the list; what is no need is left out."""
        return {"needs": in_order(list(self.needs.data or ()))}
