"""Where a greenhouse starts: temperatures, humidity, soil, crop."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.greenhouse.house import Greenhouse
from heatloop_thermo.greenhouse.kernel_house import (
    BUFFER,
    CANOPY,
    CO2,
    DAY_MEAN,
    FRUIT,
    LAYERS,
    LEAF,
    SOIL,
    STATES,
    STEM,
    TOP_VAPOUR,
    VAPOUR,
    WARMTH,
)
from heatloop_thermo.numeric import Array
from heatloop_thermo.weather import Weather


@dataclass(frozen=True, eq=False)
class State:
    """State of a greenhouse at an instant.

    Parameters
    ----------
    values : in the order of `heatloop_thermo.greenhouse.kernel_house`; shape (23,).
    """

    values: Array

    @property
    def lai(self) -> float:
        """Leaf area index. [-]"""
        return float(2.66e-5 * self.values[LEAF])


def transplants(greenhouse: Greenhouse, weather: Weather) -> State:
    """A greenhouse at its set temperature, with plants set out in the hour in which ``weather`` begins.

    Source
    ------
    3.12 plants/m2 of 2 g each: Katzin 2021; initial values of GreenLight 2. secondary

    >>> from heatloop_thermo.greenhouse.example import cold_week
    >>> round(transplants(Greenhouse(), cold_week()).lai, 3)
    0.116
    """
    return _start(greenhouse, weather, (20e3, 312.0, 4368.0, 1560.0, 0.0))


def established(greenhouse: Greenhouse, weather: Weather) -> State:
    """The same with a crop that has borne fruit for months, as in a second year.

    Source
    ------
    Rounded from the end of a simulated year. estimate

    >>> from heatloop_thermo.greenhouse.example import cold_week
    >>> round(established(Greenhouse(), cold_week()).lai, 1)
    2.6
    """
    return _start(greenhouse, weather, (1e3, 285e3, 97e3, 250e3, 7500.0))


def _start(greenhouse: Greenhouse, weather: Weather, crop: tuple[float, float, float, float, float]) -> State:
    air, deep = greenhouse.climate.night_c, float(weather.ground_c[0])
    x = np.full(STATES, air)
    x[CANOPY] = x[DAY_MEAN] = air + 2.0
    x[TOP_VAPOUR] = x[VAPOUR] = 0.7 * 610.78 * np.exp(17.2694 * air / (air + 238.3))
    x[SOIL : SOIL + LAYERS] = air + (deep - air) * np.arange(LAYERS) / 4.0
    x[CO2] = 722.0
    x[[BUFFER, FRUIT, LEAF, STEM, WARMTH]] = crop
    return State(x)
