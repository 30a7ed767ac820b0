"""Short root and summit finders for functions that cost a fraction of a millisecond each; no scipy (docs/decisions/0003)."""

from collections.abc import Callable

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
