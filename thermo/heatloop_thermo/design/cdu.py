"""Coolant distribution units: the kelvin that they cost, their sizes, and one turn of the machines' own circuit.

Both sides of a unit have the same capacity rate, so that the same difference stands at either end: the approach. The pumps stand
between exchanger and machines and warm what goes to the machines a little.
"""

import math
from dataclasses import dataclass, replace

from heatloop_thermo.design.hydraulics import (
    PUMP_HEAT_MAX,
    CircuitPump,
    choose,
    deliverable_share,
    drive,
    expected_cdu_heat_w,
    machines_dp_pa,
    pump_heat_w,
    require_pumpable,
)
from heatloop_thermo.design.pipework import through
from heatloop_thermo.errors import require
from heatloop_thermo.exchanger import Duty, Exchanger, Rating, Sizing, Stream, balance, size
from heatloop_thermo.plant import Circuit, ExchangerGiven, SourceLoop
from heatloop_thermo.pump import HeadBudget, PumpDuty


@dataclass(frozen=True)
class Drop:
    """What stands between machines and circuit, before anything is sized; all zero without units.

    Parameters
    ----------
    approach_k : between both liquids at either end of a unit's exchanger. [K]
    pump_k : by which the units' pumps warm what goes to the machines. [K]
    heat_w : what the circuit takes up: heat of the machines and of the units' pumps. [W]
    """

    approach_k: float
    pump_k: float
    heat_w: float

    @property
    def inlet_k(self) -> float:
        """By how much the machines' inlet is warmer than the circuit's cold end. [K]"""
        return self.approach_k + self.pump_k


@dataclass(frozen=True)
class CduRing:
    """The machines' own circuit, its units and flow decided.

    Parameters
    ----------
    loop : as typed, with its `Cdu`.
    exchanger, sizing : of one unit; no sizing where it is given.
    count : units that run.
    pump : of all units together; None while none is chosen yet.
    flow_kg_s : through the machines. [kg/s]
    flow_ratio : flow over the machines' design flow. [-]
    """

    loop: SourceLoop
    exchanger: Exchanger
    sizing: Sizing | None
    count: int
    pump: CircuitPump | None
    flow_kg_s: float
    flow_ratio: float

    @property
    def circuit(self) -> Circuit:
        """The machines' circuit with the pumps of all units that run."""
        assert self.loop.cdu is not None
        spec = self.loop.cdu.circuit.pump
        return replace(self.loop.cdu.circuit, pump=replace(spec, parallel=spec.parallel * self.count))


@dataclass(frozen=True)
class CduPoint:
    """One turn of the machines' own circuit. Temperatures [degC], heats [W].

    ``rating`` is of one unit; ``inlet_c`` and ``outlet_c`` are the machines'. ``duty_w`` is what all units passed on in this turn,
    ``next_duty_w`` what they then had to pass on: equal once settled.
    """

    rating: Rating
    inlet_c: float
    outlet_c: float
    pipe_loss_w: float
    pump_heat_w: float
    duty_w: float
    next_duty_w: float
    budget: HeadBudget
    pump: PumpDuty | None


def machine_flow_kg_s(loop: SourceLoop, ratio: float, inlet_c: float) -> float:
    """Mass flow through all machines of a loop at a multiple of their design flow and an inlet temperature. [kg/s]"""
    return ratio * loop.design_flow_m3_s * loop.machine_coolant.density_kg_m3(inlet_c)


def drop_of(loop: SourceLoop) -> Drop:
    """Kelvin and heat between a loop's machines and its circuit, at the machines' design flow.

    Raises
    ------
    OutOfRange : an approach that is not positive: no surface is large enough for it.
    """
    cdu = loop.cdu
    if cdu is None:
        return Drop(0.0, 0.0, loop.liquid_w)
    coolant = cdu.circuit.coolant
    inlet_c = max(min(*(bank.inlet_max_c for bank in loop.banks), coolant.t_high_c - 1.0), coolant.t_low_c)
    flow = machine_flow_kg_s(loop, 1.0, inlet_c)
    pumps_w = min(expected_cdu_heat_w(loop, flow, inlet_c)[0], PUMP_HEAT_MAX * loop.liquid_w)  # more is refused later
    heat = loop.liquid_w + pumps_w
    capacity = flow * coolant.heat_capacity_j_kgk(inlet_c)
    if isinstance(cdu.exchanger, ExchangerGiven):
        approach = _approach_k(loop, cdu.exchanger.exchanger, heat, flow, inlet_c)
    else:
        approach = cdu.exchanger.approach_k
        require(f"{loop.name}: CDU approach_k", approach, 1e-3, 50.0, "K", "heat needs a difference to pass a wall")
    return Drop(approach, pumps_w / capacity, heat)


def circuit_flow_kg_s(loop: SourceLoop, flow_kg_s: float, inlet_c: float) -> float:
    """Flow of the circuit that has the machines' capacity rate. [kg/s]"""
    hot, cold = loop.machine_coolant, loop.circuit.coolant
    return flow_kg_s * hot.heat_capacity_j_kgk(inlet_c) / cold.heat_capacity_j_kgk(inlet_c)


def _approach_k(loop: SourceLoop, exchanger: Exchanger, heat_w: float, flow_kg_s: float, inlet_c: float) -> float:
    """Difference that a given exchanger keeps at its cold end. [K]"""
    count = units(loop, heat_w, flow_kg_s, inlet_c)
    cold_c = inlet_c - 1.0
    flow = circuit_flow_kg_s(loop, flow_kg_s, cold_c) / count
    stream = Stream(loop.circuit.coolant, flow, cold_c)
    rating = balance(exchanger, heat_w / count, loop.machine_coolant, flow_kg_s / count, stream)
    return float(rating.hot_out_c - cold_c)


def units(loop: SourceLoop, heat_w: float, flow_kg_s: float, inlet_c: float) -> int:
    """Units that run: as typed, else as many as the heat and the flow through the machines ask for."""
    cdu = loop.cdu
    assert cdu is not None
    if cdu.count is not None:
        return cdu.count
    volume = flow_kg_s / loop.machine_coolant.density_kg_m3(inlet_c)
    asked = [heat_w / cdu.capacity_w] if cdu.capacity_w else []
    asked += [volume / cdu.flow_max_m3_s] if cdu.flow_max_m3_s else []
    return max(1, *(math.ceil(share - 1e-9) for share in asked)) if asked else 1


def cdu_ring(loop: SourceLoop, ratio: float, flow_kg_s: float, cold_in_c: float) -> CduRing:
    """Size the units of a loop, all but their pumps.

    Parameters
    ----------
    loop : with a `Cdu`.
    ratio : flow through the machines over their design flow. [-]
    flow_kg_s, cold_in_c : of the circuit, and its cold end. [kg/s], [degC]

    Raises
    ------
    Infeasible : no plate does it within its limits; pumping would take more than a tenth of the heat.
    """
    cdu, drop = loop.cdu, drop_of(loop)
    assert cdu is not None
    hot, cold = loop.machine_coolant, loop.circuit.coolant
    inlet_c = cold_in_c + drop.inlet_k
    flow = machine_flow_kg_s(loop, ratio, inlet_c)
    pumps_w, budget = expected_cdu_heat_w(loop, flow, inlet_c)
    require_pumpable(loop, pumps_w, budget)
    heat = loop.liquid_w + pumps_w
    count = units(loop, heat, flow, inlet_c)
    if isinstance(cdu.exchanger, ExchangerGiven):
        return CduRing(loop, cdu.exchanger.exchanger, None, count, None, flow, ratio)
    hot_out_c = cold_in_c + drop.approach_k
    hot_in_c = hot.temperature_c(hot.enthalpy_j_kg(hot_out_c) + heat / flow)
    cold_out_c = cold.temperature_c(cold.enthalpy_j_kg(cold_in_c) + heat / flow_kg_s)
    duty = Duty(hot, flow / count, hot_in_c, hot_out_c, cold, flow_kg_s / count, cold_in_c, cold_out_c)
    sizing = size(cdu.exchanger.plates, duty, cdu.exchanger.limits)
    return CduRing(loop, sizing.exchanger, sizing, count, None, flow, ratio)


def with_pump(ring: CduRing, point: CduPoint) -> tuple[CduRing, float]:
    """Choose the pumps of all units; give the share of the wanted flow that they deliver too. [-], 1 where all of it

    Raises
    ------
    Infeasible : makers offer none.
    """
    pump = choose(ring.circuit, ring.flow_kg_s, point.inlet_c, point.budget)
    share = deliverable_share(ring.circuit, pump, ring.flow_kg_s, point.inlet_c, point.budget)
    return replace(ring, pump=pump), share


def cdu_turn(ring: CduRing, duty_w: float, flow_kg_s: float, cold_in_c: float) -> CduPoint:
    """Follow the machines' liquid once round, starting where all units pass on a given heat.

    Parameters
    ----------
    ring : the machines' circuit.
    duty_w : heat that is passed on in this turn. [W]
    flow_kg_s, cold_in_c : of the circuit on the other side. [kg/s], [degC]
    """
    loop, circuit, coolant, flow = ring.loop, ring.circuit, ring.loop.machine_coolant, ring.flow_kg_s
    cold = Stream(loop.circuit.coolant, flow_kg_s / ring.count, cold_in_c)
    rating = balance(ring.exchanger, duty_w / ring.count, coolant, flow / ring.count, cold)
    hot_out_c = float(rating.hot_out_c)
    parts = (("machines", machines_dp_pa(loop, ring.flow_ratio)), ("CDU", float(rating.dp_hot_pa or 0.0)))
    budget, pump = drive(circuit, ring.pump, flow, float(rating.hot_in_c), hot_out_c, parts)
    pump_heat = pump_heat_w(ring.pump, pump, budget, flow / coolant.density_kg_m3(hot_out_c))
    inlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(hot_out_c) + pump_heat / flow)
    inlet_c, return_loss = through(circuit.return_, coolant, flow, inlet_c)
    outlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(inlet_c) + loop.liquid_w / flow)
    _, supply_loss = through(circuit.supply, coolant, flow, outlet_c)
    loss = return_loss + supply_loss
    return CduPoint(rating, inlet_c, outlet_c, loss, pump_heat, duty_w, loop.liquid_w + pump_heat - loss, budget, pump)
