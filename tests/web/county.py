"""Invented listings in every state a page has to show. Nobody lives here; phones are 555-01xx."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from resource_dir import models

LAT, LON = 35.37, -119.02  # a point in Bakersfield, California
BED = "00000099-0000-4000-8000-000000000000"
SERVICES = {
    "sobering": 1,
    "detox": 2,
    "shelter": 3,
    "withheld": 4,
    "unplaced": 5,
    "spanish": 6,
    "hostile": 7,
}


def key(number: int, kind: int) -> str:
    """A UUID that says whose it is."""
    return f"{number:08d}-0000-4000-8000-{kind:012d}"


def service_id(name: str) -> str:
    """Id of the service of a listing."""
    return key(SERVICES[name], 2)


def listing_id(name: str) -> str:
    """Id of a listing: its service at its location, or the service alone."""
    return key(SERVICES[name], 2 if name == "withheld" else 4)


def rows(now: datetime) -> Iterator[object]:
    """All rows, parents first."""
    yield models.Unit(id=BED, name="bed")
    yield from _sobering(now)
    yield from _detox(now)
    yield from _shelter(now)
    yield from _withheld()
    yield from _unplaced()
    yield from _spanish()
    yield from _hostile()


def _listing(
    number: int, name: str, need: str, *, at: tuple[float, float] | None, **service: object
) -> Iterator[object]:
    yield models.Organization(id=key(number, 1), name=f"{name} Association")
    yield models.Service(id=key(number, 2), organization_id=key(number, 1), name=name, **service)
    lat, lon = at or (None, None)
    yield models.Location(
        id=key(number, 3), latitude=lat, longitude=lon, zone="America/Los_Angeles",
        zone_origin="point", location_type="physical", name=f"The old {name}",
    )  # fmt: skip
    yield models.Address(
        id=key(number, 5), location_id=key(number, 3), address_1=f"{number}00 Invented Way",
        city="Bakersfield", state_province="CA", postal_code="93301", address_type="physical",
    )  # fmt: skip
    yield models.ServiceAtLocation(
        id=key(number, 4), service_id=key(number, 2), location_id=key(number, 3)
    )
    yield models.ListingNeed(
        id=key(number, 6), service_id=key(number, 2), need_slug=need, origin="stated"
    )
    yield models.Phone(
        id=key(number, 7), service_id=key(number, 2), number=f"+1661555010{number}", type="voice"
    )


def _open(number: int, opens: time, closes: time, *, purpose: str = "opening") -> object:
    kind = 8 if purpose == "opening" else 9
    return models.Schedule(
        id=key(number, kind), service_at_location_id=key(number, 4), freq="WEEKLY",
        byday="MO,TU,WE,TH,FR,SA,SU", opens_at=opens, closes_at=closes, purpose=purpose,
    )  # fmt: skip


def _says(number: int, order: int, code: str, stance: str, value: str | None = None) -> object:
    return models.Criterion(
        id=key(number, order), service_id=key(number, 2), code=code, stance=stance, value=value
    )


def _beds(number: int, available: int, updated: datetime, *, audience: str = "public") -> object:
    return models.Capacity(
        id=key(number, 20), service_at_location_id=key(number, 4), unit_id=BED, available=available,
        population="women", maximum=12, updated=updated, source="phone", audience=audience,
    )  # fmt: skip


def _sobering(now: datetime) -> Iterator[object]:
    yield from _listing(
        1, "Lantern House", "sobering_center", at=(LAT + 0.01, LON),
        assured_date=date(2026, 11, 14), minimum_age=18,
        application_process="Ring the bell at the side.",
        description="Chairs, soup and a nurse. Open to everybody.",
    )  # fmt: skip
    yield _open(1, time(0, 0), time(0, 0))
    yield _beds(1, 3, now - timedelta(minutes=22))
    for hours, free in ((30, 5), (27, 2), (0.4, 3)):
        yield models.CapacityReport(
            capacity_id=key(1, 20), available=free, maximum=12, source="phone",
            updated=now - timedelta(hours=hours),
        )  # fmt: skip
    yield models.Metadata(
        id=key(1, 30), resource_id=key(1, 2), resource_type="service", field_name="assured_date",
        last_action_date=date(2026, 11, 14), updated_by="County steward, by phone",
    )  # fmt: skip
    yield _says(1, 10, "police_drop_off", "yes")
    yield _says(1, 11, "walk_in", "yes")
    yield _says(1, 12, "id_needed", "no")
    yield models.Criterion(
        id=key(1, 13), service_id=key(1, 2), code="police_entrance", stance="yes",
        value="Partner only door", audience="partner",
    )  # fmt: skip


def _detox(now: datetime) -> Iterator[object]:
    yield from _listing(
        2, "Cedar Bridge Detox", "withdrawal_management", at=(LAT, LON + 0.05),
        assured_date=date(2026, 3, 1),
    )  # fmt: skip
    yield _open(2, time(8, 0), time(23, 30))
    yield _open(2, time(8, 0), time(16, 0), purpose="intake")
    yield _beds(2, 9, now - timedelta(hours=40))
    yield _says(2, 10, "medical_clearance_needed", "yes")
    yield _says(2, 11, "pets", "no")


def _shelter(now: datetime) -> Iterator[object]:
    yield from _listing(3, "North Commons Shelter", "emergency_shelter", at=(LAT + 0.07, LON))
    yield _open(3, time(7, 0), time(19, 0))
    yield _beds(3, 0, now - timedelta(hours=1))
    yield _says(3, 10, "pets", "yes", "in a kennel")


def _withheld() -> Iterator[object]:
    yield models.Organization(id=key(4, 1), name="Quiet Harbor")
    yield models.Service(
        id=key(4, 2), organization_id=key(4, 1), name="Quiet Harbor safe house",
        application_process="Call the hotline.",
    )  # fmt: skip
    yield models.WithheldMark(
        table_name="service", row_id=key(4, 2), reason="stated",
        marked=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    yield models.ServiceArea(id=key(4, 5), service_id=key(4, 2), name="Kern County, CA")
    yield models.ListingNeed(
        id=key(4, 6), service_id=key(4, 2), need_slug="domestic_violence_shelter", origin="stated"
    )
    yield models.Phone(id=key(4, 7), service_id=key(4, 2), number="+16615550104", type="voice")


def _unplaced() -> Iterator[object]:
    yield from _listing(5, "County Food Pantry", "food", at=None)


def _spanish() -> Iterator[object]:
    yield from _listing(6, "Casa Clara", "emergency_shelter", at=(LAT, LON - 0.1))
    yield models.Language(id=key(6, 10), service_id=key(6, 2), code="es", name="Spanish")


def _hostile() -> Iterator[object]:
    """Text that would run in a browser, were it not escaped; and a link that is no web address."""
    yield from _listing(
        7, "<script>alert(1)</script> & Sons", "food", at=(LAT, LON + 0.01),
        description='"><img src=x onerror=alert(1)>', url="javascript:alert(1)",
    )  # fmt: skip
