"""Codes that call types are written in, where it is public what they stand for.

Police codes are local: 10-96 is a mental subject here and a meeting there. Those that differ from
agency to agency are marked, and their weights are halved; statutes are the same in all of a state.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from resource_dir.needs import NEEDS

Needs = Mapping[str, float]

_CRISIS: Needs = {"mobile_crisis": 0.8, "crisis_receiving": 0.3}
_HOLD: Needs = {
    "mobile_crisis": 0.5,
    "crisis_receiving": 0.4,
    "inpatient_psychiatric_involuntary": 0.3,
}
_HALF_CRISIS: Needs = {"mobile_crisis": 0.4, "crisis_receiving": 0.15}
_DRUNK: Needs = {"sobering_center": 0.7}
_OVERDOSE: Needs = {
    "emergency_department": 0.8,
    "sobering_center": 0.1,
    "withdrawal_management": 0.1,
}
_WELFARE: Needs = {"mobile_crisis": 0.15, "crisis_receiving": 0.05, "geriatric": 0.05}
_HOSPITAL: Needs = {"emergency_department": 0.7}


@dataclass(frozen=True, slots=True)
class Code:
    """A code: what it stands for, and the needs of such calls."""

    stands_for: str
    needs: Needs


# Written without blanks, hyphens and brackets.
POLICE: Mapping[str, Code] = {
    "5150": Code("hold for evaluation, California W&I 5150", _HOLD),
    "5150V": Code("hold for evaluation, violent, California W&I 5150", _HOLD),
    "5585": Code("hold of a minor for evaluation, California W&I 5585", {**_HOLD, "youth": 0.5}),
    "647F": Code("drunk in public, California Penal Code 647(f)", _DRUNK),
    "1140OD": Code("ambulance for an overdose, 11-40", _OVERDOSE),
    "M1": Code("72-hour hold, Colorado", _HOLD),
    "M1HOLD": Code("72-hour hold, Colorado", _HOLD),
    "302": Code("involuntary commitment, Pennsylvania MHPA 302", _HOLD),
    "1013": Code("involuntary evaluation, Georgia form 1013", _HOLD),
    "BA52": Code("Baker Act, Florida", _HOLD),
    "ECO": Code("emergency custody order, Virginia", _HOLD),
    "TDO": Code("temporary detention order, Virginia", _HOLD),
    "CH51": Code("emergency detention, Wisconsin chapter 51", _HOLD),
    "EDP": Code("emotionally disturbed person", _CRISIS),
    "CW": Code("check the welfare", _WELFARE),
    "918": Code("mental case; differs from agency to agency", _HALF_CRISIS),
    "1096": Code("mental subject; differs from agency to agency", _HALF_CRISIS),
    "1056": Code("intoxicated person; differs from agency to agency", {"sobering_center": 0.35}),
    "1056A": Code("suicide attempt; differs from agency to agency", _HALF_CRISIS),
    "103M": Code("mental patient; differs from agency to agency", _HALF_CRISIS),
}

# NEMSIS eDispatch.01, the national list of reasons that emergency medical services are sent for.
NEMSIS: Mapping[str, Code] = {
    "2301007": Code("assault", _HOSPITAL),
    "2301013": Code("breathing problem", _HOSPITAL),
    "2301019": Code("cardiac arrest or death", _HOSPITAL),
    "2301021": Code("chest pain", _HOSPITAL),
    "2301025": Code("seizure", _HOSPITAL),
    "2301027": Code("diabetic problem", _HOSPITAL),
    "2301033": Code("fall", {"emergency_department": 0.5, "geriatric": 0.2}),
    "2301043": Code("heat or cold exposure", {"warming_cooling_center": 0.5}),
    "2301053": Code("overdose, poisoning, ingestion", _OVERDOSE),
    "2301059": Code("psychiatric problem, abnormal behavior, suicide attempt", _CRISIS),
    "2301061": Code("sick person", _HOSPITAL),
    "2301067": Code("stroke", _HOSPITAL),
}

# ICD-10-CM, by how a code begins; the longest beginning counts.
ICD_10: Mapping[str, Code] = {
    "F10": Code("alcohol related disorder", {"sobering_center": 0.4, "withdrawal_management": 0.4}),
    "F11": Code("opioid related disorder", {"withdrawal_management": 0.5}),
    "F1": Code("disorder by substance use", {"withdrawal_management": 0.4}),
    "F2": Code("psychotic disorder", _CRISIS),
    "F3": Code("mood disorder", _CRISIS),
    "F4": Code("anxiety or stress disorder", _CRISIS),
    "R45.85": Code("suicidal or homicidal ideation", _CRISIS),
    "T14.91": Code("suicide attempt", _CRISIS),
    "T40": Code("poisoning by narcotics", _OVERDOSE),
    "Z59.0": Code("homelessness", {"emergency_shelter": 0.6}),
}
_ICD_SHAPE = re.compile(r"[A-TV-Z]\d[\dA-Z](\.[\dA-Z]{1,4})?")
_NOT_CODE = re.compile(r"[^0-9A-Z]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A code that was known: the system it is of ("" for police codes), as it is written there."""

    system: str
    code: str
    meaning: Code


def known_code(call_type: str) -> Found | None:
    """What a call type stands for where all of it is a code."""
    text = call_type.strip().upper()
    bare = _NOT_CODE.sub("", text)
    if bare in POLICE:
        return Found("", text, POLICE[bare])
    if bare in NEMSIS:
        return Found("NEMSIS eDispatch.01", bare, NEMSIS[bare])
    if _ICD_SHAPE.fullmatch(text):
        begins = [code for code in ICD_10 if text.startswith(code)]
        if begins:
            return Found("ICD-10-CM", text, ICD_10[max(begins, key=len)])
    return _of_our_needs(call_type)


def _of_our_needs(call_type: str) -> Found | None:
    """A code of the systems our needs name: "HUD:ES", or a term of FindTreatment word by word."""
    wanted = " ".join(call_type.casefold().split())
    needs: dict[str, float] = {}
    found: tuple[str, str] | None = None
    for need in NEEDS.values():
        for system, code in need.codes:
            term = code.partition(":")[2] if system == "findtreatment" else f"{system}:{code}"
            if wanted == " ".join(term.casefold().split()):
                needs[need.slug] = HALF
                found = system, code
    return Found(found[0], found[1], Code(found[1], needs)) if found else None


HALF = 0.5  # what a service's own term is worth until somebody looked: half of the calls
