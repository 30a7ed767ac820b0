"""Polynomials in a scaled variable u = (x - centre) / half, highest power first as in ``numpy.polyval``.

A property over its whole range is a short tuple of coefficients: hashable, comparable, quick for one float and for a
year of hours. Scaling keeps u within -1..1, where a polynomial of degree 12 in doubles loses no digits worth having.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

import numpy as np

from heatloop_thermo.numeric import Array, N

Coefficients = tuple[float, ...]


def horner(coefficients: Coefficients, u: N) -> N:
    """Value of the polynomial, by Horner's rule.

    Parameters
    ----------
    coefficients : highest power first; at least one.
    u : a float, or an array of one dimension or more. [-]

    Returns
    -------
    The value; a float for a float, a new array for an array.

    >>> horner((1.0, 0.0, -2.0), 3.0)
    7.0
    """
    value: Any
    if isinstance(u, float):
        value = 0.0
        for coefficient in coefficients:
            value = value * u + coefficient
        return cast("N", value)
    value = np.full_like(u, coefficients[0])
    for coefficient in coefficients[1:]:
        value *= u  # in place: no temporary per power, half the time of value * u + c
        value += coefficient
    return cast("N", value)


@cache
def derivative(coefficients: Coefficients) -> Coefficients:
    """Coefficients of d/du.

    >>> derivative((1.0, 0.0, -2.0))
    (2.0, 0.0)
    """
    top = len(coefficients) - 1
    return tuple(c * (top - i) for i, c in enumerate(coefficients[:-1])) or (0.0,)


def antiderivative(coefficients: Coefficients, half: float) -> Coefficients:
    """Coefficients of the integral over x = centre + half * u, zero at u = 0.

    >>> antiderivative((2.0, 0.0), half=10.0)
    (10.0, 0.0, 0.0)
    """
    top = len(coefficients)
    return (*(half * c / (top - i) for i, c in enumerate(coefficients)), 0.0)


def solve(coefficients: Coefficients, target: N, start: N) -> N:
    """Where the polynomial takes a value, by Newton's method to round-off.

    Parameters
    ----------
    coefficients : of a polynomial that is monotone and nearly straight between start and solution.
    target, start : values sought, and where to begin; both floats, or arrays of one shape.

    >>> round(solve((0.1, 1.0, 0.0), 0.5, 0.5), 12)
    0.477225575052
    """
    slope = derivative(coefficients)
    u: Any = start
    for _ in range(20):
        step = (horner(coefficients, u) - target) / horner(slope, u)
        u = u - step
        largest = abs(step) if isinstance(step, float) else np.max(np.abs(step), initial=0.0)
        if largest < 1e-8:  # the error left is of the order of its square
            return cast("N", u)
    raise AssertionError("no polynomial of ours bends so much that Newton's method needs 20 steps")


def contract(table: Iterable[Sequence[float]], v: float) -> Coefficients:
    """A polynomial in u and v, taken at one v: a polynomial in u.

    Parameters
    ----------
    table : a row for each power of u, each row over the powers of v; highest power first in both.
    v : the second scaled variable. [-]

    >>> contract([[1.0, 0.0], [0.0, 5.0]], 3.0)
    (3.0, 5.0)
    """
    return tuple(horner(tuple(row), float(v)) for row in table)


def fit(u: Array, y: Array, degree: int) -> Coefficients:
    """Least-squares polynomial through the points, solved in Chebyshev's basis.

    Parameters
    ----------
    u : scaled abscissae within -1..1, shape (n,), n > degree. [-]
    y : ordinates, shape (n,).

    >>> [round(c, 12) for c in fit(np.array([-1.0, 0.0, 1.0]), np.array([3.0, 1.0, 3.0]), 2)][::2]
    [2.0, 1.0]
    """
    ascending = np.polynomial.chebyshev.cheb2poly(np.polynomial.chebyshev.chebfit(u, y, degree))
    padded = np.zeros(degree + 1)
    padded[: ascending.size] = ascending
    return tuple(float(c) for c in padded[::-1])
