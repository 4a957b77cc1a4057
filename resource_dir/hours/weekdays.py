"""The day lists of a recurrence rule: "MO,TU", "MO-FR", "2MO", "-1FR", "1,15,-1"."""

import re

from resource_dir.errors import BadInput

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_NAME = "|".join(WEEKDAYS)
_DAY = re.compile(rf"(?P<nth>[+-]?\d{{1,2}})?(?P<day>{_NAME})(?:-(?P<last>{_NAME}))?")


def days_of(byday: str) -> tuple[tuple[int, int], ...]:
    """(weekday, nth) pairs of a `byday`: Monday is 0, nth 0 means every one, -1 the last.

    A range such as "FR-MO" runs over the weekend. Raises BadInput (field "byday").
    """
    tokens = [token for token in re.split(r"[,\s]+", byday.strip().upper()) if token]
    days = [day for token in tokens for day in _read_day(token)]
    if not days:
        raise BadInput('byday names no day: write "MO,TU" or "2MO"', field="byday")
    return tuple(sorted(set(days)))


def _read_day(token: str) -> list[tuple[int, int]]:
    found = _DAY.fullmatch(token)
    if found is None or (found["nth"] and (found["last"] or abs(int(found["nth"])) not in _NTH)):
        raise BadInput(f'byday "{token}" is not a day: write "MO,TU" or "2MO"', field="byday")
    first = WEEKDAYS.index(found["day"])
    if not found["last"]:
        return [(first, int(found["nth"] or 0))]
    length = (WEEKDAYS.index(found["last"]) - first) % 7
    return [((first + step) % 7, 0) for step in range(length + 1)]


_NTH = range(1, 54)


def byday_text(days: tuple[tuple[int, int], ...]) -> str:
    """`days_of` backwards, with ranges written out as the standard asks."""
    return ",".join(f"{nth or ''}{WEEKDAYS[day]}" for day, nth in days)


def numbers_of(text: str, field: str, *, largest: int) -> tuple[int, ...]:
    """Whole numbers of a list such as "1,15,-1"; raises BadInput naming `field`."""
    try:
        numbers = tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise BadInput(f'{field} "{text}" is not a list of numbers', field=field) from error
    if not numbers or not all(1 <= abs(number) <= largest for number in numbers):
        raise BadInput(f"{field} takes 1 to {largest}, or -1 to -{largest}", field=field)
    return numbers
