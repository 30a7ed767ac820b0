"""The figures of a design that have a band: what is promised, sized, drawn and moved, each under a stable key."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from heatloop_thermo.design.rejection import loop_coolers
from heatloop_thermo.design.result import Design, LoopDesign
from heatloop_thermo.errors import Infeasible
from heatloop_thermo.exchanger import Rating, Sizing
from heatloop_thermo.pump import PumpDuty

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpDesign

HEADER = "header"


class Quantity(NamedTuple):
    """One figure of a design.

    Parameters
    ----------
    key : stable name, with the unit last; of a loop's or the header's part followed by ": " and its owner.
    words, unit : what it is, and its SI unit (temperatures in degC).
    owner : name of the loop, "header", or empty for the whole plant.
    value : in `unit`.
    """

    key: str
    words: str
    unit: str
    owner: str
    value: float


Row = tuple[str, str, str, float | None]
"""Name, words, unit and value; None where the design has no such figure."""


def quantities(design: Design) -> dict[str, Quantity]:
    """Every figure of a design that has a band, by key: the plant's, then loop by loop, then the header's.

    Parameters
    ----------
    design : as sized.

    Returns
    -------
    Powers and flows of pumps are those of all that run together. What a design lacks (no heat pump, a datasheet without
    area, a loop that hands nothing over) is not among them, and neither is what was typed, such as the tank.
    """
    rows = [("", row) for row in _plant(design)]
    rows += [(loop.loop.name, row) for loop in design.loops for row in _loop(loop)]
    rows += [(HEADER, row) for row in _header(design)]
    found = {}
    for owner, (name, words, unit, value) in rows:
        if value is not None and math.isfinite(value):
            key, text = (f"{name}: {owner}", f"{words}, {owner}") if owner else (name, words)
            found[key] = Quantity(key, text, unit, owner, float(value))
    return found


def _plant(design: Design) -> Iterator[Row]:
    heat, verdict = design.heat, design.verdict
    yield "direct_max_c", "hottest direct supply", "degC", verdict.direct_max_c
    yield "supply_margin_k", "hottest direct supply above the target", "K", verdict.direct_max_c - verdict.target_c
    yield "supply_c", "supply to the sinks", "degC", verdict.supply_c
    yield "captured_w", "captured heat", "W", heat.captured_w
    yield "capture_fraction", "captured heat over the machines' power", "-", heat.capture_fraction
    yield "delivered_w", "delivered heat", "W", heat.delivered_w
    yield "rejected_w", "rejected heat", "W", heat.rejected_w
    yield "pumps_electric_w", "electric power of all pumps", "W", design.pumps_electric_w
    yield "boiler_w", "boiler top-up", "W", heat.boiler_w
    machines = [loop.machine for loop in design.loops if loop.machine]
    electric = sum(machine.electric_w for machine in machines)
    if machines:
        yield "heat_pump_electric_w", "electric power of the heat pumps", "W", electric
        yield "cop", "COP of the heat pumps", "-", sum(machine.heat_w for machine in machines) / electric
    yield "rejector_w", "capacity of the dry coolers", "W", design.rejector_w
    yield "fans_electric_w", "electric power of the dry coolers' fans", "W", _fans_electric_w(design)


def _loop(loop: LoopDesign) -> Iterator[Row]:
    yield "flow_kg_s", "flow", "kg/s", loop.flow_kg_s
    yield "duty_w", "heat to the header", "W", loop.duty_w
    if loop.rating:
        yield from _exchanger(loop.rating, loop.sizing)
    if loop.machine:
        yield from _machine(loop.machine)
    yield from _pump(loop.pump, loop.loop.circuit.pump.parallel)
    if loop.cdu:
        yield "cdu_count", "coolant distribution units", "units", float(loop.cdu.count)
        rows = (*_exchanger(loop.cdu.rating, loop.cdu.sizing), *_pump(loop.cdu.pump, loop.cdu.pumps_running))
        yield from ((f"cdu_{name}", f"CDU: {words}", unit, value) for name, words, unit, value in rows)


def _exchanger(rating: Rating, sizing: Sizing | None) -> Iterator[Row]:
    yield "ua_w_k", "UA of the exchanger", "W/K", rating.ua_w_k
    yield "area_m2", "exchanger area", "m2", rating.area_m2
    yield "plates", "plates of the exchanger", "plates", sizing.exchanger.plates if sizing else None
    yield "dp_hot_pa", "pressure drop of the exchanger's hot side", "Pa", rating.dp_hot_pa
    yield "dp_cold_pa", "pressure drop of the exchanger's cold side", "Pa", rating.dp_cold_pa


def _machine(machine: "HeatPumpDesign") -> Iterator[Row]:
    yield "lift_electric_w", "electric power of the heat pump", "W", machine.electric_w
    yield "lift_cop", "COP of the heat pump", "-", machine.cop
    yield "discharge_c", "discharge of the compressor", "degC", machine.discharge_c
    yield "swept_m3_s", "swept volume of the compressors", "m3/s", sum(machine.swept_m3_s)
    yield "evaporator_area_m2", "area of the evaporator", "m2", machine.evaporator_area_m2
    yield "condenser_area_m2", "area of the condenser", "m2", machine.condenser_area_m2


def _header(design: Design) -> Iterator[Row]:
    if design.header is not None:
        yield "flow_kg_s", "flow", "kg/s", design.header.flow_kg_s
        yield from _pump(design.header.pump, design.plant.header.pump.parallel)


def _pump(duty: PumpDuty | None, running: int) -> Iterator[Row]:
    if duty is not None:
        yield "pump_flow_m3_s", "flow of the pumps", "m3/s", duty.flow_m3_s * running
        yield "pump_head_m", "head of the pumps", "m", duty.head_m
        yield "pump_shaft_w", "shaft power of the pumps", "W", duty.shaft_w * running
        yield "pump_electric_w", "electric power of the pumps", "W", duty.electric_w * running
        yield "npsh_available_m", "NPSH that the pumps have", "m", duty.npsh_available_m


def _fans_electric_w(design: Design) -> float | None:
    """At the hottest design day, at full speed. None without a dry cooler, or where none can be built. [W]"""
    try:
        coolers = loop_coolers(design)
    except Infeasible:
        return None
    return sum(float(one.at_design.fan_w) for one in coolers) if coolers else None
