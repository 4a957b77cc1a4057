"""What people look for: the list of needs, its words, and how a text is recognised."""

from resource_dir.needs.need import Need
from resource_dir.needs.recognise import needs_in_text, synonym_table
from resource_dir.needs.table import NEEDS, needs_for_code, with_children
from resource_dir.needs.victim_shelters import is_domestic_violence_shelter
from resource_dir.needs.words import fold, stems

__all__ = [
    "NEEDS",
    "Need",
    "fold",
    "is_domestic_violence_shelter",
    "needs_for_code",
    "needs_in_text",
    "stems",
    "synonym_table",
    "with_children",
]
