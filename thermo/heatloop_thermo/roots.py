"""Roots and summits of functions of a fraction of a millisecond; scipy takes half a second to load (docs/decisions/0003)."""

from collections.abc import Callable

import numpy as np

from heatloop_thermo.numeric import Array

GOLDEN = 0.6180339887498949


def summit(value: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Where a function with one summit between two ends has it, by golden section.

    >>> round(summit(lambda x: -(x - 2.0) ** 2, 0.0, 5.0, 1e-5), 3)
    2.0
    """
    one, two = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    v_one, v_two = value(one), value(two)
    while high - low > tolerance:
        if v_one > v_two:
            high, two, v_two = two, one, v_one
            one = high - GOLDEN * (high - low)
            v_one = value(one)
        else:
            low, one, v_one = one, two, v_two
            two = low + GOLDEN * (high - low)
            v_two = value(two)
    return 0.5 * (low + high)


def root(value: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Where a function changes its sign between two ends, by regula falsi with Illinois' halving.

    Raises
    ------
    AssertionError : no change of sign, which is for the caller to know.

    >>> round(root(lambda x: x * x - 2.0, 0.0, 2.0, 1e-12), 9)
    1.414213562
    """
    v_low, v_high = value(low), value(high)
    assert v_low * v_high <= 0.0, "no change of sign"
    if v_low == 0.0:
        return low
    x = high
    for _ in range(80):
        x = high - v_high * (high - low) / (v_high - v_low) if v_high != v_low else 0.5 * (low + high)
        v = value(x)
        if abs(v) <= tolerance or abs(high - low) < 1e-13 * (1.0 + abs(x)):
            return x
        if v * v_high < 0.0:
            low, v_low = high, v_high
        else:
            v_low *= 0.5
        high, v_high = x, v
    return x


def root_of_two(
    residual: Callable[[float, float], tuple[float, float]],
    start: tuple[float, float],
    slopes: tuple[float, float],
    bounds: tuple[tuple[float, float], tuple[float, float]],
    tolerance: float,
) -> tuple[float, float] | None:
    """Where two residuals vanish of which each hangs mainly on its own variable: Broyden's method from a diagonal.

    Parameters
    ----------
    residual : of both variables.
    start : first guess, within the bounds.
    slopes : of the first residual in the first variable and of the second in the second, roughly.
    bounds : allowed interval of each variable; a step goes at most nine tenths of the way to an end.
    tolerance : on both residuals.

    Returns
    -------
    The variables, or None where 60 steps do not get there (as when the solution lies beyond a bound).

    >>> x, y = root_of_two(lambda x, y: (2 * x + 0.1 * y - 1, 0.2 * x + y - 3), (0.0, 0.0), (2.0, 1.0), ((-9, 9), (-9, 9)), 1e-12)
    >>> round(2 * x + 0.1 * y, 9), round(0.2 * x + y, 9)
    (1.0, 3.0)
    """
    (x, y), (a, d), (b, c) = start, slopes, (0.0, 0.0)  # Jacobian [[a, b], [c, d]]
    r, s = residual(x, y)
    for turn in range(60):
        if abs(r) <= tolerance and abs(s) <= tolerance:
            return x, y
        whole = a * d - b * c
        if not whole / (slopes[0] * slopes[1]) > 0.05 or turn % 15 == 14:  # the guess of the Jacobian went astray
            (a, d), b, c = slopes, 0.0, 0.0
            whole = a * d
        u, v = (b * s - d * r) / whole, (c * r - a * s) / whole
        u, v = _short(x, u, bounds[0]), _short(y, v, bounds[1])
        x, y = x + u, y + v
        r_old, s_old, (r, s) = r, s, residual(x, y)
        size = u * u + v * v
        if size == 0.0:
            return None
        e, f = r - r_old - a * u - b * v, s - s_old - c * u - d * v
        a, b, c, d = a + e * u / size, b + e * v / size, c + f * u / size, d + f * v / size
    return None


def _short(at: float, step: float, bound: tuple[float, float]) -> float:
    """A step that stays inside."""
    return max(min(step, 0.9 * (bound[1] - at)), 0.9 * (bound[0] - at))


def rising_root(
    function: Callable[[Array], Array], low: Array, high: Array, target: Array, tolerance: Array | float
) -> Array:
    """Where each function, rising from below its target at ``low`` to above it at ``high``, takes its target.

    Parameters
    ----------
    function : from arguments to values, elementwise, shape (n,).
    low, high, target : brackets and values sought, shape (n,). Where the bracket does not hold the target, the nearer end.
    tolerance : of the value, shape (n,) or one for all.

    Returns
    -------
    Arguments, shape (n,).

    Source
    ------
    Dowell & Jarratt, BIT 11 (1971) 168 (the Illinois rule: false position that halves the value at an end that stays), with
    bisection from the tenth round on where it is still far off.

    >>> rising_root(lambda x: x**3, np.zeros(2), np.full(2, 4.0), np.array([8.0, 27.0]), 1e-9).round(6)
    array([2., 3.])
    """
    low, high = low.astype(np.float64), high.astype(np.float64)
    f_low, f_high = function(low) - target, function(high) - target
    best = np.where(f_low >= 0.0, low, high)
    open_ = (f_low < 0.0) & (f_high > 0.0)
    last = np.zeros(low.shape)
    for turn in range(60):
        if not open_.any():
            break
        span = np.where(open_, f_high - f_low, 1.0)
        x = np.where(open_, (low * f_high - high * f_low) / span, best)
        if turn >= 10 and turn % 2:
            x = np.where(open_, 0.5 * (low + high), best)
        f = function(x) - target
        best = np.where(open_, x, best)
        open_ &= (np.abs(f) > tolerance) & (high - low > 1e-13 * np.abs(high))
        below = f < 0.0
        f_high = np.where(below & (last < 0.0), 0.5 * f_high, f_high)
        f_low = np.where(~below & (last > 0.0), 0.5 * f_low, f_low)
        low, f_low = np.where(below, x, low), np.where(below, f, f_low)
        high, f_high = np.where(below, high, x), np.where(below, f_high, f)
        last = np.where(below, -1.0, 1.0)
    return best
