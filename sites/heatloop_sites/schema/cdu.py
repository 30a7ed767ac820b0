"""Coolant distribution units of a source loop: the machines' own circuit, and what hands its heat to the loop's."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from heatloop_sites.schema.base import Mark, Slug
from heatloop_sites.schema.circuit import Coolant, Part, Run
from heatloop_sites.schema.exchanger import Exchanger
from heatloop_sites.schema.pump import Pump
from heatloop_sites.units import DIFFERENCE, FLOW, POWER, PRESSURE, TEMPERATURE


def _count(raw: Any) -> Any:
    return None if raw == "auto" else raw


Units = Annotated[
    Annotated[int, Field(gt=0, le=1000)] | None,
    BeforeValidator(_count),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"const": "auto"}]}),
]


class Cdu(Mark):
    """Coolant distribution units: the machines get a circuit of their own, and the loop's goes between units and header.

    Everything has a default, so that `cdu: {}` is enough.
    """

    model: Slug | None = Field(
        None,
        description="unit in the catalogue, for what is not typed: approach, capacity, flow",
        examples=["coolit-chx2000"],
    )
    coolant: Coolant | None = Field(None, description="the liquid in the machines (default: PG25)")
    approach_k: Annotated[float, DIFFERENCE.between(0.2, 30.0, "4 K")] | None = Field(
        None,
        description="difference at either end of its exchanger, which the design then sizes (default: the model's, else 4 K)",
    )
    exchanger: Exchanger | None = Field(
        None, description="of one unit, instead of `approach`; the hot side is the machines', the cold side the loop's"
    )
    capacity_w: Annotated[float, POWER.above_zero("2 MW")] | None = Field(
        None, description="heat that one unit passes on (default: the model's, else any)"
    )
    flow_max_m3_s: Annotated[float, FLOW] | None = Field(
        None,
        description="flow to the machines that one unit gives (default: the model's, else any)",
        examples=["2400 L/min"],
    )
    head_max_pa: Annotated[float, PRESSURE.above_zero("200 kPa")] | None = Field(
        None, description="pressure that one unit has for machines and pipes (default: the model's, else any)"
    )
    count: Units = Field(
        None, description="units that run; `auto` (default): as many as capacity and flow ask for", examples=[2]
    )
    standby: Annotated[int, Field(ge=0, le=100)] = Field(1, description="further units that wait")
    pump: Pump | None = Field(None, description="of one unit (default: close-coupled-4-pole, one that runs)")
    piping: tuple[Run, ...] = Field((), description="pipe runs between units and machines, in the order of flow")
    components: tuple[Part, ...] = Field((), description="filters, valves, manifolds: known by a pressure drop")
    static_pressure_pa: Annotated[float, PRESSURE.above_zero("2 bar")] | None = Field(
        None, description="gauge pressure at the units' pumps (default: the loop's)"
    )
    lowest_ambient_c: Annotated[float, TEMPERATURE] | None = Field(
        None,
        description="coldest surroundings that the stopped circuit has to survive (default: the loop's)",
        examples=["5 degC"],
    )
