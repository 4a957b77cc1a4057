"""How good the forecast is: fitted on the first days, judged on later ones as they go by.

Each forecast is made with what was known on its day: counts are updated every night, the fleet is
not fitted again. It is compared with two plain guesses: as last reported, and the unit's own share
of free nights so far (its climatology).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from resource_dir.errors import BadInput
from resource_dir.gaps.forecasting.chain import Fleet, chance_free
from resource_dir.gaps.forecasting.counting import (
    UnitState,
    usual_interval,
    with_last_step,
    with_report,
)
from resource_dir.gaps.forecasting.fleet import fit_fleet
from resource_dir.gaps.forecasting.reading import History, at_midnight

HORIZONS_DAYS = (1, 2, 3, 7)
BINS = 10
# By the share of free nights in the days that were fitted. Half of all houses are full every
# night: to be right about those is easy, and would hide how good the others are.
NEARLY_FULL, NEARLY_FREE = 0.05, 0.95
GROUPS = ("nearly always full", "in between", "nearly always free", "new")

Nights = dict[date, bool]


@dataclass(frozen=True, slots=True)
class Forecast:
    """One forecast with what came: chance by the chain, by the unit's climatology, last report."""

    horizon: int
    group: str
    chance: float
    climatology: float
    was_free: bool
    is_free: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Brier scores (mean squared error of the chance) at one horizon, in one group or all."""

    horizon: int
    group: str
    forecasts: int
    chain: float
    last_reported: float
    climatology: float

    @property
    def below_last_reported(self) -> float | None:
        """How much smaller than that of the last report, as a share; None where that is never
        wrong.
        """
        return 1 - self.chain / self.last_reported if self.last_reported else None

    @property
    def below_climatology(self) -> float | None:
        """The same against the unit's own climatology."""
        return 1 - self.chain / self.climatology if self.climatology else None


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Forecasts of about one chance, and the share that came true."""

    horizon: int
    group: str
    low: float
    high: float
    forecasts: int
    mean_chance: float
    came_true: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that was found; `judged_from` is the first day that was forecast."""

    units: int
    fitted_from: date
    judged_from: date
    judged_to: date
    fleet: Fleet
    scores: tuple[Score, ...]
    reliability: tuple[ReliabilityBin, ...]

    def score(self, horizon: int) -> Score:
        """The score of all units together."""
        return next(one for one in self.scores if (one.horizon, one.group) == (horizon, "all"))


def judge(history: History, *, judged_from: date | None = None) -> Judgement:
    """Fit on the days before `judged_from` (default: the file's first month), judge on the rest.

    Raises BadInput where there is nothing before or after it.
    """
    days = sorted({day for nights in history.values() for day in nights})
    start = judged_from or _after_first_month(days[0])
    if not days[0] < start <= days[-1]:
        raise BadInput(
            "The file goes from %(first)s to %(last)s: nothing to fit before, or to judge from, "
            "%(start)s.",
            field="from",
            first=days[0],
            last=days[-1],
            start=start,
        )
    fleet = fit_fleet(_state_before(nights, start) for nights in history.values())
    made = [one for nights in history.values() for one in _forecasts(nights, start, fleet)]
    return Judgement(
        units=len(history), fitted_from=days[0], judged_from=start, judged_to=days[-1], fleet=fleet,
        scores=tuple(_scores(made)), reliability=tuple(_reliability(made)),
    )  # fmt: skip


def _after_first_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _begun(nights: Nights, start: date) -> UnitState:
    """A unit without reports yet; its interval is that of the days before the judging."""
    return UnitState(interval=usual_interval([at_midnight(day) for day in nights if day < start]))


def _state_before(nights: Nights, start: date) -> UnitState:
    state = _begun(nights, start)
    for day in sorted(day for day in nights if day < start):
        state = with_report(state, at_midnight(day), is_free=nights[day])
    return with_last_step(state)


def _forecasts(nights: Nights, start: date, fleet: Fleet) -> Iterator[Forecast]:
    """Every forecast of one unit whose day is judged and was reported."""
    group, state, free = _group(nights, start), _begun(nights, start), 0
    for told, day in enumerate(sorted(nights), start=1):
        was_free = nights[day]
        state = with_report(state, at_midnight(day), is_free=was_free)
        known, free = with_last_step(state), free + was_free
        for horizon in HORIZONS_DAYS:
            ahead = timedelta(days=horizon)
            if day + ahead < start or day + ahead not in nights:
                continue
            steps = ahead / state.interval
            chance = chance_free(known, fleet, was_free=was_free, intervals=steps)
            is_free = nights[day + ahead]
            yield Forecast(horizon, group, chance, free / told, was_free, is_free)


def _group(nights: Nights, start: date) -> str:
    before = [is_free for day, is_free in nights.items() if day < start]
    if not before:
        return "new"
    share = sum(before) / len(before)
    if share < NEARLY_FULL:
        return "nearly always full"
    return "nearly always free" if share > NEARLY_FREE else "in between"


def _grouped(made: Sequence[Forecast]) -> Iterator[tuple[int, str, list[Forecast]]]:
    for horizon in HORIZONS_DAYS:
        for group in ("all", *GROUPS):
            chosen = [one for one in made if one.horizon == horizon and group in ("all", one.group)]
            if chosen:
                yield horizon, group, chosen


def _scores(made: Sequence[Forecast]) -> Iterator[Score]:
    for horizon, group, chosen in _grouped(made):
        yield Score(
            horizon, group, len(chosen),
            chain=_brier((one.chance, one.is_free) for one in chosen),
            last_reported=_brier((one.was_free, one.is_free) for one in chosen),
            climatology=_brier((one.climatology, one.is_free) for one in chosen),
        )  # fmt: skip


def _brier(pairs: Iterable[tuple[float, bool]]) -> float:
    """Mean of (chance - what came)^2 (Brier 1950, Mon. Wea. Rev. 78)."""
    errors = [(chance - came) ** 2 for chance, came in pairs]
    return sum(errors) / len(errors)


def _reliability(made: Sequence[Forecast]) -> Iterator[ReliabilityBin]:
    for horizon, group, chosen in _grouped(made):
        bins: dict[int, list[Forecast]] = {}
        for one in sorted(chosen, key=attrgetter("chance")):
            bins.setdefault(min(int(one.chance * BINS), BINS - 1), []).append(one)
        for number, found in bins.items():
            yield ReliabilityBin(
                horizon, group, number / BINS, (number + 1) / BINS, len(found),
                mean_chance=sum(one.chance for one in found) / len(found),
                came_true=sum(one.is_free for one in found) / len(found),
            )  # fmt: skip
