"""The source loops of a plant as arrays, compiled code's view: one row for each loop, and what one hour made of it."""

from typing import NamedTuple

from heatloop_thermo.compiled import inlined
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_liquid import (
    after_run_c,
    before_run_c,
    enthalpy_j_kg,
    heat_capacity_j_kgk,
    temperature_c,
)

EXCHANGER, HEAT_PUMP, IDLE = 0, 1, 2
(
    GIVEN, ADDED, ELECTRIC, REJECTED, LOSS, PUMP_HEAT, INLET, OUTLET, SHARE, COLD_FLOW, COLD_OUT, FLAG, FULL_AT, PART_AT, GUESS, SCRATCH,
) = range(16)  # fmt: skip
COLUMNS = SCRATCH + 9
"""Of the row that an hour makes of a loop: heats and powers [W], cold and hot end of the circuit [degC], share of the machines,
header flow [kg/s] and its temperature out of the hand-over [degC], bits; then where the hot inlet was last with all heat wanted, and
with a part of it [degC], and the heat guessed for a loop in series [W]; then scratch."""
LIMITED, LIFT_LIMITED, THROTTLED = 1, 2, 4
"""Bits of FLAG: held back by the machines' limits; by the heat pump's; for want of rejection."""


KIND, FLOW, HEAT, HOLD, CEILING, SET, STAGE, DUTY, SIDE_HOT, SIDE_COLD, PASSES, MACHINE = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    12,
    16,
    18,
)
"""Places of a loop's figures; `Loops` says what they are. Those of a heat pump follow from MACHINE on, see `kernel_lift`."""


class Loops(NamedTuple):
    """N loops that stand in parallel on the header, all machines running unless said otherwise.

    Parameters
    ----------
    figures : shape (n, figures): kind (`EXCHANGER`, `HEAT_PUMP` or `IDLE`, which hands nothing over); flow of the circuit [kg/s]; heat that
        it takes up from machines or their distribution units [W]; its cold end while heat is rejected or lifted [degC], and the hottest
        that the machines bear there [degC]; header water that the loop gives at the rated point [degC]; its stage, 0 unless the loops are
        in series; its rated heat [W]; then its exchanger's and its heat pump's figures.
    liquids : of the header and of each loop, see `kernel_liquid`; shape (1 + n, 2, ...).
    runs : (loss_w_k, ambient_c) of supply and return runs in order of flow, shape (n, 2, runs, 2).
    pump_heat_w : over the share of machines, equally spaced from 0 to 1, shape (n, nodes).
    films : of the exchangers, see `kernel_exchanger`; shape (n, 2, flows, coefficients).
    lift : maps of the heat pumps, shape (n, sources, sinks, loads, quantities).
    """

    figures: Array
    liquids: Array
    runs: Array
    pump_heat_w: Array
    films: Array
    lift: Array


@inlined
def between(tables: Array, i: int, share: float) -> float:
    """A figure over 0..1 from equally spaced values in a row of tables; a straight line between them, and in proportion beyond 1."""
    last = tables.shape[1] - 1
    if share >= 1.0:
        return float(tables[i, last]) * share
    at = max(share, 0.0) * last
    k = min(int(at), last - 1)
    return float(tables[i, k] + (at - k) * (tables[i, k + 1] - tables[i, k]))


@inlined
def ring_from_hot(loops: Loops, i: int, flow_kg_s: float, heat_w: float, hot_in_c: float) -> tuple[float, float, float]:
    """Cold end, hot end [degC] and pipe loss [W] of a circuit, backwards from where the hot liquid arrives."""
    liquids, runs = loops.liquids, loops.runs
    capacity = flow_kg_s * heat_capacity_j_kgk(liquids, i + 1, hot_in_c)
    outlet_c = hot_in_c
    for r in range(runs.shape[2] - 1, -1, -1):
        outlet_c = before_run_c(capacity, outlet_c, runs[i, 0, r, 0], runs[i, 0, r, 1])
    h_out = enthalpy_j_kg(liquids, i + 1, outlet_c)
    h_in = h_out - heat_w / flow_kg_s
    inlet_c = temperature_c(liquids, i + 1, h_in)
    start_c = before_return_c(loops, i, capacity, inlet_c)
    lost = h_out - enthalpy_j_kg(liquids, i + 1, hot_in_c) + enthalpy_j_kg(liquids, i + 1, start_c) - h_in
    return inlet_c, outlet_c, flow_kg_s * lost


@inlined
def ring_from_cold(loops: Loops, i: int, flow_kg_s: float, heat_w: float, inlet_c: float) -> tuple[float, float, float]:
    """Hot end, temperature where the hot liquid arrives [degC] and pipe loss [W], forwards from the cold end."""
    liquids, runs = loops.liquids, loops.runs
    h_in = enthalpy_j_kg(liquids, i + 1, inlet_c)
    h_out, capacity = h_in + heat_w / flow_kg_s, flow_kg_s * heat_capacity_j_kgk(liquids, i + 1, inlet_c)
    outlet_c = temperature_c(liquids, i + 1, h_out)
    hot_in_c = outlet_c
    for r in range(runs.shape[2]):
        hot_in_c = after_run_c(capacity, hot_in_c, runs[i, 0, r, 0], runs[i, 0, r, 1])
    start_c = before_return_c(loops, i, capacity, inlet_c)
    lost = h_out - enthalpy_j_kg(liquids, i + 1, hot_in_c) + enthalpy_j_kg(liquids, i + 1, start_c) - h_in
    return outlet_c, hot_in_c, flow_kg_s * lost


@inlined
def before_return_c(loops: Loops, i: int, capacity_w_k: float, inlet_c: float) -> float:
    """Temperature behind the pump, from that at the cold end. [degC]"""
    start_c = inlet_c
    for r in range(loops.runs.shape[2] - 1, -1, -1):
        start_c = before_run_c(capacity_w_k, start_c, loops.runs[i, 1, r, 0], loops.runs[i, 1, r, 1])
    return start_c
