"""Names of what can be chosen, as a person reads them on a chip or in a list."""

from collections.abc import Mapping
from types import MappingProxyType

from resource_dir import fit
from resource_dir.fit import ACCEPT_CODES, LANGUAGES, PAYMENTS
from resource_dir.needs import NEEDS
from resource_dir.operations.listings import counted
from resource_dir.web.texts import N_, _, language, texts

# Codes that describe the person rather than the listing: "ID needed" would say the opposite.
PERSON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "without_appointment": N_("Has no appointment"),
        "without_referral": N_("Has no referral"),
        "without_coordinated_entry": N_("Not through coordinated entry"),
        "without_authorization": N_("Has no authorization"),
        "without_plan": N_("Has no health plan"),
        "without_guardian_consent": N_("Has no guardian's consent"),
        "without_id": N_("Has no ID"),
        "without_clearance": N_("Has no medical clearance"),
        "not_sober": N_("Is not sober"),
        "recent_overdose": N_("Overdosed recently"),
        "sex_offence_record": N_("Has a sex offence record"),
        "arson_record": N_("Has an arson record"),
        "violence_record": N_("Has a violence record"),
        "non_resident": N_("Lives elsewhere"),
        "other_county": N_("Belongs to another county"),
        "without_tribal_membership": N_("Is not a tribal member"),
        "without_ihs_eligibility": N_("Has no Indian Health Service eligibility"),
    }
)
# As sources call them; what is not here is shown as told.
PHONE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "voice": N_("phone"),
        "cell": N_("cell phone"),
        "mobile": N_("cell phone"),
        "hotline": N_("hotline"),
        "crisis": N_("crisis line"),
        "text": N_("text messages"),
        "sms": N_("text messages"),
        "tty": N_("TTY, for deaf callers"),
        "textphone": N_("TTY, for deaf callers"),
        "video": N_("video call"),
        "pager": N_("pager"),
        "fax": N_("fax"),
    }
)
# Always in the same place, so that a thumb finds them; what is asked for most at night.
COMMON_NEEDS = (
    "withdrawal_management",
    "sobering_center",
    "emergency_shelter",
    "crisis_receiving",
    "inpatient_psychiatric",
    "residential_treatment",
    "domestic_violence_shelter",
    "food",
)
FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "q": N_("the words"),
        "need": N_("the need"),
        "near": N_("the place"),
        "radius_mi": N_("the distance"),
        "open": N_("the opening time"),
        "age": N_("the age"),
        "accepts": N_("what it has to take"),
        "language": N_("the language"),
        "payment": N_("the payment"),
        "unknown": N_("“only those that say so”"),
        "free": N_("the free beds"),
    }
)


def need_name(slug: str) -> str:
    """The plain name of a need."""
    need = NEEDS.get(slug)
    if need is None:
        return slug.replace("_", " ")
    return need.name if language() == "en" else need.name_es


def criterion_name(code: str) -> str:
    """A criterion inside a sentence ("police drop-off"); a group of people is called as where it is
    counted ("women").
    """
    if code in counted.POPULATION_WORDS or code.partition(":")[0] not in fit.CRITERIA:
        return population_name(code)
    name = fit.name_of(code, language=language())
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def accepts_name(code: str) -> str:
    """What a person-side code says: of the listing ("Pets"), or of the person ("Has no ID")."""
    if code in PERSON_WORDS:
        return _(PERSON_WORDS[code])
    if code in ACCEPT_CODES:
        return fit.name_of(ACCEPT_CODES[code][0], language=language())
    return code.replace("_", " ")


def language_name(code: str) -> str:
    """The name of a language code."""
    return _name_in(LANGUAGES[code]) if code in LANGUAGES else code


def payment_name(code: str) -> str:
    """The name of a payment code."""
    return _name_in(PAYMENTS[code]) if code in PAYMENTS else code.replace("_", " ")


def _name_in(value: fit.Value) -> str:
    return value.name if language() == "en" else value.name_es


def filter_name(name: str) -> str:
    """What a parameter filters by, as the end of "found without …"."""
    return _(FILTERS[name]) if name in FILTERS else name


def phone_type_name(kind: str) -> str:
    """What answers at a number: "fax"."""
    plain = kind.replace("_", " ").strip()
    known = PHONE_TYPES.get(plain.casefold())
    return _(known) if known else plain


def accept_groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """(group, ((code, name), …)) of all that can be asked for, in the order of the criteria."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, asked in ACCEPT_CODES.items():
        group = fit.CRITERIA[asked[0]].group
        groups.setdefault(group, []).append((code, accepts_name(code)))
    return tuple((group_name(group), tuple(codes)) for group, codes in groups.items())


GROUP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "who": N_("Who is taken"),
        "company": N_("With whom"),
        "access": N_("Access"),
        "payment": N_("Payment"),
        "front_door": N_("Front door"),
        "papers": N_("Papers"),
        "police_drop_off": N_("Police drop-off"),
        "legal": N_("Law"),
        "clearance": N_("Medical clearance"),
        "substances": N_("Alcohol and drugs"),
        "medication": N_("Medication"),
        "care": N_("Care"),
        "exclusions": N_("Who is not taken"),
        "residence": N_("Residence"),
        "stay": N_("Stay"),
        "beds": N_("Beds"),
        "crisis": N_("Crisis"),
        "hospital": N_("Hospital"),
        "mental_health": N_("Mental health"),
        "substance_use": N_("Substance use"),
        "shelter_housing": N_("Shelter housing"),
        "transport": N_("Transport"),
        "basics": N_("Basics"),
        "people": N_("People"),
    }
)


def unit_name(unit: str | None) -> str:
    """What is counted, in the plural: "Beds"."""
    return counted.unit_name(unit, texts())


def population_name(population: str) -> str:
    """For whom it is counted, as the end of "Beds for …"."""
    return counted.population_name(population, texts())


def group_name(group: str) -> str:
    """The heading of a group of criteria or needs."""
    if group in GROUP_WORDS:
        return _(GROUP_WORDS[group])
    return group.replace("_", " ").capitalize()
