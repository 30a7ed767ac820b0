"""A design as plain data in plant units: what ``--json`` prints, and what page, report and workbook read.

The names are promised (see the interface of the command line): a key may be added, never renamed.
This is the one place where a design's SI figures become kW, kPa, L/min and m³/h.
"""

import json
from typing import Any

from heatloop_api.parts import parts
from heatloop_api.payload_arrangement import arrangement_payload
from heatloop_api.payload_loop import budget_rows, loop_payload, pump_payload
from heatloop_api.payload_rejector import rejector_payload
from heatloop_api.tags import rated_tags
from heatloop_api.version import version
from heatloop_sites.naming import HEADER, pump_tags
from heatloop_thermo.design import Design, HeaderDesign, Limit
from heatloop_thermo.design.tank import tank_content
from heatloop_thermo.plant import Provenance

Payload = dict[str, Any]


def payload(design: Design, digest: str) -> Payload:
    """Put a design into plain data.

    Parameters
    ----------
    design : as sized.
    digest : of the site file, so that a result can be traced to its input.

    Returns
    -------
    Only dicts, lists, strings, numbers, booleans and None; no NaN and no infinity.
    """
    plant, rejector = design.plant, rejector_payload(design)
    fans = {one["loop"]: one["fans"] for one in rejector["coolers"]} if rejector else {}
    return {
        "site": plant.name,
        "title": plant.title,
        "heatloop_version": version(),
        "site_digest": digest,
        "verdict": _verdict(design),
        "heat": _heat(design),
        "loops": [loop_payload(design, index) for index in range(len(design.loops))],
        "header": _header(design) | arrangement_payload(design),
        "tank": _tank(design),
        "rejector": rejector,
        "boiler": _boiler(design),
        "sinks": [
            {
                "name": s.name,
                "kind": s.kind,
                "design_load_kw": s.design_load_w / 1e3,
                "return_c": s.return_c,
                "dp_kpa": s.pressure_drop_pa / 1e3,
            }
            for s in plant.sinks
        ],
        "tags": [{"tag": t.name, "what": t.what, "value": t.value, "unit": t.unit} for t in rated_tags(design)],
        "parts": [{"tag": p.tag, "what": p.what, "quantity": p.quantity, "size": p.size} for p in parts(design, fans)],
        "findings": [{"severity": f.severity, "code": f.code, "text": f.text} for f in design.findings],
        "sources": [source_payload(row) for row in plant.provenance],
    }


def as_json(data: Payload, *, ascii_only: bool = False) -> str:
    """Write plain data as one JSON object, keys in their order; a NaN is our bug and refused."""
    return json.dumps(data, indent=2, allow_nan=False, ensure_ascii=ascii_only)


def limit_payload(limit: Limit) -> Payload:
    """One limit with its margin, in the unit that it carries."""
    return {
        "code": limit.code,
        "text": limit.text,
        "value": limit.value,
        "limit": limit.limit,
        "unit": limit.unit,
        "margin": limit.margin,
    }


def source_payload(row: Provenance) -> Payload:
    """Where one number comes from."""
    return {
        "what": row.what,
        "value": row.value,
        "unit": row.unit,
        "source": row.source,
        "verified": row.verified,
        "assumption": row.assumption,
    }


def _verdict(design: Design) -> Payload:
    verdict = design.verdict
    return {
        "target_c": verdict.target_c,
        "reached": verdict.reached,
        "route": verdict.route,
        "supply_c": verdict.supply_c,
        "direct_max_c": verdict.direct_max_c,
        "binding_constraint": verdict.binding_constraint,
        "text": verdict.text,
    }


def _heat(design: Design) -> Payload:
    heat = design.heat
    return {
        "source_kw": heat.source_w / 1e3,
        "liquid_kw": heat.liquid_w / 1e3,
        "air_kw": heat.air_w / 1e3,
        "captured_kw": heat.captured_w / 1e3,
        "delivered_kw": heat.delivered_w / 1e3,
        "capture_fraction": heat.capture_fraction,
        "rejected_kw": heat.rejected_w / 1e3,
        "pipe_loss_kw": heat.pipe_loss_w / 1e3,
        "pump_heat_kw": heat.pump_heat_w / 1e3,
        "lift_kw": heat.lift_w / 1e3,
        "heat_pump_electric_kw": heat.heat_pump_electric_w / 1e3,
        "pumps_electric_kw": design.pumps_electric_w / 1e3,
        "boiler_kw": heat.boiler_w / 1e3,
        "demand_kw": design.demand_w / 1e3,
        "balance_error_fraction": heat.error_fraction,
    }


def _header(design: Design) -> Payload:
    """The header; its figures are None where no loop hands heat over."""
    circuit, header = design.plant.header, design.header
    base: Payload = {
        "supply_c": None,
        "return_c": None,
        "flow_kg_s": 0.0,
        "coolant": circuit.coolant.name,
        "exchanger_out_c": None,
        "exchanger_in_c": None,
        "flow_m3_h": 0.0,
        "dp_kpa": None,
        "pipe_loss_kw": 0.0,
        "pump_heat_kw": 0.0,
        "pump": None,
        "head_budget": [],
        "limits": [limit_payload(limit) for limit in design.header_limits],
    }
    return base if header is None else base | _running_header(design, header)


def _running_header(design: Design, header: HeaderDesign) -> Payload:
    circuit = design.plant.header
    tags = pump_tags(HEADER, 0, circuit.pump.parallel + circuit.pump.standby)
    density = circuit.coolant.density_kg_m3(header.exchanger_in_c)
    return {
        "supply_c": header.supply_c,
        "return_c": header.return_c,
        "flow_kg_s": header.flow_kg_s,
        "exchanger_out_c": header.exchanger_out_c,
        "exchanger_in_c": header.exchanger_in_c,
        "flow_m3_h": header.flow_kg_s / density * 3600.0,
        "dp_kpa": header.head_budget.total_pa / 1e3,
        "pipe_loss_kw": header.pipe_loss_w / 1e3,
        "pump_heat_kw": header.pump_heat_w / 1e3,
        "pump": pump_payload(header.pump, circuit.pump, tags) if header.pump else None,
        "head_budget": budget_rows(header.head_budget, density),
    }


def _tank(design: Design) -> Payload | None:
    held = tank_content(design)
    if held is None:
        return None
    return {
        "volume_m3": held.volume_m3,
        "usable_mwh": held.usable_j / 3.6e9,
        "hours_at_design_load": held.full_load_s / 3600.0,
        "standing_loss_kw": held.standing_loss_w / 1e3,
    }


def _boiler(design: Design) -> Payload | None:
    boiler = design.plant.boiler
    if boiler is None:
        return None
    return {"capacity_kw": boiler.capacity_w / 1e3, "energy": boiler.energy, "efficiency": boiler.efficiency}
