"""The part of a county that a change can touch: working out the rest again would change nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from resource_dir.gaps.demand.demand import Demand
from resource_dir.gaps.fixing.applying import County
from resource_dir.gaps.fixing.moves import Move
from resource_dir.needs import with_children


def only_concerned(county: County, needs: Iterable[str]) -> County:
    """The county with those needs only that share units with these, directly or by others."""
    narrower = {slug: set(with_children(slug)) for slug in county.demand.needs}
    units = [set(unit.needs) for unit in county.supply.units]
    wanted = {slug for slug in county.demand.needs if slug in set(needs)}
    while True:
        given = set().union(
            *(each for each in units for slug in wanted if not narrower[slug].isdisjoint(each))
        )
        more = {slug for slug in county.demand.needs if not narrower[slug].isdisjoint(given)}
        if more <= wanted:
            return replace(county, demand=_with_needs(county.demand, wanted))
        wanted |= more


def needs_moved(county: County, moves: Sequence[Move]) -> set[str]:
    """Needs that these moves name, or that the units do which they name."""
    named = {move.need for move in moves if hasattr(move, "need")}
    ids = {
        unit_id
        for move in moves
        for unit_id in (getattr(move, "unit", None), *getattr(move, "units", ()))
    }
    borne = {slug for unit in county.supply.units if unit.id in ids for slug in unit.needs}
    return {
        slug
        for slug in county.demand.needs
        if slug in named or not borne.union(named).isdisjoint(with_children(slug))
    }


def _with_needs(demand: Demand, wanted: set[str]) -> Demand:
    kept = [k for k, slug in enumerate(demand.needs) if slug in wanted]
    return replace(
        demand,
        needs=tuple(demand.needs[k] for k in kept),
        rate=demand.rate[kept],
        variance=demand.variance[kept],
        heaviest=demand.heaviest[kept],
        calls=demand.calls[kept],
        dispersion=demand.dispersion[kept],
        raw=None if demand.raw is None else demand.raw[kept],
        kept=None if demand.kept is None else demand.kept[kept],
    )
