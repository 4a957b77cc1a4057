"""The forms of the editor: one for each section."""

from collections.abc import Mapping
from types import MappingProxyType

from resource_dir.web.forms.editing.basics import BasicsForm
from resource_dir.web.forms.editing.contacts import ContactsForm
from resource_dir.web.forms.editing.criteria import (
    ClearanceForm,
    CostForm,
    FrontDoorForm,
    HealthForm,
    WhoForm,
)
from resource_dir.web.forms.editing.hours import HoursForm
from resource_dir.web.forms.editing.lists import DocumentsForm, LanguagesForm, NeedsForm
from resource_dir.web.forms.editing.place import CountsForm, PlaceForm
from resource_dir.web.forms.editing.section_form import Fault, RowForm, SectionForm

__all__ = ["FORMS", "Fault", "RowForm", "SectionForm"]

FORMS: Mapping[str, type[SectionForm]] = MappingProxyType(
    {
        "basics": BasicsForm,
        "needs": NeedsForm,
        "contacts": ContactsForm,
        "place": PlaceForm,
        "hours": HoursForm,
        "counts": CountsForm,
        "front-door": FrontDoorForm,
        "who": WhoForm,
        "health": HealthForm,
        "clearance": ClearanceForm,
        "languages": LanguagesForm,
        "cost": CostForm,
        "documents": DocumentsForm,
    }
)
