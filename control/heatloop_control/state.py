"""What one scan leaves to the next, and what people may ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from heatloop_control.alarm import AlarmMemory
from heatloop_control.hysteresis import Switch
from heatloop_control.interlock import Guards
from heatloop_control.interlock import fresh as fresh_guards
from heatloop_control.mode import Event, Mode
from heatloop_control.pi import PiState
from heatloop_control.program import Program

UNUSED = PiState(0.0, 0.0)
DARK = Switch()


@dataclass(frozen=True, slots=True)
class Asked:
    """What operators, schedule and optimiser ask of a scan; already judged by the desk, and judged here again.

    Parameters
    ----------
    event : START, STOP or RESET, for one scan.
    supply_c : setpoint of the supply; None leaves the schedule's. [degC]
    permit : share of the machines' power that may be drawn. [%]
    """

    event: Event | None = None
    supply_c: float | None = None
    permit: float = 100.0


@dataclass(frozen=True, slots=True)
class SourceState:
    """Memory of a source loop's controllers."""

    outlet: PiState
    inlet: PiState
    lift: PiState


@dataclass(frozen=True, slots=True)
class Loops:
    """Memory of all controllers.

    Parameters
    ----------
    sources : of each source loop.
    header, boiler : of the supply temperature, by flow and by fire.
    lagged_kw : heat of each loop's machines as it arrives at the exchangers. [kW]
    lit, cold_s : boiler on or off; the supply has been cold for so long. [s]
    """

    sources: tuple[SourceState, ...]
    header: PiState = UNUSED
    lagged_kw: tuple[float, ...] = ()
    boiler: PiState = UNUSED
    lit: Switch = DARK
    cold_s: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """Memory of a scan.

    Parameters
    ----------
    mode, mode_s : what the plant does, and for how long. [s]
    setpoint_c : of the supply, on its ramp. [degC]
    loops, guards, alarms : controllers, interlocks, alarms.
    outputs : last outputs by command tag [%]; empty before the first scan.
    proven_s : flows have been proven for so long. [s]
    lost_s : a lifeline has been silent for so long. [s]
    reset_s : a reset is asked for so long still. [s]
    noticed : of each sensor that is watched for standing still, its last value and for how long it has shown it. [unit], [s]
    in_charge : whether the outputs are to be written: from the first start on, and not while it is cut off. Until then the PLC has the
        plant, and the outputs follow what the actuators do.
    """

    mode: Mode
    setpoint_c: float
    loops: Loops
    guards: Guards
    alarms: tuple[AlarmMemory, ...]
    outputs: Mapping[str, float] = field(default_factory=dict)
    mode_s: float = 0.0
    proven_s: float = 0.0
    lost_s: float = 0.0
    reset_s: float = 0.0
    noticed: tuple[tuple[float, float], ...] = ()
    in_charge: bool = False

    def resumed(self, mode: Mode) -> "State":
        """Memory of a process that comes back, and was in a mode when it ended: as after a lost wire, it takes over from there."""
        working = mode in {Mode.STARTING, Mode.RUN, Mode.CURTAILED, Mode.HOLD}
        return replace(self, mode=Mode.HOLD if working else mode if mode is Mode.ABORTED else Mode.OFF)


def first(program: Program) -> State:
    """Memory before the first scan: OFF, with nothing known about the actuators."""
    return State(
        mode=Mode.OFF,
        setpoint_c=program.header.target_c,
        loops=Loops(
            tuple(SourceState(UNUSED, UNUSED, UNUSED) for _ in program.sources), lagged_kw=(0.0,) * len(program.sources)
        ),
        guards=fresh_guards(program.interlocks),
        alarms=tuple(AlarmMemory() for _ in program.alarms),
    )
