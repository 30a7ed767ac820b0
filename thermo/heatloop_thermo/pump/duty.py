"""One pump at work: speed, power and NPSH at a flow and a head, and which limits that breaks."""

import math
from dataclasses import dataclass
from typing import Any

from heatloop_thermo.drive import drive_loss_w, electric_w, motor_loss_w
from heatloop_thermo.errors import require
from heatloop_thermo.numeric import N
from heatloop_thermo.pump.curve import GRAVITY_M_S2, PumpCurve

PREFERRED = (0.7, 1.2)
"""Preferred operating region over BEP flow. [-] Source: Hydraulic Institute practice, from pump journals. secondary."""
NPSH_RATIO = 1.3
"""NPSH available over required that keeps clear of cavitation noise and wear. [-] Source: as above. secondary."""


@dataclass(frozen=True)
class PumpDuty:
    """One pump at work. Powers and flow are those of this one pump, whatever runs beside it.

    Parameters
    ----------
    flow_m3_s, head_m : what it does. [m3/s], [m]
    speed_fraction, bep_fraction : speed over rated speed; flow over BEP flow at that speed. [-]
    hydraulic_w, shaft_w, electric_w : power in the water, at the shaft, from the grid. [W]; the shaft power ends up as
        heat in the liquid
    pump_efficiency, motor_efficiency, drive_efficiency : the chain between them. [-]
    npsh_required_m, npsh_available_m : [m]
    motor_rated_w : nameplate power. [W]
    limits : names of the limits that are broken, worst first; empty for a good duty. ``pump_speed``, ``pump_motor``,
        ``pump_npsh``, ``pump_flow`` (allowed range), ``pump_preferred`` (0.7..1.2 of BEP), ``pump_npsh_margin`` (1.3)
    """

    flow_m3_s: float
    head_m: float
    speed_fraction: float
    bep_fraction: float
    hydraulic_w: float
    shaft_w: float
    electric_w: float
    pump_efficiency: float
    motor_efficiency: float
    drive_efficiency: float
    npsh_required_m: float
    npsh_available_m: float
    motor_rated_w: float
    limits: tuple[str, ...]

    @property
    def efficiency(self) -> float:
        """Power in the water over power from the grid [-]."""
        return self.hydraulic_w / self.electric_w

    @property
    def within_range(self) -> bool:
        """Whether the pump can stay at this duty: nothing broken but preferences."""
        return not set(self.limits) - {"pump_preferred", "pump_npsh_margin"}


def power_w(curve: PumpCurve, flow_m3_s: N, head_m: N, density_kg_m3: N | float) -> tuple[N, N, N]:
    """Speed and power of one pump that a drive holds at a flow and a head; the hot path, for a year of hours.

    Parameters
    ----------
    curve : the pump at rated speed.
    flow_m3_s, head_m : of this one pump. [m3/s], [m], >= 0 and not both 0; scalars or arrays
    density_kg_m3 : of the liquid. [kg/m3]; broadcasts

    Returns
    -------
    (speed_fraction, shaft_w, electric_w). The speed is what affinity asks for, **not** compared with the drive's range:
    ``curve.speed_min_fraction`` and ``speed_max_fraction`` are for the caller to compare, hour by hour.

    Raises
    ------
    OutOfRange : for negative arguments, a flow beyond 1.9 times the BEP flow, or ten times the motor's power.
    """
    speed = speed_fraction_for(curve, flow_m3_s, head_m)
    shaft = curve.shaft_w(flow_m3_s, density_kg_m3, speed)
    return speed, shaft, electric_w(curve.motor, shaft)


def speed_fraction_for(curve: PumpCurve, flow_m3_s: N, head_m: N) -> N:
    """Speed over rated speed at which a pump gives a head at a flow [-], by affinity, in closed form and unlimited.

    Raises
    ------
    OutOfRange : for a negative flow or head.
    """
    require(f"{curve.name}: flow_m3_s", flow_m3_s, 0.0, math.inf, "m3/s", "a pump has one direction")
    require(f"{curve.name}: head_m", head_m, 0.0, math.inf, "m", "a pump lifts")
    flow: Any = flow_m3_s
    speed: N = ((head_m + curve.head_fall * flow * flow) / curve.shutoff_head_m) ** 0.5
    return speed


def operate(
    curve: PumpCurve, flow_m3_s: float, head_m: float, density_kg_m3: float, npsh_available_m: float
) -> PumpDuty:
    """One pump held at a flow and a head by its speed, with everything that the report wants to know.

    Parameters
    ----------
    curve : the pump at rated speed.
    flow_m3_s, head_m, density_kg_m3 : as for `power_w`, both above 0
    npsh_available_m : at the suction, from `npsh.npsh_available_m`. [m]

    Returns
    -------
    The duty; limits that are broken are named in ``limits``, not raised.

    Raises
    ------
    OutOfRange : as `power_w`: what has no power at all (a flow off the end of the curve).

    >>> from heatloop_thermo.drive import Motor
    >>> pump = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15000.0))
    >>> duty = operate(pump, 0.036, 18.0, 975.0, 22.0)
    >>> round(duty.speed_fraction, 3), round(duty.shaft_w), round(duty.electric_w), duty.limits
    (0.941, 7958, 9179, ())
    """
    require("flow_m3_s", flow_m3_s, 1e-9, math.inf, "m3/s", "a pump at work has a flow")
    require("head_m", head_m, 1e-9, math.inf, "m", "the pump lifts")
    speed = speed_fraction_for(curve, flow_m3_s, head_m)
    shaft = curve.shaft_w(flow_m3_s, density_kg_m3, speed)
    terminals = shaft + motor_loss_w(curve.motor, shaft)
    electric = terminals + drive_loss_w(curve.motor, shaft)
    hydraulic = density_kg_m3 * GRAVITY_M_S2 * flow_m3_s * head_m
    required = curve.npsh_required_m(flow_m3_s, speed)
    fraction = curve.bep_fraction(flow_m3_s, speed)
    return PumpDuty(
        flow_m3_s=flow_m3_s,
        head_m=head_m,
        speed_fraction=speed,
        bep_fraction=fraction,
        hydraulic_w=hydraulic,
        shaft_w=shaft,
        electric_w=electric,
        pump_efficiency=hydraulic / shaft,
        motor_efficiency=shaft / terminals,
        drive_efficiency=terminals / electric,
        npsh_required_m=required,
        npsh_available_m=npsh_available_m,
        motor_rated_w=curve.motor.rated_w,
        limits=_limits(curve, speed, fraction, shaft, required, npsh_available_m),
    )


def _limits(
    curve: PumpCurve, speed: float, fraction: float, shaft: float, required: float, available: float
) -> tuple[str, ...]:
    slack = 1e-9  # round-off of the solvers, not a tolerance of the limits
    held = (
        ("pump_speed", curve.speed_min_fraction - slack <= speed <= curve.speed_max_fraction + slack),
        ("pump_motor", shaft <= curve.motor.rated_w),
        ("pump_npsh", available >= required),
        ("pump_flow", curve.flow_min_fraction - slack <= fraction <= curve.flow_max_fraction + slack),
        ("pump_preferred", PREFERRED[0] - slack <= fraction <= PREFERRED[1] + slack),
        ("pump_npsh_margin", available >= NPSH_RATIO * required),
    )
    return tuple(name for name, good in held if not good)
