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
RECIRCULATION = Share(-50.0, 0.0, 100.0, 0.0)
"""The recirculation opens below the least speed of the header's pump."""
RISE_MIN_K = 5.0
"""Smallest rise of the header water that the feed-forward reckons with. [K] estimate: below it, flow is at its limit anyway"""


@dataclass(frozen=True, slots=True)
class Now:
    """What all parts look at: image, mode, outputs of the last scan, and the step. [s]"""

    image: Image
    mode: Mode
    last: Mapping[str, float]
    dt_s: float

    def applied(self, output: Output) -> float:
        """What the actuator really does; where nobody can see it, what was asked. [%]"""
        known = self.image.known(output.actual)
        return self.last[output.command] if known is None else known


def source(program: SourceProgram, state: SourceState, now: Now, permit: float) -> tuple[SourceState, dict[str, float]]:
    """One source loop: flow by power, more of it when the outlet is hot; dry cooler by the inlet; permit by mode."""
    flowing, heating = now.mode in FLOWING, now.mode in HEATING
    outlet, inlet = now.image.known(program.outlet), now.image.known(program.inlet)
    power = now.image.known(program.power)
    share = 1.0 if power is None else min(power / program.rated_kw, 1.0)
    feed = max(program.rated_speed * share, program.pump.least)
    extra = max(now.applied(program.pump) - feed, 0.0)
    hot = _loop(program.outlet_pi, state.outlet, program.outlet_c, outlet, extra, now)
    warm = _loop(program.inlet_pi, state.inlet, program.inlet_c, inlet, _dump(program, now), now)
    wishes = {
        program.pump.command: min(feed + hot.wish, 100.0) if flowing else program.pump.rest,
        program.permit.command: permit if heating else 0.0,
    }
    dump = 100.0 if now.mode is Mode.ABORTED else warm.wish
    for output, share_of in ((program.valve, VALVE), (program.fans, FANS)):
        if output is not None:
            wishes[output.command] = split.at(share_of, dump) if flowing else output.rest
    lift = state.lift
    if program.lift is not None:
        lift = _loop(program.lift_pi, lift, program.inlet_c, inlet, now.applied(program.lift), now, 100.0 * share)
        wishes[program.lift.command] = lift.wish if heating else program.lift.rest
    return SourceState(hot, warm, lift), wishes


def header(
    program: HeaderProgram, state: Loops, setpoint_c: float, heat_kw: float | None, now: Now
) -> tuple[PiState, float, dict[str, float]]:
    """Flow through the exchangers, so that the supply holds its setpoint; returns the lagged heat too. [kW]"""
    lagged = lag.step(state.lagged_kw, nan if heat_kw is None else heat_kw, program.lag_s, now.dt_s)
    supply, back = now.image.known(program.supply), now.image.known(program.back)
    rise = RISE_MIN_K if back is None else max(setpoint_c - back, RISE_MIN_K)
    feed = program.speed_k_kw * lagged / rise
    pump, valve = program.pump, program.recirculation
    if now.mode not in FLOWING and now.mode is not Mode.HOLD:  # at the next start the feed-forward is the best guess
        return PiState(0.0, 0.0), lagged, {pump.command: pump.rest, valve.command: valve.rest}
    bypass = now.applied(valve)
    applied = -0.5 * bypass if bypass > 1.0 else now.applied(pump)
    memory = _loop(program.pi, state.header, setpoint_c, supply, applied, now, feed)
    speed = max(memory.wish, pump.least)
    return memory, lagged, {pump.command: speed, valve.command: split.at(RECIRCULATION, memory.wish)}


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
    """One controller; in HOLD it follows what the actuator does, so that it takes over without a bump."""
    value = nan if measured is None else measured
    if now.mode is Mode.HOLD:
        return pi.follow(program, setpoint, value, applied, feed)
    return pi.step(program, state, setpoint, value, applied, now.dt_s, feed)
