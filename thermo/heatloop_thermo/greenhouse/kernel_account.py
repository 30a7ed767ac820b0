"""What a greenhouse holds and loses: the books that every hour is closed by."""

from heatloop_thermo.compiled import compiled
from heatloop_thermo.greenhouse.kernel_air import (
    AIR_HEAT_J_KGK,
    EVAPORATION_J_KG,
    KELVIN,
    VAPOUR_KG_K_J,
)
from heatloop_thermo.greenhouse.kernel_balance import (
    FLOOR_J_M2K,
    LEAF_J_M2K,
    SOIL_J_M3K,
    SOIL_W_MK,
    THINNEST_M,
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
from heatloop_thermo.greenhouse.kernel_links import Links
from heatloop_thermo.numeric import Array


@compiled
def kept_j(house: House, leaf: Leaves, x: Array, top_k: float, air_k: float) -> float:
    """Heat and latent heat in the greenhouse, over 0 degC and dry air. [J/m2]"""
    air = house.air_density * AIR_HEAT_J_KGK
    latent = EVAPORATION_J_KG * VAPOUR_KG_K_J
    total: float = house.pipe_capacity * x[PIPE] + FLOOR_J_M2K * x[FLOOR] + house.screen_capacity * x[SCREEN]
    total += house.cover_capacity * (x[COVER] + x[COVER_OUT]) + LEAF_J_M2K * leaf.lai * x[CANOPY]
    total += air * (house.top_height * x[TOP] + house.air_height * x[AIR])
    total += latent * (house.top_height * x[TOP_VAPOUR] / top_k + house.air_height * x[VAPOUR] / air_k)
    thickness = THINNEST_M
    for layer in range(LAYERS):
        total += SOIL_J_M3K * thickness * x[SOIL + layer]
        thickness *= 2.0
    return total


@compiled
def vent_loss_w(
    house: House, now: Now, x: Array, leak_m_s: float, vent_m_s: float, top_k: float, air_k: float
) -> float:
    """Heat and latent heat that leave with air. [W/m2]"""
    carried = house.air_density * AIR_HEAT_J_KGK
    latent = EVAPORATION_J_KG * VAPOUR_KG_K_J
    roof, side = leak_m_s * house.leakage_top + vent_m_s, leak_m_s * (1.0 - house.leakage_top)
    fresh = now.out_pa / (now.out_c + KELVIN)
    dry = carried * (roof * (x[TOP] - now.out_c) + side * (x[AIR] - now.out_c))
    lost: float = dry + latent * (roof * (x[TOP_VAPOUR] / top_k - fresh) + side * (x[VAPOUR] / air_k - fresh))
    return lost


@compiled
def other_loss_w(now: Now, x: Array, link: Links) -> float:
    """Heat that leaves through cover and soil and as long wave. [W/m2]"""
    deep = 2.0 * SOIL_W_MK / (3.0 * THINNEST_M * 2.0 ** (LAYERS - 1))
    outer = link.cover_out * (x[COVER_OUT] - now.out_c) + link.cover_sky * (x[COVER_OUT] - now.sky_c)
    sky = link.pipe_sky * (x[PIPE] - now.sky_c) + link.canopy_sky * (x[CANOPY] - now.sky_c)
    sky += link.floor_sky * (x[FLOOR] - now.sky_c) + link.screen_sky * (x[SCREEN] - now.sky_c)
    lost: float = outer + sky + deep * (x[SOIL + LAYERS - 1] - now.deep_c)
    return lost
