"""Pumps: chosen by type, or given by the curve of their data sheet."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.schema.base import Block, Mark, Slug
from heatloop_sites.units import FLOW, LENGTH, POWER, ROTATION, SHARE


class Motor(Block):
    """The electric motor of a pump, efficiency class IE3, on the mains of the site."""

    rated_w: Annotated[float, POWER.above_zero("15 kW")] = Field(description="shaft power on the nameplate")
    poles: Literal[2, 4] = Field(4, description="2 or 4")
    drive: bool = Field(True, description="whether a variable-frequency drive feeds it")


class Curve(Mark):
    """A pump by the figures of its data sheet at rated speed; BEP is the best efficiency point."""

    speed_rpm: Annotated[float, ROTATION] = Field(description="rated speed")
    shutoff_head_m: Annotated[float, LENGTH.above_zero("24 m")] = Field(description="head at no flow")
    bep_flow_m3_s: Annotated[float, FLOW] = Field(description="flow at the BEP", examples=["144 m3/h"])
    bep_head_m: Annotated[float, LENGTH.above_zero("20 m")] = Field(description="head at the BEP")
    bep_efficiency: Annotated[float, SHARE.above_zero("78 %")] = Field(description="efficiency at the BEP")
    npsh_bep_m: Annotated[float, LENGTH.between(0.0, 100.0, "2.5 m")] = Field(description="NPSH required at the BEP")
    motor: Motor = Field(description="the motor")


class Pump(Block):
    """The pump of a circuit: `type` to have one chosen, or `curve` for one that is chosen already."""

    type: Slug | None = Field(
        None, description="kind of pump in the catalogue; the design chooses its size", examples=["end-suction-4-pole"]
    )
    curve: Curve | None = Field(None, description="a chosen pump, instead of `type`")
    head_margin: Annotated[float, SHARE.between(0.0, 1.0, "10 %")] | None = Field(
        None, description="allowance on the computed head; with `type` only (default: 10 %)"
    )
    parallel: Annotated[int, Field(gt=0, le=20)] = Field(1, description="pumps that run at once")
    standby: Annotated[int, Field(ge=0, le=20)] = Field(0, description="further pumps that wait")
