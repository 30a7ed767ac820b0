"""One loop of a design as a row of numbers, and the rows of all loops as the arrays that compiled code takes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatloop_thermo.design import LoopDesign
from heatloop_thermo.exchanger import Exchanger, Stream, balance
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.circuits import NODES, SOLVED, pump_of, pump_tables
from heatloop_thermo.operate.figures import liquids_of, machine_of, runs_of
from heatloop_thermo.operate.films import FLOWS, TEMPERATURES, films_of
from heatloop_thermo.operate.kernel_lift import FIGURES
from heatloop_thermo.operate.kernel_loops import (
    EXCHANGER,
    FLOW,
    HEAT,
    HEAT_PUMP,
    HOLD,
    IDLE,
    MACHINE,
    PASSES,
    SIDE_HOT,
    Loops,
)
from heatloop_thermo.plant import ExchangerGiven
from heatloop_thermo.properties import Coolant

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump.map import HeatPumpMap

SHARES = np.linspace(0.2, 1.0, SOLVED)
"""Shares of the machines at which a loop's pump is solved. [-]"""


@dataclass(frozen=True, eq=False)
class LoopRow:
    """A loop as an hour needs it: its part of `Loops`, and what only the year's sums need.

    Parameters
    ----------
    figures, supply, back, pump_heat_w, films, lift : one row of the arrays of `Loops`.
    coolant : of the circuit.
    pump_electric_w : as ``pump_heat_w``. [W]
    liquid_w, electric_w : heat of all machines to the liquid, and their electric power. [W]
    cdu_heat_w, cdu_loss_w, cdu_electric_w : pumps' heat, pipe loss and pumps' power of coolant distribution units. [W]
    """

    figures: Array
    coolant: Coolant
    supply: Array
    back: Array
    pump_heat_w: Array
    films: Array
    lift: Array
    pump_electric_w: Array
    liquid_w: float
    electric_w: float
    cdu_heat_w: float
    cdu_loss_w: float
    cdu_electric_w: float

    @property
    def flow_kg_s(self) -> float:
        """Flow of the circuit, all machines running. [kg/s]"""
        return float(self.figures[FLOW])

    @property
    def heat_w(self) -> float:
        """Heat that the circuit takes up, all machines running. [W]"""
        return float(self.figures[HEAT])

    @property
    def hold_c(self) -> float:
        """Cold end of the circuit while heat is rejected. [degC]"""
        return float(self.figures[HOLD])


def loop_row(loop: LoopDesign, header: Coolant, stage: int = 0, heat_pump: "HeatPumpMap | None" = None) -> LoopRow:
    """The row of a loop.

    Parameters
    ----------
    loop : of the design.
    header : the header's liquid.
    stage : of the loops in series on the header; 0 where all are in parallel.
    heat_pump : its map, for a loop whose heat is lifted.
    """
    typed, cdu, circuit = loop.loop, loop.cdu, loop.loop.circuit
    units = (cdu.pump_heat_w, cdu.pipe_loss_w, cdu.electric_w) if cdu else (0.0, 0.0, 0.0)
    kind = IDLE if not loop.runs else (EXCHANGER if loop.machine is None else HEAT_PUMP)
    assert (kind == HEAT_PUMP) == (heat_pump is not None)
    electric, heat = _pumps(loop, header) if loop.runs else (np.zeros(NODES), np.zeros(NODES))
    figures, films = np.zeros(FIGURES), np.zeros((2, FLOWS + 1, TEMPERATURES))
    hot_c, warmest_c = loop.circuit_inlet_c, loop.circuit_inlet_c + max(0.0, loop.headroom_k)
    taken = loop.liquid_w + units[0] - units[1]
    figures[:SIDE_HOT] = (kind, loop.flow_kg_s, taken, hot_c, warmest_c, _set_c(loop), stage, loop.duty_w)
    if kind == EXCHANGER:
        exchanger = _exchanger(loop)
        figures[SIDE_HOT:PASSES], films = _films(loop, exchanger, header)
        figures[PASSES:MACHINE] = exchanger.passes_hot, exchanger.passes_cold
    if heat_pump:
        figures[MACHINE:] = machine_of(heat_pump)
    return LoopRow(
        figures=figures,
        coolant=circuit.coolant,
        supply=runs_of(circuit.supply if loop.runs else ()),
        back=runs_of(circuit.return_ if loop.runs else ()),
        pump_heat_w=heat,
        films=films,
        lift=heat_pump.table if heat_pump else np.zeros((1, 1, 1, 9)),
        pump_electric_w=electric,
        liquid_w=loop.liquid_w,
        electric_w=typed.electric_w,
        cdu_heat_w=units[0],
        cdu_loss_w=units[1],
        cdu_electric_w=units[2],
    )


def stacked(rows: tuple[LoopRow, ...], header: Coolant) -> Loops:
    """All rows as arrays whose first axis is the loop; shorter ones are filled up with zeros where that changes nothing."""
    most = max(max(len(row.supply), len(row.back)) for row in rows)
    runs = [[_longer(row.supply, (most, 2)), _longer(row.back, (most, 2))] for row in rows]
    shape = tuple(max(row.lift.shape[axis] for row in rows) for axis in range(4))
    return Loops(
        figures=np.stack([row.figures for row in rows]),
        liquids=liquids_of([header, *(row.coolant for row in rows)]),
        runs=np.array(runs),
        pump_heat_w=np.stack([row.pump_heat_w for row in rows]),
        films=np.stack([row.films for row in rows]),
        lift=np.stack([_longer(row.lift, shape) for row in rows]),
    )


def _longer(values: Array, shape: tuple[int, ...]) -> Array:
    """Filled up with zeros at the end of each axis."""
    return np.pad(values, [(0, want - have) for want, have in zip(shape, values.shape, strict=True)])


def _set_c(loop: LoopDesign) -> float:
    """Header water that the loop gives at the rated point. [degC]"""
    if loop.rating is not None:
        return float(loop.rating.cold_out_c)
    return loop.machine.duty.sink_out_c if loop.machine is not None else loop.circuit_inlet_c


def _exchanger(loop: LoopDesign) -> Exchanger:
    typed = loop.loop.exchanger
    if loop.sizing is not None:
        return loop.sizing.exchanger
    assert isinstance(typed, ExchangerGiven)
    return typed.exchanger


def _films(loop: LoopDesign, exchanger: Exchanger, header: Coolant) -> tuple[Array, Array]:
    assert loop.rating is not None
    at = loop.rating
    hot = float(at.hot_flow_kg_s), 0.5 * float(at.hot_in_c + at.hot_out_c)
    cold = float(at.cold_flow_kg_s), 0.5 * float(at.cold_in_c + at.cold_out_c)
    return films_of(exchanger, loop.loop.circuit.coolant, hot, header, cold)


def _pumps(loop: LoopDesign, header: Coolant) -> tuple[Array, Array]:
    """Power and heat of the circuit's own pumps over the share of machines, each machine keeping its flow."""
    circuit, budget = loop.loop.circuit, loop.head_budget
    assert budget is not None
    at, flow = loop.rating, loop.flow_kg_s
    ends_c = (float(at.hot_in_c), float(at.hot_out_c)) if at else (loop.circuit_outlet_c, loop.circuit_inlet_c)
    pump = pump_of(circuit, flow, ends_c[1], budget)
    own = dict(budget.items)
    handed = own.pop("exchanger", 0.0) + own.pop("evaporator", 0.0)
    source = own.get("machines", own.get("CDU", 0.0))
    if at is None:
        exchanged = handed * SHARES**2
    else:
        cold = Stream(header, at.cold_flow_kg_s * SHARES, float(at.cold_in_c))
        rated = balance(_exchanger(loop), at.duty_w * SHARES, circuit.coolant, flow * SHARES, cold)
        exchanged = np.broadcast_to(
            np.asarray(0.0 if rated.dp_hot_pa is None else rated.dp_hot_pa, float), SHARES.shape
        )
    return pump_tables(circuit, pump, flow, ends_c, source + exchanged, SHARES)
