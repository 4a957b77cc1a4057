"""The chance itself: a two-state chain for each unit, drawn towards all units together."""

from dataclasses import dataclass

# What is shown. Above 0.9 the chain was too sure at seven days (docs/methods.md), and nobody can
# see a difference of less than one in twenty.
SHOWN_STEP = 0.05
LEAST_SHOWN, MOST_SHOWN = 0.05, 0.90


@dataclass(frozen=True, slots=True)
class Fleet:
    """What all units together say: the mean chance of a switch between two reports, and how many
    reports that is worth beside a unit's own (a beta distribution with a = mean x weight).
    """

    to_free: float
    to_free_weight: float
    to_full: float
    to_full_weight: float


# Fitted on 136 shelter programmes of one large city over a January (docs/methods.md), until the
# units here are enough to say it themselves. They are written as (n01 + .50) / (n0 + 8.8) there.
STARTING_FLEET = Fleet(
    to_free=0.50 / 8.8, to_free_weight=8.8, to_full=0.36 / 0.44, to_full_weight=0.44
)


@dataclass(frozen=True, slots=True)
class Switches:
    """A unit's reports that said full or free, and how many of each the next one contradicted."""

    n_full: float = 0.0
    n_free: float = 0.0
    n_to_free: float = 0.0
    n_to_full: float = 0.0


def switch_chances(unit: Switches, fleet: Fleet) -> tuple[float, float]:
    """Chances that a full unit is free at its next report (u), and a free one full (v).

        u = (n01 + m_u w_u) / (n0 + w_u)        v = (n10 + m_v w_v) / (n1 + w_v)

    n0, n1 reports full and free, n01, n10 switches after them; m, w mean and weight of the fleet:
    the posterior mean of a binomial with a beta prior.
    """
    to_free = (unit.n_to_free + fleet.to_free * fleet.to_free_weight) / (
        unit.n_full + fleet.to_free_weight
    )
    to_full = (unit.n_to_full + fleet.to_full * fleet.to_full_weight) / (
        unit.n_free + fleet.to_full_weight
    )
    return to_free, to_full


def chance_free(unit: Switches, fleet: Fleet, *, was_free: bool, intervals: float) -> float:
    """Chance that a bed is free so many usual reporting intervals (h) after a report (y: 0 or 1).

        P(free) = pi + (y - pi) max(0, 1 - u - v)^h        pi = u / (u + v)

    The chain solved for h steps (Kemeny & Snell, Finite Markov Chains, 1960); h need not be whole.
    Where u + v > 1 the state would flip at each step, which no house does: then it is pi at once.
    """
    to_free, to_full = switch_chances(unit, fleet)
    in_the_long_run = to_free / (to_free + to_full)
    kept = max(0.0, 1.0 - to_free - to_full)
    return float(in_the_long_run + (was_free - in_the_long_run) * kept**intervals)


def shown(chance: float) -> float:
    """A chance as it is told: in steps of 5 %, never as certain."""
    rounded = round(round(chance / SHOWN_STEP) * SHOWN_STEP, 2)
    return min(max(rounded, LEAST_SHOWN), MOST_SHOWN)
