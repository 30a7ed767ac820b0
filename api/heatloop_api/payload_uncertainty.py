"""How sure a design is, in plant units."""

from typing import Any

from heatloop_thermo.design.quantities import HEADER
from heatloop_thermo.design.uncertainty import Band, End, Factor, Uncertainty

UNITS = {
    "W": ("kW", 1e-3),
    "W/K": ("kW/K", 1e-3),
    "Pa": ("kPa", 1e-3),
    "m3/s": ("m³/h", 3600.0),
    "m2": ("m²", 1.0),
    "degC": ("°C", 1.0),
}
"""SI unit to the unit shown and its factor."""
ENDINGS = (("_w_k", "_kw_k"), ("_w", "_kw"), ("_pa", "_kpa"), ("_m3_s", "_m3_h"))
"""How names end, in SI and in plant units."""
PLACES = {
    **dict.fromkeys(("direct_max_c", "supply_c"), "verdict."),
    **dict.fromkeys(("captured_w", "capture_fraction", "delivered_w", "rejected_w", "pumps_electric_w"), "heat."),
    **dict.fromkeys(("boiler_w", "heat_pump_electric_w"), "heat."),
    **dict.fromkeys(("ua_w_k", "area_m2", "plates", "dp_hot_pa", "dp_cold_pa"), "exchanger."),
    **dict.fromkeys(("discharge_c", "evaporator_area_m2", "condenser_area_m2"), "heat_pump."),
    **dict.fromkeys(("flow_kg_s", "duty_w"), ""),
    "npsh_available_m": "pump.",
    **{f"pump_{name}": f"pump.{name}" for name in ("flow_m3_s", "head_m", "shaft_w", "electric_w")},
    **{f"lift_{name}": f"heat_pump.{name}" for name in ("electric_w", "cop")},
    "swept_m3_s": "heat_pump.",
    "rejector_w": "rejector.capacity_w",
    "fans_electric_w": "rejector.fan_electric_w",
}
"""Where a quantity stands in the payload of the design, or in that of its loop; a place that ends with a dot has its own name there."""
METHOD = (
    "One input at a time is moved to both ends of its band, everywhere in the plant at once, and the plant is designed again. "
    "A quantity's band is its rated value less and plus the root of the summed squares of the one-sided deviations; "
    "the inputs are taken as independent."
)


def uncertainty_payload(found: Uncertainty) -> dict[str, Any]:
    """Bands, the table behind them, the tornado of the verdict, and what alone changes the route."""
    units = {band.key: UNITS.get(band.unit, (band.unit, 1.0)) for band in found.bands}
    key = found.verdict_key if found.verdict_key in found.rated else None
    return {
        "method": METHOD,
        "verdict_quantity": _name(key) if key else None,
        "bands": [_band(band, *units[band.key]) for band in found.bands],
        "factors": [_factor(one, units) for one in found.factors],
        "tornado": _tornado(found, key, units[key][1]) if key else [],
        "flips": [one.name for one in found.flips],
    }


def _name(key: str) -> str:
    """Stable name of a quantity with the unit that it is shown in."""
    name, colon, owner = key.partition(": ")
    si, shown = next(((si, shown) for si, shown in ENDINGS if name.endswith(si)), ("", ""))
    return f"{name.removesuffix(si)}{shown}{colon}{owner}"


def _path(band: Band) -> str | None:
    """Where the rated value stands: in the payload, or in that of the loop that ``loop`` names; None where it does not."""
    word = band.key.partition(": ")[0]
    if word == "cdu_count":
        return "cdu.running"
    name = word.removeprefix("cdu_")
    place = PLACES.get(name)
    if place is None:
        return None
    inside = _name(place + name if place == "" or place.endswith(".") else place)
    of = HEADER if band.owner == HEADER else "cdu" if word != name else ""
    return f"{of}.{inside}" if of else inside


def _band(band: Band, unit: str, scale: float) -> dict[str, Any]:
    return {
        "key": _name(band.key),
        "quantity": band.quantity,
        "unit": unit,
        "loop": band.owner if band.owner not in ("", HEADER) else None,
        "path": _path(band),
        "rated": band.rated * scale,
        "low": band.low * scale,
        "high": band.high * scale,
        "worst_factor": band.worst_factor or None,
        "missing": list(band.missing),
    }


def _factor(one: Factor, units: dict[str, tuple[str, float]]) -> dict[str, Any]:
    return {
        "name": one.name,
        "why": one.why,
        "verified": one.verified,
        "unverified": one.unverified,
        "low": _end(one.low, units),
        "high": _end(one.high, units),
    }


def _end(end: End, units: dict[str, tuple[str, float]]) -> dict[str, Any]:
    """One end; a quantity that only this end has (a heat pump that the design does without) is not among its values."""
    return {
        "text": end.text,
        "route": end.route,
        "refusal": end.refusal or None,
        "values": {_name(key): value * units[key][1] for key, value in end.values.items() if key in units},
    }


def _tornado(found: Uncertainty, key: str, scale: float) -> list[dict[str, Any]]:
    return [
        {
            "factor": row.factor.name,
            "low": row.factor.low.text,
            "high": row.factor.high.text,
            "at_low": None if row.at_low is None else row.at_low * scale,
            "at_high": None if row.at_high is None else row.at_high * scale,
            "swing": row.swing * scale,
        }
        for row in found.tornado(key)
    ]
