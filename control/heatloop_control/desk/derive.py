"""From a program and the site file to the setpoints that people may ask for, and how the plant's answer is read back."""

from collections.abc import Collection, Mapping

from heatloop_control.desk.memory import Desk
from heatloop_control.desk.terms import Setpoint
from heatloop_control.desk.turn import PERMIT, SUPPLY
from heatloop_control.image import Image
from heatloop_control.mode import Mode
from heatloop_control.program import Program
from heatloop_control.ramp import Ramp
from heatloop_control.state import State
from heatloop_sites.schema.control import Setpoints

SUPPLY_TOLERANCE_K, PERMIT_TOLERANCE = 0.05, 1.0
"""The controller works with the supply's setpoint to this [K]; the PLC shows the permit to this [%]. estimate"""
SUPPLY_CONFIRM_S, PERMIT_CONFIRM_S = 120.0, 60.0
"""The plant has done it so long after its own ramps would be there. [s] estimate"""


def setpoints_of(program: Program, limits: Setpoints, consent: Collection[str] = ()) -> dict[str, Setpoint]:
    """What people may ask of a site.

    Parameters
    ----------
    program : of the site; the scan never leaves its limits, so neither does an envelope.
    limits : of the site file; where they are narrower, they hold.
    consent : names of the setpoints to which a second person has to agree.

    Raises
    ------
    OutOfRange : where site file and program leave no envelope that holds the scheduled value.
    """
    header, typed = program.header, limits.supply
    low_c = header.low_c if typed is None else max(header.low_c, typed.min_c)
    high_c = header.high_c if typed is None else min(header.high_c, typed.max_c)
    pace_k_s = min(header.setpoint_ramp.up_per_s, header.setpoint_ramp.down_per_s)
    typed_k_s = None if typed is None else typed.ramp_k_s
    rate = typed_k_s if typed_k_s is not None and typed_k_s < pace_k_s else float("inf")
    supply = Setpoint(
        name=SUPPLY,
        what="temperature of the supply",
        unit="degC",
        low=low_c,
        high=high_c,
        default=header.target_c,
        ramp=Ramp(rate, rate),  # the scan has one too, and rounds its corners: twice would only be slow
        tolerance=SUPPLY_TOLERANCE_K,
        confirm_s=SUPPLY_CONFIRM_S,
        pace=pace_k_s,
        consent=SUPPLY in consent,
    )
    slowest = min(min(source.permit.ramp.up_per_s, source.permit.ramp.down_per_s) for source in program.sources)
    permit = Setpoint(
        name=PERMIT,
        what="share of the machines' power that may be drawn",
        unit="%",
        low=0.0,
        high=100.0,
        default=100.0,
        ramp=Ramp(float("inf"), float("inf")),  # each machine's own ramp is in the scan
        tolerance=PERMIT_TOLERANCE,
        confirm_s=PERMIT_CONFIRM_S,
        pace=slowest,
        safe=0.0,
        consent=PERMIT in consent,
    )
    return {SUPPLY: supply, PERMIT: permit}


def desk_of(program: Program, limits: Setpoints, boot: str, consent: Collection[str] = ()) -> Desk:
    """A desk at which nobody has asked for anything yet; ``boot`` names this start of the controller."""
    outputs = frozenset(output.command for output in program.outputs)
    return Desk(boot, setpoints_of(program, limits, consent), outputs)


def seen_of(program: Program, state: State, image: Image) -> Mapping[str, float | None]:
    """What the plant does of what was asked; None where it cannot be seen.

    The supply's setpoint lives in the controller: it is seen there while the plant runs on it. The permit is what the PLCs show of
    it, the lowest of all loops.
    """
    permits = [image.known(source.permit.actual) for source in program.sources]
    known = [value for value in permits if value is not None]
    running = state.mode is Mode.RUN and state.in_charge
    return {
        SUPPLY: state.setpoint_c if running else None,
        PERMIT: min(known) if known and len(known) == len(permits) else None,
    }
