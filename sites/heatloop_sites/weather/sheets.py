"""Shipped monthly statistics by name, as the engineering core wants them: what a synthetic year is made from."""

import re
from functools import cache

from pydantic import ValidationError

from heatloop_sites.climates import known
from heatloop_sites.parse import parse
from heatloop_sites.schema.weather import Monthly, Sheet
from heatloop_thermo.climate.normals import Months, Normals

_DAY_H = 24.0


@cache
def sheet(name: str) -> Sheet:
    """The statistics of a place as printed, with their sources.

    Raises
    ------
    Fault : no sheet has this name.

    >>> sheet("winnipeg").dry_bulb.values[0]
    -16.2
    """
    parsed = parse(known(name).read_text(encoding="utf-8"), f"statistics of {name}")
    assert not parsed.problems, parsed.problems
    try:
        return Sheet.model_validate(parsed.data)
    except ValidationError as error:
        raise AssertionError(f"sheet {name} is broken: {error}") from error


def normals_of(name: str) -> Normals:
    """The statistics of a place in SI.

    Raises
    ------
    Fault : no sheet has this name.

    >>> round(normals_of("winnipeg").ghi_w_m2[0], 1)
    54.2
    """
    of = sheet(name)
    direct, ground = of.direct_normal, of.ground_2m
    return Normals(
        name=f"{of.title}, synthetic year",
        source=f"made from: {of.source}" + (" (estimate)" if of.verified == "estimate" else ""),
        latitude_deg=of.latitude_deg,
        longitude_deg=of.longitude_deg,
        utc_offset_h=_hours(of.utc_offset),
        altitude_m=of.altitude_m,
        dry_bulb_c=_values(of.dry_bulb, "degC"),
        dry_bulb_max_c=_values(of.dry_bulb_max, "degC"),
        dry_bulb_min_c=_values(of.dry_bulb_min, "degC"),
        daily_range_k=_values(of.daily_range, "K"),
        dew_point_c=_values(of.dew_point, "degC"),
        wind_m_s=_values(of.wind, "m/s"),
        ghi_w_m2=_values(of.global_horizontal, "Wh/m2/d", _DAY_H),
        heating_996_c=of.heating_996.value_c,
        cooling_004_c=of.cooling_004.value_c,
        heating_degree_days_k_d=float(of.heating_degree_days.value) if of.heating_degree_days else None,
        dni_w_m2=_values(direct, "Wh/m2/d", _DAY_H) if direct else None,
        ground_c=_values(ground, "degC") if ground else None,
    )


def _values(monthly: Monthly, unit: str, over: float = 1.0) -> Months:
    assert monthly.unit == unit, f"values in {monthly.unit} where {unit} is due"
    return tuple(float(value) / over for value in monthly.values)


def _hours(text: str) -> float:
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?) h", text)
    assert match, f"utc_offset is written as '-6 h' (got {text!r})"
    return float(match[1])
