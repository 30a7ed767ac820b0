"""The two blocks of registers that controller and PLC exchange, as values: what is written, and what was read and can be believed.

Layout: `heatloop_sites.points.handshake`. A block is taken whole or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from heatloop_control.codec import crc, decode, encode
from heatloop_sites.points import Point
from heatloop_sites.points.handshake import COMMAND_HEAD, MAGIC, MAP_VERSION, STATUS_HEAD
from heatloop_thermo.errors import OutOfRange

REGISTERS_READ, REGISTERS_WRITTEN = 125, 123
"""Most registers that one Modbus request reads, writes. [-] Source: Modbus application protocol 1.1b3, 6.3, 6.12. manufacturer"""


class Wanted(IntEnum):
    """Mode that the controller asks a PLC for."""

    LOCAL = 0
    REMOTE = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a PLC's two blocks lie, and what is in them.

    Parameters
    ----------
    status, commands : points of each block, in the order of their registers, without gaps behind the head.
    status_start, command_start : first register of each.
    """

    status: tuple[Point, ...]
    commands: tuple[Point, ...]
    status_start: int
    command_start: int

    @property
    def status_count(self) -> int:
        """Registers of the PLC's block, head and checksum included."""
        return len(STATUS_HEAD) + sum(point.register.count for point in self.status) + 1

    @property
    def command_count(self) -> int:
        """Registers of the controller's block, head and checksum included."""
        return len(COMMAND_HEAD) + sum(point.register.count for point in self.commands) + 1


def layout_of(points: Sequence[Point], plc: str) -> Layout:
    """Blocks of one PLC.

    Parameters
    ----------
    points : of the site.
    plc : whose.

    Raises
    ------
    OutOfRange : for registers that overlap or leave gaps, and for a block that one request cannot carry: only what is read in one
        request is known to be of one moment.
    """
    mine = sorted((point for point in points if point.register.plc == plc), key=lambda point: point.register.address)
    status = tuple(point for point in mine if point.register.table == "input")
    commands = tuple(point for point in mine if point.register.table == "holding")
    made = Layout(status, commands, _start(status, len(STATUS_HEAD), plc), _start(commands, len(COMMAND_HEAD), plc))
    for name, count, most in (
        ("status", made.status_count, REGISTERS_READ),
        ("command", made.command_count, REGISTERS_WRITTEN),
    ):
        if count > most:
            raise OutOfRange(
                f"{plc}: {name} block = {count} registers - one request carries {most} - share the points among PLCs"
            )
    return made


def _start(points: Sequence[Point], head: int, plc: str) -> int:
    """First register of a block whose points follow each other behind its head."""
    if not points:
        return 0
    start = expected = points[0].register.address
    for point in points:
        if point.register.address != expected:
            raise OutOfRange(
                f"{plc}: {point.tag} is at register {point.register.address} - expected {expected} - points of a block follow each other"
            )
        expected += point.register.count
    if start < head:
        raise OutOfRange(f"{plc}: {points[0].tag} is at register {start} - the head before it takes {head} registers")
    return start - head


@dataclass(frozen=True, slots=True)
class Orders:
    """What the controller writes: head, and outputs by tag. [%]"""

    epoch: int
    heartbeat: int
    sequence: int
    lease_s: int
    wanted: Wanted
    reset: int
    outputs: Mapping[str, float]


def written(layout: Layout, orders: Orders) -> list[int]:
    """Registers of the controller's block, checksum last.

    Raises
    ------
    OutOfRange : for an output that is missing, no number, or outside the point's range: nothing of the block is written then.
    """
    words = [
        MAGIC,
        MAP_VERSION,
        orders.epoch & 0xFFFF,
        orders.heartbeat & 0xFFFF,
        orders.sequence & 0xFFFF,
        orders.lease_s,
        int(orders.wanted),
        orders.reset & 0xFFFF,
    ]
    for point in layout.commands:
        value = orders.outputs.get(point.tag)
        if value is None or not point.low <= value <= point.high:
            raise OutOfRange(
                f"{point.tag} = {value} - is outside {point.low:g}..{point.high:g} {point.unit} - nothing is written"
            )
        words += encode(point.register, value)
    return [*words, crc(words)]


@dataclass(frozen=True, slots=True)
class Status:
    """What a PLC says: its head, and values by tag, not yet graded."""

    heartbeat: int
    boot: int
    scan_max_ms: int
    echo_sequence: int
    echo_epoch: int
    reject: int
    mode: int
    first_out: int
    trips: int
    interlocks: int
    values: Mapping[str, float]


def read(layout: Layout, words: Sequence[int]) -> Status | str:
    """Status block from its registers; a text says why it cannot be believed."""
    if len(words) != layout.status_count:
        return f"{len(words)} registers came, {layout.status_count} were asked for"
    if words[0] != MAGIC:
        return f"begins with {words[0]:#06x}, not {MAGIC:#06x}: another device, or a shifted map"
    if words[1] != MAP_VERSION:
        return f"speaks map version {words[1]}, not {MAP_VERSION}"
    if crc(words[:-1]) != words[-1]:
        return "checksum does not fit"
    values, at = {}, len(STATUS_HEAD)
    for point in layout.status:
        values[point.tag] = decode(point.register, words[at : at + point.register.count])
        at += point.register.count
    head = dict(zip(STATUS_HEAD, words, strict=False))
    return Status(
        heartbeat=head["heartbeat"],
        boot=head["boot"],
        scan_max_ms=head["scan_max_ms"],
        echo_sequence=head["echo_sequence"],
        echo_epoch=head["echo_epoch"],
        reject=head["reject"],
        mode=head["mode"],
        first_out=head["first_out"],
        trips=head["trips"],
        interlocks=head["interlocks"],
        values=values,
    )
