"""From a duty on the hottest design day to a dry cooler of whole fans."""

import math

from heatloop_thermo.air import air_pressure_pa
from heatloop_thermo.coolant import Coolant
from heatloop_thermo.errors import Infeasible, TemperatureCross, require
from heatloop_thermo.rejector.cooler import DryCooler, air_side, film_k_w
from heatloop_thermo.rejector.parts import Coil, Fan
from heatloop_thermo.rejector.rate import rate
from heatloop_thermo.rejector.relation import heat_per_kelvin, tube_area_m2

MOST_FANS = 2000


def size(
    coolant: Coolant,
    duty_w: float,
    inlet_c: float,
    outlet_c: float,
    ambient_c: float,
    altitude_m: float = 0.0,
    coil: Coil | None = None,
    fan: Fan | None = None,
) -> DryCooler:
    """Smallest number of fans, each with its part of the coil, that rejects a duty at full speed.

    Parameters
    ----------
    coolant : in the tubes.
    duty_w : heat to reject. [W], > 0
    inlet_c, outlet_c : of the coolant, at the design point; outlet_c - ambient_c is the approach. [°C]
    ambient_c : design temperature of the outside air (0.4 % cooling value). [°C]
    altitude_m : of the site. [m], -500..6000
    coil, fan : kinds to build it from; None: the estimated ones.

    Returns
    -------
    DryCooler with ``oversize`` from rounding up to whole fans.

    Raises
    ------
    TemperatureCross : coolant not to be cooled, or to or below the outside temperature.
    Infeasible : ``cooler_size``: more than 2,000 fans, which means too small an approach.

    >>> from heatloop_thermo.properties import pg25
    >>> cooler = size(pg25(), 2.7e6, 45.0, 40.0, 30.0, altitude_m=239.0)
    >>> cooler.fans, cooler.circuits, round(cooler.oversize, 3)
    (49, 781, 0.017)
    """
    require("duty_w", duty_w, 1.0, 1e9, "W", "heat to reject")
    _require_fall(inlet_c, outlet_c, ambient_c)
    coil, fan = coil or Coil(), fan or Fan()
    flow = duty_w / (coolant.enthalpy_j_kg(inlet_c) - coolant.enthalpy_j_kg(outlet_c))
    mean_c = 0.5 * (inlet_c + outlet_c)
    one = coolant.density_kg_m3(mean_c) * coil.coolant_velocity_m_s * tube_area_m2(coil.tube_inner_m)
    circuits = max(1, round(flow / one))
    pressure = air_pressure_pa(altitude_m)

    def per_kelvin(fans: int) -> float:
        cooler = DryCooler(coolant, coil, fan, fans, circuits, pressure)
        outside, air = air_side(cooler, ambient_c, 1.0)
        ua = 1.0 / (1.0 / outside + film_k_w(cooler, flow, mean_c))
        return float(heat_per_kelvin(ua, air, duty_w / (inlet_c - outlet_c), coil.rows))

    wanted = duty_w / (inlet_c - ambient_c)
    low, high = 0, 1
    while per_kelvin(high) < wanted:
        low, high = high, 2 * high
        if high > 2 * MOST_FANS:
            raise Infeasible("cooler_size", _too_small(outlet_c - ambient_c))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if per_kelvin(middle) < wanted else (low, middle)
    if high > MOST_FANS:
        raise Infeasible("cooler_size", _too_small(outlet_c - ambient_c))
    built = DryCooler(coolant, coil, fan, high, circuits, pressure)
    heat = rate(built, flow, inlet_c, ambient_c, 1.0).heat_w
    return DryCooler(coolant, coil, fan, high, circuits, pressure, float(heat) / duty_w - 1.0)


def _too_small(approach_k: float) -> str:
    return f"an approach of {approach_k:.3g} K takes more than {MOST_FANS} fans; allow a larger one"


def _require_fall(inlet_c: float, outlet_c: float, ambient_c: float) -> None:
    require("ambient_c", ambient_c, -60.0, 60.0, "°C", "design day")
    fall, approach = inlet_c - outlet_c, outlet_c - ambient_c
    if not (fall > 0.0 and approach > 0.0 and math.isfinite(fall)):
        text = f"coolant from {inlet_c:.6g} to {outlet_c:.6g} °C against air of {ambient_c:.6g} °C"
        raise TemperatureCross(f"{text}: a dry cooler cools, and never to or below the air")
