"""Numbers that no formula may be given: NaN, a negative stay, a share over 1.

A formula fed with them answers with a number all the same, and nobody sees that it is wrong. So
each is refused where it enters, with the name of the figure and the worst value found.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.errors import BadInput

Floats = NDArray[np.float64]


def numbers(values: ArrayLike, field: str) -> Floats:
    """`values` as float64, none of them NaN; infinite is allowed (an unreachable cost)."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):  # a text, or rows of unequal length
        raise _no_number(field) from None
    if np.isnan(array).any():
        raise _no_number(field)
    return array


def _no_number(field: str) -> BadInput:
    return BadInput(
        "%(name)s is not a number: leave it out, or say that it is unknown.",
        field=field,
        name=field,
    )


def alike(**arrays: Floats) -> tuple[Floats, ...]:
    """The arrays in one shape, by NumPy's rules."""
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise BadInput(
            "These figures don't fit together: %(shapes)s. Give one for each, or one for all.",
            field=next(iter(arrays)),
            shapes=shapes,
        ) from None


def finite(values: ArrayLike, field: str) -> Floats:
    """`values` as float64, none of them NaN or infinite."""
    array = numbers(values, field)
    if np.isinf(array).any():
        raise BadInput("%(name)s is infinite: give a finite number.", field=field, name=field)
    return array


def at_least_zero(values: ArrayLike, field: str) -> Floats:
    """`values` as float64: finite, none below 0."""
    array = finite(values, field)
    if (array < 0).any():
        raise BadInput(
            "%(name)s is %(value)g: it can't be below 0.",
            field=field,
            name=field,
            value=float(array.min()),
        )
    return array


def above_zero(values: ArrayLike, field: str) -> Floats:
    """`values` as float64: finite, all above 0."""
    array = finite(values, field)
    if (array <= 0).any():
        raise BadInput(
            "%(name)s is %(value)g: it must be above 0.",
            field=field,
            name=field,
            value=float(array.min()),
        )
    return array


def shares(values: ArrayLike, field: str) -> Floats:
    """`values` as float64, all from 0 to 1."""
    array = at_least_zero(values, field)
    if (array > 1).any():
        raise BadInput(
            "%(name)s is %(value)g: a share lies between 0 and 1.",
            field=field,
            name=field,
            value=float(array.max()),
        )
    return array


def inner_shares(values: ArrayLike, field: str) -> Floats:
    """`values` as float64, all above 0 and below 1: a target that some finite number meets."""
    array = shares(values, field)
    outside = (array <= 0) | (array >= 1)
    if outside.any():
        raise BadInput(
            "%(name)s is %(value)g: give a share above 0 and below 1.",
            field=field,
            name=field,
            value=float(array[outside].flat[0]),
        )
    return array


def level_of(level: float) -> float:
    """A confidence level such as .95: above 0 and below 1."""
    return float(inner_shares(level, "level"))
