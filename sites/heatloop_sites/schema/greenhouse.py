"""A greenhouse that takes the heat; what is left out is that of the 4 ha tomato greenhouse of Katzin 2021."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.schema.base import Block, Mark, Number
from heatloop_sites.units import LENGTH, PIPE_LENGTH, POWER_DENSITY, SHARE, TEMPERATURE


class GreenhouseScreen(Block):
    """When the thermal screen closes."""

    day_c: Annotated[float, TEMPERATURE] | None = Field(
        None, description="by day, when it is colder than this outside; 5 degC by default", examples=["5 degC"]
    )
    night_c: Annotated[float, TEMPERATURE] | None = Field(
        None, description="at night, when it is colder than this outside; 10 degC by default", examples=["10 degC"]
    )


class Greenhouse(Mark):
    """Cover, screen, lamps, climate and pipes of a greenhouse (`{}` for the defaults)."""

    glazing: Literal["single-glass", "double-glass", "double-film", "twin-wall"] = Field(
        "single-glass",
        description="cover: one or two panes of glass, inflated double film, 8 mm twin-wall polycarbonate",
    )
    screen: GreenhouseScreen | Literal["none"] | None = Field(
        None, description="thermal screen, or `none`; there is one by default"
    )
    lamps: Literal["none", "led", "hps"] = Field("none", description="lamps above the crop, for 200 umol/(m2 s)")
    lamp_power_w_m2: Annotated[float, POWER_DENSITY] | None = Field(
        None, description="electric power of the lamps, where it is another", examples=["67 W/m2"]
    )
    day_c: Annotated[float, TEMPERATURE.between(5.0, 35.0)] | None = Field(
        None, description="air by day and while lamps burn; 19.5 degC by default", examples=["19.5 degC"]
    )
    night_c: Annotated[float, TEMPERATURE.between(5.0, 35.0)] | None = Field(
        None, description="air at night; 18.5 degC by default", examples=["18.5 degC"]
    )
    humidity_max: Annotated[float, SHARE.between(0.5, 1.0, "87 %")] | None = Field(
        None, description="relative humidity above which the vents open; 87 % by default"
    )
    infiltration: Annotated[Number, Field(ge=0.0, le=20.0)] | None = Field(
        None, description="air that leaks in, over 0.25 air changes per hour in wind of 4.8 m/s; 1 by default"
    )
    rails_m_m2: Annotated[float, PIPE_LENGTH] | None = Field(
        None, alias="rails", description="51 mm rail pipe; 1.25 m/m2 by default", examples=["1.25 m/m2"]
    )
    grow_pipes_m_m2: Annotated[float, PIPE_LENGTH] | None = Field(
        None, alias="grow_pipes", description="35 mm grow pipe; 0 m/m2 by default", examples=["1.66 m/m2"]
    )
    cover_area: Annotated[Number, Field(ge=1.0, le=4.0)] | None = Field(
        None, description="area of roof and walls over floor, more for a small house; 1.21 by default"
    )
    screen_height_m: Annotated[float, LENGTH.between(1.0, 15.0, "6.3 m")] | None = Field(
        None, description="height of the screen above the floor; 6.3 m by default"
    )
    mean_height_m: Annotated[float, LENGTH.between(1.2, 20.0, "6.9 m")] | None = Field(
        None, description="mean height of the cover above the floor; 6.9 m by default"
    )
    vents: Annotated[float, SHARE.between(0.0, 1.0, "12 %")] | None = Field(
        None, description="area of the roof vents over floor; 11.69 % by default"
    )
