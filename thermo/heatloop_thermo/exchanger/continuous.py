"""What the solver uses: the published correlations with their steps in Re smoothed, and the range in which each holds.

A step in U or in friction makes a solver hunt and a controller's map jump, and the literature says that the real transition is
smooth. So each step at Re_s becomes a blend over Re_s / 1.1 .. Re_s * 1.1, weighted by 3t² - 2t³ in ln(Re): value and slope are
continuous, heat transfer and pressure drop still rise with flow, and outside the band nothing changes. For Martin the band is
1,818..2,200; at its middle friction lies halfway across the 5 % jump, the Nusselt number halfway across 2 %.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.exchanger import correlations as published
from heatloop_thermo.numeric import Num

Correlation = Literal["martin", "kumar", "muley_manglik"]

BAND = 1.1
"""Each step at Re_s is blended from Re_s / BAND to Re_s * BAND. [-]"""

_HALF = math.log(BAND)
_MARTIN_BAND = (math.log(published.MARTIN_STEP_RE) - _HALF, math.log(published.MARTIN_STEP_RE) + _HALF)


@dataclass(frozen=True, slots=True)
class Validity:
    """Range in which a correlation was fitted: Reynolds number [-], chevron angle from the flow [°], enlargement [-]."""

    title: str
    re: tuple[float, float]
    beta_deg: tuple[float, float]
    enlargement: tuple[float, float]

    def fits_plate(self, beta_deg: float, enlargement: float) -> bool:
        """Whether a plate's shape lies in the range."""
        low, high = self.enlargement
        return self.beta_deg[0] <= beta_deg <= self.beta_deg[1] and low <= enlargement <= high


VALIDITY: dict[Correlation, Validity] = {
    "martin": Validity("Martin", (200.0, 10_000.0), (10.0, 80.0), (1.0, 1.5)),
    "kumar": Validity("Kumar", (0.1, 10_000.0), (25.0, 60.0), (1.0, 1.5)),
    "muley_manglik": Validity("Muley & Manglik", (1_000.0, 10_000.0), (30.0, 60.0), (1.0, 1.5)),
}


def require_correlation(name: str) -> None:
    """Refuse a correlation that does not exist here.

    >>> require_correlation("colburn")
    Traceback (most recent call last):
    heatloop_thermo.errors.OutOfRange: correlation = 'colburn' is none of martin, kumar, muley_manglik
    """
    if name not in VALIDITY:
        raise OutOfRange(f"correlation = {name!r} is none of {', '.join(get_args(Correlation))}")


def nusselt(correlation: Correlation, re: Num, pr: Num, beta_deg: Num, enlargement: Num) -> Num:
    """Nusselt number of a chevron channel, continuous in Re. Arguments are not checked: this is the hot path.

    Parameters
    ----------
    correlation : "martin", "kumar" or "muley_manglik".
    re, pr : Reynolds number on the hydraulic diameter, Prandtl number at bulk temperature. [-], > 0; both scalar or both array
    beta_deg : chevron angle from the flow direction. [°]; one angle for Kumar, whose table has rows
    enlargement : developed over projected plate area. [-]

    Source
    ------
    As in `correlations`, with the blend of this module.

    >>> [round(nusselt("martin", re, 3.5, 60.0, 1.2), 2) for re in (1999.0, 2000.0, 2001.0)]
    [66.12, 66.15, 66.18]
    """
    ln_re, ln_pr = nm.ln(re), nm.ln(pr)
    if correlation == "martin":
        return published.martin_nusselt(_martin(re, ln_re, beta_deg), ln_re, ln_pr, beta_deg)
    if correlation == "kumar":
        line = published.kumar_line(float(beta_deg))
        return nm.exp(_blend(ln_re, line.nusselt_steps, line.nusselt_factor, line.nusselt_power) + 0.33 * ln_pr)
    return published.muley_manglik_nusselt(ln_re, ln_pr, beta_deg, enlargement)


def friction(correlation: Correlation, re: Num, beta_deg: Num, enlargement: Num) -> Num:
    """Darcy friction factor of a chevron channel, continuous in Re; unchecked. Arguments as for `nusselt`.

    >>> [round(friction("martin", re, 60.0, 1.2), 3) for re in (1700.0, 2000.0, 2300.0)]
    [1.912, 1.932, 1.958]
    """
    ln_re = nm.ln(re)
    if correlation == "martin":
        return _martin(re, ln_re, beta_deg)
    if correlation == "kumar":
        line = published.kumar_line(float(beta_deg))
        low, middle, high = line.friction_power
        return 4.0 * nm.exp(_blend(ln_re, line.friction_steps, line.friction_factor, (-low, -middle, -high)))
    return published.muley_manglik_friction(ln_re, beta_deg, enlargement)


def _martin(re: Num, ln_re: Num, beta_deg: Num) -> Num:
    least, most = (ln_re, ln_re) if isinstance(ln_re, float) else (ln_re.min(), ln_re.max())
    if most <= _MARTIN_BAND[0]:
        along, across = published.martin_laminar(re)
    elif least >= _MARTIN_BAND[1]:
        along, across = published.martin_turbulent(ln_re)
    else:
        weight = nm.smooth_step(ln_re, *_MARTIN_BAND)
        low, high = published.martin_laminar(re), published.martin_turbulent(nm.larger(ln_re, _MARTIN_BAND[0]))
        along, across = nm.blend(low[0], high[0], weight), nm.blend(low[1], high[1], weight)
    return published.martin_friction(along, across, beta_deg)


def _blend(ln_re: Num, steps: Sequence[float], factor: Sequence[float], power: Sequence[float]) -> Num:
    """ln of three power laws that hand over to each other at the steps; a step given twice leaves the middle one out."""
    if (ln_re if isinstance(ln_re, float) else ln_re.min()) >= math.log(steps[1]) + _HALF:
        return math.log(factor[2]) + power[2] * ln_re
    low, middle, high = (math.log(c) + m * ln_re for c, m in zip(factor, power, strict=True))
    first, second = (math.log(step) for step in steps)
    value = nm.blend(low, middle, nm.smooth_step(ln_re, first - _HALF, first + _HALF))
    return nm.blend(value, high, nm.smooth_step(ln_re, second - _HALF, second + _HALF))
