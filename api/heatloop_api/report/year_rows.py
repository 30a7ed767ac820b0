"""Rows that report and workbook of a year share: performance figures and facts on the weather, named and with their units."""

from dataclasses import dataclass
from typing import Any

from heatloop_api.words import figure

KPI = (
    ("capture_fraction", "Captured over the machines' electricity", "%", 100.0, 1),
    ("erf", "Energy reuse factor, ERF", "-", 1.0, 3),
    ("ere", "Energy reuse effectiveness, ERE", "-", 1.0, 3),
    ("pue", "Power usage effectiveness, PUE", "-", 1.0, 3),
    ("heat_cop", "Heat recovered over the electricity that recovers it", "-", 1.0, 1),
    ("hours_below_target", "Hours with the supply below the target", "h", 1.0, 0),
    ("kelvin_hours_below_target", "Kelvin-hours below the target", "K h", 1.0, 0),
    ("peak_demand_kw", "Peak demand", "kW", 1.0, 0),
    ("tank_cycles", "Tank cycles", "-", 1.0, 1),
)
"""Key, name, unit shown, factor to it, digits."""


@dataclass(frozen=True)
class Row:
    """One figure: name, value in the year and at the rated point (None: there is none), in the unit shown; unit, digits."""

    name: str
    value: float | None
    promised: float | None
    unit: str
    digits: int


def kpi_rows(data: dict[str, Any]) -> list[Row]:
    """Performance figures of the year.

    Parameters
    ----------
    data : payload of the year.
    """
    kpi, rated, co2 = data["kpi"], data["kpi_promised"], data["co2_t"]
    rows = [
        Row(name, _times(factor, kpi[key]), _times(factor, rated[key]), unit if unit != "-" else "", digits)
        for key, name, unit, factor, digits in KPI
    ]
    rows.append(Row("CO₂ avoided", co2["avoided"], None, "t", 1))
    rows.append(Row("CO₂ caused", co2["caused"], None, "t", 1))
    return rows


def _times(factor: float, value: float | None) -> float | None:
    return None if value is None else factor * value


def weather_rows(weather: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name, value and unit of what the weather is.

    Parameters
    ----------
    weather : of the payload.
    """
    place = f"{weather['latitude_deg']:.2f}, {weather['longitude_deg']:.2f}, {figure(weather['altitude_m'])} m above the sea"
    return [
        ("Place", weather["name"], ""),
        ("Kind", "synthetic" if weather["synthetic"] else "from a file", ""),
        ("Source", weather["source"], ""),
        ("Latitude, longitude, altitude", place, ""),
        (
            "Coldest, mean, warmest hour",
            " / ".join(figure(weather[f"ambient_{k}_c"], 1) for k in ("min", "mean", "max")),
            "°C",
        ),
        ("Heating degree days below 18 °C", figure(weather["heating_degree_days_18_k_d"]), "K d"),
        ("Sun on a level square metre", figure(weather["ghi_kwh_m2"]), "kWh/m²"),
        ("Mean wind", figure(weather["wind_mean_m_s"], 1), "m/s"),
    ]
