"""Where a site is, and the weather its equipment has to bear."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.schema.base import Block, Mark, Slug, Text
from heatloop_sites.units import ALTITUDE, ANGLE, TEMPERATURE


class Ambient(Mark):
    """Design temperatures of the outdoor air."""

    design_min_c: Annotated[float, TEMPERATURE] = Field(
        description="cold design day, usually the 99.6 % heating value", examples=["-32 degC"]
    )
    extreme_min_c: Annotated[float, TEMPERATURE] | None = Field(
        None,
        description="coldest air that a stopped loop has to survive (default: `design_min`)",
        examples=["-40 degC"],
    )
    design_max_c: Annotated[float, TEMPERATURE] = Field(
        description="hot design day, usually the 0.4 % cooling value; the dry cooler is sized for it",
        examples=["30 degC"],
    )

    @property
    def coldest_c(self) -> float:
        """Coldest air that a stopped outdoor loop has to survive. [degC]"""
        return self.design_min_c if self.extreme_min_c is None else self.extreme_min_c


class Place(Block):
    """Name and position of the site."""

    name: Slug = Field(description="short name: lower-case letters, digits and hyphens", examples=["bitforest"])
    title: Text = Field(description="name as it stands on the report", examples=["Bitforest greenhouse, Manitoba"])
    latitude_deg: Annotated[float, ANGLE.between(-90.0, 90.0, "49.9 deg")] = Field(description="north is positive")
    longitude_deg: Annotated[float, ANGLE.between(-180.0, 180.0, "-97.2 deg")] = Field(description="east is positive")
    altitude_m: Annotated[float, ALTITUDE] = Field(description="height above the sea; gives the air pressure")
    time_zone: Text | None = Field(
        None,
        description="IANA name of the local time, for tariffs and lamps in the year",
        examples=["America/Winnipeg"],
    )
    mains: Literal["50 Hz", "60 Hz"] = Field(description="frequency of the electricity supply; sets the speed of pumps")
    ambient: Ambient = Field(description="design temperatures of the outdoor air")

    @property
    def mains_hz(self) -> int:
        """Frequency of the electricity supply. [Hz]"""
        return int(self.mains.removesuffix(" Hz"))
