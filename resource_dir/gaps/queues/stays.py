"""How long people stay, as the modified offered load needs to know it.

Symbols: S a stay in hours, P(S > u) its survival. Two integrals of the survival are all that hourly
rates need:

    G(x) = ∫₀^x P(S > u) du = E[min(S, x)]      (E[S] at infinity)
    K(x) = ∫₀^x G(y) dy

Errors: a stay that is NaN, infinite, 0 or negative, or a survival that rises, begins below 1 or
never reaches 0: BadInput naming the figure.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, above_zero, shares


@dataclass(frozen=True, slots=True)
class ExponentialStay:
    """Stays of any length, most of them short; P(S > u) = e^{-u/S̄}.

    `mean_hours` a number, or an array of the rates' leading axes.
    """

    mean_hours: Floats

    @classmethod
    def of(cls, mean_hours: ArrayLike) -> "ExponentialStay":
        """With the mean checked."""
        return cls(above_zero(mean_hours, "stay_hours"))


@dataclass(frozen=True, slots=True)
class FixedStay:
    """Everybody stays equally long, such as 23 hours; P(S > u) = 1 for u < S̄, else 0.

    `mean_hours` a number, or an array of the rates' leading axes.
    """

    mean_hours: Floats

    @classmethod
    def of(cls, mean_hours: ArrayLike) -> "FixedStay":
        """With the mean checked."""
        return cls(above_zero(mean_hours, "stay_hours"))

    @property
    def longest_hours(self) -> float:
        """When all have left."""
        return float(self.mean_hours.max(initial=0.0))

    def once_integrated(self, x: Floats) -> Floats:
        """G(x): x up to the stay, then the stay; a last axis of x is added."""
        return np.asarray(np.minimum(x, self.mean_hours[..., None]))

    def twice_integrated(self, x: Floats) -> Floats:
        """K(x): x²/2 up to the stay, then S̄²/2 + S̄(x - S̄); a last axis of x is added."""
        stay = self.mean_hours[..., None]
        inside = np.minimum(x, stay)
        return np.asarray(inside**2 / 2 + stay * (x - inside))


@dataclass(frozen=True, slots=True)
class SurvivalStay:
    """Stays as they were seen: P(S > u) at u = 0, δ, 2δ, …, straight lines between.

    `survival` (n,) falls from 1 to 0; `step_hours` δ. `once` and `twice` are G and K at the same
    points.
    """

    survival: Floats
    step_hours: float
    once: Floats = field(repr=False)
    twice: Floats = field(repr=False)

    @classmethod
    def of(cls, survival: ArrayLike, *, step_hours: float = 1.0) -> "SurvivalStay":
        """With the survival checked and its integrals worked out."""
        s, step = shares(survival, "survival"), float(above_zero(step_hours, "step_hours"))
        if s.ndim != 1 or s.size < 2 or s[0] != 1 or s[-1] != 0 or (np.diff(s) > 0).any():
            raise BadInput(
                "survival must begin at 1, never rise, and reach 0 at its end.", field="survival"
            )
        once = np.concatenate([[0.0], np.cumsum((s[1:] + s[:-1]) * step / 2)])
        parts = once[:-1] * step + (2 * s[:-1] + s[1:]) * step**2 / 6
        return cls(s, step, once, np.concatenate([[0.0], np.cumsum(parts)]))

    @property
    def mean_hours(self) -> Floats:
        """E[S] = G at the end."""
        return np.asarray(self.once[-1])

    @property
    def longest_hours(self) -> float:
        """When all have left."""
        return (self.survival.size - 1) * self.step_hours

    def once_integrated(self, x: Floats) -> Floats:
        """G(x): a parabola between points, the mean after the last."""
        at, y, here, slope = self._within(x)
        return np.asarray(self.once[at] + here * y + slope * y**2 / 2)

    def twice_integrated(self, x: Floats) -> Floats:
        """K(x): a cubic between points, a line after the last."""
        at, y, here, slope = self._within(x)
        return np.asarray(self.twice[at] + self.once[at] * y + here * y**2 / 2 + slope * y**3 / 6)

    def _within(self, x: Floats) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
        """The point before x, the way from there, the survival there and how it goes on."""
        last = self.survival.size - 1
        at = np.minimum((x / self.step_hours).astype(np.int64), last)
        here, after = self.survival[at], self.survival[np.minimum(at + 1, last)]
        return at, x - at * self.step_hours, here, (after - here) / self.step_hours


Stay = ExponentialStay | FixedStay | SurvivalStay
