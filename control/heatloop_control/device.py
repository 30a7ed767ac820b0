"""A device without the handshake (a heat meter, a drive): read block by block, written value by value, each write read back.

Shell, with the same face to the bus as `heatloop_control.link.Link`.
"""

import asyncio
import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from heatloop_control.coalesce import Limits, Request, requests
from heatloop_control.codec import decode, encode
from heatloop_control.image import Quality, Reading, judge
from heatloop_control.link import BAD_AFTER_S, STALE_AFTER_S, Tally, Transport, WireError, no_better
from heatloop_sites.points import Point, Register
from heatloop_thermo.errors import OutOfRange

DAY_S = 86400.0


class Wire(Transport, Protocol):
    """A transport that says which connection it is on, for devices that have to be told something at each."""

    async def ready(self) -> int:
        """Open the wire if it is not open; number of this connection, from 1. Raises `WireError`."""

    async def write_one(self, address: int, word: int) -> None:
        """Write one holding register, as `write` writes several."""


@dataclass(slots=True)
class Device:
    """One device.

    Parameters
    ----------
    name : its lifeline's tag.
    points : that it holds.
    wire : to it; reads and writes take turns.
    limits : of its reads.
    heartbeat : register in which it counts; None: it lives as long as it answers.
    """

    name: str
    points: Sequence[Point]
    wire: Wire
    limits: Limits = Limits()  # noqa: RUF009  frozen
    heartbeat: Register | None = None
    tally: Tally = field(default_factory=Tally)
    _values: dict[str, float] = field(default_factory=dict)
    _read_at_s: dict[str, float] = field(default_factory=dict)
    _alive_at_s: float = -math.inf
    _count: float = math.nan
    _confirmed_at_s: float = -math.inf
    _greeted: int = 0
    _written: dict[str, tuple[float, float]] = field(default_factory=dict)
    _days: dict[str, deque[float]] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def poll(self, now_s: float) -> bool:
        """Read all its points; what one request cannot bring grows old by itself. Whether all came."""
        beat = [self.heartbeat] if self.heartbeat else []
        async with self._turn:
            came = [
                await self._read(request, now_s)
                for request in requests([*(p.register for p in self.points if p.writing is None), *beat], self.limits)
            ]
        if any(came) and self.heartbeat is None:
            self._alive_at_s = now_s
        return all(came)

    async def _read(self, request: Request, now_s: float) -> bool:
        try:
            words = await self.wire.read(request.table, request.address, request.count)
        except WireError as trouble:
            return self._failed(trouble)
        self.tally.good += 1
        for point in self.points:
            if point.writing is None and request.holds(point.register):
                at = point.register.address - request.address
                self._values[point.tag] = decode(point.register, words[at : at + point.register.count])
                self._read_at_s[point.tag] = now_s
        if self.heartbeat is not None and request.holds(self.heartbeat):
            count = float(words[self.heartbeat.address - request.address])
            if count != self._count:
                self._count, self._alive_at_s = count, now_s
        return True

    def _failed(self, trouble: Exception) -> bool:
        self.tally.failed += 1
        self.tally.last_trouble = str(trouble)
        return False

    async def send(self, now_s: float, outputs: Mapping[str, float], reset: bool = False) -> bool:
        """Write what has changed by more than its dead-band, no more often than allowed, and read it back. Whether all is confirmed."""
        del reset  # it has no trips of ours
        done = True
        async with self._turn:
            done = await self._greet(now_s)
            for point in self.points:
                if point.writing is not None and done and self._due(point, outputs.get(point.tag), now_s):
                    done = await self._write(point, outputs[point.tag], now_s)
        if done:
            self._confirmed_at_s = now_s
        return done

    async def _greet(self, now_s: float) -> bool:
        """Write what the device has to be told at every connect, before anything else."""
        try:
            number = await self.wire.ready()
        except WireError as trouble:
            return self._failed(trouble)
        if number == self._greeted:
            return True
        for point in self.points:
            greeting = point.writing.on_connect if point.writing else None
            if greeting is not None and not await self._write(point, greeting, now_s):
                return False
        self._greeted = number
        return True

    def _due(self, point: Point, value: float | None, now_s: float) -> bool:
        """Whether a write is worth it and allowed."""
        rules = point.writing
        assert rules is not None
        if value is None:
            return False
        was, at_s = self._written.get(point.tag, (math.nan, -math.inf))
        at_end = value != was and value in {point.low, point.high}
        if (abs(value - was) < rules.deadband or value == was) and not at_end:
            return False
        if now_s - at_s < rules.min_interval_s:
            return False
        day = self._days.setdefault(point.tag, deque())
        while day and now_s - day[0] >= DAY_S:
            day.popleft()
        if rules.writes_per_day is not None and len(day) >= rules.writes_per_day:
            self.tally.last_trouble = f"{point.tag}: its {rules.writes_per_day} writes of the day are used up"
            return False
        return True

    async def _write(self, point: Point, value: float, now_s: float) -> bool:
        """One verified write: right value, echo, and the same value when read back."""
        place = point.register
        try:
            if not point.low <= value <= point.high:
                raise OutOfRange(f"{point.tag} = {value} - is outside {point.low:g}..{point.high:g} {point.unit}")
            words = encode(place, value)
            self._days.setdefault(point.tag, deque()).append(now_s)
            if len(words) == 1:
                await self.wire.write_one(place.address, words[0])
            else:
                await self.wire.write(place.address, words)
            back = await self.wire.read("holding", place.address, place.count)
            if back != words:
                raise WireError(f"{self.name}: {point.tag} reads back {decode(place, back):g}, {value:g} was written")
        except (WireError, OutOfRange) as trouble:
            self._written.pop(point.tag, None)
            return self._failed(trouble)
        self._written[point.tag] = value, now_s
        self.tally.good += 1
        return True

    def readings(self, now_s: float) -> dict[str, Reading]:
        """What is known of the device now, as for `heatloop_control.link.Link.readings`."""
        rows = {}
        for point in self.points:
            if point.writing is None:
                age_s = now_s - self._read_at_s.get(point.tag, -math.inf)
                value = self._values.get(point.tag, math.nan)
                rows[point.tag] = judge(value, age_s, point.low, point.high, point.stale_after_s, BAD_AFTER_S)
        alive = judge(1.0, now_s - self._alive_at_s, 0.0, 1.0, STALE_AFTER_S, BAD_AFTER_S)
        if alive.quality is not Quality.GOOD:
            rows = {tag: no_better(row, alive.quality) for tag, row in rows.items()}
        echo = judge(1.0, now_s - self._confirmed_at_s, 0.0, 1.0, STALE_AFTER_S, BAD_AFTER_S)
        return rows | {self.name: alive, f"{self.name}.echo": echo}

    async def close(self) -> None:
        """Let go of the wire."""
        await self.wire.close()
