"""The tank as built, and what is in it: layers of equal mass, topmost first, each known by its enthalpy.

Enthalpy, not temperature, is what the tank keeps: mixing averages it, flow carries it, and no energy can get lost in a
conversion. Temperature is monotone in it and is worked out where somebody asks.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from heatloop_thermo.coolant import Coolant
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array
from heatloop_thermo.polynomial import fit, horner

MOST_LAYERS = 1000
U_INSULATED_W_M2K = 0.3
"""Insulation of a buffer tank, bridges included. [W/(m2 K)]

Source: 150 mm of mineral wool (0.04 W/(m K)) give 0.27. A 3,000 m3 tank of this kind loses 0.010 % an hour against the
0.0077 % of the Danish Energy Agency's large hot-water tank. estimate.
"""
CONDUCTIVITY_W_MK = 1.0
"""Effective vertical conductivity. [W/(m K)]

Source: water 0.65 at 60 °C, a steel wall of 6 mm around 6 m of water 0.2, the rest for currents along the wall. estimate.
"""
_INVERSE_CP_DEGREE = 4


@dataclass(frozen=True)
class Tank:
    """A vertical cylinder, full of coolant, charged and discharged through one port at the top and one at the bottom.

    Parameters
    ----------
    coolant : what is in it; the same on all sides.
    volume_m3 : inside. [m3], > 0
    layers : of equal mass. [-], 1..1000; 1 is a fully mixed tank, solved exactly; from 2 the tank is stratified
    aspect : height over diameter. [-], 0.1..20
    u_side_w_m2k, u_top_w_m2k, u_bottom_w_m2k : heat transmission to the surroundings. [W/(m2 K)], 0..50
    conductivity_w_mk : effective vertical conductivity of water, wall and currents. [W/(m K)], 0..1000
    reference_c : temperature at which the volume is weighed; the mass then stays. [°C]

    The mass of a layer is constant. Heating from 20 to 80 °C expands water by 2.7 %: what leaves for the expansion vessel
    takes its heat along in reality and stays here. The heat in a tank far from ``reference_c`` is off by that much.

    Raises
    ------
    OutOfRange : for a tank that cannot be built.

    >>> from heatloop_thermo.properties import water
    >>> tank = Tank(water(), 600.0)
    >>> round(tank.diameter_m, 2), round(tank.height_m, 2), round(tank.mass_kg), round(tank.loss_w_k, 1)
    (7.26, 14.51, 590022, 124.0)
    """

    coolant: Coolant
    volume_m3: float
    layers: int = 20
    aspect: float = 2.0
    u_side_w_m2k: float = U_INSULATED_W_M2K
    u_top_w_m2k: float = U_INSULATED_W_M2K
    u_bottom_w_m2k: float = U_INSULATED_W_M2K
    conductivity_w_mk: float = CONDUCTIVITY_W_MK
    reference_c: float = 60.0
    diameter_m: float = field(init=False, compare=False)
    height_m: float = field(init=False, compare=False)
    layer_kg: float = field(init=False, compare=False)
    ua_w_k: tuple[float, ...] = field(init=False, repr=False, compare=False)
    enthalpy_range_j_kg: tuple[float, float] = field(init=False, repr=False, compare=False)
    inverse_cp: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a tank that cannot be built; work out once what every step needs."""
        require("volume_m3", self.volume_m3, 1e-3, 1e6, "m3", "volume of a tank")
        require("layers", float(self.layers), 1.0, MOST_LAYERS, "-", "layers of the tank")
        require("aspect", self.aspect, 0.1, 20.0, "-", "height over diameter of a tank")
        for name in ("u_side_w_m2k", "u_top_w_m2k", "u_bottom_w_m2k"):
            require(name, getattr(self, name), 0.0, 50.0, "W/(m2 K)", "a bare wall in still air has about 10")
        require("conductivity_w_mk", self.conductivity_w_mk, 0.0, 1000.0, "W/(m K)", "vertical conductivity")
        diameter = (4.0 * self.volume_m3 / (math.pi * self.aspect)) ** (1.0 / 3.0)
        mass = self.volume_m3 * self.coolant.density_kg_m3(self.reference_c)
        low, high = self.coolant.t_low_c, self.coolant.t_high_c
        found = {
            "diameter_m": diameter,
            "height_m": self.aspect * diameter,
            "layer_kg": mass / self.layers,
            "enthalpy_range_j_kg": (self.coolant.enthalpy_j_kg(low), self.coolant.enthalpy_j_kg(high)),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "ua_w_k", self._ua_w_k())
        object.__setattr__(self, "inverse_cp", _inverse_cp(self.coolant))

    @property
    def mass_kg(self) -> float:
        """Mass of the coolant. [kg]"""
        return self.layer_kg * self.layers

    @property
    def area_m2(self) -> float:
        """Cross-section. [m2]"""
        return math.pi / 4.0 * self.diameter_m**2

    @property
    def loss_w_k(self) -> float:
        """Heat loss of the whole tank per kelvin above its surroundings. [W/K]"""
        return sum(self.ua_w_k)

    @property
    def layer_m(self) -> float:
        """Height of a layer. [m]"""
        return self.height_m / self.layers

    def ambient_enthalpy_j_kg(self, ambient_c: Array) -> Array:
        """Enthalpy that the coolant would have at the temperature around the tank; straight on beyond its range. [J/kg]"""
        low, high = self.coolant.t_low_c, self.coolant.t_high_c
        inside = np.clip(ambient_c, low, high)
        beyond = (ambient_c - inside) * np.where(
            ambient_c < low, self.coolant.heat_capacity_j_kgk(low), self.coolant.heat_capacity_j_kgk(high)
        )
        enthalpy: Array = self.coolant.enthalpy_j_kg(inside) + beyond
        return enthalpy

    def _ua_w_k(self) -> tuple[float, ...]:
        side = self.u_side_w_m2k * math.pi * self.diameter_m * self.layer_m
        ua = [side] * self.layers
        ua[0] += self.u_top_w_m2k * self.area_m2
        ua[-1] += self.u_bottom_w_m2k * self.area_m2
        return tuple(ua)


@dataclass(frozen=True)
class TankState:
    """What is in the tank: specific enthalpy of each layer, topmost first. [J/kg], zero at 0 °C"""

    enthalpy_j_kg: tuple[float, ...]


def tank_state(tank: Tank, temperature_c: float | Sequence[float]) -> TankState:
    """A state from temperatures: one for the whole tank, or one for each layer, topmost first.

    Raises
    ------
    OutOfRange : for a temperature outside the coolant's range, a wrong number of layers, or a layer hotter than the one
        above it, which would not stay there.

    >>> from heatloop_thermo.properties import water
    >>> tank_state(Tank(water(), 10.0, layers=2), [80.0, 50.0]).enthalpy_j_kg[0] > 334e3
    True
    """
    given = np.atleast_1d(np.asarray(temperature_c, dtype=np.float64))
    if given.size not in (1, tank.layers):
        raise OutOfRange(f"{given.size} temperatures for a tank of {tank.layers} layers: give one, or one each")
    if given.size > 1:
        require("rise of temperature downwards", float(np.max(np.diff(given))), -math.inf, 0.0, "K", "topmost first")
    enthalpy = tank.coolant.enthalpy_j_kg(np.broadcast_to(given, (tank.layers,)))
    return TankState(tuple(enthalpy.tolist()))


def _inverse_cp(coolant: Coolant) -> tuple[float, ...]:
    """1 / cp as a polynomial in enthalpy scaled to -1..1 over the coolant's range: what heat loss is driven by.

    Taken once a step, half-way between the mean of the tank and its surroundings: the loss is right within 0.3 %, far
    better than U is known, and no energy is made or lost by it.
    """
    t_c = np.linspace(coolant.t_low_c, coolant.t_high_c, 200)
    h = coolant.enthalpy_j_kg(t_c)
    u = (2.0 * h - h[0] - h[-1]) / (h[-1] - h[0])
    inverse = 1.0 / coolant.heat_capacity_j_kgk(t_c)
    coefficients = fit(u, inverse, _INVERSE_CP_DEGREE)
    assert np.all(np.abs(horner(coefficients, u) / inverse - 1.0) < 0.01), "heat capacity bends too much for its fit"
    return coefficients
