"""The greenhouse as its kernel sees it: one flat tuple of numbers, per m2 of floor, and the layout of the state."""

from typing import NamedTuple

PIPE, FLOOR, SCREEN, COVER, CANOPY, TOP, TOP_VAPOUR, VAPOUR, AIR = range(9)
"""Unknowns of a time step, in the order of elimination: temperatures [degC], vapour pressures [Pa]."""
COVER_OUT, LAMP, SOIL, CO2 = 9, 10, 11, 16
"""Other states: outside of the cover, lamp, first of five layers of soil [degC], carbon dioxide [mg/m3]."""
BUFFER, FRUIT, LEAF, STEM, WARMTH, DAY_MEAN = range(17, 23)
"""States of the crop: carbohydrates [mg/m2], temperature sum [K d], canopy over the last day [degC]."""
STATES = 23
LAYERS = 5


class House(NamedTuple):
    """Numbers of a greenhouse; areas are per area of floor, capacities J/(m2 K), rates per m2. See `Greenhouse` for sources."""

    rail_area: float
    grow_area: float
    pipe_emissivity: float
    pipe_capacity: float
    water_w_k: float
    air_height: float
    top_height: float
    air_density: float
    cover_area: float
    cover_conductance: float
    cover_capacity: float
    cover_transmission: float
    cover_reflection: float
    cover_emissivity: float
    cover_fir: float
    screen: float
    screen_transmission: float
    screen_reflection: float
    screen_emissivity: float
    screen_fir: float
    screen_leak: float
    screen_capacity: float
    vent_area: float
    vent_discharge: float
    vent_wind: float
    vent_height: float
    leakage: float
    leakage_top: float
    structure: float
    lamp_par: float
    lamp_nir: float
    lamp_photons: float
    lamp_area: float
    lamp_top: float
    lamp_bottom: float
    lamp_convection: float
    humidity_max: float
    co2_setpoint: float
    co2_rate: float
    co2_out: float
    lai_max: float


class Now(NamedTuple):
    """Weather and wishes in the middle of a time step, per m2 of floor.

    ``cold`` is the share of closure that the outdoor temperature asks of the screen, ``lamp_w`` electric power of lamps, ``limit_w`` the
    most heat that the plant gives, ``supply_c`` its water, ``day`` 1 when the sun is up or lamps should be on. Powers in W/m2.
    The kernel gets records with these fields, as it does for `House`: a record is passed by reference, which saves a third of the time.
    """

    sun_w: float
    out_c: float
    out_pa: float
    wind_m_s: float
    sky_c: float
    deep_c: float
    setpoint_c: float
    cold: float
    day: float
    lamp_w: float
    limit_w: float
    supply_c: float
