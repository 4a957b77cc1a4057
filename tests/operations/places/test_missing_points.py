"""Points for public listings that have only an address; never a question about a withheld one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.config import Settings
from resource_dir.database import scrub, writing
from resource_dir.errors import BadInput
from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.places import missing_points
from resource_dir.operations.places.missing_points import LookupReport, list_missing
from resource_dir.operations.withholding import purging
from resource_dir.operations.withholding.publishing import withhold_listing
from resource_dir.operations.withholding.purging import PURGED_TABLES
from tests.conftest import NOW
from tests.elsewhere import Elsewhere

HEAD = "LON,LAT,NUMBER,STREET,CITY,REGION,POSTCODE\n"
PANTRY = "-106.012345,38.531234,12,Invented Way,Salida,CO,81201\n"
FAST = 1000.0
Run = Callable[..., LookupReport]


def _nominatim(elsewhere: Elsewhere, kind: str = "house") -> Remote:
    answer = [{"lat": "38.531", "lon": "-106.012", "display_name": "There", "addresstype": kind}]
    elsewhere.answer = lambda handler: handler.say(answer)
    return Remote(RemoteOptions("nominatim", elsewhere.url, timeout_seconds=2))


def _pantry(session: Session) -> models.Location:
    session.rollback()
    return session.scalars(select(models.Location).where(models.Location.name == "Pantry")).one()


def _document(session: Session) -> dict[str, Any]:
    session.rollback()
    documents = session.scalars(select(models.ListingDocument.document)).all()
    return next(one for one in documents if one and one["name"] == "Food pantry")


def test_a_listing_gets_the_point_of_its_house(
    session: Session, run: Run, layer: Any, pantry: None, keeper: IndexKeeper
) -> None:
    layer(PANTRY)

    report = run()

    place = _pantry(session)
    assert report.as_json()["found"] == 1
    assert (place.latitude, place.longitude) == (38.531234, -106.012345)
    assert (place.point_level, place.point_source) == ("point", "address layer")
    assert place.zone_origin == "point"
    assert _document(session)["lat"] == 38.531234
    assert _document(session)["point_level"] == "point"
    index = keeper.current(session)
    assert index is not None
    assert keeper.verify(session) == []


def test_without_a_layer_and_a_service_there_is_nothing_to_look_up_with(
    run: Run, pantry: None
) -> None:
    with pytest.raises(BadInput, match="address layer"):
        run()


def test_what_was_not_found_is_remembered_until_somebody_retries(
    session: Session, run: Run, layer: Any, pantry: None
) -> None:
    layer(PANTRY.replace(",12,", ",999,").replace("Invented Way", "Elsewhere Road"))

    first, second, again = run(), run(), run(is_retry=True)

    assert [one.as_json()["looked_up"] for one in (first, second, again)] == [1, 0, 1]
    assert first.as_json()["not_found"] == 1
    assert _pantry(session).latitude is None


def test_a_street_of_another_type_is_not_where_the_listing_is(
    session: Session, run: Run, layer: Any, pantry: None
) -> None:
    layer(PANTRY.replace("Invented Way", "Invented Street"))

    report = run()

    assert report.as_json()["not_found"] == 1
    assert _pantry(session).latitude is None


def test_a_service_is_asked_after_the_book(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere
) -> None:
    report = run(_nominatim(elsewhere))

    assert [one[1]["q"] for one in elsewhere.asked] == [["12 Invented Way, Salida, CO 81201"]]
    assert report.as_json()["found"] == 1
    assert _pantry(session).point_source == "nominatim"


@pytest.mark.parametrize("kind", ["town", "postcode"])
def test_the_middle_of_a_town_is_no_point_of_a_listing(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere, kind: str
) -> None:
    run(_nominatim(elsewhere, kind))

    assert _pantry(session).latitude is None


def test_a_point_in_another_county_is_not_taken(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere
) -> None:
    geocoder = _nominatim(elsewhere)
    answer = [{"lat": "39.74", "lon": "-104.99", "display_name": "X", "addresstype": "house"}]
    elsewhere.answer = lambda handler: handler.say(answer)

    report = run(geocoder)

    assert report.lookups[0].reason == "nominatim: found elsewhere"
    assert _pantry(session).latitude is None


def test_a_service_that_is_down_stops_the_run_and_nothing_is_remembered_as_not_found(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere
) -> None:
    geocoder = _nominatim(elsewhere)
    elsewhere.answer = lambda handler: handler.say({}, status=503)

    stopped = run(geocoder)
    resumed = run(_nominatim(elsewhere))

    assert stopped.stopped
    assert stopped.as_json()["remaining"] == 1
    assert resumed.as_json()["found"] == 1


def test_a_run_goes_on_where_its_limit_stopped_it(
    session: Session, run: Run, take: Any, package: Any, county: Any, elsewhere: Elsewhere
) -> None:
    for row in county["locations"]:
        row["latitude"] = row["longitude"] = ""
    for n in (1, 2):
        address = dict(
            county["addresses"][0], id=f"a{n}", location_id=f"l{n}", address_1=f"{n} A St"
        )
        county["addresses"].append(address)
    take(package(county))
    geocoder = _nominatim(elsewhere)

    reports = [run(geocoder, limit=2), run(geocoder, limit=2)]

    assert [one.as_json()["looked_up"] for one in reports] == [2, 1]
    assert [one.as_json()["remaining"] for one in reports] == [1, 0]
    assert len(elsewhere.asked) == 3


def test_an_import_that_still_has_no_point_keeps_the_one_that_was_found(
    session: Session, run: Run, layer: Any, take: Any, package: Any, county: Any, pantry: None
) -> None:
    layer(PANTRY)
    run()
    county["locations"][2]["description"] = "Behind the invented church."

    take(package(county, name="again"))

    place = _pantry(session)
    assert place.description == "Behind the invented church."
    assert (place.latitude, place.point_source) == (38.531234, "address layer")
    assert _document(session)["lat"] == 38.531234


def test_a_point_of_the_sources_own_takes_its_place(
    session: Session, run: Run, layer: Any, take: Any, package: Any, county: Any, pantry: None
) -> None:
    layer(PANTRY)
    run()
    county["locations"][2] |= {"latitude": "38.54", "longitude": "-106.01"}

    take(package(county, name="again"))

    place = _pantry(session)
    assert (place.latitude, place.point_level, place.point_source) == (38.54, None, None)
    assert _document(session)["point_level"] is None


def test_a_new_address_takes_the_point_of_the_old_one_along(
    session: Session, run: Run, layer: Any, take: Any, package: Any, county: Any, pantry: None
) -> None:
    layer(PANTRY)
    run()
    county["addresses"][0]["address_1"] = "14 Invented Way"

    take(package(county, name="again"))

    assert _pantry(session).latitude is None
    assert session.scalars(select(models.PointLookup)).all() == []
    assert _document(session)["lat"] is None


def _listing_id(session: Session) -> str:
    return str(_document(session)["id"])


def test_a_withheld_listing_is_never_asked_about(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere
) -> None:
    listing = _listing_id(session)
    with writing(session):
        withhold_listing(session, listing, now=NOW)

    report = run(_nominatim(elsewhere), is_retry=True)

    assert report.as_json()["looked_up"] == 0
    assert elsewhere.asked == []


MARKED = {
    "location": lambda d: ("location", d["location_id"]),
    "listing": lambda d: ("service_at_location", d["id"]),
    "service": lambda d: ("service", d["service_id"]),
    "organization": lambda d: ("organization", d["organization_id"]),
}


def _plant_a_mark(session: Session, kind: str) -> None:
    """A mark whose purge a careless writer forgot: address and row are as they were."""
    table, row_id = MARKED[kind](_document(session))
    session.rollback()
    with writing(session):
        session.add(
            models.WithheldMark(table_name=table, row_id=row_id, reason="steward", marked=NOW)
        )


@pytest.mark.parametrize("kind", MARKED)
def test_not_even_an_address_left_beside_a_mark_is_asked_about(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere, kind: str
) -> None:
    _plant_a_mark(session, kind)

    run(_nominatim(elsewhere), is_retry=True)

    assert elsewhere.asked == []


def test_not_even_an_address_left_under_a_withheld_listing_is_asked_about(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere
) -> None:
    with writing(session):
        session.execute(update(models.ListingDocument).values(is_withheld=True))

    run(_nominatim(elsewhere))

    assert elsewhere.asked == []


def test_without_its_condition_the_planted_mark_would_be_asked_about(
    session: Session,
    run: Run,
    pantry: None,
    elsewhere: Elsewhere,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _plant_a_mark(session, "service")
    monkeypatch.setattr(missing_points, "is_public", lambda: models.Location.id.is_not(None))

    run(_nominatim(elsewhere))

    assert len(elsewhere.asked) == 1


def test_a_listing_that_is_withheld_while_the_list_is_worked_through_is_not_asked_about(
    session: Session,
    engine: Engine,
    run: Run,
    pantry: None,
    elsewhere: Elsewhere,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listing, listed = _listing_id(session), list_missing

    def then_withheld(*args: Any, **options: Any) -> Any:
        found = listed(*args, **options)
        with Session(engine) as other, writing(other):
            withhold_listing(other, listing, now=NOW)
        return found

    monkeypatch.setattr(missing_points, "list_missing", then_withheld)

    report = run(_nominatim(elsewhere))

    assert elsewhere.asked == []
    assert report.lookups == []


CANARIES = (b"12 Invented Way", b"38.531234", b"-106.012345", b"12 invented way")


def _bytes_on_disk(engine: Engine, settings: Settings) -> bytes:
    """Every row of the tables around listings, and the files of an SQLite database."""
    about = {"address_point", "address_source"}
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - about
        rows = [connection.execute(text(f'SELECT * FROM "{one}"')).all() for one in sorted(tables)]
    data = repr(rows).encode()
    for path in settings.index_folder.rglob("*"):
        data += path.read_bytes() if path.is_file() else b""
    return data


def _sqlite_bytes(engine: Engine) -> bytes:
    if engine.dialect.name != "sqlite":
        return b""
    path = Path(str(engine.url.database))
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def test_a_listing_withheld_later_leaves_nothing_of_its_lookup(
    session: Session,
    engine: Engine,
    settings: Settings,
    run: Run,
    pantry: None,
    elsewhere: Elsewhere,
    keeper: IndexKeeper,
) -> None:
    geocoder = _nominatim(elsewhere)
    answer = [
        {"lat": "38.531234", "lon": "-106.012345", "display_name": "X", "addresstype": "house"}
    ]
    elsewhere.answer = lambda handler: handler.say(answer)
    run(geocoder)
    listing = _listing_id(session)
    assert all(one in _bytes_on_disk(engine, settings) for one in CANARIES[:3])

    with writing(session):
        withhold_listing(session, listing, now=NOW)
    scrub(session, PURGED_TABLES)
    keeper.refresh(session)

    place = session.scalars(select(models.Location).where(models.Location.is_withheld)).one()
    assert (place.latitude, place.point_level, place.point_source) == (None, None, None)
    left = _bytes_on_disk(engine, settings) + _sqlite_bytes(engine)
    assert not [one for one in CANARIES if one in left]


def test_the_schema_refuses_a_purge_that_forgets_the_lookup(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(_nominatim(elsewhere))
    listing = _listing_id(session)
    monkeypatch.setattr(purging, "_forget_lookups", lambda session, locations: None)

    with pytest.raises(IntegrityError), writing(session):
        withhold_listing(session, listing, now=NOW)
