"""One source loop going round: hand-over, pump, return run, machines, supply run; every joule of it booked."""

from dataclasses import dataclass

from heatloop_thermo.design.cdu import CduPoint, CduRing, cdu_turn, drop_of
from heatloop_thermo.design.handover import Handed, HandOver, hand_over
from heatloop_thermo.design.hydraulics import CircuitPump, drive, machines_dp_pa, pump_heat_w
from heatloop_thermo.design.pipework import through
from heatloop_thermo.plant import SourceLoop
from heatloop_thermo.properties import Coolant
from heatloop_thermo.pump import HeadBudget, PumpDuty


@dataclass(frozen=True)
class Ring:
    """A loop whose equipment and flow are decided: what is left is to find its temperatures.

    Parameters
    ----------
    loop : as typed.
    handover : exchanger (sized or given) or heat pump.
    pump : chosen pump(s), or None while none is chosen yet (then its heat is a guess).
    flow_ratio : flow over the machines' design flow. [-]
    flow_kg_s : of the loop. [kg/s]
    supply_c : header water that the loop's control holds where it leaves the hand-over. [degC]
    cdu : units between machines and circuit; None where there are none, or while none are sized yet.
    """

    loop: SourceLoop
    handover: HandOver
    pump: CircuitPump | None
    flow_ratio: float
    flow_kg_s: float
    supply_c: float
    cdu: CduRing | None = None


@dataclass(frozen=True)
class RingPoint:
    """Temperatures [degC] and heats [W] of one turn round the loop.

    ``inlet_c`` and ``outlet_c`` are the cold and the hot end of the circuit: at the machines, or at the units before them (``cdu``).
    ``duty_w`` is what the loop gave up in this turn, ``next_duty_w`` what it then had to give: equal once settled.
    Losses and pump heats are the circuit's own, without those of the units.
    """

    handed: Handed
    inlet_c: float
    outlet_c: float
    pipe_loss_w: float
    pump_heat_w: float
    duty_w: float
    next_duty_w: float
    budget: HeadBudget
    pump: PumpDuty | None
    cdu: CduPoint | None = None

    @property
    def unsettled(self) -> float:
        """Largest relative change of a duty that this turn found. [-]"""
        own = abs(self.next_duty_w / self.duty_w - 1.0)
        return own if self.cdu is None else max(own, abs(self.cdu.next_duty_w / self.cdu.duty_w - 1.0))


def turn(ring: Ring, duty_w: float, cold: Coolant, cold_in_c: float, before: CduPoint | None = None) -> RingPoint:
    """Follow the liquid once round the loop, starting where it gives up a given heat.

    Parameters
    ----------
    ring : the loop.
    duty_w : heat that the loop gives up in this turn. [W]
    cold, cold_in_c : header liquid and its temperature at the hand-over. [degC]
    before : the units' last turn, where the loop has any; None: a first one is made.

    Returns
    -------
    The point; repeat with ``next_duty_w`` until it no longer changes (losses depend weakly on temperature, so a few turns do).
    """
    loop, coolant, flow = ring.loop, ring.loop.circuit.coolant, ring.flow_kg_s
    heat = before.next_duty_w if before else drop_of(loop).heat_w
    handed = hand_over(ring.handover, loop, flow, duty_w, cold, cold_in_c, ring.supply_c, heat)
    source = ("machines", machines_dp_pa(loop, ring.flow_ratio))
    if ring.cdu is not None:
        before = before or cdu_turn(ring.cdu, heat, flow, handed.hot_out_c)
        source = ("CDU", float(before.rating.dp_cold_pa or 0.0))
    parts = (source, (ring.handover.label, handed.dp_hot_pa))
    budget, pump = drive(loop.circuit, ring.pump, flow, handed.hot_in_c, handed.hot_out_c, parts)
    volume = flow / coolant.density_kg_m3(handed.hot_out_c)
    pump_heat = pump_heat_w(ring.pump, pump, budget, volume)
    inlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(handed.hot_out_c) + pump_heat / flow)
    inlet_c, return_loss = through(loop.circuit.return_, coolant, flow, inlet_c)
    cdu = cdu_turn(ring.cdu, before.next_duty_w, flow, inlet_c) if ring.cdu and before else None
    heat = cdu.duty_w if cdu else heat
    outlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(inlet_c) + heat / flow)
    _, supply_loss = through(loop.circuit.supply, coolant, flow, outlet_c)
    loss = return_loss + supply_loss
    return RingPoint(
        handed=handed,
        inlet_c=inlet_c,
        outlet_c=outlet_c,
        pipe_loss_w=loss,
        pump_heat_w=pump_heat,
        duty_w=duty_w,
        next_duty_w=heat + pump_heat - loss,
        budget=budget,
        pump=pump,
        cdu=cdu,
    )
