"""The parts of a plant: source loops, header, tank, dry cooler, boiler, sinks."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.schema.base import Block, Mark, Name, Text
from heatloop_sites.schema.cdu import Cdu
from heatloop_sites.schema.circuit import Circuit
from heatloop_sites.schema.exchanger import Exchanger
from heatloop_sites.schema.greenhouse import Greenhouse
from heatloop_sites.schema.heatpump import HeatPump
from heatloop_sites.schema.machines import Bank
from heatloop_sites.units import AREA, DIFFERENCE, POWER, PRESSURE, SHARE, TEMPERATURE, VOLUME


class SourceLoop(Circuit):
    """Machines, their closed circuit, and what hands the heat to the header: an exchanger, a heat pump, or whichever is needed."""

    name: Name = Field(description="name of the loop", examples=["containers"])
    sources: tuple[Bank, ...] = Field(min_length=1, description="banks of machines on this loop")
    exchanger: Exchanger | None = Field(
        None, description="between this loop and the header; only a loop with a `heat_pump` can be without"
    )
    heat_pump: HeatPump | None = Field(
        None, description="where a heat pump may lift this loop's heat (`{}` for the defaults)"
    )
    cdu: Cdu | None = Field(
        None,
        description="units between the machines' own circuit and this loop's (`{}` for the defaults); GPU racks have them",
    )


class Header(Circuit):
    """The circuit between the exchangers and the sinks."""

    target_c: Annotated[float, TEMPERATURE.between(20.0, 130.0)] = Field(
        description="supply temperature promised to the sinks"
    )
    arrangement: Literal["auto", "parallel", "series"] = Field(
        "auto",
        description="of several loops: each with its share of the flow, or the whole flow, the coolest first; `auto`: the better one",
    )


class Tank(Block):
    """The buffer tank on the header."""

    volume_m3: Annotated[float, VOLUME] = Field(description="water in the tank")


class DryCooler(Mark):
    """Rejects the heat that nobody wants."""

    capacity_w: Annotated[float | None, POWER.above_zero("3 MW").or_auto()] = Field(
        None, description="heat it rejects on the hot design day; `auto` (default): all heat of the machines"
    )
    approach_k: Annotated[float, DIFFERENCE] = Field(description="coolant outlet above the air", examples=["10 K"])


class Boiler(Mark):
    """Back-up and top-up."""

    capacity_w: Annotated[float, POWER.above_zero("5 MW")] = Field(description="heat output")
    energy: Literal["electricity", "gas"] = Field(description="what it runs on")
    efficiency: Annotated[float, SHARE.between(0.3, 1.0, "99 %")] = Field(
        description="heat over energy input, on the lower heating value for gas"
    )
    minimum_load: Annotated[float, SHARE.between(0.0, 0.9, "20 %")] = Field(
        0.0, description="smallest heat output over capacity; below it, the boiler cycles"
    )


class Sink(Mark):
    """A user of heat."""

    name: Name = Field(description="name of the sink", examples=["tomato greenhouse"])
    kind: Literal["greenhouse", "district-heating", "domestic-hot-water", "process", "profile"] = Field(
        description="what it is; `profile` follows a file of hourly loads"
    )
    design_load_w: Annotated[float, POWER.above_zero("5 MW")] = Field(
        description="largest load, at the cold design day"
    )
    return_c: Annotated[float, TEMPERATURE] = Field(
        description="temperature at which it gives the water back", examples=["55 degC"]
    )
    pressure_drop_pa: Annotated[float, PRESSURE] = Field(
        description="of the sink at its design flow", examples=["50 kPa"]
    )
    area_m2: Annotated[float, AREA] | None = Field(None, description="ground area of a greenhouse; the year needs it")
    greenhouse: Greenhouse | None = Field(
        None,
        description="cover, screen, lamps, climate and pipes of a greenhouse (default: a single-glass tomato house with a screen)",
    )
    profile: Text | None = Field(
        None,
        description="CSV of 8,760 hourly loads for kind `profile`, beside the site file; read by the year",
        examples=["loads.csv"],
    )
