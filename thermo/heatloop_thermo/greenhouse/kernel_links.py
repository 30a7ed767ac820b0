"""Conductances between the parts of a greenhouse, from the temperatures at the beginning of a time step."""

import math
from typing import NamedTuple

from heatloop_thermo.compiled import compiled
from heatloop_thermo.greenhouse.kernel_air import (
    AIR_HEAT_J_KGK,
    EVAPORATION_J_KG,
    GRAVITY_M_S2,
    KELVIN,
    falling,
    long_wave,
    power,
    saturation_pa,
    saturation_slope,
)
from heatloop_thermo.greenhouse.kernel_house import (
    AIR,
    CANOPY,
    COVER,
    COVER_OUT,
    FLOOR,
    LAMP,
    PIPE,
    SCREEN,
    TOP,
    VAPOUR,
    House,
    Now,
)
from heatloop_thermo.greenhouse.kernel_light import Leaves
from heatloop_thermo.numeric import Array

LEAF_W_M2K = 5.0
"""Convection from either side of a leaf. [W/(m2 K)] secondary (Vanthoor 2011, table 8.1)"""
PIPE_VIEW = 0.49
"""Of what a rail pipe radiates, to the floor; as much goes up. [-] secondary (Vanthoor 2011, table 8.3)"""
CONDENSATION_KG_K_JPA = 6.4e-9
"""Mass that condenses over sensible heat, per pressure. [kg K/(J Pa)] secondary (Vanthoor 2011, equation 8.44)"""
PSYCHROMETRIC_PA_K = 65.8
"""[Pa/K] secondary (Vanthoor 2011, table 8.1)"""
BOUNDARY_S_M, STOMATA_S_M = 275.0, 82.0
"""Resistance of the air at a leaf, least resistance of its stomata. [s/m] secondary (Vanthoor 2011, table 8.1)"""
CO2_DAY, CO2_NIGHT = 6.1e-7, 1.1e-11
"""Of carbon dioxide on the stomata. [1/ppm2] secondary (Vanthoor 2011, table 8.1)"""
DRY_DAY, DRY_NIGHT = 4.3e-6, 5.2e-6
"""Of dry air on the stomata. [1/Pa2] secondary (Vanthoor 2011, table 8.1)"""
DAWN_W_M2 = 5.0
"""Radiation above the canopy at which night turns into day for it. [W/m2] secondary (Vanthoor 2011, table 8.1)"""


class Links(NamedTuple):
    """Conductances [W/(m2 K)] by the parts they join, air through the screen and by leakage [m3/(m2 s)]."""

    pipe_air: float
    pipe_floor: float
    pipe_canopy: float
    pipe_cover: float
    pipe_screen: float
    pipe_sky: float
    canopy_cover: float
    canopy_screen: float
    canopy_floor: float
    canopy_sky: float
    canopy_air: float
    floor_cover: float
    floor_screen: float
    floor_sky: float
    floor_air: float
    screen_cover: float
    screen_air: float
    screen_top: float
    screen_sky: float
    top_cover: float
    cover_sky: float
    cover_out: float
    through_m_s: float
    leak_m_s: float


class Wet(NamedTuple):
    """A wet or wetted surface: mass flow per pressure [kg/(m2 s Pa)], saturation pressure [Pa] and its slope [Pa/K] there."""

    transfer: float
    pressure_pa: float
    slope_pa_k: float


@compiled
def links(house: House, leaf: Leaves, now: Now, x: Array, screen: float) -> Links:
    """All conductances. Source: Vanthoor 2011, tables 8.3 and 8.4; lamps and leakage: Katzin 2021, tables 7.4 and 7.5."""
    pipe, floor, cover, canopy, air, top = x[PIPE], x[FLOOR], x[COVER], x[CANOPY], x[AIR], x[TOP]
    seen = 1.0 - leaf.fir
    free = 1.0 - PIPE_VIEW * house.rail_area
    up = (1.0 - house.lamp_area) * (1.0 - screen * (1.0 - house.screen_fir))
    shut = (1.0 - house.lamp_area) * house.screen_emissivity * screen
    glass = house.cover_emissivity
    rail = house.rail_area * house.pipe_emissivity
    upward, from_floor = rail * PIPE_VIEW * leaf.fir, free * leaf.fir
    to_canopy = (rail * PIPE_VIEW * seen + house.grow_area * house.pipe_emissivity) * long_wave(pipe, canopy)
    sheet = x[SCREEN]
    return Links(
        1.99 * (house.rail_area + house.grow_area) * power(pipe - air, 0.32),
        rail * PIPE_VIEW * long_wave(pipe, floor),
        to_canopy,
        upward * glass * up * long_wave(pipe, cover),
        upward * shut * long_wave(pipe, sheet),
        upward * house.cover_fir * up * long_wave(pipe, now.sky_c),
        seen * glass * up * long_wave(canopy, cover),
        seen * shut * long_wave(canopy, sheet),
        seen * free * long_wave(canopy, floor),
        seen * house.cover_fir * up * long_wave(canopy, now.sky_c),
        2.0 * LEAF_W_M2K * leaf.lai,
        from_floor * glass * up * long_wave(floor, cover),
        from_floor * shut * long_wave(floor, sheet),
        from_floor * house.cover_fir * up * long_wave(floor, now.sky_c),
        1.7 * power(floor - air, 0.33) if floor > air else 1.3 * power(air - floor, 0.25),
        house.screen_emissivity * glass * screen * long_wave(sheet, cover),
        1.7 * screen * power(air - sheet, 0.33),
        1.7 * screen * power(sheet - top, 0.33),
        house.screen_emissivity * house.cover_fir * screen * long_wave(sheet, now.sky_c),
        1.86 * house.cover_area * power(top - cover, 0.33),
        glass * long_wave(x[COVER_OUT], now.sky_c),
        house.cover_area * (2.8 + 1.2 * now.wind_m_s),
        _through_screen(house, air, top, screen),
        house.leakage * max(now.wind_m_s, 0.25),
    )


@compiled
def _through_screen(house: House, air_c: float, top_c: float, screen: float) -> float:
    """Air that changes places through the cloth and the gap of a screen. [m3/(m2 s)]; source: De Zwart 1996, equation 5.68."""
    below, above = 1.0 / (air_c + KELVIN), 1.0 / (top_c + KELVIN)
    mean, gap = 0.5 * (below + above), 1.0 - screen
    cloth = screen * house.screen_leak * power(air_c - top_c, 0.66) if screen > 0.0 else 0.0
    return cloth + gap * math.sqrt(0.5 * gap * GRAVITY_M_S2 * abs(below - above) / mean)


@compiled
def lamp_heat(house: House, leaf: Leaves, x: Array, screen: float, heat_w: float, given: Array) -> None:
    """Add to ``given`` what the lamps give off by convection and long wave; the lamp is at once at its balance.

    Source: Katzin 2021, table 7.4. The lamp stores 10 to 100 J/(m2 K), seconds of its power, so it has no state of its own.
    """
    below, above = house.lamp_area * house.lamp_bottom, house.lamp_area * house.lamp_top
    free = PIPE_VIEW * house.rail_area
    up = above * (1.0 - screen * (1.0 - house.screen_fir))
    lamp = x[LAMP]
    to_air = house.lamp_convection
    to_canopy = below * (1.0 - leaf.fir) * long_wave(lamp, x[CANOPY])
    to_floor = below * (1.0 - free) * leaf.fir * long_wave(lamp, x[FLOOR])
    to_pipe = below * house.pipe_emissivity * free * leaf.fir * long_wave(lamp, x[PIPE])
    to_screen = above * house.screen_emissivity * screen * long_wave(lamp, x[SCREEN])
    to_cover = up * house.cover_emissivity * long_wave(lamp, x[COVER])
    total = to_air + to_canopy + to_floor + to_pipe + to_screen + to_cover
    drawn = to_air * x[AIR] + to_canopy * x[CANOPY] + to_floor * x[FLOOR]
    drawn += to_pipe * x[PIPE] + to_screen * x[SCREEN] + to_cover * x[COVER]
    lamp = (heat_w + drawn) / total
    x[LAMP] = lamp
    given[AIR] += to_air * (lamp - x[AIR])
    given[CANOPY] += to_canopy * (lamp - x[CANOPY])
    given[FLOOR] += to_floor * (lamp - x[FLOOR])
    given[PIPE] += to_pipe * (lamp - x[PIPE])
    given[SCREEN] += to_screen * (lamp - x[SCREEN])
    given[COVER] += to_cover * (lamp - x[COVER])


@compiled
def condensation(heat_w_k: float, vapour_pa: float, surface_c: float) -> Wet:
    """Condensation on a surface, from its convection; none where the surface is above the dew point, smoothly.

    Source: Vanthoor 2011, equation 8.44.
    """
    pressure = saturation_pa(surface_c)
    share = 1.0 - falling(0.1 * (vapour_pa - pressure))
    return Wet(CONDENSATION_KG_K_JPA * heat_w_k * share, pressure, saturation_slope(pressure, surface_c))


@compiled
def transpiration(house: House, leaf: Leaves, x: Array, above_w: float, co2_ppm: float) -> Wet:
    """Transpiration of the canopy. Source: Stanghellini 1987, in Vanthoor 2011, equations 8.47 to 8.52."""
    pressure = saturation_pa(x[CANOPY])
    short = pressure - x[VAPOUR]
    day = 1.0 - falling(above_w - DAWN_W_M2)
    co2 = CO2_NIGHT + day * (CO2_DAY - CO2_NIGHT)
    dry = DRY_NIGHT + day * (DRY_DAY - DRY_NIGHT)
    factor = (above_w + 4.3) / (above_w + 0.54)
    factor *= min(1.5, 1.0 + co2 * (co2_ppm - 200.0) ** 2) * min(5.8, 1.0 + dry * short * short)
    resistance = EVAPORATION_J_KG * PSYCHROMETRIC_PA_K * (BOUNDARY_S_M + STOMATA_S_M * factor)
    transfer = 2.0 * house.air_density * AIR_HEAT_J_KGK * leaf.lai / resistance
    return Wet(transfer, pressure, saturation_slope(pressure, x[CANOPY]))
