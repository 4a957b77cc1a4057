"""Data sets counted apart, added up: rates of each over its own observed hours, never pooled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.gaps.demand.demand import HOURS, Demand, DemandArea, Observed
from resource_dir.models import Area, CallDataSet
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.crosswalks import CountingVersion
from resource_dir.operations.planning.zone_lists import with_names, zones_named

if TYPE_CHECKING:
    from resource_dir.gaps.demand.counted import Counted


@dataclass(frozen=True, slots=True)
class Part:
    """One data set counted, and what it was counted with."""

    data_set: CallDataSet
    version: CountingVersion
    counted: "Counted"


def named_areas(
    session: Session, parts: Sequence[Part], layer: str | None = None
) -> dict[str, DemandArea]:
    """Every area of the parts by its key, with its name and a point inside it. `layer` stands in
    for each data set's own, where it was asked for."""
    areas: dict[str, DemandArea] = {}
    for part in parts:
        for key, point in zip(part.counted.areas, part.counted.points.tolist(), strict=True):
            latitude, longitude = point if not np.isnan(point[0]) else (None, None)
            areas.setdefault(key, DemandArea(key, _plain_name(key), latitude, longitude))
    layers = {part.data_set.layer_id for part in parts} | {key.partition(":")[0] for key in areas}
    rows = session.execute(
        select(
            Area.layer_id, Area.id, Area.name, Area.latitude, Area.longitude, Area.population
        ).where(Area.layer_id.in_(layers - {None}), Area.outline.is_not(None))
    )
    for row in rows:
        key = f"{row.layer_id}:{row.id}"
        if key in areas:
            areas[key] = DemandArea(key, row.name, row.latitude, row.longitude, row.population)
    lists = [layer] if layer else [part.data_set.layer_id or "" for part in parts]
    return with_names(areas, zones_named(session, lists))


def _plain_name(key: str) -> str:
    kind, _, name = key.partition(":")
    return name if kind == "zone" else key


def add_up(parts: Sequence[Part], areas: dict[str, DemandArea]) -> Demand:
    """All parts over all needs and areas: rates add up, each over its own observed hours."""
    needs = tuple(sorted({need for part in parts for need in part.counted.needs}))
    keys = tuple(sorted(areas))
    from resource_dir.gaps.demand.shrinking import hourly_rates  # SciPy, when somebody plans

    shape = (len(needs), len(keys))
    rate, variance, raw = (np.zeros((*shape, HOURS)) for _ in range(3))
    kept = np.zeros(shape)
    heaviest, calls = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    dispersion = np.ones(shape)
    for part in parts:
        counted = part.counted
        place = np.ix_(
            [needs.index(n) for n in counted.needs], [keys.index(a) for a in counted.areas]
        )
        hours = np.where(counted.hours > 0, counted.hours, np.inf)
        found = hourly_rates(counted.weight, counted.square, counted.hours, counted.dispersion)
        rate[place] += found.shrunk
        raw[place] += found.raw
        kept[place] += found.kept * found.raw.sum(axis=2)
        variance[place] += counted.square / hours**2
        heaviest[place] = np.maximum(heaviest[place], counted.heaviest / counted.hours.sum())
        calls[place] += counted.calls
        dispersion[place] = np.maximum(dispersion[place], counted.dispersion)
    return Demand(
        needs=needs,
        areas=tuple(areas[key] for key in keys),
        rate=rate,
        variance=variance,
        heaviest=heaviest,
        calls=calls,
        dispersion=dispersion,
        observed=tuple(_observed(part) for part in parts),
        raw=raw,
        kept=np.divide(kept, raw.sum(axis=2), out=np.ones(shape), where=raw.sum(axis=2) > 0),
    )


def _observed(part: Part) -> Observed:
    return Observed(
        data_set=part.data_set.id,
        agency=part.data_set.agency,
        zone=part.data_set.zone,
        from_day=part.counted.from_day,
        to_day=part.counted.to_day,
        hours=part.counted.hours,
        calls=part.counted.all_calls,
        unmapped=part.counted.unmapped,
        crosswalk=f"{part.version.crosswalk} {part.version.number}"
        if part.version.number
        else None,
        is_reviewed=part.version.is_reviewed,
        border_share=part.counted.border_share,
    )


def only_asked(demand: Demand, asked: GapsAsked) -> Demand:
    """The needs and the area that were asked for."""
    kept = [k for k, need in enumerate(demand.needs) if not asked.needs or need in asked.needs]
    areas = list(range(len(demand.areas)))
    if asked.area is not None:
        areas = [a for a in areas if demand.areas[a].id == asked.area]
        if not areas:
            raise NotFound(
                "No call lies in an area “%(area)s”.", field="area", area=asked.area[:60]
            )
    place = np.ix_(kept, areas)
    return Demand(
        needs=tuple(demand.needs[k] for k in kept),
        areas=tuple(demand.areas[a] for a in areas),
        rate=demand.rate[place],
        variance=demand.variance[place],
        heaviest=demand.heaviest[place],
        calls=demand.calls[place],
        dispersion=demand.dispersion[place],
        observed=demand.observed,
        raw=None if demand.raw is None else demand.raw[place],
        kept=None if demand.kept is None else demand.kept[place],
    )
