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
    The value; NaN where the registers hold a float that is no finite number.

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
    value = raw * register.scale + register.offset
    return round(value, 9) if math.isfinite(value) else math.nan


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
        rest = _CRC[(rest ^ (word >> 8)) & 0xFF] ^ (rest >> 8)
        rest = _CRC[(rest ^ word) & 0xFF] ^ (rest >> 8)
    return rest


def _table(polynomial: int) -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        rest = byte
        for _ in range(8):
            rest = (rest >> 1) ^ (polynomial if rest & 1 else 0)
        rows.append(rest)
    return tuple(rows)


_CRC = _table(CRC_POLYNOMIAL)
