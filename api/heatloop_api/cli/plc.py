"""`heatloop plc`: the simulated PLCs with the plant behind them, as Modbus servers that any client can read and write."""

import asyncio
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from heatloop_api.usage import UsageError

if TYPE_CHECKING:
    from heatloop_api.cli.parts import Parts
    from heatloop_hil.stand import Served

FASTEST = 200.0
"""Highest speed that is allowed. [-] A simulated minute takes some 25 ms of one core."""


def plc(
    site_name: str, *, host: str = "127.0.0.1", port: int | None = None, speed: float = 1.0, cold: bool = False
) -> int:
    """Serve until somebody interrupts.

    Parameters
    ----------
    site_name : path or name of a site.
    host, port : where the first PLC listens (0: any free port), further ones on the ports behind it; None: as the site file says.
    speed : seconds of the plant in one of the wall. [-], 0.1..200
    cold : whether the plant begins cold and at rest.
    """
    from heatloop_api.cli.parts import parts_of

    check_speed(speed)
    return asyncio.run(_serve(parts_of(site_name), host, port, speed, cold))


def check_speed(speed: float) -> None:
    """Refuse a speed that makes no sense."""
    if not 0.1 <= speed <= FASTEST:
        raise UsageError(f"--speed must be between 0.1 and {FASTEST:g} (got {speed:g})")


async def _serve(parts: "Parts", host: str, port: int | None, speed: float, cold: bool) -> int:
    from heatloop_hil.stand import Served, Stand

    stand = Stand(parts.design, parts.points, parts.plcs, cold=cold)
    stop = asyncio.Event()
    async with Served(stand, speed, host, port) as served:
        with _signals(stop):
            for each, server in zip(parts.plcs, served.servers, strict=True):
                print(f"{each.name}: Modbus/TCP on {server.host}:{server.port}, unit {server.unit}", flush=True)
            pace = "in real time" if speed == 1.0 else f"{speed:g} times as fast as real time"
            print(
                f"The plant of {parts.design.plant.name} runs {pace}. Its map: heatloop registers. Ctrl-C stops.",
                flush=True,
            )
            await _until(stop, served)
    return 0


async def _until(stop: asyncio.Event, served: "Served") -> None:
    """Until it is stopped; a fault of the simulation is raised."""
    waiting = [asyncio.create_task(stop.wait()), asyncio.create_task(served.forever())]
    done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """Interrupt and termination end it in peace."""
    loop = asyncio.get_running_loop()
    kinds = (signal.SIGINT, signal.SIGTERM)
    for kind in kinds:
        loop.add_signal_handler(kind, stop.set)
    try:
        yield
    finally:
        for kind in kinds:
            loop.remove_signal_handler(kind)


def child(words: str) -> int:
    """Serve for a parent process: tells it the ports in one line of JSON, and ends when the parent closes our input.

    Parameters
    ----------
    words : JSON object with ``site``, ``speed``, ``cold``.
    """
    from heatloop_api.cli.parts import parts_of

    asked = json.loads(words)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both; the parent decides
    return asyncio.run(_child(parts_of(asked["site"]), float(asked["speed"]), bool(asked["cold"])))


async def _child(parts: "Parts", speed: float, cold: bool) -> int:
    from heatloop_hil.stand import Served, Stand

    async with Served(Stand(parts.design, parts.points, parts.plcs, cold=cold), speed, port=0) as served:
        print(json.dumps([server.port for server in served.servers]), flush=True)
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_reader(sys.stdin, stop.set)
        await _until(stop, served)
    return 0
