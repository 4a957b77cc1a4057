"""What calls don't say: who needs a place, for how long, how far is too far. All of it editable.

Each default carries where it comes from; "judgement" is said where it is that. A planner's own
value replaces it, with its source. `docs/methods.md` repeats the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from resource_dir.errors import BadInput, NotFound

KINDS = ("loss", "wait", "mobile", "open")
"""How a need's places turn people away: refused and gone elsewhere; waiting in a line; a team that
comes too late; or no count of places at all, so that hours and reach alone decide."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its plausible band (10th and 90th percentile) and its source."""

    value: float
    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class NeedAssumptions:
    """What is assumed of one need.

    `facility_share` of its calls need a place; `stay_hours` is how long one is taken up;
    `target` the share turned away (or waiting beyond `limit_hours`) that is accepted;
    `reach_minutes` the longest drive; `groups` the parts of the demand that need places of their
    own; `asks` the share of the demand that needs a criterion met ("police_drop_off": 0.5).
    """

    need: str
    kind: str
    facility_share: Estimate
    stay_hours: Estimate
    target: Estimate
    reach_minutes: Estimate
    limit_hours: Estimate
    groups: Mapping[str, float] = field(default_factory=dict)
    asks: Mapping[str, float] = field(default_factory=dict)


EVERYBODY: Mapping[str, float] = {"anyone": 1.0}
ADULTS: Mapping[str, float] = {"men": 0.6, "women": 0.4}
SHELTERED: Mapping[str, float] = {"men": 0.56, "women": 0.29, "families": 0.11, "youth": 0.04}
_SPREAD = 1.5  # a judgement may be wrong by half: the band is value / 1.5 to value x 1.5


def _judged(value: float, source: str = "judgement", *, most: float = float("inf")) -> Estimate:
    return Estimate(value, value / _SPREAD, min(value * _SPREAD, most), source)


def _fixed(value: float, source: str) -> Estimate:
    return Estimate(value, value, value, source)


def _share(value: float, source: str = "judgement") -> Estimate:
    return _judged(value, source, most=1.0)


def _assume(
    kind: str,
    share: Estimate,
    stay: Estimate,
    *,
    reach: float = 30.0,
    target: float = 0.05,
    limit: float = 0.0,
    groups: Mapping[str, float] = EVERYBODY,
    asks: Mapping[str, float] | None = None,
) -> NeedAssumptions:
    return NeedAssumptions(
        need="",
        kind=kind,
        facility_share=share,
        stay_hours=stay,
        target=_fixed(target, "the share turned away that a planner accepts; 5 % is usual"),
        reach_minutes=_fixed(reach, "what a crew will drive, judgement"),
        limit_hours=_fixed(limit, "how long one may wait, judgement"),
        groups=groups,
        asks=asks or {},
    )


CHAIR_STAY = Estimate(16.0, 9.0, 23.0, "23-hour observation: at most 23 hours by licence")
STAY_3_DAYS = Estimate(72.0, 48.0, 120.0, "three to five days of withdrawal, TIP 45 (SAMHSA)")
RESIDENTIAL = _judged(28 * 24.0, "28-day programs; longer stays are common")
SHELTER_NIGHT = _judged(60 * 24.0, "about two months a stay, HUD system measures; varies widely")
ON_SCENE = Estimate(1.5, 1.0, 2.5, "an hour on the scene and the way, judgement")
ONE_HOUR = _judged(1.0, "one appointment")

DEFAULTS: Mapping[str, NeedAssumptions] = {
    need: replace(assumed, need=need)
    for need, assumed in {
        "crisis_line": _assume("open", _share(1.0), _judged(0.5)),
        "tele_crisis": _assume("open", _share(0.3), ONE_HOUR),
        "mobile_crisis": _assume(
            "mobile",
            _share(0.32, "32 % of crises, Crisis Resource Need Calculator"),
            ON_SCENE,
            reach=60.0,
            target=0.1,
            limit=1.0,
        ),
        "crisis_receiving": _assume(
            "loss",
            _share(0.54, "54 % of crises, Crisis Resource Need Calculator"),
            CHAIR_STAY,
        ),
        "crisis_residential": _assume("loss", _share(0.15), _judged(5 * 24.0)),
        "peer_respite": _assume("loss", _share(0.1), _judged(5 * 24.0)),
        "next_day_appointment": _assume("wait", _share(0.6), ONE_HOUR, limit=24.0),
        "inpatient_psychiatric": _assume(
            "wait",
            _share(0.14, "14 % of crises, Crisis Resource Need Calculator"),
            _judged(8 * 24.0),
            reach=90.0,
            limit=8.0,
        ),
        "inpatient_psychiatric_voluntary": _assume(
            "wait", _share(0.5), _judged(7 * 24.0), reach=90.0, limit=8.0
        ),
        "inpatient_psychiatric_involuntary": _assume(
            "wait",
            _share(0.8),
            _judged(8 * 24.0),
            reach=90.0,
            limit=8.0,
            groups=ADULTS,
            asks={"involuntary_hold": 1.0},
        ),
        "emergency_department": _assume("open", _share(1.0), _judged(8.0), reach=60.0),
        "outpatient_mental_health": _assume("open", _share(0.5), ONE_HOUR, reach=45.0),
        "sobering_center": _assume(
            "loss",
            _share(0.7),
            Estimate(8.0, 5.0, 12.0, "4 to 12 hours, published centers"),
            asks={"intoxicated": 1.0},
        ),
        "withdrawal_management": _assume(
            "loss", _share(0.8), STAY_3_DAYS, reach=45.0, groups=ADULTS
        ),
        "withdrawal_management_1": _assume("open", _share(0.8), STAY_3_DAYS),
        "withdrawal_management_2": _assume("loss", _share(0.8), _judged(8.0)),
        "withdrawal_management_3_2": _assume("loss", _share(0.8), STAY_3_DAYS, groups=ADULTS),
        "withdrawal_management_3_7": _assume("loss", _share(0.8), STAY_3_DAYS, reach=60.0),
        "withdrawal_management_4": _assume("loss", _share(0.8), STAY_3_DAYS, reach=60.0),
        "residential_treatment": _assume(
            "wait", _share(0.3), RESIDENTIAL, reach=90.0, limit=7 * 24.0, groups=ADULTS
        ),
        "residential_treatment_3_1": _assume(
            "wait", _share(0.3), _judged(90 * 24.0), reach=90.0, limit=7 * 24.0
        ),
        "residential_treatment_3_5": _assume(
            "wait", _share(0.3), RESIDENTIAL, reach=90.0, limit=7 * 24.0, groups=ADULTS
        ),
        "residential_treatment_3_7": _assume(
            "wait", _share(0.3), RESIDENTIAL, reach=90.0, limit=7 * 24.0
        ),
        "intensive_outpatient": _assume("open", _share(0.5), ONE_HOUR, reach=45.0),
        "partial_hospitalization": _assume("open", _share(0.3), ONE_HOUR, reach=45.0),
        "opioid_treatment_program": _assume("open", _share(0.5), ONE_HOUR, reach=45.0),
        "outpatient_substance_use": _assume("open", _share(0.5), ONE_HOUR, reach=45.0),
        "substance_use_treatment": _assume("open", _share(0.5), ONE_HOUR, reach=45.0),
        "recovery_housing": _assume("wait", _share(0.2), _judged(180 * 24.0), limit=14 * 24.0),
        "emergency_shelter": _assume(
            "loss", _share(0.6), SHELTER_NIGHT, reach=45.0, groups=SHELTERED
        ),
        "transitional_housing": _assume("wait", _share(0.2), _judged(300 * 24.0), limit=30 * 24.0),
        "permanent_supportive_housing": _assume(
            "wait", _share(0.2), _judged(4 * 365 * 24.0), limit=90 * 24.0
        ),
        "rapid_rehousing": _assume("open", _share(0.3), ONE_HOUR),
        "day_shelter": _assume("open", _share(0.5), _judged(6.0)),
        "domestic_violence_shelter": _assume("loss", _share(0.3), _judged(40 * 24.0), reach=90.0),
        "warming_cooling_center": _assume("loss", _share(0.5), _judged(12.0)),
        "warming_center": _assume("loss", _share(0.5), _judged(12.0)),
        "cooling_center": _assume("open", _share(0.5), _judged(6.0)),
        "motel_voucher": _assume("loss", _share(0.3), _judged(3 * 24.0), groups=SHELTERED),
        "secure_ride": _assume("open", _share(0.5), ON_SCENE, reach=60.0),
        "transport": _assume("open", _share(0.5), ONE_HOUR, reach=60.0),
        "food": _assume("open", _share(1.0), ONE_HOUR),
        "id_documents": _assume("open", _share(1.0), ONE_HOUR, reach=60.0),
        "benefits": _assume("open", _share(1.0), ONE_HOUR, reach=60.0),
        "geriatric": _assume("open", _share(0.5), ONE_HOUR, reach=60.0),
        "youth": _assume("open", _share(0.5), ONE_HOUR, reach=60.0),
        "veteran": _assume("open", _share(0.5), ONE_HOUR, reach=60.0),
    }.items()
}

VALUES = ("facility_share", "stay_hours", "target", "reach_minutes", "limit_hours")
_SHARES = ("facility_share", "target")


@dataclass(frozen=True, slots=True)
class Changed:
    """A planner's own value of one need; `name` one of VALUES, "group:CODE" or "ask:CODE"."""

    need: str
    name: str
    estimate: Estimate


def assumptions_with(changes: Iterable[Changed] = ()) -> dict[str, NeedAssumptions]:
    """The defaults with a planner's values in place. Raises NotFound, BadInput."""
    assumed = dict(DEFAULTS)
    for change in changes:
        if change.need not in assumed:
            raise NotFound('There is no need "%(need)s".', need=change.need)
        check_estimate(change.name, change.estimate)
        assumed[change.need] = _changed(assumed[change.need], change)
    return assumed


def _changed(assumed: NeedAssumptions, change: Changed) -> NeedAssumptions:
    kind, _, code = change.name.partition(":")
    if kind == "group":
        groups = {**assumed.groups, code: change.estimate.value}
        return replace(assumed, groups={name: share for name, share in groups.items() if share})
    if kind == "ask":
        return replace(assumed, asks={**assumed.asks, code: change.estimate.value})
    values: dict[str, Any] = {change.name: change.estimate}
    return replace(assumed, **values)


def check_estimate(name: str, estimate: Estimate) -> None:
    """Raises BadInput naming what can't be: not a number, negative, a share above 1, low > high."""
    kind = name.partition(":")[0]
    if kind not in (*VALUES, "group", "ask"):
        raise BadInput('There is no assumption "%(name)s".', field="name", name=name)
    numbers = (estimate.low, estimate.value, estimate.high)
    if not all(isfinite(number) and number >= 0 for number in numbers):
        raise BadInput("%(name)s has to be a number of 0 or more.", field=name, name=name)
    if kind in (*_SHARES, "group", "ask") and max(numbers) > 1:
        raise BadInput("%(name)s is a share: between 0 and 1.", field=name, name=name)
    if name == "stay_hours" and estimate.value <= 0:
        raise BadInput("A stay has to be longer than 0 hours.", field=name)
    if not estimate.low <= estimate.value <= estimate.high:
        raise BadInput(
            "%(name)s has to lie between its low and its high value.", field=name, name=name
        )
