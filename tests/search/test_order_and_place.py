"""Who comes first, who is in, and what a withheld listing gives away: nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from resource_dir.errors import BadInput, WithheldPlace
from resource_dir.fit import Fact, Person
from resource_dir.hours import Hours, Rule
from resource_dir.search import FreeBeds, Index, build_segment
from resource_dir.search.segment import to_arrays

ALL_DAY = Hours(
    "America/Los_Angeles",
    (Rule(opens_at=time(0), closes_at=time(23, 59), byday="MO,TU,WE,TH,FR,SA,SU"),),
)
AT_NIGHT = Hours(
    "America/Los_Angeles",
    (Rule(opens_at=time(20), closes_at=time(6), byday="MO,TU,WE,TH,FR,SA,SU"),),
)
KERN = frozenset({"county:00001"})
PETS = Person(accepts=frozenset({"pets"}))


def test_can_now_comes_before_likely_before_near(listing, ask, ids):
    yes, no = Fact("pets", "yes"), Fact("pets", "no")
    index = Index.build(
        [
            listing("shut-next-door", facts=(yes,), hours=AT_NIGHT),
            listing("refuses", facts=(no,), hours=ALL_DAY),
            listing("may-take", hours=ALL_DAY, lat=36.31),
            listing("takes-now-far", facts=(yes,), hours=ALL_DAY, lat=36.42),
            listing("takes-maybe-open", facts=(yes,), lat=36.31),
        ]
    )

    answer = index.search(ask(near=True, person=PETS))

    assert ids(answer) == ["takes-now-far", "may-take", "takes-maybe-open", "shut-next-door"]
    assert answer.facets["verdict"] == [("fits", 3), ("ask", 1), ("no", 1)]


def test_who_would_refuse_is_shown_last_and_only_on_request(listing, ask, ids):
    index = Index.build(
        [listing("refuses", facts=(Fact("pets", "no"),), hours=ALL_DAY), listing("may-take")]
    )

    answer = index.search(ask(person=PETS, include_no=True))

    assert ids(answer) == ["may-take", "refuses"]
    assert answer.hits[1].verdict == "no"


def test_unknown_hours_stay_after_the_open_and_go_when_excluded(listing, ask, ids):
    index = Index.build([listing("silent", lat=36.3), listing("open", hours=ALL_DAY, lat=36.4)])
    at = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)

    included = index.search(ask(near=True, open_at=at))
    excluded = index.search(ask(near=True, open_at=at, unknown="exclude"))

    assert ids(included) == ["open", "silent"]
    assert ids(excluded) == ["open"]


def test_a_time_without_offset_is_read_on_the_clock_of_each_listing(listing, ask, ids):
    eastern = replace(AT_NIGHT, zone="America/New_York")
    index = Index.build([listing("west", hours=AT_NIGHT), listing("east", hours=eastern)])

    answer = index.search(ask(open_local=datetime.fromisoformat("2026-03-14T05:30")))

    assert set(ids(answer)) == {"west", "east"}


def test_temporarily_closed_outranks_a_schedule_nobody_took_down(listing, ask):
    index = Index.build([listing("a", hours=ALL_DAY, status="temporarily closed")])

    answer = index.search(ask())

    assert answer.hits[0].hours_state == "closed"


def test_inactive_and_defunct_listings_are_not_found_but_an_odd_status_is(listing, ask, ids):
    index = Index.build(
        [listing("a", status="inactive"), listing("b", status="Defunct"), listing("c", status="?")]
    )

    answer = index.search(ask())

    assert ids(answer) == ["c"]


def test_a_stale_number_of_free_beds_is_no_free_bed(listing, ask, ids):
    now = int(ask().at.timestamp())
    index = Index.build(
        [
            listing("fresh", free=(FreeBeds("public", 1, now + 60),)),
            listing("stale", free=(FreeBeds("public", 9, now - 60),)),
            listing("full", free=(FreeBeds("public", 0, now + 60),)),
            listing("partners", free=(FreeBeds("partner", 2, now + 60),)),
        ]
    )

    public = index.search(ask(free="only"))
    partner = index.search(ask(free="only", viewer="partner"))

    assert ids(public) == ["fresh"]
    assert set(ids(partner)) == {"fresh", "partners"}


def test_a_partner_fact_changes_nothing_for_the_public(listing, ask):
    secret = (Fact("pets", "yes", None, "partner"), Fact("wheelchair", "yes", None, "own"))
    open_query = ask(person=PETS)

    public = Index.build([listing("a", facts=secret)]).search(open_query)
    bare = Index.build([listing("a")]).search(open_query)
    partner = Index.build([listing("a", facts=secret)]).search(
        replace(open_query, viewer="partner")
    )

    assert public == bare
    assert partner.hits[0].verdict == "fits"
    assert ("wheelchair", 1) not in partner.facets["accepts"]


def test_the_circle_is_cut_by_exact_distance(listing, ask, ids):
    metre = 1 / 111_195.08
    index = Index.build(
        [listing("in", lat=36.30 + 19_999 * metre), listing("out", lat=36.30 + 20_001 * metre)]
    )

    answer = index.search(ask(near=True))

    assert ids(answer) == ["in"]


@pytest.mark.parametrize(
    ("lat", "lon", "listing_lat", "listing_lon"),
    [
        (0.0, 179.99, 0.0, -179.99),
        (0.0, -179.99, 0.0, 179.99),
        (89.99, 0.0, 89.99, 180.0),
        (-90.0, 0.0, -89.9, 77.0),
        (36.2999999, -119.1000001, 36.3000001, -119.0999999),
    ],
)
def test_a_circle_reaches_over_the_date_line_the_poles_and_cell_borders(
    listing, ask, lat, lon, listing_lat, listing_lon
):
    index = Index.build([listing("a", lat=listing_lat, lon=listing_lon)])

    answer = index.search(ask(lat=lat, lon=lon, radius_km=20.0))

    assert answer.total == 1


def test_an_unplaced_listing_is_found_by_its_area_after_the_placed_and_is_counted(
    listing, ask, ids
):
    index = Index.build(
        [
            listing("placed", lat=36.42),
            listing("unplaced", lat=None, lon=None, areas=tuple(KERN)),
            listing("elsewhere", lat=None, lon=None, areas=("county:00009",)),
        ]
    )

    answer = index.search(ask(near=True, areas=KERN))

    assert ids(answer) == ["placed", "unplaced"]
    assert answer.unplaced == 1
    assert answer.hits[1].distance_km is None


def test_a_withheld_listing_shows_in_its_area_whatever_the_radius_and_without_distance(
    listing, ask, ids
):
    index = Index.build([listing("w", lat=None, lon=None, is_withheld=True, areas=tuple(KERN))])

    tiny = index.search(ask(near=True, radius_km=0.1, areas=KERN))
    outside = index.search(ask(near=True, radius_km=5000.0, areas=frozenset({"county:00009"})))
    no_place = index.search(ask())

    assert ids(tiny) == ids(no_place) == ["w"]
    assert tiny.hits[0].distance_km is None
    assert tiny.unplaced == 0
    assert outside.total == 0


def test_a_withheld_listing_with_a_point_is_refused(listing):
    with pytest.raises(WithheldPlace):
        build_segment([listing("w", is_withheld=True)])


def test_a_withheld_city_is_not_suggested_but_its_public_name_is(listing):
    hidden = {"lat": None, "lon": None, "is_withheld": True}
    index = Index.build([listing("w", name="Quiet Harbor", place="Zzyzxville", **hidden)])

    assert index.suggest("zzy") == ()
    assert [each.text for each in index.suggest("harb")] == ["Quiet Harbor"]


def test_where_the_others_lie_does_not_move_a_withheld_listing(listing, ask, ids):
    withheld = [
        listing(name, lat=None, lon=None, is_withheld=True, areas=tuple(KERN)) for name in "dbca"
    ]
    here = Index.build([*withheld, listing("x"), listing("y", lat=36.4)])
    there = Index.build([*withheld, listing("x", lat=10.0, lon=10.0), listing("y", lat=-36.4)])

    orders = [ids(index.search(ask(near=True, areas=KERN))) for index in (here, there)]

    assert [each for each in orders[0] if each in "abcd"] == list("abcd")
    assert orders[1] == list("abcd")


def test_by_distance_the_withheld_come_after_the_unplaced(listing, ask, ids):
    nowhere = {"lat": None, "lon": None, "areas": tuple(KERN)}
    index = Index.build(
        [
            listing("far", lat=36.4, hours=ALL_DAY),
            listing("near", lat=36.31),
            listing("a-withheld", is_withheld=True, **nowhere),
            listing("b-unplaced", **nowhere),
        ]
    )

    answer = index.search(ask(near=True, areas=KERN, sort="distance"))

    assert ids(answer) == ["near", "far", "b-unplaced", "a-withheld"]


def test_by_verification_the_newest_comes_first_and_never_last(listing, ask, ids):
    index = Index.build(
        [
            listing("never"),
            listing("old", verified_on=date(2020, 1, 1)),
            listing("new", verified_on=date(2026, 3, 1)),
        ]
    )

    answer = index.search(ask(sort="verified"))

    assert ids(answer) == ["new", "old", "never"]


def test_equal_listings_come_in_the_order_of_their_ids_page_after_page(listing, ask, ids):
    south_first = [listing(f"id-{number:03d}", lat=40 - number / 10) for number in range(50, 0, -1)]
    index = Index.build(south_first)

    pages = [ids(index.search(ask(limit=20, offset=start))) for start in (0, 20, 40)]

    assert [each for page in pages for each in page] == [
        f"id-{number:03d}" for number in range(1, 51)
    ]


def test_auto_widens_until_five_are_found(listing, ask):
    km = 1 / 111.195
    index = Index.build([listing(f"id-{n}", lat=36.30 + n * 5 * km) for n in range(1, 9)])

    answer = index.search_auto(ask(lat=36.30, lon=-119.10))

    assert answer.widened_km == pytest.approx(25 * 1.609344)
    assert answer.total == 8


def test_auto_gives_up_at_a_hundred_and_fifty_miles(listing, ask):
    index = Index.build([listing("only", lat=36.5)])

    answer = index.search_auto(ask(lat=36.30, lon=-119.10))

    assert answer.widened_km == pytest.approx(150 * 1.609344)
    assert answer.total == 1


def test_nothing_found_says_which_filter_took_how_many(listing, ask):
    index = Index.build(
        [
            listing("far", lat=38.0, hours=ALL_DAY, facts=(Fact("pets", "yes"),)),
            listing("no-pets", hours=ALL_DAY, facts=(Fact("pets", "no"),)),
            listing("shut", hours=AT_NIGHT, facts=(Fact("pets", "yes"),)),
        ]
    )

    answer = index.search(ask(near=True, person=PETS, open_at=ask().at))

    assert answer.total == 0
    assert answer.relax == (("accepts:pets", 1), ("open", 1), ("radius", 1))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lat": 36.0}, "lat"),
        ({"lat": 91.0, "lon": 0.0}, "lat"),
        ({"lat": 36.0, "lon": float("nan")}, "lon"),
        ({"lat": 36.0, "lon": 0.0, "radius_km": 0.0}, "radius"),
        ({"radius_km": 5.0}, "radius"),
        ({"limit": -1}, "limit"),
        ({"offset": -1}, "offset"),
        ({"open_at": datetime.fromisoformat("2026-03-14")}, "open"),
        ({"open_local": datetime(2026, 3, 14, tzinfo=UTC)}, "open"),
        ({"at": datetime.fromisoformat("2026-03-14")}, "at"),
        ({"person": Person(accepts=frozenset({"dragons"}))}, "accepts"),
    ],
)
def test_a_query_that_cannot_be_answered_names_its_field(listing, ask, wrong, field):
    index = Index.build([listing("a")])

    with pytest.raises(BadInput) as refused:
        index.search(ask(**wrong))

    assert refused.value.field == field


def test_columns_hold_no_point_for_a_withheld_or_unplaced_row(listing):
    segment = build_segment([listing("u", lat=None, lon=None), listing("p")])

    arrays = to_arrays(segment)

    assert len(segment) == 2
    assert {len(arrays[f"listings.{name}"]) for name in ("lat", "lon", "cell")} == {1}
