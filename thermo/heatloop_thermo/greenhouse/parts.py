"""What a greenhouse is made of, with the numbers of a modern tomato greenhouse of 4 ha as defaults.

Sources, by the names used below:
Vanthoor 2011: B. Vanthoor, A model-based greenhouse design method, Wageningen University, chapters 8 and 9.
Katzin 2021: D. Katzin, Energy saving by LED lighting in greenhouses, Wageningen University; its 4 ha greenhouse is table 4.2.
"""

from dataclasses import dataclass
from typing import Literal

from heatloop_thermo.errors import require

Glazing = Literal["single_glass", "double_glass", "double_film", "twin_wall"]

GLASS_W_M2K = 1.05 / 4e-3
"""Conductance of 4 mm of glass. [W/(m2 K)] secondary (Vanthoor 2011, table 8.2)"""
SINGLE_U_W_M2K = 6.25
"""Heat loss of any single cover, middle of 5.7 to 6.8. [W/(m2 K)] secondary (extension.org, Sanford)"""


@dataclass(frozen=True)
class Cover:
    """A transparent cover.

    Parameters
    ----------
    u_w_m2k : heat loss from air to air, per area of cover, as growers' tables give it. [W/(m2 K)]
    transmission, reflection : of sunlight, diffuse, bars included. [-]
    emissivity : for long wave, both sides. [-]
    fir_transmission : of long wave. [-]
    capacity_j_m2k : heat capacity that follows the temperature of each side. [J/(m2 K)]
    """

    u_w_m2k: float
    transmission: float
    reflection: float
    emissivity: float = 0.85
    fir_transmission: float = 0.0
    capacity_j_m2k: float = 874.0

    def __post_init__(self) -> None:
        """Refuse what is no cover."""
        require("u_w_m2k", self.u_w_m2k, 0.3, SINGLE_U_W_M2K, "W/(m2 K)", "from a triple pane to a single one")
        require("transmission", self.transmission, 0.1, 1.0 - self.reflection, "-", "share of sunlight")

    @property
    def conductance_w_m2k(self) -> float:
        """Conductance from face to face: what is left of 1/U once the films of air of a single pane are taken off. [W/(m2 K)]

        >>> round(COVERS["double_film"].conductance_w_m2k, 1), round(COVERS["single_glass"].conductance_w_m2k, 1)
        (10.7, 262.5)
        """
        return 1.0 / (1.0 / self.u_w_m2k - 1.0 / SINGLE_U_W_M2K + 1.0 / GLASS_W_M2K)


COVERS: dict[Glazing, Cover] = {
    "single_glass": Cover(SINGLE_U_W_M2K, 0.85, 0.13),
    "double_glass": Cover(3.7, 0.74, 0.22),
    "double_film": Cover(4.0, 0.70, 0.24),
    "twin_wall": Cover(3.0, 0.77, 0.19),
}
"""Covers by kind. Glass: Vanthoor 2011, table 8.2. U of double glass: middle of 3.4 to 4.0 (extension.org, Sanford); of double film: vcalc
greenhouse table; of 8 mm twin-wall polycarbonate: Rimol. Transmission: as glass times 77/88 for a double pane (NGMA, at Stuppy), 60 to 80 %
for film (graasautomation.com), 78 to 82 % over 88 % for polycarbonate (extension.org). secondary; reflection of the last three: estimate.
What long wave passes film or polycarbonate is in its U. A fifth of the glass follows the temperature of its faces (Vanthoor 2011, equation
8.21), the rest of its heat is left out; plastics are given the same: estimate."""


@dataclass(frozen=True)
class Screen:
    """A thermal screen, closed when it is cold outside; opened by humidity and by heat.

    Parameters
    ----------
    transmission, reflection : of sunlight. [-]
    emissivity, fir_transmission : for long wave. [-]
    leak_m_s_k : air through the cloth at 1 K. [m3/(m2 s K^0.66)]
    capacity_j_m2k : [J/(m2 K)]
    day_c, night_c : it closes when it is colder than this outside. [degC]

    Source
    ------
    Vanthoor 2011, table 8.2; control: Katzin 2021, page 119. secondary
    """

    transmission: float = 0.60
    reflection: float = 0.35
    emissivity: float = 0.67
    fir_transmission: float = 0.15
    leak_m_s_k: float = 0.05e-3
    capacity_j_m2k: float = 126.0
    day_c: float = 5.0
    night_c: float = 10.0


@dataclass(frozen=True)
class Lamps:
    """Lamps above the crop.

    Parameters
    ----------
    power_w_m2 : electric, per floor. [W/m2]
    par, nir : share of it that becomes photosynthetically active light, and near infrared; the rest is heat. [-]
    photons_umol_j : in the light. [umol/J]
    area : of the lamps, over the floor; it shades. [-]
    top, bottom : emissivity. [-]
    convection_w_m2k : to the air, per floor. [W/(m2 K)]
    on_h, off_h : hours of the day between which they burn; the setpoint of day holds then. [h]
    sun_max_w_m2, day_sum_max_j_m2 : they are off when there is more sun, and on days that have more. [W/m2], [J/m2]

    Source
    ------
    Katzin 2021, tables 4.3 and 7.6, pages 119 and 122. secondary
    """

    power_w_m2: float
    par: float
    nir: float
    photons_umol_j: float
    area: float
    top: float
    bottom: float
    convection_w_m2k: float
    on_h: float = 0.0
    off_h: float = 18.0
    sun_max_w_m2: float = 400.0
    day_sum_max_j_m2: float = 10e6

    def __post_init__(self) -> None:
        """Refuse lamps that give more than they take."""
        require("lamp power", self.power_w_m2, 0.0, 1000.0, "W/m2", "per area of floor")
        require("lamp light", self.par + self.nir, 0.0, 1.0, "-", "share of the electric power")


LED = Lamps(200.0 / 3.0, 0.55, 0.02, 5.4, 0.02, 0.88, 0.88, 2.3)
"""Light-emitting diodes for 200 umol/(m2 s). secondary (Katzin 2021, tables 4.3 and 7.6)"""
HPS = Lamps(200.0 / 1.8, 1.8 / 4.9, 0.22, 4.9, 0.02, 0.1, 0.9, 0.09)
"""High-pressure sodium for 200 umol/(m2 s). secondary (Katzin 2021, tables 4.3 and 7.6)"""


@dataclass(frozen=True)
class Climate:
    """What the grower wants.

    Parameters
    ----------
    day_c, night_c : the heating holds the air just below these; day is when the sun is up or lamps should be on. [degC]
    humidity_max : vents open above it. [%]
    co2_ppm : dosed up to this by day. [ppm]

    Source
    ------
    Katzin 2021, pages 119 and 122. secondary
    """

    day_c: float = 19.5
    night_c: float = 18.5
    humidity_max: float = 87.0
    co2_ppm: float = 1000.0

    def __post_init__(self) -> None:
        """Refuse what no crop is grown at."""
        for name in ("day_c", "night_c"):
            require(name, getattr(self, name), 0.0, 35.0, "degC", "air of a greenhouse")
        require("humidity_max", self.humidity_max, 50.0, 100.0, "%", "relative humidity")
        require("co2_ppm", self.co2_ppm, 0.0, 5000.0, "ppm", "carbon dioxide in the air")


@dataclass(frozen=True)
class Pipes:
    """Heating pipes: rails on the floor, and grow pipes in the crop, fed with the same water.

    Parameters
    ----------
    rail_m_m2, grow_m_m2 : length over floor. [m/m2]
    rail_outer_m, rail_inner_m, grow_outer_m, grow_inner_m : diameters. [m]
    power_w_m2 : most heat, and the heat at which the water cools by ``spread_k``. [W/m2], [K]

    Source
    ------
    Rails and power: Katzin 2021, table 4.2; grow pipe 1.655 m/m2 of 35 mm: table 3.1, here only if asked for. secondary. Spread: estimate
    (75/55 degC).
    """

    rail_m_m2: float = 1.25
    grow_m_m2: float = 0.0
    rail_outer_m: float = 51e-3
    rail_inner_m: float = 47e-3
    grow_outer_m: float = 35e-3
    grow_inner_m: float = 33.8e-3
    power_w_m2: float = 300.0
    spread_k: float = 20.0

    def __post_init__(self) -> None:
        """Refuse a greenhouse without pipes."""
        require("rail_m_m2", self.rail_m_m2, 0.0, 20.0, "m/m2", "length over floor")
        require("grow_m_m2", self.grow_m_m2, 0.0, 20.0, "m/m2", "length over floor")
        require("pipe length", self.rail_m_m2 + self.grow_m_m2, 0.1, 40.0, "m/m2", "without pipes there is no heat")
        require("power_w_m2", self.power_w_m2, 1.0, 2000.0, "W/m2", "heat of the pipes, per area of floor")
        require("spread_k", self.spread_k, 1.0, 60.0, "K", "the water has to cool")
