"""The greenhouse as typed, and as its kernel wants it."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.greenhouse.kernel_house import House
from heatloop_thermo.greenhouse.parts import COVERS, Climate, Cover, Glazing, Lamps, Pipes, Screen

STEEL_J_M3K, WATER_J_M3K = 7850.0 * 640.0, 1000.0 * 4180.0
"""Volumetric heat capacities. [J/(m3 K)] secondary (Vanthoor 2011, table 8.1)"""
PIPE_EMISSIVITY = 0.88
"""Painted steel. [-] secondary (Vanthoor 2011, table 8.2)"""
SLOPE_DEG = 22.0
"""Of the roof: a square metre of cover stands over less than one of floor. [deg] secondary (Katzin 2021, table 4.2)"""
CO2_OUT_PPM = 410.0
"""Carbon dioxide outside. [ppm] secondary (Katzin 2021)"""
CO2_MG_M2S = 5.14
"""Most that is dosed. [mg/(m2 s)] secondary (Katzin 2021, table 4.2)"""
LAI_MAX = 3.0
"""Leaves are picked around this leaf area index. [-] secondary (Vanthoor 2011, table 2.2)"""


@dataclass(frozen=True)
class Greenhouse:
    """A greenhouse with a tomato crop. The defaults are the 4 ha Venlo greenhouse of Katzin 2021, without lamps.

    Parameters
    ----------
    glazing : kind of cover, by name or as a `Cover` of one's own.
    screen : thermal screen, or None.
    lamps : or None.
    climate, pipes : what the grower wants, and what heats.
    cover_area : of roof and walls over floor; more for a small greenhouse. [-], 1..4
    air_height_m, ridge_height_m : mean heights of the screen and of the cover above the floor. [m]
    vent_area : of the roof vents over floor. [-], 0..1
    vent_height_m, vent_discharge, vent_wind : opening of a vent; discharge and wind pressure coefficient. [m], [-], [-]
    leakage : air that leaks in, per wind speed and floor; half of it above the screen. [-]; 1e-4 is 0.05 air changes per hour and m/s
    structure : share of the sunlight inside that bars and gutters turn into heat of the air. [-]
    air_density_kg_m3 : at sea level; Vanthoor's correction for altitude has the wrong sign and is left out. [kg/m3]

    Raises
    ------
    OutOfRange : a quantity outside its range.

    Source
    ------
    Katzin 2021, tables 4.2 and 7.6; Vanthoor 2011, tables 8.1 and 8.2. secondary

    >>> Greenhouse().cover.u_w_m2k, Greenhouse("double_film").cover.transmission
    (6.25, 0.7)
    """

    glazing: Glazing | Cover = "single_glass"
    screen: Screen | None = field(default_factory=Screen)
    lamps: Lamps | None = None
    climate: Climate = field(default_factory=Climate)
    pipes: Pipes = field(default_factory=Pipes)
    cover_area: float = 1.21
    air_height_m: float = 6.3
    ridge_height_m: float = 6.9
    vent_area: float = 0.1169
    vent_height_m: float = 1.3
    vent_discharge: float = 0.75
    vent_wind: float = 0.09
    leakage: float = 1e-4
    structure: float = 0.1
    air_density_kg_m3: float = 1.2

    def __post_init__(self) -> None:
        """Refuse what cannot be built."""
        if not isinstance(self.glazing, Cover) and self.glazing not in COVERS:
            raise OutOfRange(f"glazing = {self.glazing!r} is none of {', '.join(COVERS)}")
        require("cover_area", self.cover_area, 1.0, 4.0, "-", "area of roof and walls over floor")
        require("air_height_m", self.air_height_m, 1.0, 15.0, "m", "height of a greenhouse")
        least = self.air_height_m + 0.1
        require("ridge_height_m", self.ridge_height_m, least, 20.0, "m", "the cover is above the screen")
        require("vent_area", self.vent_area, 0.0, 1.0, "-", "area of vents over floor")
        require("leakage", self.leakage, 0.0, 1e-2, "-", "air leaked per wind speed and floor")
        require("structure", self.structure, 0.0, 0.5, "-", "share of the sunlight inside")
        require("air_density_kg_m3", self.air_density_kg_m3, 0.7, 1.4, "kg/m3", "air")

    @property
    def cover(self) -> Cover:
        """The cover that ``glazing`` names."""
        return self.glazing if isinstance(self.glazing, Cover) else COVERS[self.glazing]


def _tube(outer_m: float, inner_m: float) -> float:
    """Heat capacity of a metre of pipe with its water. [J/(m K)]"""
    return 0.25 * math.pi * ((outer_m**2 - inner_m**2) * STEEL_J_M3K + inner_m**2 * WATER_J_M3K)


def numbers(greenhouse: Greenhouse) -> House:
    """All numbers of a greenhouse, per area of floor, as a record that the kernel takes by reference."""
    g, pipes, cover, climate = greenhouse, greenhouse.pipes, greenhouse.cover, greenhouse.climate
    screen = g.screen or Screen()
    lamps = g.lamps or Lamps(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    house = House(
        *(math.pi * pipes.rail_outer_m * pipes.rail_m_m2, math.pi * pipes.grow_outer_m * pipes.grow_m_m2),
        PIPE_EMISSIVITY,
        pipes.rail_m_m2 * _tube(pipes.rail_outer_m, pipes.rail_inner_m)
        + pipes.grow_m_m2 * _tube(pipes.grow_outer_m, pipes.grow_inner_m),
        pipes.power_w_m2 / pipes.spread_k,
        *(g.air_height_m, g.ridge_height_m - g.air_height_m, g.air_density_kg_m3),
        *(g.cover_area, g.cover_area * cover.conductance_w_m2k),
        cover.capacity_j_m2k * math.cos(math.radians(SLOPE_DEG)),
        *(cover.transmission, cover.reflection, cover.emissivity, cover.fir_transmission),
        float(g.screen is not None),
        *(screen.transmission, screen.reflection, screen.emissivity, screen.fir_transmission),
        *(screen.leak_m_s_k, screen.capacity_j_m2k),
        *(g.vent_area, g.vent_discharge, g.vent_wind, g.vent_height_m, g.leakage, 0.5, g.structure),
        *(lamps.par, lamps.nir, lamps.photons_umol_j, lamps.area, lamps.top, lamps.bottom, lamps.convection_w_m2k),
        *(climate.humidity_max, climate.co2_ppm, CO2_MG_M2S, CO2_OUT_PPM, LAI_MAX),
    )
    record: Any = np.array([tuple(house)], dtype=[(name, np.float64) for name in House._fields])[0]
    return record  # type: ignore[no-any-return]
