"""The two blocks of registers that controller and PLC exchange, as values: what is written, and what was read and can be believed.

Layout: `heatloop_sites.points.handshake`. A block is taken whole or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from heatloop_control.codec import Decoder, crc, encode
from heatloop_sites.points import Point
from heatloop_sites.points.blocks import (
    HEADS,
    REGISTERS_READ,
    REGISTERS_WRITTEN,
    block_length,
    by_address,
    out_of_line,
)
from heatloop_sites.points.handshake import MAGIC, MAP_VERSION, STATUS_HEAD
from heatloop_thermo.errors import OutOfRange


class Wanted(IntEnum):
    """Mode that the controller asks a PLC for."""

    LOCAL = 0
    REMOTE = 2


@dataclass(frozen=True)
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

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Tags of the PLC's block, in order."""
        return tuple(point.tag for point in self.status)

    @cached_property
    def decoder(self) -> Decoder:
        """Values of the PLC's block from its registers."""
        return Decoder([point.register for point in self.status])

    @cached_property
    def status_count(self) -> int:
        """Registers of the PLC's block, head and checksum included."""
        return block_length(self.status, "input")

    @property
    def command_count(self) -> int:
        """Registers of the controller's block, head and checksum included."""
        return block_length(self.commands, "holding")


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
    status, commands = by_address(points, plc, "input"), by_address(points, plc, "holding")
    made = Layout(status, commands, _start(status, HEADS["input"], plc), _start(commands, HEADS["holding"], plc))
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
    start = points[0].register.address
    for tag, text in out_of_line(points, start):
        raise OutOfRange(f"{plc}: {tag} {text}")
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
    values = dict(zip(layout.tags, layout.decoder(words[len(STATUS_HEAD) : -1]), strict=True))
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
