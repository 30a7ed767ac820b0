"""Where a rising function meets a target, for many hours at once."""

from collections.abc import Callable

import numpy as np

from heatloop_thermo.numeric import Array


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
