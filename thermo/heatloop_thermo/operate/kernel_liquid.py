"""Heat capacity and enthalpy of several coolants on bare numbers, compiled; the polynomials are those of `heatloop_thermo.coolant`.

An array ``liquids`` of shape (liquids, 2, 3 + n) holds heat capacity and enthalpy of each: centre_c and half_k of u = (t_c - centre_c) /
half_k, the place of the first coefficient, and the coefficients, highest power first, an even number of them that ends with the array.
"""

import math

from heatloop_thermo.compiled import lean
from heatloop_thermo.numeric import Array

SETTLED_K = 1e-5
"""Newton's last step; the error that is left is a ten-thousandth of its square. [K]"""
HEADER = 0
"""Row of the header's liquid; that of a loop's stands behind it in the loop's place."""


@lean
def _value(liquids: Array, i: int, quantity: int, t_c: float) -> float:
    u = (t_c - liquids[i, quantity, 0]) / liquids[i, quantity, 1]
    square, odd, even = u * u, 0.0, 0.0
    for k in range(int(liquids[i, quantity, 2]), liquids.shape[2], 2):  # two chains of products at once
        odd = odd * square + liquids[i, quantity, k]
        even = even * square + liquids[i, quantity, k + 1]
    return float(odd * u + even)


@lean
def heat_capacity_j_kgk(liquids: Array, i: int, t_c: float) -> float:
    """Heat capacity. [J/(kg K)]"""
    return _value(liquids, i, 0, t_c)


@lean
def enthalpy_j_kg(liquids: Array, i: int, t_c: float) -> float:
    """Enthalpy; outside the coolant's range the polynomial runs on. [J/kg]"""
    return _value(liquids, i, 1, t_c)


@lean
def temperature_c(liquids: Array, i: int, h_j_kg: float, near_c: float) -> float:
    """Temperature at an enthalpy by Newton's method from a temperature near it. [degC]"""
    t_c = near_c
    for _ in range(20):
        step_k = (enthalpy_j_kg(liquids, i, t_c) - h_j_kg) / heat_capacity_j_kgk(liquids, i, t_c)
        t_c -= step_k
        if abs(step_k) < SETTLED_K:
            break
    return t_c


@lean
def after_run_c(capacity_w_k: float, inlet_c: float, loss_w_k: float, around_c: float) -> float:
    """Temperature at the far end of a pipe: exponential decay towards its surroundings. [degC]"""
    return around_c + (inlet_c - around_c) * math.exp(-loss_w_k / capacity_w_k)


@lean
def before_run_c(capacity_w_k: float, outlet_c: float, loss_w_k: float, around_c: float) -> float:
    """Temperature at the near end of a pipe, from that at its far end. [degC]"""
    return around_c + (outlet_c - around_c) * math.exp(loss_w_k / capacity_w_k)
