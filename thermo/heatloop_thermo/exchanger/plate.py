"""Chevron plates: the geometry of one plate, and what a flow through channels of it meets: film, friction, ports."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.exchanger import continuous
from heatloop_thermo.exchanger.continuous import Correlation
from heatloop_thermo.exchanger.fluid import FluidState
from heatloop_thermo.numeric import Num

VERIFIED = ("manufacturer", "secondary", "estimate")


@dataclass(frozen=True)
class PlateGeometry:
    """One plate of a family.

    Parameters
    ----------
    name : of the plate in the catalogue.
    kind : "gasketed" or "brazed".
    area_m2 : developed heat-transfer area of one plate. [m2]
    width_m : of the channel between the gaskets. [m]
    gap_m : mean distance between plates, the pressing depth. [m]
    enlargement : developed over projected area. [-], 1..1.8
    chevron_beta_deg : angle between corrugation and main flow. [°], 10..80; small is soft, large is hard
    thickness_m, wall_conductivity_w_mk : of the metal. [m], [W/(m K)]
    port_diameter_m : of the port hole. [m]
    plates_max : most plates that the frame (or the brazing oven) takes. [-], >= 3
    temperature_max_c, pressure_max_pa : limits of gasket or braze. [°C], [Pa gauge]
    port_loss_coefficient : of inlet and outlet port together, on the port's dynamic pressure, for each pass. [-]
    source, verified : where the figures come from; manufacturer | secondary | estimate.

    Raises
    ------
    OutOfRange : for a figure that no plate has.
    """

    name: str
    kind: Literal["gasketed", "brazed"]
    area_m2: float
    width_m: float
    gap_m: float
    enlargement: float
    chevron_beta_deg: float
    thickness_m: float
    wall_conductivity_w_mk: float
    port_diameter_m: float
    plates_max: int
    temperature_max_c: float
    pressure_max_pa: float
    port_loss_coefficient: float = 1.5
    source: str = ""
    verified: str = "estimate"

    def __post_init__(self) -> None:
        """Refuse a plate that cannot exist, so that no later step has to ask."""
        if self.kind not in ("gasketed", "brazed"):
            raise OutOfRange(f"plate {self.name}: kind = {self.kind!r} is none of gasketed, brazed")
        if self.verified not in VERIFIED:
            raise OutOfRange(f"plate {self.name}: verified = {self.verified!r} is none of {', '.join(VERIFIED)}")
        for field, low, high, unit, reason in (
            ("area_m2", 1e-3, 10.0, "m2", "developed area of one plate"),
            ("width_m", 0.01, 3.0, "m", "channel width"),
            ("gap_m", 5e-4, 0.02, "m", "pressing depth"),
            ("enlargement", 1.0, 1.8, "-", "developed over projected area"),
            ("chevron_beta_deg", 10.0, 80.0, "°", "from the flow direction; Martin's model covers this range"),
            ("thickness_m", 1e-4, 5e-3, "m", "plate metal"),
            ("wall_conductivity_w_mk", 1.0, 500.0, "W/(m K)", "plate metal"),
            ("port_diameter_m", 5e-3, 1.0, "m", "port hole"),
            ("plates_max", 3, 5000, "-", "three plates make one channel a side"),
            ("temperature_max_c", 20.0, 500.0, "°C", "gasket or braze"),
            ("pressure_max_pa", 1e4, 1e8, "Pa", "gasket or braze, gauge"),
            ("port_loss_coefficient", 0.0, 10.0, "-", "on the port's dynamic pressure"),
        ):
            require(f"plate {self.name}: {field}", getattr(self, field), low, high, unit, reason)

    @cached_property
    def hydraulic_diameter_m(self) -> float:
        """Twice the gap over the enlargement: the length in Re and Nu of every correlation used. [m]"""
        return 2.0 * self.gap_m / self.enlargement

    @cached_property
    def flow_length_m(self) -> float:
        """Straight length from port to port that friction acts on: projected area over width. [m]"""
        return self.area_m2 / (self.width_m * self.enlargement)

    @cached_property
    def wall_m2k_w(self) -> float:
        """Thermal resistance of the metal. [m2 K/W]"""
        return self.thickness_m / self.wall_conductivity_w_mk


class Shape(Protocol):
    """What the flow sees of a plate: a `PlateGeometry`, or many of them as arrays."""

    @property
    def hydraulic_diameter_m(self) -> Num:
        """Twice the gap over the enlargement. [m]"""

    @property
    def flow_length_m(self) -> Num:
        """Straight length from port to port. [m]"""

    @property
    def width_m(self) -> Num:
        """Of the channel. [m]"""

    @property
    def gap_m(self) -> Num:
        """Between plates. [m]"""

    @property
    def chevron_beta_deg(self) -> Num:
        """Angle between corrugation and main flow. [°]"""

    @property
    def enlargement(self) -> Num:
        """Developed over projected area. [-]"""

    @property
    def port_diameter_m(self) -> Num:
        """Of the port hole. [m]"""

    @property
    def port_loss_coefficient(self) -> Num:
        """On the port's dynamic pressure, for each pass. [-]"""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a plate exchanger: how many channels a pass has, and how many passes in series."""

    channels: Num
    passes: Num


def reynolds(plate: Shape, side: Side, flow_kg_s: Num, state: FluidState) -> Num:
    """Reynolds number in a channel, on the hydraulic diameter. [-]"""
    scale = plate.hydraulic_diameter_m / (side.channels * plate.width_m * plate.gap_m)
    return flow_kg_s * scale / state.viscosity_pa_s


def film_w_m2k(plate: Shape, correlation: Correlation, re: Num, state: FluidState) -> Num:
    """Film coefficient in a channel. [W/(m2 K)]

    Parameters
    ----------
    plate, correlation : geometry, and whose formula.
    re : Reynolds number from `reynolds`. [-]
    state : of the fluid at its mean bulk temperature; no correction for the viscosity at the wall.
    """
    pr = state.heat_capacity_j_kgk * state.viscosity_pa_s / state.conductivity_w_mk
    nu = continuous.nusselt(correlation, re, pr, plate.chevron_beta_deg, plate.enlargement)
    return nu * state.conductivity_w_mk / plate.hydraulic_diameter_m


def channel_dp_pa(
    plate: Shape, correlation: Correlation, side: Side, flow_kg_s: Num, state: FluidState, re: Num
) -> Num:
    """Frictional pressure drop along the channels, through all passes. [Pa]

    dp = passes * f * (length / hydraulic diameter) * G² / (2 rho), with G the mass flux in a channel and f Darcy's.
    """
    flux = flow_kg_s / (side.channels * plate.width_m * plate.gap_m)
    f = continuous.friction(correlation, re, plate.chevron_beta_deg, plate.enlargement)
    slenderness = side.passes * plate.flow_length_m / plate.hydraulic_diameter_m
    return f * slenderness * flux * flux / (2.0 * state.density_kg_m3)


def port_velocity_m_s(plate: Shape, flow_kg_s: Num, state: FluidState) -> Num:
    """Mean velocity in the port hole. [m/s]"""
    return flow_kg_s / (0.25 * math.pi * plate.port_diameter_m**2) / state.density_kg_m3


def port_dp_pa(plate: Shape, side: Side, flow_kg_s: Num, state: FluidState) -> Num:
    """Pressure drop of the ports and manifolds: loss coefficient times dynamic pressure, for each pass. [Pa]"""
    velocity = port_velocity_m_s(plate, flow_kg_s, state)
    return side.passes * plate.port_loss_coefficient * 0.5 * state.density_kg_m3 * velocity * velocity
