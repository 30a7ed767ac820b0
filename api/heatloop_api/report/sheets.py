"""What stands on the sheets of the workbook: columns with their units, and rows taken from the payload."""

from collections.abc import Sequence
from typing import Any

from heatloop_api.report.sheet import Columns, Sheet
from heatloop_api.report.sheets_heat_pump import heat_pump_sheets
from heatloop_api.words import ROUTES, all_limits, circuits


def sheets(data: dict[str, Any]) -> tuple[Sheet, ...]:
    """All sheets of a design."""
    return (
        _summary(data),
        _loops(data["loops"]),
        _exchangers(data["loops"]),
        *_cdus(data["loops"]),
        *heat_pump_sheets(data["loops"]),
        _pumps(data),
        _budget(data),
        _limits(data),
        _listed("Parts", data["parts"], (("tag", "Tag"), ("what", "Part"), ("quantity", "Number"), ("size", "Size"))),
        _listed("Findings", data["findings"], (("severity", "Severity"), ("code", "Code"), ("text", "Finding"))),
        _sources(data["sources"]),
    )


def _summary(data: dict[str, Any]) -> Sheet:
    verdict, heat = data["verdict"], data["heat"]
    rows: list[tuple[Any, ...]] = [
        ("Site", data["site"], ""),
        ("Title", data["title"], ""),
        ("heatloop", data["heatloop_version"], ""),
        ("Site file, SHA-256", data["site_digest"], ""),
        ("Verdict", ROUTES[verdict["route"]], ""),
        ("Target reached", verdict["reached"], ""),
        ("In words", verdict["text"], ""),
        ("Binding constraint", verdict["binding_constraint"], ""),
        ("Target", verdict["target_c"], "°C"),
        ("Supply at the sinks", verdict["supply_c"], "°C"),
        ("Hottest direct supply", verdict["direct_max_c"], "°C"),
    ]
    labels = {
        "source_kw": "Machines, electric", "liquid_kw": "Heat to the liquid", "air_kw": "Heat to the room air",
        "captured_kw": "Captured", "delivered_kw": "Delivered to the sinks", "rejected_kw": "Rejected",
        "pipe_loss_kw": "Lost from pipes", "pump_heat_kw": "From pumps", "lift_kw": "From heat pumps", "boiler_kw": "From the boiler",
        "pumps_electric_kw": "Pumps, electric", "heat_pump_electric_kw": "Heat pumps, electric",
        "demand_kw": "Design load of the sinks",
    }  # fmt: skip
    rows += [(label, float(heat[key]), "kW") for key, label in labels.items()]
    rows.append(("Captured over electric", 100.0 * heat["capture_fraction"], "%"))
    rows.append(("Largest imbalance of any part", f"{heat['balance_error_fraction']:.1e}", "-"))
    return Sheet("Summary", (("Quantity", ""), ("Value", ""), ("Unit", "")), tuple(rows))


def _loops(loops: Sequence[dict[str, Any]]) -> Sheet:
    fields = (
        ("name", "Loop", ""), ("coolant", "Coolant", ""), ("electric_kw", "Electric", "kW"), ("liquid_kw", "To liquid", "kW"),
        ("duty_kw", "To header", "kW"), ("source_inlet_c", "Machine inlet", "°C"), ("source_outlet_c", "Machine outlet", "°C"),
        ("flow_kg_s", "Flow", "kg/s"), ("flow_m3_h", "Flow", "m³/h"), ("dp_kpa", "Pressure drop", "kPa"),
        ("pipe_loss_kw", "Pipe loss", "kW"), ("pump_heat_kw", "Pump heat", "kW"), ("supply_max_c", "Hottest supply", "°C"),
    )  # fmt: skip
    rows = tuple((*(loop[key] for key, _, _ in fields), loop["held_by"]["text"]) for loop in loops)
    return Sheet("Loops", (*((name, unit) for _, name, unit in fields), ("Held by", "")), rows)


def _exchangers(loops: Sequence[dict[str, Any]]) -> Sheet:
    fields = (
        ("model", "Plate", ""), ("fidelity", "Fidelity", ""), ("duty_kw", "Duty", "kW"), ("hot_in_c", "Hot in", "°C"),
        ("hot_out_c", "Hot out", "°C"), ("cold_in_c", "Cold in", "°C"), ("cold_out_c", "Cold out", "°C"),
        ("hot_flow_kg_s", "Hot flow", "kg/s"), ("cold_flow_kg_s", "Cold flow", "kg/s"), ("plates", "Plates", "-"),
        ("area_m2", "Area", "m²"), ("u_clean_w_m2k", "U clean", "W/m²K"), ("u_fouled_w_m2k", "U fouled", "W/m²K"),
        ("u_low_w_m2k", "U low", "W/m²K"), ("u_high_w_m2k", "U high", "W/m²K"),
        ("oversurface_fraction", "Oversurface", "fraction"), ("ua_kw_k", "UA", "kW/K"), ("ntu", "NTU", "-"),
        ("effectiveness", "Effectiveness", "-"), ("lmtd_k", "LMTD", "K"), ("pinch_k", "Pinch", "K"),
        ("dp_hot_kpa", "Drop hot", "kPa"), ("dp_cold_kpa", "Drop cold", "kPa"), ("port_velocity_m_s", "Port velocity", "m/s"),
        ("within_range", "Within range", ""),
    )  # fmt: skip
    rows = tuple(
        (loop["name"], *(loop["exchanger"][key] for key, _, _ in fields)) for loop in loops if loop["exchanger"]
    )
    return Sheet("Exchangers", (("Loop", ""), *((name, unit) for _, name, unit in fields)), rows)


def _cdus(loops: Sequence[dict[str, Any]]) -> tuple[Sheet, ...]:
    """Coolant distribution units, where there are any."""
    fields = (
        ("running", "Running", "-"), ("standby", "Standby", "-"), ("coolant", "Coolant", ""), ("duty_kw", "Duty, all", "kW"),
        ("machines_inlet_c", "Machine inlet", "°C"), ("machines_outlet_c", "Machine outlet", "°C"), ("hot_in_c", "Hot in", "°C"),
        ("hot_out_c", "Hot out", "°C"), ("cold_in_c", "Cold in", "°C"), ("cold_out_c", "Cold out", "°C"),
        ("approach_k", "Approach", "K"), ("lmtd_k", "LMTD", "K"), ("ntu", "NTU", "-"), ("ua_kw_k", "UA, all", "kW/K"),
        ("flow_kg_s", "Flow, machines", "kg/s"), ("facility_flow_kg_s", "Flow, loop", "kg/s"), ("flow_l_min_kw", "Flow", "L/min/kW"),
        ("head_outside_kpa", "For machines and pipes", "kPa"), ("pump_heat_kw", "Pump heat", "kW"), ("electric_kw", "Electric", "kW"),
    )  # fmt: skip
    rows = tuple((loop["name"], *(loop["cdu"][key] for key, _, _ in fields)) for loop in loops if loop["cdu"])
    columns = (("Loop", ""), *((name, unit) for _, name, unit in fields))
    return (Sheet("CDU", columns, rows),) if rows else ()


def _pumps(data: dict[str, Any]) -> Sheet:
    columns: Columns = (
        ("Circuit", ""), ("Tags", ""), ("Type", ""), ("Running", "-"), ("Standby", "-"), ("Flow each", "m³/h"),
        ("Head", "m"), ("Speed", "fraction"),
        ("Shaft, all", "kW"), ("Electric, all", "kW"), ("Motor each", "kW"), ("NPSH available", "m"), ("NPSH required", "m"),
    )  # fmt: skip
    rows = [
        (
            name, ", ".join(p["tags"]), p["type"], p["running"], p["standby"], p["each"]["flow_m3_h"], p["head_m"], p["speed_fraction"],
            p["shaft_kw"], p["electric_kw"], p["each"]["motor_kw"], p["npsh_available_m"], p["npsh_required_m"],
        )
        for name, item in circuits(data)
        if (p := item["pump"])
    ]  # fmt: skip
    return Sheet("Pumps", columns, tuple(rows))


def _budget(data: dict[str, Any]) -> Sheet:
    columns: Columns = (("Circuit", ""), ("Part", ""), ("Pressure drop", "kPa"), ("Head", "m"), ("Share", "%"))
    rows = [
        (name, row["name"], row["dp_kpa"], row["head_m"], 100.0 * row["share"])
        for name, item in circuits(data)
        for row in item["head_budget"]
    ]
    return Sheet("Head budget", columns, tuple(rows))


def _limits(data: dict[str, Any]) -> Sheet:
    columns: Columns = (
        ("Limit", ""),
        ("Code", ""),
        ("Stands at", ""),
        ("Limit", ""),
        ("Margin", ""),
        ("Unit", ""),
        ("State", ""),
    )
    rows = [
        (
            x["text"],
            x["code"],
            float(x["value"]),
            float(x["limit"]),
            float(x["margin"]),
            x["unit"],
            "BROKEN" if x["margin"] < 0 else "holds",
        )
        for x in all_limits(data)
    ]
    return Sheet("Limits", columns, tuple(rows))


def _sources(sources: Sequence[dict[str, Any]]) -> Sheet:
    keys = (
        ("what", "Number"),
        ("value", "Value"),
        ("unit", "Unit"),
        ("verified", "Verified"),
        ("source", "Source"),
        ("assumption", "Assumption"),
    )
    return _listed("Sources", sources, keys)


def _listed(name: str, rows: Sequence[dict[str, Any]], keys: Sequence[tuple[str, str]]) -> Sheet:
    return Sheet(
        name, tuple((label, "") for _, label in keys), tuple(tuple(row[key] for key, _ in keys) for row in rows)
    )
