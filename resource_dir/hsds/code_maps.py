"""What the values of the federal treatment survey mean in our needs and criteria.

One line per value: survey group, kind of facility, the needs it answers or the criteria it states,
then the text of the value. A value that is not here says something we have no word for (it still
stands in the description), or leaves it open: "Crisis intervention team" may be a team that
drives out or a form at the desk, and a false need sends somebody to the wrong door. A value that
is *absent* states nothing: its criterion stays unknown, never "no".

Values are compared in lower case with single blanks; "MH" and "SA" are the survey's two kinds of
facility (mental health, substance use), "any" is both.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from resource_dir.needs import needs_for_code

#: The name under which `needs` keeps the codes of this survey.
SYSTEM = "findtreatment"
ANY, MENTAL, SUBSTANCE = "any", "MH", "SA"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Needs that a value answers, and criteria that it states with "yes"."""

    needs: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """An age group of the survey in whole years, both ends counted; `maximum` None: no end."""

    minimum: int
    maximum: int | None


#: Only where `needs` has no code for the value, or where the kind of facility decides: the mental
#: health form's "Residential" is no addiction treatment. "-" is: no need of ours, for certain.
_NEEDS: Final = """
SET  | MH  | outpatient_mental_health   | outpatient
SET  | MH  | inpatient_psychiatric      | hospital inpatient
SET  | MH  | inpatient_psychiatric      | hospital inpatient/24-hour hospital inpatient
SET  | MH  | -                          | residential
SET  | MH  | -                          | residential/24-hour residential
SET  | SA  | residential_treatment      | residential/24-hour residential
SET  | SA  | withdrawal_management_4    | hospital inpatient detoxification
FT   | any | -                          | residential treatment center (rtc) for adults
FT   | any | youth                      | residential treatment center (rtc) for children
FT   | any | outpatient_mental_health   | certified community behavioral health clinic
EMS  | any | mobile_crisis              | psychiatric emergency mobile/off-site services
OT   | any | opioid_treatment_program   | federally-certified opioid treatment program
"""

_CRITERIA: Final = """
EMS  | any | walk_in                    | psychiatric emergency walk-in services
GN   | any | men                        | male
GN   | any | women                      | female
OT   | any | methadone buprenorphine    | accepts clients on opioid medication
OT   | any | methadone                  | methadone used in treatment
OT   | any | methadone                  | methadone maintenance
OT   | any | buprenorphine              | buprenorphine used in treatment
OT   | any | buprenorphine              | buprenorphine maintenance
OT   | any | buprenorphine              | prescribes/administers buprenorphine
OT   | any | buprenorphine              | prescribes buprenorphine
OT   | any | naltrexone                 | naltrexone used in treatment
OT   | any | naltrexone                 | prescribes/administers naltrexone
OT   | any | naltrexone                 | relapse prevention from naltrexone
OM   | any | methadone                  | methadone used in treatment
OM   | any | buprenorphine              | buprenorphine used in treatment
OM   | any | naltrexone                 | naltrexone used in treatment
PHR  | any | methadone                  | methadone
PHR  | any | buprenorphine              | buprenorphine with naloxone (suboxone®)
PHR  | any | buprenorphine              | buprenorphine with naloxone
PHR  | any | buprenorphine              | buprenorphine without naloxone
PHR  | any | buprenorphine              | buprenorphine sub-dermal implant (probuphine®)
PHR  | any | buprenorphine              | buprenorphine sub-dermal implant
PHR  | any | buprenorphine              | buprenorphine (extended-release, injectable, for example, sublocade®)
PHR  | any | buprenorphine              | buprenorphine (extended-release, injectable)
PHR  | any | naltrexone                 | naltrexone (oral)
PHR  | any | naltrexone                 | extended-release, injectable naltrexone (vivitrol®)
PHR  | any | naltrexone                 | naltrexone (extended-release, injectable)
PHR  | any | psychiatric_medication     | medications for psychiatric disorders
PHR  | any | psychiatric_medication     | medication for mental disorders
PAY  | any | payment:medicaid           | medicaid
PAY  | any | payment:medicare           | medicare
PAY  | any | payment:private            | private health insurance
PAY  | any | payment:self_pay           | cash or self-payment
PAY  | any | payment:military           | military insurance (e.g., tricare)
PAY  | any | payment:military           | federal military insurance (e.g., tricare)
PAY  | any | payment:va                 | u.s. department of va funds
PAY  | any | payment:state              | state mental health agency (or equivalent) funds
PAY  | any | payment:state              | county or local government funds
PAY  | any | payment:state              | other state funds
PAY  | any | payment:ihs                | ihs/tribal/urban (itu) funds
PAY  | any | payment:ihs                | ihs/tribal/urban (itu) care funds
PAY  | any | payment:none_needed        | no payment accepted
PYAS | any | payment:sliding_scale      | sliding fee scale (fee is based on income and other factors)
PYAS | any | payment:payment_assistance | payment assistance (check with facility for details)
SG   | any | youth                      | adolescents
SG   | any | men                        | adult men
SG   | any | women                      | adult women
SG   | any | pregnant                   | pregnant/postpartum women
SG   | any | older_adults               | seniors or older adults
SG   | any | lgbtq                      | lesbian, gay, bisexual, or transgender (lgbt) clients
SG   | any | lgbtq                      | lesbian, gay, bisexual, transgender, or queer/questioning (lgbtq) clients
SG   | any | veterans                   | veterans
SG   | any | active_duty                | active duty military
SG   | any | active_duty                | members of military families
SG   | any | active_duty                | military families
SG   | any | co_occurring               | persons with co-occurring mental and substance use disorders
SG   | any | co_occurring               | clients with co-occurring mental and substance use disorders
SG   | any | court_referred             | clients referred from the court/judicial system
SG   | any | court_referred             | criminal justice (other than dui/dwi)/forensic clients
SG   | any | dementia                   | persons with alzheimer's or dementia
SG   | any | brain_injury               | persons with traumatic brain injury (tbi)
SL   | any | asl                        | services for the deaf and hard of hearing
SL   | any | asl                        | sign language services for the deaf and hard of hearing
SL   | any | asl                        | sign language services for the deaf and hard-of-hearing
SL   | any | language:es                | spanish
"""  # noqa: E501 - the survey has long names

_LANGUAGES: Final = {
    "arabic": "ar", "any chinese language": "zh", "chinese": "zh", "creole": "ht",
    "haitian creole": "ht", "farsi": "fa", "french": "fr", "german": "de", "greek": "el",
    "hebrew": "he", "hindi": "hi", "hmong": "hmn", "italian": "it", "japanese": "ja",
    "korean": "ko", "polish": "pl", "portuguese": "pt", "russian": "ru", "spanish": "es",
    "tagalog": "tl", "vietnamese": "vi", "armenian": "hy", "somali": "so", "ukrainian": "uk",
}  # fmt: skip

_AGES: Final = {
    "children/adolescents": AgeGroup(0, 17),
    "young adults": AgeGroup(18, 25),
    "seniors (65 or older)": AgeGroup(65, None),
    "seniors": AgeGroup(65, None),
}
#: The mental-health form asks for adults (26-64) and seniors apart; the substance-use form has
#: no seniors, so that its adults have no end.
_ADULTS: Final = {MENTAL: AgeGroup(26, 64), SUBSTANCE: AgeGroup(26, None)}


def folded(value: str) -> str:
    """Give a survey value as the tables have it: lower case, single blanks, plain quotes."""
    return " ".join(value.casefold().replace("’", "'").split())


def _read(table: str) -> dict[tuple[str, str, str], tuple[str, ...]]:
    lines = [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]
    return {(group, kind, value): _codes(codes) for group, kind, codes, value in lines}


def _codes(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(cell.split())


NEED_VALUES = MappingProxyType(_read(_NEEDS))
"""(group, kind, folded value) to need slugs, before those that `needs` itself knows by code."""

CRITERION_VALUES = MappingProxyType(
    _read(_CRITERIA) | {("OL", ANY, name): (f"language:{x}",) for name, x in _LANGUAGES.items()}
)
"""(group, kind, folded value) to criterion codes, each stated with "yes"."""


@lru_cache(maxsize=8192)
def meaning_of(group: str, kind: str, value: str) -> Meaning:
    """Look a value up; an empty meaning when it says nothing certain."""
    text = folded(value)
    keys = ((group, kind, text), (group, ANY, text))
    needs = next((NEED_VALUES[key] for key in keys if key in NEED_VALUES), None)
    return Meaning(
        needs=needs_for_code(SYSTEM, f"{group}:{value}") if needs is None else needs,
        criteria=next((CRITERION_VALUES[key] for key in keys if key in CRITERION_VALUES), ()),
    )


def age_group(kind: str, value: str) -> AgeGroup | None:
    """Give the years of an age group; None when the value is not one."""
    text = folded(value)
    return _ADULTS.get(kind, _ADULTS[SUBSTANCE]) if text == "adults" else _AGES.get(text)


def age_spans(groups: list[AgeGroup]) -> tuple[AgeGroup, ...]:
    """Join neighbouring groups: (18-25, 26-64) is one span of 18-64."""
    spans: list[AgeGroup] = []
    for group in sorted(groups, key=lambda x: x.minimum):
        last = spans[-1] if spans else None
        if last is not None and (last.maximum is None or group.minimum <= last.maximum + 1):
            ends = (last.maximum, group.maximum)
            maximum = None if None in ends else max(x for x in ends if x is not None)
            spans[-1] = AgeGroup(last.minimum, maximum)
        else:
            spans.append(group)
    return tuple(spans)
