"""Net positive suction head: how far the liquid at the pump's inlet is from boiling, as a height of that liquid."""

import math
from typing import Any

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import N
from heatloop_thermo.properties import Coolant
from heatloop_thermo.pump.curve import GRAVITY_M_S2


def npsh_from_heads_m(
    pressure_head_m: N,
    static_head_m: N | float,
    vapour_head_m: N | float,
    friction_head_m: N | float,
    safety_m: N | float,
) -> N:
    """NPSH available as a sum of heads, the form of the pump handbooks.

    Parameters
    ----------
    pressure_head_m : absolute pressure on the surface that the pump draws from. [m]
    static_head_m : height of that surface above the pump, negative below it. [m]
    vapour_head_m, friction_head_m, safety_m : vapour pressure, loss in the suction line, allowance. [m], >= 0

    Returns
    -------
    NPSH available. [m] (or any other one length: the sum has no constants in it)

    Raises
    ------
    OutOfRange : for a negative pressure, vapour, friction or safety head.

    Source
    ------
    Bachus & Custodio, Know and Understand Centrifugal Pumps, 2003.

    >>> round(npsh_from_heads_m(33.9, 6.0, 0.839, 2.0, 2.0), 3)
    35.061
    """
    given = (
        ("pressure", pressure_head_m),
        ("vapour", vapour_head_m),
        ("friction", friction_head_m),
        ("safety", safety_m),
    )
    for name, head in given:
        require(f"{name} head", head, 0.0, math.inf, "m", "enters the balance with its own sign")
    require("static head", static_head_m, -math.inf, math.inf, "m", "height above the pump")
    total: Any = pressure_head_m
    available: N = total + static_head_m - vapour_head_m - friction_head_m - safety_m
    return available


def npsh_available_m(
    suction_pressure_pa: N,
    coolant: Coolant,
    temp_c: N | float,
    velocity_m_s: N | float = 0.0,
    friction_head_m: N | float = 0.0,
) -> N:
    """NPSH available from a pressure at the suction.

    Parameters
    ----------
    suction_pressure_pa : absolute static pressure, at the pump's suction flange and height. [Pa]
    coolant, temp_c : liquid and its temperature at the suction. [degC]
    velocity_m_s : velocity where the pressure was taken; 0 for a vessel, or to keep its head in reserve. [m/s]
    friction_head_m : loss between there and the pump. [m]

    Returns
    -------
    NPSH available. [m]; negative where the liquid boils.

    Raises
    ------
    OutOfRange : for a negative pressure, velocity or loss, or a temperature outside the coolant's range.

    >>> from heatloop_thermo.properties import water
    >>> round(npsh_available_m(2.5e5, water(), 75.0), 2)
    22.11
    """
    require("suction_pressure_pa", suction_pressure_pa, 0.0, math.inf, "Pa", "an absolute pressure")
    require("velocity_m_s", velocity_m_s, 0.0, 100.0, "m/s", "a speed")
    require("friction_head_m", friction_head_m, 0.0, math.inf, "m", "a loss")
    pressure: Any = suction_pressure_pa
    speed: Any = velocity_m_s
    weight: Any = coolant.density_kg_m3(temp_c) * GRAVITY_M_S2
    static = (pressure - coolant.vapour_pressure_pa(temp_c)) / weight
    available: N = static + speed * speed / (2.0 * GRAVITY_M_S2) - friction_head_m
    return available


def suction_pressure_needed_pa(npsh_m: float, coolant: Coolant, temp_c: float) -> float:
    """Least absolute pressure at the suction that gives an NPSH: what the expansion vessel must hold [Pa].

    Parameters
    ----------
    npsh_m : NPSH to be available, the margin over what the pump requires included. [m], >= 0
    coolant, temp_c : liquid and its temperature at the suction. [degC]

    >>> from heatloop_thermo.properties import water
    >>> round(suction_pressure_needed_pa(3.0, water(), 75.0) / 1e3)
    67
    """
    require("npsh_m", npsh_m, 0.0, math.inf, "m", "a height of liquid")
    return coolant.vapour_pressure_pa(temp_c) + npsh_m * coolant.density_kg_m3(temp_c) * GRAVITY_M_S2
