"""What a pump's duty deserves to be told: limits that it breaks, and head that it hardly has in hand."""

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from heatloop_thermo.errors import require
from heatloop_thermo.pump.budget import head_margin_warning
from heatloop_thermo.pump.curve import PumpCurve
from heatloop_thermo.pump.duty import NPSH_RATIO, PREFERRED, PumpDuty


class PumpRemark(NamedTuple):
    """One remark; severity and code as a finding's."""

    severity: Literal["info", "warning", "error"]
    code: str
    text: str


def pump_remarks(
    name: str, duty: PumpDuty, curve: PumpCurve | None = None, margin_fraction: float = 0.0
) -> tuple[PumpRemark, ...]:
    """Put a pump's broken limits and its head in hand into words.

    Parameters
    ----------
    name : whose pump, as findings begin.
    duty : of one pump at the rated point.
    curve : of a pump that was typed; None for one chosen for the duty.
    margin_fraction : of a chosen pump, the head asked for beyond the duty's. [-], >= 0

    Returns
    -------
    An error for what the pump cannot do; a warning for what it should not do for years, and for a typed pump with less
    than 1 m or 5 % of head in hand; that of a chosen pump was asked for, so it is an info. Cavitation (``pump_npsh``) is
    not among them: the design holds it as a limit of the circuit.

    Raises
    ------
    OutOfRange : for a negative margin.

    >>> from heatloop_thermo.drive import Motor
    >>> from heatloop_thermo.pump import operate
    >>> pump = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15000.0))
    >>> for row in pump_remarks("racks", operate(pump, 0.024, 21.5, 975.0, 22.0), pump): print(row.severity, row.code)
    warning pump_preferred
    warning pump_head_margin
    """
    require(f"{name}: margin_fraction", margin_fraction, 0.0, math.inf, "-", "head beyond the duty's")
    return (*_limits(name, duty, curve), *_margin(name, duty, curve, margin_fraction))


def _limits(name: str, duty: PumpDuty, curve: PumpCurve | None) -> Iterator[PumpRemark]:
    broken, share = set(duty.limits), duty.bep_fraction
    if "pump_speed" in broken:
        yield _speed(name, duty, curve)
    if "pump_motor" in broken:
        text = f"{name}: the pump takes {duty.shaft_w / 1e3:.1f} kW at its shaft, its motor gives {duty.motor_rated_w / 1e3:g} kW."
        yield PumpRemark("error", "pump_motor", text)
    if "pump_flow" in broken:
        text = (
            f"{name}: the pump runs at {share * 100:.0f} % of its best flow, outside the range that its maker allows."
        )
        yield PumpRemark("error", "pump_flow", text)
    elif "pump_preferred" in broken:
        low, high = (end * 100 for end in PREFERRED)
        text = f"{name}: the pump runs at {share * 100:.0f} % of its best flow; bearings and seals last within {low:.0f} to {high:.0f} %."
        yield PumpRemark("warning", "pump_preferred", text)
    if "pump_npsh_margin" in broken and "pump_npsh" not in broken:
        ratio = duty.npsh_available_m / duty.npsh_required_m
        text = f"{name}: NPSH available is {ratio:.2f} times that required; below {NPSH_RATIO:g} a pump wears."
        yield PumpRemark("warning", "pump_npsh_margin", text)


def _speed(name: str, duty: PumpDuty, curve: PumpCurve | None) -> PumpRemark:
    """Too slow is a matter of a valve, too fast is no duty."""
    lowest, highest = (curve.speed_min_fraction, curve.speed_max_fraction) if curve else (0.0, 1.0)
    asked = f"{name}: the duty asks for {duty.speed_fraction * 100:.0f} % of the pump's rated speed"
    if duty.speed_fraction > highest:
        return PumpRemark("error", "pump_speed", f"{asked}, it turns at {highest * 100:.0f} % at the most.")
    least = f"; it turns at {lowest * 100:.0f} % at the least" if lowest else "; that is below its range"
    return PumpRemark("warning", "pump_speed", f"{asked}{least}: a valve has to take the rest, for good.")


def _margin(name: str, duty: PumpDuty, curve: PumpCurve | None, margin_fraction: float) -> Iterator[PumpRemark]:
    top_m = curve.head_m(duty.flow_m3_s, curve.speed_max_fraction) if curve else duty.head_m * (1.0 + margin_fraction)
    if curve and top_m < duty.head_m:
        return  # `_speed` has said so
    words = head_margin_warning(top_m, duty.head_m)
    if words is not None:
        yield PumpRemark("warning" if curve else "info", "pump_head_margin", f"{name}: {words}.")
