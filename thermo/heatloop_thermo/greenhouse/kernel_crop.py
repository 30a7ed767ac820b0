"""A tomato crop over one hour: photosynthesis, growth of leaves, stems and fruit, and the carbon dioxide of the air.

Source: Vanthoor 2011, chapter 9, as simplified by Katzin 2021; all constants from its tables 9.1 and 9.2 unless said. secondary
"""

import math

from heatloop_thermo.compiled import compiled
from heatloop_thermo.greenhouse.kernel_air import BAND, KELVIN, falling
from heatloop_thermo.greenhouse.kernel_house import (
    AIR,
    BUFFER,
    CO2,
    DAY_MEAN,
    FRUIT,
    LEAF,
    STEM,
    WARMTH,
    House,
)
from heatloop_thermo.numeric import Array

LEAF_M2_MG = 2.66e-5
"""Leaf area per carbohydrate in leaves. [m2/mg]"""
SUN_UMOL_J = 4.6
"""Photons per energy of photosynthetically active sunlight. [umol/J]"""
FRUIT_MAX_MG_M2 = 300e3
"""Fruit is harvested around this. [mg/m2] secondary (Katzin 2021, page 246)"""
GAS_J_MOLK = 8.314
PPM_K_M3_MG = GAS_J_MOLK / (101_325.0 * 44.01e-3)
"""Parts per million for a density of carbon dioxide at sea level, per kelvin. [ppm m3/(mg K)]"""


@compiled
def co2_ppm(density_mg_m3: float, t_c: float) -> float:
    """Share of carbon dioxide in air. [ppm]"""
    return PPM_K_M3_MG * (t_c + KELVIN) * density_mg_m3


@compiled
def photosynthesis(lai: float, canopy_c: float, par_umol: float, ppm: float) -> float:
    """Net carbohydrate that the canopy makes when its store is not full. [mg/(m2 s)]; source: equations 9.10 to 9.23"""
    t_k = canopy_c + KELVIN
    inside = 0.67 * ppm
    point = 1.7 * canopy_c / lai + 20.0 * 1.7 * (1.0 - 1.0 / lai)
    warm = math.exp(37e3 * (t_k - 298.15) / (GAS_J_MOLK * t_k * 298.15))
    hot = (1.0 + math.exp((710.0 * 298.15 - 22e4) / (GAS_J_MOLK * 298.15))) / (
        1.0 + math.exp((710.0 * t_k - 22e4) / (GAS_J_MOLK * t_k))
    )
    most, light = 210.0 * lai * warm * hot, 0.385 * par_umol
    electrons = (most + light - math.sqrt((most + light) ** 2 - 4.0 * 0.7 * most * light)) / 1.4
    gross = electrons * (inside - point) / (4.0 * (inside + 2.0 * point))
    return 30e-3 * gross * (1.0 - point / inside)


@compiled
def grow_crop(house: House, x: Array, canopy_c: float, par_umol: float, ppm: float, step_s: float) -> float:
    """Let the crop grow; gives the carbon dioxide that it takes from the air. [mg/(m2 s)]"""
    mean = x[DAY_MEAN]
    made = photosynthesis(LEAF_M2_MG * x[LEAF], canopy_c, par_umol, ppm) * falling(5e-4 * (x[BUFFER] - 20e3))
    able = falling(-5e-3 * (x[BUFFER] - 1e3)) * (0.047 * mean + 0.06)
    able *= falling(-1.1587 * (mean - 15.0)) * falling(1.3904 * (mean - 24.5))
    stage = x[WARMTH] / 1035.0
    ripe = 0.5 * (stage + math.sqrt(stage * stage + 1e-4)) - 0.5 * (stage - 1.0 + math.sqrt((stage - 1.0) ** 2 + 1e-4))
    set_fruit = ripe * falling(-0.869 * (canopy_c - 10.0)) * falling(0.5793 * (canopy_c - 34.0))
    leaf, stem, fruit = 0.095 * able, 0.074 * able, 0.328 * able * set_fruit
    spent = 0.28 * leaf + 0.30 * stem + 0.27 * fruit
    drain = leaf + stem + fruit + spent
    # An hour is long for the store of carbohydrates: nothing is given away that is not there.
    share = min(1.0, max(0.0, (x[BUFFER] + step_s * made) / max(1e-9, step_s * drain)))
    rate = (1.0 - math.exp(-2.85e6 * 3e-6)) * 2.0 ** (0.1 * (mean - 25.0))
    kept_leaf, kept_stem, kept_fruit = (
        3.47e-7 * rate * x[LEAF],
        1.47e-7 * rate * x[STEM],
        1.16e-7 * rate * x[FRUIT],
    )
    pruned = 1e5 * falling(-BAND * (x[LEAF] - house.lai_max / LEAF_M2_MG) / 1e4)
    picked = 5e4 * falling(-BAND * (x[FRUIT] - FRUIT_MAX_MG_M2) / 1e4)
    x[BUFFER] += step_s * (made - share * drain)
    x[LEAF] += step_s * (share * leaf - kept_leaf - pruned)
    x[STEM] += step_s * (share * stem - kept_stem)
    x[FRUIT] += step_s * (share * fruit - kept_fruit - picked)
    x[WARMTH] += step_s / 86_400.0 * canopy_c
    x[DAY_MEAN] += step_s / 86_400.0 * (canopy_c - mean)
    taken: float = 44.0 / 30.0 * (made - share * spent - kept_leaf - kept_stem - kept_fruit)
    return taken


@compiled
def renew_co2(
    house: House, x: Array, out_c: float, day: float, flow_m_s: float, taken_mg: float, step_s: float
) -> None:
    """Carbon dioxide of the air after a step: it is dosed up to its set value, as far as the dose goes, when it is day inside."""
    rate = house.air_height / step_s
    outside = house.co2_out / (PPM_K_M3_MG * (out_c + KELVIN))
    free = rate * x[CO2] + flow_m_s * outside - taken_mg
    without, with_all = free / (rate + flow_m_s), (free + house.co2_rate) / (rate + flow_m_s)
    wanted = house.co2_setpoint / (PPM_K_M3_MG * (x[AIR] + KELVIN)) if day > 0.5 else 0.0
    x[CO2] = max(50.0, min(with_all, max(without, wanted)))
