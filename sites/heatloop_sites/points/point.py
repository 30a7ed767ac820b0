"""One point of the wire between controller and PLC: what it means, and how it lies in the registers."""

from dataclasses import dataclass
from typing import Literal, get_args

from heatloop_thermo.errors import OutOfRange, require

Role = Literal["measurement", "status", "actual", "setpoint", "command"]
"""measurement: from a sensor; status: of the PLC; actual: what an actuator really does; setpoint and command: written by the controller."""
Table = Literal["input", "holding"]
DataType = Literal["int16", "uint16", "int32", "uint32", "float32"]
Order = Literal["big", "little"]
Storage = Literal["ram", "eeprom"]

RAW_RANGE: dict[DataType, tuple[float, float]] = {
    "int16": (-(2.0**15), 2.0**15 - 1.0),
    "uint16": (0.0, 2.0**16 - 1.0),
    "int32": (-(2.0**31), 2.0**31 - 1.0),
    "uint32": (0.0, 2.0**32 - 1.0),
    "float32": (-3.4e38, 3.4e38),
}
"""Smallest and largest raw value of a type."""
REGISTERS: dict[DataType, int] = {"int16": 1, "uint16": 1, "int32": 2, "uint32": 2, "float32": 2}
"""Registers of 16 bits that a value takes."""


@dataclass(frozen=True, slots=True)
class Register:
    """Where and how a value lies in a PLC.

    Parameters
    ----------
    plc : name of the PLC.
    table : input registers are read only, holding registers are read and written.
    address : of the first register, 0-based as on the wire.
    type : of the raw value.
    word_order, byte_order : of values longer than a register; of the two bytes in one.
    scale, offset : engineering value = raw * scale + offset.
    """

    plc: str
    table: Table
    address: int
    type: DataType = "float32"
    word_order: Order = "big"
    byte_order: Order = "big"
    scale: float = 1.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a place that no PLC has."""
        if self.type not in get_args(DataType):
            raise OutOfRange(f"type = {self.type!r} is none of {', '.join(get_args(DataType))}")
        require("address", float(self.address), 0.0, 65536.0 - self.count, "-", "Modbus addresses have 16 bits")
        require("scale", abs(self.scale), 1e-9, 1e9, "-", "a scale of zero loses the value")

    @property
    def count(self) -> int:
        """Registers that it takes."""
        return REGISTERS[self.type]

    def holds(self, value: float) -> bool:
        """Whether the type can hold a value.

        >>> Register("plc-1", "holding", 0, "int16", scale=0.01).holds(400.0)
        False
        """
        low, high = RAW_RANGE[self.type]
        return low <= (value - self.offset) / self.scale <= high

    @property
    def reference(self) -> str:
        """Five-digit reference as PLC programmers write it: 3xxxx input, 4xxxx holding, counted from 1; six digits beyond.

        >>> Register("plc-1", "input", 0).reference, Register("plc-1", "holding", 107).reference
        ('30001', '40108')
        """
        digits = 4 if self.address < 9999 else 5
        return f"{'3' if self.table == 'input' else '4'}{self.address + 1:0{digits}d}"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a point may be written.

    Parameters
    ----------
    deadband : a change below it is not worth a write. [unit of the point]
    min_interval_s : least time between two writes. [s]
    storage : "eeprom" wears out with every write and is never written cyclically.
    on_connect : engineering value written once at every connect, for devices that forget; None: nothing.
    writes_per_day : most writes in 24 hours; None: as many as the scan makes.
    """

    deadband: float = 0.0
    min_interval_s: float = 0.0
    storage: Storage = "ram"
    on_connect: float | None = None
    writes_per_day: int | None = None


EEPROM_WRITES_PER_DAY = 24
"""Most writes a day into a memory that wears out, where nothing is typed: 100,000 of them last eleven years. [-]
secondary (makers of drives name 100,000 cycles)"""


@dataclass(frozen=True, slots=True)
class Point:
    """One value that crosses the wire.

    Parameters
    ----------
    tag : ISA-5.1 tag ("TT-101"), unique on the site.
    name : readable name ("containers.outlet"), unique too.
    what : meaning, in words of an operator.
    role : see `Role`.
    unit : of the engineering value: degC, %, m3/h, kW, bar, or "" for a count or a code.
    low, high : plausible range of a reading, allowed range of a command. [unit]
    register : where it lies.
    stale_after_s : age beyond which a loop does not act on it. [s]
    fail_value : what the actuator goes to when the wire is dead; None where that is no matter of this point. [unit]
    writing : None for points that only the PLC writes.
    """

    tag: str
    name: str
    what: str
    role: Role
    unit: str
    low: float
    high: float
    register: Register
    stale_after_s: float = 2.5
    fail_value: float | None = None
    writing: Writing | None = None

    def __post_init__(self) -> None:
        """Refuse a point that contradicts itself."""
        require(f"{self.tag}: high", self.high, self.low, 1e12, self.unit, "the range begins at `low`")
        if (self.writing is not None) != (self.role in {"setpoint", "command"}):
            raise OutOfRange(f"{self.tag}: role = {self.role!r} - setpoints and commands are written, nothing else is")
        if self.writing is not None and self.register.table != "holding":
            raise OutOfRange(f"{self.tag}: table = {self.register.table!r} - only holding registers can be written")
