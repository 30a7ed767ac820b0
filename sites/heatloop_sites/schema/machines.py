"""Banks of machines: a catalogue model or a machine typed in fully; typed facts override the catalogue's and carry a mark."""

from typing import Annotated

from pydantic import Field

from heatloop_sites.schema.base import Count, Mark, Name, Number, Short, Slug
from heatloop_sites.units import FLOW, HASHRATE, POWER, PRESSURE, SHARE, TEMPERATURE


class Power(Short):
    """Electric power of one machine."""

    value_w: Annotated[float, POWER.above_zero()] = Field(description="electric power of one machine")


class Hashrate(Short):
    """Hash rate of one miner."""

    value_th_s: Annotated[float, HASHRATE] = Field(description="hash rate of one miner")


class LiquidFraction(Short):
    """Share of the electric power that reaches the liquid."""

    value: Annotated[float, SHARE] = Field(
        description="share of the electric power that reaches the liquid; the rest heats the air"
    )


class Flow(Short):
    """Coolant through one machine."""

    value_m3_s: Annotated[float, FLOW] | None = Field(None, description="design flow through one machine")
    min_m3_s: Annotated[float, FLOW] | None = Field(
        None, description="least flow that one machine allows", examples=["8 L/min"]
    )
    max_m3_s: Annotated[float, FLOW] | None = Field(
        None, description="largest flow that one machine allows", examples=["14 L/min"]
    )


class Inlet(Mark):
    """Coolant temperature at the inlet of a machine."""

    min_c: Annotated[float, TEMPERATURE] | None = Field(
        None, description="coldest coolant allowed in", examples=["20 degC"]
    )
    max_c: Annotated[float, TEMPERATURE] | None = Field(
        None, description="hottest coolant allowed in", examples=["50 degC"]
    )


class Outlet(Mark):
    """Coolant temperature at the outlet of a machine."""

    max_c: Annotated[float, TEMPERATURE] | None = Field(
        None, description="hottest coolant allowed out", examples=["80 degC"]
    )


class Drop(Short):
    """Pressure drop of one machine at its design flow."""

    value_pa: Annotated[float, PRESSURE] = Field(description="pressure drop of one machine at its design flow")
    exponent: Annotated[Number, Field(ge=1.0, le=2.0)] | None = Field(
        None,
        description="n in dp ~ V^n: 1.9 fits the published table of one GPU rack (default), 2 is rough turbulent flow",
    )


class Bank(Mark):
    """Identical machines, fed in parallel from one loop.

    A fact that the catalogue knows need not be typed. One that it does not know must be, with `assumption` or `source` and
    `verified`, at the fact or here for all facts of the bank.
    """

    name: Name = Field(description="name of the bank", examples=["miners"])
    model: Slug | None = Field(
        None,
        description="machine in the catalogue (`heatloop catalog`); without it, type every fact",
        examples=["antminer-s21-hyd"],
    )
    count: Count = Field(description="number of machines", examples=[360])
    groups: Count = Field(1, description="containers or rows that are switched off as one")
    power: Power | None = Field(None, description="electric power of one machine")
    hashrate: Hashrate | None = Field(None, description="hash rate of one miner")
    liquid_fraction: LiquidFraction | None = Field(None, description="share of the power that reaches the liquid")
    flow: Flow | None = Field(None, description="design flow of one machine, and the range it allows")
    inlet: Inlet | None = Field(None, description="allowed coolant temperature at the inlet")
    outlet: Outlet | None = Field(None, description="allowed coolant temperature at the outlet")
    pressure_drop: Drop | None = Field(None, description="pressure drop of one machine at its design flow")
