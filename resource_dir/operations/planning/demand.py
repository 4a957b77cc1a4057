"""Demand as calls tell it, out of the batches in the database and the crosswalk that counts."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.gaps.demand.counted import Counted
from resource_dir.gaps.demand.demand import Demand
from resource_dir.models import AreaLayer, CallBatch, CallDataSet
from resource_dir.operations.planning.adding_up import Part, add_up, named_areas, only_asked
from resource_dir.operations.planning.areas import finder_of
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.crosswalks import CountingVersion, counting_version
from resource_dir.operations.planning.cubes import (
    keep_cube,
    keep_few,
    key_of,
    load_cube,
    write_whole,
)
from resource_dir.operations.planning.zone_lists import outlined

DUCKDB = "duckdb"
MONTHS_KEPT = 240  # files of a month each; the ones unused for longest go first


def demand_for(
    session: Session,
    asked: GapsAsked,
    *,
    folder: Path,
    engine: str = DUCKDB,
    versions: Mapping[str, CountingVersion] = MappingProxyType({}),
) -> Demand:
    """Demand of all asked data sets; each keeps its own exposure. `folder` holds files that may be
    deleted. `versions` stand in for what counts now of the crosswalks of these ids, to see what
    another version would do. Raises NotFound for a data set, layer or area that isn't there.
    """
    if asked.layer is not None and session.get(AreaLayer, asked.layer) is None:
        raise NotFound("There is no layer “%(layer)s”.", field="layer", layer=asked.layer[:60])
    parts = [
        part
        for data_set in _data_sets(session, asked.data_sets)
        if (
            part := _part(
                session,
                data_set,
                asked,
                version=versions.get(data_set.crosswalk_id or "")
                or counting_version(session, data_set.crosswalk_id),
                folder=folder,
                engine=engine,
            )
        )
        is not None
    ]
    return only_asked(add_up(parts, named_areas(session, parts, asked.layer)), asked)


def inputs_of(session: Session, asked: GapsAsked) -> tuple[tuple[str, str], ...]:
    """Digests of all that demand is worked out of, for whoever wants to prove it: name, digest."""
    found = []
    for data_set in _data_sets(session, asked.data_sets):
        found += [
            (f"calls {data_set.id} {batch.month:%Y-%m}", batch.digest)
            for batch in _batches(session, data_set.id, asked)
        ]
        version = counting_version(session, data_set.crosswalk_id)
        if version.number:
            digest = key_of({"entries": _plain_entries(version)})
            found.append((f"crosswalk {version.name}", digest))
    return tuple(found)


def _data_sets(session: Session, names: Sequence[str]) -> list[CallDataSet]:
    rows = list(session.scalars(select(CallDataSet).order_by(CallDataSet.id)))
    known = {row.id for row in rows}
    for name in names:
        if name not in known:
            raise NotFound("There is no data set “%(name)s”.", field="data", name=name[:60])
    return [row for row in rows if not names or row.id in names]


def _batches(session: Session, data_set_id: str, asked: GapsAsked) -> list[Any]:
    """Months of the period, without their content."""
    query = select(CallBatch.month, CallBatch.digest, CallBatch.observed).where(
        CallBatch.data_set_id == data_set_id
    )
    if asked.from_day is not None:
        query = query.where(CallBatch.month >= asked.from_day.replace(day=1))
    if asked.to_day is not None:
        query = query.where(CallBatch.month <= asked.to_day)
    return list(session.execute(query.order_by(CallBatch.month)))


def _part(
    session: Session,
    data_set: CallDataSet,
    asked: GapsAsked,
    *,
    version: CountingVersion,
    folder: Path,
    engine: str,
) -> Part | None:
    """None where the data set observed nothing in the period."""
    counted = counted_with(session, data_set, version, asked, folder=folder, engine=engine)
    return None if counted is None else Part(data_set, version, counted)


def counted_with(
    session: Session,
    data_set: CallDataSet,
    version: CountingVersion,
    asked: GapsAsked,
    *,
    folder: Path,
    engine: str = DUCKDB,
) -> Counted | None:
    """One data set counted by any crosswalk; None where it observed nothing in the period."""
    batches = _batches(session, data_set.id, asked)
    observed = {
        day: shares
        for batch in batches
        for day, shares in batch.observed.items()
        if _is_in(date.fromisoformat(day), asked)
    }
    if not observed:
        return None
    layer = _layer_in_force(session, data_set, asked)
    digests = tuple(batch.digest for batch in batches)
    key = key_of(
        {
            "batches": digests,
            "observed": observed,
            "crosswalk": _plain_entries(version),
            "layer": layer,
            "own_layer": data_set.layer_id,
            "outlines": _taken_in(session, layer, data_set),
            "grid": asked.grid,
            "from": asked.from_day,
            "to": asked.to_day,
        }
    )
    counted = load_cube(folder / "cubes", key)
    if counted is None:
        counted = _count(session, data_set, version, observed, asked, folder=folder, engine=engine)
        keep_cube(folder / "cubes", key, counted)
    return counted


def _layer_in_force(session: Session, data_set: CallDataSet, asked: GapsAsked) -> str | None:
    """The areas that calls are told to; None: they go by their zones, or by the grid."""
    return None if asked.grid else outlined(session, asked.layer or data_set.layer_id)


def _taken_in(session: Session, layer: str | None, data_set: CallDataSet) -> datetime | None:
    """When the outlines came in by which cells are told to areas: others, another cube."""
    if layer is None or layer == data_set.layer_id:
        return None
    return session.scalar(select(AreaLayer.created).where(AreaLayer.id == layer))


def _is_in(day: date, asked: GapsAsked) -> bool:
    return (asked.from_day is None or day >= asked.from_day) and (
        asked.to_day is None or day <= asked.to_day
    )


def _plain_entries(version: CountingVersion) -> list[list[Any]]:
    return [[e.call_type, e.disposition, e.need, e.weight] for e in version.entries]


def _count(
    session: Session,
    data_set: CallDataSet,
    version: CountingVersion,
    observed: dict[str, list[float]],
    asked: GapsAsked,
    *,
    folder: Path,
    engine: str,
) -> Counted:
    from resource_dir.gaps.demand.counting import count
    from resource_dir.gaps.demand.cube import cube_of
    from resource_dir.gaps.demand.engines import engine_of

    layer = _layer_in_force(session, data_set, asked)
    paths = _files(session, data_set.id, asked, folder)
    areas, border_share = _areas_of_cells(session, data_set, layer, paths)
    with engine_of(engine) as running:
        cube = cube_of(
            running,
            paths,
            version.entries,
            layer=layer,
            area_of_cell=areas,
            by_grid=asked.grid is not None,
            from_day=asked.from_day,
            to_day=asked.to_day,
        )
    if asked.grid is not None:
        from resource_dir.gaps.demand.grids import coarser

        cube = coarser(cube, asked.grid)
    return replace(count(cube, observed), border_share=border_share)


def _areas_of_cells(
    session: Session, data_set: CallDataSet, layer: str | None, paths: Sequence[Path]
) -> tuple[dict[int, str] | None, float]:
    """Of each cell, and the share of cells that cross a border; None where the calls carry their
    area of this layer themselves."""
    if layer is None or layer == data_set.layer_id:
        return None, 0.0
    from resource_dir.gaps.demand.cube import cells_in

    finder, cells = finder_of(session, layer), cells_in(paths)
    return finder.areas_of_cells(cells), finder.straddling(cells)


def _files(session: Session, data_set_id: str, asked: GapsAsked, folder: Path) -> list[Path]:
    """The batches as files; one that is missing is written anew from the database."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for batch in _batches(session, data_set_id, asked):
        path = folder / f"{batch.digest}.parquet"
        if not _is_there(path):
            content = session.scalars(
                select(CallBatch.content).where(
                    CallBatch.data_set_id == data_set_id, CallBatch.month == batch.month
                )
            ).one()
            write_whole(path, lambda file, content=content: file.write(content))
        paths.append(path)
    keep_few(folder, "*.parquet", max(MONTHS_KEPT, len(paths)))
    return paths


def _is_there(path: Path) -> bool:
    """Whether there is such a file; it counts as used now."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True
