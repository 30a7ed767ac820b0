"""`heatloop run`: the controller of a site as a process, until somebody stops it."""

import asyncio
import fcntl
import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from heatloop_api.usage import ExtraMissingError, UsageError

if TYPE_CHECKING:
    from heatloop_api.cli.parts import Parts
    from heatloop_control.pace import Monotonic
    from heatloop_control.run import Files, Runner
    from heatloop_sites.schema.control import Plc

PATIENCE = 0.3
"""Longest share of a scan that waits for the PLCs' answers. [-] estimate"""
TIMEOUT_MIN_S = 0.1
"""Shortest wait for a reply of a simulated PLC. [s] estimate: a busy machine answers late"""


def run(
    site_name: str, *, simulate: bool = False, start: bool | None = None, state: Path | None = None, speed: float = 1.0
) -> int:
    """Control until somebody interrupts.

    Parameters
    ----------
    site_name : path or name of a site.
    simulate : whether simulated PLCs are started beside it and take the place of the site's.
    start : whether the plant is started, and started again after any outage; None: only a simulated one.
    state : folder for what survives a restart and for the status; None: systemd's, or one in the home folder.
    speed : seconds of the plant in one of the wall, simulated plants only. [-]
    """
    from heatloop_api.cli.parts import parts_of
    from heatloop_api.cli.plc import check_speed

    check_speed(speed)
    if speed != 1.0 and not simulate:
        raise UsageError("--speed goes with --simulate: a real plant has its own")
    parts = parts_of(site_name)
    if not simulate:
        _require_serial(parts)
    folder = _folder(state, parts.site.site.name + ("-simulated" if simulate else ""))
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    with _alone(folder):
        return asyncio.run(_run(parts, site_name, simulate, simulate if start is None else start, folder, speed))


def _require_serial(parts: "Parts") -> None:
    """Serial lines need a library that a plant on the network does without."""
    lines = [plc.name for plc in parts.plcs if plc.transport == "rtu"]
    if lines and find_spec("serial") is None:
        raise ExtraMissingError(f"{lines[0]} is on a serial line: install pyserial (pip install 'heatloop[rtu]')")


async def _run(parts: "Parts", site_name: str, simulate: bool, start: bool, folder: Path, speed: float) -> int:
    from heatloop_control.pace import Monotonic
    from heatloop_control.run import Files

    async with AsyncExitStack() as stack:
        plcs: Sequence[Plc] = parts.plcs
        if simulate:
            from heatloop_api.cli.beside import simulated

            plcs = local(parts, await stack.enter_async_context(simulated(site_name, speed)), speed)
        clock = Monotonic(speed)
        runtime = os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]
        status = (Path(runtime) if runtime else folder) / "status.json"
        runner = runner_of(parts, plcs, clock, Files(folder / "state.json", status), start)
        loop = asyncio.get_running_loop()
        for kind in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(kind, clock.stop)
        gc.collect()
        gc.freeze()  # what is there now stays; collections of the rest are short
        await runner.run()
    return 0


def runner_of(
    parts: "Parts", plcs: "Sequence[Plc]", clock: "Monotonic", files: "Files | None" = None, start: bool = True
) -> "Runner":
    """The controller of a site, not yet running."""
    from heatloop_control.bus import Bus
    from heatloop_control.connect import peers_of
    from heatloop_control.journal import Journal
    from heatloop_control.run import Files, Runner

    bus = Bus(peers_of(plcs, parts.points, clock.now), patience_s=PATIENCE * parts.period_s / clock.speed)
    return Runner(parts.program(), bus, clock, Journal(clock.now), parts.period_s, files or Files(), start)


def local(parts: "Parts", ports: Sequence[int], speed: float) -> "tuple[Plc, ...]":
    """The site's PLCs, simulated on this machine; a faster plant waits less for a reply."""
    from heatloop_api.cli.parts import reached_at
    from heatloop_control.modbus import TIMEOUT_S

    return reached_at(parts.plcs, ports, max(TIMEOUT_S / speed, TIMEOUT_MIN_S))


def _folder(asked: Path | None, name: str) -> Path:
    """Folder of the state: as asked, systemd's, or in the home folder."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    folder = asked or (Path(given) if given else home / "heatloop" / name.replace("/", "-"))
    with suppress(
        OSError
    ):  # a folder that cannot be made is a trouble of the running controller, not a reason not to control
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two controllers of one plant on one machine are a mistake; on two machines the PLC obeys the newer one."""
    try:
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    except OSError:
        yield
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"another controller runs with this state folder: {folder}") from error
        yield
    finally:
        os.close(handle)
