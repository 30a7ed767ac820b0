"""Which registers to read together: few requests, within what a device can give, and no value torn between two of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from heatloop_sites.points import Register
from heatloop_sites.points.blocks import REGISTERS_READ
from heatloop_sites.points.point import Table
from heatloop_thermo.errors import OutOfRange, require


@dataclass(frozen=True, slots=True)
class Limits:
    """What a device allows.

    Parameters
    ----------
    read_most : registers that one request may ask for. [-], 2..125
    gap_most : registers nobody asked for that may be read between two values. [-], 0..123
    forbidden : (table, first, last) that must not be read, both ends included.
    """

    read_most: int = REGISTERS_READ
    gap_most: int = 8
    forbidden: tuple[tuple[Table, int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse limits under which nothing can be read."""
        require(
            "read_most", self.read_most, 2, REGISTERS_READ, "-", "a value takes two registers, a request carries 125"
        )
        require("gap_most", self.gap_most, 0, REGISTERS_READ - 2, "-", "a gap lies between two values of one request")


@dataclass(frozen=True, slots=True)
class Request:
    """One read."""

    table: Table
    address: int
    count: int

    def holds(self, register: Register) -> bool:
        """Whether all registers of a value are in it."""
        end = register.address + register.count
        return register.table == self.table and self.address <= register.address and end <= self.address + self.count


def requests(registers: Iterable[Register], limits: Limits) -> tuple[Request, ...]:
    """Reads that bring every value whole, by table and address.

    Parameters
    ----------
    registers : of one device, in any order, overlapping or not.
    limits : of the device.

    Returns
    -------
    Requests; a value lies in one of them as a whole. As long as the next value fits, it joins the request before.

    Raises
    ------
    OutOfRange : for a value in forbidden registers.

    >>> a, b, c = (Register("p", "input", at) for at in (0, 2, 40))
    >>> requests([c, a, b], Limits())
    (Request(table='input', address=0, count=4), Request(table='input', address=40, count=2))
    """
    made: list[Request] = []
    for register in sorted(set(registers), key=lambda row: (row.table, row.address, row.count)):
        for table, first, last in limits.forbidden:
            if table == register.table and register.address <= last and register.address + register.count > first:
                raise OutOfRange(f"register {register.address} ({table}) is forbidden by {first}..{last}")
        joined = _joined(made[-1], register, limits) if made else None
        if joined is None:
            made.append(Request(register.table, register.address, register.count))
        else:
            made[-1] = joined
    return tuple(made)


def _joined(before: Request, register: Register, limits: Limits) -> Request | None:
    """The request with a further value in it, or None where that is not allowed."""
    free = before.address + before.count
    end = max(free, register.address + register.count)
    if register.table != before.table or end - before.address > limits.read_most:
        return None
    if register.address - free > limits.gap_most:
        return None
    crossed = any(
        table == register.table and first < register.address and last >= free for table, first, last in limits.forbidden
    )
    return None if crossed else Request(before.table, before.address, end - before.address)
