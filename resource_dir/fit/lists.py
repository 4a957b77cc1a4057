"""The open lists: languages and payments, each value a fact of its own ("language:es")."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Value(NamedTuple):
    """The two names of one value of a list."""

    name: str
    name_es: str


LANGUAGE_PREFIX = "language:"
PAYMENT_PREFIX = "payment:"

# Languages by ISO 639-1 (639-3 where there is none). A code outside this table is legal and is
# shown by its letters: a listing must not lose a language because we have no name for it.
LANGUAGES: Mapping[str, Value] = MappingProxyType(
    {
        "am": Value("Amharic", "amárico"),
        "ar": Value("Arabic", "árabe"),
        "bn": Value("Bengali", "bengalí"),
        "de": Value("German", "alemán"),
        "en": Value("English", "inglés"),
        "es": Value("Spanish", "español"),
        "fa": Value("Farsi", "persa"),
        "fr": Value("French", "francés"),
        "gu": Value("Gujarati", "guyaratí"),
        "he": Value("Hebrew", "hebreo"),
        "hi": Value("Hindi", "hindi"),
        "hmn": Value("Hmong", "hmong"),
        "ht": Value("Haitian Creole", "criollo haitiano"),
        "hy": Value("Armenian", "armenio"),
        "it": Value("Italian", "italiano"),
        "ja": Value("Japanese", "japonés"),
        "km": Value("Khmer", "jemer"),
        "ko": Value("Korean", "coreano"),
        "lo": Value("Lao", "lao"),
        "mix": Value("Mixtec", "mixteco"),
        "nv": Value("Navajo", "navajo"),
        "pa": Value("Punjabi", "panyabí"),
        "pl": Value("Polish", "polaco"),
        "ps": Value("Pashto", "pastún"),
        "pt": Value("Portuguese", "portugués"),
        "ru": Value("Russian", "ruso"),
        "so": Value("Somali", "somalí"),
        "sw": Value("Swahili", "suajili"),
        "ti": Value("Tigrinya", "tigriña"),
        "tl": Value("Tagalog", "tagalo"),
        "uk": Value("Ukrainian", "ucraniano"),
        "ur": Value("Urdu", "urdu"),
        "vi": Value("Vietnamese", "vietnamita"),
        "yi": Value("Yiddish", "yidis"),
        "zh": Value("Chinese", "chino"),
    }
)

# "none_needed" is a yes to whatever the person has: nobody pays there.
NONE_NEEDED = "none_needed"

PAYMENTS: Mapping[str, Value] = MappingProxyType(
    {
        "medicaid": Value("Medicaid", "Medicaid"),
        "medicare": Value("Medicare", "Medicare"),
        "uninsured": Value("No insurance", "Sin seguro"),
        "sliding_scale": Value("Sliding scale by income", "Según los ingresos"),
        "payment_assistance": Value("Help with paying", "Ayuda para pagar"),
        "private": Value("Private insurance", "Seguro privado"),
        "self_pay": Value("Paying oneself", "Pago propio"),
        NONE_NEEDED: Value("No payment needed", "Sin costo"),
        "va": Value("Veterans Affairs (VA)", "Asuntos de Veteranos (VA)"),
        "military": Value("Military insurance", "Seguro militar"),
        "state": Value("State or county funds", "Fondos estatales o del condado"),
        "ihs": Value("Indian Health Service", "Servicio de Salud Indígena"),
    }
)
