"""The header between exchangers and sinks: what comes back, what the boiler adds, what the pipes lose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatloop_thermo.design.hydraulics import CircuitPump, drive, pump_heat_w
from heatloop_thermo.design.pipework import through
from heatloop_thermo.design.ring import RingPoint
from heatloop_thermo.plant import Plant
from heatloop_thermo.pump import HeadBudget, PumpDuty

if TYPE_CHECKING:
    from heatloop_thermo.design.aim import Stages


@dataclass(frozen=True)
class HeaderPoint:
    """One turn of the header. Temperatures [degC], heats [W], flow [kg/s].

    ``mixed_c`` leaves the exchangers, ``supply_c`` arrives at the sinks, ``return_c`` leaves them, ``back_c`` arrives at the exchangers.
    """

    flow_kg_s: float
    mixed_c: float
    supply_c: float
    return_c: float
    back_c: float
    boiler_w: float
    pipe_loss_w: float
    pump_heat_w: float
    budget: HeadBudget
    pump: PumpDuty | None


def sinks_return_c(plant: Plant) -> float:
    """Mixed return of all sinks at their design loads, each taking the target and giving back its own return. [degC]"""
    water = plant.header.coolant
    hot = water.enthalpy_j_kg(plant.target_c)
    flows = [sink.design_load_w / (hot - water.enthalpy_j_kg(sink.return_c)) for sink in plant.sinks]
    return water.temperature_c(hot - plant.demand_w / sum(flows))


def first_ends(plant: Plant, return_c: float) -> tuple[float, float]:
    """Temperatures at the exchangers if all liquid heat arrived: (cold inlet, outlet that gives the target at the sinks). [degC]"""
    water = plant.header.coolant
    heat = sum(loop.liquid_w for loop in plant.loops)
    flow = heat / (water.enthalpy_j_kg(plant.target_c) - water.enthalpy_j_kg(return_c))
    back, _ = through(plant.header.return_, water, flow, return_c)
    return back, sent_c(plant, flow)


def header_turn(
    plant: Plant,
    points: Sequence[RingPoint],
    pump: CircuitPump | None,
    return_c: float,
    fire: bool,
    stages: "Stages | None" = None,
) -> HeaderPoint:
    """Mix what the loops give, top it up, send it to the sinks and take it back.

    Parameters
    ----------
    plant : as typed.
    points : turn of every loop that hands heat over; at least one.
    pump : chosen header pump(s), or None while none is chosen yet.
    return_c : water leaving the sinks. [degC]
    fire : whether the boiler may top up; it stands behind the exchangers.
    stages : of the points, where the flow passes one after the other; None: all are in parallel.

    Returns
    -------
    The header's point; its ``back_c`` is the loops' cold inlet of the next turn.
    """
    circuit, water = plant.header, plant.header.coolant
    groups = [[points[i] for i in stage] for stage in stages] if stages else [list(points)]
    flow = sum(point.handed.cold_flow_kg_s for point in groups[-1])
    gained = sum(p.handed.cold_flow_kg_s * water.enthalpy_j_kg(p.handed.cold_out_c) for p in groups[-1])
    mixed_h = gained / flow
    mixed_c = water.temperature_c(mixed_h)
    past = [(_label(groups, k), max(point.handed.dp_cold_pa for point in group)) for k, group in enumerate(groups)]
    parts = (*past, ("sinks", max(sink.pressure_drop_pa for sink in plant.sinks)))
    budget, duty = drive(circuit, pump, flow, mixed_c, return_c, parts)
    boiler = 0.0
    if plant.boiler and fire:
        needed = max(0.0, flow * (water.enthalpy_j_kg(sent_c(plant, flow)) - mixed_h))
        boiler = min(needed, plant.boiler.capacity_w)
    hot_c = water.temperature_c(mixed_h + boiler / flow) if boiler else mixed_c
    supply_c, supply_loss = through(circuit.supply, water, flow, hot_c)
    pump_heat = pump_heat_w(pump, duty, budget, flow / water.density_kg_m3(return_c))
    after_pump = water.temperature_c(water.enthalpy_j_kg(return_c) + pump_heat / flow)
    back_c, return_loss = through(circuit.return_, water, flow, after_pump)
    return HeaderPoint(
        flow_kg_s=flow,
        mixed_c=mixed_c,
        supply_c=supply_c,
        return_c=return_c,
        back_c=back_c,
        boiler_w=boiler,
        pipe_loss_w=supply_loss + return_loss,
        pump_heat_w=pump_heat,
        budget=budget,
        pump=duty,
    )


def sent_c(plant: Plant, flow_kg_s: float) -> float:
    """Temperature at the head of the supply run that brings the target to the sinks. [degC]"""
    sent_c = plant.target_c
    for _ in range(3):  # the loss changes so little with the temperature that the third step is round-off
        arrives_c, _ = through(plant.header.supply, plant.header.coolant, flow_kg_s, sent_c)
        sent_c += plant.target_c - arrives_c
    return sent_c


def _label(groups: Sequence[Sequence[RingPoint]], place: int) -> str:
    """What stands between the loops of a stage and the header: exchangers, condensers of heat pumps, or both."""
    kinds = {"exchanger" if point.handed.machine is None else "condenser" for point in groups[place]}
    words = ", ".join(sorted(kinds, reverse=True))
    return words if len(groups) == 1 else f"stage {place + 1}: {words}"
