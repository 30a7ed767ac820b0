"""Rules of the two blocks of the handshake, and of registers that must not be shared."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from heatloop_sites.points.handshake import COMMAND_HEAD, STATUS_HEAD
from heatloop_sites.points.point import Point, Table

HEADS: dict[Table, int] = {"input": len(STATUS_HEAD), "holding": len(COMMAND_HEAD)}
"""Registers of the head of each block. [-]"""
REGISTERS_READ, REGISTERS_WRITTEN = 125, 123
"""Most registers that one Modbus request reads, writes. [-] Source: Modbus application protocol 1.1b3, 6.3, 6.12. manufacturer"""


def by_address(points: Sequence[Point], plc: str, table: Table) -> tuple[Point, ...]:
    """Points of a PLC's table in the order of their registers."""
    mine = (point for point in points if (point.register.plc, point.register.table) == (plc, table))
    return tuple(sorted(mine, key=lambda point: point.register.address))


def block_length(points: Sequence[Point], table: Table) -> int:
    """Registers of a block: head, points, checksum."""
    return HEADS[table] + sum(point.register.count for point in points) + 1


def out_of_line(points: Sequence[Point], first: int) -> Iterator[tuple[str, str]]:
    """What breaks a block, as (tag, text): its points follow each other without a gap.

    Parameters
    ----------
    points : of one table, by address.
    first : register of the first one, behind the head.

    >>> from heatloop_sites.points.point import Register
    >>> rows = [Point(f"TT-10{i}", f"t{i}", "", "measurement", "degC", 0, 9, Register("p", "input", at)) for i, at in ((1, 12), (2, 16))]
    >>> list(out_of_line(rows, 12))
    [('TT-102', 'is at register 16, expected 14: points of a block follow each other')]
    """
    expected = first
    for point in points:
        if point.register.address != expected:
            text = f"is at register {point.register.address}, expected {expected}: points of a block follow each other"
            yield point.tag, text
        expected = point.register.address + point.register.count


def shared(points: Sequence[Point]) -> Iterator[tuple[str, str]]:
    """Points of one table, by address, that begin in the registers of another, as (tag, text)."""
    for before, after in pairwise(points):
        if after.register.address < before.register.address + before.register.count:
            yield after.tag, f"begins in the registers of {before.tag} (register {after.register.address})"
