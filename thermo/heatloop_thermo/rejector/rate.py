"""What a dry cooler does at a fan speed: outlet, heat, fan power, pressure drop."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array, Num, as_given
from heatloop_thermo.rejector.cooler import (
    DryCooler,
    air_share,
    air_side,
    fan_power_w,
    film_k_w,
    mean_c,
    mean_cp,
    pressure_drop_pa,
)
from heatloop_thermo.rejector.relation import heat_per_kelvin
from heatloop_thermo.roots import rising_root

_SECANTS = 3
_SETTLED_K = 1e-7


@dataclass(frozen=True, eq=False)
class Rejection:
    """What a dry cooler does. Scalars or arrays of one shape.

    Parameters
    ----------
    outlet_c : of the coolant. [°C]; the inlet where nothing flows
    heat_w : from the coolant to the air. [W], negative where the air is warmer
    fan_w : electric power of the fans. [W]
    air_out_c : of the air that went through. [°C]
    ua_w_k : conductance. [W/K]
    dp_pa : pressure drop of the coolant. [Pa]
    freezes : whether the coolant leaves below ``min_outlet_c``; its temperature there may lie below what its data reach and
        is then carried on with a constant heat capacity.
    """

    outlet_c: Num
    heat_w: Num
    fan_w: Num
    air_out_c: Num
    ua_w_k: Num
    dp_pa: Num
    freezes: Any


def rate(cooler: DryCooler, coolant_flow_kg_s: Num, inlet_c: Num, ambient_c: Num, fan_speed: Num) -> Rejection:
    """What the cooler does at a fan speed.

    Parameters
    ----------
    cooler : as built.
    coolant_flow_kg_s : through the coil. [kg/s], >= 0
    inlet_c : of the coolant. [°C], in its range
    ambient_c : outside air. [°C], -80..80
    fan_speed : share of full speed. [-], 0..1; 0 leaves free convection. All four broadcast.

    Returns
    -------
    Rejection. The outlet lies between inlet and outside temperature; heat and outlet agree by the coolant's enthalpy.

    Raises
    ------
    OutOfRange : an argument outside its range, or fans running below ``fan.stop_below_c``.

    >>> from heatloop_thermo.properties import pg25
    >>> from heatloop_thermo.rejector import Coil, Fan
    >>> cooler = DryCooler(pg25(), Coil(), Fan(), fans=10, circuits=150)
    >>> at = rate(cooler, 25.0, 45.0, 30.0, 1.0)
    >>> round(at.outlet_c, 1), round(at.heat_w / 1e3), round(at.fan_w / at.heat_w, 4)
    (39.4, 556, 0.0218)
    """
    require("coolant_flow_kg_s", coolant_flow_kg_s, 0.0, 1e6, "kg/s", "flow has one direction")
    require("fan_speed", fan_speed, 0.0, 1.0, "-", "share of full speed")
    given = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (coolant_flow_kg_s, inlet_c, ambient_c, fan_speed))
    )
    shape = given[0].shape
    flow, inlet, ambient, speed = (value.ravel() for value in given)
    _refuse_cold(cooler, ambient, speed)
    share = air_share(cooler, speed)
    out, heat, ua = outlet(cooler, flow, inlet, ambient, share)
    drop = pressure_drop_pa(cooler, flow, mean_c(cooler.coolant, inlet, out))
    fan_w = fan_power_w(cooler, speed, ambient)
    air_out = ambient + heat / air_side(cooler, ambient, share)[1]
    freezes = (out < cooler.min_outlet_c) & (flow > 0.0)
    out, heat, fan_w, air_out, ua, drop = (as_given(x.reshape(shape)) for x in (out, heat, fan_w, air_out, ua, drop))
    return Rejection(out, heat, fan_w, air_out, ua, drop, freezes.reshape(shape) if shape else bool(freezes[0]))


def _refuse_cold(cooler: DryCooler, ambient: Array, speed: Array) -> None:
    cold = (ambient < cooler.fan.stop_below_c) & (speed > 0.0)
    if cold.any():
        low = cooler.fan.stop_below_c
        raise OutOfRange(f"fans run at {ambient[cold][0]:.6g} °C outside; they must stand below {low:.6g} °C")


def outlet(cooler: DryCooler, flow: Array, inlet: Array, ambient: Array, share: Array) -> tuple[Array, Array, Array]:
    """Outlet [°C], heat [W] and UA [W/K] for arrays of shape (n,); ``share`` of the full air flow.

    The heat-capacity rate of the coolant is that between its inlet and its outlet, so that effectiveness and enthalpy agree.
    Secants find the outlet; where they do not, because the flow in the tubes is about to turn laminar, a bracketed search does.
    """
    coolant = cooler.coolant
    moving = np.maximum(flow, 1e-9)
    low, high = np.minimum(inlet, ambient), np.maximum(inlet, ambient)
    before = 0.5 * (low + high)
    end = _heat(cooler, moving, inlet, ambient, share, before)[2]
    miss = before - end
    for _ in range(_SECANTS):
        new = end - _heat(cooler, moving, inlet, ambient, share, end)[2]
        bend = new - miss
        step = np.where(bend == 0.0, 0.0, new * (end - before) / np.where(bend == 0.0, 1.0, bend))
        before, miss, end = end, new, np.clip(end - step, low, high)
    before = end
    heat, ua, end = _heat(cooler, moving, inlet, ambient, share, before)
    open_ = np.abs(end - before) > _SETTLED_K
    if np.any(open_):
        f, i, a, s = (value[open_] for value in (moving, inlet, ambient, share))
        found = rising_root(
            lambda x: x - _heat(cooler, f, i, a, s, x)[2], low[open_], high[open_], 0.0 * i, 0.01 * _SETTLED_K
        )
        heat[open_], ua[open_], end[open_] = _heat(cooler, f, i, a, s, found)
    h_out = coolant.enthalpy_j_kg(inlet) - heat / moving
    h_low, h_high = coolant.enthalpy_j_kg(coolant.t_low_c), coolant.enthalpy_j_kg(coolant.t_high_c)
    liquid = coolant.temperature_c(np.clip(h_out, h_low, h_high))
    end = np.where((h_out >= h_low) & (h_out <= h_high), liquid, end)
    runs = flow > 0.0
    return np.where(runs, end, inlet), np.where(runs, heat, 0.0), ua


def _heat(cooler: DryCooler, flow: Any, inlet: Any, ambient: Any, share: Any, end: Any) -> tuple[Any, Any, Any]:
    """Heat [W], UA [W/K] and outlet [°C] with properties as if the coolant left at ``end``."""
    outside, air = air_side(cooler, ambient, share)
    capacity = flow * mean_cp(cooler.coolant, inlet, end)
    ua = 1.0 / (1.0 / outside + film_k_w(cooler, flow, mean_c(cooler.coolant, inlet, end)))
    heat = heat_per_kelvin(ua, air, capacity, cooler.coil.rows) * (inlet - ambient)
    return heat, ua, inlet - heat / capacity
