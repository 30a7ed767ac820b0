"""Published single-phase correlations for chevron plates, exactly as published, with one chevron angle.

``beta_deg`` is the angle between the corrugation and the main flow: small is soft (low pressure drop), large is hard. Martin and
Muley & Manglik use it so; Kumar's table counts from the other side, and is entered here with 90° - beta_deg. Friction factors are
Darcy's (four times Fanning's). Reynolds and Nusselt numbers stand on the hydraulic diameter 2 gap / enlargement. The steps in
Martin's and Kumar's formulas are kept here; what the solver uses is in `continuous`, and agrees with these away from the steps.
"""

import math
from dataclasses import dataclass

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.numeric import Num, plain

MARTIN_STEP_RE = 2000.0
"""Where Martin's laminar formulas hand over to the turbulent ones; friction jumps up by some 5 %."""

_RADIAN = math.pi / 180.0
_ACROSS = 1.0 / math.sqrt(3.8)

_MARTIN = {"1999": (596.0, 0.78), "VDI": (597.0, 1.8 / math.log(10.0))}
"""The two printings in Darcy form: constant of the laminar wavy term, and slope of the smooth-channel law in ln(Re)."""


@dataclass(frozen=True, slots=True)
class KumarLine:
    """One row of Kumar's table: where Re steps, and the constants between the steps; angle as Kumar counts it."""

    angle_deg: float
    nusselt_steps: tuple[float, float]
    nusselt_factor: tuple[float, float, float]
    nusselt_power: tuple[float, float, float]
    friction_steps: tuple[float, float]
    friction_factor: tuple[float, float, float]
    friction_power: tuple[float, float, float]


# fmt: off
KUMAR = (
    KumarLine(30.0, (10.0, 10.0), (0.718, 0.348, 0.348), (0.349, 0.663, 0.663), (10.0, 100.0), (50.0, 19.40, 2.990), (1.0, 0.589, 0.183)),
    KumarLine(45.0, (10.0, 100.0), (0.718, 0.400, 0.300), (0.349, 0.598, 0.663), (15.0, 300.0), (47.0, 18.29, 1.441), (1.0, 0.652, 0.206)),
    KumarLine(50.0, (20.0, 300.0), (0.630, 0.291, 0.130), (0.333, 0.591, 0.732), (20.0, 300.0), (34.0, 11.25, 0.772), (1.0, 0.631, 0.161)),
    KumarLine(60.0, (20.0, 400.0), (0.562, 0.306, 0.108), (0.326, 0.529, 0.703), (40.0, 400.0), (24.0, 3.24, 0.760), (1.0, 0.457, 0.215)),
    KumarLine(65.0, (20.0, 500.0), (0.562, 0.331, 0.087), (0.326, 0.503, 0.718), (50.0, 500.0), (24.0, 2.80, 0.639), (1.0, 0.451, 0.213)),
)
# fmt: on
"""Kumar's constants for industrial plates, as printed in Ayub (2003), table 1; friction constants in Fanning form."""


def friction_martin(re: Num, beta_deg: float, variant: str = "1999") -> Num:
    """Darcy friction factor of a chevron channel after Martin, with its step at Re = 2000.

    Parameters
    ----------
    re : Reynolds number on the hydraulic diameter. [-]; data from 200 to 10,000
    beta_deg : chevron angle from the flow direction. [°], 0 < beta < 90; derived for 0..80
    variant : "1999", or "VDI" for the printing of the VDI Heat Atlas (0.1 % apart).

    Returns
    -------
    Darcy friction factor. [-]; dp = f (length / hydraulic diameter) rho v² / 2, length straight from port to port

    Raises
    ------
    OutOfRange : for arguments that no plate has, NaN, or an unknown variant.

    Source
    ------
    Martin, Chem. Eng. Process. 35 (1996) 301-310, and EF Conference on Compact Heat Exchangers, Banff, 1999; checked against fluids 1.3.1.

    >>> round(friction_martin(20000.0, 45.0), 12)
    0.781891630837
    """
    _require(re, beta_deg)
    if variant not in _MARTIN:
        raise OutOfRange(f"variant = {variant!r}: Martin's formula is printed as {' or '.join(_MARTIN)}")
    re = plain(re)
    wavy, slope = _MARTIN[variant]
    laminar = re < MARTIN_STEP_RE
    low, high = martin_laminar(re, wavy), martin_turbulent(nm.ln(nm.larger(re, MARTIN_STEP_RE)), slope)
    return martin_friction(nm.pick(laminar, low[0], high[0]), nm.pick(laminar, low[1], high[1]), beta_deg)


def martin_laminar(re: Num, wavy: float = 596.0) -> tuple[Num, Num]:
    """Friction along the furrows and across them below Martin's step, unchecked, in Darcy form."""
    each = 1.0 / re
    return 64.0 * each, wavy * each + 3.85


def martin_turbulent(ln_re: Num, slope: float = 0.78) -> tuple[Num, Num]:
    """Friction along the furrows and across them above Martin's step, of ln(Re), unchecked, in Darcy form."""
    root = slope * ln_re - 1.5
    return 1.0 / (root * root), 39.0 * nm.exp(-0.289 * ln_re)


def martin_friction(along: Num, across: Num, beta_deg: Num) -> Num:
    """Martin's combination of both for a chevron angle: the Darcy friction factor, unchecked."""
    beta = beta_deg * _RADIAN
    cos, sin = nm.cos(beta), nm.sin(beta)
    root = cos / nm.sqrt(along / cos + (0.18 * sin / cos + 0.36 * sin))
    root = root + (1.0 - cos) * _ACROSS / nm.sqrt(across)
    return 1.0 / (root * root)


def nusselt_martin(re: Num, pr: Num, beta_deg: float, variant: str = "1999") -> Num:
    """Nusselt number of a chevron channel after Martin: the generalised Lévêque equation on his friction factor.

    ``pr`` is the Prandtl number at the bulk temperature; no wall-viscosity factor. Else as `friction_martin`.

    >>> round(nusselt_martin(2000.0, 0.7, 45.0), 12)
    30.427601053758
    """
    friction = friction_martin(re, beta_deg, variant)
    _require_pr(pr)
    return martin_nusselt(friction, nm.ln(plain(re)), nm.ln(plain(pr)), beta_deg)


def martin_nusselt(friction: Num, ln_re: Num, ln_pr: Num, beta_deg: Num) -> Num:
    """Nu = 0.122 Pr^(1/3) (f Re² sin 2 beta)^0.374, unchecked, with f the Darcy friction factor."""
    drive = nm.ln(friction * nm.sin(2.0 * _RADIAN * beta_deg)) + 2.0 * ln_re
    return 0.122 * nm.exp(ln_pr / 3.0 + 0.374 * drive)


def kumar_line(beta_deg: float) -> KumarLine:
    """The row of Kumar's table for a chevron angle from the flow direction: the next harder one in his counting.

    >>> kumar_line(60.0).angle_deg, kumar_line(25.0).angle_deg
    (30.0, 65.0)
    """
    return next((line for line in KUMAR if 90.0 - beta_deg <= line.angle_deg), KUMAR[-1])


def friction_kumar(re: Num, beta_deg: float) -> Num:
    """Darcy friction factor of an industrial chevron plate after Kumar, with the steps of its table.

    Arguments as for `friction_martin`; Re 0.1..10,000, angles 25..60° from the flow direction.

    Source
    ------
    Kumar, 1st UK Nat. Conf. Heat Transfer, 1984; constants in Ayub, Heat Transfer Eng. 24 (2003) 3-16; checked against fluids 1.3.1.

    >>> round(friction_kumar(2000.0, 60.0), 12)
    2.976066905563
    """
    _require(re, beta_deg)
    line = kumar_line(beta_deg)
    powers = (-line.friction_power[0], -line.friction_power[1], -line.friction_power[2])
    return 4.0 * _stepped(plain(re), line.friction_steps, line.friction_factor, powers)


def nusselt_kumar(re: Num, pr: Num, beta_deg: float) -> Num:
    """Nusselt number of an industrial chevron plate after Kumar, with the steps of its table. As `friction_kumar`.

    >>> round(nusselt_kumar(2000.0, 0.7, 60.0), 12)
    47.757818892854
    """
    _require(re, beta_deg)
    _require_pr(pr)
    line = kumar_line(beta_deg)
    return _stepped(plain(re), line.nusselt_steps, line.nusselt_factor, line.nusselt_power) * nm.exp(
        0.33 * nm.ln(plain(pr))
    )


def _stepped(re: Num, steps: tuple[float, float], factor: tuple[float, ...], power: tuple[float, ...]) -> Num:
    ln_re = nm.ln(re)
    low, middle, high = (c * nm.exp(m * ln_re) for c, m in zip(factor, power, strict=True))
    return nm.pick(re <= steps[0], low, nm.pick(re <= steps[1], middle, high))


def friction_muley_manglik(re: Num, beta_deg: float, enlargement: float) -> Num:
    """Darcy friction factor of a chevron channel after Muley & Manglik; one power law, no step.

    Parameters
    ----------
    re, beta_deg : as for `friction_martin`; fitted for Re above 1,000 and 30..60°.
    enlargement : developed over projected plate area. [-]; fitted for 1..1.5

    Source
    ------
    Muley & Manglik, J. Heat Transfer 121 (1999) 110-117; checked against fluids 1.3.1.

    >>> round(friction_muley_manglik(2000.0, 45.0, 1.2), 12)
    1.088087080408
    """
    _require(re, beta_deg, enlargement)
    return muley_manglik_friction(nm.ln(plain(re)), beta_deg, enlargement)


def nusselt_muley_manglik(re: Num, pr: Num, beta_deg: float, enlargement: float) -> Num:
    """Nusselt number of a chevron channel after Muley & Manglik; no wall-viscosity factor. As `friction_muley_manglik`.

    >>> round(nusselt_muley_manglik(2000.0, 0.7, 45.0, 1.18), 12)
    36.490871006021
    """
    _require(re, beta_deg, enlargement)
    _require_pr(pr)
    return muley_manglik_nusselt(nm.ln(plain(re)), nm.ln(plain(pr)), beta_deg, enlargement)


def muley_manglik_friction(ln_re: Num, beta_deg: Num, enlargement: Num) -> Num:
    """`friction_muley_manglik` of ln(Re), unchecked."""
    angle = 2.917 + beta_deg * (-0.1277 + beta_deg * 2.016e-3)
    area = 5.474 + enlargement * (-19.02 + enlargement * (18.93 - enlargement * 5.341))
    power = 0.2 + 0.0577 * nm.sin(4.0 * _RADIAN * beta_deg + 2.1)
    return 4.0 * angle * area * nm.exp(-power * ln_re)


def muley_manglik_nusselt(ln_re: Num, ln_pr: Num, beta_deg: Num, enlargement: Num) -> Num:
    """`nusselt_muley_manglik` of ln(Re) and ln(Pr), unchecked."""
    angle = 0.2668 + beta_deg * (-0.006967 + beta_deg * 7.244e-5)
    area = 20.7803 + enlargement * (-50.9372 + enlargement * (41.1585 - enlargement * 10.1507))
    power = 0.728 + 0.0543 * nm.sin(4.0 * _RADIAN * beta_deg + 3.7)
    return angle * area * nm.exp(power * ln_re + ln_pr / 3.0)


def _require(re: Num, beta_deg: float, enlargement: float = 1.0) -> None:
    require("re", re, 1e-3, 1e7, "-", "channel Reynolds number of a plate")
    require("beta_deg", beta_deg, 1.0, 89.0, "°", "chevron angle from the flow direction")
    require("enlargement", enlargement, 1.0, 1.8, "-", "developed over projected plate area")


def _require_pr(pr: Num) -> None:
    require("pr", pr, 1e-3, 1e6, "-", "Prandtl number of a liquid or gas")
