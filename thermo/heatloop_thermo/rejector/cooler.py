"""A dry cooler as built, and the parts of its conductance: air side, coolant film, and the flows behind them."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.air import AIR_HEAT_CAPACITY_J_KGK, AIR_REFERENCE_KG_M3, air_density_kg_m3
from heatloop_thermo.coolant import Coolant
from heatloop_thermo.errors import require
from heatloop_thermo.friction import RE_MAX, hagen
from heatloop_thermo.rejector.parts import Coil, Fan
from heatloop_thermo.rejector.relation import nusselt_tube

FREEZE_MARGIN_K = 5.0
"""Coolant leaves the coil at least this much above its freezing point. [K] estimate"""


@dataclass(frozen=True)
class DryCooler:
    """Coil, fans and the coolant in them. Made by `size`, or from a datasheet.

    Parameters
    ----------
    coolant : in the tubes.
    coil, fan : per square metre, per piece.
    fans : of them. [-], >= 1
    circuits : tubes fed in parallel. [-], >= 1
    pressure_pa : of the outside air, from the altitude. [Pa]
    oversize : heat at the point of `size` over the duty asked for, less 1. [-]

    >>> from heatloop_thermo.properties import pg25
    >>> cooler = DryCooler(pg25(), Coil(), Fan(), fans=10, circuits=150)
    >>> round(cooler.face_area_m2, 1), round(cooler.min_outlet_c, 2)
    (22.0, -4.97)
    """

    coolant: Coolant
    coil: Coil
    fan: Fan
    fans: int
    circuits: int
    pressure_pa: float = 101_325.0
    oversize: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a cooler that is none."""
        require("fans", float(self.fans), 1.0, 1e5, "-", "fans of a cooler")
        require("circuits", float(self.circuits), 1.0, 1e6, "-", "tubes fed in parallel")
        require("pressure_pa", self.pressure_pa, 45e3, 110e3, "Pa", "outside air")

    @property
    def face_area_m2(self) -> float:
        """Face of the coil. [m2]"""
        return self.fans * self.fan.flow_m3_s / self.coil.face_velocity_m_s

    @property
    def fan_power_w(self) -> float:
        """Electric power of all fans at full speed and 1.2 kg/m3. [W]"""
        return self.fans * self.fan.power_w

    @property
    def min_outlet_c(self) -> float:
        """Lowest coolant temperature at which no ice is to be feared. [°C]"""
        return self.coolant.freeze_c + FREEZE_MARGIN_K

    @property
    def circuit_m(self) -> float:
        """Length of tube that the coolant goes through. [m]"""
        return self.coil.rows * self.face_area_m2 / self.coil.tube_pitch_m / self.circuits


def mean_c(coolant: Coolant, inlet: Any, end: Any) -> Any:
    """Mean of inlet and outlet temperature, the outlet held in the coolant's range. [°C]"""
    return 0.5 * (inlet + np.clip(end, coolant.t_low_c, coolant.t_high_c))


def mean_cp(coolant: Coolant, inlet: Any, end: Any) -> Any:
    """Mean heat capacity from the inlet to another temperature, carried on beyond the coolant's range. [J/(kg K)]"""
    bound = np.clip(end, coolant.t_low_c, coolant.t_high_c)
    fall = inlet - bound
    far = np.abs(fall) > 1e-3
    secant = (coolant.enthalpy_j_kg(inlet) - coolant.enthalpy_j_kg(bound)) / np.where(far, fall, 1.0)
    return np.where(far, secant, coolant.heat_capacity_j_kgk(inlet))


def film_k_w(cooler: DryCooler, flow: Any, mean_c: Any) -> Any:
    """Resistance of coolant film, wall and deposits. [K/W]"""
    coil = cooler.coil
    s = cooler.coolant.state(mean_c)
    reynolds = _reynolds(cooler, flow, s.viscosity_pa_s)
    prandtl = s.heat_capacity_j_kgk * s.viscosity_pa_s / s.conductivity_w_mk
    inside_w_m2k = nusselt_tube(reynolds, prandtl) * s.conductivity_w_mk / coil.tube_inner_m
    tubes_m2 = coil.rows * cooler.face_area_m2 * math.pi * coil.tube_inner_m / coil.tube_pitch_m
    return (1.0 / inside_w_m2k + coil.fouling_m2k_w) / tubes_m2


def pressure_drop_pa(cooler: DryCooler, flow: Any, mean_c: Any) -> Any:
    """Pressure drop of the coolant: smooth tubes, bends by their factor. [Pa]"""
    s = cooler.coolant.state(mean_c)
    resistance = hagen(np.minimum(_reynolds(cooler, flow, s.viscosity_pa_s), RE_MAX), 0.0)
    gradient = resistance * s.viscosity_pa_s**2 / (2.0 * s.density_kg_m3 * cooler.coil.tube_inner_m**3)
    return cooler.coil.bend_factor * cooler.circuit_m * gradient


def air_side(cooler: DryCooler, ambient: Any, share: Any) -> tuple[Any, Any]:
    """Conductance from wall to air and heat-capacity rate of the air, at a share of the full air flow. [W/K] both"""
    coil = cooler.coil
    density = air_density_kg_m3(ambient, cooler.pressure_pa)
    share = np.maximum(share, 1e-9)
    full = cooler.fans * cooler.fan.flow_m3_s * AIR_HEAT_CAPACITY_J_KGK
    conductance = (
        coil.rows * cooler.face_area_m2 * coil.air_w_m2k * (density * share / AIR_REFERENCE_KG_M3) ** coil.air_exponent
    )
    return conductance, full * density * share


def fan_power_w(cooler: DryCooler, speed: Any, ambient: Any) -> Any:
    """Electric power of the fans: cube of the speed, times the density of the air. [W]"""
    return cooler.fan_power_w * speed**3 * (air_density_kg_m3(ambient, cooler.pressure_pa) / AIR_REFERENCE_KG_M3)


def air_share(cooler: DryCooler, speed: Any) -> Any:
    """Air flow over full air flow: forced and free convection added in the third power. [-]"""
    return np.cbrt(speed**3 + cooler.fan.free_share**3)


def _reynolds(cooler: DryCooler, flow: Any, viscosity_pa_s: Any) -> Any:
    return 4.0 * flow / (math.pi * cooler.coil.tube_inner_m * viscosity_pa_s * cooler.circuits)
