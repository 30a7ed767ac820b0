"""Sheets on heat pumps: the machines, their cycles' states, their exchangers' zones, the refrigerants compared."""

from collections.abc import Sequence
from typing import Any

from heatloop_api.report.sheet import Fields, Sheet, by_owner

MACHINE: Fields = (
    ("refrigerant", "Refrigerant", ""), ("arrangement", "Arrangement", ""), ("cop", "COP", "-"), ("cop_shaft", "COP, shaft", "-"),
    ("carnot_cop", "Carnot COP", "-"), ("carnot_fraction", "Of Carnot", "fraction"), ("lorenz_cop", "Lorenz COP", "-"),
    ("heat_kw", "To header", "kW"), ("source_heat_kw", "From loop", "kW"), ("shaft_kw", "Shaft", "kW"), ("electric_kw", "Electric", "kW"),
    ("shell_loss_kw", "Shell loss", "kW"), ("source_in_c", "Source in", "°C"), ("source_out_c", "Source out", "°C"),
    ("sink_in_c", "Sink in", "°C"), ("sink_out_c", "Sink out", "°C"), ("evaporating_c", "Evaporating", "°C"),
    ("condensing_c", "Condensing", "°C"), ("evaporating_kpa", "Evaporating", "kPa"), ("condensing_kpa", "Condensing", "kPa"),
    ("pressure_max_kpa", "Pressure limit", "kPa"), ("discharge_c", "Discharge", "°C"), ("discharge_max_c", "Discharge limit", "°C"),
    ("pressure_ratio", "Pressure ratio", "-"), ("superheat_k", "Superheat", "K"), ("subcooling_k", "Subcooling", "K"),
    ("refrigerant_flow_kg_s", "Refrigerant", "kg/s"), ("swept_m3_h", "Swept volume", "m³/h"),
    ("evaporator_area_m2", "Evaporator", "m²"), ("condenser_area_m2", "Condenser", "m²"),
)  # fmt: skip
STATE: Fields = (
    ("number", "State", ""), ("name", "What", ""), ("refrigerant", "Refrigerant", ""), ("temperature_c", "Temperature", "°C"),
    ("pressure_kpa", "Pressure", "kPa"), ("enthalpy_kj_kg", "Enthalpy", "kJ/kg"), ("entropy_kj_kgk", "Entropy", "kJ/kgK"),
    ("density_kg_m3", "Density", "kg/m³"), ("quality", "Quality", "-"), ("phase", "Phase", ""),
)  # fmt: skip
ZONE: Fields = (
    ("exchanger", "Exchanger", ""), ("name", "Zone", ""), ("share", "Share of heat", "fraction"),
    ("refrigerant_cold_c", "Refrigerant, cold end", "°C"), ("refrigerant_hot_c", "Refrigerant, hot end", "°C"),
    ("coolant_cold_c", "Liquid, cold end", "°C"), ("coolant_hot_c", "Liquid, hot end", "°C"),
    ("mean_difference_k", "Mean difference", "K"), ("least_difference_k", "Least difference", "K"),
)  # fmt: skip
CANDIDATE: Fields = (
    ("refrigerant", "Refrigerant", ""), ("cop", "COP", "-"), ("gwp_100", "GWP", "-"), ("safety_class", "Safety class", ""),
    ("discharge_c", "Discharge", "°C"), ("evaporating_kpa", "Evaporating", "kPa"), ("condensing_kpa", "Condensing", "kPa"),
    ("swept_m3_h", "Swept volume", "m³/h"), ("eligible", "Eligible", ""), ("against", "Against it", ""),
    ("verified", "Verified", ""), ("source", "Source", ""),
)  # fmt: skip


def heat_pump_sheets(loops: Sequence[dict[str, Any]]) -> tuple[Sheet, ...]:
    """Four sheets for plants with heat pumps, none for others."""
    lifted = [(loop["name"], loop["heat_pump"]) for loop in loops if loop["heat_pump"]]
    if not lifted:
        return ()
    states = [(name, row) for name, machine in lifted for row in machine["states"]]
    zones = [
        (name, {**zone, "exchanger": exchanger})
        for name, machine in lifted
        for exchanger, match in machine["pinches"].items()
        for zone in match["zones"]
    ]
    compared = [
        (name, {**row, "against": "; ".join(row["rejected_because"])})
        for name, machine in lifted
        for row in machine["selection"]
    ]
    return (
        by_owner("Heat pumps", "Loop", MACHINE, lifted),
        by_owner("Cycle states", "Loop", STATE, states),
        by_owner("Heat pump zones", "Loop", ZONE, zones),
        by_owner("Refrigerants", "Loop", CANDIDATE, compared),
    )
