"""How much of a demand a constant source covers, and how much of the source is used, over area and tank: energies only.

For the first question of every site, "how large a greenhouse?", before anything is sized: a source of constant heat, a demand
that grows with the area, an ideal tank between them (no loss, no mixing). The year with temperatures is `heatloop_thermo.year`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array, Num

TANK_J_M3K = 4.187e6
"""Heat that a cubic metre of water holds for a kelvin. [J/(m3 K)] 1.163 kWh, as tanks are specified."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """What a scan found; every array has the common shape of area and tank.

    Parameters
    ----------
    area_m2, tank_m3 : as asked.
    demand_j : of the year. [J]
    peak_w : largest hour. [W]
    coverage_fraction : share of the demand that the source meets, directly or by way of the tank. [-], 0..1
    use_fraction : share of the source's heat that the demand gets. [-], 0..1
    """

    area_m2: Array
    tank_m3: Array
    demand_j: Array
    peak_w: Array
    coverage_fraction: Array
    use_fraction: Array


def scan(demand_w_m2: Array, source_w: Num, area_m2: Num, tank_m3: Num = 0.0, tank_k: float = 35.0) -> Coverage:
    """Coverage and use for areas and tanks.

    Parameters
    ----------
    demand_w_m2 : hourly heat demand per area. [W/m2], >= 0, shape (n,)
    source_w : heat of the source: constant, or hourly of shape (n,). [W], >= 0
    area_m2, tank_m3 : areas and tank volumes; they broadcast. [m2], [m3], >= 0
    tank_k : between the tank full and empty. [K], 1..100

    Returns
    -------
    Coverage. The tank starts empty, takes what is left over and gives what is missing, at once.

    Raises
    ------
    OutOfRange : an argument outside its range, an hourly source of another length, no demand or no source in all the year.

    >>> got = scan(np.array([0.0, 200.0]), 1e6, np.array([1e4, 1e4]), np.array([0.0, 1e3]))
    >>> got.coverage_fraction, got.use_fraction
    (array([0.5, 1. ]), array([0.5, 1. ]))
    """
    require("demand_w_m2", demand_w_m2, 0.0, 1e5, "W/m2", "heat per area")
    require("source_w", source_w, 0.0, 1e12, "W", "heat of a source")
    require("area_m2", area_m2, 1e-6, 1e10, "m2", "an area")
    require("tank_m3", tank_m3, 0.0, 1e9, "m3", "a volume")
    require("tank_k", tank_k, 1.0, 100.0, "K", "between full and empty")
    hours = len(demand_w_m2)
    if np.ndim(source_w):
        require("hours of source_w", float(np.size(source_w)), hours, hours, "h", "one for each hour of the demand")
    area, tank = np.broadcast_arrays(np.asarray(area_m2, dtype=np.float64), np.asarray(tank_m3, dtype=np.float64))
    source = np.broadcast_to(np.asarray(source_w, dtype=np.float64), (hours,))
    per_area, made_j = float(demand_w_m2.sum()) * 3600.0, float(source.sum()) * 3600.0
    require("demand of the year", per_area, 1e-9, np.inf, "J/m2", "nothing is covered without a demand")
    require("source of the year", made_j, 1e-9, np.inf, "J", "nothing is used without a source")
    met_w = _ideal_tank(demand_w_m2, source, area, tank * TANK_J_M3K * tank_k)
    demand_j = per_area * area
    return Coverage(
        area_m2=area,
        tank_m3=tank,
        demand_j=demand_j,
        peak_w=float(demand_w_m2.max()) * area,
        coverage_fraction=met_w * 3600.0 / demand_j,
        use_fraction=met_w * 3600.0 / made_j,
    )


def _ideal_tank(demand_w_m2: Array, source_w: Array, area_m2: Array, size_j: Array) -> Array:
    """Sum over the hours of what is met [W]; hours one by one, all sizes at once."""
    met: Any = np.zeros(area_m2.shape)
    stored: Any = np.zeros(area_m2.shape)
    size_w = size_j / 3600.0
    for per_area, made in zip(demand_w_m2.tolist(), source_w.tolist(), strict=True):
        asked = per_area * area_m2
        given = np.minimum(asked, stored + made)
        met += given
        stored = np.minimum(stored + made - given, size_w)
    total: Array = met
    return total
