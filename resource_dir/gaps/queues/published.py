"""Published Erlang tables, row by row: rounded, imprecise, or misprinted.

Tables that planners copy from hold misprints: one digit wrong, and a unit is planned with a load
it can't carry. A row says that `units` carry a load of A erlangs at a turn-away of B.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.queues.erlang import erlang_b, load_carried_at

MISPRINT_FROM = 0.01  # of the target: no rounding of three decimals moves B so far
VERDICTS = ("rounded", "imprecise", "misprint")


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One printed row and what it should say.

    `printed` and `right`: erlangs; `turn_away`: B at the printed load; `verdict`: "rounded" (the
    printed digits are right, or the last is one off), "imprecise" (they aren't, but B is within
    1 % of the target), "misprint" (it isn't).
    """

    units: int
    printed: float
    right: float
    turn_away: float
    verdict: str


def checked_table(
    rows: Sequence[tuple[int, float]], *, target: float, decimals: int = 3
) -> tuple[PublishedRow, ...]:
    """(units, printed load) of a table of B = `target`, each with its verdict; errors as erlang_b.

    With A* = the load at which B(c, A*) = target: rounded if |A - A*| ≤ 10^-decimals, else misprint
    if |B(c, A)/target - 1| > 1 %, else imprecise.
    """
    units = np.array([row[0] for row in rows], dtype=np.float64)
    printed = np.array([row[1] for row in rows], dtype=np.float64)
    right, turned = load_carried_at(units, target), erlang_b(units, printed)
    is_rounded = np.abs(printed - right) <= 10.0**-decimals
    is_far = np.abs(turned / target - 1) > MISPRINT_FROM
    verdicts = np.where(is_rounded, 0, np.where(is_far, 2, 1))
    return tuple(
        PublishedRow(int(c), float(a), round(float(r), decimals), float(b), VERDICTS[v])
        for c, a, r, b, v in zip(units, printed, right, turned, verdicts, strict=True)
    )


def misprints(
    rows: Sequence[tuple[int, float]], *, target: float, decimals: int = 3
) -> tuple[PublishedRow, ...]:
    """The misprinted rows of a table, fewest units first."""
    found = checked_table(rows, target=target, decimals=decimals)
    wrong = [row for row in found if row.verdict == "misprint"]
    return tuple(sorted(wrong, key=lambda row: row.units))
