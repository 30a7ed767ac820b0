"""Published statistics of a climate, month by month: what a synthetic year is made from."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array

Months = tuple[float, ...]
"""Twelve values, January first."""


@dataclass(frozen=True)
class Normals:
    """Monthly statistics of a place, twelve values each, January first.

    Parameters
    ----------
    name, source : of the place, and who published the figures.
    latitude_deg, longitude_deg, utc_offset_h, altitude_m : as `heatloop_thermo.weather.Weather`.
    dry_bulb_c, dry_bulb_max_c, dry_bulb_min_c : mean, highest and lowest of the outdoor air in a typical month. [degC]
    daily_range_k : mean difference between the highest and the lowest of a day. [K]
    dew_point_c : mean. [degC]
    wind_m_s : mean at 10 m. [m/s]
    ghi_w_m2 : mean global horizontal irradiance, over day and night. [W/m2]
    dni_w_m2 : mean direct normal irradiance, over day and night; None leaves it to the correlation. [W/m2]
    ground_c : of the soil at 2 m; None leaves it to an estimate from the air. [degC]
    heating_996_c, cooling_004_c : exceeded in 99.6 and in 0.4 % of the hours. [degC]

    heating_degree_days_k_d : below 18.3 °C (65 °F); None where unknown. [K d]

    Raises
    ------
    OutOfRange : not twelve values, NaN, a value that no climate has, or values that contradict each other.
    """

    name: str
    source: str
    latitude_deg: float
    longitude_deg: float
    utc_offset_h: float
    altitude_m: float
    dry_bulb_c: Months
    dry_bulb_max_c: Months
    dry_bulb_min_c: Months
    daily_range_k: Months
    dew_point_c: Months
    wind_m_s: Months
    ghi_w_m2: Months
    heating_996_c: float
    cooling_004_c: float
    heating_degree_days_k_d: float | None = None
    dni_w_m2: Months | None = None
    ground_c: Months | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be a climate."""
        for name, low, high, unit in _RANGES:
            values = getattr(self, name)
            if values is None:
                continue
            if len(values) != 12:
                raise OutOfRange(f"{name} of {self.name} has {len(values)} values, a year has 12 months")
            require(f"{name} of {self.name}", np.array(values), low, high, unit, "monthly normals of a climate")
        least, mean, most = (np.array(v) for v in (self.dry_bulb_min_c, self.dry_bulb_c, self.dry_bulb_max_c))
        self._ordered(mean - least, "dry_bulb_c above dry_bulb_min_c", 1.0)
        self._ordered(most - mean, "dry_bulb_max_c above dry_bulb_c", 1.0)
        self._ordered(mean - np.array(self.dew_point_c), "dry_bulb_c above dew_point_c", 0.0)
        reason = "between the lowest and the highest temperature of all months"
        require("heating_996_c", self.heating_996_c, float(least.min()), float(mean.max()), "°C", reason)
        if self.heating_degree_days_k_d is not None:
            require("heating_degree_days_k_d", self.heating_degree_days_k_d, 0.0, 25_000.0, "K d", "of a climate")
        require("cooling_004_c", self.cooling_004_c, float(mean.min()), float(most.max()), "°C", reason)

    def _ordered(self, difference: Array, what: str, least: float) -> None:
        require(f"{what}, {self.name}", difference, least, 100.0, "K", "normals that fit together")


_RANGES = (
    ("dry_bulb_c", -60.0, 45.0, "°C"),
    ("dry_bulb_max_c", -60.0, 60.0, "°C"),
    ("dry_bulb_min_c", -90.0, 45.0, "°C"),
    ("daily_range_k", 0.5, 30.0, "K"),
    ("dew_point_c", -55.0, 35.0, "°C"),
    ("wind_m_s", 0.1, 25.0, "m/s"),
    ("ghi_w_m2", 0.0, 450.0, "W/m2"),
    ("dni_w_m2", 0.0, 550.0, "W/m2"),
    ("ground_c", -40.0, 45.0, "°C"),
)
