"""Numbers of planning as a person reads them. What is not known is said so, never 0."""

from resource_dir.gaps.table.gap_table import Band, Interval
from resource_dir.web.texts import _, ngettext

HOURS_SHOWN = 48  # longer ages are said in days


def number(value: float | None) -> str:
    """Three digits that count, and no more than a hundredth: "1,240", "38.4", "0.52"."""
    if value is None:
        return _("not known")
    size = abs(value)
    if size >= 99.95 or float(value).is_integer():
        return f"{value:,.0f}"
    if size >= 9.995:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.005 else _("under 0.01")


def percent(share: float | None) -> str:
    """ "12%"; what is neither 0 nor 100 is not rounded to it."""
    if share is None:
        return _("not known")
    shown = share * 100
    if 0 < shown < 1:
        return _("under %(share)s%%", share=1)
    if 99 < shown < 100:
        return _("over %(share)s%%", share=99)
    return _("%(share)s%%", share=f"{shown:.0f}")


def interval(value: Interval) -> str:
    """ "4.1 to 5.2"; "" where there is none."""
    if value.low is None or value.high is None:
        return ""
    return between(number(value.low), number(value.high))


def between(low: str, high: str) -> str:
    """ "4.1 to 5.2"; "" where both ends read alike."""
    return "" if low == high else _("%(low)s to %(high)s", low=low, high=high)


def band(value: Band) -> str:
    """The middle 80 %, as "2.1 to 6.4"."""
    return between(number(value.low80), number(value.high80))


def age(hours: float | None) -> str:
    """How old a number is."""
    if hours is None:
        return _("age not known")
    if hours < 1:
        return _("under 1 h old")
    if hours < HOURS_SHOWN:
        return _("%(count)s h old", count=round(hours))
    return ngettext("%(num)s day old", "%(num)s days old", round(hours / 24))


def hours(value: float | None) -> str:
    """A length of time: "8 h", "3.5 days"; None: without end."""
    if value is None:
        return _("without end: more come than can be taken")
    if value < HOURS_SHOWN:
        return _("%(count)s h", count=number(value))
    return _("%(count)s days", count=number(value / 24))
