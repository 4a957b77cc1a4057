"""Days to the first appointment: what houses say, and never a wait of nothing for silence."""

from resource_dir.gaps.assumptions import assumptions_with
from resource_dir.gaps.supply import Unit
from resource_dir.gaps.table.appointments import FirstAppointment, first_appointments
from tests.gaps.counties import demand_of, supply_of, unit

NEED = "outpatient_mental_health"


def _found(units: list[Unit], minutes: list[list[float]]) -> dict[str, FirstAppointment]:
    demand = demand_of({NEED: [1.0] * len(minutes)})
    found = first_appointments(demand, supply_of(units, minutes), assumptions_with([]))
    return {area: each for (_, area), each in found.items()}


def test_the_earliest_in_reach_counts_with_the_age_of_its_word() -> None:
    units = [
        unit(1, NEED, 4, appointment_days=6.0),
        unit(2, NEED, 4, appointment_days=2.5, age_hours=50.0, is_stale=True),
        unit(3, NEED, 4),
    ]

    found = _found(units, [[5.0, 5.0, 5.0], [5.0, 5_000.0, 5.0]])

    assert found["beats:0"] == FirstAppointment(2.5, 2, 1, 50.0, is_stale=True)
    assert found["beats:1"] == FirstAppointment(6.0, 1, 1, 1.0)
    assert found["all"] == FirstAppointment(2.5, 2, 1, 50.0, is_stale=True)


def test_silence_is_not_known_rather_than_none_to_wait_for() -> None:
    found = _found([unit(1, NEED, 4)], [[5.0]])

    assert found["beats:0"] == FirstAppointment(None, 0, 1)


def test_a_house_out_of_reach_or_for_another_need_says_nothing() -> None:
    units = [unit(1, NEED, 4, appointment_days=1.0), unit(2, "food", 4, appointment_days=1.0)]

    assert _found(units, [[5_000.0, 5.0]]) == {}


def test_an_appointment_is_no_open_door() -> None:
    from resource_dir.gaps.table.building import build_gap_table

    demand, assumed = demand_of({NEED: [3.0]}), assumptions_with([])

    tables = [
        build_gap_table(demand, supply_of([unit(1, NEED, 1, **said)], [[5.0]]), assumed, draws=20)
        for said in ({}, {"appointment_days": 0.1})
    ]

    assert tables[0].rows[0].turn_away == tables[1].rows[0].turn_away
    assert tables[1].appointments[NEED, "all"].days == 0.1
