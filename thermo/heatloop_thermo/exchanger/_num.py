"""Elementary functions that serve plain floats through `math` and arrays through `numpy`.

A 0-d numpy operation costs some twenty times a float operation; a design rates exchangers one point at a time, a year rates
8,760 at once, and both run the same formulas.
"""

import math
from typing import Any

import numpy as np

from heatloop_thermo.numeric import Num, plain


def exp(x: Num) -> Num:
    """Exponential, in the kind that came in."""
    return math.exp(x) if isinstance(x, float) else np.exp(x)


def expm1(x: Num) -> Num:
    """exp(x) - 1 without cancellation, in the kind that came in."""
    return math.expm1(x) if isinstance(x, float) else np.expm1(x)


def ln(x: Num) -> Num:
    """Natural logarithm, in the kind that came in."""
    return math.log(x) if isinstance(x, float) else np.log(x)


def log1p(x: Num) -> Num:
    """ln(1 + x) without cancellation, in the kind that came in."""
    return math.log1p(x) if isinstance(x, float) else np.log1p(x)


def sqrt(x: Num) -> Num:
    """Square root, in the kind that came in."""
    return math.sqrt(x) if isinstance(x, float) else np.sqrt(x)


def sin(x: Num) -> Num:
    """Sine of radians, in the kind that came in."""
    return math.sin(x) if isinstance(x, float) else np.sin(x)


def cos(x: Num) -> Num:
    """Cosine of radians, in the kind that came in."""
    return math.cos(x) if isinstance(x, float) else np.cos(x)


def absolute(x: Num) -> Num:
    """Magnitude, in the kind that came in."""
    return abs(x) if isinstance(x, float) else np.abs(x)


def larger(a: Num, b: Num) -> Num:
    """Elementwise maximum."""
    return max(a, b) if isinstance(a, float) and isinstance(b, float) else np.maximum(a, b)


def smaller(a: Num, b: Num) -> Num:
    """Elementwise minimum."""
    return min(a, b) if isinstance(a, float) and isinstance(b, float) else np.minimum(a, b)


def pick(condition: Any, yes: Num, no: Num) -> Num:
    """Elementwise choice; both sides have been computed."""
    return np.where(condition, yes, no) if isinstance(condition, np.ndarray) else (yes if condition else no)


def every(condition: Any) -> bool:
    """Whether a condition holds in every element; a plain bool costs nothing."""
    return condition if isinstance(condition, bool) else bool(np.all(condition))


def smooth_step(x: Num, low: float, high: float) -> Num:
    """0 up to ``low``, 1 from ``high``, and between them 3t² - 2t³: continuous with its first derivative.

    >>> smooth_step(0.5, 1.0, 3.0), smooth_step(2.0, 1.0, 3.0), smooth_step(4.0, 1.0, 3.0)
    (0.0, 0.5, 1.0)
    """
    t = (x - low) * (1.0 / (high - low))
    if isinstance(t, float):
        t = min(max(t, 0.0), 1.0)
        return t * t * (3.0 - 2.0 * t)
    np.clip(t, 0.0, 1.0, out=t)
    weight = 3.0 - 2.0 * t
    weight *= t
    weight *= t
    return weight


def blend(low: Num, high: Num, weight: Num) -> Num:
    """``low`` where the weight is 0, ``high`` where it is 1, and linear between."""
    rise = high - low
    if isinstance(rise, float):
        return low + weight * rise
    rise *= weight
    rise += low
    return rise


def alike(*values: Num) -> list[Num]:
    """All values as plain floats, or, if one of them is an array, all as float64 arrays of the common shape."""
    kept = [plain(value) for value in values]
    if all(isinstance(value, float) for value in kept):
        return kept
    return list(np.broadcast_arrays(*kept))
