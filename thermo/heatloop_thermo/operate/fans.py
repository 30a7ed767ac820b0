"""Dry coolers over a year: what they could reject, and the power of the fans for what they do reject."""

import numpy as np

from heatloop_thermo.design.rejection import LoopCooler
from heatloop_thermo.numeric import Array, Num
from heatloop_thermo.operate.kernel_fans import Coil, speeds
from heatloop_thermo.operate.rows import LoopRow
from heatloop_thermo.rejector.cooler import air_share, air_side, fan_power_w, film_k_w
from heatloop_thermo.rejector.relation import heat_per_kelvin


def most_w_k(cooler: LoopCooler | None, row: LoopRow, share: Array, ambient_c: Array) -> Array:
    """Heat per kelvin between coolant and air that a loop's cooler moves at full speed, all of the loop's flow passing it.

    Parameters
    ----------
    cooler, row : of the loop; no cooler moves nothing.
    share : of the machines, and of the flow. [-], shape (n,)
    ambient_c : outdoor air. [degC], shape (n,)

    Returns
    -------
    Heat per kelvin. [W/K], shape (n,); 0 where the fans must not run. The film is that at the temperatures at which the loop rejects.
    """
    if cooler is None:
        return np.zeros(ambient_c.shape)
    built = cooler.cooler
    flow: Num = float(share[0]) if np.ptp(share) == 0.0 else share
    flow = np.maximum(flow, 1e-6) * row.flow_kg_s
    coolant, rise_k = built.coolant, row.heat_w / (row.flow_kg_s * built.coolant.heat_capacity_j_kgk(row.hold_c))
    film = film_k_w(built, flow, row.hold_c + 0.5 * rise_k)
    wall, air = air_side(built, ambient_c, air_share(built, 1.0))
    capacity = flow * coolant.heat_capacity_j_kgk(row.hold_c + 0.5 * rise_k)
    moved = heat_per_kelvin(1.0 / (1.0 / wall + film), air, capacity, built.coil.rows)
    return np.where(ambient_c < built.fan.stop_below_c, 0.0, moved)


def fans_w(cooler: LoopCooler | None, flow_kg_s: Array, inlet_c: Array, heat_w: Array, ambient_c: Array) -> Array:
    """Electric power of the slowest fans that reject a heat.

    Parameters
    ----------
    cooler : of the loop.
    flow_kg_s : through the cooler. [kg/s], shape (n,)
    inlet_c : machines' inlet, to which the cooler brings the coolant. [degC], shape (n,)
    heat_w : to be rejected. [W], shape (n,)
    ambient_c : outdoor air. [degC], shape (n,)

    Returns
    -------
    Power. [W], shape (n,); 0 where nothing is to be rejected.
    """
    power = np.zeros(heat_w.shape)
    busy = np.flatnonzero((heat_w > 1.0) & (flow_kg_s > 0.0))
    if cooler is None or not busy.size:
        return power
    built, heat, flow, end_c, outside = cooler.cooler, heat_w[busy], flow_kg_s[busy], inlet_c[busy], ambient_c[busy]
    capacity = flow * built.coolant.heat_capacity_j_kgk(end_c + 0.5 * heat / (flow * 4000.0))
    start_c = end_c + heat / capacity
    wall, air = air_side(built, outside, np.ones(1))
    film = film_k_w(built, flow, 0.5 * (start_c + end_c))
    columns = np.broadcast_arrays(wall, air, capacity, heat / np.maximum(start_c - outside, 1e-6), film)
    coil = Coil(built.coil.rows, built.coil.air_exponent, built.fan.free_share, built.fan.speed_min)
    speed = np.empty(busy.size)
    speeds(
        coil, np.ascontiguousarray(np.stack(columns, axis=1)), (outside >= built.fan.stop_below_c).astype(float), speed
    )
    power[busy] = fan_power_w(built, speed, outside)
    return power
