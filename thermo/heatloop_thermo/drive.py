"""Electric motors and their variable-frequency drives: how much power the grid gives for a shaft.

Losses, not efficiencies, are what is modelled, because they add up and stay finite at rest:

    electric = shaft + motor losses + drive losses

Motor losses are a constant share and a share that grows with the square of the load; drive losses a constant share and
one that grows with the load. Both are estimates of a type; the datasheet of the machine that is bought overrides them.
"""

import bisect
import math
from dataclasses import dataclass
from typing import Any

from heatloop_thermo.errors import Infeasible, require
from heatloop_thermo.numeric import N

CONSTANT_SHARE = 0.42
"""Share of a motor's rated losses that does not depend on the load. [-]

Source: fitted to the part-load curves of the US DOE in fluids 1.3.1, within 0.01 from half load. estimate.
"""
HARMONIC_SHARE = 0.15
"""Extra motor losses behind a drive, as a share of the losses on the mains. [-]

Source: the value of the European drive standards (EN 50598-2) up to 90 kW, known second-hand. estimate.
"""
OVERLOAD = 10.0
"""Shaft power over rated power beyond which a number would say nothing any more. [-]"""
_DRIVE_CONSTANT, _DRIVE_LOAD = (0.040, -0.25), (0.028, -0.125)
# Drive losses over rated power = 0.040 P^-0.25 + 0.028 P^-0.125 x load, with P in kW: a fit of ours to the table of PWM
# drives of the US DOE as reproduced in fluids 1.3.1; efficiency within 0.025 from 1/8 load, 0.01 from 42 %. estimate.

_IEC_KW = (0.75, 1.1, 1.5, 2.2, 3, 4, 5.5, 7.5, 11, 15, 18.5, 22, 30, 37, 45, 55, 75, 90, 110, 132, 160, 200)
_NEMA_KW = (0.75, 1.1, 1.5, 2.2, 3.7, 5.5, 7.5, 11, 15, 18.5, 22, 30, 37, 45, 55, 75, 90, 110, 150)
_SIZES_KW = {50: _IEC_KW, 60: _NEMA_KW}

_IE3_50HZ = {2: (0.3569, -3.3076, 11.6108, 82.2503), 4: (0.0773, -1.8951, 9.2984, 83.7025)}
# Percent = A x^3 + B x^2 + C x + D, x = log10(P / kW): IEC 60034-30-1, from UK SI 2021/745, schedule 16, table 28.
# secondary.
_IE3_60HZ = {
    2: (77, 84, 85.5, 86.5, 88.5, 89.5, 90.2, 91, 91, 91.7, 91.7, 92.4, 93, 93.6, 93.6, 94.1, 95, 95, 95.4),
    4: (85.5, 86.5, 86.5, 89.5, 89.5, 91.7, 91.7, 92.4, 93, 93.6, 93.6, 94.1, 94.5, 95, 95.4, 95.4, 95.4, 95.8, 96.2),
}
# Percent, enclosed motors at the sizes above: 10 CFR 431.25 (NEMA Premium, the same as IE3 at 60 Hz). secondary.


@dataclass(frozen=True)
class Motor:
    """A three-phase cage induction motor of efficiency class IE3, with or without a drive.

    Parameters
    ----------
    rated_w : shaft power on the nameplate. [W], 0.75 kW..200 kW at 50 Hz, ..150 kW at 60 Hz
    poles : 2 or 4. [-]
    mains_hz : 50 or 60. [Hz]
    on_drive : whether a variable-frequency drive feeds it.

    Raises
    ------
    OutOfRange : for a motor outside the tables.

    >>> motor = Motor(7500.0, 4, 60)
    >>> round(motor_efficiency(motor, 7500.0), 3), round(drive_efficiency(motor, 7500.0), 3)
    (0.906, 0.96)
    """

    rated_w: float
    poles: int = 4
    mains_hz: int = 60
    on_drive: bool = True

    def __post_init__(self) -> None:
        """Refuse a motor that the tables do not hold."""
        if self.poles not in _IE3_50HZ:
            require("poles", math.nan, 2.0, 4.0, "-", f"efficiency tables are for 2 and 4 poles, not {self.poles}")
        sizes = _sizes_kw(self.mains_hz)
        reason = f"efficiency table at {self.mains_hz} Hz"
        require("rated_w", self.rated_w, sizes[0] * 1e3, sizes[-1] * 1e3, "W", reason)

    @property
    def rated_efficiency(self) -> float:
        """Efficiency on a sinusoidal supply at rated load: the class limit IE3 [-]."""
        kw = self.rated_w / 1e3
        if self.mains_hz == 50:
            a, b, c, d = _IE3_50HZ[self.poles]
            x = math.log10(kw)
            return (((a * x + b) * x + c) * x + d) / 100.0
        percent = _IE3_60HZ[self.poles]
        i = min(bisect.bisect_right(_NEMA_KW, kw), len(_NEMA_KW) - 1)
        low, high = _NEMA_KW[i - 1], _NEMA_KW[i]
        share = math.log(kw / low) / math.log(high / low)
        return (percent[i - 1] + share * (percent[i] - percent[i - 1])) / 100.0

    @property
    def synchronous_rpm(self) -> float:
        """Speed of the rotating field on the mains [1/min]."""
        return 120.0 * self.mains_hz / self.poles


def motor_loss_w(motor: Motor, shaft_w: N) -> N:
    """Losses of the motor at a shaft power [W]; arguments and errors as for `electric_w`."""
    load = _load(motor, shaft_w)
    harmonics = 1.0 + HARMONIC_SHARE if motor.on_drive else 1.0
    rated = motor.rated_w * (1.0 / motor.rated_efficiency - 1.0) * harmonics
    loss: N = rated * (CONSTANT_SHARE + (1.0 - CONSTANT_SHARE) * load * load)
    return loss


def drive_loss_w(motor: Motor, shaft_w: N) -> N:
    """Losses of the motor's drive at a shaft power [W], 0 without a drive; arguments and errors as for `electric_w`."""
    load = _load(motor, shaft_w)
    kw = motor.rated_w / 1e3 if motor.on_drive else math.inf  # the power laws vanish at infinity
    constant, by_load = (c * kw**p for c, p in (_DRIVE_CONSTANT, _DRIVE_LOAD))
    loss: N = motor.rated_w * (constant + by_load * load)
    return loss


def electric_w(motor: Motor, shaft_w: N) -> N:
    """Power from the grid for a shaft power, motor and drive running.

    Parameters
    ----------
    motor : with or without a drive.
    shaft_w : power at the shaft. [W], >= 0; scalar or array. The laws are known up to 1.25 of the rated power; beyond,
        up to ten times, they are carried on so that a design can say by how much its motor is too small.

    Returns
    -------
    Electric power. [W], same shape. At no load the constant losses of a running machine remain; what is switched off
    takes nothing, and that is for the caller to say.

    Raises
    ------
    OutOfRange : for a negative shaft power, or more than ten times the rated one.

    >>> round(electric_w(Motor(7500.0), 5000.0))
    5819
    """
    shaft: Any = shaft_w
    total: N = shaft + motor_loss_w(motor, shaft) + drive_loss_w(motor, shaft)
    return total


def motor_efficiency(motor: Motor, shaft_w: N) -> N:
    """Shaft power over power at the motor's terminals [-]; 0 at no load."""
    shaft: Any = shaft_w
    efficiency: N = shaft / (shaft + motor_loss_w(motor, shaft))
    return efficiency


def drive_efficiency(motor: Motor, shaft_w: N) -> N:
    """Power at the motor's terminals over power from the grid [-]; 1 without a drive."""
    shaft: Any = shaft_w
    terminals = shaft + motor_loss_w(motor, shaft)
    efficiency: N = terminals / (terminals + drive_loss_w(motor, shaft))
    return efficiency


def next_motor_w(shaft_w: float, mains_hz: int = 60) -> float:
    """Smallest standard motor that gives a shaft power.

    Parameters
    ----------
    shaft_w : largest power at the shaft, margin included. [W], >= 0
    mains_hz : 50 (IEC 60072-1 sizes) or 60 (kilowatt sizes of 10 CFR 431.25). [Hz]

    Returns
    -------
    Rated power. [W]

    Raises
    ------
    Infeasible : ``motor_size``, above the largest size.

    >>> next_motor_w(6100.0, 60), next_motor_w(3100.0, 50)
    (7500.0, 4000.0)
    """
    require("shaft_w", shaft_w, 0.0, math.inf, "W", "power at the shaft")
    sizes = _sizes_kw(mains_hz)
    if shaft_w > sizes[-1] * 1e3:
        raise Infeasible("motor_size", f"{shaft_w / 1e3:.1f} kW is above the largest motor here, {sizes[-1]:g} kW")
    return sizes[bisect.bisect_left(sizes, shaft_w / 1e3)] * 1e3


def _sizes_kw(mains_hz: int) -> tuple[float, ...]:
    if mains_hz not in _SIZES_KW:
        require("mains_hz", math.nan, 50.0, 60.0, "Hz", f"mains are 50 or 60 Hz, not {mains_hz}")
    return _SIZES_KW[mains_hz]


def _load(motor: Motor, shaft_w: Any) -> Any:
    reason = f"ten times the rated power of a motor of {motor.rated_w / 1e3:g} kW"
    require("shaft_w", shaft_w, 0.0, OVERLOAD * motor.rated_w, "W", reason)
    return shaft_w / motor.rated_w
