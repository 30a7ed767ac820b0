"""Exchanger and pump for one loop, at the flow that its machines' limits leave."""

from dataclasses import dataclass, replace

from heatloop_thermo.design.hydraulics import choose, deliverable_share, expected_pump_heat_w
from heatloop_thermo.design.reach import Reach, flow_at, ratio_range, reach_given, reach_to_size
from heatloop_thermo.design.ring import Ring, RingPoint, turn
from heatloop_thermo.errors import Infeasible
from heatloop_thermo.exchanger import ConstantUa, Duty, PlateExchanger, ScaledUa, Sizing, size
from heatloop_thermo.plant import ExchangerGiven, ExchangerToSize, Plant, SourceLoop

Exchanger = ConstantUa | ScaledUa | PlateExchanger

PUMP_SLACK = 0.999
"""A pump that falls short is asked for this share of what it delivers, so that the next round finds it able. [-]"""


@dataclass(frozen=True)
class Equipped:
    """A loop with its exchanger and pump, or the reason why there is none.

    Parameters
    ----------
    loop, reach : as typed, and how hot it can go.
    sizing : of the exchanger, where it was to be sized.
    ring, first : the equipped loop, and its first turn, taken to choose the pump.
    refusal : (code, text) of the limit that no equipment meets.
    pump_ratio : flow, over the machines' design flow, that a typed pump delivers where it falls short of the flow wanted. [-]
    """

    loop: SourceLoop
    reach: Reach
    sizing: Sizing | None = None
    ring: Ring | None = None
    first: RingPoint | None = None
    refusal: tuple[str, str] | None = None
    pump_ratio: float | None = None


def reach_of(plant: Plant, loop: SourceLoop, cold_in_c: float, ratio_max: float = float("inf")) -> Reach:
    """How hot a loop can go, whichever way its exchanger is typed."""
    if isinstance(loop.exchanger, ExchangerGiven):
        return reach_given(loop, loop.exchanger, plant.header.coolant, cold_in_c, ratio_max)
    return reach_to_size(loop, cold_in_c, ratio_max)


def equip(plant: Plant, loop: SourceLoop, reach: Reach, cold_in_c: float, supply_c: float) -> Equipped:
    """Size what is to be sized for one loop.

    Parameters
    ----------
    plant, loop : as typed.
    reach : of the loop.
    cold_in_c, supply_c : header water into and out of the exchanger. [degC]

    Returns
    -------
    The loop with exchanger and pump, or with the refusal of the first that cannot be had.
    """
    typed = loop.exchanger.exchanger if isinstance(loop.exchanger, ExchangerGiven) else None
    rise_k = reach.window.rise_design_k if typed else reach.window.rise_for(min(supply_c, reach.supply_max_c))
    rise_k = max(rise_k, reach.window.rise_low_k)
    inlet_c = reach.window.inlet_for(supply_c, rise_k)
    ratio = reach.window.rise_design_k / rise_k
    flow = flow_at(loop, ratio, inlet_c)
    try:
        sizing = (
            None if typed else _size(plant, loop, flow, inlet_c + rise_k - reach.window.drop_k, cold_in_c, supply_c)
        )
        exchanger = sizing.exchanger if sizing else typed
        assert exchanger is not None
        ring = Ring(loop, exchanger, None, ratio, flow, supply_c)
        first = turn(ring, loop.liquid_w, plant.header.coolant, cold_in_c)
        pump = choose(loop.circuit, flow, inlet_c, first.budget)
    except Infeasible as refusal:
        return Equipped(loop, reach, refusal=(refusal.binding, str(refusal)))
    share = deliverable_share(loop.circuit, pump, flow, inlet_c, first.budget)
    if share >= 1.0:
        return Equipped(loop, reach, sizing, replace(ring, pump=pump), first)
    if ratio * share < ratio_range(loop)[0]:
        text = f"the pump typed delivers {share * 100:.0f} % of the flow wanted, less than the machines' minimum"
        return Equipped(loop, reach, refusal=("pump_flow", text))
    return Equipped(loop, reach, pump_ratio=ratio * share * PUMP_SLACK)


def _size(plant: Plant, loop: SourceLoop, flow: float, hot_in_c: float, cold_in_c: float, supply_c: float) -> Sizing:
    """Size the exchanger for the machines' heat and what the pump is going to add to it."""
    assert isinstance(loop.exchanger, ExchangerToSize)
    coolant, water = loop.circuit.coolant, plant.header.coolant
    heat = loop.liquid_w + expected_pump_heat_w(loop, flow, hot_in_c)
    hot_out_c = coolant.temperature_c(coolant.enthalpy_j_kg(hot_in_c) - heat / flow)
    cold_flow = heat / (water.enthalpy_j_kg(supply_c) - water.enthalpy_j_kg(cold_in_c))
    duty = Duty(coolant, flow, hot_in_c, hot_out_c, water, cold_flow, cold_in_c, supply_c)
    return size(loop.exchanger.plates, duty, loop.exchanger.limits)
