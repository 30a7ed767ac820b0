"""One PLC at the other end of a wire: exchanges blocks with it, and says what is known of it and how old that is.

Shell. Nothing here raises for a fault of the world: a failed exchange is a remark, and what was read before grows old.
"""

import asyncio
import math
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from heatloop_control import frame
from heatloop_control.frame import Layout, Orders, Status, Wanted
from heatloop_control.image import Quality, Reading, judge
from heatloop_sites.points.handshake import PLC_MODES
from heatloop_sites.points.point import Table
from heatloop_thermo.errors import OutOfRange

LEASE_S = 10
"""The PLC goes on by itself when nothing valid has come for so long. [s] estimate: longer than any hiccup, shorter than a thermal one"""
STALE_AFTER_S, BAD_AFTER_S = 2.5, 10.0
"""Readings older than this are not acted on, and are not shown as values. [s] estimate: two and a half scans; the lease"""


LOCAL = next(code for code, name in PLC_MODES.items() if name == "local")
"""Mode of a PLC that goes on by itself: it has no owner. [-]"""


class WireError(Exception):
    """The wire failed, or what came over it cannot be believed. A fault of the world: caught where the wire is used."""


class Transport(Protocol):
    """Reads and writes registers of one device, verified: whatever comes back is an answer to what was asked."""

    async def read(self, table: Table, address: int, count: int) -> list[int]:
        """Registers, exactly ``count`` of them; raises `WireError`."""

    async def write(self, address: int, words: list[int]) -> None:
        """Write holding registers in one request, once; raises `WireError`. Whether it was applied, the next status tells."""

    async def close(self) -> None:
        """Let go of the wire."""


@dataclass(slots=True)
class Tally:
    """Counts since the start, for the page and the metrics."""

    good: int = 0
    failed: int = 0
    refused: int = 0
    reboots: int = 0
    last_trouble: str = ""


@dataclass(slots=True)
class Link:
    """One PLC: its layout, its wire, and what is known of it.

    Parameters
    ----------
    name : of the PLC; the tag of its lifeline.
    layout : of its two blocks.
    transport : the wire.
    command : a second wire for what is written, so that no write waits for a read; None: one wire does both, in turns.
    """

    name: str
    layout: Layout
    transport: Transport
    command: Transport | None = None
    tally: Tally = field(default_factory=Tally)
    _status: Status | None = None
    _read_at_s: float = -math.inf
    _alive_at_s: float = -math.inf
    _echo_at_s: float = -math.inf
    _epoch: int = 0
    _fenced: bool = False
    _heartbeat: int = 0
    _sequence: int = 0
    _reset: int = 0
    _sent: Mapping[str, float] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def exchange(self, now_s: float, outputs: Mapping[str, float] | None, reset: bool = False) -> None:
        """Read the PLC's block and, once it is known, write ours. Never raises for a fault of the world.

        Parameters
        ----------
        now_s : monotonic time. [s]
        outputs : by command tag [%]; None only reads.
        reset : whether latched trips are to be reset.
        """
        if await self.poll(now_s) and outputs is not None:
            await self.send(now_s, outputs, reset)

    async def poll(self, now_s: float) -> bool:
        """Read the PLC's block; whether it came and could be believed. Never raises for a fault of the world."""
        return await self._tried(self._poll(now_s), self.transport)

    async def send(self, now_s: float, outputs: Mapping[str, float], reset: bool = False) -> bool:
        """Write our block, if the PLC is known; whether it was taken by the wire. Arguments as for `exchange`."""
        del now_s
        if not self._epoch or self._fenced:
            return False
        return await self._tried(self._send(outputs, reset), self.command or self.transport)

    async def _tried(self, work: Coroutine[None, None, None], wire: Transport) -> bool:
        try:
            if wire is self.transport and self.command is None:
                async with self._turn:
                    await work
            else:
                await work
        except (WireError, OutOfRange) as trouble:
            self.tally.failed += 1
            self.tally.last_trouble = str(trouble)
            return False
        self.tally.good += 1
        return True

    async def close(self) -> None:
        """Let go of the wires."""
        for wire in {id(wire): wire for wire in (self.transport, self.command) if wire is not None}.values():
            await wire.close()

    async def _poll(self, now_s: float) -> None:
        words = await self.transport.read("input", self.layout.status_start, self.layout.status_count)
        status = frame.read(self.layout, words)
        if isinstance(status, str):
            raise WireError(f"{self.name}: {status}")
        before, self._status, self._read_at_s = self._status, status, now_s
        if before is not None and before.boot != status.boot:
            self.tally.reboots += 1
            self._epoch = 0
        if before is None or before.heartbeat != status.heartbeat or before.boot != status.boot:
            self._alive_at_s = now_s
        if status.reject:
            self.tally.refused += 1
        self._fenced = 0 < self._epoch < status.echo_epoch and status.mode != LOCAL
        if self._fenced:
            raise WireError(f"{self.name}: another controller has taken over (epoch {status.echo_epoch}): not writing")
        if (
            not self._epoch or self._epoch < status.echo_epoch
        ):  # first contact, a new start of the PLC, or nobody's any more
            self._epoch = status.echo_epoch % 0xFFFF + 1
            self._sequence = status.echo_sequence
            self._echo_at_s = now_s
        elif status.echo_sequence == self._sequence & 0xFFFF and status.echo_epoch == self._epoch:
            self._echo_at_s = now_s

    async def _send(self, outputs: Mapping[str, float], reset: bool) -> None:
        self._heartbeat += 1
        self._reset += reset
        if self._moved(outputs) or reset:
            self._sequence += 1
            self._sent = {point.tag: outputs[point.tag] for point in self.layout.commands if point.tag in outputs}
        orders = Orders(self._epoch, self._heartbeat, self._sequence, LEASE_S, Wanted.REMOTE, self._reset, self._sent)
        await (self.command or self.transport).write(self.layout.command_start, frame.written(self.layout, orders))

    def _moved(self, outputs: Mapping[str, float]) -> bool:
        """Whether any command has left its deadband since it was last written."""
        for point in self.layout.commands:
            was, now = self._sent.get(point.tag), outputs.get(point.tag)
            band = point.writing.deadband if point.writing else 0.0
            if was is None or now is None or abs(now - was) >= band or (now != was and now in {point.low, point.high}):
                return True
        return False

    def shift(self, seconds: float) -> None:
        """Move everything that it has seen in time: its clock has been set. [s]"""
        self._read_at_s += seconds
        self._alive_at_s += seconds
        self._echo_at_s += seconds

    def readings(self, now_s: float) -> dict[str, Reading]:
        """What is known of the PLC now: its values with quality and age, and its lifeline under its name.

        The lifeline's age runs from the last time that the PLC's own counter moved: a PLC that answers and does not count is frozen.
        """
        age_s = now_s - self._read_at_s
        status = self._status
        values = status.values.values() if status else [math.nan] * len(self.layout.status)
        rows = {
            point.tag: judge(value, age_s, point.low, point.high, point.stale_after_s, BAD_AFTER_S)
            for point, value in zip(self.layout.status, values, strict=True)
        }
        beat_s = now_s - self._alive_at_s
        counted = float(status.heartbeat) if status else math.nan
        rows[self.name] = judge(counted, beat_s, 0.0, 65535.0, STALE_AFTER_S, BAD_AFTER_S)
        trips = float(status.trips) if status else math.nan
        rows[f"{self.name}.trips"] = judge(trips, age_s, 0.0, 65535.0, STALE_AFTER_S, BAD_AFTER_S)
        rows[f"{self.name}.echo"] = judge(counted, now_s - self._echo_at_s, 0.0, 65535.0, STALE_AFTER_S, BAD_AFTER_S)
        if (
            rows[self.name].quality is not Quality.GOOD
        ):  # nothing from a frozen PLC is fresh, however promptly it answers
            rows = {tag: no_better(row, rows[self.name].quality) for tag, row in rows.items()}
        if self._fenced:  # alive, and not ours
            rows[self.name] = no_better(rows[self.name], Quality.STALE)
        return rows

    @property
    def status(self) -> Status | None:
        """The last block that could be believed."""
        return self._status


def no_better(reading: Reading, quality: Quality) -> Reading:
    """A reading, marked down to a quality unless it is worse already."""
    return reading if reading.quality >= quality else Reading(reading.value, quality, reading.age_s)
