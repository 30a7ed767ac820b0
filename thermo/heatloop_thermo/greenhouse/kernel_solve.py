"""One time step: solve the balances together with heating and vents, which answer to the air that they make."""

import math
from typing import NamedTuple

from heatloop_thermo.compiled import compiled
from heatloop_thermo.greenhouse.kernel_air import (
    AIR_HEAT_J_KGK,
    BAND,
    EVAPORATION_J_KG,
    GRAVITY_M_S2,
    KELVIN,
    VAPOUR_KG_K_J,
    over,
    saturation_slope,
    under,
)
from heatloop_thermo.greenhouse.kernel_balance import HEAT, KNOWN, Outside
from heatloop_thermo.greenhouse.kernel_house import (
    AIR,
    COVER,
    COVER_OUT,
    FLOOR,
    LAYERS,
    PIPE,
    SOIL,
    TOP,
    TOP_VAPOUR,
    VAPOUR,
    House,
    Now,
)
from heatloop_thermo.numeric import Array

HEAT_BAND_K, VENT_BAND_K, VENT_RH_BAND, COLD_BAND_K = 1.0, 4.0, 50.0, 1.0
"""Bands of heating, of vents by temperature and by humidity [%], and of closing vents that cool. secondary (Katzin 2021, page 121)"""
VENT_ABOVE_K, COLD_BELOW_K = 5.0, 1.0
"""Vents open above the set temperature by so much, and stay shut below it by so much. [K] secondary (Katzin 2021, page 119)"""
NEAR_K, CLOSE_K = 1e-4, 1e-2
"""How well heating and vents are found in the air. [K]"""
TRIALS = 40
SAFE = 4
"""After so many false positions every other trial halves the interval."""


class Aired(NamedTuple):
    """Air below the screen at the end of a step without heat, and its rise per heat: [degC], [K m2/W], [Pa], [Pa m2/W]."""

    air_c: float
    rise_k: float
    vapour_pa: float
    wetter_pa: float


class Wish(NamedTuple):
    """What the controls look at: relative humidity at the start and its slopes, and the vents' flow when open. [m/s]"""

    saturation_pa: float
    slope_pa_k: float
    vents_m_s: float


@compiled
def eliminate(m: Array) -> None:
    """Clear all but the last four unknowns, the air, out of the last four equations."""
    for i in range(TOP):
        scale = 1.0 / m[i, i]
        for j in range(i + 1, AIR + 1):
            factor = m[j, i] * scale
            if factor != 0.0:
                for k in range(i + 1, HEAT + 1):
                    m[j, k] -= factor * m[i, k]


@compiled
def wish(house: House, now: Now, x: Array, saturation_pa: float) -> Wish:
    """Prepare the controls. Source of the vents' flow: Vanthoor 2011, equation 8.65."""
    mean_k = 0.5 * (x[AIR] + now.out_c) + KELVIN
    lift = GRAVITY_M_S2 * house.vent_height * (x[AIR] - now.out_c) / (2.0 * mean_k)
    driven = math.sqrt(abs(lift + house.vent_wind * now.wind_m_s * now.wind_m_s))
    flow = 0.5 * house.vent_area * house.vent_discharge * driven
    return Wish(saturation_pa, saturation_slope(saturation_pa, x[AIR]), flow)


@compiled
def vented(house: House, now: Now, start_c: float, want: Wish, air_c: float, vapour_pa: float) -> float:
    """Flow through the vents at this air. [m3/(m2 s)]"""
    excess = air_c - now.setpoint_c
    if excess < -COLD_BELOW_K - COLD_BAND_K - 1.0:
        return 0.0
    warm = over(excess - VENT_ABOVE_K, VENT_BAND_K)
    humid = 100.0 * vapour_pa / (want.saturation_pa + want.slope_pa_k * (air_c - start_c))
    moist = over(humid - house.humidity_max, VENT_RH_BAND)
    return want.vents_m_s * min(1.0 - under(excess + COLD_BELOW_K, COLD_BAND_K), max(warm, moist))


@compiled
def aired(house: House, now: Now, top_k: float, m: Array, vent_m_s: float) -> Aired:
    """Air at the end of the step for a given ventilation, as it answers to the heat: the last four equations, solved by hand."""
    carried = house.air_density * AIR_HEAT_J_KGK * vent_m_s
    moist = EVAPORATION_J_KG * VAPOUR_KG_K_J * vent_m_s
    first = 1.0 / (m[TOP, TOP] + carried)
    f1, f2, f3 = m[TOP_VAPOUR, TOP] * first, m[VAPOUR, TOP] * first, m[AIR, TOP] * first
    c12, c13 = m[TOP_VAPOUR, VAPOUR] - f1 * m[TOP, VAPOUR], m[TOP_VAPOUR, AIR] - f1 * m[TOP, AIR]
    second = 1.0 / (m[TOP_VAPOUR, TOP_VAPOUR] + moist / top_k - f1 * m[TOP, TOP_VAPOUR])
    g2 = (m[VAPOUR, TOP_VAPOUR] - f2 * m[TOP, TOP_VAPOUR]) * second
    g3 = (m[AIR, TOP_VAPOUR] - f3 * m[TOP, TOP_VAPOUR]) * second
    c23 = m[VAPOUR, AIR] - f2 * m[TOP, AIR] - g2 * c13
    third = 1.0 / (m[VAPOUR, VAPOUR] - f2 * m[TOP, VAPOUR] - g2 * c12)
    h3 = (m[AIR, VAPOUR] - f3 * m[TOP, VAPOUR] - g3 * c12) * third
    fourth = 1.0 / (m[AIR, AIR] - f3 * m[TOP, AIR] - g3 * c13 - h3 * c23)
    b0 = m[TOP, KNOWN] + carried * now.out_c
    b1 = m[TOP_VAPOUR, KNOWN] + moist * now.out_pa / (now.out_c + KELVIN) - f1 * b0
    b2 = m[VAPOUR, KNOWN] - f2 * b0 - g2 * b1
    air_c = (m[AIR, KNOWN] - f3 * b0 - g3 * b1 - h3 * b2) * fourth
    d1 = m[TOP_VAPOUR, HEAT] - f1 * m[TOP, HEAT]
    d2 = m[VAPOUR, HEAT] - f2 * m[TOP, HEAT] - g2 * d1
    rise = (m[AIR, HEAT] - f3 * m[TOP, HEAT] - g3 * d1 - h3 * d2) * fourth
    vapour_pa, wetter = (b2 - c23 * air_c) * third, (d2 - c23 * rise) * third
    return Aired(air_c, rise, vapour_pa, wetter)


@compiled
def topped(house: House, now: Now, x: Array, top_k: float, m: Array, vent_m_s: float, heat_w: float) -> None:
    """Put the air above the screen into the state, which has the air below it."""
    carried = house.air_density * AIR_HEAT_J_KGK * vent_m_s
    moist = EVAPORATION_J_KG * VAPOUR_KG_K_J * vent_m_s
    dry = m[TOP, KNOWN] + m[TOP, HEAT] * heat_w + carried * now.out_c
    dry -= m[TOP, VAPOUR] * x[VAPOUR] + m[TOP, AIR] * x[AIR]
    wet = m[TOP_VAPOUR, KNOWN] + m[TOP_VAPOUR, HEAT] * heat_w + moist * now.out_pa / (now.out_c + KELVIN)
    wet -= m[TOP_VAPOUR, VAPOUR] * x[VAPOUR] + m[TOP_VAPOUR, AIR] * x[AIR]
    a, b = m[TOP, TOP] + carried, m[TOP, TOP_VAPOUR]
    c, d = m[TOP_VAPOUR, TOP], m[TOP_VAPOUR, TOP_VAPOUR] + moist / top_k
    x[TOP_VAPOUR] = (wet - c * dry / a) / (d - c * b / a)
    x[TOP] = (dry - b * x[TOP_VAPOUR]) / a


@compiled
def heated(now: Now, air: Aired, guess_c: float) -> float:
    """Heat that the controls give at the very air that it makes: Newton's method, kept between no heat and all of it. [W/m2]"""
    low, high = air.air_c, air.air_c + air.rise_k * now.limit_w
    if low > now.setpoint_c + 2.0:
        return 0.0
    z = min(high, max(low, guess_c))
    heat = 0.0
    for _ in range(TRIALS):
        share = under(z - now.setpoint_c, HEAT_BAND_K)
        heat = now.limit_w * share
        miss = air.air_c + air.rise_k * heat - z
        if abs(miss) < NEAR_K:
            break
        if miss > 0.0:
            low = z
        else:
            high = z
        z += miss / (1.0 + air.rise_k * heat * (1.0 - share) * BAND / HEAT_BAND_K)
        if z <= low or z >= high:
            z = 0.5 * (low + high)
    return heat


@compiled
def controlled(house: House, now: Now, x: Array, m: Array, want: Wish) -> tuple[float, float]:
    """Find the ventilation at the very air that it makes, with the heat that goes with it; puts both airs into the state.

    False position between too cold and too warm; in winter, when the vents are nearly shut, the second trial is the last.
    """
    low, high, low_miss, high_miss = -1e9, 1e9, 0.0, 0.0
    guess, vapour_pa, top_k = x[AIR], x[VAPOUR], x[TOP] + KELVIN
    start_c, heat, vent = x[AIR], 0.0, 0.0
    air_c = guess
    for trial in range(TRIALS):
        vent = vented(house, now, start_c, want, guess, vapour_pa)
        air = aired(house, now, top_k, m, vent)
        heat = heated(now, air, guess)
        air_c, vapour_pa = air.air_c + air.rise_k * heat, air.vapour_pa + air.wetter_pa * heat
        miss = air_c - guess
        if abs(miss) < CLOSE_K:
            break
        if miss > 0.0:
            low, low_miss = guess, miss
        else:
            high, high_miss = guess, miss
        if low < -1e8 or high > 1e8:
            guess = air_c
        elif trial > SAFE and trial % 2 == 0:
            guess = 0.5 * (low + high)
        else:
            guess = low + (high - low) * low_miss / (low_miss - high_miss)
    x[AIR], x[VAPOUR] = air_c, vapour_pa
    topped(house, now, x, top_k, m, vent, heat)
    return heat, vent


@compiled
def fill(x: Array, m: Array, heat_w: float) -> None:
    """Put all that follows from the air into the state."""
    for i in range(TOP - 1, -1, -1):
        total = m[i, KNOWN] + m[i, HEAT] * heat_w
        for j in range(i + 1, AIR + 1):
            total -= m[i, j] * x[j]
        x[i] = total / m[i, i]


@compiled
def held(house: House, now: Now, x: Array, top_k: float, m: Array, heat_w: float, vent_m_s: float) -> None:
    """Put the state at the end of a step with this heat and ventilation into ``x``, whatever the controls say."""
    air = aired(house, now, top_k, m, vent_m_s)
    x[AIR], x[VAPOUR] = air.air_c + air.rise_k * heat_w, air.vapour_pa + air.wetter_pa * heat_w
    topped(house, now, x, top_k, m, vent_m_s, heat_w)
    fill(x, m, heat_w)


@compiled
def supplied(house: House, now: Now, x: Array, top_k: float, m: Array, heat_w: float, vent_m_s: float) -> float:
    """Hold the heat to what the supply can give: mean water plus half the spread is no hotter than the supply. [W/m2]"""
    half = 0.5 / house.water_w_k
    if heat_w <= 0.0 or x[PIPE] + half * heat_w <= now.supply_c:
        return heat_w
    hot_c = x[PIPE]
    held(house, now, x, top_k, m, 0.0, vent_m_s)
    less: float = max(0.0, (now.supply_c - x[PIPE]) / ((hot_c - x[PIPE]) / heat_w + half))
    held(house, now, x, top_k, m, less, vent_m_s)
    return less


@compiled
def settle(
    house: House, now: Now, x: Array, m: Array, soil: Array, outside: Outside, want: Wish
) -> tuple[float, float]:
    """Solve a step and put the state at its end into ``x``; gives heat [W/m2] and flow through the vents [m3/(m2 s)]."""
    top_k = x[TOP] + KELVIN
    heat, vent = controlled(house, now, x, m, want)
    fill(x, m, heat)
    heat = supplied(house, now, x, top_k, m, heat, vent)
    x[COVER_OUT] = (outside.drawn + outside.conductance * x[COVER]) / outside.total
    above = x[FLOOR]
    for layer in range(LAYERS):
        above = soil[0, layer] + soil[1, layer] * above
        x[SOIL + layer] = above
    return heat, vent
