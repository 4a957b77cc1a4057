"""The forms of the editor: one file for each section."""

from collections.abc import Mapping
from types import MappingProxyType

from resource_dir.web.forms.editing.basics import BasicsForm
from resource_dir.web.forms.editing.hours import HoursForm
from resource_dir.web.forms.editing.section_form import Fault, RowForm, SectionForm

__all__ = ["FORMS", "Fault", "RowForm", "SectionForm"]

FORMS: Mapping[str, type[SectionForm]] = MappingProxyType(
    {"basics": BasicsForm, "hours": HoursForm}
)
