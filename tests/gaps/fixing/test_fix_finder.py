"""What would close a gap: the cheapest change first, and its figures true."""

import itertools

import numpy as np
import pytest

from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.assumptions import DEFAULTS
from resource_dir.gaps.demand.demand import HOURS
from resource_dir.gaps.fixing.applying import County
from resource_dir.gaps.fixing.effects import effect_of
from resource_dir.gaps.fixing.finding import find_fixes
from resource_dir.gaps.fixing.moves import (
    Accept,
    AddPlaces,
    AddShift,
    Move,
    NewSite,
    Pool,
    ScaleDemand,
    SetIntake,
    SetStay,
    moves_json,
    read_move,
    read_moves,
)
from resource_dir.gaps.fixing.siting import cover_most, nearest_on_average
from tests.gaps.counties import BY_DAY, demand_by_hour, demand_of, supply_of, unit

DETOX = "withdrawal_management"
EVERY_KIND: tuple[Move, ...] = (
    AddPlaces("unit-1", 2.0),
    SetIntake("unit-1", 18, 6),
    Accept("unit-1", "women"),
    Pool(("unit-1", "unit-2")),
    NewSite("New", DETOX, 38.5, -106.0, 4.0),
    AddShift("Late", DETOX, 1.0, 16, 24),
    SetStay(DETOX, 48.0),
    ScaleDemand(DETOX, 1.5),
)


def _night_detox() -> County:
    night = np.where((np.arange(HOURS) % 24 < 6) | (np.arange(HOURS) % 24 >= 18), 0.12, 0.01)
    demand = demand_by_hour((DETOX,), np.array([[night]]))
    houses = [
        unit(1, DETOX, 12, population="men", intake=BY_DAY, listing_id="house"),
        unit(2, DETOX, 10, population="women", intake=BY_DAY, listing_id="house"),
    ]
    return County(demand, supply_of(houses, [[10.0, 10.0]]), DEFAULTS)


def test_longer_intake_hours_come_before_more_beds_where_the_door_is_the_gap() -> None:
    found = find_fixes(_night_detox(), DETOX)

    assert isinstance(found.fixes[0].move, SetIntake)
    assert not any(isinstance(fix.move, AddPlaces) for fix in found.fixes)
    assert found.chosen == found.fixes[:1]


def test_more_beds_come_up_where_beds_are_the_gap() -> None:
    county = County(
        demand_of({"crisis_receiving": [9.0]}),
        supply_of([unit(1, "crisis_receiving", 2)], [[10.0]]),
        DEFAULTS,
    )

    found = find_fixes(county, "crisis_receiving", budget_per_day=5000)

    assert any(isinstance(fix.move, AddPlaces) for fix in found.chosen)
    assert sum(fix.cost_per_day for fix in found.chosen) <= 5000
    assert found.chosen_gain >= max(
        fix.gained_per_day for fix in found.fixes if fix.cost_per_day <= 5000
    ) * (1 - 1e-9)


@pytest.mark.parametrize("move", EVERY_KIND, ids=lambda move: move.kind)
def test_each_move_does_something_and_survives_being_kept(move: Move) -> None:
    county = _night_detox()

    effect = effect_of(county, [move])

    assert read_moves(moves_json([move])) == (move,)
    changed = abs(effect.covered_after - effect.covered_before) > 1e-9
    assert changed or isinstance(move, AddPlaces | Accept | Pool | SetStay)


def test_the_effect_is_the_difference_of_two_tables() -> None:
    county = _night_detox()

    effect = effect_of(county, [SetIntake("unit-1", 0, 24)])

    (row,) = effect.totals
    assert row.need == DETOX
    assert row.gained == pytest.approx(effect.covered_after - effect.covered_before)
    assert row.covered_after <= row.people_after


def test_fewer_beds_never_cover_more_and_more_never_less() -> None:
    county = County(
        demand_of({"crisis_receiving": [9.0]}),
        supply_of([unit(1, "crisis_receiving", 5)], [[10.0]]),
        DEFAULTS,
    )
    covered = [
        effect_of(county, [AddPlaces("unit-1", float(more))]).covered_after for more in range(-5, 6)
    ]

    assert covered == sorted(covered)
    assert covered[0] == 0


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "magic"}, "kind"),
        ("places", "kind"),
        ({"kind": "places", "unit": "unit-1", "places": float("nan")}, "places"),
        ({"kind": "places", "unit": "unit-1", "places": "many"}, "places"),
        ({"kind": "places", "unit": ""}, "unit"),
        ({"kind": "places", "unit": "unit-1"}, "moves"),
        ({"kind": "intake", "unit": "u", "opens": 30, "closes": 2}, "opens"),
        ({"kind": "intake", "unit": "u", "opens": 1, "closes": 2, "days": [9]}, "days"),
        ({"kind": "stay", "need": DETOX, "hours": 0}, "hours"),
        ({"kind": "stay", "need": DETOX, "hours": -4}, "hours"),
        ({"kind": "site", "name": "x", "need": DETOX, "latitude": 95, "longitude": 0,
          "places": 1}, "latitude"),
        ({"kind": "pool", "units": ["one"]}, "units"),
        ({"kind": "places", "unit": "u", "places": 1, "color": "red"}, "color"),
    ],
)  # fmt: skip
def test_a_move_that_makes_no_sense_is_refused_by_its_part(data: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_move(data)

    assert refused.value.field == field


@pytest.mark.parametrize(
    "move", [AddPlaces("nobody", 1.0), SetStay("magic", 3.0), Pool(("unit-1", "nobody"))]
)
def test_a_move_of_something_that_is_not_there_is_refused(move: Move) -> None:
    with pytest.raises(NotFound):
        effect_of(_night_detox(), [move])


def test_maximal_covering_agrees_with_trying_every_choice() -> None:
    random = np.random.default_rng(3)
    demand = random.gamma(1.0, 1.0, 14)
    reached = random.random((14, 7)) < 0.3
    existing = random.random(14) < 0.2

    sited = cover_most(demand, reached, existing, sites=3)

    best = max(
        demand[existing | reached[:, list(chosen)].any(axis=1)].sum()
        for chosen in itertools.combinations(range(7), 3)
    )
    assert sited.after == pytest.approx(best)
    assert sited.before == pytest.approx(demand[existing].sum())
    assert sited.is_proven


def test_the_p_median_agrees_with_trying_every_choice() -> None:
    random = np.random.default_rng(4)
    demand = random.gamma(1.0, 1.0, 12)
    minutes = random.uniform(5, 90, (12, 6))
    existing = random.uniform(20, 90, 12)

    sited = nearest_on_average(demand, minutes, existing, sites=2)

    best = min(
        (demand * np.minimum(existing, minutes[:, list(chosen)].min(axis=1))).sum()
        for chosen in itertools.combinations(range(6), 2)
    )
    assert sited.after == pytest.approx(best / demand.sum())
    assert sited.is_proven
