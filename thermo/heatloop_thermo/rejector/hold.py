"""Fan speed and bypass that hold an outlet temperature, for any weather and any load."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array, Num, as_given
from heatloop_thermo.rejector.cooler import DryCooler, air_share, air_side, fan_power_w, film_k_w, mean_c, mean_cp
from heatloop_thermo.rejector.rate import outlet
from heatloop_thermo.rejector.relation import heat_per_kelvin
from heatloop_thermo.roots import rising_root


class Reason(IntEnum):
    """Why an hour is what it is."""

    HELD = 0
    """The outlet is held."""
    IDLE = 1
    """The coolant is no warmer than the outlet wanted, or stands: nothing to reject, all of it by-passes the coil."""
    SHORT = 2
    """Still too warm with all fans at full speed or not allowed to run; with air warmer than the coolant, all by-passes."""
    COLD = 3
    """The outlet is held by the bypass, but what leaves the coil is near freezing: drain it, heat it, or use more glycol."""


@dataclass(frozen=True, eq=False)
class Held:
    """What holds an outlet. Scalars or arrays of one shape.

    Parameters
    ----------
    fan_speed : share of full speed. [-]
    bypass : share of the coolant that goes past the coil. [-]
    outlet_c : of coil and bypass together; above what was wanted where ``reason`` is SHORT. [°C]
    coil_outlet_c : of the coil alone; of no meaning where all by-passes. [°C]
    heat_w, fan_w : from the coolant to the air; electric power of the fans. [W]
    reason : `Reason`.
    """

    fan_speed: Num
    bypass: Num
    outlet_c: Num
    coil_outlet_c: Num
    heat_w: Num
    fan_w: Num
    reason: Any


def hold(cooler: DryCooler, coolant_flow_kg_s: Num, inlet_c: Num, ambient_c: Num, outlet_c: Num) -> Held:
    """Slowest fans that bring the coolant to an outlet temperature; the bypass takes off what free convection overdoes.

    Parameters
    ----------
    cooler : as built.
    coolant_flow_kg_s : to be cooled. [kg/s], >= 0
    inlet_c : of the coolant. [°C]
    ambient_c : outside air. [°C]
    outlet_c : wanted. [°C], at least ``cooler.min_outlet_c``

    Returns
    -------
    Held. Never cooled below what is wanted; warmer only where the cooler cannot do it (SHORT).

    Raises
    ------
    OutOfRange : an argument outside its range; an outlet wanted at which the coolant might freeze.

    >>> from heatloop_thermo.properties import pg25
    >>> from heatloop_thermo.rejector import Coil, Fan
    >>> cooler = DryCooler(pg25(), Coil(), Fan(), fans=10, circuits=150)
    >>> at = hold(cooler, 25.0, 45.0, np.array([35.0, 20.0, -30.0]), 40.0)
    >>> at.fan_speed.round(2), at.bypass.round(2), at.reason
    (array([1.  , 0.36, 0.15]), array([0.  , 0.  , 0.74]), array([2, 0, 0]))
    """
    require("coolant_flow_kg_s", coolant_flow_kg_s, 0.0, 1e6, "kg/s", "flow has one direction")
    reason = f"the coolant freezes at {cooler.coolant.freeze_c:.4g} °C"
    require("outlet_c", outlet_c, cooler.min_outlet_c, cooler.coolant.t_high_c, "°C", reason)
    require("ambient_c", ambient_c, -80.0, 80.0, "°C", "outside air")
    given = np.broadcast_arrays(
        *(np.asarray(v, dtype=np.float64) for v in (coolant_flow_kg_s, inlet_c, ambient_c, outlet_c))
    )
    shape = given[0].shape
    flow, inlet, ambient, wanted = (np.array(value).ravel() for value in given)
    enthalpy = cooler.coolant.enthalpy_j_kg
    duty = flow * (enthalpy(inlet) - enthalpy(wanted))
    speed, bypass, coil_out, mixed, heat = (
        np.zeros(flow.shape),
        np.ones(flow.shape),
        inlet.copy(),
        inlet.copy(),
        0.0 * flow,
    )
    busy = np.flatnonzero(
        (duty > 0.0) & (inlet > ambient)
    )  # warmer air would heat the coolant: keep it out of the coil
    if busy.size:
        part = (flow[busy], inlet[busy], ambient[busy], wanted[busy], duty[busy])
        speed[busy], bypass[busy], coil_out[busy], heat[busy] = _busy(cooler, *part)
        mixed[busy] = cooler.coolant.temperature_c(enthalpy(inlet[busy]) - heat[busy] / flow[busy])
    fan_w = fan_power_w(cooler, speed, ambient)
    why = np.where(duty > 0.0, np.where(coil_out < cooler.min_outlet_c, Reason.COLD, Reason.HELD), Reason.IDLE)
    why = np.where((duty > 0.0) & (heat < duty * (1.0 - 1e-6)), Reason.SHORT, why).reshape(shape)
    speed, bypass, mixed, coil_out, heat, fan_w = (
        as_given(value.reshape(shape)) for value in (speed, bypass, mixed, coil_out, heat, fan_w)
    )
    return Held(speed, bypass, mixed, coil_out, heat, fan_w, why if shape else int(why))


def _busy(
    cooler: DryCooler, flow: Array, inlet: Array, ambient: Array, wanted: Array, duty: Array
) -> tuple[Array, Array, Array, Array]:
    """Speed, bypass, coil outlet and heat where there is something to reject.

    Where the outlet is held it is known, and the heat is the duty; only where the fans cannot do it must both be found.
    """
    speed, needs_bypass, short = _speed(cooler, flow, inlet, ambient, wanted, duty)
    bypass, coil_out, heat = np.zeros(flow.shape), wanted.copy(), duty.copy()
    i = np.flatnonzero(needs_bypass)
    if i.size:
        share = air_share(cooler, speed[i])
        coil_out[i], through = _through(cooler, flow[i], inlet[i], ambient[i], share, duty[i], wanted[i])
        bypass[i] = 1.0 - through
    i = np.flatnonzero(short)
    if i.size:
        coil_out[i], heat[i], _ = outlet(cooler, flow[i], inlet[i], ambient[i], air_share(cooler, speed[i]))
    return speed, bypass, coil_out, heat


def _speed(
    cooler: DryCooler, flow: Array, inlet: Array, ambient: Array, wanted: Array, duty: Array
) -> tuple[Array, Any, Any]:
    """Slowest speed that does the duty: 0, or from the lowest that can be held to 1; whether it does more, or too little."""
    capacity = duty / (inlet - wanted)
    film = film_k_w(cooler, flow, 0.5 * (inlet + wanted))

    def heat(speed: Any) -> Array:
        outside, air = air_side(cooler, ambient, air_share(cooler, speed))
        moved: Array = heat_per_kelvin(1.0 / (1.0 / outside + film), air, capacity, cooler.coil.rows)
        return moved * (inlet - ambient)

    slowest = np.where(ambient < cooler.fan.stop_below_c, 0.0, cooler.fan.speed_min)
    fastest = np.where(ambient < cooler.fan.stop_below_c, 0.0, 1.0)
    still, slow, full = heat(0.0), heat(slowest), heat(fastest)
    found = rising_root(heat, slowest, fastest, duty, 1e-8 * duty)
    return np.where(still >= duty, 0.0, found), (still > duty) | (slow > duty), full < duty


def _through(
    cooler: DryCooler, flow: Array, inlet: Array, ambient: Array, share: Array, duty: Array, wanted: Array
) -> tuple[Array, Array]:
    """Coil outlet [°C] and share of the coolant through the coil [-], where all of it would be cooled too far.

    Sought by the temperature at which that share leaves the coil: it decides the share, its film and its heat at once.
    """
    coolant = cooler.coolant
    outside, air = air_side(cooler, ambient, share)

    def through_kg_s(coil_out: Array) -> Array:
        flow_kg_s: Array = duty / ((inlet - coil_out) * mean_cp(coolant, inlet, coil_out))
        return flow_kg_s

    def heat(coil_out: Array) -> Array:
        """What the coil moves with the flow that would do the duty at this outlet: it rises with both."""
        film = film_k_w(cooler, through_kg_s(coil_out), mean_c(coolant, inlet, coil_out))
        ua = 1.0 / (1.0 / outside + film)
        moved: Array = heat_per_kelvin(ua, air, duty / (inlet - coil_out), cooler.coil.rows)
        return moved * (inlet - ambient)

    coil_out = rising_root(heat, ambient, wanted, duty, 1e-8 * duty)
    return coil_out, np.minimum(through_kg_s(coil_out) / flow, 1.0)
