"""One source loop of a design as plain data in plant units."""

import math
from dataclasses import asdict
from typing import Any

from heatloop_api.payload_heat_pump import heat_pump_payload
from heatloop_sites.naming import SOURCE, pump_tags
from heatloop_thermo.design import Design, LoopDesign
from heatloop_thermo.exchanger import ConstantUa, PlateExchanger, Rating, ScaledUa
from heatloop_thermo.plant import ExchangerGiven, PumpSpec, PumpToSize
from heatloop_thermo.pump import HeadBudget, PumpDuty

L_MIN = 60_000.0
"""Litres a minute in one cubic metre a second."""


def loop_payload(design: Design, index: int) -> dict[str, Any]:
    """One loop; figures of what it does not have are None."""
    loop = design.loops[index]
    circuit = loop.loop.circuit
    density = circuit.coolant.density_kg_m3(loop.source_inlet_c)
    return {
        "name": loop.loop.name,
        "coolant": circuit.coolant.name,
        "source_inlet_c": loop.source_inlet_c,
        "source_outlet_c": loop.source_outlet_c,
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
        "exchanger": exchanger_payload(loop, loop.rating) if loop.rating else None,
        "heat_pump": heat_pump_payload(loop),
        "pump": pump_payload(loop.pump, circuit.pump, SOURCE, index) if loop.pump else None,
        "head_budget": budget_rows(loop.head_budget, density) if loop.head_budget else [],
        "banks": _banks(loop),
        "limits": [
            {"code": x.code, "text": x.text, "value": x.value, "limit": x.limit, "unit": x.unit, "margin": x.margin}
            for x in loop.limits
        ],
        "coolant_detail": {
            "freeze_c": circuit.coolant.freeze_c,
            "source": circuit.coolant.source,
            "verified": circuit.coolant.verified,
            "note": circuit.coolant.note,
        },
    }


def exchanger_payload(loop: LoopDesign, rating: Rating) -> dict[str, Any]:
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
        **_stack(loop),
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


def _stack(loop: LoopDesign) -> dict[str, Any]:
    """What the exchanger is built of, and what set its size."""
    exchanger, sizing = exchanger_of(loop), loop.sizing
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


def exchanger_of(loop: LoopDesign) -> ConstantUa | ScaledUa | PlateExchanger | None:
    """The exchanger of a loop, given or sized; None where none could be."""
    typed = loop.loop.exchanger
    if isinstance(typed, ExchangerGiven):
        return typed.exchanger
    return loop.sizing.exchanger if loop.sizing else None


def pump_payload(duty: PumpDuty, spec: PumpSpec, area: int, index: int) -> dict[str, Any]:
    """Pumps of a circuit: flow and powers of all that run together, and of each one under ``each``."""
    running = spec.parallel
    return {
        "flow_m3_h": duty.flow_m3_s * running * 3600.0,
        "head_m": duty.head_m,
        "shaft_kw": duty.shaft_w * running / 1e3,
        "electric_kw": duty.electric_w * running / 1e3,
        "npsh_available_m": duty.npsh_available_m,
        "npsh_required_m": duty.npsh_required_m,
        "tags": list(pump_tags(area, index, running + spec.standby)),
        "type": spec.type.name if isinstance(spec, PumpToSize) else spec.curve.name,
        "running": running,
        "standby": spec.standby,
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
