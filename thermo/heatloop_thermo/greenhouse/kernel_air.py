"""Moist air, long-wave radiation and the smooth switch of the controls, as compiled scalars."""

import math

from heatloop_thermo.compiled import compiled

KELVIN = 273.15
STEFAN_BOLTZMANN = 5.67e-8
"""[W/(m2 K4)] secondary (Vanthoor 2011, table 8.1)"""
EVAPORATION_J_KG = 2.45e6
"""Heat of evaporation of water. [J/kg] secondary (Vanthoor 2011, table 8.1)"""
VAPOUR_KG_K_J = 18.0 / 8314.0
"""Molar mass of water over the gas constant. [kg K/J] secondary (Vanthoor 2011, table 8.1)"""
AIR_HEAT_J_KGK = 1000.0
"""Heat capacity of air. [J/(kg K)] secondary (Vanthoor 2011, table 8.1)"""
GRAVITY_M_S2 = 9.81
BAND = 2.0 * math.log(100.0)
"""A control goes from 99 to 1 % over its band. [-] secondary (Katzin 2021, equation 4.4)"""
SHUT = 16.0
"""Where the switch is within 1e-7 of shut or open, no exponential is worked out. [-]"""
STILL_K = 1e-3
"""Below this difference free convection keeps its coefficient, which would have no slope at 0. [K] estimate"""


@compiled
def saturation_pa(t_c: float) -> float:
    """Vapour pressure over water. [Pa]; source: conservationphysics.org, as Katzin 2021 uses it."""
    return 610.78 * math.exp(17.2694 * t_c / (t_c + 238.3))


@compiled
def saturation_slope(pressure_pa: float, t_c: float) -> float:
    """Slope of `saturation_pa` where it has this value. [Pa/K]"""
    return pressure_pa * 17.2694 * 238.3 / ((t_c + 238.3) * (t_c + 238.3))


@compiled
def falling(x: float) -> float:
    """Logistic switch from 1 at minus infinity to 0. [-]"""
    if x > SHUT:
        return 0.0
    if x < -SHUT:
        return 1.0
    return 1.0 / (1.0 + math.exp(x))


@compiled
def over(excess: float, band: float) -> float:
    """Control that opens over a band once its variable exceeds the set value. [-], 0..1"""
    return 1.0 - falling(BAND * (excess / band - 0.5))


@compiled
def under(excess: float, band: float) -> float:
    """Control that opens over a band once its variable falls below the set value. [-], 0..1"""
    return falling(BAND * (excess / band + 0.5))


@compiled
def long_wave(a_c: float, b_c: float) -> float:
    """Conductance between two black planes that exchanges what the fourth powers would. [W/(m2 K)]"""
    a_k, b_k = a_c + KELVIN, b_c + KELVIN
    return STEFAN_BOLTZMANN * (a_k * a_k + b_k * b_k) * (a_k + b_k)


@compiled
def power(difference_k: float, exponent: float) -> float:
    """Temperature difference of free convection to a power, either sign alike."""
    return math.exp(exponent * math.log(max(abs(difference_k), STILL_K)))
