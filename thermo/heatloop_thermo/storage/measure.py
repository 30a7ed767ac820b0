"""What a tank's state says: temperatures, charge, usable heat, and how sharp the thermocline is."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array
from heatloop_thermo.storage.tank import Tank, TankState


@dataclass(frozen=True)
class Thermocline:
    """The layer of transition between hot and cold.

    Parameters
    ----------
    thickness_m : of a straight ramp from top to bottom temperature that is as mixed as the profile. [m]; of no meaning
        where ``span_k`` is small
    hot_height_m : height of the hot part, down to the middle of the transition. [m]
    span_k : top over bottom temperature. [K]
    """

    thickness_m: float
    hot_height_m: float
    span_k: float


def layers_c(tank: Tank, state: TankState) -> Array:
    """Temperatures of the layers, topmost first. [°C], shape (layers,)

    >>> from heatloop_thermo.properties import water
    >>> from heatloop_thermo.storage import tank_state
    >>> tank = Tank(water(), 10.0, layers=2)
    >>> layers_c(tank, tank_state(tank, [80.0, 50.0])).round(6)
    array([80., 50.])
    """
    return tank.coolant.temperature_c(np.array(state.enthalpy_j_kg))


def stored_j(tank: Tank, state: TankState) -> float:
    """Heat in the tank above 0 °C. [J]

    >>> from heatloop_thermo.properties import water
    >>> from heatloop_thermo.storage import tank_state
    >>> tank = Tank(water(), 10.0)
    >>> round((stored_j(tank, tank_state(tank, 80.0)) - stored_j(tank, tank_state(tank, 45.0))) / 3.6e6, 1)
    400.2
    """
    return tank.layer_kg * float(np.sum(state.enthalpy_j_kg))


def state_of_charge(tank: Tank, state: TankState, cold_c: float, hot_c: float) -> float:
    """Heat in the tank over what it holds between two temperatures.

    Parameters
    ----------
    cold_c, hot_c : temperature of the empty and of the full tank. [°C], cold below hot

    Returns
    -------
    State of charge. [-]; 0 at ``cold_c`` and 1 at ``hot_c`` throughout, below and above them where the tank is colder or
    hotter than that: nothing is clipped.

    >>> from heatloop_thermo.properties import water
    >>> from heatloop_thermo.storage import tank_state
    >>> tank = Tank(water(), 10.0, layers=4)
    >>> round(state_of_charge(tank, tank_state(tank, [75.0, 75.0, 45.0, 45.0]), 45.0, 75.0), 12)
    0.5
    """
    if not cold_c < hot_c:
        raise OutOfRange(f"cold_c = {cold_c:.6g} °C is not below hot_c = {hot_c:.6g} °C")
    low, high = tank.coolant.enthalpy_j_kg(float(cold_c)), tank.coolant.enthalpy_j_kg(float(hot_c))
    return (stored_j(tank, state) / tank.mass_kg - low) / (high - low)


def available_heat_j(tank: Tank, state: TankState, above_c: float) -> float:
    """Heat above a temperature in those layers that are hotter: what can be had at that temperature or better. [J]

    >>> from heatloop_thermo.properties import water
    >>> from heatloop_thermo.storage import tank_state
    >>> tank = Tank(water(), 10.0, layers=2)
    >>> round(available_heat_j(tank, tank_state(tank, [75.0, 40.0]), 55.0) / 3.6e6, 1)
    114.4
    """
    above = np.array(state.enthalpy_j_kg) - tank.coolant.enthalpy_j_kg(float(above_c))
    return tank.layer_kg * float(np.sum(above[above > 0.0]))


def thermocline(tank: Tank, state: TankState) -> Thermocline:
    """Thickness and place of the transition, from the moments of the profile.

    With x the share of top water in a layer (by enthalpy), the sum of x (1 - x) over the height is a sixth of the thickness
    of a straight ramp; no point has to be read off a curve of few layers. A sharp front within a layer reads up to 1.5
    layers.

    >>> from heatloop_thermo.properties import water
    >>> from heatloop_thermo.storage import tank_state
    >>> tank = Tank(water(), 10.0, layers=4)
    >>> found = thermocline(tank, tank_state(tank, [75.0, 75.0, 75.0, 45.0]))
    >>> found.thickness_m, round(found.hot_height_m / tank.height_m, 12), round(found.span_k, 9)
    (0.0, 0.75, 30.0)
    """
    h = np.array(state.enthalpy_j_kg)
    ends = tank.coolant.temperature_c(h[[0, -1]])
    require("top over bottom", float(ends[0] - ends[1]), -1e-6, np.inf, "K", "the tank has settled")
    if h[0] == h[-1]:
        return Thermocline(0.0, tank.height_m, 0.0)
    x = (h - h[-1]) / (h[0] - h[-1])
    return Thermocline(
        6.0 * tank.layer_m * float(np.sum(x * (1.0 - x))), tank.layer_m * float(np.sum(x)), float(ends[0] - ends[1])
    )
