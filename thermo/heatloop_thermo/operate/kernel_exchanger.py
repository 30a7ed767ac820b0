"""An exchanger of the design at any flow, compiled: film resistances from a table, effectiveness from its own formula.

The resistance of an exchanger is that of its hot side, of metal and fouling, and of its cold side. Each film depends on one flow
and one temperature: two tables of two variables hold everything that `exchanger.rate` would compute.
"""

import math

from heatloop_thermo.compiled import inlined, lean, twin
from heatloop_thermo.exchanger import ntu
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate import kernel_number
from heatloop_thermo.operate.kernel_liquid import heat_capacity_j_kgk
from heatloop_thermo.operate.kernel_loops import PASSES, SIDE_COLD, SIDE_HOT, Loops


@lean
def _any_passes(passes_hot: int, passes_cold: int) -> None:
    """An exchanger that stands in a design has passes that exist."""


_counterflow = twin(ntu.counterflow, nm=kernel_number)
_counterflow_any = twin(ntu._counterflow_any, nm=kernel_number, counterflow=_counterflow)  # noqa: SLF001 its compiled twin
heat_per_kelvin = twin(
    ntu.heat_per_kelvin,
    nm=kernel_number,
    counterflow=_counterflow,
    _counterflow_any=_counterflow_any,
    require_arrangement=_any_passes,
)


@inlined
def resistance_k_w(figures: Array, films: Array, at: tuple[int, int, int], ln_flow: float, t_c: float) -> float:
    """Resistance of one side at a flow and a mean temperature; beyond the table its last straight line runs on. [K/W]

    ``at`` is the loop, the side (0 hot, 1 cold) and the place of its four figures: ln of the lowest flow, step of it, centre and half of
    the temperatures [degC], [K]. ``films`` has a polynomial in temperature for each flow at the central temperature's viscosity, and a
    straight line between them; in its last row that for ln of the viscosity over the central one's.
    """
    i, side, place = at
    u, last = (t_c - figures[i, place + 2]) / figures[i, place + 3], films.shape[2] - 1
    thicker = 0.0
    for k in range(films.shape[3]):
        thicker = thicker * u + films[i, side, last, k]
    along = (ln_flow - thicker - figures[i, place]) / figures[i, place + 1]
    row = min(max(int(along), 0), last - 2)
    low, high = 0.0, 0.0
    for k in range(films.shape[3]):
        low = low * u + films[i, side, row, k]
        high = high * u + films[i, side, row + 1, k]
    return float(low + (along - row) * (high - low))


@inlined
def hot_in_c(
    loops: Loops, i: int, duty_w: float, flows: tuple[float, float], ends_c: tuple[float, float, float], near_c: float
) -> float:
    """Temperature at which the hot liquid has to come in for a duty to pass; one turn from a temperature near it. [degC]

    Parameters
    ----------
    loops, i : whose exchanger and hot liquid.
    duty_w : heat that passes. [W], > 0
    flows : of the hot liquid, and ln of it. [kg/s], > 0
    ends_c : of the cold liquid, in and out [degC], and the enthalpy that it takes up between them [J/kg].
    near_c : where the hot inlet was last. [degC]
    """
    cold_in_c, cold_out_c, rise = ends_c
    c_cold = duty_w / (cold_out_c - cold_in_c)
    c_hot = flows[0] * heat_capacity_j_kgk(loops.liquids, i + 1, near_c)
    hot_c, cold_c = near_c - 0.5 * duty_w / c_hot, 0.5 * (cold_in_c + cold_out_c)
    c_hot = flows[0] * heat_capacity_j_kgk(loops.liquids, i + 1, hot_c)
    films = resistance_k_w(loops.figures, loops.films, (i, 0, SIDE_HOT), flows[1], hot_c)
    films += resistance_k_w(loops.figures, loops.films, (i, 1, SIDE_COLD), math.log(duty_w / rise), cold_c)
    passes = int(loops.figures[i, PASSES]), int(loops.figures[i, PASSES + 1])
    return cold_in_c + duty_w / float(heat_per_kelvin(1.0 / films, c_hot, c_cold, passes[0], passes[1]))
