"""The two numbers that a heating engineer asks for first: the design heat load, and what the pipes can give."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.greenhouse.house import Greenhouse
from heatloop_thermo.numeric import Num, as_given

AIR_CHANGES_H = 0.5
"""Infiltration on the design night. [1/h] estimate: the leakage of the dynamic model is 0.25 at 4.9 m/s; older houses have 0.5 to 2"""
SCREEN_SAVING = 0.28
"""Of the heat through the cover, by a closed thermal screen. [-] secondary (Geoola 2009: 0.25 to 0.30)"""
EMISSION_W_M = {0.026: (0.588, 1.202), 0.033: (0.678, 1.218), 0.051: (1.025, 1.210), 0.063: (1.262, 1.205)}
"""Factor and exponent of the heat of a metre of pipe over the difference to the air, by outer diameter [m]; fits to Verveer 1995 within
3 %. [W/(m K^n)] secondary (table in GreenLight's verveer.mat)"""


@dataclass(frozen=True)
class DesignLoad:
    """Steady heat load on the design night, per area of floor. [W/m2]

    Parameters
    ----------
    transmission_w_m2 : through cover and walls, screen open.
    screened_w_m2 : the same with the screen closed; as above where there is none.
    infiltration_w_m2 : sensible and latent heat of the air that leaks in.
    """

    transmission_w_m2: float
    screened_w_m2: float
    infiltration_w_m2: float

    @property
    def open_w_m2(self) -> float:
        """Load with the screen open: what the heating has to be sized for if the screen must open for humidity. [W/m2]"""
        return self.transmission_w_m2 + self.infiltration_w_m2

    @property
    def closed_w_m2(self) -> float:
        """Load with the screen closed. [W/m2]"""
        return self.screened_w_m2 + self.infiltration_w_m2


def design_load(
    greenhouse: Greenhouse, design_ambient_c: float, inside_c: float | None = None, air_changes_h: float = AIR_CHANGES_H
) -> DesignLoad:
    """Design heat load by the steady method: U A dT of the cover, and infiltration. No sun, lamps, soil or heat kept.

    Parameters
    ----------
    greenhouse : its cover, screen and heights.
    design_ambient_c : outdoor air of the design night, such as the 99.6 % value. [degC], -60..20
    inside_c : wanted air; by default that of night. [degC], 0..35
    air_changes_h : infiltration, in volumes per hour. [1/h], 0..5

    Returns
    -------
    DesignLoad. Inside air at 80 % relative humidity, outside saturated.

    Raises
    ------
    OutOfRange : an argument outside its range.

    Source
    ------
    Method: ANSI/ASAE EP406.4, Heating, ventilating and cooling greenhouses (its tables are not used); U: see `COVERS`.

    >>> load = design_load(Greenhouse(), -32.0)
    >>> round(load.open_w_m2), round(load.closed_w_m2)
    (469, 362)
    """
    wanted = greenhouse.climate.night_c if inside_c is None else inside_c
    require("design_ambient_c", design_ambient_c, -60.0, 20.0, "degC", "a cold night")
    require("inside_c", wanted, 0.0, 35.0, "degC", "air of a greenhouse")
    require("air_changes_h", air_changes_h, 0.0, 5.0, "1/h", "infiltration")
    lift = max(0.0, wanted - design_ambient_c)
    through = greenhouse.cover.u_w_m2k * greenhouse.cover_area * lift
    closed = through if greenhouse.screen is None else (1.0 - SCREEN_SAVING) * through
    flow = air_changes_h / 3600.0 * greenhouse.ridge_height_m
    inside = 0.8 * _vapour_pa(wanted) / (wanted + 273.15)
    outside = _vapour_pa(design_ambient_c) / (design_ambient_c + 273.15)
    latent = 2.45e6 * 18.0 / 8314.0 * max(0.0, inside - outside)
    return DesignLoad(through, closed, flow * (greenhouse.air_density_kg_m3 * 1000.0 * lift + latent))


def _vapour_pa(t_c: float) -> float:
    return float(610.78 * np.exp(17.2694 * t_c / (t_c + 238.3)))


def pipe_capacity_w_m2(greenhouse: Greenhouse, supply_c: Num, return_c: Num, air_c: Num) -> Num:
    """Heat that rails and grow pipes give to the greenhouse, per area of floor, by measured emission.

    Parameters
    ----------
    greenhouse : lengths and diameters of its pipes.
    supply_c, return_c : of the water; half their sum is taken as the pipes' mean. [degC], 0..150
    air_c : of the greenhouse. [degC], -40..50. All three broadcast.

    Returns
    -------
    [W/m2], broadcast shape; 0 where the water is colder than the air.

    Raises
    ------
    OutOfRange : an argument outside its range.

    Source
    ------
    Verveer 1995, fits by diameter, in between linear in the diameter. The dynamic model has convection and long wave of Vanthoor 2011
    instead, which give about 10 % less.

    >>> round(pipe_capacity_w_m2(Greenhouse(), 75.0, 55.0, 20.0))
    128
    """
    for name, value in (("supply_c", supply_c), ("return_c", return_c)):
        require(name, value, 0.0, 150.0, "degC", "water of a heating")
    require("air_c", air_c, -40.0, 50.0, "degC", "air of a greenhouse")
    pipes = greenhouse.pipes
    lift = np.maximum(0.0, 0.5 * (np.asarray(supply_c) + np.asarray(return_c)) - air_c)
    total = np.zeros(np.shape(lift))
    for length, diameter in ((pipes.rail_m_m2, pipes.rail_outer_m), (pipes.grow_m_m2, pipes.grow_outer_m)):
        factor, exponent = _emission(diameter)
        total = total + length * factor * lift**exponent
    heat: Num = as_given(total)
    return heat


def _emission(diameter_m: float) -> tuple[float, float]:
    """Factor and exponent of a pipe's emission."""
    known = np.array(sorted(EMISSION_W_M))
    require("pipe diameter", diameter_m, float(known[0]), float(known[-1]), "m", "pipes that were measured")
    factors, exponents = np.array([EMISSION_W_M[d] for d in known]).T
    return float(np.interp(diameter_m, known, factors)), float(np.interp(diameter_m, known, exponents))
