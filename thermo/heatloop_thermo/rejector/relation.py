"""Heat of a counter-cross coil, and of the coolant to the wall of its tubes."""

import math
from typing import Any

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Num, as_given

RE_LAMINAR, RE_TURBULENT = 2300.0, 4000.0
NU_LAMINAR = 3.66


def heat_per_kelvin(ua_w_k: Any, air_w_k: Any, coolant_w_k: Any, rows: int) -> Any:
    """Heat moved per kelvin between the two inlets, with the rows passed in overall counterflow. Trusts its caller.

    One row is crossflow with the coolant mixed (one temperature in a tube) and the air unmixed (the fins keep its paths
    apart): C_l (1 - exp(-(1 - exp(-UA / C_a)) C_a / C_l)), whichever is the smaller. The rows then add up as equal exchangers
    in counterflow.

    Parameters
    ----------
    ua_w_k : conductance of all rows. [W/K], >= 0
    air_w_k, coolant_w_k : heat-capacity rates. [W/K], > 0

    Returns
    -------
    Heat over (coolant inlet - air inlet). [W/K], below the smaller rate; numpy's kind.

    >>> round(float(heat_per_kelvin(2.0, 1.0, 1.5, 4)), 3)
    0.733
    """
    small, ratio = np.minimum(air_w_k, coolant_w_k), air_w_k / coolant_w_k
    row = -coolant_w_k * np.expm1(ratio * np.expm1(-ua_w_k / (rows * air_w_k)))
    if rows == 1:
        return row
    e = np.minimum(row / small, 1.0 - 1e-15)
    gap = np.maximum(1.0 - np.minimum(ratio, 1.0 / ratio), 1e-13)  # through C_min = C_max without a special case
    grown = np.expm1(rows * np.log1p(e * gap / (1.0 - e)))
    return small * grown / (grown + gap)


def effectiveness_counter_cross(ntu: Num, c_ratio: Num, rows: int, *, air_is_min: bool = True) -> Num:
    """Effectiveness of a coil whose coolant passes the tube rows against the air, one row after the other.

    Parameters
    ----------
    ntu : UA / C_min. [-], 0..1e6
    c_ratio : C_min / C_max. [-], 1e-9..1
    rows : tube rows, each one pass. [-], >= 1
    air_is_min : whether the air has the smaller heat-capacity rate; matters little, and less with more rows.

    Returns
    -------
    Heat over C_min (T_coolant,in - T_air,in). [-], 0..1

    Raises
    ------
    OutOfRange : if an argument leaves its range.

    Source
    ------
    One row: crossflow, one fluid mixed; rows: overall counterflow of equal exchangers (Kays & London, Compact Heat Exchangers,
    3rd ed., 1984, ch. 2). The air is taken as mixed between rows, which it is not quite: within 0.01 of Roetzel & Nicole
    (J. Heat Transfer 97 (1975) 5) for 1 to 4 rows, as in ht 1.2.0.

    >>> round(effectiveness_counter_cross(2.0, 0.7, 4), 3)
    0.726
    """
    require("ntu", ntu, 0.0, 1e6, "-", "UA / C_min is positive")
    require("c_ratio", c_ratio, 1e-9, 1.0, "-", "C_min / C_max by definition")
    require("rows", float(rows), 1.0, 100.0, "-", "tube rows")
    largest = 1.0 / np.asarray(c_ratio, dtype=np.float64)
    air, coolant = (1.0, largest) if air_is_min else (largest, 1.0)
    value: Num = as_given(heat_per_kelvin(np.asarray(ntu, dtype=np.float64), air, coolant, rows))
    return value


def nusselt_tube(reynolds: Any, prandtl: Any) -> Any:
    """Nusselt number in a long smooth tube: 3.66 laminar, Gnielinski from Re = 4,000, a straight line between.

    Source
    ------
    Gnielinski, Int. Chem. Eng. 16 (1976) 359; the line: Int. J. Heat Mass Transfer 63 (2013) 134. Laminar inlet lengths and
    property variation to the wall are left out (a few per cent on the safe side).

    >>> round(float(nusselt_tube(1e4, 5.0)), 1), float(nusselt_tube(1000.0, 5.0))
    (69.9, 3.66)
    """
    reynolds = np.asarray(reynolds, dtype=np.float64)
    share = np.clip((reynolds - RE_LAMINAR) / (RE_TURBULENT - RE_LAMINAR), 0.0, 1.0)
    return NU_LAMINAR + share * (_gnielinski(np.maximum(reynolds, RE_TURBULENT), prandtl) - NU_LAMINAR)


def _gnielinski(reynolds: Any, prandtl: Any) -> Any:
    eighth = (0.79 * np.log(reynolds) - 1.64) ** -2 / 8.0
    return eighth * (reynolds - 1000.0) * prandtl / (1.0 + 12.7 * np.sqrt(eighth) * (np.cbrt(prandtl) ** 2 - 1.0))


def tube_area_m2(inner_m: float) -> float:
    """Cross-section of a tube. [m2]"""
    return math.pi / 4.0 * inner_m**2
