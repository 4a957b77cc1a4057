"""Layers are stored, replaced, listed and taken away; what is counted by one can't go."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.areas.counties import counties_as_areas
from resource_dir.gaps.areas.layers import LayerArea
from resource_dir.models import AuditEntry, CallDataSet
from resource_dir.operations.planning.areas import (
    finder_of,
    list_layers,
    remove_layer,
    take_areas,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


def _square(key: str, west: float, people: int | None = None) -> LayerArea:
    ring = [[west, 38.0], [west + 1, 38.0], [west + 1, 39.0], [west, 39.0], [west, 38.0]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    return LayerArea(key, f"Area {key}", people, 38.5, west + 0.5, 9_700.0, outline)


def _take(session: Session, *areas: LayerArea, layer: str = "beats", name: str = "Beats") -> int:
    with writing(session):
        return take_areas(
            session, layer, areas, name=name, source="beats.geojson", actor="ann", now=NOW
        )


def test_a_layer_is_listed_with_how_many_areas_say_how_many_live_there(session: Session) -> None:
    assert _take(session, _square("w", -107, 1200), _square("e", -106)) == 2

    [listed] = list_layers(session)
    assert (listed.id, listed.name, listed.areas, listed.with_population) == (
        "beats", "Beats", 2, 1,
    )  # fmt: skip
    found = finder_of(session, "beats").areas_of_points(
        np.array([38.5, 38.5, 50.0]), np.array([-106.5, -105.5, 0.0])
    )
    assert found.tolist() == ["w", "e", ""]


def test_a_layer_of_the_same_id_takes_the_place_of_the_one_before(session: Session) -> None:
    _take(session, _square("w", -107), _square("e", -106))

    _take(session, _square("only", -107), name="Beats of 2026")

    [listed] = list_layers(session)
    assert (listed.name, listed.areas) == ("Beats of 2026", 1)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "areas.take")).all()
    assert [entry.actor for entry in entries] == ["ann", "ann"]


def test_counties_of_a_state_can_be_kept(session: Session) -> None:
    assert _take(session, *counties_as_areas("CO"), layer="counties", name="Counties") == 64

    found = finder_of(session, "counties").areas_of_points(np.array([38.505]), np.array([-106.055]))
    assert found.tolist() == ["08015"]


@pytest.mark.parametrize("layer", ["", "Beats", "zone", "cell", "1st", "a:b", "x" * 41, "a b"])
def test_an_id_that_would_be_taken_for_something_else_is_refused(
    session: Session, layer: str
) -> None:
    with pytest.raises(BadInput) as refused:
        _take(session, _square("w", -107), layer=layer)

    assert refused.value.field == "layer"
    assert list_layers(session) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "case no. 2025-00417"])
def test_a_name_that_is_none_or_speaks_of_a_person_is_refused(session: Session, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        _take(session, _square("w", -107), name=name)

    assert refused.value.field == "name"


def test_a_layer_goes_only_when_nothing_is_counted_by_it(
    session: Session, write: Callable[..., None], stored_calls: Callable[..., list[Any]]
) -> None:
    write(*stored_calls())
    with pytest.raises(BadInput) as refused, writing(session):
        remove_layer(session, "beats", actor="ann", now=NOW)
    assert "juniper" in refused.value.message

    with writing(session):
        session.get_one(CallDataSet, "juniper").layer_id = None
    with writing(session):
        remove_layer(session, "beats", actor="ann", now=NOW)

    assert list_layers(session) == []
    with pytest.raises(NotFound):
        finder_of(session, "beats")
    with pytest.raises(NotFound), writing(session):
        remove_layer(session, "beats", actor="ann", now=NOW)
