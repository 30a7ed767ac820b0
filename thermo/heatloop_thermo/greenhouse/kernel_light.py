"""Where the light of sun and lamps ends: canopy, floor, air, cover."""

import math
from typing import NamedTuple

from heatloop_thermo.compiled import compiled
from heatloop_thermo.greenhouse.kernel_house import House, Now

PAR_SHARE = 0.5
"""Photosynthetically active share of sunlight; the rest is near infrared. [-] secondary (Vanthoor 2011, table 8.1)"""
PAR_EXTINCTION, NIR_EXTINCTION, FIR_EXTINCTION = 0.7, 0.27, 0.94
"""Of the canopy, per leaf area index. [-] secondary (Vanthoor 2011, table 8.1)"""
CANOPY_PAR, CANOPY_NIR = 0.07, 0.35
"""Reflected by the canopy. [-] secondary (Vanthoor 2011, table 8.1)"""
FLOOR_PAR, FLOOR_NIR = 0.65, 0.5
"""Reflected by the floor. [-] secondary (Vanthoor 2011, table 8.2)"""


class Leaves(NamedTuple):
    """Leaf area index, and what passes the canopy of each kind of radiation. [-]"""

    lai: float
    par: float
    nir: float
    fir: float


class Light(NamedTuple):
    """Radiation absorbed by canopy, floor, air and cover, and that above the canopy; PAR absorbed of sun and of lamps. [W/m2]"""

    canopy_w: float
    floor_w: float
    air_w: float
    cover_w: float
    above_w: float
    sun_par_w: float
    lamp_par_w: float


@compiled
def leaves(lai: float) -> Leaves:
    """Transmission of a canopy of this leaf area index."""
    return Leaves(
        lai, math.exp(-PAR_EXTINCTION * lai), math.exp(-NIR_EXTINCTION * lai), math.exp(-FIR_EXTINCTION * lai)
    )


@compiled
def light(house: House, leaf: Leaves, now: Now, screen: float) -> Light:
    """Sunlight through cover, screen, lamps and canopy, and the light of the lamps, by what absorbs it.

    Source: Vanthoor 2011, equations 8.14 to 8.37; lamps: Katzin 2021, equations 7.5 to 7.12.
    """
    if now.sun_w <= 0.0 and now.lamp_w <= 0.0:
        return Light(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    through, back = _layers(house, screen)
    nir_canopy, nir_floor = _near_infrared(leaf, back)
    inside = 1.0 - house.structure
    sun_par = now.sun_w * PAR_SHARE
    sun_nir = now.sun_w - sun_par
    taken = (1.0 - CANOPY_PAR) * (1.0 - leaf.par) * (1.0 + FLOOR_PAR * leaf.par)
    lamp_par, lamp_nir = house.lamp_par * now.lamp_w, house.lamp_nir * now.lamp_w
    sun_canopy_par, lamp_canopy_par = inside * through * sun_par * taken, lamp_par * taken
    lamp_canopy = lamp_canopy_par + lamp_nir * (1.0 - CANOPY_NIR) * (1.0 - leaf.nir)
    lamp_floor = lamp_par * (1.0 - FLOOR_PAR) * leaf.par + lamp_nir * (1.0 - FLOOR_NIR) * leaf.nir
    sun_floor = inside * (through * sun_par * (1.0 - FLOOR_PAR) * leaf.par + nir_floor * sun_nir)
    return Light(
        sun_canopy_par + inside * nir_canopy * sun_nir + lamp_canopy,
        sun_floor + lamp_floor,
        house.structure * (through * sun_par + (nir_canopy + nir_floor) * sun_nir)
        + lamp_par
        + lamp_nir
        - lamp_canopy
        - lamp_floor,
        (1.0 - through - back) * now.sun_w,
        inside * through * now.sun_w + lamp_par + lamp_nir,
        sun_canopy_par,
        lamp_canopy_par,
    )


@compiled
def _layers(house: House, screen: float) -> tuple[float, float]:
    """Transmission of cover, screen and lamps together, and their reflection of what comes from above. [-]"""
    passed = 1.0 - screen * (1.0 - house.screen_transmission)
    thrown = screen * house.screen_reflection
    between = 1.0 / (1.0 - house.cover_reflection * thrown)
    through = house.cover_transmission * passed * between * (1.0 - house.lamp_area)
    back = house.cover_reflection + house.cover_transmission * house.cover_transmission * thrown * between
    return through, back


@compiled
def _near_infrared(leaf: Leaves, back: float) -> tuple[float, float]:
    """Near infrared absorbed by canopy and floor, between which and the cover it goes to and fro. [-]"""
    thrown = CANOPY_NIR * (1.0 - leaf.nir)
    entered = 1.0 - back
    between = 1.0 / (1.0 - back * thrown)
    passed = entered * leaf.nir * between
    up = back + entered * entered * thrown * between
    down = thrown + leaf.nir * leaf.nir * back * between
    below = 1.0 / (1.0 - down * FLOOR_NIR)
    floor = passed * (1.0 - FLOOR_NIR) * below
    return 1.0 - floor - up - passed * passed * FLOOR_NIR * below, floor
