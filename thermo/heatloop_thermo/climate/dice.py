"""Random series with a memory, from numbers of a given generator: yesterday's weather is half of today's."""

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array


def autoregressive(shocks: Array, memory: float) -> Array:
    """First-order autoregressive series of unit variance.

    Parameters
    ----------
    shocks : independent standard normal numbers, shape (n,). [-]
    memory : correlation of neighbours. [-], 0..0.999

    Returns
    -------
    Series, shape (n,). [-]

    >>> autoregressive(np.array([1.0, 0.0, 0.0]), 0.5)
    array([1.  , 0.5 , 0.25])
    """
    require("memory", memory, 0.0, 0.999, "-", "a stationary series")
    scale = float(np.sqrt(1.0 - memory * memory))
    values = (shocks * scale).tolist()
    series = []
    state = float(shocks[0]) if len(shocks) else 0.0
    for index, shock in enumerate(values):
        state = memory * state + shock if index else state
        series.append(state)
    return np.array(series)


def plotting_positions(values: Array) -> Array:
    """Rank of each value as a share: the lowest of n becomes 0.5 / n, the highest 1 - 0.5 / n.

    Source
    ------
    Hazen, Trans. ASCE 77 (1914) 1539.

    >>> plotting_positions(np.array([7.0, 1.0, 5.0]))
    array([0.83333333, 0.16666667, 0.5       ])
    """
    rank = np.empty(len(values))
    rank[np.argsort(values, kind="stable")] = np.arange(len(values))
    return np.asarray((rank + 0.5) / len(values))
