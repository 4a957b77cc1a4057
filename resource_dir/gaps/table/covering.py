"""What share of each source's people is covered in each hour, and the first reason where not.

A person is covered when a listing offers what they need, in reach, takes people in at that hour,
takes this person, and has room: none exists > too far > closed > not eligible > full > unknown.
"Unknown" is what no known place covers while a listing that doesn't say its hours or its places
might: it is neither covered nor refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import HOURS, Floats
from resource_dir.gaps.queues.delay import wait_over
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.table.catchments import Catchments
from resource_dir.gaps.table.gap_table import REASONS
from resource_dir.gaps.table.sources import Bools, Sources


@dataclass(frozen=True, slots=True)
class Covered:
    """covered (S, 168); refused (S, 168): the share of those who come to an open house that finds
    no room.
    """

    covered: Floats
    refused: Floats


def cover(
    sources: Sources,
    catchments: Catchments,
    assumed: Mapping[str, NeedAssumptions],
    needs: tuple[str, ...],
    minutes: Floats,
) -> Covered:
    """Coverage of every source; `minutes` (S,) is the shortest drive to a unit in reach."""
    refused = refused_share(sources, catchments, assumed, needs, minutes)
    found_room = catchments.eligible * (1.0 - refused)
    return Covered(np.where(catchments.reach, found_room, 0.0), refused)


def uncovered_people(sources: Sources, catchments: Catchments, refused: Floats) -> Floats:
    """(6, S), in the order of REASONS: of each source the people a week whom each reason keeps
    out. With those who are covered they make all who come."""
    near = _by_hour(np.asarray(sources.near.any(axis=1)))
    offered = _by_hour(np.asarray(sources.offers.any(axis=1)))
    placeless = _by_hour(sources.placeless)
    open_ = catchments.reach
    maybe = ~open_ & catchments.reach_maybe
    full = np.where(open_, catchments.eligible * refused, 0.0)
    left = {
        "none": ~offered,
        "too_far": offered & ~near & ~placeless,
        "closed": near & ~open_ & ~maybe,
        "not_eligible": np.where(open_, 1.0 - catchments.eligible, 0.0),
        "full": np.where(catchments.unknown, 0.0, full),
        "unknown": np.where(catchments.unknown, full, 0.0) + maybe + (offered & ~near & placeless),
    }
    return np.stack([(left[name] * sources.arrivals).sum(axis=1) for name in REASONS])


def _by_hour(values: Bools) -> Bools:
    return np.broadcast_to(values[:, None], (len(values), HOURS))


def refused_share(
    sources: Sources,
    catchments: Catchments,
    assumed: Mapping[str, NeedAssumptions],
    needs: tuple[str, ...],
    minutes: Floats,
) -> Floats:
    """(S, 168): turned away, or made to wait beyond the limit, by places and load of the hour."""
    refused = np.zeros(catchments.load.shape)
    for k in np.unique(sources.need):
        rows = sources.need == k
        if assumed[needs[k]].kind == "loss":
            refused[rows] = catchments.turned_away[rows]
            continue
        refused[rows] = refused_by(
            assumed[needs[k]],
            catchments.places[rows],
            catchments.load[rows],
            stay=float(sources.stay[rows][0]),
            travel_hours=minutes[rows][:, None] / 60,
        )
    return refused


def refused_by(
    assumed: NeedAssumptions,
    places: Floats,
    load: Floats,
    *,
    stay: Floats | float,
    travel_hours: Floats | float = 0.0,
) -> Floats:
    """The share refused by so many places under this load (erlangs), as one need counts it."""
    return refused_by_kind(
        assumed.kind,
        places,
        load,
        stay=stay,
        limit=assumed.limit_hours.value,
        travel=travel_hours,
    )


def refused_by_kind(
    kind: str,
    places: Floats,
    load: Floats,
    *,
    stay: Floats | float,
    limit: float,
    travel: Floats | float,
) -> Floats:
    """The share refused; 1 without any place. `stay`, `limit`, `travel` in hours.

    loss: Erlang B. wait: P(W > limit), Erlang C. mobile: P(W + travel > limit), Erlang C. open: 0.
    """
    if kind == "open":
        return np.zeros(np.broadcast_shapes(places.shape, load.shape))
    if kind == "loss":
        return erlang_b(places, load)
    left = np.asarray(limit - travel if kind == "mobile" else limit, dtype=np.float64)
    late = wait_over(np.maximum(left, 0.0), places, rate_per_hour=load / stay, service_hours=stay)
    return np.where((places > 0) & (left >= 0), late, 1.0)
