"""One scan of the controller: all control passes through here, and nothing else moves the plant.

    image + memory + what people ask  ──▶  mode ──▶ wishes ──▶ ramps ──▶ interlocks ──▶ outputs + memory + events

Pure: the same arguments give the same answer, today on the rig and next year in a replay of a bad night.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from heatloop_control import alarm, interlock, ramp, sequence, wishes
from heatloop_control.image import Image
from heatloop_control.interlock import Range
from heatloop_control.mode import Event, Mode
from heatloop_control.program import Program
from heatloop_control.state import Asked, Loops, State


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
    guards = interlock.step(program.interlocks, state.guards, image, asked.event is Event.RESET, dt_s)
    tripped = any(row.latched and guard.acting for row, guard in zip(program.interlocks, guards.each, strict=True))
    mode, event, proven_s, lost_s = sequence.step(program, state, image, asked, tripped, dt_s)
    last = _last(program, state, image)
    setpoint_c = _setpoint(program, state, asked, dt_s)
    wished, loops = _wishes(program, state.loops, wishes.Now(image, mode, last, dt_s), setpoint_c, asked)
    outputs = last if mode is Mode.HOLD else _ramped(program, last, wished, dt_s)
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
        outputs=outputs,
    )
    return Scanned(new, outputs, _happenings(program, state, new, event))


def _setpoint(program: Program, state: State, asked: Asked, dt_s: float) -> float:
    """Setpoint of the supply: what is asked, within its envelope, on its ramp. [degC]"""
    header = program.header
    wanted = header.target_c if asked.supply_c is None or not math.isfinite(asked.supply_c) else asked.supply_c
    return ramp.step(header.setpoint_ramp, state.setpoint_c, min(max(wanted, header.low_c), header.high_c), dt_s)


def _last(program: Program, state: State, image: Image) -> Mapping[str, float]:
    """Last outputs; before the first scan and after a gap, what the actuators really do, so that taking over moves nothing."""
    if state.outputs and state.mode is not Mode.HOLD:
        return state.outputs
    adopted = {}
    for output in program.outputs:
        known = image.known(output.actual)
        kept = state.outputs.get(output.command, output.fail)
        adopted[output.command] = kept if known is None else min(max(known, 0.0), 100.0)
    return adopted


def _wishes(
    program: Program, loops: Loops, now: wishes.Now, setpoint_c: float, asked: Asked
) -> tuple[dict[str, float], Loops]:
    """Wishes of all parts, and the memory of their controllers."""
    permit = min(max(asked.permit, 0.0), 100.0) if math.isfinite(asked.permit) else 0.0
    pairs = zip(program.sources, loops.sources, strict=True)
    made = [wishes.source(source, memory, now, permit) for source, memory in pairs]
    header, lagged_kw, wished = wishes.header(program.header, loops, setpoint_c, _heat_kw(program, now.image), now)
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


def _heat_kw(program: Program, image: Image) -> float | None:
    """Heat of the machines on its way to the header; None where a meter is blind. [kW]"""
    powers = [(image.known(source.power), source.heat_share) for source in program.sources]
    return None if any(power is None for power, _ in powers) else sum((power or 0.0) * share for power, share in powers)


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
