"""How far an operator looks ahead, and how wrong the forecast is."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array


@dataclass(frozen=True)
class Horizon:
    """How far one looks, how often, and how well one knows.

    Parameters
    ----------
    window_h : hours planned at once. [h], >= 1
    step_h : hours of a plan that are done before the next. [h], 1..window_h
    demand_error, price_error : standard deviation of the forecast far ahead, over the value. [-], 0..1; 0 knows it
    memory_h : how fast the error grows with the hours ahead: to 63 % of its variance in half of it. [h], > 0
    seed : of the errors; the same seed gives the same forecasts.
    reserve_h : hours of standstill for which the store keeps what the boiler alone could not give, see `reserve`; None: the longest
        call. [h]
    end_value_fraction : what heat in the store is worth at the end of a window, over the boiler's mean cost of heat. [-], 0..1.
        A quarter: enough that surplus heat is kept rather than dumped, too little to run machines for it. estimate
    """

    window_h: int = 48
    step_h: int = 24
    demand_error: float = 0.0
    price_error: float = 0.0
    memory_h: float = 24.0
    seed: int = 0
    reserve_h: int | None = None
    end_value_fraction: float = 0.25

    def __post_init__(self) -> None:
        """Refuse what is no horizon."""
        require("window_h", float(self.window_h), 1.0, 8784.0, "h", "hours planned at once")
        require("step_h", float(self.step_h), 1.0, float(self.window_h), "h", "no more than the window")
        require("demand_error", self.demand_error, 0.0, 1.0, "-", "standard deviation over the value")
        require("price_error", self.price_error, 0.0, 1.0, "-", "standard deviation over the value")
        require("memory_h", self.memory_h, 0.1, 8784.0, "h", "how fast the error grows")
        require("reserve_h", float(self.reserve_h or 0), 0.0, 168.0, "h", "standstill that a tank can bridge")
        require("end_value_fraction", self.end_value_fraction, 0.0, 1.0, "-", "over the boiler's cost of heat")


def factor(hours: int, error: float, memory_h: float, rng: np.random.Generator) -> Array:
    """Forecast over truth: 1 now, and ever less sure ahead; never negative. [-], shape (hours,)

    >>> factor(3, 0.0, 24.0, np.random.default_rng(0))
    array([1., 1., 1.])
    """
    if error == 0.0:
        return np.ones(hours)
    keep = float(np.exp(-1.0 / memory_h))
    draws, value, factor = rng.standard_normal(hours) * np.sqrt(1.0 - keep * keep), 0.0, np.ones(hours)
    for k in range(1, hours):
        value = keep * value + float(draws[k])
        factor[k] = max(1.0 + error * value, 0.0)
    return factor
