"""The heat pump of one loop as plain data in plant units: figures, states, pinches, and why this refrigerant."""

from typing import TYPE_CHECKING, Any

from heatloop_thermo.design import LoopDesign

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import Candidate, HeatPumpDesign, Match, StatePoint

M3_H = 3600.0
"""Cubic metres an hour in one cubic metre a second."""


def heat_pump_payload(loop: LoopDesign) -> dict[str, Any] | None:
    """The heat pump at the rated point, None for a loop without one; what a cycle does not have is None."""
    machine, selection = loop.machine, loop.selection
    if machine is None:
        return None
    return {
        **_figures(machine),
        **_temperatures(machine),
        "states": [_state(point) for point in machine.cycle.states],
        "pinches": {"evaporator": _match(machine.evaporator), "condenser": _match(machine.condenser)},
        "violations": [v._asdict() for v in machine.violations],
        "remarks": [{"severity": r.severity, "code": r.code, "text": r.text} for r in machine.remarks],
        "selection": [_candidate(row) for row in selection.candidates] if selection else [],
        "reasons": list(selection.reasons) if selection else [],
        "refrigerant_data": _data(selection.chosen) if selection and selection.chosen else None,
    }


def _figures(machine: "HeatPumpDesign") -> dict[str, Any]:
    return {
        "refrigerant": machine.refrigerant,
        "arrangement": machine.arrangement,
        "cop": machine.cop,
        "cop_shaft": machine.cop_shaft,
        "carnot_cop": machine.carnot_cop,
        "carnot_fraction": machine.carnot_fraction,
        "lorenz_cop": machine.lorenz_cop,
        "heat_kw": machine.heat_w / 1e3,
        "source_heat_kw": machine.evaporator_w / 1e3,
        "shaft_kw": machine.shaft_w / 1e3,
        "shell_loss_kw": machine.shell_loss_w / 1e3,
        "electric_kw": machine.electric_w / 1e3,
        "refrigerant_flow_kg_s": machine.cycle.mass_flow_kg_s(machine.heat_w),
        "pressure_ratio": machine.cycle.pressure_ratio,
        "isentropic_efficiency": machine.spec.compressor.isentropic_efficiency,
        "drive_efficiency": machine.spec.drive.efficiency,
        "swept_m3_h": sum(machine.swept_m3_s) * M3_H,
        "swept_each_m3_h": [volume * M3_H for volume in machine.swept_m3_s],
        "evaporator_area_m2": machine.evaporator_area_m2,
        "condenser_area_m2": machine.condenser_area_m2,
    }


def _temperatures(machine: "HeatPumpDesign") -> dict[str, Any]:
    duty, cycle, limits = machine.duty, machine.cycle, machine.spec.limits
    return {
        "source_c": machine.source_c,
        "sink_c": machine.sink_c,
        "lift_k": machine.sink_c - machine.source_c,
        "source_in_c": duty.source_in_c,
        "source_out_c": duty.source_out_c,
        "sink_in_c": duty.sink_in_c,
        "sink_out_c": duty.sink_out_c,
        "discharge_c": machine.discharge_c,
        "discharge_max_c": limits.discharge_max_c,
        "evaporating_c": cycle.evaporating_c,
        "condensing_c": cycle.condensing_c,
        "evaporating_kpa": cycle.evaporating_pa / 1e3,
        "condensing_kpa": cycle.condensing_pa / 1e3,
        "pressure_max_kpa": limits.pressure_max_pa / 1e3,
        "superheat_k": machine.build.superheat_k,
        "subcooling_k": machine.build.subcooling_k,
        "ihx_effectiveness": machine.build.ihx_effectiveness,
    }


def _state(point: "StatePoint") -> dict[str, Any]:
    state = point.state
    return {
        "number": point.number,
        "name": point.what,
        "refrigerant": point.refrigerant,
        "temperature_c": state.t_c,
        "pressure_kpa": state.pressure_pa / 1e3,
        "enthalpy_kj_kg": state.enthalpy_j_kg / 1e3,
        "entropy_kj_kgk": state.entropy_j_kgk / 1e3,
        "density_kg_m3": state.density_kg_m3,
        "quality": state.quality,
        "phase": state.phase,
    }


def _match(match: "Match") -> dict[str, Any]:
    return {
        "pinch_k": match.pinch_k,
        "at_share": match.pinch_x,
        "zone": match.pinch_zone,
        "zones": [zone._asdict() for zone in match.zones],
    }


def _candidate(row: "Candidate") -> dict[str, Any]:
    made = row.design
    return {
        **_data(row),
        "cop": made.cop if made else None,
        "discharge_c": made.discharge_c if made else None,
        "evaporating_kpa": made.cycle.evaporating_pa / 1e3 if made else None,
        "condensing_kpa": made.cycle.condensing_pa / 1e3 if made else None,
        "swept_m3_h": sum(made.swept_m3_s) * M3_H if made else None,
        "arrangement": made.arrangement if made else None,
        "eligible": row.eligible,
        "rejected_because": list(row.rejected_because),
    }


def _data(row: "Candidate") -> dict[str, Any]:
    data = row.data
    return {
        "refrigerant": data.name,
        "gwp_100": data.gwp_100,
        "safety_class": data.safety_class,
        "source": data.source,
        "verified": data.verified,
    }
