"""What some changes do, in words: people who find a place, before beside after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resource_dir.gaps.fixing.applying import County
from resource_dir.gaps.fixing.moves import Move
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers

if TYPE_CHECKING:
    from resource_dir.gaps.fixing.effects import Share

MOST_ROWS = 30
EVERYWHERE = None


@dataclass(frozen=True, slots=True)
class ShownShare:
    """One need in one area: people a day, and who of them is covered before and after."""

    need: str
    area: str
    people: str
    before: str
    before_share: str
    after: str
    after_share: str
    gained: str
    is_better: bool


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """The whole county, its needs, and the areas that change most; `more` rows are left out."""

    gained: str
    before: str
    after: str
    totals: tuple[ShownShare, ...]
    rows: tuple[ShownShare, ...]
    more: int


def shown_effect(county: County, moves: Sequence[Move]) -> ShownEffect:
    """Try the moves. Raises BadInput, NotFound."""
    from resource_dir.gaps.fixing.effects import effect_of  # SciPy, when somebody plans

    effect = effect_of(county, moves)
    names = {area.id: area.name for area in county.demand.areas}
    return ShownEffect(
        gained=signed(effect.covered_after - effect.covered_before),
        before=numbers.number(effect.covered_before),
        after=numbers.number(effect.covered_after),
        totals=tuple(_shown(row, names) for row in effect.totals),
        rows=tuple(_shown(row, names) for row in effect.rows[:MOST_ROWS]),
        more=max(len(effect.rows) - MOST_ROWS, 0),
    )


def _shown(share: "Share", names: dict[str, str]) -> ShownShare:
    return ShownShare(
        need=need_name(share.need),
        area="" if share.area is EVERYWHERE else names.get(share.area, share.area),
        people=numbers.number(share.people_after),
        before=numbers.number(share.covered_before),
        before_share=numbers.percent(_part(share.covered_before, share.people_per_day)),
        after=numbers.number(share.covered_after),
        after_share=numbers.percent(_part(share.covered_after, share.people_after)),
        gained=signed(share.gained),
        is_better=share.gained > 0,
    )


def _part(covered: float, people: float) -> float | None:
    return covered / people if people else None


def signed(value: float) -> str:
    """A change with its sign."""
    if abs(value) < 0.005:
        return "0"
    return f"{value:+.2f}" if abs(value) < 10 else f"{value:+.0f}"
