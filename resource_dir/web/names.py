"""Names of what can be chosen, as a person reads them on a chip or in a list."""

from collections.abc import Mapping
from types import MappingProxyType

from resource_dir import fit
from resource_dir.fit import ACCEPT_CODES, LANGUAGES, PAYMENTS
from resource_dir.needs import NEEDS

# Codes that describe the person rather than the listing: "ID needed" would say the opposite.
PERSON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "without_appointment": "Has no appointment",
        "without_referral": "Has no referral",
        "without_coordinated_entry": "Not through coordinated entry",
        "without_authorization": "Has no authorization",
        "without_plan": "Has no health plan",
        "without_guardian_consent": "Has no guardian's consent",
        "without_id": "Has no ID",
        "without_clearance": "Has no medical clearance",
        "not_sober": "Is not sober",
        "recent_overdose": "Overdosed recently",
        "sex_offence_record": "Has a sex offence record",
        "arson_record": "Has an arson record",
        "violence_record": "Has a violence record",
        "non_resident": "Lives elsewhere",
        "other_county": "Belongs to another county",
        "without_tribal_membership": "Is not a tribal member",
        "without_ihs_eligibility": "Has no Indian Health Service eligibility",
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
        "q": "the words",
        "need": "the need",
        "near": "the place",
        "radius_mi": "the distance",
        "open": "the opening time",
        "age": "the age",
        "accepts": "what it has to take",
        "language": "the language",
        "payment": "the payment",
        "unknown": "“only those that say so”",
        "free": "the free beds",
    }
)


def filter_name(parameter: str) -> str:
    """What a filter is called where it stands in the way ("the age")."""
    return FILTERS.get(parameter, parameter)


def need_name(slug: str) -> str:
    """The plain name of a need."""
    need = NEEDS.get(slug)
    return need.name if need else slug.replace("_", " ")


def accepts_name(code: str) -> str:
    """What a person-side code says: of the listing ("Pets"), or of the person ("Has no ID")."""
    if code in PERSON_WORDS:
        return PERSON_WORDS[code]
    if code in ACCEPT_CODES:
        return fit.name_of(ACCEPT_CODES[code][0])
    return code.replace("_", " ")


def language_name(code: str) -> str:
    """The name of a language code."""
    return LANGUAGES[code].name if code in LANGUAGES else code


def payment_name(code: str) -> str:
    """The name of a payment code."""
    return PAYMENTS[code].name if code in PAYMENTS else code.replace("_", " ")


def accept_groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """(group, ((code, name), …)) of all that can be asked for, in the order of the criteria."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, (criterion, _) in ACCEPT_CODES.items():
        group = fit.CRITERIA[criterion].group
        groups.setdefault(group, []).append((code, accepts_name(code)))
    return tuple((group_name(group), tuple(codes)) for group, codes in groups.items())


GROUP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "who": "Who is taken",
        "company": "With whom",
        "access": "Access",
        "payment": "Payment",
        "front_door": "Front door",
        "papers": "Papers",
        "police_drop_off": "Police drop-off",
        "legal": "Law",
        "clearance": "Medical clearance",
        "substances": "Alcohol and drugs",
        "medication": "Medication",
        "care": "Care",
        "exclusions": "Who is not taken",
        "residence": "Residence",
        "stay": "Stay",
        "beds": "Beds",
    }
)


def group_name(group: str) -> str:
    """The heading of a group of criteria or needs."""
    return GROUP_WORDS.get(group) or group.replace("_", " ").capitalize()
