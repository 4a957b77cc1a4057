"""Waiting of a delay system: mobile teams, whose callers wait until one is free.

Symbols: c teams (`teams`), λ calls an hour (`rate_per_hour`), S hours a team is taken by one call
(`service_hours`: driving, on the scene, writing up), A = λS load in erlangs, μ = 1/S, B Erlang's
loss formula, W wait for a free team in hours.

    C(c, A)  = c·B / (c - A(1-B))           chance to wait at all           (Erlang 1917)
    P(W > t) = C·e^{-(cμ-λ)t}
    E[W]     = C / (cμ - λ)

for calls that come at random, service times that are exponential, first come first served, nobody
hanging up. Where A ≥ c the queue grows without end: C = 1, P(W > t) = 1, E[W] infinite; that is
said and not an error. Fractions of a team follow Jagerman's continuation of B.

Errors: NaN, infinity, anything negative, a service time of 0 or a target outside 0..1: BadInput
naming the figure.
"""

import numpy as np
from numpy.typing import ArrayLike

from resource_dir.gaps.checks import Floats, above_zero, alike, at_least_zero, inner_shares
from resource_dir.gaps.queues.erlang import erlang_b


def erlang_c(teams: ArrayLike, load: ArrayLike) -> Floats:
    """C(c, A), the chance that somebody has to wait; 1 where A ≥ c."""
    c, a = alike(teams=at_least_zero(teams, "teams"), load=at_least_zero(load, "load"))
    return _waits(c, a, erlang_b(c, a))


def wait_over(
    hours: ArrayLike, teams: ArrayLike, *, rate_per_hour: ArrayLike, service_hours: ArrayLike
) -> Floats:
    """P(W > t) for t = `hours` ≥ 0; 1 where A ≥ c."""
    t, c = at_least_zero(hours, "hours"), at_least_zero(teams, "teams")
    rate = at_least_zero(rate_per_hour, "rate_per_hour")
    service = above_zero(service_hours, "service_hours")
    spare = np.maximum(c - rate * service, 0.0)
    return np.asarray(erlang_c(c, rate * service) * np.exp(-spare * t / service))


def mean_wait_hours(
    teams: ArrayLike, *, rate_per_hour: ArrayLike, service_hours: ArrayLike
) -> Floats:
    """E[W] in hours over all calls, those that don't wait too; infinite where A ≥ c."""
    c, rate = at_least_zero(teams, "teams"), at_least_zero(rate_per_hour, "rate_per_hour")
    service = above_zero(service_hours, "service_hours")
    waits, spare = erlang_c(c, rate * service), c - rate * service
    endless = np.full(waits.shape, np.inf)
    return np.asarray(np.divide(waits * service, spare, out=endless, where=spare > 0))


def late_share(
    teams: ArrayLike,
    *,
    rate_per_hour: ArrayLike,
    service_hours: ArrayLike,
    travel_hours: ArrayLike,
    limit_hours: ArrayLike,
) -> Floats:
    """P(W + travel > limit): the share that a team reaches later than the limit.

    1 where the way alone takes longer than the limit, however many teams there are.
    """
    left = at_least_zero(limit_hours, "limit_hours") - at_least_zero(travel_hours, "travel_hours")
    over = wait_over(
        np.maximum(left, 0.0), teams, rate_per_hour=rate_per_hour, service_hours=service_hours
    )
    return np.where(left < 0, 1.0, over)


def teams_needed(
    rate_per_hour: ArrayLike,
    service_hours: ArrayLike,
    *,
    travel_hours: ArrayLike,
    limit_hours: ArrayLike,
    target: ArrayLike,
) -> Floats:
    """min c with P(W + travel > limit) ≤ target, whole teams, as floats.

    0 where nobody calls; infinite where the way alone takes longer than the limit.
    """
    rate = at_least_zero(rate_per_hour, "rate_per_hour")
    service = above_zero(service_hours, "service_hours")
    left = at_least_zero(limit_hours, "limit_hours") - at_least_zero(travel_hours, "travel_hours")
    arrays = np.broadcast_arrays(rate * service, service, left, inner_shares(target, "target"))
    shape = arrays[0].shape
    a, s, t, goal = (np.atleast_1d(array).ravel() for array in arrays)
    needed = np.where(a > 0, np.where(t < 0, np.inf, np.floor(a) + 1), 0.0)
    some = np.isfinite(needed) & (needed > 0)
    needed[some] = _walk_up(a[some], t[some] / s[some], goal[some])
    return np.asarray(needed.reshape(shape))


def _waits(c: Floats, a: Floats, turned: Floats) -> Floats:
    """C(c, A) from B(c, A)."""
    return np.asarray(
        np.divide(c * turned, c - a * (1 - turned), out=np.ones(c.shape), where=a < c)
    )


def _walk_up(a: Floats, left: Floats, goal: Floats) -> Floats:
    """The first count above A that is late no more often than `goal`; `left` in service times."""
    needed = np.floor(a) + 1
    turned = erlang_b(needed, a)
    short = np.arange(a.size)
    while short.size:
        c, load = needed[short], a[short]
        late = _waits(c, load, turned[short]) * np.exp(-(c - load) * left[short])
        short = short[late > goal[short]]
        needed[short] += 1
        offered = a[short] * turned[short]
        turned[short] = offered / (needed[short] + offered)
    return needed
