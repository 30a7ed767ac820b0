"""What a liquid goes round in: coolant, pipes, parts with a pressure drop."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from heatloop_sites.schema.base import Block, Mark, Name, Short, Slug
from heatloop_sites.schema.pump import Pump
from heatloop_sites.units import (
    CONDUCTIVITY,
    DENSITY,
    FLOW,
    HEAT_CAPACITY,
    LENGTH,
    PRESSURE,
    SHARE,
    TEMPERATURE,
    VISCOSITY,
)

Fluid = Literal["water", "MPG", "MEG", "APG", "AEG", "PG25"]


class CoolantRow(Block):
    """Properties of a coolant at one temperature."""

    t_c: Annotated[float, TEMPERATURE] = Field(description="temperature")
    density_kg_m3: Annotated[float, DENSITY] = Field(description="density")
    heat_capacity_j_kgk: Annotated[float, HEAT_CAPACITY] = Field(description="specific heat capacity")
    viscosity_pa_s: Annotated[float, VISCOSITY] = Field(description="dynamic viscosity")
    conductivity_w_mk: Annotated[float, CONDUCTIVITY] = Field(description="thermal conductivity")


class CoolantTable(Mark):
    """A coolant by the property table of its data sheet."""

    name: Name = Field(description="name of the coolant", examples=["DOWFROST LC 25"])
    freeze_c: Annotated[float, TEMPERATURE] = Field(
        description="temperature at which it begins to freeze", examples=["-10 degC"]
    )
    rows: tuple[CoolantRow, ...] = Field(min_length=4, description="at least four rows, by rising temperature")


class Coolant(Mark):
    """The liquid of a circuit: a fluid with its fraction, or a table."""

    fluid: Fluid | None = Field(
        None,
        description="water; propylene (MPG) or ethylene glycol (MEG) by mass; the same by volume (APG, AEG); PG25 is APG at 25 %",
    )
    fraction: Annotated[float, SHARE] | None = Field(
        None, description="share of glycol: by mass for MPG and MEG, by volume for APG and AEG", examples=["30 %"]
    )
    table: CoolantTable | None = Field(None, description="property table of a data sheet, instead of `fluid`")


def inches(raw: Any) -> float:
    """Nominal pipe size as a number; 8, 2.5, "2.5" and "2 1/2" are all written.

    >>> inches("1 1/2"), inches(8)
    (1.5, 8.0)
    """
    match = re.fullmatch(r"(?:(\d{1,2}(?:\.\d+)?)(?:[ -]|$))?(?:(\d)/([248]))?", str(raw).strip().removesuffix('"'))
    if isinstance(raw, bool) or match is None or not match[0]:
        raise PydanticCustomError("nominal_size", "is no nominal pipe size in inches; write for example 8 or 1 1/2")
    return float(match[1] or 0) + (float(match[2]) / float(match[3]) if match[2] else 0.0)


def _schedule(raw: Any) -> Any:
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


_EITHER = WithJsonSchema({"type": ["string", "number"]})
NominalSize = Annotated[float, BeforeValidator(inches), _EITHER]
Schedule = Annotated[str, BeforeValidator(_schedule), StringConstraints(min_length=1, max_length=12), _EITHER]


class Fittings(Block):
    """How many fittings of each kind are in a run."""

    elbow_90_long: int = Field(0, ge=0, description="90° bends, r/d = 1.5")
    elbow_90_standard: int = Field(0, ge=0, description="90° bends, r/d = 1")
    elbow_45: int = Field(0, ge=0, description="45° bends")
    tee_run: int = Field(0, ge=0, description="tees, straight through")
    tee_branch: int = Field(0, ge=0, description="tees, round the corner")
    gate_valve: int = Field(0, ge=0, description="gate valves, open")
    ball_valve: int = Field(0, ge=0, description="ball valves, open")
    butterfly_valve: int = Field(0, ge=0, description="butterfly valves, open")
    globe_valve: int = Field(0, ge=0, description="globe valves, open")
    check_valve: int = Field(0, ge=0, description="swing check valves")
    strainer: int = Field(0, ge=0, description="clean strainers")
    entry: int = Field(0, ge=0, description="sharp-edged entries out of a vessel")
    exit: int = Field(0, ge=0, description="exits into a vessel")

    @property
    def counts(self) -> dict[str, float]:
        """Count by name, without the zeros."""
        return {name: float(count) for name, count in self if count}


class Insulation(Short):
    """Insulation of a pipe: its thickness alone, or with material."""

    value_m: Annotated[float, LENGTH.between(0.0, 1.0, "50 mm")] = Field(description="thickness; 0 mm is a bare pipe")
    material: Slug = Field(
        "mineral-wool", description="insulating material in the catalogue", examples=["polyurethane"]
    )
    conductivity_w_mk: Annotated[float, CONDUCTIVITY.between(0.005, 5.0, "0.04 W/mK")] | None = Field(
        None, description="thermal conductivity, in place of the catalogue's"
    )


class Run(Block):
    """A run of pipe of one size, with its fittings."""

    name: Name = Field(description="name of the run", examples=["supply"])
    leg: Literal["supply", "return"] = Field(description="`supply` carries the hot liquid, `return` the cooled one")
    nps: NominalSize | None = Field(
        None, description="nominal pipe size in inches, for example 8", examples=[8, "1 1/2"]
    )
    dn: Annotated[int, Field(ge=6, le=1200)] | None = Field(
        None, description="nominal diameter in mm, instead of `nps`", examples=[200]
    )
    schedule: Schedule = Field("40", description="wall thickness class, for example 40, 80, 10S")
    length_m: Annotated[float, LENGTH] = Field(description="length along the axis, bends included")
    fittings: Fittings = Field(default_factory=Fittings, description="bends, tees and valves, by kind")
    insulation: Insulation = Field(description="thickness of the insulation")
    surroundings_c: Annotated[float, TEMPERATURE] = Field(
        description="design temperature around the pipe, for its heat loss", examples=["15 degC"]
    )


class Part(Mark):
    """A part known by one pressure drop at one flow; the drop goes with the square of the flow."""

    name: Name = Field(description="name of the part", examples=["strainer"])
    pressure_drop_pa: Annotated[float, PRESSURE] = Field(description="pressure drop at `at_flow`")
    at_flow_m3_s: Annotated[float, FLOW] = Field(
        description="flow of the whole circuit at which it was given", examples=["260 m3/h"]
    )


class Circuit(Block):
    """Liquid, pump and pipes of a closed circuit."""

    coolant: Coolant = Field(description="the liquid")
    pump: Pump = Field(description="the pump, to be chosen or given by its curve; it stands in the return leg")
    piping: tuple[Run, ...] = Field((), description="pipe runs, in the order of flow")
    components: tuple[Part, ...] = Field((), description="strainers, valves, manifolds: known by a pressure drop")
    static_pressure_pa: Annotated[float, PRESSURE.above_zero("2 bar")] = Field(
        description="gauge pressure at the pump suction, set by the expansion vessel"
    )
    lowest_ambient_c: Annotated[float, TEMPERATURE] | None = Field(
        None,
        description="coldest surroundings that the stopped circuit has to survive (default: outdoors, `site.ambient.extreme_min`)",
        examples=["5 degC"],
    )
