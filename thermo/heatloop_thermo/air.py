"""Outside air: pressure at a height, density, heat capacity."""

from typing import Any, cast

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import N

AIR_HEAT_CAPACITY_J_KGK = 1006.0
"""Of dry air; within 0.1 % from -40 to 60 °C. [J/(kg K)] secondary"""
AIR_REFERENCE_KG_M3 = 1.2
"""Density at which fan data are given: 20 °C at sea level. [kg/m3]"""
_GAS_J_KGK = 287.05
_KELVIN = 273.15


def air_pressure_pa(altitude_m: N) -> N:
    """Pressure of the standard atmosphere.

    Parameters
    ----------
    altitude_m : above the sea. [m], -500..6000

    Source
    ------
    ICAO standard atmosphere, troposphere (ISO 2533).

    >>> round(air_pressure_pa(0.0)), round(air_pressure_pa(1500.0))
    (101325, 84556)
    """
    require("altitude_m", altitude_m, -500.0, 6000.0, "m", "where plants stand")
    altitude: Any = altitude_m
    pressure: N = 101_325.0 * (1.0 - 2.25577e-5 * altitude) ** 5.25588
    return pressure


def air_density_kg_m3(t_c: N, pressure_pa: N | float = 101_325.0) -> N:
    """Density of dry air as an ideal gas; moist air is up to 2 % lighter. [kg/m3]

    >>> round(air_density_kg_m3(20.0), 3)
    1.204
    """
    require("ambient_c", t_c, -80.0, 80.0, "°C", "outside air")
    temperature, pressure = cast("Any", t_c), cast("Any", pressure_pa)
    density: N = pressure / (_GAS_J_KGK * (temperature + _KELVIN))
    return density
