"""One scan of the controller: all control passes through here, and nothing else moves the plant.

    image + memory + what people ask  ──▶  mode ──▶ wishes ──▶ ramps ──▶ interlocks ──▶ outputs + memory + events

Pure: the same arguments give the same answer, today on the rig and next year in a replay of a bad night.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from heatloop_control import alarm, interlock, lag, notice, ramp, sequence, wishes
from heatloop_control.image import Image
from heatloop_control.interlock import Range
from heatloop_control.mode import Event, Mode
from heatloop_control.program import Program
from heatloop_control.state import Asked, Loops, State

AHEAD_K = 1.0
"""A supply that is ahead of its climbing setpoint by more lets no more machines start; a setpoint that is, waits. [K] estimate"""


HEATS = 5.0
"""Machines that draw more of their power than this heat. [%] estimate"""
RESET_S = 3.0
"""A reset is asked for so long: the PLC has to let go of its own trips first. [s] estimate"""
ARRIVE_S, ARRIVED_K = 40.0, 0.02
"""A setpoint slows down towards its end with this, and is there within that: liquid that is on its way cannot stop at once. [s], [K]
estimate, simulation"""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something worth a line in the journal: what kind (mode, interlock, alarm), its code, and what became of it."""

    kind: str
    code: str
    became: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan gives: memory for the next one, outputs by command tag [%], and what happened."""

    state: State
    outputs: Mapping[str, float]
    happenings: tuple[Happening, ...]


def scan(program: Program, state: State, image: Image, asked: Asked, dt_s: float) -> Scanned:
    """One scan.

    Parameters
    ----------
    program : of the site.
    state : memory that the last scan left; `heatloop_control.state.first` before the first.
    image : what was read, frozen.
    asked : what people and schedules ask.
    dt_s : time since the last scan. [s], >= 0

    Returns
    -------
    Memory, outputs and happenings. Every output is a number within 0..100 %, within every acting interlock, and, unless an interlock
    moves it, no further from the last one than its ramp allows.
    """
    reset_s = RESET_S if asked.event is Event.RESET else max(state.reset_s - dt_s, 0.0)
    if reset_s > 0.0 and asked.event is None:
        asked = replace(asked, event=Event.RESET)
    noticed, image = notice.step(program, state, image, dt_s)
    guards = interlock.step(program.interlocks, state.guards, image, reset_s > 0.0, dt_s)
    tripped = any(row.aborts and guard.acting for row, guard in zip(program.interlocks, guards.each, strict=True))
    mode, event, proven_s, lost_s = sequence.step(program, state, image, asked, tripped, dt_s)
    last = _last(program, state, image)
    setpoint_c = _setpoint(program, state, mode, image, asked, dt_s)
    now = wishes.Now(image, mode, last, dt_s, state.in_charge)
    climb_k_s = (setpoint_c - state.setpoint_c) / dt_s if dt_s > 0.0 and mode is Mode.RUN else 0.0
    wished, loops = _wishes(program, state.loops, now, (setpoint_c, climb_k_s), asked)
    watching = (
        mode is Mode.HOLD or not (state.in_charge or mode in wishes.FLOWING) or _taking_over(program, mode, image)
    )
    outputs = last if watching else _ramped(program, last, wished, dt_s)
    in_charge = mode in wishes.FLOWING or (state.in_charge and mode is not Mode.HOLD)
    if in_charge:
        outputs = _narrowed(program, guards, outputs)
    alarms = alarm.step_all(program.alarms, state.alarms, image, mode.value, dt_s)
    new = State(
        mode=mode,
        mode_s=state.mode_s + dt_s if mode is state.mode else 0.0,
        setpoint_c=setpoint_c,
        loops=loops,
        guards=guards,
        alarms=alarms,
        proven_s=proven_s,
        lost_s=lost_s,
        reset_s=reset_s,
        noticed=noticed,
        outputs=outputs,
        in_charge=in_charge,
    )
    return Scanned(new, outputs, _happenings(program, state, new, event))


def _taking_over(program: Program, mode: Mode, image: Image) -> bool:
    """Whether machines heat while the flows are still to be proven: another had the plant, and nothing is moved before they are."""
    heats = any((image.known(source.permit.actual) or 0.0) > HEATS for source in program.sources)
    return mode is Mode.STARTING and heats and sequence.flows_proven(program, image)


def _setpoint(program: Program, state: State, mode: Mode, image: Image, asked: Asked, dt_s: float) -> float:
    """Setpoint of the supply: what is asked, within its envelope, on its ramp. [degC]

    It starts from what the supply is, and does not climb away from a supply that cannot follow.
    """
    header = program.header
    wanted = header.target_c if asked.supply_c is None or not math.isfinite(asked.supply_c) else asked.supply_c
    wanted = min(max(wanted, header.low_c), header.high_c)
    supply = image.known(header.supply)
    if mode is not Mode.RUN and supply is not None:
        return min(wanted, supply)
    rounded = (
        lag.step(state.setpoint_c, wanted, ARRIVE_S, dt_s) if abs(wanted - state.setpoint_c) > ARRIVED_K else wanted
    )
    climbed = ramp.step(header.setpoint_ramp, state.setpoint_c, rounded, dt_s)
    return climbed if supply is None else min(climbed, max(state.setpoint_c, supply + AHEAD_K))


def _last(program: Program, state: State, image: Image) -> Mapping[str, float]:
    """Last outputs; while somebody else is in charge, what the actuators really do, so that taking over moves nothing."""
    if state.in_charge:
        return state.outputs
    adopted = {}
    for output in program.outputs:
        known = image.known(output.actual)
        kept = state.outputs.get(output.command, output.fail)
        adopted[output.command] = kept if known is None else min(max(known, 0.0), 100.0)
    return adopted


def _wishes(
    program: Program, loops: Loops, now: wishes.Now, setpoint: tuple[float, float], asked: Asked
) -> tuple[dict[str, float], Loops]:
    """Wishes of all parts, and the memory of their controllers; ``setpoint`` of the supply [degC] and its climb. [K/s]"""
    permit = min(max(asked.permit, 0.0), 100.0) if math.isfinite(asked.permit) else 0.0
    pairs = zip(program.sources, loops.sources, strict=True)
    proven = sequence.flows_proven(program, now.image)
    ahead = _ahead(program, now.image, *setpoint)
    made = [wishes.source(source, memory, now, permit, proven, ahead) for source, memory in pairs]
    heats = [wishes.heat(source, was, now) for source, was in zip(program.sources, loops.lagged_kw, strict=True)]
    lagged_kw = tuple(memory for memory, _ in heats)
    heat_kw = sum(arrived for _, arrived in heats)
    stored_kw = setpoint[1] * sum(source.inertia_kj_k for source in program.sources)
    header, wished = wishes.header(program.header, loops.header, setpoint[0], heat_kw - stored_kw, now)
    for _, wish in made:
        wished |= wish
    for sink in program.sinks:
        wished |= wishes.sink(sink, now)
    sources = tuple(memory for memory, _ in made)
    if program.boiler is None:
        return wished, Loops(sources, header, lagged_kw)
    dumping = any(wishes.dumps(source, now) for source in program.sources)
    boiler, lit, cold_s, load = wishes.boiler(program.boiler, loops, dumping, now)
    wished[program.boiler.load.command] = load
    return wished, Loops(sources, header, lagged_kw, boiler, lit, cold_s)


def _ahead(program: Program, image: Image, setpoint_c: float, climb_k_s: float) -> bool:
    """Whether a plant that warms up does so faster than its exchangers like; a loop's outlet tells before the supply does."""
    if climb_k_s <= 0.0:
        return False
    rows = [(program.header.supply, 0.0), *((source.outlet, source.lead_k) for source in program.sources)]
    return any((image.known(tag) or -math.inf) > setpoint_c + lead_k + AHEAD_K for tag, lead_k in rows)


def _ramped(program: Program, last: Mapping[str, float], wished: Mapping[str, float], dt_s: float) -> dict[str, float]:
    return {
        output.command: ramp.step(output.ramp, last[output.command], wished[output.command], dt_s)
        for output in program.outputs
    }


def _narrowed(program: Program, guards: interlock.Guards, outputs: Mapping[str, float]) -> dict[str, float]:
    """Interlocks have the last word."""
    ranges: Mapping[str, Range] = interlock.narrow(program.interlocks, guards, {})
    settled = {}
    for tag, value in outputs.items():
        allowed = ranges.get(tag, interlock.FULL)
        assert math.isfinite(value), f"{tag}: an output is a number"
        settled[tag] = min(max(value, allowed.low), allowed.high)
    return settled


def _happenings(program: Program, old: State, new: State, event: Event | None) -> tuple[Happening, ...]:
    """What changed, for the journal."""
    rows = []
    if new.mode is not old.mode:
        rows.append(Happening("mode", new.mode.value, event.value if event else ""))
    for row, before, after in zip(program.interlocks, old.guards.each, new.guards.each, strict=True):
        if before.acting != after.acting:
            rows.append(Happening("interlock", row.code, "acting" if after.acting else "clear"))
    for entry, was, now in zip(program.alarms, old.alarms, new.alarms, strict=True):
        if was.state is not now.state:
            rows.append(Happening("alarm", entry.code, now.state.value))
    return tuple(rows)
