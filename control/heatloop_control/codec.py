"""Registers and engineering values: what a PLC holds, and what it means."""

import math
import struct
from collections.abc import Sequence

from heatloop_sites.points import Register
from heatloop_sites.points.handshake import CRC_POLYNOMIAL, CRC_START
from heatloop_thermo.errors import OutOfRange

_FORMATS = {"int16": ">h", "uint16": ">H", "int32": ">i", "uint32": ">I", "float32": ">f"}


def decode(register: Register, words: Sequence[int]) -> float:
    """Engineering value of the registers of a point.

    Parameters
    ----------
    register : how the value lies in them.
    words : as read, `Register.count` of them. 0..65535

    Returns
    -------
    The value; NaN or infinite where the registers hold such a float: no range contains it.

    Raises
    ------
    OutOfRange : for another number of registers than the type takes.

    >>> decode(Register("plc-1", "input", 0, "int16", scale=0.1), [0xFFFF - 399])
    -40.0
    >>> decode(Register("plc-1", "input", 0), [0x4296, 0x0000])
    75.0
    """
    if len(words) != register.count:
        raise OutOfRange(f"words = {len(words)} - a {register.type} takes {register.count}")
    ordered = words if register.word_order == "big" else words[::-1]
    packing = ">H" if register.byte_order == "big" else "<H"
    raw = struct.unpack(_FORMATS[register.type], b"".join(struct.pack(packing, word) for word in ordered))[0]
    if register.scale != 1.0 or register.offset != 0.0:
        raw = round(raw * register.scale + register.offset, 9) if math.isfinite(raw) else math.nan
    return float(raw)


def encode(register: Register, value: float) -> list[int]:
    """Registers that hold an engineering value, the reverse of `decode`.

    Raises
    ------
    OutOfRange : for a value that is no finite number or does not fit into the type.

    >>> encode(Register("plc-1", "holding", 0, "int16", scale=0.1), -40.0) == [0xFFFF - 399]
    True
    """
    if not math.isfinite(value):
        raise OutOfRange(f"value = {value} - no register takes what is no number")
    raw = (value - register.offset) / register.scale
    try:
        data = struct.pack(_FORMATS[register.type], raw if register.type == "float32" else round(raw))
    except (struct.error, OverflowError) as error:
        raise OutOfRange(
            f"value = {value:g} - does not fit into a {register.type} at scale {register.scale:g}"
        ) from error
    packing = ">H" if register.byte_order == "big" else "<H"
    words = [struct.unpack(packing, data[i : i + 2])[0] for i in range(0, len(data), 2)]
    return words if register.word_order == "big" else words[::-1]


def crc(words: Sequence[int]) -> int:
    """Checksum of a block of registers: CRC-16/MODBUS over their bytes, high byte first.

    >>> hex(crc([0x3132, 0x3334, 0x3536, 0x3738]))
    '0x37dd'
    """
    rest = CRC_START
    for word in words:
        rest = _HIGH[(rest ^ (word >> 8)) & 0xFF] ^ _LOW[(rest >> 8) ^ (word & 0xFF)]
    return rest


def _table(shifts: int) -> tuple[int, ...]:
    """What so many shifts leave of each byte; as they are linear, those of a register's two bytes are joined by exclusive or."""
    rows = []
    for byte in range(256):
        rest = byte
        for _ in range(shifts):
            rest = (rest >> 1) ^ (CRC_POLYNOMIAL if rest & 1 else 0)
        rows.append(rest)
    return tuple(rows)


_HIGH, _LOW = _table(16), _table(8)


class Decoder:
    """`decode` for the points of a whole block at once.

    Parameters
    ----------
    registers : of the points, one after another without gaps.
    """

    def __init__(self, registers: Sequence[Register]) -> None:
        self._registers = tuple(registers)
        plain = all(
            (r.type, r.word_order, r.byte_order, r.scale, r.offset) == ("float32", "big", "big", 1.0, 0.0)
            for r in registers
        )
        self._at_once = struct.Struct(f">{len(registers)}f") if plain else None

    def __call__(self, words: Sequence[int]) -> Sequence[float]:
        """Values of the points, in order.

        >>> Decoder([Register("plc-1", "input", 0), Register("plc-1", "input", 2)])([0x4296, 0x0000, 0x4170, 0x0000])
        (75.0, 15.0)
        """
        if self._at_once is not None:
            return self._at_once.unpack(struct.pack(f">{len(words)}H", *words))
        values, at = [], 0
        for register in self._registers:
            values.append(decode(register, words[at : at + register.count]))
            at += register.count
        return tuple(values)
