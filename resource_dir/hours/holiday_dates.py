"""Public holidays by code: "US", "US-CA", "US:Christmas Day"."""

from datetime import date
from functools import lru_cache

from resource_dir.errors import BadInput

_YEARS_NAMED = range(2021, 2029)
"""Where a holiday's name is looked for: two full cycles of Inauguration Day, after Juneteenth."""


@lru_cache(maxsize=256)
def holiday_dates(code: str, year: int) -> frozenset[date]:
    """The dates of one year that a holiday code covers. Raises BadInput for an unknown code.

    A code without a name covers every public holiday and its observed day, as federal offices
    keep them. A named one covers that day alone: a pantry closed on Christmas Day is not
    therefore closed on the Monday after it.
    """
    days = _calendar(code, (year,))
    name = _name_of(code)
    return frozenset(day for day, names in days.items() if not name or name in names)


def check_holiday(code: str) -> None:
    """Raise BadInput (field "holiday") unless the code names holidays we can date."""
    name = _name_of(code)
    days = _calendar(code, tuple(_YEARS_NAMED))
    if name and not any(name in names for names in days.values()):
        raise BadInput(f'holiday "{code}" is in no calendar of its place', field="holiday")


def _name_of(code: str) -> str:
    return code.partition(":")[2].strip().casefold()


@lru_cache(maxsize=64)
def _calendar(code: str, years: tuple[int, ...]) -> dict[date, frozenset[str]]:
    # Imported here because the package carries every country's calendar, and most directories
    # have no holiday rule at all.
    import holidays

    country, _, region = code.partition(":")[0].strip().upper().partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=years)
    except (NotImplementedError, KeyError, ValueError) as error:
        raise BadInput(f'holiday "{code}" is of no known country', field="holiday") from error
    return {day: frozenset(name.casefold() for name in found.get_list(day)) for day in list(found)}
