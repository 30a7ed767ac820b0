"""From settled points to the design that everybody reads: limits, balance, verdict, findings."""

from collections.abc import Sequence

from heatloop_thermo.design.aim import InSeries
from heatloop_thermo.design.balance import heat_balance
from heatloop_thermo.design.cdu import drop_of
from heatloop_thermo.design.cdu_result import CduDesign
from heatloop_thermo.design.equip import Equipped
from heatloop_thermo.design.findings import findings
from heatloop_thermo.design.header import HeaderPoint, sent_c
from heatloop_thermo.design.lay import Laid
from heatloop_thermo.design.limits import circuit_limits, held_by, loop_limits
from heatloop_thermo.design.reach import flow_at
from heatloop_thermo.design.result import BankPoint, Design, Finding, HeaderDesign, LoopDesign
from heatloop_thermo.design.ring import Ring, RingPoint
from heatloop_thermo.design.staged import held_loop, hottest_c, stages_of
from heatloop_thermo.design.verdict import Supply, judge
from heatloop_thermo.plant import Arrangement, Plant, SourceLoop


def design_of(
    plant: Plant,
    laid: Laid,
    points: Sequence[RingPoint],
    header: HeaderPoint | None,
    return_c: float,
    remarks: Sequence[Finding] = (),
) -> Design:
    """Assemble the design.

    Parameters
    ----------
    plant : as typed.
    laid : every loop, equipped for its place; those with a ring stand in the order of `points`.
    points, header : settled; no point and None where no loop hands heat over.
    return_c : water leaving the sinks. [degC]
    remarks : findings made on the way.
    """
    running = iter(points)
    loops = tuple(_running(item, next(running)) if item.ring is not None else _idle(item) for item in laid.equipped)
    stages = stages_of(laid, loops)
    balance = heat_balance(plant, loops, points, header)
    supply = Supply(
        direct_max_c=_direct_max_c(plant, stages, header, return_c),
        supply_c=header.supply_c if header else return_c,
        boiler_w=header.boiler_w if header else 0.0,
        boiler_needed_w=_boiler_needed_w(plant, header) if header else plant.demand_w,
        captured_w=balance.captured_w,
        electric_w=balance.source_w,
    )
    verdict = judge(plant, loops, supply, held_loop(plant, loops, stages, header).held_by, stages)
    top = _header_design(header) if header else None
    hottest_c = max(plant.target_c, supply.supply_c)
    walls = tuple(circuit_limits("header", plant.header, hottest_c, header.pump if header else None))
    cooler = plant.dry_cooler
    rejector = (cooler.capacity_w or sum(loop.loop.liquid_w for loop in loops)) if cooler else None
    every = findings(plant, verdict, loops, walls, header.pump if header else None, remarks)
    names = tuple(tuple(loop.loop.name for loop in stage) for stage in stages)
    way: Arrangement = "series" if isinstance(laid.aim, InSeries) else "parallel"
    return Design(plant, verdict, balance, loops, top, walls, rejector, plant.demand_w, every, way, names)


def _direct_c(plant: Plant, header: HeaderPoint | None, return_c: float) -> float:
    """Supply at the sinks without any lift: the settled one, less what the boiler added."""
    if header is None:
        return return_c
    if header.boiler_w == 0.0:
        return header.supply_c
    water = plant.header.coolant
    return water.temperature_c(water.enthalpy_j_kg(header.supply_c) - header.boiler_w / header.flow_kg_s)


def _direct_max_c(
    plant: Plant, stages: Sequence[Sequence[LoopDesign]], header: HeaderPoint | None, return_c: float
) -> float:
    """Supply at the sinks with every loop at the hottest that its limits allow, less what the supply run loses now."""
    if header is None:
        return return_c
    direct = [[loop for loop in stage if loop.supply_max_c > header.back_c + 0.1] for stage in stages]
    direct = [stage for stage in direct if stage]
    if not direct:
        return return_c
    lost_k = header.mixed_c - _direct_c(plant, header, return_c)
    return hottest_c(plant, direct, header.back_c) - lost_k


def _boiler_needed_w(plant: Plant, header: HeaderPoint) -> float:
    """Heat that a boiler behind the hand-over has to add for the sinks to get the target. [W]"""
    water = plant.header.coolant
    lack_j_kg = water.enthalpy_j_kg(sent_c(plant, header.flow_kg_s)) - water.enthalpy_j_kg(header.mixed_c)
    return max(0.0, header.flow_kg_s * lack_j_kg)


def _running(item: Equipped, point: RingPoint) -> LoopDesign:
    assert item.ring is not None
    loop, cdu = item.loop, _cdu_design(item.ring, point)
    at = point.cdu or point
    banks = _bank_points(loop, item.ring, cdu.flow_kg_s if cdu else item.ring.flow_kg_s, at.inlet_c)
    return LoopDesign(
        loop=loop,
        flow_kg_s=item.ring.flow_kg_s,
        source_inlet_c=at.inlet_c,
        source_outlet_c=at.outlet_c,
        banks=banks,
        liquid_w=loop.liquid_w,
        pump_heat_w=point.pump_heat_w + (cdu.pump_heat_w if cdu else 0.0),
        pipe_loss_w=point.pipe_loss_w + (cdu.pipe_loss_w if cdu else 0.0),
        lift_w=point.handed.added_w,
        duty_w=point.handed.given_w,
        supply_max_c=item.reach.supply_max_c,
        held_by=held_by(loop, item.reach, None),
        limits=loop_limits(item, point, banks, cdu),
        rating=point.handed.rating,
        sizing=item.sizing,
        head_budget=point.budget,
        pump=point.pump,
        machine=point.handed.machine,
        selection=item.selection,
        cdu=cdu,
    )


def _bank_points(loop: SourceLoop, ring: Ring, flow_kg_s: float, inlet_c: float) -> tuple[BankPoint, ...]:
    """Every bank with its share of the flow through the machines."""
    coolant = loop.machine_coolant
    inlet_h, density = coolant.enthalpy_j_kg(inlet_c), coolant.density_kg_m3(inlet_c)
    banks = []
    for bank in loop.banks:
        through_bank = flow_kg_s * bank.count * bank.flow_m3_s / loop.design_flow_m3_s
        outlet_c = coolant.temperature_c(inlet_h + bank.liquid_w / through_bank)
        each = through_bank / density / bank.count
        banks.append(BankPoint(bank.name, inlet_c, outlet_c, each, bank.pressure_drop_at(ring.flow_ratio)))
    return tuple(banks)


def _cdu_design(ring: Ring, point: RingPoint) -> CduDesign | None:
    made, at = ring.cdu, point.cdu
    if made is None or at is None or made.loop.cdu is None:
        return None
    return CduDesign(
        cdu=made.loop.cdu,
        count=made.count,
        exchanger=made.exchanger,
        sizing=made.sizing,
        rating=at.rating,
        duty_w=at.duty_w,
        flow_kg_s=made.flow_kg_s,
        pump_heat_w=at.pump_heat_w,
        pipe_loss_w=at.pipe_loss_w,
        head_budget=at.budget,
        pump=at.pump,
    )


def _idle(item: Equipped) -> LoopDesign:
    """A loop that hands nothing to the header: its machines run on the dry cooler alone, as hot as they may."""
    loop, window, drop = item.loop, item.reach.window, drop_of(item.loop)
    rise_k = min(max(window.rise_design_k, window.rise_low_k), window.rise_high_k)
    inlet_c = window.inlet_max_c(rise_k)
    flow = flow_at(loop, window.rise_design_k / rise_k, inlet_c)
    coolant = loop.circuit.coolant
    outlet_c = coolant.temperature_c(coolant.enthalpy_j_kg(inlet_c) + drop.heat_w / flow)
    return LoopDesign(
        loop=loop,
        flow_kg_s=flow,
        source_inlet_c=inlet_c + drop.inlet_k,
        source_outlet_c=outlet_c + drop.approach_k,
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
        idle_drop_k=(drop.inlet_k, drop.approach_k),
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
