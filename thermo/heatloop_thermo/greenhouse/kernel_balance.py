"""The balances of heat and vapour over a time step as nine linear equations.

Every flow is a conductance, taken at the beginning of the step, times a difference at its end (backward Euler). It leaves one
part and enters another as the same number, so heat and vapour are kept to round-off, whatever the step.
"""

from typing import NamedTuple

from heatloop_thermo.compiled import compiled
from heatloop_thermo.greenhouse.kernel_air import (
    AIR_HEAT_J_KGK,
    EVAPORATION_J_KG,
    KELVIN,
    VAPOUR_KG_K_J,
)
from heatloop_thermo.greenhouse.kernel_house import (
    AIR,
    CANOPY,
    COVER,
    COVER_OUT,
    FLOOR,
    LAYERS,
    PIPE,
    SCREEN,
    SOIL,
    TOP,
    TOP_VAPOUR,
    VAPOUR,
    House,
    Now,
)
from heatloop_thermo.greenhouse.kernel_light import Leaves
from heatloop_thermo.greenhouse.kernel_links import Links, Wet
from heatloop_thermo.numeric import Array

KNOWN, HEAT = 9, 10
"""Columns of the right-hand sides: what is known, and one W/m2 into the pipes."""
LEAF_J_M2K = 1200.0
"""Heat capacity of leaves, per leaf area. [J/(m2 K)] secondary (Vanthoor 2011, table 8.1)"""
FLOOR_J_M2K = 0.02 * 2300.0 * 880.0
"""Of 2 cm of concrete. [J/(m2 K)] secondary (Vanthoor 2011, table 8.2)"""
SOIL_J_M3K, SOIL_W_MK, FLOOR_W_MK = 1.73e6, 0.85, 1.7
"""Volumetric heat capacity and conductivity of soil, conductivity of the floor. secondary (Vanthoor 2011, table 8.2)"""
THINNEST_M = 0.04
"""Of the layers of soil: each is twice as thick as the one above it, the last lies on soil of the temperature at 2 m. [m] secondary
(Vanthoor 2011, table 8.1)"""
FLOOR_SOIL_W_M2K = 2.0 / (0.02 / FLOOR_W_MK + THINNEST_M / SOIL_W_MK)


class Outside(NamedTuple):
    """What is needed to find the outside of the cover once its inside is known."""

    conductance: float
    total: float
    drawn: float


@compiled
def join(m: Array, a: int, b: int, w_k: float) -> None:
    """Let heat pass between two unknowns."""
    m[a, a] += w_k
    m[b, b] += w_k
    m[a, b] -= w_k
    m[b, a] -= w_k


@compiled
def tie(m: Array, a: int, w_k: float, t_c: float) -> None:
    """Let heat pass between an unknown and a known temperature."""
    m[a, a] += w_k
    m[a, KNOWN] += w_k * t_c


@compiled
def moisten(m: Array, surface: int, vapour: int, wet: Wet, t_c: float) -> None:
    """Let a surface evaporate into the air, or air condense on it; linear in the temperature of the surface."""
    latent = EVAPORATION_J_KG * wet.transfer
    rise = latent * wet.slope_pa_k
    rest = latent * wet.pressure_pa - rise * t_c
    m[surface, surface] += rise
    m[surface, vapour] -= latent
    m[surface, KNOWN] -= rest
    m[vapour, vapour] += latent
    m[vapour, surface] -= rise
    m[vapour, KNOWN] += rest


@compiled
def balances(
    house: House, leaf: Leaves, now: Now, x: Array, link: Links, given: Array, m: Array, soil: Array, step_s: float
) -> Outside:
    """Fill the equations of all that is dry."""
    m[:, :] = 0.0
    join(m, PIPE, AIR, link.pipe_air)
    join(m, PIPE, FLOOR, link.pipe_floor)
    join(m, PIPE, CANOPY, link.pipe_canopy)
    join(m, PIPE, COVER, link.pipe_cover)
    join(m, PIPE, SCREEN, link.pipe_screen)
    join(m, CANOPY, COVER, link.canopy_cover)
    join(m, CANOPY, SCREEN, link.canopy_screen)
    join(m, CANOPY, FLOOR, link.canopy_floor)
    join(m, CANOPY, AIR, link.canopy_air)
    join(m, FLOOR, COVER, link.floor_cover)
    join(m, FLOOR, SCREEN, link.floor_screen)
    join(m, FLOOR, AIR, link.floor_air)
    join(m, SCREEN, COVER, link.screen_cover)
    join(m, SCREEN, AIR, link.screen_air)
    join(m, SCREEN, TOP, link.screen_top)
    join(m, TOP, COVER, link.top_cover)
    carried = house.air_density * AIR_HEAT_J_KGK
    join(m, TOP, AIR, carried * link.through_m_s)
    tie(m, TOP, carried * link.leak_m_s * house.leakage_top, now.out_c)
    tie(m, AIR, carried * link.leak_m_s * (1.0 - house.leakage_top), now.out_c)
    for part, sky_w_k in (
        (PIPE, link.pipe_sky),
        (CANOPY, link.canopy_sky),
        (FLOOR, link.floor_sky),
        (SCREEN, link.screen_sky),
    ):
        tie(m, part, sky_w_k, now.sky_c)
    store(house, leaf, x, given, m, step_s)
    into_soil(now.deep_c, x, m, soil, step_s)
    m[PIPE, HEAT] = 1.0
    return through_cover(house, now, x, link.cover_out, link.cover_sky, given, m, step_s)


@compiled
def store(house: House, leaf: Leaves, x: Array, given: Array, m: Array, step_s: float) -> None:
    """Let every part keep heat, the air vapour, and give them what is known to reach them."""
    air = house.air_density * AIR_HEAT_J_KGK
    latent = EVAPORATION_J_KG * VAPOUR_KG_K_J
    for part, capacity in (
        (PIPE, house.pipe_capacity),
        (FLOOR, FLOOR_J_M2K),
        (SCREEN, house.screen_capacity),
        (COVER, house.cover_capacity),
        (CANOPY, LEAF_J_M2K * leaf.lai),
        (TOP, air * house.top_height),
        (TOP_VAPOUR, latent * house.top_height / (x[TOP] + KELVIN)),
        (VAPOUR, latent * house.air_height / (x[AIR] + KELVIN)),
        (AIR, air * house.air_height),
    ):
        m[part, part] += capacity / step_s
        m[part, KNOWN] += capacity / step_s * x[part] + given[part]


@compiled
def into_soil(deep_c: float, x: Array, m: Array, soil: Array, step_s: float) -> None:
    """Put the layers of soil, from the deepest up, into the equation of the floor: each is ``soil[0] + soil[1]`` times the one above."""
    thickness = THINNEST_M * 2.0 ** (LAYERS - 1)
    below = 2.0 * SOIL_W_MK / (3.0 * thickness)
    kept, slope = deep_c, 0.0
    for layer in range(LAYERS - 1, -1, -1):
        above = 2.0 * SOIL_W_MK / (1.5 * thickness) if layer > 0 else FLOOR_SOIL_W_M2K
        rate = SOIL_J_M3K * thickness / step_s
        total = rate + above + below * (1.0 - slope)
        kept = (rate * x[SOIL + layer] + below * kept) / total
        slope = above / total
        soil[0, layer], soil[1, layer] = kept, slope
        below = above
        thickness *= 0.5
    m[FLOOR, FLOOR] += FLOOR_SOIL_W_M2K * (1.0 - slope)
    m[FLOOR, KNOWN] += FLOOR_SOIL_W_M2K * kept


@compiled
def through_cover(
    house: House, now: Now, x: Array, wind_w_k: float, sky_w_k: float, given: Array, m: Array, step_s: float
) -> Outside:
    """Put the outside of the cover, with wind, sky and the sun that it absorbs, into the equation of its inside."""
    inner = house.cover_conductance
    rate = house.cover_capacity / step_s
    total = rate + inner + wind_w_k + sky_w_k
    drawn = rate * x[COVER_OUT] + given[COVER_OUT] + wind_w_k * now.out_c + sky_w_k * now.sky_c
    m[COVER, COVER] += inner * (1.0 - inner / total)
    m[COVER, KNOWN] += inner * drawn / total
    return Outside(inner, total, drawn)


@compiled
def vapours(house: House, x: Array, through_m_s: float, leak_m_s: float, out_pa: float, out_c: float, m: Array) -> None:
    """Fill in the vapour that air carries through the screen and by leakage."""
    latent = EVAPORATION_J_KG * VAPOUR_KG_K_J
    up = latent * through_m_s / (x[AIR] + KELVIN)
    down = latent * through_m_s / (x[TOP] + KELVIN)
    m[VAPOUR, VAPOUR] += up
    m[TOP_VAPOUR, VAPOUR] -= up
    m[TOP_VAPOUR, TOP_VAPOUR] += down
    m[VAPOUR, TOP_VAPOUR] -= down
    entering = latent * leak_m_s * out_pa / (out_c + KELVIN)
    leaving = latent * leak_m_s
    m[VAPOUR, VAPOUR] += leaving * (1.0 - house.leakage_top) / (x[AIR] + KELVIN)
    m[VAPOUR, KNOWN] += entering * (1.0 - house.leakage_top)
    m[TOP_VAPOUR, TOP_VAPOUR] += leaving * house.leakage_top / (x[TOP] + KELVIN)
    m[TOP_VAPOUR, KNOWN] += entering * house.leakage_top
