"""From settled points to the design that everybody reads: limits, balance, verdict, findings."""

from collections.abc import Sequence

from heatloop_thermo.design.balance import heat_balance
from heatloop_thermo.design.equip import Equipped
from heatloop_thermo.design.findings import findings
from heatloop_thermo.design.header import HeaderPoint, sent_c
from heatloop_thermo.design.limits import circuit_limits, held_by, loop_limits
from heatloop_thermo.design.mix import mixed
from heatloop_thermo.design.reach import flow_at
from heatloop_thermo.design.result import BankPoint, Design, Finding, HeaderDesign, LoopDesign
from heatloop_thermo.design.ring import RingPoint
from heatloop_thermo.design.verdict import Supply, judge
from heatloop_thermo.plant import Plant


def design_of(
    plant: Plant,
    equipped: Sequence[Equipped],
    points: Sequence[RingPoint],
    header: HeaderPoint | None,
    return_c: float,
    remarks: Sequence[Finding] = (),
) -> Design:
    """Assemble the design.

    Parameters
    ----------
    plant : as typed.
    equipped : every loop; those with a ring stand in the order of `points`.
    points, header : settled; no point and None where no loop hands heat over.
    return_c : water leaving the sinks. [degC]
    remarks : findings made on the way.
    """
    running = iter(points)
    loops = tuple(_running(item, next(running)) if item.ring is not None else _idle(item) for item in equipped)
    balance = heat_balance(plant, loops, points, header)
    supply = Supply(
        direct_max_c=_direct_max_c(plant, loops, header, return_c),
        supply_c=header.supply_c if header else return_c,
        boiler_w=header.boiler_w if header else 0.0,
        boiler_needed_w=_boiler_needed_w(plant, header) if header else plant.demand_w,
        captured_w=balance.captured_w,
        electric_w=balance.source_w,
    )
    verdict = judge(plant, loops, supply)
    top = _header_design(header) if header else None
    hottest_c = max(plant.target_c, supply.supply_c)
    walls = tuple(circuit_limits("header", plant.header, hottest_c, header.pump if header else None))
    cooler = plant.dry_cooler
    rejector = (cooler.capacity_w or sum(loop.loop.liquid_w for loop in loops)) if cooler else None
    every = findings(plant, verdict, loops, walls, remarks)
    return Design(plant, verdict, balance, loops, top, walls, rejector, plant.demand_w, every)


def _direct_c(plant: Plant, header: HeaderPoint | None, return_c: float) -> float:
    """Supply at the sinks without any lift: the settled one, less what the boiler added."""
    if header is None:
        return return_c
    if header.boiler_w == 0.0:
        return header.supply_c
    water = plant.header.coolant
    return water.temperature_c(water.enthalpy_j_kg(header.supply_c) - header.boiler_w / header.flow_kg_s)


def _direct_max_c(plant: Plant, loops: Sequence[LoopDesign], header: HeaderPoint | None, return_c: float) -> float:
    """Supply at the sinks with every loop at the hottest that its limits allow, less what the supply run loses now."""
    if header is None:
        return return_c
    direct = [loop for loop in loops if loop.runs and loop.supply_max_c > header.back_c + 0.1]
    if not direct:
        return return_c
    heats, tops = [loop.duty_w - loop.lift_w for loop in direct], [loop.supply_max_c for loop in direct]
    lost_k = header.mixed_c - _direct_c(plant, header, return_c)
    return mixed(plant.header.coolant, heats, tops, header.back_c) - lost_k


def _boiler_needed_w(plant: Plant, header: HeaderPoint) -> float:
    """Heat that a boiler behind the hand-over has to add for the sinks to get the target. [W]"""
    water = plant.header.coolant
    lack_j_kg = water.enthalpy_j_kg(sent_c(plant, header.flow_kg_s)) - water.enthalpy_j_kg(header.mixed_c)
    return max(0.0, header.flow_kg_s * lack_j_kg)


def _running(item: Equipped, point: RingPoint) -> LoopDesign:
    assert item.ring is not None
    loop, flow, ratio = item.loop, item.ring.flow_kg_s, item.ring.flow_ratio
    coolant = loop.circuit.coolant
    inlet_h, density = coolant.enthalpy_j_kg(point.inlet_c), coolant.density_kg_m3(point.inlet_c)
    banks = []
    for bank in loop.banks:
        through_bank = flow * bank.count * bank.flow_m3_s / item.loop.design_flow_m3_s
        outlet_c = coolant.temperature_c(inlet_h + bank.liquid_w / through_bank)
        each = through_bank / density / bank.count
        banks.append(BankPoint(bank.name, point.inlet_c, outlet_c, each, bank.pressure_drop_at(ratio)))
    return LoopDesign(
        loop=loop,
        flow_kg_s=flow,
        source_inlet_c=point.inlet_c,
        source_outlet_c=point.outlet_c,
        banks=tuple(banks),
        liquid_w=loop.liquid_w,
        pump_heat_w=point.pump_heat_w,
        pipe_loss_w=point.pipe_loss_w,
        lift_w=point.handed.added_w,
        duty_w=point.handed.given_w,
        supply_max_c=item.reach.supply_max_c,
        held_by=held_by(loop, item.reach, None),
        limits=loop_limits(item, point, tuple(banks)),
        rating=point.handed.rating,
        sizing=item.sizing,
        head_budget=point.budget,
        pump=point.pump,
        machine=point.handed.machine,
        selection=item.selection,
    )


def _idle(item: Equipped) -> LoopDesign:
    """A loop that hands nothing to the header: its machines run on the dry cooler alone, as hot as they may."""
    loop, window = item.loop, item.reach.window
    rise_k = min(max(window.rise_design_k, window.rise_low_k), window.rise_high_k)
    inlet_c = window.inlet_max_c(rise_k)
    flow = flow_at(loop, window.rise_design_k / rise_k, inlet_c)
    coolant = loop.circuit.coolant
    outlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(inlet_c) + loop.liquid_w / flow)
    return LoopDesign(
        loop=loop,
        flow_kg_s=flow,
        source_inlet_c=inlet_c,
        source_outlet_c=outlet_c,
        banks=(),
        liquid_w=loop.liquid_w,
        pump_heat_w=0.0,
        pipe_loss_w=0.0,
        lift_w=0.0,
        duty_w=0.0,
        supply_max_c=item.reach.supply_max_c if item.refusal is None else float("-inf"),
        held_by=held_by(loop, item.reach, item.refusal),
        limits=(),
        rating=None,
        sizing=None,
        head_budget=None,
        pump=None,
        selection=item.selection,
    )


def _header_design(header: HeaderPoint) -> HeaderDesign:
    return HeaderDesign(
        supply_c=header.supply_c,
        return_c=header.return_c,
        exchanger_out_c=header.mixed_c,
        exchanger_in_c=header.back_c,
        flow_kg_s=header.flow_kg_s,
        pipe_loss_w=header.pipe_loss_w,
        pump_heat_w=header.pump_heat_w,
        boiler_w=header.boiler_w,
        head_budget=header.budget,
        pump=header.pump,
    )
