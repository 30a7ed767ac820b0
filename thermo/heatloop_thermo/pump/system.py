"""Pump against system: where the two curves meet, and the speed that gives a wanted flow."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from heatloop_thermo.errors import Infeasible, require
from heatloop_thermo.pump.curve import PumpCurve
from heatloop_thermo.pump.duty import PumpDuty, operate, speed_fraction_for
from heatloop_thermo.roots import root


@dataclass(frozen=True)
class SystemCurve:
    """Head that a circuit takes: a static part, and friction as a function of the whole flow.

    Parameters
    ----------
    friction_m : head lost at a flow [m3/s]. [m], 0 at rest and rising
    static_head_m : height that has to be lifted; 0 in a closed loop. [m]

    >>> system = SystemCurve.through(0.040, 18.0)
    >>> round(system.head_m(0.020), 3)
    4.5
    """

    friction_m: Callable[[float], float]
    static_head_m: float = 0.0

    @classmethod
    def through(
        cls, flow_m3_s: float, head_m: float, static_head_m: float = 0.0, exponent: float = 2.0
    ) -> "SystemCurve":
        """Curve through one known point, with friction as a power of the flow (2: rough turbulent, 1.75: smooth)."""
        require("flow_m3_s", flow_m3_s, 1e-9, math.inf, "m3/s", "the known point must have a flow")
        require("head_m", head_m, static_head_m, math.inf, "m", "at least the static head")
        require("exponent", exponent, 1.0, 2.5, "-", "from laminar to beyond rough turbulent")
        friction = head_m - static_head_m
        return cls(lambda flow: friction * (flow / flow_m3_s) ** exponent, static_head_m)

    def head_m(self, flow_m3_s: float) -> float:
        """Head at a flow of the whole circuit [m]."""
        return self.static_head_m + self.friction_m(flow_m3_s)


def speed_for_flow(curve: PumpCurve, system: SystemCurve, flow_m3_s: float, parallel: int = 1) -> float:
    """Speed fraction at which pumps in parallel send a flow through a system.

    Parameters
    ----------
    curve, system : one pump, and the circuit.
    flow_m3_s : flow of the whole circuit. [m3/s], above 0
    parallel : equal pumps that share it. [-], >= 1

    Returns
    -------
    Speed over rated speed. [-], within the range of the drive

    Raises
    ------
    Infeasible : ``pump_speed_max`` or ``pump_speed_min``, naming the speed that would be needed.

    >>> from heatloop_thermo.drive import Motor
    >>> pump = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15000.0))
    >>> round(speed_for_flow(pump, SystemCurve.through(0.040, 18.0), 0.036), 4)
    0.8617
    """
    require("flow_m3_s", flow_m3_s, 1e-9, math.inf, "m3/s", "a pump at work has a flow")
    require("parallel", float(parallel), 1.0, 1000.0, "-", "at least one pump runs")
    speed = speed_fraction_for(curve, flow_m3_s / parallel, system.head_m(flow_m3_s))
    low, high = curve.speed_min_fraction, curve.speed_max_fraction
    if low - 1e-9 <= speed <= high + 1e-9:
        return speed
    binding = "pump_speed_max" if speed > high else "pump_speed_min"
    raise Infeasible(
        binding,
        f"{curve.name} would have to turn at {speed:.3f} of its speed for {flow_m3_s:.6g} m3/s; {low:g}..{high:g}",
    )


def duty_point(
    curve: PumpCurve,
    system: SystemCurve,
    density_kg_m3: float,
    npsh_available_m: float,
    speed_fraction: float = 1.0,
    parallel: int = 1,
) -> PumpDuty:
    """Where pump and system meet at a given speed.

    Parameters
    ----------
    curve, system, density_kg_m3, npsh_available_m, parallel : as for `speed_for_flow` and `operate`
    speed_fraction : speed over rated speed. [-], within the range of the drive

    Returns
    -------
    The duty of one pump; the whole flow is ``parallel`` times that. On both curves to round-off.

    Raises
    ------
    OutOfRange : for a speed outside the range of the drive.
    Infeasible : ``pump_shutoff_head``, if the pump cannot lift the static head.

    >>> from heatloop_thermo.drive import Motor
    >>> pump = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15000.0))
    >>> round(duty_point(pump, SystemCurve.through(0.040, 20.0), 975.0, 22.0).flow_m3_s, 9)
    0.04
    """
    require("parallel", float(parallel), 1.0, 1000.0, "-", "at least one pump runs")
    low, high = curve.speed_min_fraction, curve.speed_max_fraction
    require(f"{curve.name}: speed_fraction", speed_fraction, max(low, 1e-9), high, "-", "range of the drive")
    shutoff = speed_fraction**2 * curve.shutoff_head_m
    if shutoff <= system.static_head_m:
        lift = f"{shutoff:.2f} m at no flow, the system asks for {system.static_head_m:.2f} m"
        raise Infeasible("pump_shutoff_head", f"{curve.name} at {speed_fraction:g} of its speed lifts {lift}")
    end = (shutoff / curve.head_fall) ** 0.5  # flow at which the curve comes down to no head

    def surplus(square: float) -> float:
        return (shutoff * (1.0 - square) - system.head_m(end * parallel * math.sqrt(square))) / shutoff

    flow = end * math.sqrt(root(surplus, 0.0, 1.0, 1e-13))
    return operate(curve, flow, curve.head_m(flow, speed_fraction), density_kg_m3, npsh_available_m)
