"""Sixty days of bed counts in the demonstration county: plausible but where a story is planted."""

import itertools
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from resource_dir import models
from resource_dir.extensions import db

from .county import NOW, County, seed_rows

JUMPING = "Ardry Warming Room"
SILENT = "Pinyon Open Unit"
FULL = "Lantern House Withdrawal Management"
RISING = "Millrace Residential Program"
Reports = dict[tuple[str, str], list[models.CapacityReport]]


@pytest.fixture(scope="module")
def reports(county: County) -> Reports:
    """Reports by listing and population, oldest first."""
    statement = (
        select(models.CapacityReport, models.Capacity.population, models.Service.name)
        .join(models.Capacity, models.Capacity.id == models.CapacityReport.capacity_id)
        .join(models.ServiceAtLocation)
        .join(models.Service)
        .order_by(models.CapacityReport.updated, models.CapacityReport.id)
    )
    found: Reports = defaultdict(list)
    with county.app.app_context():
        session = db.session()
        for report, population, name in session.execute(statement):
            session.expunge(report)
            found[name, population].append(report)
    return found


def free(reports: list[models.CapacityReport]) -> list[int]:
    return [one.available for one in reports if one.available is not None]


def test_each_count_has_its_past_and_what_holds_now_comes_last(
    county: County, reports: Reports
) -> None:
    for (name, population), told in reports.items():
        now = next(
            one
            for one in county.listing(name, viewer="partner")["capacity"]
            if one["population"] == population
        )
        if now["updated"] is None:
            continue
        assert len(told) > 5, name
        assert told[-1].updated == datetime.fromisoformat(now["updated"])
        assert told[-1].available == now["available"]


def test_the_past_is_sixty_days_and_moves_with_the_day_of_loading(reports: Reports) -> None:
    first = min(one.updated for told in reports.values() for one in told if one.updated)

    assert timedelta(days=59) < NOW - first < timedelta(days=61)


def test_no_count_is_told_twice(reports: Reports) -> None:
    for told in reports.values():
        times = [one.updated for one in told]
        assert len(set(times)) == len(times)


def test_a_number_is_never_below_none_nor_above_the_house_but_where_a_finger_slipped(
    reports: Reports,
) -> None:
    beyond = {
        name
        for (name, _), told in reports.items()
        for one in told
        if one.available is not None
        and one.maximum is not None
        and not 0 <= one.available <= one.maximum
    }

    assert beyond == {JUMPING}


def test_only_the_planted_house_jumps_within_an_hour(reports: Reports) -> None:
    jumping = {
        name
        for (name, _), told in reports.items()
        for before, after in itertools.pairwise(told)
        if before.available is not None
        and after.available is not None
        and before.updated
        and after.updated
        and after.maximum
        and after.updated - before.updated < timedelta(hours=1)
        and abs(after.available - before.available) > max(2, after.maximum / 2)
    }

    assert jumping == {JUMPING}
    assert free(reports[JUMPING, "anyone"])[-3:] == [1, 0, 7]


def test_withdrawal_care_for_men_was_full_for_a_fortnight(reports: Reports) -> None:
    lately = [
        one
        for one in reports[FULL, "men"]
        if one.updated and NOW - one.updated < timedelta(days=13.5)
    ]

    assert len(lately) > 20
    assert set(free(lately)) == {0}
    assert set(free(reports[FULL, "men"])) > {0}


def test_residential_treatment_filled_up_steadily(reports: Reports) -> None:
    told = free(reports[RISING, "men"])
    third = len(told) // 3

    early, middle, late = told[:third], told[third:-third], told[-third:]
    assert sum(early) / len(early) > sum(middle) / len(middle) > sum(late) / len(late)


def test_one_house_stopped_reporting_and_none_other_did(reports: Reports) -> None:
    quiet = {
        name
        for (name, _), told in reports.items()
        if told[-1].updated and NOW - told[-1].updated > timedelta(days=14)
    }

    assert quiet == {SILENT}


def test_a_night_shelter_fills_in_the_evening(reports: Reports) -> None:
    by_hour = defaultdict(list)
    for one in reports["Nightfold Night Shelter", "men"]:
        if one.updated and one.available is not None:
            by_hour[(one.updated - timedelta(hours=7)).hour].append(one.available)

    early = [*by_hour[17], *by_hour[18]]
    late = [*by_hour[22], *by_hour[23]]
    assert sum(early) / len(early) > 2 * sum(late) / len(late)


def test_reports_come_at_uneven_times_from_several_mouths(reports: Reports) -> None:
    told = [one for many in reports.values() for one in many]
    minutes = {one.updated.minute for one in told if one.updated}

    assert len(minutes) > 50
    assert {one.source for one in told} >= {"provider", "phone", "mail", "system"}


def test_the_files_of_the_past_are_small(reports: Reports) -> None:
    assert 2_000 < sum(map(len, reports.values())) < 5_000
    assert len(seed_rows("history/capacity_report.csv")) < 4_500
