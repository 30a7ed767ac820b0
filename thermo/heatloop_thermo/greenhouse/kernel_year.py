"""The hours of a greenhouse, one time step after the other."""

from typing import Any, NamedTuple

import numpy as np

from heatloop_thermo.compiled import compiled
from heatloop_thermo.greenhouse.kernel_account import kept_j, other_loss_w, vent_loss_w
from heatloop_thermo.greenhouse.kernel_air import KELVIN, over, saturation_pa, under
from heatloop_thermo.greenhouse.kernel_balance import balances, moisten, vapours
from heatloop_thermo.greenhouse.kernel_crop import LEAF_M2_MG, SUN_UMOL_J, co2_ppm, grow_crop, renew_co2
from heatloop_thermo.greenhouse.kernel_house import (
    AIR,
    CANOPY,
    CO2,
    COVER,
    COVER_OUT,
    FLOOR,
    LEAF,
    PIPE,
    SCREEN,
    STATES,
    TOP,
    TOP_VAPOUR,
    VAPOUR,
    House,
    Now,
)
from heatloop_thermo.greenhouse.kernel_light import Leaves, Light, leaves, light
from heatloop_thermo.greenhouse.kernel_links import condensation, lamp_heat, links, transpiration
from heatloop_thermo.greenhouse.kernel_solve import COLD_BAND_K, COLD_BELOW_K, eliminate, settle, wish
from heatloop_thermo.numeric import Array

HEAT_W, AIR_C, AIR_LOW_C, HUMIDITY, VENT_W, LAMP_W, SUN_W, WATER_KG_M2S, CLOSED, PIPE_C, LAI, MISS, FLOW = range(13)
EXCHANGE_M_S, PHOTONS, CANOPY_C = range(13, 16)
"""Columns of what is reported for each hour; ``MISS`` and ``FLOW`` are what is missing in the books and what went through them [W/m2],
the last three are for the crop."""
COLUMNS = 16
JUMP_K, FINER = 1.0, 5
"""Where the air changes by more in a step, the step is done again in so many."""
SCREEN_ABOVE_K, SCREEN_BAND_K, SCREEN_RH, SCREEN_RH_BAND = 4.0, 1.0, 2.0, 10.0
"""The screen opens above the set temperature by so much, and below the highest humidity by so much, over these bands [%].
secondary (Katzin 2021, pages 119 and 121)"""


@compiled
def screen_closure(house: House, now: Now, air_c: float, humidity: float) -> float:
    """How far the screen is closed. [-], 0..1; source: Katzin 2021, pages 119 to 121"""
    excess = air_c - now.setpoint_c
    closed = min(now.cold, 1.0 - over(excess - SCREEN_ABOVE_K, SCREEN_BAND_K))
    if closed <= 0.0 or house.screen <= 0.0:
        return 0.0
    cold = under(excess + COLD_BELOW_K, COLD_BAND_K)
    return min(closed, max(1.0 - over(humidity - house.humidity_max + SCREEN_RH, SCREEN_RH_BAND), cold))


@compiled
def give(house: House, leaf: Leaves, now: Now, x: Array, screen: float, given: Array) -> Light:
    """Light and the heat of lamps, by the part that gets them, into ``given``."""
    lit = light(house, leaf, now, screen)
    given[:] = 0.0
    given[CANOPY], given[FLOOR], given[AIR], given[COVER_OUT] = lit.canopy_w, lit.floor_w, lit.air_w, lit.cover_w
    if house.lamp_area > 0.0:
        lamp_heat(house, leaf, x, screen, (1.0 - house.lamp_par - house.lamp_nir) * now.lamp_w, given)
    return lit


class Work(NamedTuple):
    """Room for a step: matrix with right-hand sides, soil, what is known to reach each part; state and means before the step."""

    m: Array
    soil: Array
    given: Array
    x: Array
    row: Array


@compiled
def step(house: House, leaf: Leaves, now: Now, x: Array, work: Work, ppm: float, row: Array, step_s: float) -> None:
    """One time step: changes the state, adds to the means of the hour."""
    m, soil, given, weight = work.m, work.soil, work.given, step_s / 3600.0
    saturation = saturation_pa(x[AIR])
    humidity = 100.0 * x[VAPOUR] / saturation
    screen = screen_closure(house, now, x[AIR], humidity)
    lit = give(house, leaf, now, x, screen, given)
    link = links(house, leaf, now, x, screen)
    wet = transpiration(house, leaf, x, lit.above_w, ppm)
    outside = balances(house, leaf, now, x, link, given, m, soil, step_s)
    moisten(m, CANOPY, VAPOUR, wet, x[CANOPY])
    moisten(m, SCREEN, VAPOUR, condensation(link.screen_air, x[VAPOUR], x[SCREEN]), x[SCREEN])
    moisten(m, COVER, TOP_VAPOUR, condensation(link.top_cover, x[TOP_VAPOUR], x[COVER]), x[COVER])
    vapours(house, x, link.through_m_s, link.leak_m_s, now.out_pa, now.out_c, m)
    top_k, air_k, canopy_c = x[TOP] + KELVIN, x[AIR] + KELVIN, x[CANOPY]
    before = kept_j(house, leaf, x, top_k, air_k)
    eliminate(m)
    heat, vent = settle(house, now, x, m, soil, outside, wish(house, now, x, saturation))
    got = given.sum()
    aired, lost = vent_loss_w(house, now, x, link.leak_m_s, vent, top_k, air_k), other_loss_w(now, x, link)
    rise = (kept_j(house, leaf, x, top_k, air_k) - before) / step_s
    row[HEAT_W] += weight * heat
    row[AIR_C] += weight * x[AIR]
    row[AIR_LOW_C] = min(row[AIR_LOW_C], x[AIR])
    row[HUMIDITY] += weight * humidity
    row[VENT_W] += weight * aired
    row[LAMP_W] += weight * now.lamp_w
    row[SUN_W] += weight * (got - now.lamp_w)
    evaporated = wet.pressure_pa + wet.slope_pa_k * (x[CANOPY] - canopy_c) - x[VAPOUR]
    row[WATER_KG_M2S] += weight * wet.transfer * evaporated
    row[CLOSED] += weight * screen
    row[PIPE_C] += weight * x[PIPE]
    row[MISS] += weight * (heat + got - aired - lost - rise)
    row[FLOW] += weight * (heat + got + abs(aired) + abs(lost) + abs(rise))
    roof, side = vent + link.leak_m_s * house.leakage_top, link.leak_m_s * (1.0 - house.leakage_top)
    row[EXCHANGE_M_S] += weight * (side + roof * link.through_m_s / (roof + link.through_m_s))
    row[PHOTONS] += weight * (SUN_UMOL_J * lit.sun_par_w + house.lamp_photons * lit.lamp_par_w)
    row[CANOPY_C] += weight * x[CANOPY]


@compiled
def step_with_care(
    house: House, leaf: Leaves, now: Now, x: Array, work: Work, ppm: float, row: Array, step_s: float
) -> None:
    """One time step, or several short ones where the air jumps: an open screen can empty a greenhouse of heat in minutes."""
    work.x[:] = x
    work.row[:] = row
    step(house, leaf, now, x, work, ppm, row, step_s)
    if abs(x[AIR] - work.x[AIR]) > JUMP_K:
        x[:] = work.x
        row[:] = work.row
        for _ in range(FINER):
            step(house, leaf, now, x, work, ppm, row, step_s / FINER)


@compiled
def hours(house: House, weather: Any, x: Array, steps: int, out: Array) -> None:
    """Run through the steps of ``weather``, records with the fields of `Now`; changes state ``x``, puts hourly means into ``out``."""
    work = Work(np.empty((9, 11)), np.empty((2, 5)), np.empty(COVER_OUT + 1), np.empty(STATES), np.empty(COLUMNS))
    for hour in range(out.shape[0]):
        row = out[hour]
        row[:] = 0.0
        row[AIR_LOW_C] = 1e9
        leaf = leaves(LEAF_M2_MG * x[LEAF])
        row[LAI] = leaf.lai
        ppm = co2_ppm(x[CO2], x[AIR])
        for k in range(hour * steps, (hour + 1) * steps):
            step_with_care(house, leaf, weather[k], x, work, ppm, row, 3600.0 / steps)
        middle = weather[hour * steps + steps // 2]
        taken = grow_crop(house, x, row[CANOPY_C], row[PHOTONS], ppm, 3600.0)
        renew_co2(house, x, middle.out_c, middle.day, row[EXCHANGE_M_S], taken, 3600.0)
