"""Give each location its IANA zone, and say where it came from.

A UTC offset, which is what the exchange standard has, is wrong for half of the year.
"""

from collections.abc import Sequence

from sqlalchemy import RowMapping, bindparam, select, update
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.operations.rows import CHUNK, grouped, rows_where, table_of

_location = table_of(models.Location)
_SET_ZONE = (
    update(_location)
    .where(_location.c.id == bindparam("location_id"))
    .values(zone=bindparam("zone"), zone_origin=bindparam("zone_origin"))
)


def assign_zones(session: Session, *, default_zone: str) -> None:
    """Fill the zone of every location that has none: from its point, its ZIP, the area it serves,
    or the setting, in this order. A withheld location has only the last two.
    """
    fallback = {"zone": default_zone, "zone_origin": "setting"}
    while rows := _without_zone(session):
        ids = [row["id"] for row in rows]
        addresses = grouped(rows_where(session, models.Address, "location_id", ids), "location_id")
        served = _areas_served(session, ids)
        found = []
        for row in rows:
            zone, origin = _zone(row, addresses[row["id"]], served.get(row["id"], frozenset()))
            named = {"zone": zone, "zone_origin": origin} if zone else fallback
            found.append({"location_id": row["id"], **named})
        session.connection().execute(_SET_ZONE, found)


def _without_zone(session: Session) -> Sequence[RowMapping]:
    statement = (
        select(_location).where(_location.c.zone.is_(None)).order_by(_location.c.id).limit(CHUNK)
    )
    return session.execute(statement).mappings().all()


def _zone(
    location: RowMapping, addresses: Sequence[RowMapping], served: frozenset[str]
) -> tuple[str | None, str]:
    if location["latitude"] is not None:
        zone = geo.zone_at(location["latitude"], location["longitude"])
        if zone:
            return zone, "point"
    for address in addresses:
        keys = geo.area_keys(
            postal_code=address["postal_code"],
            city=address["city"],
            state=address["state_province"],
        )
        zone = geo.zone_of_area(keys) if keys else None
        if zone:
            return zone, "zip"
    return (geo.zone_of_area(served) if served else None), "area"


def _areas_served(session: Session, location_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Keys of the areas that the services at each location declare."""
    links = rows_where(session, models.ServiceAtLocation, "location_id", location_ids)
    by_service = grouped(
        rows_where(session, models.ServiceArea, "service_id", {row["service_id"] for row in links}),
        "service_id",
    )
    by_link = grouped(
        rows_where(
            session, models.ServiceArea, "service_at_location_id", {row["id"] for row in links}
        ),
        "service_at_location_id",
    )
    found: dict[str, frozenset[str]] = {}
    for link in links:
        rows = [*by_link[link["id"]], *by_service[link["service_id"]]]
        keys = frozenset().union(*(geo.areas_named(row["name"] or "") for row in rows))
        found[link["location_id"]] = found.get(link["location_id"], frozenset()) | keys
    return found
