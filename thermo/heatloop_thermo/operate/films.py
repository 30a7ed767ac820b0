"""Film resistances of an exchanger, sampled once so that a year of hours need not ask a correlation."""

import math
from collections.abc import Callable

import numpy as np

from heatloop_thermo.exchanger import Exchanger
from heatloop_thermo.numeric import Array
from heatloop_thermo.properties import Coolant

FLOWS = 600
"""Samples over ln(flow over viscosity), with a straight line between them."""
FLOW_RANGE = (0.005, 3.0)
"""Share of the rated flow that the samples span. [-]"""
TEMPERATURES = 6
"""Samples over temperature, for a polynomial of one degree less."""
REACH_K = 30.0
"""Temperatures sampled below and above the rated mean; cut where the coolant's data end. [K]"""


def films_of(
    exchanger: Exchanger, hot: Coolant, hot_point: tuple[float, float], cold: Coolant, cold_point: tuple[float, float]
) -> tuple[Array, Array]:
    """Tables of both films of an exchanger.

    Parameters
    ----------
    exchanger : of any fidelity; its resistance is a sum of one part of the hot flow, one of the cold flow, and one of neither.
    hot, cold : liquids.
    hot_point, cold_point : rated flow [kg/s] and mean temperature [degC] of each side.

    Returns
    -------
    Figures of hot side and cold side (ln of the lowest flow, step of it, centre and half of the temperatures), shape (8,), and tables,
    shape (2, FLOWS + 1, TEMPERATURES), as `kernel_exchanger.resistance_k_w` reads them.
    """
    hot_kg_s, hot_c = hot_point
    cold_kg_s, cold_c = cold_point
    hot_state, cold_state = hot.state(hot_c), cold.state(cold_c)
    both = 1.0 / float(exchanger.conductance_w_k(hot_kg_s, hot_state, cold_kg_s, cold_state))

    def with_hot(flow_kg_s: Array, t_c: Array) -> Array:
        ua = exchanger.conductance_w_k(
            flow_kg_s, hot.state(t_c), np.full_like(flow_kg_s, cold_kg_s), cold.state(np.full_like(t_c, cold_c))
        )
        return 1.0 / np.broadcast_to(np.asarray(ua, float), flow_kg_s.shape)

    def with_cold(flow_kg_s: Array, t_c: Array) -> Array:
        ua = exchanger.conductance_w_k(
            np.full_like(flow_kg_s, hot_kg_s), hot.state(np.full_like(t_c, hot_c)), flow_kg_s, cold.state(t_c)
        )
        return 1.0 / np.broadcast_to(np.asarray(ua, float), flow_kg_s.shape) - both

    sides = _side(with_hot, hot, hot_point), _side(with_cold, cold, cold_point)
    return np.concatenate([figures for figures, _ in sides]), np.stack([table for _, table in sides])


def _side(
    resistance: Callable[[Array, Array], Array], coolant: Coolant, point: tuple[float, float]
) -> tuple[Array, Array]:
    """Sample one side: flow over viscosity on a grid of logarithms, temperatures at Chebyshev's extrema.

    Over flow and viscosity together, that is over the Reynolds number, the bend of a correlation stands at one place for all temperatures.
    """
    flow_kg_s, mean_c = point
    low_c, high_c = max(coolant.t_low_c, mean_c - REACH_K), min(coolant.t_high_c, mean_c + REACH_K)
    centre_c, half_k = 0.5 * (low_c + high_c), 0.5 * (high_c - low_c)
    u = -np.cos(np.pi * np.arange(TEMPERATURES) / (TEMPERATURES - 1))
    thicker = np.log(coolant.viscosity_pa_s(centre_c + half_k * u) / coolant.viscosity_pa_s(centre_c))
    grid = math.log(flow_kg_s) + np.linspace(math.log(FLOW_RANGE[0]), math.log(FLOW_RANGE[1]), FLOWS)
    flows, temps = np.exp(grid[:, None] + thicker), np.broadcast_to(centre_c + half_k * u, (FLOWS, TEMPERATURES))
    samples = resistance(flows.ravel(), temps.ravel()).reshape(flows.shape)
    table = np.linalg.solve(np.vander(u, TEMPERATURES), np.vstack((samples, thicker)).T).T
    return np.array((grid[0], grid[1] - grid[0], centre_c, half_k)), table
