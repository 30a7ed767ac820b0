"""Settings of the controller: PLCs, how their registers differ from the default map, and limits of the setpoints."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.points.point import DataType, Order, Storage, Table
from heatloop_sites.schema.base import Block, Count, Name, Number, Text
from heatloop_sites.units import DURATION, RAMP, TEMPERATURE

Address = Annotated[int, Field(ge=0, le=65535)]


class Span(Block):
    """Registers in a row, both ends included."""

    table: Table = Field(description="which table", examples=["holding"])
    first: Address = Field(description="first register, 0-based")
    last: Address = Field(description="last register, 0-based")


class Beat(Block):
    """A register in which a device counts."""

    table: Table = Field("input", description="which table")
    address: Address = Field(description="register of 16 bits, 0-based", examples=[400])


class Plc(Block):
    """A PLC, or another device, that speaks Modbus.

    Points lie in the first PLC unless their `plc` says otherwise. One with the handshake gets all its points in two blocks; one without
    (a heat meter, a drive) is read and written register by register, and proves by its heartbeat, or by answering, that it lives.
    """

    name: Name = Field(description="name of the PLC", examples=["plc-1"])
    transport: Literal["tcp", "tls", "rtu"] = Field("tcp", description="how it is reached")
    host: Text | None = Field(None, description="host name or address, for tcp and tls", examples=["192.0.2.10"])
    port: Annotated[int, Field(ge=1, le=65535)] | None = Field(None, description="TCP port (default: 502, tls 802)")
    authority: Text | None = Field(None, description="file with the certificate that signs the PLC's own, for tls")
    device: Text | None = Field(None, description="serial line, for rtu", examples=["/dev/ttyUSB0"])
    baudrate: Annotated[int, Field(ge=300, le=921600)] = Field(19200, description="of the serial line")
    parity: Literal["N", "E", "O"] = Field("E", description="of the serial line")
    stopbits: Annotated[int, Field(ge=1, le=2)] = Field(1, description="of the serial line")
    unit: Annotated[int, Field(ge=0, le=255)] = Field(1, description="Modbus unit identifier")
    timeout_s: Annotated[float, DURATION.between(0.02, 10.0)] | None = Field(
        None, description="longest wait for a reply (default: 0.5 s)"
    )
    connections: Annotated[int, Field(ge=1, le=2)] = Field(
        2, description="2: one to read, one to write, so that neither waits for the other; a serial line has one"
    )
    handshake: bool = Field(True, description="whether it is programmed with the two blocks of `heatloop registers`")
    status_start: Address = Field(0, description="input register at which its block begins, with the handshake")
    command_start: Address = Field(0, description="holding register at which ours begins, with the handshake")
    heartbeat: Beat | None = Field(None, description="a counter that shows that it lives, without the handshake")
    read_most: Annotated[int, Field(ge=2, le=125)] = Field(125, description="most registers that it gives at once")
    gap_most: Annotated[int, Field(ge=0, le=123)] = Field(
        8, description="registers nobody asked for that may be read on the way to the next point, without the handshake"
    )
    forbidden: tuple[Span, ...] = Field((), description="registers that must not be read on the way")


class PointEdit(Block):
    """What is different about one point; what is not typed stays as it is in the default map (`heatloop registers SITE`)."""

    tag: Text = Field(description="tag of the point", examples=["TT-101"])
    plc: Name | None = Field(None, description="PLC that holds it (default: the first)")
    table: Table | None = Field(None, description="input or holding registers (default: by what the point is)")
    address: Address | None = Field(None, description="first register, 0-based (default: behind the point before)")
    type: DataType | None = Field(None, description="of the raw value (default: float32)")
    word_order: Order | None = Field(None, description="of values of two registers (default: big)")
    byte_order: Order | None = Field(None, description="of the bytes in a register (default: big)")
    scale: Number | None = Field(None, description="value = raw * scale + offset, in the unit of the map")
    offset: Number | None = Field(None, description="value = raw * scale + offset, in the unit of the map")
    low: Number | None = Field(None, description="lowest plausible reading or allowed command, in the unit of the map")
    high: Number | None = Field(
        None, description="highest plausible reading or allowed command, in the unit of the map"
    )
    stale_after_s: Annotated[float, DURATION.between(0.1, 3600.0)] | None = Field(
        None, description="age beyond which nothing acts on it (default: 2.5 s)"
    )
    fail_value: Number | None = Field(None, description="where the actuator goes when the wire is dead, in its unit")
    deadband: Number | None = Field(None, description="a smaller change of a command is not written, in its unit")
    min_interval_s: Annotated[float, DURATION.between(0.0, 86400.0)] | None = Field(
        None, description="least time between two writes, without the handshake"
    )
    storage: Storage | None = Field(None, description="eeprom wears out: few writes a day, never one a scan")
    writes_per_day: Count | None = Field(None, description="most writes in 24 hours (default for eeprom: 24)")
    on_connect: Number | None = Field(
        None, description="value written at every connect, for devices that forget it, without the handshake"
    )


class Envelope(Block):
    """Hard limits of a temperature setpoint; no operator and no optimiser gets outside."""

    min_c: Annotated[float, TEMPERATURE] = Field(description="lowest setpoint", examples=["60 degC"])
    max_c: Annotated[float, TEMPERATURE] = Field(description="highest setpoint", examples=["80 degC"])
    ramp_k_s: Annotated[float, RAMP] | None = Field(None, description="fastest change")


class Setpoints(Block):
    """Envelopes by setpoint."""

    supply: Envelope | None = Field(None, description="supply temperature of the header")
    source_inlet: Envelope | None = Field(None, description="coolant temperature into the machines")


class Control(Block):
    """The controller's settings."""

    poll_period_s: Annotated[float, DURATION.between(0.05, 60.0)] | None = Field(
        None, description="time between two scans (default: 1 s)"
    )
    plcs: tuple[Plc, ...] = Field((), description="the PLCs of the site (default: one, `plc-1`, on this machine)")
    points: tuple[PointEdit, ...] = Field((), description="how points differ from the default map")
    setpoints: Setpoints = Field(default_factory=Setpoints, description="limits of the setpoints")
