"""Heat capacity and enthalpy of several coolants on bare numbers, compiled: cubic splines through the coolant's own enthalpy.

An array ``liquids`` of shape (liquids, 2, 1 + cells, 4) holds enthalpy over temperature [J/kg], and temperature over enthalpy [degC]:
the four coefficients of each cell over its own length, highest power first; and in the last row where the first cell begins, cells per
unit, and its end. `figures.liquids_of` makes it: enthalpy within 1e-5 J/kg, and there and back within 1e-9 K.
"""

import math

from heatloop_thermo.compiled import inlined
from heatloop_thermo.numeric import Array

HEADER = 0
"""Row of the header's liquid; that of a loop's stands behind it in the loop's place."""


@inlined
def _value(liquids: Array, i: int, quantity: int, x: float) -> float:
    """Outside the cells the outermost runs on."""
    last = liquids.shape[2] - 1
    along = (x - liquids[i, quantity, last, 0]) * liquids[i, quantity, last, 1]
    k = int(min(max(along, 0.0), last - 1.0))
    s = along - k
    high = liquids[i, quantity, k, 0] * s + liquids[i, quantity, k, 1]
    return float((high * s + liquids[i, quantity, k, 2]) * s + liquids[i, quantity, k, 3])


@inlined
def heat_capacity_j_kgk(liquids: Array, i: int, t_c: float) -> float:
    """Heat capacity: the slope of the enthalpy. [J/(kg K)]"""
    last = liquids.shape[2] - 1
    along = (t_c - liquids[i, 0, last, 0]) * liquids[i, 0, last, 1]
    k = int(min(max(along, 0.0), last - 1.0))
    s = along - k
    slope = (3.0 * liquids[i, 0, k, 0] * s + 2.0 * liquids[i, 0, k, 1]) * s + liquids[i, 0, k, 2]
    return float(slope * liquids[i, 0, last, 1])


@inlined
def enthalpy_j_kg(liquids: Array, i: int, t_c: float) -> float:
    """Enthalpy. [J/kg]"""
    return _value(liquids, i, 0, t_c)


@inlined
def temperature_c(liquids: Array, i: int, h_j_kg: float) -> float:
    """Temperature at an enthalpy. [degC]"""
    return _value(liquids, i, 1, h_j_kg)


@inlined
def after_run_c(capacity_w_k: float, inlet_c: float, loss_w_k: float, around_c: float) -> float:
    """Temperature at the far end of a pipe: exponential decay towards its surroundings. [degC]"""
    return around_c + (inlet_c - around_c) * math.exp(-loss_w_k / capacity_w_k)


@inlined
def before_run_c(capacity_w_k: float, outlet_c: float, loss_w_k: float, around_c: float) -> float:
    """Temperature at the near end of a pipe, from that at its far end. [degC]"""
    return around_c + (outlet_c - around_c) * math.exp(loss_w_k / capacity_w_k)
