"""Registers of the simulated PLC: its own reading of the map, written without a look at the controller's.

What both sides share is the map itself (`heatloop_sites.points`), as on a real site; how values get into registers, each does by itself,
so that one side's mistake cannot hide in the other's.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heatloop_sites.points import Point
from heatloop_sites.points.handshake import (
    COMMAND_HEAD,
    CRC_POLYNOMIAL,
    CRC_START,
    MAGIC,
    MAP_VERSION,
    REJECTS,
    STATUS_HEAD,
)

_CODES = {"int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "float32": "f"}
REJECT_CODES = {name: code for code, name in REJECTS.items()}


def _shifted(rest: int, times: int) -> int:
    """What shifts make of a rest."""
    for _ in range(times):
        rest = (rest >> 1) ^ CRC_POLYNOMIAL if rest % 2 else rest >> 1
    return rest


_FIRST, _SECOND = [_shifted(byte, 16) for byte in range(256)], [_shifted(byte, 8) for byte in range(256)]
"""What the first and the second byte of a register leave; the polynomial is linear, so that the two add up."""


def checksum(words: Iterable[int]) -> int:
    """CRC-16/MODBUS of registers, high byte first.

    >>> hex(checksum([0x3132, 0x3334, 0x3536, 0x3738]))
    '0x37dd'
    """
    rest = CRC_START
    for word in words:
        rest = _FIRST[rest & 255 ^ word >> 8] ^ _SECOND[rest >> 8 ^ word & 255]
    return rest


def to_words(point: Point, value: float) -> list[int]:
    """Registers of a value; one that does not fit is set to the nearest that does, as an analogue input would. NaN stays NaN."""
    place = point.register
    raw = (value - place.offset) / place.scale
    code = _CODES[place.type]
    if code != "f":
        bits, signed = 8 * struct.calcsize(code), code.islower()
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        raw = low if raw != raw else min(max(round(raw), low), high)  # noqa: PLR0124  NaN differs from itself
    octets = struct.pack(">" + code, raw)
    words = list(struct.unpack(f">{len(octets) // 2}H", octets))
    if place.byte_order == "little":
        words = [(word % 256) * 256 + word // 256 for word in words]
    return words[::-1] if place.word_order == "little" else words


def to_value(point: Point, words: list[int]) -> float:
    """Value of the registers of a point."""
    place = point.register
    ordered = words[::-1] if place.word_order == "little" else words
    if place.byte_order == "little":
        ordered = [(word % 256) * 256 + word // 256 for word in ordered]
    octets = struct.pack(f">{len(ordered)}H", *ordered)
    (raw,) = struct.unpack(">" + _CODES[place.type], octets)
    return float(raw) * place.scale + place.offset


@dataclass(frozen=True, slots=True)
class Order:
    """A block that the controller has written: its head, and its commands by tag."""

    epoch: int
    heartbeat: int
    sequence: int
    lease_s: int
    mode: int
    reset: int
    commands: Mapping[str, float]


class Registers:
    """Both tables of one PLC.

    Parameters
    ----------
    points : of the site.
    plc : name of the PLC.
    """

    def __init__(self, points: Iterable[Point], plc: str) -> None:
        mine = sorted((p for p in points if p.register.plc == plc), key=lambda p: p.register.address)
        self.status = [p for p in mine if p.register.table == "input"]
        self.commands = [p for p in mine if p.register.table == "holding"]
        self.status_start = (self.status[0].register.address if self.status else len(STATUS_HEAD)) - len(STATUS_HEAD)
        self.command_start = (self.commands[0].register.address if self.commands else len(COMMAND_HEAD)) - len(
            COMMAND_HEAD
        )
        self._input = [0] * (self.status_start + len(STATUS_HEAD) + sum(p.register.count for p in self.status) + 1)
        self.holding = [0] * (self.command_start + len(COMMAND_HEAD) + sum(p.register.count for p in self.commands) + 1)
        self._plain = f">{len(self.status)}f" if all(map(_is_plain, self.status)) else ""
        self._values = {point.tag: 0.0 for point in self.status}
        self._to_show: tuple[Mapping[str, int], Mapping[str, float]] | None = None
        self._taken: tuple[list[int], Order | int] | None = None

    @property
    def input(self) -> list[int]:
        """Input registers as of the last scan; they are made up when somebody looks."""
        if self._to_show is not None:
            head, values = self._to_show
            self._to_show = None
            self._make_up(head, values)
        return self._input

    def show(self, head: Mapping[str, int], values: Mapping[str, float]) -> None:
        """Put the PLC's block into the input registers.

        Parameters
        ----------
        head : fields of the head but the first two, 0..65535.
        values : by tag, not changed afterwards; one that is missing reads as it did before.
        """
        self._to_show = head, values

    def _make_up(self, head: Mapping[str, int], values: Mapping[str, float]) -> None:
        known, get = self._values, values.get
        for tag, was in known.items():
            known[tag] = get(tag, was)
        at = self.status_start
        row = [MAGIC, MAP_VERSION, *(head[name] & 0xFFFF for name in STATUS_HEAD[2:])]
        if self._plain:
            octets = struct.pack(self._plain, *known.values())
            row += struct.unpack(f">{len(octets) // 2}H", octets)
        else:
            for point in self.status:
                row += to_words(point, known[point.tag])
        self._input[at:] = [*row, checksum(row)]

    def order(self) -> Order | int:
        """The controller's block, or the code for which it is refused."""
        if self._taken is None or self._taken[0] != self.holding:
            self._taken = (self.holding.copy(), self._order())
        return self._taken[1]

    def _order(self) -> Order | int:
        words = self.holding[self.command_start :]
        if words[0] != MAGIC:
            return REJECT_CODES["magic"]
        if words[1] != MAP_VERSION:
            return REJECT_CODES["map_version"]
        if checksum(words[:-1]) != words[-1]:
            return REJECT_CODES["crc"]
        head = dict(zip(COMMAND_HEAD, words, strict=False))
        commands = {}
        for point in self.commands:
            first = point.register.address
            value = to_value(point, self.holding[first : first + point.register.count])
            if not point.low <= value <= point.high:  # NaN is in no range
                return REJECT_CODES["range"]
            commands[point.tag] = value
        return Order(
            head["epoch"], head["heartbeat"], head["sequence"], head["lease_s"], head["mode"], head["reset"], commands
        )


def _is_plain(point: Point) -> bool:
    """Whether a point is a float32 in the order of the wire, in its own unit."""
    place = point.register
    return (place.type, place.word_order, place.byte_order) == ("float32", "big", "big") and (
        place.scale,
        place.offset,
    ) == (1.0, 0.0)
