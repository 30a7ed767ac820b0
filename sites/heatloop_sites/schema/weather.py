"""The weather of a site: a file, or a synthetic year; and the sheet of monthly statistics that a synthetic year is made from."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.problem import Fault
from heatloop_sites.schema.base import Block, Mark, Number, Slug, Text
from heatloop_sites.units import ALTITUDE, ANGLE, TEMPERATURE

MonthlyUnit = Literal["degC", "K", "m/s", "Wh/m2/d"]


class WeatherSource(Block):
    """Where the hours of the year come from: `file` or `synthetic`, one of the two."""

    file: Text | None = Field(
        None, description="EPW, TMY3 or CSV, beside the site file or by its path from there", examples=["winnipeg.epw"]
    )
    synthetic: Slug | None = Field(
        None, description="make the year from shipped monthly statistics of this place", examples=["winnipeg"]
    )
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = Field(1, description="of the synthetic year's dice")

    @property
    def seed_typed(self) -> bool:
        """Whether the file gives a seed."""
        return "seed" in self.model_fields_set


def faults_of(block: WeatherSource) -> Iterator[Fault]:
    """What no single key can show: `file` and `synthetic` exclude each other, and a seed goes with the second.

    >>> [fault.text for fault in faults_of(WeatherSource(seed=2))]
    ['needs either `file` or `synthetic`', 'goes with `synthetic` only']
    """
    if block.file is not None and block.synthetic is not None:
        yield Fault("does not go with `file`; give one of the two", "synthetic")
    if block.file is None and block.synthetic is None:
        yield Fault("needs either `file` or `synthetic`")
    if block.synthetic is None and block.seed_typed:
        yield Fault("goes with `synthetic` only", "seed")


class Monthly(Mark):
    """Twelve values, January first."""

    unit: MonthlyUnit = Field(description="of all twelve values")
    values: tuple[Number | int, ...] = Field(min_length=12, max_length=12, description="January to December")


class Temperature(Mark):
    """A design temperature."""

    value_c: Annotated[float, TEMPERATURE] = Field(description="of the outdoor air")


class DegreeDays(Mark):
    """Degree-days below 18.3 degC (65 degF)."""

    value: Number | int = Field(description="K d a year")
    conflict: Text | None = Field(None, description="what does not fit")


class Sheet(Mark):
    """Monthly statistics of a climate; the mark of the sheet covers all groups that have none of their own."""

    name: Slug = Field(description="name of the sheet")
    title: Text = Field(description="name of the place as it stands on a report")
    latitude_deg: Annotated[float, ANGLE.between(-90.0, 90.0)] = Field(description="north is positive")
    longitude_deg: Annotated[float, ANGLE] = Field(description="east is positive")
    altitude_m: Annotated[float, ALTITUDE] = Field(description="height above the sea")
    utc_offset: Text = Field(description="local standard time less UTC, as '-6 h'")
    heating_996: Temperature = Field(description="exceeded in 99.6 % of the hours")
    cooling_004: Temperature = Field(description="exceeded in 0.4 % of the hours")
    heating_degree_days: DegreeDays | None = Field(None, description="below 18.3 degC")
    dry_bulb: Monthly = Field(description="mean of the outdoor air")
    dry_bulb_max: Monthly = Field(description="highest of the month")
    dry_bulb_min: Monthly = Field(description="lowest of the month")
    daily_range: Monthly = Field(description="mean of highest less lowest of a day")
    dew_point: Monthly = Field(description="mean")
    wind: Monthly = Field(description="mean at 10 m")
    global_horizontal: Monthly = Field(description="irradiation of a mean day on the horizontal")
    direct_normal: Monthly | None = Field(None, description="direct normal irradiation of a mean day")
    ground_2m: Monthly | None = Field(None, description="soil at 2 m")
