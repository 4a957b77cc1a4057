"""From what was tallied to the faults of an audit."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from resource_dir.gaps.calls.auditing import DONE, REFUSING, SMALLEST_PILE, Audit, Fault
from resource_dir.gaps.calls.breaks import type_breaks
from resource_dir.gaps.calls.cleaning import Mark
from resource_dir.gaps.calls.clock import HOURS_A_DAY, Seen
from resource_dir.gaps.calls.coarsening import Kept
from resource_dir.gaps.calls.period import Body, Span
from resource_dir.gaps.calls.profiles import CallProfile
from resource_dir.gaps.calls.tallying import Tally

ORDER = tuple(DONE)
NOON = 12
# Of 200 calls a day that has evenings leaves none after noon only where AM and PM were lost.
FEWEST_TO_JUDGE_HOURS = 200
MOST_AFTER_NOON = 0.01
MOST_DAYS_LISTED = 400

SIMPLE: Mapping[str, Mark] = {
    "unreadable_times": Mark.TIME_UNREADABLE,
    "blank_times": Mark.TIME_BLANK,
    "blank_types": Mark.TYPE_BLANK,
    "sentinel_districts": Mark.DISTRICT_SENTINEL,
    "missing_points": Mark.POINT_MISSING,
    "zero_points": Mark.POINT_ZERO,
    "far_points": Mark.POINT_FAR,
    "masked_addresses": Mark.MASKED,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """All that an audit is made of."""

    file: str
    profile: CallProfile
    columns: Mapping[str, tuple[str, ...]]
    tally: Tally
    kept: Kept
    body: Body | None
    seen: Seen | None
    rejected: Mapping[str, Any]
    types: list[str]
    known_types: frozenset[str] | None = None


def audit_of(judged: Judged) -> Audit:
    """The audit, with every fault that was found."""
    seen, tally = judged.seen, judged.tally
    faults = sorted(_faults(judged), key=lambda fault: ORDER.index(fault.code))
    return Audit(
        file=judged.file,
        profile=judged.profile.name,
        rows=tally.rows + int(judged.rejected.get("count", 0)),
        kept=judged.kept.calls,
        from_day=seen.from_day.isoformat() if seen else None,
        to_day=seen.to_day.isoformat() if seen else None,
        observed_hours=round(seen.hours, 2) if seen else 0.0,
        columns=judged.columns,
        faults=tuple(faults),
        types=sum(1 for text in judged.types if text),
        filled=_filled(judged),
        breaks=type_breaks(judged.kept.types_by_day),
        refusal=next((fault.code for fault in faults if fault.code in REFUSING), None),
        zone=judged.profile.zone,
        zone_from=judged.profile.zone_from,
    )


def has_lost_half_day(hours: Mapping[int, int]) -> bool:
    """No call after noon in a file that is long enough to have some: AM and PM are gone."""
    total = sum(hours.values())
    late = sum(count for hour, count in hours.items() if hour % HOURS_A_DAY > NOON)
    return total >= FEWEST_TO_JUDGE_HOURS and late < MOST_AFTER_NOON * total


def _faults(judged: Judged) -> Iterator[Fault]:
    yield from (fault for fault in _all(judged) if fault.count)


def _all(judged: Judged) -> Iterator[Fault]:
    tally, kept = judged.tally, judged.kept
    rejected = dict(judged.rejected)
    yield Fault("unreadable_rows", rejected.pop("count", 0), rejected)
    for code, mark in SIMPLE.items():
        count = tally.marks[mark]
        yield Fault(code, count, _share(count, tally.rows) if code == "masked_addresses" else {})
    yield from _far_off(judged)
    if has_lost_half_day(tally.hours):
        yield Fault("lost_half_day", sum(tally.hours.values()))
    yield _conflict(tally)
    yield from _days(judged)
    yield Fault("null_bytes", tally.torn)
    yield Fault("absent_hour", kept.absent_hour)
    yield Fault("unsorted", tally.steps_back)
    has_id = bool(judged.columns.get("id"))
    yield Fault("repeated_id" if has_id else "repeated_row", kept.repeated)
    yield from _types(judged)
    yield _piles(tally)
    officer = "officer_initiated"
    left_out = judged.profile.officer_initiated.leave_out
    yield Fault(officer + "_left_out" * left_out, tally.marks[Mark.OFFICER])


def _far_off(judged: Judged) -> Iterator[Fault]:
    """Calls of days that can't be, of days far from all others, and of another time altogether.

    A few are slips and left out; many say that the time was read from the wrong column, in the
    wrong form or by the wrong clock, and nothing of such a file may be stored.
    """
    body = judged.body
    if body is None:
        return
    for span, slip, misread in (
        (body.before, "times_too_old", "days_too_old"),
        (body.to_come, "times_to_come", "days_to_come"),
    ):
        yield _of_span(slip if span.calls < body.most_slips else misread, span)
    yield Fault("stray_times", judged.kept.stray, _dates(body.strays))
    yield _of_span("years_apart", body.apart)


def _of_span(code: str, span: Span) -> Fault:
    return Fault(code, span.calls, _dates(span))


def _dates(span: Span) -> dict[str, Any]:
    return {"span": span.dates} if span.calls else {}


def _conflict(tally: Tally) -> Fault:
    """Two statements of the time that differ; most by the same whole hours: another zone."""
    detail: dict[str, Any] = {"without_second_time": tally.marks[Mark.CHECK_MISSING]}
    apart = Counter({hours: n for hours, n in tally.differences.items() if hours})
    if apart:
        hours, count = apart.most_common(1)[0]
        detail |= {"most_often_hours": hours, "so_often": count}
    return Fault("time_conflict", tally.marks[Mark.CHECK_DIFFERS], detail)


def _days(judged: Judged) -> Iterator[Fault]:
    seen = judged.seen
    if seen is None:
        return
    listed = [day.isoformat() for day in seen.missing[:MOST_DAYS_LISTED]]
    yield Fault("missing_days", len(seen.missing), {"days": listed})
    partial = [
        day.isoformat()
        for day, is_partial in (
            (seen.from_day, seen.is_first_partial),
            (seen.to_day, seen.is_last_partial),
        )
        if is_partial
    ]
    yield Fault("partial_days", len(partial), {"days": partial})
    doubled = [day.isoformat() for day, shares in seen.days.items() if max(shares) > 1]
    yield Fault("doubled_hour", len(doubled), {"days": doubled})


def _types(judged: Judged) -> Iterator[Fault]:
    by_type: Counter[int] = Counter()
    for (_, kind), count in judged.kept.types_by_day.items():
        by_type[kind] += count
    if judged.known_types is not None:
        # A blank is counted as blank, and here as well: it is not in the list either.
        unlisted = [n for n, text in enumerate(judged.types) if text not in judged.known_types]
        yield Fault(
            "unlisted_types", sum(by_type[n] for n in unlisted), {"different": len(unlisted)}
        )
    breaks = type_breaks(judged.kept.types_by_day)
    detail = [
        {
            "day": one.day.isoformat(),
            "vanished": one.vanished,
            "appeared": one.appeared,
            "share_before": one.share_before,
            "share_after": one.share_after,
        }
        for one in breaks
    ]
    yield Fault("type_list_breaks", len(breaks), {"breaks": detail})


def _piles(tally: Tally) -> Fault:
    counts = tally.points.counts
    piles = counts[counts >= SMALLEST_PILE]
    detail = {"points": int(piles.size), "largest": int(piles.max())} if piles.size else {}
    return Fault("piled_points", int(piles.sum()), detail)


def _share(count: int, rows: int) -> dict[str, float]:
    return {"share": round(count / rows, 4)} if rows else {}


def _filled(judged: Judged) -> dict[str, float]:
    """Of the columns that are read and not kept: how many rows say something."""
    rows = judged.tally.rows
    marks = {"priority": Mark.PRIORITY, "unit": Mark.UNIT}
    return {
        role: round(judged.tally.marks[mark] / rows, 4)
        for role, mark in marks.items()
        if rows and judged.columns.get(role)
    }
