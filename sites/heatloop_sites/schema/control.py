"""Settings of the controller: their shape is fixed here, the controller reads them."""

from typing import Annotated

from pydantic import Field

from heatloop_sites.schema.base import Block, Name, Text
from heatloop_sites.units import DURATION, RAMP, TEMPERATURE


class Plc(Block):
    """A PLC that speaks Modbus/TCP."""

    name: Name = Field(description="name of the PLC", examples=["plc-1"])
    host: Text = Field(description="host name or address", examples=["192.0.2.10"])
    port: Annotated[int, Field(ge=1, le=65535)] = Field(502, description="TCP port")
    unit: Annotated[int, Field(ge=0, le=255)] = Field(1, description="Modbus unit identifier")


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
    """The controller's settings. No command of this version reads them yet."""

    poll_period_s: Annotated[float, DURATION.between(0.05, 60.0)] | None = Field(
        None, description="time between two scans (default: 1 s)"
    )
    plcs: tuple[Plc, ...] = Field((), description="the PLCs of the site")
    setpoints: Setpoints = Field(default_factory=Setpoints, description="limits of the setpoints")
