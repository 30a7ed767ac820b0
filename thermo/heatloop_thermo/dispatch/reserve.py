"""What is kept in the store against a call that nobody has announced yet."""

import numpy as np

from heatloop_thermo.dispatch.problem import HOUR_S, DispatchProblem
from heatloop_thermo.numeric import Array, Num

DAY_H = 24
RESERVE_FACTOR = 1.2
"""Demand for which the reserve is kept, over the largest of the last day: a colder night comes without notice. [-] estimate"""


def reserve_j(problem: DispatchProblem, largest_w: Num, hours: int) -> Array:
    """Heat that a standstill of the machines would take from the store, for what the boiler alone cannot give.

    Parameters
    ----------
    problem : plant.
    largest_w : demand of a cold hour, as far as one knows. [W]; scalar or array
    hours : longest standstill. [h]

    Returns
    -------
    Reserve. [J], shape of ``largest_w``; what the store can hold, at most

    >>> from heatloop_thermo.dispatch.problem import Machines, Store
    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(2), np.ones(2))
    >>> plant = DispatchProblem((on,), np.full(2, 2e6), 35.0, Store(20 * 3.6e9))
    >>> float(reserve_j(plant, 2e6, 4)) / 3.6e9
    9.6
    """
    boiler_w = problem.boiler.capacity_w if problem.boiler else 0.0
    short_w = np.maximum(RESERVE_FACTOR * np.asarray(largest_w, dtype=np.float64) - boiler_w, 0.0)
    kept_j = short_w * hours * HOUR_S / (1.0 - problem.store.loss_per_h) ** hours
    return np.asarray(np.minimum(kept_j, problem.store.capacity_j), dtype=np.float64)


def largest_of_last_day_w(demand_w: Array) -> Array:
    """Largest demand of each hour and the 23 before. [W], shape of ``demand_w``

    >>> largest_of_last_day_w(np.array([1.0, 3.0, 2.0]))
    array([1., 3., 3.])
    """
    padded = np.concatenate([np.zeros(DAY_H - 1), demand_w])
    largest: Array = np.lib.stride_tricks.sliding_window_view(padded, DAY_H).max(axis=1)
    return largest
