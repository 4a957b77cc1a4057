"""Where two streets meet, from the houses that stand on them.

There are no street lines in an address layer. Each street's direction is drawn through its houses
near the other street, and the two lines are crossed; houses on both sides even each other out.
Streets that run side by side have houses back to back, 30 m apart, and yet never meet: so a corner
needs lines that cross at an angle, near houses of both.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.geo.addresses.columns import DEGREE, Columns, degrees
from resource_dir.geo.boundaries import KM_PER_DEGREE

REACH_KM: Final = 0.25
"""Houses this near to the other street can tell where the two meet."""
FIT_KM: Final = 0.3
"""Houses this near to the meeting point draw a street's direction."""
FROM_HOUSE_KM: Final = 0.15
"""A corner lies no farther than this from a house of each street."""
LEAST_ANGLE: Final = 25.0
"""Degrees; below it lines drawn through a few houses cross almost anywhere."""
LEAST_STRETCH_KM: Final = 0.03
Plane = NDArray[np.float64]  # (n, 2) km east and north


@dataclass(frozen=True, slots=True)
class Corner:
    """Where two street rows meet, and how far the nearest houses of both are apart."""

    lat: float
    lon: float
    apart_km: float


def corner_of(columns: Columns, one: int, other: int) -> Corner | None:
    """The corner of two street rows; None when they don't meet as far as their houses tell."""
    if not _may_meet(columns, one, other):
        return None
    first, second = _points(columns, one), _points(columns, other)
    boxed = _near_each_other(first, second)
    if boxed is None:
        return None
    origin = boxed[0][0]
    here, there = _plane(boxed[0], origin), _plane(boxed[1], origin)
    gaps = np.hypot(*(here[:, None, :] - there[None, :, :]).transpose(2, 0, 1))
    at = np.unravel_index(int(np.argmin(gaps)), gaps.shape)
    middle = (here[at[0]] + there[at[1]]) / 2
    meeting = _crossing(_plane(first, origin), _plane(second, origin), middle)
    if meeting is None:
        return None
    lat = origin[0] + meeting[1] / KM_PER_DEGREE
    lon = origin[1] + meeting[0] / (KM_PER_DEGREE * np.cos(np.radians(origin[0])))
    return Corner(float(lat), float(lon), float(gaps[at]))


def _may_meet(columns: Columns, one: int, other: int) -> bool:
    """Whether the boxes of two streets are near enough: most pairs are told apart by this."""
    south, north, west, east = columns.street_box[one].tolist()
    low, high, left, right = columns.street_box[other].tolist()
    up = REACH_KM / KM_PER_DEGREE * DEGREE
    wide = up / max(math.cos(math.radians(south / DEGREE)), 0.01) * 1.01
    is_near = south - up <= high and low <= north + up
    return bool(is_near and west - wide <= right and left <= east + wide)


def _points(columns: Columns, street: int) -> NDArray[np.float64]:
    rows = columns.points_of(street)
    return np.column_stack([degrees(columns.lat[rows]), degrees(columns.lon[rows])])


def _near_each_other(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Those points of both that lie in the other's box, grown by the reach."""
    if not (len(first) and len(second)):
        return None
    here, there = _inside(first, second), _inside(second, first)
    return (here, there) if len(here) and len(there) else None


def _inside(points: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    up = REACH_KM / KM_PER_DEGREE
    grown = np.array([up, up / max(np.cos(np.radians(others[0, 0])), 0.01)])
    low, high = others.min(axis=0) - grown, others.max(axis=0) + grown
    kept: NDArray[np.float64] = points[np.all((points >= low) & (points <= high), axis=1)]
    return kept


def _plane(points: NDArray[np.float64], origin: NDArray[np.float64]) -> Plane:
    """Km east and north of an origin; flat enough for a few km."""
    north = (points[:, 0] - origin[0]) * KM_PER_DEGREE
    east = (points[:, 1] - origin[1]) * KM_PER_DEGREE * np.cos(np.radians(origin[0]))
    return np.column_stack([east, north])


def _crossing(here: Plane, there: Plane, middle: NDArray[np.float64]) -> Plane | None:
    one, other = _line(here, middle), _line(there, middle)
    if one is None or other is None:
        return None
    (start, along), (mark, across) = one, other
    sine = float(along[0] * across[1] - along[1] * across[0])
    if abs(sine) < np.sin(np.radians(LEAST_ANGLE)):
        return None
    away = mark - start
    steps = float(away[0] * across[1] - away[1] * across[0]) / sine
    meeting: Plane = start + steps * along
    is_near = max(_nearest_km(here, meeting), _nearest_km(there, meeting)) <= FROM_HOUSE_KM
    return meeting if is_near else None


def _line(points: Plane, middle: NDArray[np.float64]) -> tuple[Plane, Plane] | None:
    """A point and the direction of the line through the houses near a place (least squares)."""
    near = points[np.hypot(*(points - middle).T) <= FIT_KM]
    if len(near) < 2:
        return None
    centre = near.mean(axis=0)
    _, sizes, axes = np.linalg.svd(near - centre, full_matrices=False)
    is_line = sizes[0] / np.sqrt(len(near)) >= LEAST_STRETCH_KM
    return (centre, axes[0]) if is_line else None


def _nearest_km(points: Plane, place: Plane) -> float:
    return float(np.hypot(*(points - place).T).min())
