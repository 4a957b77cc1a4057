"""Turn-away of a loss system: beds and chairs whose refused people go elsewhere.

Symbols: c units (beds, chairs; `units`), A offered load in erlangs (`load`: people a unit of time
times length of stay, the beds that would be in use were nobody turned away), B the share turned
away. B depends on the stay's mean only, not on its distribution (M/G/c/c insensitivity;
Sevast'yanov 1957), if people come at random (Poisson) and at a steady rate.

    B(0, A) = 1,   B(c, A) = A·B(c-1, A) / (c + A·B(c-1, A))                      (Erlang 1917)
    1 / B(c, A) = A ∫₀^∞ e^{-Ay} (1+y)^c dy,  so  B = A^c e^{-A} / Γ(c+1, A)      (Jagerman 1974)

The second holds for any c ≥ 0 and agrees with the first at whole numbers: 2.4 staffed beds on
average, or a share of a unit, have a turn-away of their own.

Errors: NaN, infinity, a negative load or count, a target outside 0..1: BadInput naming the figure.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
automatic telephone exchanges", Elektroteknikeren 13 (1917); D. L. Jagerman, "Some properties of the
Erlang loss function", Bell System Technical Journal 53 (1974) 525-551, and "Methods in traffic
calculations", AT&T Bell Laboratories Technical Journal 63 (1984) 1283-1310.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import special
from scipy.optimize import elementwise

from resource_dir.gaps.checks import Floats, alike, at_least_zero, inner_shares

RECURSION_TO = 64  # up to so many units a step each is both exact and faster than Γ(c+1, A)
SERIES_FROM = 40.0  # with less than one unit and so much load the series is exact to 1e-15
SMALLEST_TAIL = 1e-280  # below it Γ(c+1, A)/Γ(c+1) is about to underflow
STIRLING_FROM = 16.0  # its series of six terms is exact to 1e-17 from here


def erlang_b(units: ArrayLike, load: ArrayLike) -> Floats:
    """Share turned away B(c, A) by c units offered A erlangs, elementwise over broadcast arrays.

    `units` ≥ 0, fractions allowed (Jagerman's continuation); `load` ≥ 0. B(0, A) = 1 for any load,
    also 0: whoever came would find no unit. B(c, 0) = 0 for c > 0. Relative error below 1e-12
    for c to 10,000 (tests/gaps/queues/test_erlang.py).
    """
    c, a = alike(units=at_least_zero(units, "units"), load=at_least_zero(load, "load"))
    shape, c, a = c.shape, np.atleast_1d(c).ravel(), np.atleast_1d(a).ravel()
    if c.size == 0:
        return np.zeros(shape)
    many = c > RECURSION_TO
    turned = np.empty(c.size)
    turned[many] = _closed_form(c[many], a[many])
    turned[~many] = _by_recursion(c[~many], a[~many])
    return turned.reshape(shape)


def occupancy(units: ArrayLike, load: ArrayLike) -> Floats:
    """Mean share of units in use, A(1-B)/c; 0 where there are no units."""
    c, a = alike(units=at_least_zero(units, "units"), load=at_least_zero(load, "load"))
    carried = a * (1 - erlang_b(c, a))
    return np.asarray(np.divide(carried, c, out=np.zeros(c.shape), where=c > 0))


def units_needed(load: ArrayLike, target: ArrayLike) -> Floats:
    """min{c: B(c, A) ≤ target}, whole units, as floats; `target` above 0 and below 1.

    No load needs no unit: 0, though B(0, 0) = 1, since there is nobody to turn away. Starts at
    A(1 - target), which is too few (what is carried, A(1-B), never exceeds c), and walks up.
    """
    a, t = alike(load=at_least_zero(load, "load"), target=inner_shares(target, "target"))
    shape, a, t = a.shape, np.atleast_1d(a).ravel(), np.atleast_1d(t).ravel()
    needed = np.maximum(np.ceil(a * (1 - t) * (1 - 1e-12)) - 1, 0.0)
    turned = np.where(a > 0, erlang_b(needed, a), 0.0)
    short = np.flatnonzero(turned > t)
    c, a, t, turned = needed[short], a[short], t[short], turned[short]
    while short.size:
        c += 1
        offered = a * turned
        turned = offered / (c + offered)
        needed[short] = c
        still = turned > t
        short, c, a, t, turned = short[still], c[still], a[still], t[still], turned[still]
    return np.asarray(needed.reshape(shape))


def load_carried_at(units: ArrayLike, target: ArrayLike) -> Floats:
    """The load A in erlangs at which c units turn away just `target`: B(c, A) = target.

    What published tables print. Lies between 0 and c/(1 - target), because A(1-B) ≤ c; 0 for no
    units. `target` above 0 and below 1.
    """
    c, t = alike(units=at_least_zero(units, "units"), target=inner_shares(target, "target"))
    return _root(lambda a, c, t: erlang_b(c, a) - t, c / (1 - t), c, t)


def load_at_occupancy(units: ArrayLike, share: ArrayLike) -> Floats:
    """The load A in erlangs at which c units are in use the `share` of the time: A(1-B)/c = share.

    Occupancy grows with A, so there is one answer. It is at most m·share/(1 - share) with
    m = max(c, 1): a pool carries no less than its units would, each alone and offered A/c, that is
    A·c/(A + c); below one unit 1-B is concave in c, so no less than c/(A + 1).
    """
    c, s = alike(units=at_least_zero(units, "units"), share=inner_shares(share, "share"))
    return _root(lambda a, c, s: occupancy(c, a) - s, np.maximum(c, 1) * s / (1 - s), c, s)


def _root(function: Callable[..., Floats], above: Floats, c: Floats, wanted: Floats) -> Floats:
    """Where an increasing function of the load crosses 0, between 0 and `above`; 0 if c is 0."""
    some = c > 0
    found = np.zeros(c.shape)
    bracket = (np.zeros(int(some.sum())), above[some] * (1 + 1e-9))
    result = elementwise.find_root(function, bracket, args=(c[some], wanted[some]))
    found[some] = result.x
    return found


def _by_recursion(c: Floats, a: Floats) -> Floats:
    """Erlang's recursion from the fraction of a unit up to c, all elements side by side."""
    whole = np.floor(c)
    start = c - whole
    turned = np.ones(c.size)
    turned[start > 0] = _closed_form(start[start > 0], a[start > 0])
    # The large ones first, so that each step takes a head. Of bytes a sort is fast.
    order = np.argsort((RECURSION_TO - whole).astype(np.uint8), kind="stable")
    turned, load, first, steps = turned[order], a[order], start[order], whole[order]
    counts = np.bincount(steps.astype(np.int64), minlength=1)
    heads = np.cumsum(counts[::-1])[::-1]  # how many have at least so many units
    for step in range(1, heads.size):
        head = slice(0, int(heads[step]))
        offered = load[head] * turned[head]
        turned[head] = offered / (first[head] + step + offered)
    back = np.empty_like(turned)
    back[order] = turned
    return back


def _closed_form(c: Floats, a: Floats) -> Floats:
    """B = A^c e^{-A}/Γ(c+1) / Q(c+1, A) for c > 0, by its series where Q all but vanishes."""
    turned = np.zeros(c.shape)
    tail = special.gammaincc(c + 1, a)
    series = (tail < SMALLEST_TAIL) | ((c < 1) & (a > SERIES_FROM))
    plain = ~series & (a > 0)
    turned[plain] = np.exp(_log_poisson(c[plain], a[plain])) / tail[plain]
    turned[series] = 1 / _inverse_by_series(c[series], a[series])
    return turned


def _inverse_by_series(c: Floats, a: Floats) -> Floats:
    """1/B = Σ_k c(c-1)…(c-k+1)/A^k, summed until the next term changes nothing.

    Ends by itself for whole c; else it is an asymptotic series, used where its terms are below
    1e-16 long before they grow again (load far above units).
    """
    term, total, step = np.ones(c.shape), np.ones(c.shape), 0
    while term.size and (np.abs(term) > 1e-17 * total).any():
        term = term * (c - step) / a
        total = total + term
        step += 1
    return total


def _log_poisson(c: Floats, a: Floats) -> Floats:
    """ln(A^c e^{-A}/Γ(c+1)) without taking large numbers from each other (Loader 2000).

    = -c·(r - ln(1+r)) - ½ ln(2πc) - δ(c) with r = (A-c)/c, δ the error of Stirling's formula.
    """
    small = c < STIRLING_FROM
    safe = np.where(small, STIRLING_FROM, c)
    r = (a - safe) / safe
    log_ratio = np.where(r < -0.5, np.log(a / safe), np.log1p(np.maximum(r, -0.5)))
    large = -safe * (r - log_ratio) - 0.5 * np.log(2 * np.pi * safe) - _stirling_error(safe)
    return np.where(small, c * np.log(a) - a - special.gammaln(c + 1), large)


def _stirling_error(c: Floats) -> Floats:
    """ln Γ(c+1) - (c+½) ln c + c - ½ ln 2π, by its asymptotic series."""
    s = 1 / (c * c)
    inner = 1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360)))
    return (1 / 12 - s * (1 / 360 - s * inner)) / c
