"""One PLC at the other end of a wire: exchanges blocks with it, and says what is known of it and how old that is.

Shell. Nothing here raises for a fault of the world: a failed exchange is a remark, and what was read before grows old.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from heatloop_control import frame
from heatloop_control.frame import Layout, Orders, Status, Wanted
from heatloop_control.image import Quality, Reading, judge
from heatloop_sites.points.point import Table
from heatloop_thermo.errors import OutOfRange

LEASE_S = 10
"""The PLC goes on by itself when nothing valid has come for so long. [s] estimate: longer than any hiccup, shorter than a thermal one"""
STALE_AFTER_S, BAD_AFTER_S = 2.5, 10.0
"""Readings older than this are not acted on, and are not shown as values. [s] estimate: two and a half scans; the lease"""


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
    """

    name: str
    layout: Layout
    transport: Transport
    tally: Tally = field(default_factory=Tally)
    _status: Status | None = None
    _read_at_s: float = -math.inf
    _alive_at_s: float = -math.inf
    _echo_at_s: float = -math.inf
    _epoch: int = 0
    _heartbeat: int = 0
    _sequence: int = 0
    _reset: int = 0
    _sent: Mapping[str, float] = field(default_factory=dict)

    async def exchange(self, now_s: float, outputs: Mapping[str, float] | None, reset: bool = False) -> None:
        """Read the PLC's block and, once it is known, write ours. Never raises for a fault of the world.

        Parameters
        ----------
        now_s : monotonic time. [s]
        outputs : by command tag [%]; None only reads.
        reset : whether latched trips are to be reset.
        """
        try:
            await self._poll(now_s)
            if outputs is not None and self._epoch:
                await self._send(outputs, reset)
            self.tally.good += 1
        except (WireError, OutOfRange) as trouble:
            self.tally.failed += 1
            self.tally.last_trouble = str(trouble)

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
        if not self._epoch:  # first contact, or the PLC has started again: be the newest owner
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
        await self.transport.write(self.layout.command_start, frame.written(self.layout, orders))

    def _moved(self, outputs: Mapping[str, float]) -> bool:
        """Whether any command has left its deadband since it was last written."""
        for point in self.layout.commands:
            was, now = self._sent.get(point.tag), outputs.get(point.tag)
            band = point.writing.deadband if point.writing else 0.0
            if was is None or now is None or abs(now - was) >= band or (now != was and now in {point.low, point.high}):
                return True
        return False

    def readings(self, now_s: float) -> dict[str, Reading]:
        """What is known of the PLC now: its values with quality and age, and its lifeline under its name.

        The lifeline's age runs from the last time that the PLC's own counter moved: a PLC that answers and does not count is frozen.
        """
        age_s = now_s - self._read_at_s
        status, rows = self._status, {}
        for point in self.layout.status:
            value = status.values[point.tag] if status else math.nan
            rows[point.tag] = judge(value, age_s, point.low, point.high, point.stale_after_s, BAD_AFTER_S)
        beat_s = now_s - self._alive_at_s
        counted = float(status.heartbeat) if status else math.nan
        rows[self.name] = judge(counted, beat_s, 0.0, 65535.0, STALE_AFTER_S, BAD_AFTER_S)
        rows[f"{self.name}.echo"] = judge(counted, now_s - self._echo_at_s, 0.0, 65535.0, STALE_AFTER_S, BAD_AFTER_S)
        if (
            rows[self.name].quality is not Quality.GOOD
        ):  # nothing from a frozen PLC is fresh, however promptly it answers
            rows = {tag: _no_better(row, rows[self.name].quality) for tag, row in rows.items()}
        return rows

    @property
    def status(self) -> Status | None:
        """The last block that could be believed."""
        return self._status


def _no_better(reading: Reading, quality: Quality) -> Reading:
    return reading if reading.quality >= quality else Reading(reading.value, quality, reading.age_s)
