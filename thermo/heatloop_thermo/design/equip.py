"""Exchanger or heat pump, and pump, for one loop, at the flow that its machines' limits leave."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heatloop_thermo.design.cdu import cdu_ring, drop_of, with_pump
from heatloop_thermo.design.handover import ByExchanger
from heatloop_thermo.design.hydraulics import choose, deliverable_share, expected_pump_heat_w
from heatloop_thermo.design.lift import lift
from heatloop_thermo.design.reach import Reach, flow_at, ratio_range
from heatloop_thermo.design.ring import Ring, RingPoint, turn
from heatloop_thermo.errors import Infeasible
from heatloop_thermo.exchanger import Duty, Sizing, size
from heatloop_thermo.plant import ExchangerGiven, ExchangerToSize, Plant, SourceLoop

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import Selection

PUMP_SLACK = 0.999
"""A pump that falls short is asked for this share of what it delivers, so that the next round finds it able. [-]"""


@dataclass(frozen=True)
class Equipped:
    """A loop with its exchanger and pump, or the reason why there is none.

    Parameters
    ----------
    loop, reach : as typed, and how hot it can go.
    sizing : of the exchanger, where it was to be sized.
    selection : of the refrigerant, where the heat has to be lifted.
    ring, first : the equipped loop, and its first turn, taken to choose the pump.
    refusal : (code, text) of the limit that no equipment meets.
    pump_ratio : flow, over the machines' design flow, that a typed pump delivers where it falls short of the flow wanted. [-]
    """

    loop: SourceLoop
    reach: Reach
    sizing: Sizing | None = None
    selection: "Selection | None" = None
    ring: Ring | None = None
    first: RingPoint | None = None
    refusal: tuple[str, str] | None = None
    pump_ratio: float | None = None


def equip(plant: Plant, loop: SourceLoop, reach: Reach, cold_in_c: float, supply_c: float, lifted: bool) -> Equipped:
    """Size what is to be sized for one loop.

    Parameters
    ----------
    plant, loop : as typed.
    reach : of the loop.
    cold_in_c, supply_c : header water into and out of the hand-over. [degC]
    lifted : whether a heat pump hands the heat over, instead of an exchanger.

    Returns
    -------
    The loop with exchanger or heat pump and with its pump, or with the refusal of the first that cannot be had.
    """
    try:
        if lifted:
            ring, selection = lift(plant, loop, reach, cold_in_c, supply_c)
            made = Equipped(loop, reach, selection=selection)
            if ring is None:
                return replace(made, refusal=("heat_pump", " ".join(selection.reasons).rstrip(".")))
        else:
            ring, sizing = _by_exchanger(plant, loop, reach, cold_in_c, supply_c)
            made = Equipped(loop, reach, sizing)
        ring, first, cdu_share = _started(plant, ring, cold_in_c)
        pump = choose(loop.circuit, ring.flow_kg_s, first.inlet_c, first.budget)
    except Infeasible as refusal:
        return Equipped(loop, reach, refusal=(refusal.binding, str(refusal)))
    share = min(cdu_share, deliverable_share(loop.circuit, pump, ring.flow_kg_s, first.inlet_c, first.budget))
    if share >= 1.0:
        return replace(made, ring=replace(ring, pump=pump), first=first)
    if ring.flow_ratio * share < ratio_range(loop)[0]:
        text = f"the pump typed delivers {share * 100:.0f} % of the flow wanted, less than the machines' minimum"
        return Equipped(loop, reach, refusal=("pump_flow", text))
    return Equipped(loop, reach, pump_ratio=ring.flow_ratio * share * PUMP_SLACK)


def _started(plant: Plant, ring: Ring, cold_in_c: float) -> tuple[Ring, RingPoint, float]:
    """A loop's first turn, and its units sized for where that stands; the share of the flow that the units' pumps deliver."""
    loop, water = ring.loop, plant.header.coolant
    first = turn(ring, drop_of(loop).heat_w, water, cold_in_c)
    if loop.cdu is None:
        return ring, first, 1.0
    try:
        units = cdu_ring(loop, ring.flow_ratio, ring.flow_kg_s, first.inlet_c)
        first = turn(replace(ring, cdu=units), first.duty_w, water, cold_in_c)
        assert first.cdu is not None
        units, share = with_pump(units, first.cdu)
    except Infeasible as refusal:
        raise Infeasible(f"cdu_{refusal.binding}", f"CDU: {refusal}") from refusal
    return replace(ring, cdu=units), first, share


def _by_exchanger(
    plant: Plant, loop: SourceLoop, reach: Reach, cold_in_c: float, supply_c: float
) -> tuple[Ring, Sizing | None]:
    """The loop with the exchanger typed, or with one sized at the flow that the window leaves."""
    window, typed = reach.window, loop.exchanger
    if isinstance(typed, ExchangerGiven):
        rise_k = max(window.rise_design_k, window.rise_low_k)
    else:
        rise_k = window.rise_for(min(supply_c, reach.supply_max_c))
    inlet_c = window.inlet_for(supply_c, rise_k)
    ratio = window.rise_design_k / rise_k
    flow = flow_at(loop, ratio, inlet_c)
    if isinstance(typed, ExchangerGiven):
        return Ring(loop, ByExchanger(typed.exchanger), None, ratio, flow, supply_c), None
    sizing = _size(plant, loop, flow, inlet_c + rise_k - window.drop_k, cold_in_c, supply_c)
    return Ring(loop, ByExchanger(sizing.exchanger), None, ratio, flow, supply_c), sizing


def _size(plant: Plant, loop: SourceLoop, flow: float, hot_in_c: float, cold_in_c: float, supply_c: float) -> Sizing:
    """Size the exchanger for the machines' heat and what the pump is going to add to it."""
    assert isinstance(loop.exchanger, ExchangerToSize)
    coolant, water = loop.circuit.coolant, plant.header.coolant
    heat = drop_of(loop).heat_w + expected_pump_heat_w(loop, flow, hot_in_c)
    hot_out_c = coolant.temperature_c(coolant.enthalpy_j_kg(hot_in_c) - heat / flow)
    cold_flow = heat / (water.enthalpy_j_kg(supply_c) - water.enthalpy_j_kg(cold_in_c))
    duty = Duty(coolant, flow, hot_in_c, hot_out_c, water, cold_flow, cold_in_c, supply_c)
    return size(loop.exchanger.plates, duty, loop.exchanger.limits)
