"""The slow, obvious hours: every minute of some days, one after the other.

It shares nothing with the product but the Rule it is asked about. It knows weekday lists, "2MO",
every other week from a first date, validities, Christmas Day, and what is left unsaid.
"""

import math
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from resource_dir.hours import Hours, Rule

NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def minutes_of(zone: str, first: date, days: int) -> list[tuple[datetime, datetime]]:
    """(instant, wall clock) of every minute from the first date's noon before."""
    place = ZoneInfo(zone)
    start = (datetime.combine(first, time(), place) - timedelta(hours=12)).astimezone(UTC)
    instants = [start + n * ONE_MINUTE for n in range((days + 1) * 1440)]
    return [(each, each.astimezone(place).replace(tzinfo=None)) for each in instants]


def states_of(hours: Hours, purpose: str, first: date, days: int) -> dict[datetime, str]:
    """The state at every minute of the window, by instant."""
    minutes = minutes_of(hours.zone, first, days)
    rules = [rule for rule in hours.rules if rule.purpose == purpose and says_anything(rule)]
    states = ["closed" if rules else "unknown"] * len(minutes)
    found = [piece for n in range(-3, days + 3) for piece in pieces(rules, first + n * ONE_DAY)]
    for wanted in ("unknown", "open"):
        for state, opens, closes in found:
            if state == wanted:
                begin, end = passing(minutes, opens), passing(minutes, closes)
                states[begin:end] = [state] * max(0, end - begin)
    return {instant: state for (instant, _), state in zip(minutes, states, strict=True)}


def passing(minutes: list[tuple[datetime, datetime]], wall: datetime) -> int:
    """The first minute at which the clock shows or passes a time."""
    for number, (_, shown) in enumerate(minutes):
        if shown >= wall:
            return number
    return len(minutes)


def says_anything(rule: Rule) -> bool:
    has_times = rule.opens_at is not None and rule.closes_at is not None and not rule.is_closed
    return has_times or days_are_said(rule)


def days_are_said(rule: Rule) -> bool:
    return bool(
        rule.byday or rule.holiday or length(rule) <= 31 or (rule.is_closed and dated(rule))
    )


def dated(rule: Rule) -> bool:
    return rule.valid_from is not None or rule.valid_to is not None


def length(rule: Rule) -> float:
    """How narrow: days of validity; holidays just above one; half-open, then undated, last."""
    if rule.holiday:
        return 1.2
    if rule.valid_from and rule.valid_to:
        return (rule.valid_to - rule.valid_from).days + 1
    return math.inf if not dated(rule) else 1e6


def pieces(rules: list[Rule], day: date) -> list[tuple[str, datetime, datetime]]:
    """(state, begins, ends) in wall time of what the rules say about one date."""
    midnight = datetime.combine(day, time())
    unsaid = ("unknown", midnight, midnight + ONE_DAY)
    covering = [rule for rule in rules if covers(rule, day)]
    speaking = [rule for rule in covering if spoken(rule, day) != "no"]
    if not speaking:
        return [] if any(span(rule, day) for rule in covering) else [unsaid]
    top = min(length(rule) for rule in speaking)
    heard = [rule for rule in speaking if length(rule) == top]
    if any(rule.is_closed and spoken(rule, day) == "yes" for rule in heard):
        return []
    found = []
    for rule in heard:
        times = span(rule, day)
        maybe_closed = any(other.is_closed for other in heard)
        if spoken(rule, day) == "yes" and times:
            found.append(("unknown" if maybe_closed else "open", *times))
        elif spoken(rule, day) == "maybe" and times and len(heard) == len(speaking):
            found.append(("unknown", *times))
        else:
            found.append(
                ("unknown", midnight, max(midnight + ONE_DAY, times[1] if times else midnight))
            )
    return found


def covers(rule: Rule, day: date) -> bool:
    if rule.holiday and (day.month, day.day) != (12, 25):
        return False
    if rule.dtstart and day < rule.dtstart:
        return False
    return (rule.valid_from or day) <= day <= (rule.valid_to or day)


def spoken(rule: Rule, day: date) -> str:
    if rule.byday is None:
        return "yes" if days_are_said(rule) else "unstated"
    if not any(is_named(name, day) for name in rule.byday.split(",")):
        return "no"
    if rule.interval == 1:
        return "yes"
    if rule.dtstart is None:
        return "maybe"
    weeks = (monday(day) - monday(rule.dtstart)).days // 7
    return "yes" if weeks % rule.interval == 0 else "no"


def is_named(name: str, day: date) -> bool:
    if NAMES[day.weekday()] != name[-2:]:
        return False
    nth = int(name[:-2] or 0)
    before, after = (day.day - 1) // 7 + 1, (days_in_month(day) - day.day) // 7 + 1
    return nth in (0, before, -after)


def days_in_month(day: date) -> int:
    return ((day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY).day


def monday(day: date) -> date:
    return day - day.weekday() * ONE_DAY


def span(rule: Rule, day: date) -> tuple[datetime, datetime] | None:
    if rule.is_closed or rule.opens_at is None or rule.closes_at is None:
        return None
    opens, closes = datetime.combine(day, rule.opens_at), datetime.combine(day, rule.closes_at)
    if rule.closes_at == time(23, 59):
        closes += ONE_MINUTE
    return opens, closes if closes > opens else closes + ONE_DAY
