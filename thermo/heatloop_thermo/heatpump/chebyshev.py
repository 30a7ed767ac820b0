"""Chebyshev polynomials in three variables: a smooth function of three, sampled once and evaluated for a year of hours.

A few samples at the extrema of Chebyshev polynomials give an interpolation that converges exponentially for the smooth
quantities of a thermodynamic cycle; evaluating it is one matrix product.
"""

from functools import reduce

import numpy as np

from heatloop_thermo.numeric import Array

BLOCK = 1024
"""Points at a time: what fits the processor's cache is ten times quicker than what does not."""


def nodes(count: int) -> Array:
    """Extrema of the Chebyshev polynomial of degree ``count - 1`` in -1..1, both ends included, ascending.

    >>> nodes(3).round(12).tolist()
    [-1.0, 0.0, 1.0]
    """
    return -np.cos(np.pi * np.arange(count) / (count - 1))


def basis(u: Array, count: int) -> Array:
    """The first ``count`` Chebyshev polynomials at points u, shape (count, points).

    >>> basis(np.array([0.5]), 3).ravel().tolist()
    [1.0, 0.5, -0.5]
    """
    table = np.empty((count, u.size))
    table[0] = 1.0
    if count > 1:
        table[1] = u
    for k in range(2, count):
        np.multiply(2.0 * u, table[k - 1], out=table[k])
        table[k] -= table[k - 2]
    return table


def coefficients(samples: Array) -> Array:
    """Coefficients of the interpolant.

    Parameters
    ----------
    samples : values at the nodes, shape (n1, n2, n3, quantities).

    Returns
    -------
    Coefficients, same shape.
    """

    def along(values: Array, axis: int) -> Array:
        count = values.shape[axis]
        inverse = np.linalg.inv(basis(nodes(count), count).T)
        return np.moveaxis(np.tensordot(inverse, values, axes=(1, axis)), 0, axis)

    return reduce(along, (0, 1, 2), samples)


def evaluate(table: Array, u: Array, v: Array, w: Array) -> Array:
    """The interpolants at points.

    Parameters
    ----------
    table : from `coefficients`, shape (n1, n2, n3, quantities).
    u, v, w : points in -1..1, shape (points,).

    Returns
    -------
    Values, shape (quantities, points).
    """
    values = np.empty((table.shape[3], u.size))
    for start in range(0, u.size, BLOCK):
        part = slice(start, start + BLOCK)
        values[:, part] = _block(table, u[part], v[part], w[part])
    return values


def _block(table: Array, u: Array, v: Array, w: Array) -> Array:
    n1, n2, n3, quantities = table.shape
    plane = (basis(u, n1)[:, None] * basis(v, n2)[None, :]).reshape(n1 * n2, u.size)
    lines = (table.reshape(n1 * n2, n3 * quantities).T @ plane).reshape(n3, quantities, u.size)
    along = basis(w, n3)
    total: Array = lines[0] * along[0]
    for k in range(1, n3):
        total += lines[k] * along[k]
    return total
