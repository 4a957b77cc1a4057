"""A list names the zones that calls carry: names and people come, places don't."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput
from resource_dir.gaps.areas.layers import read_layer
from resource_dir.gaps.demand.demand import Demand
from resource_dir.models import CallDataSet
from resource_dir.operations.planning.areas import finder_of, list_layers, take_areas
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.demand import demand_for
from resource_dir.operations.planning.zone_lists import name_zones, outlined
from tests.stored_calls import NOW

Write = Callable[..., None]
LIST = b"beat,name,population\nS,Southside,2500\nQ,Quarry,90\n"
OTHER = b"beat,name,population\nS,South End,2600\n"


def _take(session: Session, content: bytes = LIST, layer: str = "zones") -> None:
    with writing(session):
        take_areas(session, layer, read_layer(content).areas, name="Zones", source="zones.csv",
                   actor="ann", now=NOW)  # fmt: skip


def _zones(demand: Demand) -> dict[str, tuple[str, int | None]]:
    return {
        area.id: (area.name, area.population)
        for area in demand.areas
        if area.id.startswith("zone:")
    }


@pytest.fixture
def county(session: Session, write: Write, stored_calls: Callable[..., list[Any]]) -> Session:
    write(*stored_calls(layer=None))
    return session


def test_a_list_is_kept_without_a_place(session: Session) -> None:
    _take(session)

    [listed] = list_layers(session)
    assert (listed.areas, listed.with_population, listed.outlines) == (2, 2, 0)
    assert outlined(session, "zones") is None
    assert finder_of(session, "zones").areas_of_cells([]) == {}


def test_calls_keep_their_zone_and_get_its_name_and_people(county: Session, tmp_path: Path) -> None:
    before = demand_for(county, GapsAsked(), folder=tmp_path)
    _take(county)

    after = demand_for(county, GapsAsked(layer="zones"), folder=tmp_path)

    assert _zones(before) == {"zone:S": ("S", None)}
    assert _zones(after) == {"zone:S": ("Southside", 2500)}
    assert after.calls.tolist() == before.calls.tolist()


def test_a_data_set_may_go_by_a_list_from_now_on(county: Session, tmp_path: Path) -> None:
    _take(county)

    with writing(county):
        name_zones(county, "zones", "juniper", actor="ann", now=NOW)

    assert _zones(demand_for(county, GapsAsked(), folder=tmp_path)) == {
        "zone:S": ("Southside", 2500)
    }


def test_two_lists_that_differ_name_nobodys_people(
    county: Session, tmp_path: Path, write: Write
) -> None:
    _take(county)
    _take(county, OTHER, "others")
    with writing(county):
        name_zones(county, "zones", "juniper", actor="ann", now=NOW)
        first = county.get(CallDataSet, "juniper")
        assert first is not None
        county.add(CallDataSet(id="pine", agency="Pine", zone=first.zone, profile={},
                               layer_id="others", crosswalk_id="juniper", created=NOW,
                               created_by="t"))  # fmt: skip
        county.flush()
        _copy_batches(county, "juniper", "pine")

    assert _zones(demand_for(county, GapsAsked(), folder=tmp_path)) == {
        "zone:S": ("South End / Southside", None)
    }


def _copy_batches(session: Session, source: str, target: str) -> None:
    from sqlalchemy import select

    from resource_dir.models import CallBatch

    for row in session.scalars(select(CallBatch).where(CallBatch.data_set_id == source)):
        session.add(CallBatch(data_set_id=target, month=row.month, calls=row.calls,
                              observed=row.observed, content=row.content,
                              digest=row.digest))  # fmt: skip


def test_calls_that_lie_in_outlines_take_no_list_for_their_own(
    session: Session, write: Write, stored_calls: Callable[..., list[Any]]
) -> None:
    write(*stored_calls())
    _take(session)

    with pytest.raises(BadInput, match="not to their zones"), writing(session):
        name_zones(session, "zones", "juniper", actor="ann", now=NOW)


def test_a_layer_with_outlines_names_no_zones(county: Session) -> None:
    with pytest.raises(BadInput, match="has outlines"), writing(county):
        name_zones(county, "beats", "juniper", actor="ann", now=NOW)
