"""Vapour pressure of water and its inverse: the lid on every loop, for boiling and for cavitation.

ln p is a polynomial in 1/T. It is nearly a straight line (Clausius-Clapeyron), so degree 7 suffices from the triple
point to 180 °C, the curve runs on smoothly below 0.01 °C as that of supercooled water, and Newton's method inverts it
in a few steps.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.fluid_data import fluid_data
from heatloop_thermo.numeric import N, plain
from heatloop_thermo.polynomial import Coefficients, horner, solve

KELVIN = 273.15
_RANGE = "fitted range of water's vapour curve"


@dataclass(frozen=True, slots=True)
class VapourCurve:
    """ln p [Pa] over w = (1/T - centre) / half, T in K; its range in °C, and that of its inverse in Pa."""

    coefficients: Coefficients
    centre_per_k: float
    half_per_k: float
    t_low_c: float
    t_high_c: float
    p_low_pa: float
    p_high_pa: float

    def pressure_pa(self, t_c: N) -> N:
        """See ``vapour_pressure_pa``."""
        value: Any = plain(t_c)
        require("temperature for vapour pressure", value, self.t_low_c, self.t_high_c, "°C", _RANGE)
        log_p: Any = horner(self.coefficients, (1.0 / (value + KELVIN) - self.centre_per_k) / self.half_per_k)
        pressure: Any = math.exp(log_p) if isinstance(log_p, float) else np.exp(log_p)
        return cast("N", pressure)

    def boiling_c(self, pressure_pa_abs: N) -> N:
        """See ``boiling_c``."""
        value: Any = plain(pressure_pa_abs)
        require("absolute pressure for boiling point", value, self.p_low_pa, self.p_high_pa, "Pa", _RANGE)
        log_p: Any = math.log(value) if isinstance(value, float) else np.log(value)
        w = solve(self.coefficients, log_p, (log_p - self.coefficients[-1]) / self.coefficients[-2])
        t_c: N = 1.0 / (self.centre_per_k + self.half_per_k * w) - KELVIN
        return t_c


def vapour_pressure_pa(t_c: N) -> N:
    """Vapour pressure of water.

    Parameters
    ----------
    t_c : temperature. [°C], -55..180; scalar or array

    Returns
    -------
    Absolute pressure. [Pa], shape of ``t_c``. Below 0.01 °C that of supercooled water, extrapolated: within 2 % of
    Murphy & Koop (Q. J. R. Meteorol. Soc. 131 (2005) 1539), which is less than 0.1 Pa.

    Raises
    ------
    OutOfRange : outside the range, or NaN.

    Source
    ------
    Fitted from 0.01 °C to CoolProp's IAPWS-95 (Wagner & Pruß, J. Phys. Chem. Ref. Data 31 (2002) 387) to 2e-7.

    >>> round(vapour_pressure_pa(75.0))
    38595
    """
    return _curve().pressure_pa(t_c)


def boiling_c(pressure_pa_abs: N) -> N:
    """Temperature at which water boils: the inverse of ``vapour_pressure_pa``.

    Parameters
    ----------
    pressure_pa_abs : absolute pressure. [Pa], 611.66 (triple point)..1.0028e6 (180 °C); scalar or array

    Returns
    -------
    Temperature. [°C], shape of ``pressure_pa_abs``; inverts the fitted curve to round-off.

    Raises
    ------
    OutOfRange : outside the range, or NaN.

    >>> round(boiling_c(101_325.0), 2)
    99.97
    """
    return _curve().boiling_c(pressure_pa_abs)


def vapour_curve(record: dict[str, Any]) -> VapourCurve:
    """The curve from its record in the coefficient file."""
    return VapourCurve(
        tuple(record["coefficients"]),
        record["centre_per_k"],
        record["half_per_k"],
        record["t_low_c"],
        record["t_high_c"],
        record["p_low_pa"],
        record["p_high_pa"],
    )


@lru_cache(maxsize=1)
def _curve() -> VapourCurve:
    return vapour_curve(fluid_data()["vapour"])
