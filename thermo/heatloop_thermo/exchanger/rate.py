"""Rating: what an exchanger does with two given streams, or with a given heat; for one point or for a year of hours at once.

Both run the same fixed point: properties at the mean bulk temperatures give UA and the capacity rates, these give the heat by the
effectiveness relation, and that the outlets. It contracts some thirtyfold a turn, since only U's mild dependence on temperature
closes the loop. At the end the outlets follow from the heat by enthalpy, so that both energy balances close to round-off.
"""

from typing import Any, NamedTuple

import numpy as np

from heatloop_thermo.errors import TemperatureCross, require
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.exchanger.datasheet import Datasheet, from_datasheet
from heatloop_thermo.exchanger.difference import first_where, mean_difference
from heatloop_thermo.exchanger.fluid import Fluid, FluidState, Stream
from heatloop_thermo.exchanger.lumped import ConstantUa, ReferenceSide, ScaledUa
from heatloop_thermo.exchanger.ntu import heat_per_kelvin
from heatloop_thermo.exchanger.plate_exchanger import PlateExchanger
from heatloop_thermo.exchanger.rating import Rating
from heatloop_thermo.exchanger.settle import settle
from heatloop_thermo.numeric import Num

__all__ = [
    "ConstantUa",
    "Datasheet",
    "Exchanger",
    "PlateExchanger",
    "Rating",
    "ReferenceSide",
    "ScaledUa",
    "Stream",
    "balance",
    "from_datasheet",
    "rate",
]

Exchanger = ConstantUa | ScaledUa | PlateExchanger


class Point(NamedTuple):
    """Where an iteration stands: outlets [°C], capacity rates and conductance [W/K], mean states."""

    hot_out: Num
    cold_out: Num
    c_hot: Num
    c_cold: Num
    ua: Num
    hot: FluidState
    cold: FluidState


class _Inlet:
    """A stream where it enters, ready to say where it leaves after a heat."""

    __slots__ = ("bend_per_k", "capacity_w_k", "coolant", "enthalpy_j_kg", "flow_kg_s", "inlet_c")

    def __init__(self, coolant: Fluid, flow_kg_s: Num, inlet_c: Num, towards_c: Num) -> None:
        self.coolant, self.flow_kg_s, self.inlet_c = coolant, flow_kg_s, inlet_c
        self.enthalpy_j_kg = coolant.enthalpy_j_kg(inlet_c)
        cp = coolant.heat_capacity_j_kgk(inlet_c)
        self.capacity_w_k = flow_kg_s * cp
        step_k = 0.01 * (towards_c - inlet_c)
        self.bend_per_k = (coolant.heat_capacity_j_kgk(inlet_c + step_k) - cp) / (step_k * cp)

    def after(self, heat_w: Num) -> tuple[Num, Num, FluidState]:
        """Outlet [°C], mean capacity rate [W/K] and state at the mean temperature, after taking up a heat.

        The outlet is found from the heat capacity and its slope at the inlet, then by one Chebyshev step on the enthalpy: within 1e-8 K.
        """
        rise = heat_w / self.capacity_w_k
        rise = rise / (0.5 + nm.sqrt(0.25 + 0.5 * self.bend_per_k * rise))
        near = self.inlet_c + rise
        cp = self.coolant.heat_capacity_j_kgk(near)
        miss = (self.coolant.enthalpy_j_kg(near) - (self.enthalpy_j_kg + heat_w / self.flow_kg_s)) / cp
        outlet = near - miss * (1.0 + 0.5 * miss * self.bend_per_k)
        return outlet, heat_w / (outlet - self.inlet_c), self.coolant.state(0.5 * (self.inlet_c + outlet))

    def outlet(self, heat_w: Num, near_c: Num) -> Num:
        """Outlet by enthalpy after taking up a heat: one step of Newton's method from a temperature near it. [°C]"""
        excess = self.coolant.enthalpy_j_kg(near_c) - (self.enthalpy_j_kg + heat_w / self.flow_kg_s)
        return near_c - excess / self.coolant.heat_capacity_j_kgk(near_c)


def rate(exchanger: Exchanger, hot: Stream, cold: Stream) -> Rating:
    """Outlet temperatures, heat and pressure drops of an exchanger between two given streams.

    Parameters
    ----------
    exchanger : of any fidelity.
    hot, cold : coolants, mass flows [kg/s] and inlet temperatures [°C]; scalars and arrays broadcast.

    Returns
    -------
    Rating, all scalar or all of the common shape. ``m (h_in - h_out)`` of both sides equals ``duty_w`` to round-off.

    Raises
    ------
    TemperatureCross : where the hot inlet is not warmer than the cold inlet, in any element: mask such hours before the call.
    OutOfRange : flows that are not positive, temperatures outside a coolant's range, NaN.

    >>> from heatloop_thermo.properties import water
    >>> r = rate(ConstantUa(1e5), Stream(water(), 10.0, 80.0), Stream(water(), 10.0, 50.0))
    >>> round(r.duty_w / 1e3), round(r.hot_out_c, 2), round(r.cold_out_c, 2)
    (885, 58.87, 71.16)
    """
    hot_kg_s, hot_in_c, cold_kg_s, cold_in_c = nm.alike(hot.flow_kg_s, hot.inlet_c, cold.flow_kg_s, cold.inlet_c)
    _require_flows(hot_kg_s, cold_kg_s)
    bad = first_where(hot_in_c <= cold_in_c, hot_in_c, cold_in_c)
    if bad:
        raise TemperatureCross(
            f"hot inlet {bad[0]:.6g} °C is not above cold inlet {bad[1]:.6g} °C: no heat flows from hot to cold"
        )
    drive_k = hot_in_c - cold_in_c
    from_hot = _Inlet(hot.coolant, hot_kg_s, hot_in_c, cold_in_c)
    from_cold = _Inlet(cold.coolant, cold_kg_s, cold_in_c, hot_in_c)

    def turn(duty: Num) -> tuple[Num, Point]:
        hot_out, c_hot, hot_state = from_hot.after(-duty)
        cold_out, c_cold, cold_state = from_cold.after(duty)
        ua = exchanger.conductance_w_k(hot_kg_s, hot_state, cold_kg_s, cold_state)
        heat = heat_per_kelvin(ua, c_hot, c_cold, exchanger.passes_hot, exchanger.passes_cold)
        return drive_k * heat, Point(hot_out, cold_out, c_hot, c_cold, ua, hot_state, cold_state)

    guess = 0.75 * drive_k * nm.smaller(from_hot.capacity_w_k, from_cold.capacity_w_k)
    duty, point = settle(turn, guess, 1.0, "rating")
    return _rating(exchanger, duty, point, from_hot, from_cold)


def balance(exchanger: Exchanger, duty_w: Num, hot_coolant: Fluid, hot_flow_kg_s: Num, cold: Stream) -> Rating:
    """The hot temperatures at which an exchanger passes on exactly a given heat: a source's loop finds its own level.

    Parameters
    ----------
    exchanger : of any fidelity.
    duty_w : heat to be passed on. [W], > 0
    hot_coolant, hot_flow_kg_s : the side whose temperatures float. [kg/s], > 0
    cold : the side that is given. Scalars and arrays broadcast.

    Returns
    -------
    Rating, as from `rate` at the hot inlet found.

    Raises
    ------
    OutOfRange : no positive flow or heat; a coolant that would leave its range; NaN.

    >>> from heatloop_thermo.properties import water
    >>> r = balance(ConstantUa(1e5), 884e3, water(), 10.0, Stream(water(), 10.0, 50.0))
    >>> round(r.hot_in_c, 1)
    80.0
    """
    duty, hot_kg_s, cold_kg_s, cold_in_c = nm.alike(duty_w, hot_flow_kg_s, cold.flow_kg_s, cold.inlet_c)
    _require_flows(hot_kg_s, cold_kg_s)
    require("duty_w", duty, 1e-6, 1e12, "W", "heat is passed from hot to cold")
    from_cold = _Inlet(cold.coolant, cold_kg_s, cold_in_c, cold_in_c + 1.0)
    cold_out, c_cold, cold_state = from_cold.after(duty)

    def turn(lift: Num) -> tuple[Num, Point]:
        hot_out, c_hot, hot_state = _Inlet(hot_coolant, hot_kg_s, cold_in_c + lift, cold_in_c).after(-duty)
        ua = exchanger.conductance_w_k(hot_kg_s, hot_state, cold_kg_s, cold_state)
        heat = heat_per_kelvin(ua, c_hot, c_cold, exchanger.passes_hot, exchanger.passes_cold)
        return duty / heat, Point(hot_out, cold_out, c_hot, c_cold, ua, hot_state, cold_state)

    least = duty / nm.smaller(hot_kg_s * hot_coolant.heat_capacity_j_kgk(cold_out), c_cold)
    lift, point = settle(turn, least, 0.95, "balance")
    return _rating(exchanger, duty, point, _Inlet(hot_coolant, hot_kg_s, cold_in_c + lift, cold_in_c), from_cold)


def _require_flows(hot_kg_s: Num, cold_kg_s: Num) -> None:
    require("hot flow_kg_s", hot_kg_s, 1e-9, 1e6, "kg/s", "an exchanger without flow has no rating; mask such hours")
    require("cold flow_kg_s", cold_kg_s, 1e-9, 1e6, "kg/s", "an exchanger without flow has no rating; mask such hours")


def _rating(exchanger: Exchanger, duty: Num, at: Point, hot: _Inlet, cold: _Inlet) -> Rating:
    hot_out = hot.outlet(-duty, hot.inlet_c - duty / at.c_hot)
    cold_out = cold.outlet(duty, cold.inlet_c + duty / at.c_cold)
    c_min = nm.smaller(at.c_hot, at.c_cold)
    details = exchanger.details(at.ua, hot.flow_kg_s, at.hot, cold.flow_kg_s, at.cold, hot.inlet_c)
    known: dict[str, Any] = vars(details) | {
        "fidelity": exchanger.fidelity,
        "duty_w": duty,
        "hot_in_c": hot.inlet_c,
        "hot_out_c": hot_out,
        "cold_in_c": cold.inlet_c,
        "cold_out_c": cold_out,
        "hot_flow_kg_s": hot.flow_kg_s,
        "cold_flow_kg_s": cold.flow_kg_s,
        "lmtd_k": _mean_difference(hot.inlet_c - cold_out, hot_out - cold.inlet_c),
        "ntu": at.ua / c_min,
        "effectiveness": duty / (c_min * (hot.inlet_c - cold.inlet_c)),
        "c_ratio": c_min / nm.larger(at.c_hot, at.c_cold),
        "ua_w_k": at.ua,
    }
    if isinstance(duty, np.ndarray):
        known = {name: _spread(name, value, duty.shape) for name, value in known.items()}
    return Rating(**known)


def _mean_difference(hot_end_k: Num, cold_end_k: Num) -> Num:
    """Logarithmic mean; an end that round-off closes counts as 1e-12 K, so that an endless exchanger tends to 0. [K]"""
    return mean_difference(nm.larger(hot_end_k, 1e-12), nm.larger(cold_end_k, 1e-12))


def _spread(name: str, value: Any, shape: tuple[int, ...]) -> Any:
    """A figure in the shape of the rating; text, the area and what is unknown stay as they are."""
    single = name != "area_m2" and isinstance(value, (bool, float))
    return np.full(shape, value) if single else value
