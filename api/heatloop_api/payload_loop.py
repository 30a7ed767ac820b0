"""One source loop of a design as plain data in plant units."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from heatloop_api.payload_heat_pump import heat_pump_payload
from heatloop_sites.naming import SOURCE, cdu_tags, pump_tags
from heatloop_thermo.design import Design, LoopDesign
from heatloop_thermo.exchanger import Exchanger, PlateExchanger, Rating, Sizing
from heatloop_thermo.plant import ExchangerGiven, PumpSpec, PumpToSize
from heatloop_thermo.properties import Coolant
from heatloop_thermo.pump import HeadBudget, PumpDuty

L_MIN = 60_000.0
"""Litres a minute in one cubic metre a second."""
SHARED = ("hot_in_c", "hot_out_c", "cold_in_c", "cold_out_c", "lmtd_k", "ntu", "effectiveness")
"""Figures of one unit's exchanger that hold for all units together."""


def loop_payload(design: Design, index: int) -> dict[str, Any]:
    """One loop; figures of what it does not have are None."""
    loop = design.loops[index]
    circuit = loop.loop.circuit
    density = circuit.coolant.density_kg_m3(loop.circuit_inlet_c)
    return {
        "name": loop.loop.name,
        "coolant": circuit.coolant.name,
        "source_inlet_c": loop.source_inlet_c,
        "source_outlet_c": loop.source_outlet_c,
        "circuit_inlet_c": loop.circuit_inlet_c,
        "circuit_outlet_c": loop.circuit_outlet_c,
        "flow_kg_s": loop.flow_kg_s,
        "flow_m3_h": loop.flow_kg_s / density * 3600.0,
        "dp_kpa": loop.head_budget.total_pa / 1e3 if loop.head_budget else None,
        "electric_kw": loop.loop.electric_w / 1e3,
        "liquid_kw": loop.liquid_w / 1e3,
        "pump_heat_kw": loop.pump_heat_w / 1e3,
        "pipe_loss_kw": loop.pipe_loss_w / 1e3,
        "duty_kw": loop.duty_w / 1e3,
        "supply_max_c": loop.supply_max_c if math.isfinite(loop.supply_max_c) else None,
        "held_by": {"code": loop.held_by.code, "text": loop.held_by.text},
        "exchanger": exchanger_payload(loop.rating, exchanger_of(loop), loop.sizing) if loop.rating else None,
        "heat_pump": heat_pump_payload(loop),
        "cdu": cdu_payload(loop, index),
        "pump": pump_payload(loop.pump, circuit.pump, _tags(circuit.pump, index)) if loop.pump else None,
        "head_budget": budget_rows(loop.head_budget, density) if loop.head_budget else [],
        "banks": _banks(loop),
        "limits": [
            {"code": x.code, "text": x.text, "value": x.value, "limit": x.limit, "unit": x.unit, "margin": x.margin}
            for x in loop.limits
        ],
        "coolant_detail": _coolant(circuit.coolant),
    }


def exchanger_payload(rating: Rating, exchanger: Exchanger | None, sizing: Sizing | None) -> dict[str, Any]:
    """The exchanger at the rated point; what its fidelity does not know is None."""
    ports = (rating.port_velocity_hot_m_s, rating.port_velocity_cold_m_s)
    return {
        "duty_kw": rating.duty_w / 1e3,
        "hot_in_c": rating.hot_in_c,
        "hot_out_c": rating.hot_out_c,
        "cold_in_c": rating.cold_in_c,
        "cold_out_c": rating.cold_out_c,
        "lmtd_k": rating.lmtd_k,
        "ntu": rating.ntu,
        "effectiveness": rating.effectiveness,
        "ua_kw_k": rating.ua_w_k / 1e3,
        "u_clean_w_m2k": rating.u_clean_w_m2k,
        "u_fouled_w_m2k": rating.u_fouled_w_m2k,
        "u_low_w_m2k": rating.u_low_w_m2k,
        "u_high_w_m2k": rating.u_high_w_m2k,
        "area_m2": rating.area_m2,
        **_stack(exchanger, sizing),
        "port_velocity_m_s": max(ports) if None not in ports else None,
        "dp_hot_kpa": _kilo(rating.dp_hot_pa),
        "dp_cold_kpa": _kilo(rating.dp_cold_pa),
        "within_range": bool(rating.within_range),
        "fidelity": rating.fidelity,
        "hot_flow_kg_s": rating.hot_flow_kg_s,
        "cold_flow_kg_s": rating.cold_flow_kg_s,
        "pinch_k": min(rating.hot_in_c - rating.cold_out_c, rating.hot_out_c - rating.cold_in_c),
        "dp_hot_port_kpa": _kilo(rating.dp_hot_port_pa),
        "dp_cold_port_kpa": _kilo(rating.dp_cold_port_pa),
        "reynolds_hot": rating.reynolds_hot,
        "reynolds_cold": rating.reynolds_cold,
        "notes": list(rating.notes),
    }


def _stack(exchanger: Exchanger | None, sizing: Sizing | None) -> dict[str, Any]:
    """What the exchanger is built of, and what set its size."""
    plate = exchanger.plate if isinstance(exchanger, PlateExchanger) else None
    return {
        "plates": exchanger.plates if isinstance(exchanger, PlateExchanger) else None,
        "oversurface_fraction": sizing.oversurface_fraction if sizing else None,
        "sized_by": sizing.binding if sizing else None,
        "sizing_text": sizing.text if sizing else None,
        "considered": [asdict(row) for row in sizing.considered] if sizing else [],
        "model": plate.name if plate else None,
        "kind": plate.kind if plate else None,
        "chevron_beta_deg": plate.chevron_beta_deg if plate else None,
        "correlation": exchanger.correlation if isinstance(exchanger, PlateExchanger) else None,
        "passes_hot": exchanger.passes_hot if exchanger else None,
        "passes_cold": exchanger.passes_cold if exchanger else None,
    }


def exchanger_of(loop: LoopDesign) -> Exchanger | None:
    """The exchanger of a loop, given or sized; None where none could be."""
    typed = loop.loop.exchanger
    if isinstance(typed, ExchangerGiven):
        return typed.exchanger
    return loop.sizing.exchanger if loop.sizing else None


def pump_payload(duty: PumpDuty, spec: PumpSpec, tags: Sequence[str], units: int = 1) -> dict[str, Any]:
    """Pumps of a circuit: flow and powers of all that run together, and of each one under ``each``; ``units`` have such pumps each."""
    running = spec.parallel * units
    return {
        "flow_m3_h": duty.flow_m3_s * running * 3600.0,
        "head_m": duty.head_m,
        "shaft_kw": duty.shaft_w * running / 1e3,
        "electric_kw": duty.electric_w * running / 1e3,
        "npsh_available_m": duty.npsh_available_m,
        "npsh_required_m": duty.npsh_required_m,
        "tags": list(tags),
        "type": spec.type.name if isinstance(spec, PumpToSize) else spec.curve.name,
        "running": running,
        "standby": spec.standby * units,
        "each": {
            "flow_m3_h": duty.flow_m3_s * 3600.0,
            "shaft_kw": duty.shaft_w / 1e3,
            "electric_kw": duty.electric_w / 1e3,
            "motor_kw": duty.motor_rated_w / 1e3,
        },
        "speed_fraction": duty.speed_fraction,
        "bep_fraction": duty.bep_fraction,
        "efficiency": duty.efficiency,
        "pump_efficiency": duty.pump_efficiency,
        "motor_efficiency": duty.motor_efficiency,
        "drive_efficiency": duty.drive_efficiency,
        "broken_limits": list(duty.limits),
    }


def _tags(spec: PumpSpec, index: int) -> tuple[str, ...]:
    return pump_tags(SOURCE, index, spec.parallel + spec.standby)


def cdu_payload(loop: LoopDesign, index: int) -> dict[str, Any] | None:
    """Coolant distribution units of a loop: figures of all that run together, and their exchanger and pumps of each."""
    made = loop.cdu
    if made is None:
        return None
    typed, at = made.cdu, made.rating
    coolant, waiting = typed.circuit.coolant, typed.standby
    units, spec = cdu_tags(index, made.count + waiting), typed.circuit.pump
    exchanger = exchanger_payload(at, made.exchanger, made.sizing)
    idle = len(units) * (spec.parallel + spec.standby) - made.pumps_running
    flow_l_min = made.flow_m3_s * L_MIN
    return {
        "tags": list(units),
        "running": made.count,
        "standby": waiting,
        "redundancy": f"N+{waiting}",
        "coolant": coolant.name,
        "duty_kw": made.duty_w / 1e3,
        "approach_k": at.hot_out_c - at.cold_in_c,
        "machines_inlet_c": loop.source_inlet_c,
        "machines_outlet_c": loop.source_outlet_c,
        **{key: exchanger[key] for key in SHARED},
        "ua_kw_k": at.ua_w_k * made.count / 1e3,
        "flow_kg_s": made.flow_kg_s,
        "flow_m3_h": made.flow_m3_s * 3600.0,
        "flow_l_min_kw": flow_l_min / (loop.liquid_w / 1e3),
        "facility_flow_kg_s": loop.flow_kg_s,
        "capacity_kw": _kilo(typed.capacity_w),
        "flow_max_l_min": None if typed.flow_max_m3_s is None else typed.flow_max_m3_s * L_MIN,
        "head_max_kpa": _kilo(typed.head_max_pa),
        "head_outside_kpa": made.head_outside_pa / 1e3,
        "pump_heat_kw": made.pump_heat_w / 1e3,
        "pipe_loss_kw": made.pipe_loss_w / 1e3,
        "electric_kw": made.electric_w / 1e3,
        "exchanger": exchanger,
        "pump": pump_payload(made.pump, spec, units, made.count) | {"standby": idle} if made.pump else None,
        "head_budget": budget_rows(made.head_budget, coolant.density_kg_m3(float(at.hot_out_c))),
        "coolant_detail": _coolant(coolant),
    }


def _coolant(coolant: Coolant) -> dict[str, Any]:
    return {
        "freeze_c": coolant.freeze_c,
        "source": coolant.source,
        "verified": coolant.verified,
        "note": coolant.note,
    }


def budget_rows(budget: HeadBudget, density_kg_m3: float) -> list[dict[str, Any]]:
    """The head budget line by line, the margin last."""
    rows = budget.table(density_kg_m3)
    return [{"name": row.name, "dp_kpa": row.dp_pa / 1e3, "head_m": row.head_m, "share": row.share} for row in rows]


def _banks(loop: LoopDesign) -> list[dict[str, Any]]:
    points = {point.name: point for point in loop.banks}
    rows = []
    for bank in loop.loop.banks:
        point = points.get(bank.name)
        rows.append(
            {
                "name": bank.name,
                "model": bank.model,
                "count": bank.count,
                "groups": bank.groups,
                "power_kw": bank.power_w / 1e3,
                "electric_kw": bank.electric_w / 1e3,
                "liquid_fraction": bank.liquid_fraction,
                "inlet_c": point.inlet_c if point else None,
                "outlet_c": point.outlet_c if point else None,
                "flow_l_min": point.flow_m3_s * L_MIN if point else None,
                "dp_kpa": point.pressure_drop_pa / 1e3 if point else None,
            }
        )
    return rows


def _kilo(value: Any) -> float | None:
    return None if value is None else float(value) / 1e3
