"""All PLCs of a site at once: each is exchanged with on its own, and one that does not answer delays no other.

Shell. `read` and `write` belong to the paced loop of the runner; between them every PLC works for itself.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Protocol

from heatloop_control.image import Image, Reading
from heatloop_control.link import Tally


class Peer(Protocol):
    """A PLC or a device at the end of a wire: `heatloop_control.link.Link`, `heatloop_control.device.Device`."""

    name: str
    tally: Tally

    async def poll(self, now_s: float) -> bool:
        """Read what it shows; whether that came. Never raises for a fault of the world."""

    async def send(self, now_s: float, outputs: Mapping[str, float], reset: bool = False) -> bool:
        """Write what is asked of it; whether that went. Never raises for a fault of the world."""

    def readings(self, now_s: float) -> dict[str, Reading]:
        """What is known of it now."""

    async def close(self) -> None:
        """Let go of its wires."""


class Bus:
    """The PLCs of a site.

    Parameters
    ----------
    links : one for each PLC; their names are the program's lifelines.
    patience_s : longest time of the wall clock that a scan waits for its reads; what is not there by then is taken from the turn
        before, with its age. [s]
    """

    def __init__(self, links: Sequence[Peer], patience_s: float = 0.3) -> None:
        self.links = tuple(links)
        self._patience_s = patience_s
        self._busy: dict[str, asyncio.Task[bool]] = {}
        self._resets: set[str] = set()

    async def read(self, now_s: float) -> None:
        """Read what is for this scan; never raises for a fault of the world.

        A PLC whose read of an earlier turn is still on its way is left alone: nothing piles up behind a dead one.
        """
        reads = [self._begin(f"{link.name} read", link.poll(now_s)) for link in self.links]
        await self._patiently(reads)

    async def write(self, now_s: float, outputs: Mapping[str, float], reset: bool = False) -> None:
        """Write the outputs of this scan, as `read` reads; waits until they are written, at most as long as a scan is patient."""
        writes = []
        for link in self.links:
            if reset:
                self._resets.add(link.name)
            task = self._begin(f"{link.name} write", link.send(now_s, outputs, link.name in self._resets))
            if task is not None:
                self._resets.discard(link.name)
            writes.append(task)
        await self._patiently(writes)

    async def _patiently(self, tasks: Sequence[asyncio.Task[bool] | None]) -> None:
        waited = [task for task in tasks if task is not None]
        if waited:
            await asyncio.wait(waited, timeout=self._patience_s)

    def _begin(self, name: str, work: Coroutine[None, None, bool]) -> asyncio.Task[bool] | None:
        """Begin an exchange unless the one before is still on its way; None then."""
        task = self._busy.get(name)
        if task is not None and not task.done():
            work.close()
            return None
        _reraise(task)
        self._busy[name] = asyncio.create_task(work, name=name)
        return self._busy[name]

    def image(self, now_s: float) -> Image:
        """What is known of all PLCs now."""
        readings: dict[str, Reading] = {}
        for link in self.links:
            readings |= link.readings(now_s)
        return Image(readings)

    async def close(self) -> None:
        """Let go of all wires."""
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        await asyncio.gather(*(link.close() for link in self.links), return_exceptions=True)


def _reraise(task: asyncio.Task[bool] | None) -> None:
    """A bug of ours in an exchange is not to be lost."""
    if task is not None and not task.cancelled():
        error = task.exception()
        if error is not None:
            raise error
