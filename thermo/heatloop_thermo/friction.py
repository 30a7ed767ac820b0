"""Darcy friction factor from laminar to fully rough flow, without a jump anywhere.

Laminar flow up to Re = 2,000 follows Hagen-Poiseuille, f = 64/Re. From Re = 4,000 the Colebrook-White equation holds
and is solved to round-off. In between no correlation is right, because the flow is intermittent; what a solver needs
there is a pressure drop that is continuous, smooth and strictly rising with flow. So ln(f Re^2), the logarithm of the
pressure drop up to constants, is carried across by a cubic in ln(Re) that meets value and slope at both ends. Its end
slopes (1 laminar, at most 2 turbulent) stay below three times its mean slope (at least 2.3), which makes it monotone
(Fritsch & Carlson, SIAM J. Numer. Anal. 17, 1980).

Everything inside works on ``hagen`` = f Re^2, which tends to zero with the flow, where f itself does not.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array, Num

RE_LAMINAR = 2000.0
"""Up to here the flow is laminar. [-]"""
RE_TURBULENT = 4000.0
"""From here the flow is turbulent and Colebrook-White holds. [-]"""
RE_MAX = 1e8
"""End of the Moody chart. [-]"""
ROUGHNESS_MAX = 0.05
"""Largest relative roughness of the Moody chart. [-]"""

_Log = Callable[[Any], Any]  # math.log for a scalar, np.log for an array
_C = 2.0 / math.log(10.0)  # Colebrook's 2 log10 in natural logarithms
_LN_SPAN = math.log(RE_TURBULENT / RE_LAMINAR)
_LN_LOW = math.log(64.0 * RE_LAMINAR)


def friction_factor(reynolds: Num, relative_roughness: Num) -> Num:
    """Darcy friction factor of a round pipe.

    Parameters
    ----------
    reynolds : Reynolds number on the inner diameter. [-], above 0 up to 1e8; scalar or array
    relative_roughness : equivalent sand roughness over inner diameter. [-], 0..0.05; broadcasts with reynolds

    Returns
    -------
    Darcy (not Fanning) friction factor. [-], broadcast shape. Within 1e-12 of the Colebrook-White root from Re = 4,000.

    Raises
    ------
    OutOfRange : if either argument leaves its range, or is NaN.

    Source
    ------
    Colebrook, J. Inst. Civ. Eng. 11, 1939, 133-156; laminar 64/Re. Checked against fluids 1.3.1 (Clamond's solution).

    >>> f"{friction_factor(1e5, 1e-4):.12f}"
    '0.018513866077'
    >>> friction_factor(1000.0, 0.01)
    0.064
    """
    require("reynolds", reynolds, math.ulp(0.0), RE_MAX, "-", "the friction factor is unbounded at rest")
    require("relative_roughness", relative_roughness, 0.0, ROUGHNESS_MAX, "-", "end of the Moody chart")
    return hagen(reynolds, relative_roughness) / reynolds**2


def hagen(reynolds: Num, relative_roughness: Num) -> Num:
    """Friction factor times the Reynolds number squared: the pressure gradient in units of mu^2 / (2 rho D^3).

    The hot path: it trusts its caller with the ranges (`pressure_drop_pa` and `friction_factor` check them).

    Parameters
    ----------
    reynolds : Reynolds number on the inner diameter. [-], 0..1e8; scalar or array
    relative_roughness : as for `friction_factor`

    Returns
    -------
    f Re^2. [-], 0 at rest, strictly rising and continuously differentiable in Re at any roughness.

    >>> hagen(0.0, 0.0), hagen(1000.0, 0.0)
    (0.0, 64000.0)
    """
    if isinstance(reynolds, (float, int)) and isinstance(relative_roughness, (float, int)):
        if reynolds >= RE_TURBULENT:
            return (reynolds / _colebrook(reynolds, relative_roughness, math.log)) ** 2
        return 64.0 * reynolds if reynolds <= RE_LAMINAR else _between(reynolds, relative_roughness, math.log)
    return _hagen_array(np.asarray(reynolds, dtype=np.float64), np.asarray(relative_roughness, dtype=np.float64))


def _hagen_array(re: Array, roughness: Array) -> Array:
    turbulent = np.maximum(re, RE_TURBULENT)
    result = np.where(re >= RE_TURBULENT, (turbulent / _colebrook(turbulent, roughness, np.log)) ** 2, 64.0 * re)
    inside = (re > RE_LAMINAR) & (re < RE_TURBULENT)
    if not inside.any():
        return result
    return np.where(inside, _between(np.clip(re, RE_LAMINAR, RE_TURBULENT), roughness, np.log), result)


def _between(re: Num, roughness: Num, log: _Log) -> Num:
    """Cubic Hermite of ln(f Re^2) over ln(Re) from Re = 2,000 to 4,000, value and slope met at both ends."""
    root = _colebrook(RE_TURBULENT, roughness, log)
    bend = _C * 2.51 / (2.51 * root + RE_TURBULENT * roughness / 3.7)
    slope_end = 2.0 - 2.0 * bend / (1.0 + bend)  # d ln(f Re^2) / d ln(Re), by implicit differentiation
    rise = 2.0 * log(RE_TURBULENT / root) - _LN_LOW
    t = log(re / RE_LAMINAR) / _LN_SPAN
    s0, s1 = _LN_SPAN, _LN_SPAN * slope_end  # the laminar slope is 1
    result: Num = math.e ** (_LN_LOW + t * (s0 + t * (3.0 * rise - 2.0 * s0 - s1 + t * (s0 + s1 - 2.0 * rise))))
    return result


def _colebrook(re: Num, roughness: Num, log: _Log) -> Num:
    """Root x = 1/sqrt(f) of x + 2 log10(roughness/3.7 + 2.51 x/Re) = 0: Haaland's start, then three Newton steps.

    The start is within 2 %; a step leaves the square of the error times about 0.01, so that two steps reach 1e-11 and
    three round-off.
    """
    a, b = roughness / 3.7, 2.51 / re
    x: Num = -0.9 * _C * log(a**1.11 + 6.9 / re)
    for _ in range(3):
        inner = a + b * x
        x = x - (x + _C * log(inner)) / (1.0 + _C * b / inner)
    return x
