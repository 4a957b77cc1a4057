"""What others say a place of this size needs, to stand beside what was counted here.

None of it goes into the gap table. They differ from local counts for reasons that are said beside
them: other definitions, states as wholes, systems that are built out already.
"""

from dataclasses import dataclass

MONTH_DAYS = 365.25 / 12
PER = 100_000


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure of one need per 100,000 people; `unit` "episodes_per_month" or "beds"."""

    code: str
    need: str
    unit: str
    value: float
    low: float
    high: float
    source: str
    year: int


CALCULATOR = "Crisis Resource Need Calculator, as quoted by Virginia DBHDS"
EPISODES = 230.0  # crises a month that ask for an answer in person, per 100,000 people
MOBILE, RECEIVING, EMERGENCY = 0.32, 0.54, 0.14  # where triage sends them

_CALCULATED = (
    ("mobile_crisis", MOBILE),
    ("crisis_receiving", RECEIVING),
    ("emergency_department", EMERGENCY),
)
BENCHMARKS: tuple[Benchmark, ...] = (
    *(
        Benchmark(
            "calculator", need, "episodes_per_month", EPISODES * share, EPISODES * share,
            EPISODES * share, CALCULATOR, 2022,
        )
        for need, share in _CALCULATED
    ),
    Benchmark(
        "treatment_advocacy", "inpatient_psychiatric", "beds", 50.0, 40.0, 60.0,
        "Treatment Advocacy Center: 15 experts asked, public beds", 2008,
    ),
    Benchmark(
        "hudson", "inpatient_psychiatric", "beds", 34.9, 28.1, 41.7,
        "Hudson, Int. J. Environ. Res. Public Health 18(22) 12205: regression over the states",
        2021,
    ),
)  # fmt: skip


def benchmarks_of(need: str) -> tuple[Benchmark, ...]:
    """The figures that exist for one need; most have none."""
    return tuple(each for each in BENCHMARKS if each.need == need)


def local_figure(
    unit: str, *, rate_per_day: float, places: float | None, people: int
) -> float | None:
    """The same figure of here, per 100,000 people; None where it is not known.

    episodes_per_month = rate_per_day · 30.44 · 100,000 / people; beds = places · 100,000 / people.
    """
    if people <= 0 or (unit == "beds" and places is None):
        return None
    amount = places if unit == "beds" and places is not None else rate_per_day * MONTH_DAYS
    return amount * PER / people
