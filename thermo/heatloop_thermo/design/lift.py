"""A heat pump between a loop and the header: which refrigerant, at which temperatures, and the same machine once all is settled."""

from dataclasses import replace
from typing import TYPE_CHECKING

from heatloop_thermo.design.cdu import drop_of
from heatloop_thermo.design.handover import ByHeatPump
from heatloop_thermo.design.reach import Reach, flow_at
from heatloop_thermo.design.ring import Ring, RingPoint
from heatloop_thermo.plant import Plant, SourceLoop

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import Selection

CONTROL_ROOM_K = 0.5
"""The machines' inlet is held this far below its limit, so that control has room. [K] verified: estimate"""
SAME = 1e-11
"""Two designs of one machine count as the same when heat over source heat differs by less. [-]"""


def lift(
    plant: Plant, loop: SourceLoop, reach: Reach, cold_in_c: float, supply_c: float
) -> "tuple[Ring | None, Selection]":
    """Choose a heat pump for a loop, the machines running as hot as they may: every kelvin of lift costs power.

    Parameters
    ----------
    plant, loop : as typed; the loop allows a heat pump.
    reach : of the loop.
    cold_in_c, supply_c : header water into and out of the condenser. [degC]

    Returns
    -------
    The loop's ring, without pump, and the comparison of refrigerants; no ring where none can do it within limits and policy.
    """
    from heatloop_thermo.heatpump import Duty, select_refrigerant  # noqa: PLC0415 a plant without one does not load it

    spec = loop.heat_pump
    assert spec is not None
    window = reach.window
    rise_k = min(max(window.rise_design_k, window.rise_low_k), window.rise_high_k)
    inlet_c = window.inlet_max_c(rise_k) - CONTROL_ROOM_K
    source_in_c = inlet_c + rise_k - window.drop_k
    water, heat = plant.header.coolant, drop_of(loop).heat_w
    duty = Duty(loop.circuit.coolant, source_in_c, inlet_c, water, cold_in_c, supply_c, heat, heat_at="source")
    selection = select_refrigerant(duty, spec.spec, spec.refrigerants, spec.policy)
    if selection.chosen is None or selection.chosen.design is None:
        return None, selection
    ratio = window.rise_design_k / rise_k
    way = ByHeatPump(selection.chosen.design, inlet_c, spec.dp_source_pa, spec.dp_sink_pa)
    return Ring(loop, way, None, ratio, flow_at(loop, ratio, inlet_c), supply_c), selection


def again(plant: Plant, ring: Ring, point: RingPoint) -> tuple[Ring, bool]:
    """Design the ring's heat pump for the temperatures and the heat to which the plant has settled.

    Returns
    -------
    The ring with that machine, and whether it is still the same one (always so for an exchanger).
    """
    way, handed = ring.handover, point.handed
    if not isinstance(way, ByHeatPump):
        return ring, True
    from heatloop_thermo.heatpump import Duty, design_heat_pump  # noqa: PLC0415 a plant without one does not load it

    coolant, water = ring.loop.circuit.coolant, plant.header.coolant
    ends = (handed.hot_in_c, handed.hot_out_c, water, handed.cold_in_c, handed.cold_out_c)
    machine = design_heat_pump(Duty(coolant, *ends, point.duty_w, heat_at="source"), way.machine.spec)
    before, after = way.machine.heat_w / way.machine.evaporator_w, machine.heat_w / machine.evaporator_w
    return replace(ring, handover=replace(way, machine=machine)), abs(after / before - 1.0) < SAME
