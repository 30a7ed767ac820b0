"""All PLCs of a site at once: each is exchanged with on its own, and one that does not answer delays no other.

Shell. `read` and `write` belong to the paced loop of the runner; between them every link works for itself.
"""

import asyncio
from collections.abc import Mapping, Sequence

from heatloop_control.image import Image, Reading
from heatloop_control.link import Link


class Bus:
    """The links of a site.

    Parameters
    ----------
    links : one for each PLC; their names are the program's lifelines.
    patience_s : longest time that a scan waits for the exchanges of its turn; what is not there by then is read from the turn
        before, with its age. [s]
    """

    def __init__(self, links: Sequence[Link], patience_s: float = 0.3) -> None:
        self.links = tuple(links)
        self._patience_s = patience_s
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def exchange(self, now_s: float, outputs: Mapping[str, float] | None, reset: bool = False) -> None:
        """Write the outputs of the last scan and read what is for the next one; never raises for a fault of the world.

        A link whose exchange of an earlier turn is still on its way is left alone: nothing piles up behind a dead PLC.
        """
        for link in self.links:
            task = self._busy.get(link.name)
            if task is None or task.done():
                _reraise(task)
                self._busy[link.name] = asyncio.create_task(link.exchange(now_s, outputs, reset), name=link.name)
        await asyncio.wait(self._busy.values(), timeout=self._patience_s)

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
        await asyncio.gather(*(link.transport.close() for link in self.links), return_exceptions=True)


def _reraise(task: asyncio.Task[None] | None) -> None:
    """A bug of ours in an exchange is not to be lost."""
    if task is not None and not task.cancelled():
        error = task.exception()
        if error is not None:
            raise error
