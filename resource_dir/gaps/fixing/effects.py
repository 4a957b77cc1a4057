"""What some moves do: people covered before and after, by need, by area, in all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.fixing.applying import County, apply_moves
from resource_dir.gaps.fixing.concerned import needs_moved, only_concerned
from resource_dir.gaps.fixing.moves import Move
from resource_dir.gaps.table.building import Analysis, analyse

LEAST = 1e-9  # people a day: less is rounding


@dataclass(frozen=True, slots=True)
class Share:
    """One need in one area (None: everywhere): people a day who need a place, and how many of them
    are covered, before and after."""

    need: str
    area: str | None
    people_per_day: float
    covered_before: float
    people_after: float
    covered_after: float

    @property
    def gained(self) -> float:
        """More people covered a day."""
        return self.covered_after - self.covered_before


@dataclass(frozen=True, slots=True)
class Effect:
    """The shares that changed, largest change first, and the totals of each need."""

    rows: tuple[Share, ...]
    totals: tuple[Share, ...]
    covered_before: float
    covered_after: float


def analyse_county(county: County) -> Analysis:
    """The county's analysis without draws."""
    return analyse(county.demand, county.supply, county.assumed)


def effect_of(county: County, moves: Sequence[Move]) -> Effect:
    """Before and after, of the needs that the moves can touch. Raises NotFound, BadInput."""
    after = apply_moves(county, moves)
    concerned = needs_moved(county, moves) | needs_moved(after, moves)
    now = analyse_county(only_concerned(county, concerned))
    then = analyse_county(only_concerned(after, concerned))
    rows = _shares(now, then)
    changed = [row for row in rows if abs(row.gained) > LEAST or _moved(row)]
    return Effect(
        rows=tuple(sorted(changed, key=lambda row: -abs(row.gained))),
        totals=tuple(sorted(_totals(rows), key=lambda row: -abs(row.gained))),
        covered_before=sum(row.covered_before for row in rows),
        covered_after=sum(row.covered_after for row in rows),
    )


def _moved(row: Share) -> bool:
    return abs(row.people_after - row.people_per_day) > LEAST


def covered_per_day(analysis: Analysis) -> float:
    """People a day who find a place, all needs and areas together."""
    return float((analysis.sources.arrivals * analysis.covered.covered).sum()) / 7


def _by_row(analysis: Analysis) -> dict[tuple[str, str], tuple[float, float]]:
    people = analysis.sources.arrivals.sum(axis=1) / 7
    covered = (analysis.sources.arrivals * analysis.covered.covered).sum(axis=1) / 7
    number = len(analysis.rows.need)
    row = analysis.rows.row
    people_by = np.bincount(row, weights=people, minlength=number)
    covered_by = np.bincount(row, weights=covered, minlength=number)
    demand = analysis.demand
    return {
        (demand.needs[k], demand.areas[a].id): (float(p), float(c))
        for k, a, p, c in zip(
            analysis.rows.need, analysis.rows.area, people_by, covered_by, strict=True
        )
    }


def _shares(now: Analysis, then: Analysis) -> list[Share]:
    before, after = _by_row(now), _by_row(then)
    return [
        Share(
            need, area, *before.get((need, area), (0.0, 0.0)), *after.get((need, area), (0.0, 0.0))
        )
        for need, area in dict.fromkeys([*before, *after])
    ]


def _totals(rows: Sequence[Share]) -> list[Share]:
    sums: dict[str, list[float]] = {}
    for row in rows:
        of_need = sums.setdefault(row.need, [0.0] * 4)
        for number, value in enumerate(
            (row.people_per_day, row.covered_before, row.people_after, row.covered_after)
        ):
            of_need[number] += value
    return [Share(need, None, *of_need) for need, of_need in sums.items()]
