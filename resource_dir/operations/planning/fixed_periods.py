"""The periods that counts are published for: calendar years and quarters, never a free range.

Whoever may choose any first and last day can ask for two periods that differ by one day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from resource_dir.errors import BadInput

_NAMED = re.compile(r"(?P<year>20\d\d)(?:-Q(?P<quarter>[1-4]))?")
_QUARTERS = (1, 2, 3, 4)
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class FixedPeriod:
    """ "2025" or "2025-Q3", with its first and its last day."""

    name: str
    from_day: date
    to_day: date


def read_period(name: str) -> FixedPeriod:
    """The period of a name. Raises BadInput."""
    match = _NAMED.fullmatch(name.strip())
    if match is None:
        raise BadInput(
            "Counts are published for a year such as 2025 or a quarter such as 2025-Q3.",
            field="period",
        )
    year = int(match["year"])
    if match["quarter"] is None:
        return FixedPeriod(str(year), date(year, 1, 1), date(year, 12, 31))
    return _quarter(year, int(match["quarter"]))


def _quarter(year: int, quarter: int) -> FixedPeriod:
    first = date(year, _MONTHS * quarter - 2, 1)
    after = date(year + 1, 1, 1) if quarter == _QUARTERS[-1] else date(year, first.month + 3, 1)
    return FixedPeriod(f"{year}-Q{quarter}", first, after - timedelta(days=1))


def periods_within(first: date, last: date) -> Iterator[FixedPeriod]:
    """Years and quarters that lie wholly between two days, the newest first."""
    for year in range(last.year, first.year - 1, -1):
        for period in (
            read_period(str(year)),
            *(_quarter(year, quarter) for quarter in reversed(_QUARTERS)),
        ):
            if first <= period.from_day and period.to_day <= last:
                yield period
