"""One source loop going round: exchanger, pump, return run, machines, supply run; every joule of it booked."""

from dataclasses import dataclass

from heatloop_thermo.design.hydraulics import CircuitPump, drive, pump_heat_w
from heatloop_thermo.exchanger import ConstantUa, PlateExchanger, Rating, ScaledUa, Stream, balance
from heatloop_thermo.pipe import Pipe, heat_loss
from heatloop_thermo.plant import SourceLoop
from heatloop_thermo.properties import Coolant
from heatloop_thermo.pump import HeadBudget, PumpDuty


@dataclass(frozen=True)
class Ring:
    """A loop whose equipment and flow are decided: what is left is to find its temperatures.

    Parameters
    ----------
    loop : as typed.
    exchanger : sized or given.
    pump : chosen pump(s), or None while none is chosen yet (then its heat is a guess).
    flow_ratio : flow over the machines' design flow. [-]
    flow_kg_s : of the loop. [kg/s]
    supply_c : header water that the loop's flow control holds at the exchanger's cold outlet. [degC]
    """

    loop: SourceLoop
    exchanger: ConstantUa | ScaledUa | PlateExchanger
    pump: CircuitPump | None
    flow_ratio: float
    flow_kg_s: float
    supply_c: float


@dataclass(frozen=True)
class RingPoint:
    """Temperatures [degC], heats [W] and flows [kg/s] of one turn round the loop.

    ``duty_w`` is what the exchanger passed on in this turn, ``next_duty_w`` what the loop then had to give: equal once settled.
    """

    rating: Rating
    cold_flow_kg_s: float
    inlet_c: float
    outlet_c: float
    pipe_loss_w: float
    pump_heat_w: float
    duty_w: float
    next_duty_w: float
    budget: HeadBudget
    pump: PumpDuty | None


def turn(ring: Ring, duty_w: float, cold: Coolant, cold_in_c: float) -> RingPoint:
    """Follow the liquid once round the loop, starting where the exchanger passes on a given heat.

    Parameters
    ----------
    ring : the loop.
    duty_w : heat that the exchanger hands to the header in this turn. [W]
    cold, cold_in_c : header liquid and its temperature at the exchanger. [degC]

    Returns
    -------
    The point; repeat with ``next_duty_w`` until it no longer changes (losses depend weakly on temperature, so a few turns do).
    """
    loop, coolant, flow = ring.loop, ring.loop.circuit.coolant, ring.flow_kg_s
    cold_flow = duty_w / (cold.enthalpy_j_kg(ring.supply_c) - cold.enthalpy_j_kg(cold_in_c))
    rating = balance(ring.exchanger, duty_w, coolant, flow, Stream(cold, cold_flow, cold_in_c))
    machines_dp = max(bank.pressure_drop_at(ring.flow_ratio) for bank in loop.banks)
    parts = (("machines", machines_dp), ("exchanger", float(rating.dp_hot_pa or 0.0)))
    budget, pump = drive(loop.circuit, ring.pump, flow, rating.hot_in_c, rating.hot_out_c, parts)
    volume = flow / coolant.density_kg_m3(rating.hot_out_c)
    pump_heat = pump_heat_w(ring.pump, pump, budget, volume)
    inlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(rating.hot_out_c) + pump_heat / flow)
    inlet_c, return_loss = through(loop.circuit.return_, coolant, flow, inlet_c)
    outlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(inlet_c) + loop.liquid_w / flow)
    _, supply_loss = through(loop.circuit.supply, coolant, flow, outlet_c)
    loss = return_loss + supply_loss
    return RingPoint(
        rating=rating,
        cold_flow_kg_s=cold_flow,
        inlet_c=inlet_c,
        outlet_c=outlet_c,
        pipe_loss_w=loss,
        pump_heat_w=pump_heat,
        duty_w=duty_w,
        next_duty_w=loop.liquid_w + pump_heat - loss,
        budget=budget,
        pump=pump,
    )


def through(runs: tuple[Pipe, ...], coolant: Coolant, flow_kg_s: float, inlet_c: float) -> tuple[float, float]:
    """Follow the liquid through pipe runs in series: (outlet [degC], heat lost [W])."""
    temp_c, lost_w = inlet_c, 0.0
    for run in runs:
        temp_c, loss_w = heat_loss(run, coolant, flow_kg_s, temp_c)
        lost_w += loss_w
    return temp_c, lost_w
