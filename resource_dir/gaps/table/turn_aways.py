"""Turn-aways that were seen, beside the share that is predicted: a check, in no other figure.

Of n people for whom a place was asked where the house answered, k were told that it is full. The
interval of k/n is exact (Clopper & Pearson, Biometrika 26 (1934) 404-413):

    low = Beta(0.025; k, n - k + 1), 0 for k = 0      high = Beta(0.975; k + 1, n - k), 1 for k = n

Predicted is the share refused of those who come to an open house that takes them and says how many
places it has: full / (full + covered), of the need's row over all areas.
"""

from dataclasses import dataclass

from scipy import special

from resource_dir.errors import BadInput
from resource_dir.gaps.table.gap_table import GapRow

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one need from one source ("holds" asked for, "calls" noted)."""

    need: str
    source: str
    asked: int
    full: int
    share: float
    low: float
    high: float
    predicted: float | None

    @property
    def verdict(self) -> str:
        """Where the predicted share lies: "inside" the interval, "below" or "above" it."""
        if self.predicted is None:
            return "unknown"
        if self.predicted < self.low:
            return "below"
        return "above" if self.predicted > self.high else "inside"


def seen_of(need: str, source: str, *, asked: int, full: int, predicted: float | None) -> Seen:
    """One line. Raises BadInput where more were full than asked, or nobody was asked."""
    if not 0 <= full <= asked or asked == 0:
        raise BadInput("So many answers can't be.", field="asked")
    low, high = exact_limits(full, asked)
    return Seen(need, source, asked, full, full / asked, low, high, predicted)


def exact_limits(found: int, of: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Clopper and Pearson's interval of found/of."""
    half = (1 - level) / 2
    low = special.betaincinv(found, of - found + 1, half) if found else 0.0
    high = special.betaincinv(found + 1, of - found, 1 - half) if found < of else 1.0
    return float(low), float(high)


def predicted_refusal(row: GapRow) -> float | None:
    """The share refused of those who come to an open house; None where none is known."""
    full = dict(row.uncovered).get("full", 0.0)
    met = full + row.covered_share
    return full / met if met > 0 else None
