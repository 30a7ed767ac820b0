"""Simulated PLCs in a process of their own beside a command, and a cable to them that can be pulled."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Self

from heatloop_api.usage import UsageError

PATIENCE_S = 90.0
"""Longest start of the simulation: on a fresh installation the plant is compiled first. [s]"""
CHILD = "import sys; from heatloop_api.cli.plc import child; sys.exit(child(sys.argv[1]))"


@asynccontextmanager
async def simulated(site_name: str, speed: float, cold: bool = False) -> AsyncIterator[list[int]]:
    """Simulated PLCs of a site in their own process while the block runs; gives their ports on this machine.

    Raises
    ------
    UsageError : the process did not come up; it has said why on standard error.
    """
    words = json.dumps({"site": site_name, "speed": speed, "cold": cold})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        try:
            line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
            ports = json.loads(line)
        except (TimeoutError, ValueError) as error:
            raise UsageError("the simulated PLC did not start") from error
        yield [int(port) for port in ports]
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 5.0)
        except TimeoutError:
            process.kill()
            await process.wait()


class Cable:
    """A cable to a port of this machine: passes every octet on, or, when it is pulled, none.

    Nobody is told: open connections stay open and fall silent, and new ones get no answer, as with a real cable.

    Parameters
    ----------
    port : of the device at the far end.
    """

    def __init__(self, port: int) -> None:
        self.far, self.port, self.whole = port, 0, True
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Lay it; `port` is the near end."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Take it away."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        with suppress(OSError, asyncio.CancelledError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far)
            ways = [asyncio.create_task(self._pass(*way)) for way in ((reader, far_writer), (far_reader, writer))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                far_writer.close()
        writer.close()
        self._open.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while octets := await reader.read(4096):
            if self.whole:
                writer.write(octets)
                await writer.drain()


@asynccontextmanager
async def cables(ports: Sequence[int]) -> AsyncIterator[list[Cable]]:
    """A cable to each port."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Cable(port)) for port in ports]
