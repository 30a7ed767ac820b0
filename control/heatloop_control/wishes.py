"""What each part of the plant would like its actuators to do, before ramps and interlocks have their say."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, nan

from heatloop_control import hysteresis, lag, pi, split
from heatloop_control.image import Image
from heatloop_control.mode import Mode
from heatloop_control.pi import PiState
from heatloop_control.program import BoilerProgram, HeaderProgram, Output, SinkProgram, SourceProgram
from heatloop_control.split import Share
from heatloop_control.state import Loops, SourceState

FLOWING = frozenset({Mode.STARTING, Mode.RUN, Mode.CURTAILED, Mode.STOPPING, Mode.ABORTED})
"""Modes in which the loops' pumps run."""
HEATING = frozenset({Mode.RUN})
"""Modes in which machines may draw power."""
SERVING = frozenset({Mode.STANDBY, Mode.STARTING, Mode.RUN, Mode.CURTAILED, Mode.STOPPING, Mode.ABORTED})
"""Modes in which sinks get what tank and boiler have, machines or not."""
VALVE, FANS = Share(0.0, 50.0, 0.0, 100.0), Share(50.0, 100.0, 0.0, 100.0)
"""The dry cooler's valve opens in the lower half of the controller's output, its fans run up in the upper."""
FLOW_LEAST = 0.1
"""Least flow of a loop over its rated one with which the feed-forward reckons. [-] estimate: below, there is no meaning in it"""
FEED_MIN = 1.0
"""Smallest flow that the trim corrects, as pump speed. [%] estimate"""
RISE_MIN_K = 5.0
"""Smallest rise of the header water that the feed-forward reckons with. [K] estimate: below it, flow is at its limit anyway"""


@dataclass(frozen=True, slots=True)
class Now:
    """What all parts look at: image, mode, outputs of the last scan, the step [s], and whether it was in charge before this scan."""

    image: Image
    mode: Mode
    last: Mapping[str, float]
    dt_s: float
    in_charge: bool = True

    @property
    def follows(self) -> bool:
        """Whether controllers follow what the actuators do, so that they take over without a bump."""
        return not self.in_charge or self.mode not in FLOWING

    def applied(self, output: Output) -> float:
        """What the actuator really does; where nobody can see it, what was asked. [%]"""
        known = self.image.known(output.actual)
        return self.last[output.command] if known is None else known


def source(
    program: SourceProgram, state: SourceState, now: Now, permit: float, proven: bool, ahead: bool
) -> tuple[SourceState, dict[str, float]]:
    """One source loop: flow by power, more of it when the outlet is hot; dry cooler by the inlet; permit by mode.

    Machines that run when the plant is taken over go on as they are while the flows are seen (``proven``); no more of them start while
    the supply is ``ahead`` of its setpoint.
    """
    flowing, heating = now.mode in FLOWING, now.mode in HEATING
    outlet, inlet = now.image.known(program.outlet), now.image.known(program.inlet)
    power = now.image.known(program.power)
    share = 1.0 if power is None else min(power / program.rated_kw, 1.0)
    feed = max(program.rated_speed * share, program.pump.least)
    extra = max(now.applied(program.pump) - feed, 0.0)
    hot = _loop(program.outlet_pi, state.outlet, program.outlet_c, outlet, extra, now)
    warm = _loop(program.inlet_pi, state.inlet, program.inlet_c, inlet, _dump(program, now), now)
    drawn = min(permit, now.last[program.permit.command])
    kept = drawn if now.mode is Mode.STARTING and proven else 0.0
    wishes = {
        program.pump.command: min(feed + hot.wish, 100.0) if flowing else program.pump.rest,
        program.permit.command: (drawn if ahead else permit) if heating else kept,
    }
    dump = 100.0 if now.mode is Mode.ABORTED else warm.wish
    for output, share_of in ((program.valve, VALVE), (program.fans, FANS)):
        if output is not None:
            wishes[output.command] = split.at(share_of, dump) if flowing else output.rest
    lift = state.lift
    if program.lift is not None:
        lift = _loop(program.lift_pi, lift, program.lift_c, inlet, now.applied(program.lift), now, 100.0 * share)
        running = heating or (now.mode is Mode.STARTING and proven)
        wishes[program.lift.command] = lift.wish if running else program.lift.rest
    return SourceState(hot, warm, lift), wishes


def heat(program: SourceProgram, lagged_kw: float, now: Now) -> tuple[float, float]:
    """Heat of one loop, and how much of it is in the header by now; where the meter is blind, what it was. [kW]

    A heat pump brings heat as far as it runs. An exchanger brings it with the flow of the loop, at once, as warm as the liquid left the
    machines a while ago: so the flow counts now, and heat over flow comes late.

    Returns
    -------
    (heat as it would be at the rated flow, lagged: memory for the next scan; heat in the header).
    """
    late_s = 0.0 if now.follows else program.lag_s
    if program.lift is not None:
        kw = program.rated_kw * program.heat_share * 0.01 * now.applied(program.lift)
        lagged = lag.step(lagged_kw, kw, late_s, now.dt_s)
        return lagged, lagged
    power, flow = now.image.known(program.power), max(now.applied(program.pump) / program.rated_speed, FLOW_LEAST)
    lagged = lag.step(lagged_kw, nan if power is None else power * program.heat_share / flow, late_s, now.dt_s)
    return lagged, lagged * flow


def header(
    program: HeaderProgram, state: PiState, setpoint_c: float, heat_kw: float, now: Now
) -> tuple[PiState, dict[str, float]]:
    """Flow through the exchangers, so that the supply holds its setpoint: what the heat needs for the rise, trimmed by a PI controller.

    The trim is a share of the flow, so that its gain fits small flows as well as large ones. A flow below the least speed of the pump
    is made by recirculation: what goes round does not go out.
    """
    supply, rise_k = now.image.known(program.supply), _rise_k(program, setpoint_c, now)
    pump, valve = program.pump, program.recirculation
    feed = max(program.speed_k_kw * heat_kw / rise_k, FEED_MIN) if program.feedforward else program.rated_speed
    leaves = 1.0 - 0.01 * now.applied(valve)
    applied = 100.0 * (now.applied(pump) * leaves / feed - 1.0)
    measured = (
        nan if supply is None else (supply - setpoint_c) * program.rise_k / rise_k
    )  # the same flow does more at a greater rise
    if (
        now.mode not in FLOWING
    ):  # another has the plant: take over from what it does; at rest, the feed-forward is the best guess
        at_rest = feed < pump.least
        memory = PiState(0.0, 0.0) if at_rest else pi.follow(program.trim, 0.0, measured, applied)
        return memory, {pump.command: pump.rest, valve.command: valve.rest}
    memory = pi.step(program.trim, state, 0.0, measured, applied, now.dt_s)
    net = feed * (1.0 + 0.01 * memory.wish)
    speed = min(max(net, pump.least), 100.0)
    return memory, {pump.command: speed, valve.command: 100.0 * max(1.0 - net / speed, 0.0)}


def _rise_k(program: HeaderProgram, setpoint_c: float, now: Now) -> float:
    """Rise from the water that comes back, before any recirculation is mixed in, to the setpoint. [K]"""
    back, cold, supply = (now.image.known(tag) for tag in (program.back, program.cold, program.supply))
    if back is None:
        return program.rise_k if cold is None else max(setpoint_c - cold, RISE_MIN_K)
    mixed_in = 0.01 * now.applied(program.recirculation)
    if cold is not None and supply is not None:
        back -= mixed_in * (supply - cold)
    return max(setpoint_c - back, RISE_MIN_K)


def sink(program: SinkProgram, now: Now) -> dict[str, float]:
    """One sink's pump, as its own control asks."""
    pump = program.pump
    asked = now.image.known(program.request)
    if now.mode not in SERVING:
        return {pump.command: pump.rest}
    if asked is None:
        return {pump.command: now.last[pump.command]}
    return {pump.command: max(program.rated_speed * asked / 100.0, pump.least)}


def boiler(
    program: BoilerProgram, state: Loops, dumping: bool, now: Now
) -> tuple[PiState, hysteresis.Switch, float, float]:
    """The boiler, after everything else is used up and never while heat is thrown away; its load comes last. [%]"""
    supply = now.image.known(program.supply)
    serving = now.mode in SERVING and not dumping
    cold = supply is not None and supply < program.lit.on_at
    cold_s = state.cold_s + now.dt_s if cold else 0.0
    seen = supply if supply is not None and (state.lit.on or cold_s >= program.wait_s) else nan
    lit = hysteresis.step(program.lit, state.lit, seen if serving else inf, now.dt_s)
    if not lit.on:
        return (
            pi.follow(program.pi, program.target_c, supply if supply is not None else nan, 0.0),
            lit,
            cold_s,
            0.0,
        )
    memory = _loop(program.pi, state.boiler, program.target_c, supply, now.applied(program.load), now)
    return memory, lit, cold_s, memory.wish


def dumps(program: SourceProgram, now: Now) -> bool:
    """Whether the dry cooler of a loop takes heat away."""
    return program.valve is not None and now.applied(program.valve) > 5.0


def _dump(program: SourceProgram, now: Now) -> float:
    """Output of the inlet's controller that the dry cooler's actual positions stand for. [%]"""
    if program.valve is None or program.fans is None:
        return 0.0
    return 0.5 * now.applied(program.valve) + 0.5 * now.applied(program.fans)


def _loop(
    program: pi.Pi, state: PiState, setpoint: float, measured: float | None, applied: float, now: Now, feed: float = 0.0
) -> PiState:
    """One controller, or what it remembers of an actuator that it follows."""
    value = nan if measured is None else measured
    if now.follows:
        return pi.follow(program, setpoint, value, applied, feed)
    return pi.step(program, state, setpoint, value, applied, now.dt_s, feed)
