"""What leads from one mode to the next: looks at the image, names the event, and lets the table decide."""

from heatloop_control.image import Image
from heatloop_control.mode import Event, Mode, after
from heatloop_control.program import Program
from heatloop_control.state import Asked, State


def step(
    program: Program, state: State, image: Image, asked: Asked, tripped: bool, dt_s: float
) -> tuple[Mode, Event | None, float, float]:
    """Next mode.

    Parameters
    ----------
    program, state, image, asked, dt_s : as for `heatloop_control.scan.scan`.
    tripped : whether a latched interlock acts.

    Returns
    -------
    (mode, event that led to it or None, time for which flows are proven [s], time for which a lifeline is silent [s]).
    """
    silent = any(not image[tag].usable for tag in program.lifelines)
    lost_s = state.lost_s + dt_s if silent else 0.0
    proven_s = state.proven_s + dt_s if flows_proven(program, image) else 0.0
    for event in _events(program, state, image, asked, tripped, proven_s, lost_s):
        mode = after(state.mode, event)
        if mode is not state.mode:
            return mode, event, proven_s, lost_s
    return state.mode, None, proven_s, lost_s


def flows_proven(program: Program, image: Image) -> bool:
    """Whether every pump that heat depends on is seen to move liquid."""
    rows = [(source.flow, source.flow_proven_m3_h) for source in program.sources]
    rows.append((program.header.flow, program.header.flow_proven_m3_h))
    return all((image.known(tag) or 0.0) >= least for tag, least in rows)


def _events(
    program: Program, state: State, image: Image, asked: Asked, tripped: bool, proven_s: float, lost_s: float
) -> list[Event]:
    """What happens in this scan, the gravest first."""
    events = [Event.TRIP] if tripped else []
    if asked.event is Event.RESET and not tripped:
        events.append(Event.RESET)
    if asked.event is Event.STOP:
        events.append(Event.STOP)
    events.append(Event.LOST if lost_s >= program.lost_after_s else Event.FOUND if lost_s == 0.0 else Event.PASSED)
    if events[-1] is Event.PASSED:  # silent, but not yet for long: nothing else is decided
        return events[:-1]
    if events[-1] is Event.LOST:
        return [*events, *([Event.FAILED] if state.mode is Mode.HOLD and state.mode_s >= program.hold_max_s else [])]
    if asked.event is Event.START:
        events.append(Event.START)
    events.append(Event.CURTAIL if asked.permit <= 0.0 else Event.RESTORE)
    return [*events, *_progress(program, state, image, proven_s)]


def _progress(program: Program, state: State, image: Image, proven_s: float) -> list[Event]:
    """Whether the step that the mode waits for is done, or overdue."""
    if state.mode is Mode.SELFTEST:
        sane = all(image[tag].usable for source in program.sources for tag in (source.inlet, source.outlet))
        if sane and image[program.header.supply].usable:
            return [Event.PASSED]
        return [Event.FAILED] if state.mode_s >= program.prove_within_s else []
    if state.mode is Mode.STARTING:
        if proven_s >= program.prove_s:
            return [Event.PASSED]
        return [Event.FAILED] if state.mode_s >= program.prove_within_s else []
    if state.mode is Mode.STOPPING and state.mode_s >= program.cool_s:
        if all(_cooled(image, source.outlet, source.inlet, program.cool_k) for source in program.sources):
            return [Event.PASSED]
        return [Event.FAILED] if state.mode_s >= 4.0 * program.cool_s else []
    return []


def _cooled(image: Image, outlet: str, inlet: str, cool_k: float) -> bool:
    hot, cold = image.known(outlet), image.known(inlet)
    return hot is not None and cold is not None and hot - cold < cool_k
