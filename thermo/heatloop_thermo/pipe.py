"""Pipe runs: velocity, pressure drop, heat loss and transit time of a coolant in a round pipe.

The loops are closed, so a pipe has no elevation: what the riser costs, the return gives back. Static height matters
only for the pressure at the pump's suction (see `npsh`).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.errors import Infeasible, require
from heatloop_thermo.friction import RE_MAX, ROUGHNESS_MAX, hagen
from heatloop_thermo.numeric import N
from heatloop_thermo.properties import Coolant

SURFACE_W_M2K = 10.0
"""Outer film coefficient, convection and radiation together. [W/(m2 K)]

Source: the round value that insulation handbooks use for surfaces in still indoor air; 25 is usual outdoors in wind.
verified: estimate. Behind 30 mm of insulation, doubling it raises the loss by less than a tenth.
"""
FLOW_LOW_KG_S = 1e-9
FORWARD = "a flow is given in its own direction"


@dataclass(frozen=True)
class Pipe:
    """One run of round pipe of one size, with its fittings and its insulation.

    Parameters
    ----------
    name : of the run in the site.
    inner_diameter_m, outer_diameter_m : of the bare pipe. [m]
    roughness_m : equivalent sand roughness of the inner wall. [m], at most 5 % of the inner diameter
    length_m : along the axis, bends included. [m]
    fittings_k : sum of the loss coefficients of bends, tees and valves, on the inner diameter. [-] (see `fittings`)
    insulation_thickness_m : radial thickness; 0 is a bare pipe. [m]
    insulation_conductivity_w_mk : at the mean temperature of the insulation. [W/(m K)]
    ambient_c : temperature of the air around. [degC]
    surface_w_m2k : outer film coefficient. [W/(m2 K)]

    Raises
    ------
    OutOfRange : for a pipe that cannot exist.

    >>> round(Pipe("supply", 0.15408, 0.1683, 4.5e-5, 200.0).volume_m3, 3)
    3.729
    """

    name: str
    inner_diameter_m: float
    outer_diameter_m: float
    roughness_m: float
    length_m: float
    fittings_k: float = 0.0
    insulation_thickness_m: float = 0.0
    insulation_conductivity_w_mk: float = 0.04
    ambient_c: float = 20.0
    surface_w_m2k: float = SURFACE_W_M2K

    def __post_init__(self) -> None:
        """Refuse a pipe that cannot exist, so that the hot path need not ask."""
        inner, outer = self.inner_diameter_m, self.outer_diameter_m
        self._check("inner_diameter_m", inner, 1e-4, 10.0, "m", "a pipe of this model is between 0.1 mm and 10 m wide")
        self._check("outer_diameter_m", outer, inner, 10.0, "m", "the outer diameter is at least the inner one")
        reach = ROUGHNESS_MAX * inner
        self._check("roughness_m", self.roughness_m, 0.0, reach, "m", "the Moody chart ends at 5 % of the diameter")
        self._check("length_m", self.length_m, 0.0, 1e6, "m", "a length")
        self._check("fittings_k", self.fittings_k, 0.0, 1e6, "-", "loss coefficients are not negative")
        self._check("insulation_thickness_m", self.insulation_thickness_m, 0.0, 2.0, "m", "0 is a bare pipe")
        k = self.insulation_conductivity_w_mk
        self._check("insulation_conductivity_w_mk", k, 0.005, 5.0, "W/(m K)", "from aerogel to wet soil")
        self._check("ambient_c", self.ambient_c, -80.0, 150.0, "degC", "temperature around the pipe")
        self._check("surface_w_m2k", self.surface_w_m2k, 0.1, 1e5, "W/(m2 K)", "outer film coefficient")

    def _check(self, field: str, value: float, low: float, high: float, unit: str, reason: str) -> None:
        require(f"{self.name}: {field}", value, low, high, unit, reason)

    @property
    def area_m2(self) -> float:
        """Flow section [m2]."""
        return math.pi / 4.0 * self.inner_diameter_m**2

    @property
    def volume_m3(self) -> float:
        """What the pipe holds [m3]."""
        return self.area_m2 * self.length_m

    @property
    def loss_w_k(self) -> float:
        """Heat lost per kelvin between coolant and ambient: insulation and outer film in series [W/K].

        The inner film and the metal wall are left out: under 1 % for an insulated pipe, and on the safe side.
        """
        outside = self.outer_diameter_m + 2.0 * self.insulation_thickness_m
        insulation = math.log(outside / self.outer_diameter_m) / (2.0 * math.pi * self.insulation_conductivity_w_mk)
        film = 1.0 / (self.surface_w_m2k * math.pi * outside)
        return self.length_m / (insulation + film)


def velocity_m_s(pipe: Pipe, coolant: Coolant, flow_kg_s: N, temp_c: N | float) -> N:
    """Mean velocity in the pipe [m/s]; arguments and errors as for `pressure_drop_pa`."""
    flow = _flow(pipe, flow_kg_s, 0.0, FORWARD)
    velocity: N = flow / (coolant.density_kg_m3(temp_c) * pipe.area_m2)
    return velocity


def reynolds(pipe: Pipe, coolant: Coolant, flow_kg_s: N, temp_c: N | float) -> N:
    """Reynolds number on the inner diameter [-]; arguments and errors as for `pressure_drop_pa`."""
    flow = _flow(pipe, flow_kg_s, 0.0, FORWARD)
    re: N = flow * 4.0 / (math.pi * pipe.inner_diameter_m * coolant.viscosity_pa_s(temp_c))
    return re


def pressure_drop_pa(pipe: Pipe, coolant: Coolant, flow_kg_s: N, temp_c: N | float) -> N:
    """Pressure lost to wall friction and fittings.

    Parameters
    ----------
    pipe, coolant : what flows in what.
    flow_kg_s : mass flow. [kg/s], >= 0; scalar or array
    temp_c : mean temperature of the coolant, for density and viscosity. [degC]; broadcasts with flow_kg_s

    Returns
    -------
    Pressure drop. [Pa], broadcast shape; 0 at rest, continuous and strictly rising with flow.

    Raises
    ------
    OutOfRange : if the flow is negative, the Reynolds number above 1e8, or the temperature outside the coolant's range.

    Source
    ------
    Darcy-Weisbach with `friction.hagen`; checked against fluids 1.3.1 (one_phase_dP).

    >>> from heatloop_thermo.properties import water
    >>> run = Pipe("supply", 0.15408, 0.1683, 4.5e-5, 200.0)
    >>> round(pressure_drop_pa(run, water(), 36.0, 75.0) / 1e3, 1)
    39.1
    """
    flow = _flow(pipe, flow_kg_s, 0.0, FORWARD)
    state = coolant.state(temp_c)
    density: Any = state.density_kg_m3
    viscosity: Any = state.viscosity_pa_s
    diameter = pipe.inner_diameter_m
    re = flow * 4.0 / (math.pi * diameter * viscosity)
    require(f"{pipe.name}: reynolds", re, 0.0, RE_MAX, "-", "end of the Moody chart")
    lost = hagen(re, pipe.roughness_m / diameter) * pipe.length_m / diameter + pipe.fittings_k * re * re
    drop: N = lost * viscosity * viscosity / (2.0 * density * diameter * diameter)
    return drop


def heat_loss(
    pipe: Pipe, coolant: Coolant, flow_kg_s: N, inlet_c: N | float, ambient_c: N | float | None = None
) -> tuple[N, N]:
    """Temperature at the far end, and the heat that the ambient got.

    Parameters
    ----------
    pipe, coolant : what flows in what.
    flow_kg_s : mass flow. [kg/s], above 0; scalar or array
    inlet_c : temperature at the near end. [degC]; broadcasts
    ambient_c : temperature around the pipe; that of the pipe where not given. [degC]; broadcasts

    Returns
    -------
    (outlet_c, loss_w) : [degC] and [W], broadcast shape. The loss is positive to the ambient, negative where the
    ambient is the warmer. It is the enthalpy that the coolant lost, so that the energy balance closes by construction.

    Raises
    ------
    OutOfRange : at rest, or if a temperature leaves the coolant's range (a slow flow in a frost, for example).

    Source
    ------
    Exponential decay along a pipe at the mean heat capacity; any heat transfer textbook.

    >>> from heatloop_thermo.properties import water
    >>> run = Pipe("supply", 0.15408, 0.1683, 4.5e-5, 200.0, insulation_thickness_m=0.05)
    >>> outlet_c, loss_w = heat_loss(run, water(), 36.0, 75.0)
    >>> round(outlet_c, 3), round(loss_w / 1e3, 2)
    (74.963, 5.57)
    """
    flow = _flow(pipe, flow_kg_s, FLOW_LOW_KG_S, "at rest the pipe takes the temperature of its surroundings")
    inlet: Any = inlet_c
    around: Any = pipe.ambient_c if ambient_c is None else ambient_c
    outlet = inlet
    for _ in range(2):  # the second pass has the heat capacity at the true mean temperature
        capacity_w_k = flow * coolant.heat_capacity_j_kgk((inlet + outlet) / 2.0)
        outlet = around + (inlet - around) * _exp(-pipe.loss_w_k / capacity_w_k)
    return outlet, flow * (coolant.enthalpy_j_kg(inlet) - coolant.enthalpy_j_kg(outlet))


def transit_time_s(pipe: Pipe, coolant: Coolant, flow_kg_s: N, temp_c: N | float) -> N:
    """Time a particle takes through the pipe: the dead time that a controller has to live with.

    Parameters and errors as for `pressure_drop_pa`, but the flow must be above 0. Returns [s].

    >>> from heatloop_thermo.properties import water
    >>> round(transit_time_s(Pipe("supply", 0.15408, 0.1683, 4.5e-5, 200.0), water(), 36.0, 75.0))
    101
    """
    flow = _flow(pipe, flow_kg_s, FLOW_LOW_KG_S, "at rest nothing arrives")
    seconds: N = coolant.density_kg_m3(temp_c) * pipe.volume_m3 / flow
    return seconds


def smallest_pipe(
    pipes: Iterable[Pipe], coolant: Coolant, flow_kg_s: float, temp_c: float, velocity_max_m_s: float, dp_max_pa: float
) -> Pipe:
    """Choose the smallest of several pipes that keeps both the velocity and the pressure drop.

    Parameters
    ----------
    pipes : candidates, in any order.
    flow_kg_s, temp_c : at the design point. [kg/s], [degC]
    velocity_max_m_s, dp_max_pa : what is allowed over the whole run. [m/s], [Pa]; ``inf`` for no limit

    Raises
    ------
    Infeasible : ``pipe_velocity`` or ``pipe_dp``, if even the largest pipe exceeds that limit.
    """
    ordered = sorted(pipes, key=lambda pipe: pipe.inner_diameter_m)
    require("pipes", float(len(ordered)), 1.0, math.inf, "-", "there must be a pipe to choose from")
    pipe, speed, drop = ordered[-1], math.inf, math.inf
    for pipe in ordered:
        speed = velocity_m_s(pipe, coolant, flow_kg_s, temp_c)
        drop = pressure_drop_pa(pipe, coolant, flow_kg_s, temp_c)
        if speed <= velocity_max_m_s and drop <= dp_max_pa:
            return pipe
    binding = "pipe_velocity" if speed > velocity_max_m_s else "pipe_dp"
    got = (
        f"{speed:.2f} m/s (allowed {velocity_max_m_s:g} m/s) and {drop / 1e3:.1f} kPa (allowed {dp_max_pa / 1e3:g} kPa)"
    )
    raise Infeasible(binding, f"the largest pipe, {pipe.name}, has {got} at {flow_kg_s:g} kg/s")


def _flow(pipe: Pipe, flow_kg_s: Any, low: float, reason: str) -> Any:
    require(f"{pipe.name}: flow_kg_s", flow_kg_s, low, math.inf, "kg/s", reason)
    return flow_kg_s


def _exp(exponent: Any) -> Any:
    return math.exp(exponent) if isinstance(exponent, float) else np.exp(exponent)
