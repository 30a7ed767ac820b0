"""Temperature-heat diagram of an exchanger: both streams over the heat passed on, by their real enthalpies, the pinch marked."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.numeric import Array
from heatloop_thermo.properties import Coolant

POINTS = 61


@dataclass(frozen=True)
class Profile:
    """Two streams in counterflow over the heat passed on, counted from the cold end.

    Parameters
    ----------
    heat_kw : from 0 to the duty. [kW], shape (POINTS,)
    hot_c, cold_c : temperatures there. [degC], same shape
    """

    heat_kw: Array
    hot_c: Array
    cold_c: Array

    @property
    def pinch(self) -> int:
        """Index of the smallest temperature difference."""
        return int(np.argmin(self.hot_c - self.cold_c))

    @property
    def pinch_k(self) -> float:
        """The smallest temperature difference. [K]"""
        return float((self.hot_c - self.cold_c)[self.pinch])


def profile(exchanger: dict[str, Any], hot: Coolant, cold: Coolant) -> Profile:
    """Follow both streams through an exchanger.

    Parameters
    ----------
    exchanger : payload of the exchanger.
    hot, cold : liquids of its two sides.

    Returns
    -------
    The profile; its ends are the terminal temperatures, between them the enthalpy of each liquid decides.
    """
    share = np.linspace(0.0, 1.0, POINTS)
    hot_c = _along(hot, exchanger["hot_out_c"], exchanger["hot_in_c"], share)
    cold_c = _along(cold, exchanger["cold_in_c"], exchanger["cold_out_c"], share)
    return Profile(share * exchanger["duty_kw"], hot_c, cold_c)


def _along(coolant: Coolant, start_c: float, end_c: float, share: Array) -> Array:
    low, high = coolant.enthalpy_j_kg(start_c), coolant.enthalpy_j_kg(end_c)
    return np.asarray(coolant.temperature_c(low + share * (high - low)), dtype=np.float64)
