"""The demonstration county: it loads cleanly, and every story it is meant to tell is in it."""

import csv
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import create_engine, text

from resource_dir.app import create_app
from resource_dir.cli.exits import Commands
from resource_dir.cli.exporting import export_group
from resource_dir.config import Settings
from resource_dir.errors import Conflict
from resource_dir.extensions import db
from resource_dir.operations.asking import read_query
from resource_dir.operations.demonstrating import load_demo, seed_folder
from resource_dir.operations.finding import find_listings, get_listing
from resource_dir.operations.importing import ImportReport

# A Thursday, 2 in the morning where the county lies.
NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
SEAT = "38.505,-106.055"
Json = dict[str, Any]


@dataclass
class County:
    """The loaded county, asked as the pages ask."""

    app: Flask
    report: ImportReport

    def find(self, *, viewer: Literal["public", "partner"] = "public", **asked: str) -> list[Json]:
        """Results of one search, best first."""
        return self.answer(viewer=viewer, **asked)["results"]  # type: ignore[no-any-return]

    def answer(self, *, viewer: Literal["public", "partner"] = "public", **asked: str) -> Json:
        """One whole answer."""
        query = read_query({name: [said] for name, said in asked.items()}, now=NOW, viewer=viewer)
        with self.app.app_context():
            keeper = self.app.extensions["index_keeper"]
            return find_listings(db.session(), query, keeper=keeper, viewer=viewer, now=NOW)

    @cached_property
    def ids(self) -> dict[str, str]:
        """Listing ids by name."""
        return {one["name"]: one["id"] for one in self.find(per_page="100")}

    def listing(self, name: str, *, viewer: Literal["public", "partner"] = "public") -> Json:
        """One listing by its name, as its page shows it."""
        with self.app.app_context():
            return get_listing(db.session(), self.ids[name], viewer=viewer, now=NOW)

    def said(self, name: str, *, viewer: Literal["public", "partner"] = "public") -> dict[str, str]:
        """Criteria that a listing states: code to "yes" or "no"."""
        listing = self.listing(name, viewer=viewer)
        return {one["criterion"]: one["stance"] for one in listing["criteria"]}


@pytest.fixture(scope="module")
def fresh_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database for the whole module: the county is only read."""
    name = f"t_{uuid.uuid4().hex}"
    if os.environ.get("TEST_DATABASE") == "postgresql":
        server: str = request.getfixturevalue("migrated_postgresql")
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_migrated"))
        engine.dispose()
        return server.replace("/postgres?", f"/{name}?")
    path = tmp_path_factory.mktemp("demo") / name
    return f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), path)}"


@contextmanager
def _application(url: str, folder: Path) -> Iterator[Flask]:
    secret = "a secret of the tests, long enough"
    app = create_app(Settings(folder, url, secret, rate_limit="off"))
    app.config["CLOCK"] = lambda: NOW
    try:
        yield app
    finally:
        app.extensions["failed_searches"].finish()
        app.extensions["last_seen"].finish()
        app.extensions["index_keeper"].finish()
        with app.app_context():
            db.engine.dispose()


def _load(app: Flask) -> ImportReport:
    with app.app_context():
        return load_demo(
            db.session(),
            settings=app.config["SETTINGS"],
            keeper=app.extensions["index_keeper"],
            now=NOW,
        )


@pytest.fixture(scope="module")
def county(fresh_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The county, loaded once."""
    with _application(fresh_url, tmp_path_factory.mktemp("data")) as app:
        yield County(app, _load(app))


def test_it_loads_without_a_rejection_or_a_repair(county: County) -> None:
    report = county.report.as_json()

    assert report["rejected"] == []
    assert report["repaired"] == []
    assert (report["listings"], report["withheld"]) == (24, 1)
    assert all(not file["ignored"] for file in report["files"])


def test_a_database_that_holds_anything_is_refused(
    new_database_url: Callable[[], str], tmp_path: Path
) -> None:
    with _application(new_database_url(), tmp_path) as app:
        _load(app)

        with pytest.raises(Conflict, match="not empty"):
            _load(app)


def test_at_two_in_the_night_the_open_shelter_with_free_beds_comes_first(county: County) -> None:
    found = county.find(near=SEAT, need="emergency_shelter", age="40")

    assert [one["name"] for one in found] == [
        "Nightfold Night Shelter",
        "Switchback Mission Shelter for Men",
        "Front Porch Family Shelter",
    ]
    assert found[0]["hours"]["state"] == "open"


def test_the_sobering_center_is_open_all_night_with_a_fresh_count(county: County) -> None:
    [found] = county.find(near=SEAT, need="sobering_center", open="now")

    assert found["name"] == "Lantern House Sobering Center"
    assert found["hours"] == {"state": "open", "until": None, "opens": None, "closes_soon": False}
    [count] = found["capacity"]
    assert (count["available"], count["stale"]) == (5, False)
    assert datetime.fromisoformat(count["updated"]) == NOW - timedelta(minutes=22)


def test_the_night_shelter_is_open_until_seven(county: County) -> None:
    hours = county.listing("Nightfold Night Shelter")["hours"]

    assert hours["state"] == "open"
    assert hours["until"] == "2026-01-15T07:00:00-07:00"


def test_women_men_and_families_are_counted_apart(county: County) -> None:
    counts = county.listing("Nightfold Night Shelter")["capacity"]

    assert {(c["population"], c["available"]) for c in counts} == {
        ("women", 4),
        ("men", 1),
        ("families", 2),
    }


def test_a_count_of_fourteen_hours_ago_is_stale(county: County) -> None:
    [count] = county.listing("Switchback Mission Shelter for Men")["capacity"]

    assert count["stale"]


def test_a_full_house_says_so(county: County) -> None:
    counts = county.listing("Lantern House Withdrawal Management")["capacity"]

    assert [(c["available"], c["stale"]) for c in counts] == [(0, False), (0, False)]


def test_where_nobody_counted_the_free_beds_are_unknown_not_none(county: County) -> None:
    [count] = county.listing("Front Porch Family Shelter")["capacity"]

    assert count["available"] is None
    assert count["stale"]


def test_counts_meant_for_partners_are_not_public(county: County) -> None:
    name = "Juniper Crisis Walk-in Center"

    assert county.listing(name)["capacity"] == []
    assert [c["available"] for c in county.listing(name, viewer="partner")["capacity"]] == [3]


def test_the_withheld_shelter_has_a_hotline_and_no_place(county: County) -> None:
    listing = county.listing("Alder Path Domestic Violence Shelter", viewer="partner")

    assert listing["is_withheld"]
    assert listing["phones"][0]["type"] == "hotline"
    assert county.said("Alder Path Domestic Violence Shelter")["intake_through"] == "yes"
    assert "hotline" in listing["application_process"]
    for name in ("address", "lat", "lon", "location_name", "distance_mi", "transportation"):
        assert listing[name] is None


@pytest.mark.parametrize("near", ["81201", "38.44,-105.86"])
def test_the_withheld_shelter_is_found_from_where_it_serves_without_a_distance(
    county: County, near: str
) -> None:
    [found] = county.find(near=near, need="domestic_violence_shelter", radius_mi="1")

    assert found["name"] == "Alder Path Domestic Violence Shelter"
    assert found["distance_mi"] is None


def test_the_withheld_shelter_is_not_found_from_elsewhere(county: County) -> None:
    assert county.find(near="80202", need="domestic_violence_shelter") == []


def test_the_mobile_team_has_no_address_and_is_found_where_it_comes_to(county: County) -> None:
    [found] = county.find(near="81201", need="mobile_crisis")

    assert found["name"] == "Juniper Mobile Crisis Team"
    assert found["location_id"] is None
    assert found["address"] is None
    assert found["distance_mi"] is None


def test_the_pantry_without_a_point_is_found_by_its_zip_code(county: County) -> None:
    answer = county.answer(near="81149", need="food")

    assert [one["name"] for one in answer["results"]] == ["Saltgrass Food Pantry"]
    assert answer["results"][0]["lat"] is None
    assert answer["unplaced"] == 1


def test_a_listing_without_hours_is_unknown_not_closed(county: County) -> None:
    assert county.listing("Open Hearth Peer Respite")["hours"]["state"] == "unknown"


def test_hours_in_words_only_are_unknown_and_shown(county: County) -> None:
    listing = county.listing("Ardry Crisis House")

    assert listing["hours"]["state"] == "unknown"
    assert "call first" in listing["hours_notes"][0]


def test_office_hours_are_closed_at_night_and_open_at_ten(county: County) -> None:
    names = [n["name"] for n in county.find(q="counseling", open="2026-01-15T10:00", near=SEAT)]

    assert county.listing("Quillmore Counseling")["hours"]["state"] == "closed"
    assert "Quillmore Counseling" in names


def test_the_opioid_program_doses_from_half_past_five(county: County) -> None:
    hours = county.listing("Redbird Opioid Treatment Program")["hours"]

    assert hours["state"] == "closed"
    assert hours["opens"] == "2026-01-15T05:30:00-07:00"


def test_intake_hours_stand_apart_from_opening_hours(county: County) -> None:
    listing = county.listing("Lantern House Withdrawal Management")

    assert listing["week"][0]["spans"] == [["00:00", "00:00"]]
    assert listing["intake_week"][0]["spans"] == [["08:00", "20:00"]]


def test_the_clinic_comes_on_the_second_and_fourth_tuesday(county: County) -> None:
    hours = county.listing("Tin Basin ID Clinic")["hours"]

    # January 13, the second Tuesday, is past.
    assert hours["opens"] == "2026-01-27T13:00:00-07:00"


def test_the_training_day_and_the_holiday_are_exceptions(county: County) -> None:
    week = {d["date"]: d for d in county.listing("Quillmore Counseling")["week"]}

    # January 19 is Martin Luther King Day, January 20 the training day.
    for day in ("2026-01-19", "2026-01-20"):
        assert week[day]["is_exception"]
        assert week[day]["spans"] == []


def test_the_winter_room_is_open_in_its_season_and_unknown_in_summer(county: County) -> None:
    name = "Winter Room at the Grange"
    july = county.find(need="warming_center", open="2026-07-15T23:00", unknown="exclude")

    assert county.listing(name)["hours"]["state"] == "open"
    assert name not in [one["name"] for one in july]


def test_the_closed_unit_says_where_to_go_instead(county: County) -> None:
    listing = county.listing("Tin Basin Withdrawal Unit")

    assert listing["status"] == "temporarily closed"
    assert "Lantern House" in listing["alert"]


def test_the_day_room_has_no_telephone(county: County) -> None:
    assert county.listing("Cottonfield Day Room")["phones"] == []


def test_the_spanish_clinic_is_found_in_spanish(county: County) -> None:
    found = county.find(q="consejería", near=SEAT, language="es")

    assert found[0]["name"] == "Consejería La Piñonera"
    assert county.said("Consejería La Piñonera")["language:es"] == "yes"


def test_far_willow_is_more_than_sixty_miles_out(county: County) -> None:
    [found] = county.find(near=SEAT, radius_mi="100", need="residential_treatment_3_1")

    assert found["distance_mi"] > 60


def test_the_youth_shelter_takes_eighteen_to_twenty_four(county: County) -> None:
    def names(age: str) -> list[str]:
        return [one["name"] for one in county.find(need="emergency_shelter", age=age, near=SEAT)]

    assert "The Roost Youth Shelter" in names("19")
    assert "The Roost Youth Shelter" not in names("25")


def test_the_police_entrance_is_for_partners(county: County) -> None:
    name = "Lantern House Sobering Center"

    assert "police_entrance" not in county.said(name)
    assert county.said(name, viewer="partner")["police_entrance"] == "yes"
    assert county.said(name)["police_drop_off"] == "yes"


def test_pets_are_taken_not_taken_or_not_stated(county: County) -> None:
    assert county.said("Nightfold Night Shelter")["pets"] == "yes"
    assert county.said("Switchback Mission Shelter for Men")["pets"] == "no"
    assert "pets" not in county.said("Open Hearth Peer Respite")


def test_where_an_id_is_needed_it_is_said_twice(county: County) -> None:
    listing = county.listing("Switchback Mission Shelter for Men")

    assert county.said("Switchback Mission Shelter for Men")["id_needed"] == "yes"
    assert listing["documents"] == ["Photo ID"]


def test_veterans_and_income_are_criteria(county: County) -> None:
    assert county.said("Ridgeline Transitional Housing")["veterans"] == "yes"
    assert county.said("Quillmore Counseling")["payment:sliding_scale"] == "yes"


def test_listings_were_verified_lately_long_ago_and_never(county: County) -> None:
    def verified(name: str) -> date | None:
        stated = county.listing(name)["verified"]
        return date.fromisoformat(stated) if stated else None

    assert verified("Lantern House Sobering Center") == date(2026, 1, 11)
    assert verified("Ridgeline Transitional Housing") == date(2025, 6, 16)
    assert verified("Open Hearth Peer Respite") is None


def test_at_night_nobody_admits_to_withdrawal_management(county: County) -> None:
    found = county.find(q="detox", near=SEAT, open="now", unknown="exclude", accepts="intoxicated")

    assert not [one for one in found if one["status"] == "active"]


def test_every_need_and_criterion_of_the_files_is_understood(county: County) -> None:
    codes = {row["code"] for row in _rows("taxonomy_terms.csv")}
    known = {one for name in county.ids for one in county.said(name, viewer="partner")}
    known |= {need for name in county.ids for need in county.listing(name)["needs"]}

    assert codes <= known


def test_the_county_goes_out_by_the_command_into_a_new_folder_only(
    county: County, tmp_path: Path
) -> None:
    command = Commands(commands=[export_group])
    asked = ["export", "hsds", str(tmp_path / "out"), "--form", "json", "--json"]

    first = CliRunner().invoke(command, asked, obj=lambda: county.app)
    second = CliRunner().invoke(command, asked, obj=lambda: county.app)

    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["listings"] == 24
    assert second.exit_code == 2
    assert "not empty" in second.stderr


def _rows(name: str) -> list[dict[str, str]]:
    with (seed_folder() / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
