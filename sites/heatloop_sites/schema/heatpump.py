"""The heat pump of a source loop: what the owner allows, and the few figures that the design cannot know."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from heatloop_sites.schema.base import Mark, Number, Text
from heatloop_sites.units import DIFFERENCE, PRESSURE, SHARE

SafetyClass = Literal["A1", "A2L", "A2", "A3", "B1", "B2L", "B2", "B3"]


def _names(raw: Any) -> Any:
    if raw == "auto":
        return ()
    if isinstance(raw, tuple | list) and not raw:
        raise PydanticCustomError("refrigerants", "names no refrigerant; write `auto` for all of the catalogue")
    return raw if isinstance(raw, tuple | list) else (raw,)


Refrigerants = Annotated[
    tuple[Text, ...],
    BeforeValidator(_names),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
]
"""One name, a list of names, or the word auto, which becomes an empty tuple: all refrigerants of the catalogue."""


class HeatPump(Mark):
    """Permission to lift this loop's heat by a heat pump, where it is not hot enough by itself."""

    pinch_k: Annotated[float, DIFFERENCE.between(0.2, 30.0, "3 K")] | None = Field(
        None, description="smallest difference in evaporator and condenser (default: 3 K)"
    )
    refrigerant: Refrigerants = Field(
        (),
        description="`auto` (default): the best of the catalogue that the next two keys allow; or one name, or a list to choose from",
        examples=["r1233zd-e"],
    )
    gwp_max: Annotated[Number, Field(ge=0.0)] = Field(
        150.0, description="highest global warming potential allowed, over 100 years, CO2 = 1"
    )
    safety_classes: Annotated[tuple[SafetyClass, ...], Field(min_length=1)] = Field(
        ("A1", "A2L", "B1", "B2L"),
        description="classes of ASHRAE 34 that may stand on the site; `A3` (hydrocarbons) has to be asked for",
        examples=[["A1", "A2L", "A3"]],
    )
    pressure_drop_source_pa: Annotated[float, PRESSURE.above_zero("30 kPa")] | None = Field(
        None, description="of the evaporator, on the machines' side (default: 30 kPa)"
    )
    pressure_drop_sink_pa: Annotated[float, PRESSURE.above_zero("30 kPa")] | None = Field(
        None, description="of the condenser, on the header's side (default: 30 kPa)"
    )
    isentropic_efficiency: Annotated[float, SHARE.between(0.2, 1.0, "75 %")] | None = Field(
        None, description="of the compressor at its rated point (default: 75 %)"
    )
