"""How the machines are operated over the year: the method, the prices it looks at, curtailment calls, restart."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from heatloop_sites.problem import Fault
from heatloop_sites.schema.base import Block, Mark, Text
from heatloop_sites.units import DURATION, ENERGY_PRICE, SHARE

HOUR_S = 3600.0
_MONTH_ENDS_D = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
_STAMP = re.compile(r"(\d\d)-(\d\d) (\d\d):00")
Mode = Literal["always_on", "heat_following", "rule", "optimal"]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
Hours = Annotated[float, DURATION.between(HOUR_S, 8760 * HOUR_S, "4 h")]
Notice = Annotated[float, DURATION.between(0.0, 8760 * HOUR_S, "2 h")]
Depth = Annotated[float, SHARE.above_zero("100 %")]
Error = Annotated[float, SHARE.between(0.0, 0.5, "15 %")]


def hour_of(raw: object) -> int:
    """Hour of the year, from 0, of "month-day hour:00" in local standard time; the year has no 29 February.

    >>> hour_of("01-01 00:00"), hour_of("12-31 23:00")
    (0, 8759)
    """
    match = _STAMP.fullmatch(str(raw).strip())
    if match is not None:
        month, day, hour = (int(part) for part in match.groups())
        if 1 <= month <= 12 and 1 <= day <= _MONTH_ENDS_D[month] - _MONTH_ENDS_D[month - 1] and hour <= 23:
            return (_MONTH_ENDS_D[month - 1] + day - 1) * 24 + hour
    raise PydanticCustomError(
        "stamp", "is no hour of the year; write month-day and full hour, for example '01-15 17:00'"
    )


Stamp = Annotated[int, BeforeValidator(hour_of), WithJsonSchema({"type": "string", "pattern": f"^{_STAMP.pattern}$"})]


class PriceModel(Mark):
    """A made-up price of power: base with day and week, slow noise, and scarcity spikes when it is cold."""

    mean_per_kwh: Annotated[float, ENERGY_PRICE] | None = Field(
        None, description="mean without spikes (default: `economics.power_price`)"
    )
    day: Annotated[float, SHARE] | None = Field(None, description="swing of the day over the mean", examples=["30 %"])
    weekend: Annotated[float, SHARE] | None = Field(
        None, description="how much less a weekend costs", examples=["15 %"]
    )
    noise: Annotated[float, SHARE] | None = Field(None, description="slow noise over the mean", examples=["20 %"])
    spikes: Annotated[int, Field(ge=0, le=8760)] | None = Field(
        None, description="scarcity events a year", examples=[20]
    )
    spike_per_kwh: Annotated[float, ENERGY_PRICE] | None = Field(
        None, description="mean height of a spike, on top", examples=["200 USD/MWh"]
    )
    spike_length_s: Hours | None = Field(None, description="mean length of a spike")
    seed: Seed = Field(1, description="of the dice")


class PowerPrice(Mark):
    """Hourly price of power: `file` or `synthetic`, one of the two; without this block `economics.power_price` holds all year."""

    file: Text | None = Field(
        None,
        description="CSV of 8,760 prices with their unit in the line of names, beside the site file",
        examples=["prices.csv"],
    )
    synthetic: PriceModel | None = Field(None, description="a made-up year (`{}` for the defaults)")


class CallBlock(Mark):
    """A curtailment call."""

    start: Stamp = Field(description="first hour, local standard time: month-day and hour", examples=["01-15 17:00"])
    duration_s: Hours = Field(description="how long it lasts, in full hours")
    notice_s: Notice = Field(
        0.0, description="how long before its start it is announced, in full hours", examples=["2 h"]
    )
    depth: Depth = Field(1.0, description="share of the machines that has to stand still")


class DrawnCalls(Mark):
    """Calls drawn from the worst hours of the year."""

    count: Annotated[int, Field(ge=1, le=1000)] = Field(description="calls in the year", examples=[15])
    duration_s: Hours = Field(description="how long each lasts, in full hours")
    notice_s: Notice = Field(
        0.0, description="how long before its start each is announced, in full hours", examples=["2 h"]
    )
    depth: Depth = Field(1.0, description="share of the machines that has to stand still")
    worst: Literal["cold", "price"] = Field("cold", description="what makes an hour bad: cold air, or a high price")
    seed: Seed = Field(1, description="of the dice; draws half of the windows in question")


class Foresight(Block):
    """What an optimal dispatch knows of the future; without this block, everything."""

    window_s: Hours = Field(48 * HOUR_S, description="hours planned at once", examples=["48 h"])
    step_s: Hours = Field(24 * HOUR_S, description="hours of a plan that are done before the next", examples=["24 h"])
    demand_error: Error = Field(0.0, description="standard deviation of the heat forecast, far ahead")
    price_error: Error = Field(0.0, description="standard deviation of the price forecast, far ahead")
    seed: Seed = Field(1, description="of the forecast errors")


class Dispatch(Mark):
    """When the machines run, and who may stop them."""

    mode: Mode = Field(
        "always_on",
        description="`always_on`; `heat_following`: for heat that has a use; `rule`: by the heat-aware break-even price; `optimal`: "
        "by an optimiser",
    )
    foresight: Foresight | None = Field(
        None, description="rolling horizon, with mode `optimal` (default: perfect foresight)"
    )
    power_price: PowerPrice | None = Field(None, description="hourly price (default: `economics.power_price` all year)")
    calls: tuple[CallBlock, ...] = Field((), description="curtailment calls, one by one")
    drawn_calls: DrawnCalls | None = Field(None, description="curtailment calls, drawn from the worst hours")
    restart_time_s: Annotated[float, DURATION.between(0.0, 168 * HOUR_S, "2 h")] | None = Field(
        None, description="from standstill to full load (default: within the hour)"
    )
    whole_groups: bool = Field(
        False,
        description="switch `groups` of machines as a whole; an optimum takes minutes then, use it with `foresight`",
    )


def faults_of(block: Dispatch) -> Iterator[Fault]:
    """What no single key can show.

    >>> [fault.text for fault in faults_of(Dispatch(foresight=Foresight()))]
    ['goes with mode optimal only']
    """
    if block.foresight is not None:
        if block.mode != "optimal":
            yield Fault("goes with mode optimal only", "foresight")
        if block.foresight.step_s > block.foresight.window_s:
            yield Fault("must not be longer than `window`", "foresight", "step")
        yield from _full_hours(block.foresight, ("foresight",))
    if block.power_price is not None and (block.power_price.file is None) == (block.power_price.synthetic is None):
        yield Fault("needs either `file` or `synthetic`", "power_price")
    for i, call in enumerate(block.calls):
        yield from _full_hours(call, ("calls", i))
        if call.start + call.duration_s / HOUR_S > 8760:
            yield Fault("ends after the year", "calls", i, "duration")
    if block.drawn_calls is not None:
        yield from _full_hours(block.drawn_calls, ("drawn_calls",))
    if block.whole_groups and block.mode == "optimal" and block.foresight is None:
        yield Fault("needs `foresight`: a year of whole groups at once takes too long", "whole_groups")
    if block.whole_groups and (block.restart_time_s or 0.0) > HOUR_S:
        yield Fault("does not go with a `restart_time` above 1 h: a group starts as a whole", "whole_groups")


def _full_hours(block: Block, path: tuple[str | int, ...]) -> Iterator[Fault]:
    for name in ("duration_s", "notice_s", "window_s", "step_s"):
        value = getattr(block, name, 0.0)
        if abs(value / HOUR_S - round(value / HOUR_S)) > 1e-9:
            yield Fault(f"must be full hours (got '{getattr(value, 'text', value)}')", *path, name.removesuffix("_s"))
