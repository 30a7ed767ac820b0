"""`heatloop demo`: sizes a site, starts its simulated PLC and the real controller, and with ``--once`` checks that they hold together.

Nothing is played: the PLC is another process, every value crosses a TCP connection as Modbus frames, and the cable is pulled.
"""

import asyncio
from contextlib import AsyncExitStack
from math import isfinite
from typing import TYPE_CHECKING

from heatloop_api.cli.witness import Protocol, Record, settled, until
from heatloop_control.link import LEASE_S
from heatloop_control.mode import Mode

if TYPE_CHECKING:
    from heatloop_api.cli.beside import Cable
    from heatloop_api.cli.parts import Parts
    from heatloop_control.ramp import Ramp
    from heatloop_control.run import Runner

SPEED = 10.0
"""The plant of the demonstration runs so many times as fast as real time. [-]"""
BAND_K = 1.0
"""The supply stays this close to its target, cable or no cable. [K] acceptance figure of the design basis"""
START_S, STEADY_S, BACK_S, AGAIN_S = 180.0, 60.0, 90.0, 180.0
"""Longest way to RUN; time for which the supply is watched; longest way back to RUN; longest way of the supply back into its band, after
the PLC has been alone: it stops heat pumps. [s of the plant]"""
PULLS_S = (8.0, 30.0)
"""The cable is pulled once for less than the lease, so that the PLC holds, and once for more, so that it goes on by itself. [s]"""
NOTICED_S, BUMP = 4.0, 1.2
"""A pulled cable is noticed within this [s]: readings are stale after 2.5 s, and a scan looks every second. At the take-over no output
is further from what its actuator does than so many steps of its ramp, each of one scan's time (which is never quite one second). [-]"""


def demo(site_name: str = "bitforest", *, once: bool = False, speed: float = SPEED) -> int:
    """Run the demonstration; with ``once`` check it, and end.

    Returns
    -------
    0, or 1 if a check has failed.
    """
    from heatloop_api.cli.parts import parts_of
    from heatloop_api.cli.plc import check_speed

    check_speed(speed)
    protocol = Protocol()
    parts = parts_of(site_name)
    header = parts.design.header
    assert header is not None
    plant, heat_kw = parts.design.plant, sum(loop.liquid_w for loop in parts.design.loops) / 1e3
    protocol.say(
        f"sized: {plant.title or plant.name}: {heat_kw:,.0f} kW of heat, supply {header.supply_c:.1f} °C, "
        f"return {header.return_c:.1f} °C (heatloop size {site_name})"
    )
    try:
        return asyncio.run(_demo(parts, site_name, once, speed, protocol))
    except KeyboardInterrupt:
        return 0


async def _demo(parts: "Parts", site_name: str, once: bool, speed: float, protocol: Protocol) -> int:
    from heatloop_api.cli.beside import cables, simulated
    from heatloop_api.cli.run import local, runner_of
    from heatloop_control.pace import Monotonic

    async with AsyncExitStack() as stack:
        ports = await stack.enter_async_context(simulated(site_name, speed))
        laid = await stack.enter_async_context(cables(ports))
        protocol.say(
            f"simulated PLC up in its own process: Modbus/TCP on 127.0.0.1:{', '.join(map(str, ports))}, {len(parts.points)} points, "
            f"the plant runs {speed:g} times as fast as real time"
        )
        clock, record = Monotonic(speed), Record()
        runner = runner_of(parts, local(parts, [cable.port for cable in laid], speed), clock)
        runner.after_turn = record.note
        running = asyncio.create_task(runner.run())
        story = _checks(runner, record, laid, protocol) if once else _watch(runner, protocol)
        telling = asyncio.create_task(story)
        await asyncio.wait((running, telling), return_when=asyncio.FIRST_COMPLETED)
        clock.stop()
        await running
        await telling
    if once:
        protocol.say(
            "FAILED" if protocol.bad else "all well: the controller held the plant, without the cable and with it"
        )
    return 1 if protocol.bad else 0


async def _watch(runner: "Runner", protocol: Protocol) -> None:
    """A line every five seconds, until somebody interrupts."""
    header = runner.program.header
    while True:
        await asyncio.sleep(5.0)
        image = runner.image
        protocol.say(
            f"{runner.state.mode.value}: supply {image[header.supply].value:.2f} °C, "
            f"flow {image[header.flow].value:.1f} m³/h, machines {sum(image[s.power].value for s in runner.program.sources):,.0f} kW"
        )


async def _checks(runner: "Runner", record: Record, laid: "list[Cable]", protocol: Protocol) -> None:
    """What has to be seen, in its order."""
    target_c = runner.program.header.target_c
    reached = await until(runner, record, lambda turn: turn.mode is Mode.RUN, START_S)
    seconds = record.turns[-1].time_s
    protocol.check(reached, f"through the handshake to RUN in {seconds:.0f} s of the plant", f"{START_S:.0f} s")
    begun_s = runner.clock.now()
    well = await settled(runner, record, target_c, BAND_K, START_S)
    took_s = runner.clock.now() - begun_s
    protocol.check(
        well, f"supply settled within {BAND_K:g} K of {target_c:g} °C after {took_s:.0f} s", f"{START_S:.0f} s"
    )
    from_s = runner.clock.now()
    await until(runner, record, lambda turn: turn.time_s >= from_s + STEADY_S, 2.0 * STEADY_S)
    _supply(record, from_s, target_c, protocol, f"steady for {STEADY_S:.0f} s")
    for pull_s in PULLS_S:
        await _pull(runner, record, laid, pull_s, protocol)
    timing = runner.pace.timing()
    protocol.say(
        f"{timing.turns} scans, each due every {runner.period_s:g} s of the plant; late by {1e3 * timing.late_p99_s:.0f} ms of it (p99), "
        f"{timing.overruns} overruns; {sum(peer.tally.good for peer in runner.bus.links)} exchanges verified"
    )


async def _pull(runner: "Runner", record: Record, laid: "list[Cable]", pull_s: float, protocol: Protocol) -> None:
    """Pull the cable, put it back, and look what that did."""
    target_c, pulled_s = runner.program.header.target_c, runner.clock.now()
    for cable in laid:
        cable.whole = False
    noticed = await until(runner, record, lambda turn: turn.time_s > pulled_s and not turn.alive, pull_s)
    after_s = runner.clock.now() - pulled_s
    protocol.check(
        noticed and after_s <= NOTICED_S,
        f"cable pulled for {pull_s:g} s: noticed after {after_s:.1f} s",
        f"{NOTICED_S:g} s",
    )
    await until(runner, record, lambda turn: turn.time_s >= pulled_s + pull_s, 2.0 * pull_s)
    held = any(turn.mode is Mode.HOLD for turn in record.since(pulled_s))
    for cable in laid:
        cable.whole = True
    back_s = runner.clock.now()
    back = await until(
        runner, record, lambda turn: turn.time_s > back_s and turn.mode is Mode.RUN and turn.alive, BACK_S
    )
    took_s = runner.clock.now() - back_s
    protocol.check(back and held, f"held, and back in RUN {took_s:.0f} s after the cable was", f"{BACK_S:.0f} s")
    steps, what = _bump(runner, record, back_s)
    protocol.check(steps <= BUMP, f"largest step at the take-over: {what}", "one scan of its ramp")
    if pull_s <= LEASE_S:
        from_s = runner.clock.now()
        await until(runner, record, lambda turn: turn.time_s >= from_s + STEADY_S / 2.0, STEADY_S)
        _supply(record, back_s, target_c, protocol, "supply when it could be seen again and since")
        return
    lowest_c = min((turn.supply_c for turn in record.since(back_s) if isfinite(turn.supply_c)), default=float("nan"))
    well = await until(runner, record, lambda turn: abs(turn.supply_c - target_c) <= BAND_K, AGAIN_S)
    text = f"the PLC went on by itself; supply {lowest_c:.2f} °C, within {BAND_K:g} K after {runner.clock.now() - back_s:.0f} s"
    protocol.check(well, text, f"{AGAIN_S:.0f} s")


def _supply(record: Record, from_s: float, target_c: float, protocol: Protocol, what: str) -> None:
    seen = [turn.supply_c for turn in record.since(from_s) if isfinite(turn.supply_c)] or [float("nan")]
    well = max(abs(value - target_c) for value in seen) <= BAND_K
    protocol.check(well, f"{what}: {min(seen):.2f} to {max(seen):.2f} °C", f"{target_c:g} ± {BAND_K:g} °C")


def _bump(runner: "Runner", record: Record, from_s: float) -> tuple[float, str]:
    """How far the first outputs written after a gap were from what the actuators did: in steps of the ramp, and in words."""
    ramps = {output.command: output.ramp for output in runner.program.outputs}
    for turn in record.since(from_s):
        if turn.in_charge and turn.alive:
            moved = {tag: turn.outputs[tag] - was for tag, was in turn.actual.items()}
            steps = {tag: _steps(ramps[tag], move, runner.period_s) for tag, move in moved.items()}
            tag = max(steps, key=lambda each: steps[each], default="")
            return (steps[tag], f"{moved[tag]:+.2f} % ({tag})") if tag else (float("nan"), "nothing seen")
    return float("nan"), "never taken over"


def _steps(ramp: "Ramp", move: float, period_s: float) -> float:
    return abs(move) / (period_s * (ramp.up_per_s if move > 0.0 else ramp.down_per_s))
