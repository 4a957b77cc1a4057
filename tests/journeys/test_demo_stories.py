"""The later stories of the demonstration county, each asked as a responder would ask."""

from datetime import date, datetime, timedelta

import pytest

from resource_dir.needs import NEEDS

from .county import NOW, SEAT, County, seed_rows

# Broader kinds of a need; whoever answers a narrower one is found by them.
ANSWERED_BY_A_KIND = {
    "withdrawal_management",
    "residential_treatment",
    "warming_cooling_center",
    "substance_use_treatment",
}


def names(found: list[dict[str, object]]) -> list[object]:
    return [one["name"] for one in found]


@pytest.mark.parametrize("need", sorted(NEEDS))
def test_somebody_in_the_county_answers_every_need(county: County, need: str) -> None:
    found = county.find(near=SEAT, radius_mi="100", need=need, per_page="100")

    assert found
    stated = {slug for one in found for slug in one["needs"]}
    assert need in stated or need in ANSWERED_BY_A_KIND


def test_no_name_makes_a_listing_answer_what_it_does_not_offer(county: County) -> None:
    terms = {row["id"]: row["code"] for row in seed_rows("taxonomy_terms.csv")}
    services = {row["id"]: row["name"] for row in seed_rows("services.csv")}
    stated: dict[str, set[str]] = {name: set() for name in services.values()}
    for row in seed_rows("attributes.csv"):
        if not row["value"]:
            stated[services[row["link_id"]]].add(terms[row["taxonomy_term_id"]])

    shown = {one["name"]: set(one["needs"]) for one in county.find(per_page="100")}
    added = {name: needs - stated[name] for name, needs in shown.items()}
    assert {name: needs for name, needs in added.items() if needs} == {
        "Lantern House Withdrawal Management": {"withdrawal_management"}
    }


def test_every_listing_has_words_a_need_and_a_way_in(county: County) -> None:
    for name in county.ids:
        listing = county.listing(name)
        assert listing["description"], name
        assert listing["application_process"], name
        assert listing["needs"], name
        assert listing["phones"] or name == "Cottonfield Day Room", name


def test_the_door_of_the_morning_says_when_to_call_and_that_lots_are_drawn(county: County) -> None:
    name = "Sunday Street Shelter for Women"
    facts = {one["criterion"]: one for one in county.listing(name)["criteria"]}

    assert facts["intake_call_window"]["value"] == "at 8:00, every day"
    assert facts["lottery"]["stance"] == "yes"
    [count] = county.listing(name)["capacity"]
    assert (count["available"], count["stale"]) == (0, False)


def test_the_kitchen_closes_within_the_hour(county: County) -> None:
    hours = county.listing("Late Kitchen")["hours"]

    assert hours["state"] == "open"
    assert hours["closes_soon"]
    assert hours["until"] == "2026-01-15T02:30:00-07:00"


def test_the_reading_room_is_open_tonight_though_it_usually_is_not(county: County) -> None:
    listing = county.listing("Quillmore Library Reading Room")
    week = {day["date"]: day for day in listing["week"]}

    assert listing["hours"]["state"] == "open"
    assert week["2026-01-15"]["is_exception"]
    assert week["2026-01-19"]["spans"] == [["09:00", "20:00"]]


def test_the_warming_room_is_open_for_these_nights_and_unknown_after(county: County) -> None:
    listing = county.listing("Ardry Warming Room")
    later = county.find(need="warming_center", open="2026-02-10T23:00", unknown="exclude")

    assert listing["hours"]["state"] == "open"
    assert "three nights" in listing["alert"]
    assert "Ardry Warming Room" not in names(later)


def test_a_person_with_a_dog_finds_the_kennel(county: County) -> None:
    found = county.find(near="81233", need="warming_center", accepts="pets", open="now")

    assert found[0]["name"] == "Ardry Warming Room"
    assert found[0]["fit"]["verdict"] == "fits"


def test_at_night_a_person_on_a_hold_can_be_brought_to_the_locked_unit(county: County) -> None:
    found = county.find(
        near=SEAT, need="inpatient_psychiatric", accepts="involuntary_hold", open="now"
    )

    assert found[0]["name"] == "Pinyon Unit for Holds"
    assert {one["population"] for one in found[0]["capacity"]} == set()


def test_the_way_in_for_officers_is_for_partners(county: County) -> None:
    name = "Pinyon Unit for Holds"
    public, partner = county.said(name), county.said(name, viewer="partner")

    assert public["police_drop_off"] == "yes"
    assert public["clearance_kind"] == "yes"
    for code in ("police_entrance", "drop_off_minutes", "drop_off_phone", "weapons_policy"):
        assert code not in public
        assert partner[code] == "yes"


def test_the_house_that_stopped_reporting_is_unknown(county: County) -> None:
    [count] = county.listing("Pinyon Open Unit")["capacity"]

    assert datetime.fromisoformat(count["updated"]) == NOW - timedelta(days=19)
    assert count["stale"]


def test_counts_are_of_many_ages(county: County) -> None:
    updated = [row["updated"] for row in seed_rows("capacity.csv")]
    hours = [(NOW - datetime.fromisoformat(one)).total_seconds() / 3600 for one in updated if one]

    assert "" in updated
    assert min(hours) < 1
    assert max(hours) > 24 * 14
    assert len({round(one) for one in hours}) > 12


def test_residential_treatment_has_a_list_to_wait_on(county: County) -> None:
    for need in ("residential_treatment_3_5", "residential_treatment_3_7"):
        [found] = county.find(near=SEAT, radius_mi="25", need=need)
        assert county.said(found["name"])["waiting_list"] == "yes"
        assert sum(one["waiting_list"] for one in found["capacity"]) > 0


def test_housing_for_good_goes_through_coordinated_entry(county: County) -> None:
    for need in ("permanent_supportive_housing", "rapid_rehousing"):
        [found] = county.find(near=SEAT, need=need)
        assert county.said(found["name"])["coordinated_entry_needed"] == "yes"


def test_motel_nights_and_video_visits_have_no_place(county: County) -> None:
    for name in ("Juniper Motel Nights", "Juniper Video Crisis Visits", "Home Withdrawal Nurses"):
        listing = county.listing(name)
        assert listing["address"] is None
        assert listing["lat"] is None


def test_the_south_has_one_clinic_and_a_team_until_midnight(county: County) -> None:
    [clinic] = county.find(near="37.604,-106.017", radius_mi="20", need="outpatient_mental_health")
    teams = county.find(near="81144", need="mobile_crisis", open="2026-01-15T22:00")

    assert clinic["name"] == "Far Willow Rural Clinic"
    assert names(teams) == ["South County Mobile Team"]
    assert county.find(near="81144", need="mobile_crisis", open="now", unknown="exclude") == []


def test_spanish_is_spoken_in_many_kinds_of_places(county: County) -> None:
    found = county.find(near=SEAT, radius_mi="25", language="es", per_page="100")
    speaking = [one for one in found if county.said(one["name"]).get("language:es") == "yes"]

    needs = {need for one in speaking for need in one["needs"]}
    assert len(speaking) >= 15
    assert {"food", "outpatient_substance_use", "emergency_shelter", "crisis_line"} <= needs


def test_teens_young_adults_and_older_adults_each_have_a_place(county: County) -> None:
    def places(need: str, age: str) -> list[object]:
        return names(county.find(near=SEAT, need=need, age=age))

    assert "Openwater Shelter for Teens" in places("emergency_shelter", "15")
    assert "Openwater Shelter for Teens" not in places("emergency_shelter", "19")
    assert "Pinyon Unit for Older Adults" in places("inpatient_psychiatric", "72")
    assert county.said("Pinyon Unit for Older Adults")["dementia"] == "yes"
    assert county.said("Prism House")["lgbtq"] == "yes"


def test_members_and_descendants_of_any_tribe_are_served(county: County) -> None:
    facts = county.said("Blue Mesa Native Wellness")

    assert facts["tribal_members"] == facts["ihs_eligible"] == facts["payment:ihs"] == "yes"


def test_where_two_sources_differ_both_are_shown_and_neither_is_chosen(county: County) -> None:
    listing = county.listing("Courthouse ID Desk")

    assert "until noon, the website until 2 pm" in listing["hours_notes"][0]
    assert "One source says free" in listing["fees"]
    assert listing["verified"] is None


def test_an_address_without_a_point_waits_to_be_placed(county: County) -> None:
    listing = county.listing("Tin Basin Benefits Help")

    assert listing["address"].startswith("11 Courthouse Square")
    assert listing["lat"] is None


def test_some_were_verified_lately_some_are_overdue_and_some_never(county: County) -> None:
    verified = [county.listing(name)["verified"] for name in county.ids]
    days = [(NOW.date() - date.fromisoformat(one)).days for one in verified if one]

    assert verified.count(None) >= 4
    assert min(days) <= 4
    assert sorted(days)[-2:] == [213, 430]


def test_each_verified_listing_says_who_verified_it_and_how() -> None:
    services = {row["id"]: row["assured_date"] for row in seed_rows("services.csv")}
    told = {row["resource_id"]: row for row in seed_rows("metadata.csv")}

    assert told.keys() == {id_ for id_, day in services.items() if day}
    assert all(row["last_action_date"] == services[id_] for id_, row in told.items())
    assert {row["updated_by"] for row in told.values()} == {
        "County steward, by phone",
        "County steward, on a visit",
        "County steward, by mail",
        "Provider",
    }


def test_by_day_withdrawal_care_is_there_and_the_gap_is_of_the_night(county: County) -> None:
    def admitting(at: str) -> set[object]:
        found = county.find(near=SEAT, need="withdrawal_management", open=at, unknown="exclude")
        return {one["name"] for one in found if one["status"] == "active"}

    assert admitting("2026-01-15T02:00") == set()
    assert {"Redbird Day Withdrawal Clinic", "Home Withdrawal Nurses"} <= admitting(
        "2026-01-15T10:00"
    )
