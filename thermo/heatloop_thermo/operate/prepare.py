"""From a design to what an hour needs: tables and constants, made once for any number of years."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heatloop_thermo.design import Design, LoopDesign
from heatloop_thermo.design.header import sent_c, sinks_return_c
from heatloop_thermo.design.hydraulics import FRICTION_EXPONENT
from heatloop_thermo.design.rejection import LoopCooler, loop_coolers
from heatloop_thermo.design.verdict import REACHED_WITHIN_K
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.circuits import NODES, pump_of, pump_tables
from heatloop_thermo.operate.figures import runs_of
from heatloop_thermo.operate.kernel_loops import Loops
from heatloop_thermo.operate.rows import SHARES, LoopRow, loop_row, stacked
from heatloop_thermo.storage import Tank

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump.map import HeatPumpMap
    from heatloop_thermo.heatpump.map_build import MapRange

BELOW_K, ABOVE_K = 4.0, 4.0
"""Kelvin below and above the rated point that a heat pump's map spans at either end; what lies beyond is said, not computed. [K]"""


@dataclass(frozen=True, eq=False)
class Header:
    """The header as an hour needs it.

    Parameters
    ----------
    supply_c : water at the sinks' inlet that the design holds; the target where it is reached. [degC]
    sent_c : at the head of the supply run, at the rated flow. [degC]
    flow_kg_s : rated. [kg/s]
    supply, back : (loss_w_k, ambient_c) of the pipe runs, shape (runs, 2).
    pump_electric_w, pump_heat_w : over the share of the rated flow, shape (NODES,).
    direct : whether the loops alone bring the sinks what is promised.
    """

    supply_c: float
    sent_c: float
    flow_kg_s: float
    supply: Array
    back: Array
    pump_electric_w: Array
    pump_heat_w: Array
    direct: bool


@dataclass(frozen=True, eq=False)
class Prepared:
    """A design, ready to be operated.

    Parameters
    ----------
    design : as sized.
    loops : as compiled code takes them.
    rows : the same, loop by loop.
    header : see `Header`.
    coolers : of each loop; None where there is none.
    tank : with the usual number of layers; None where there is none.
    """

    design: Design
    loops: Loops
    rows: tuple[LoopRow, ...]
    header: Header
    coolers: tuple[LoopCooler | None, ...]
    tank: Tank | None


def prepare(design: Design, maps: "Mapping[str, HeatPumpMap] | None" = None) -> Prepared:
    """Make the tables that a year needs: films of exchangers, pumps over flow, coolers, maps of heat pumps.

    Parameters
    ----------
    design : sized.
    maps : heat pump map of each loop by name, from `heatloop_thermo.heatpump.build_map` over `map_span`; those that are missing are built
        (a third of a second each).

    Returns
    -------
    What `operate` and `year` take again and again.
    """
    known = _maps(design, maps or {})
    water = design.plant.header.coolant
    stages = {name: place for place, names in enumerate(design.stages) for name in names}
    rows = tuple(
        loop_row(loop, water, stages.get(loop.loop.name, 0), known.get(loop.loop.name)) for loop in design.loops
    )
    coolers = {cooler.loop: cooler for cooler in loop_coolers(design)}
    return Prepared(
        design,
        stacked(rows, water),
        rows,
        _header(design),
        tuple(coolers.get(loop.loop.name) for loop in design.loops),
        Tank(water, design.plant.tank_volume_m3) if design.plant.tank_volume_m3 else None,
    )


def _header(design: Design) -> Header:
    """The header's tables; where no loop hands heat over, it is as it would be for the sinks' design load, without pump."""
    plant, at, circuit = design.plant, design.header, design.plant.header
    supply, back = runs_of(circuit.supply), runs_of(circuit.return_)
    if at is None:
        return_c = sinks_return_c(plant)
        spread = circuit.coolant.enthalpy_j_kg(plant.target_c) - circuit.coolant.enthalpy_j_kg(return_c)
        flow = plant.demand_w / spread
        none = np.zeros(NODES)
        return Header(plant.target_c, sent_c(plant, flow), flow, supply, back, none, none, False)
    pump = pump_of(circuit, at.flow_kg_s, at.return_c, at.head_budget)
    own = {f"pipe: {run.name}" for run in (*circuit.supply, *circuit.return_)} | {
        part.name for part in circuit.components
    }
    others = sum(drop for name, drop in at.head_budget.items if name not in own)
    ends_c = (at.exchanger_out_c, at.return_c)
    tables = pump_tables(circuit, pump, at.flow_kg_s, ends_c, others * SHARES**FRICTION_EXPONENT, SHARES)
    direct = at.boiler_w == 0.0 and abs(at.supply_c - plant.target_c) < REACHED_WITHIN_K
    if direct or plant.boiler is None:
        return Header(at.supply_c, at.exchanger_out_c, at.flow_kg_s, supply, back, *tables, direct)
    return Header(plant.target_c, sent_c(plant, at.flow_kg_s), at.flow_kg_s, supply, back, *tables, direct)


def _maps(design: Design, known: "Mapping[str, HeatPumpMap]") -> "dict[str, HeatPumpMap]":
    """The map of every loop whose heat is lifted, built where it is not known."""
    lifted = [loop for loop in design.loops if loop.machine is not None]
    return {loop.loop.name: known.get(loop.loop.name) or _built(design, loop) for loop in lifted}


def map_span(design: Design, loop: LoopDesign) -> "MapRange":
    """The range over which a loop's heat pump is mapped: what the machines' inlet and the supply may do in a year.

    In series with others its water may be hotter while they give less, up to what leaves the last of them.
    """
    from heatloop_thermo.heatpump import MapRange  # noqa: PLC0415 a plant without one does not load it

    assert loop.machine is not None
    source_c, sink_c = loop.machine.duty.source_out_c, loop.machine.duty.sink_out_c
    top_c = max(sink_c, design.header.exchanger_out_c if design.header else sink_c)
    return MapRange(source_c - BELOW_K, source_c + ABOVE_K, sink_c - BELOW_K, top_c + ABOVE_K)


def _built(design: Design, loop: LoopDesign) -> "HeatPumpMap":
    from heatloop_thermo.heatpump import build_map  # noqa: PLC0415 a plant without one does not load it

    assert loop.machine is not None
    return build_map(loop.machine, map_span(design, loop))
