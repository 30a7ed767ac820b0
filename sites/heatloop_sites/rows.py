"""Rows of the equipment catalogue: the same marked facts as in a site file, so that either can stand in for the other."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.schema.base import Block, Mark, Number, Short, Slug, Text, Verified
from heatloop_sites.schema.circuit import NominalSize, Schedule
from heatloop_sites.schema.heatpump import SafetyClass
from heatloop_sites.schema.machines import Drop, Flow, Hashrate, Inlet, LiquidFraction, Outlet, Power
from heatloop_sites.units import (
    ANGLE,
    AREA,
    CONDUCTIVITY,
    DIFFERENCE,
    FLOW,
    HASH_ENERGY,
    LENGTH,
    POWER,
    PRESSURE,
    SHARE,
    TEMPERATURE,
)

PlateKind = Literal["gasketed", "brazed"]
Length = Annotated[float, LENGTH.above_zero("10 mm")]


class Row(Mark):
    """A row of the catalogue; ``source`` and ``verified`` hold for all its facts that have none of their own."""

    name: Slug
    title: Text = ""
    source: Text
    verified: Verified
    note: Text | None = None


class FlowPoint(Block):
    """One line of a table of flow against inlet temperature."""

    inlet_c: Annotated[float, TEMPERATURE]
    flow_m3_s: Annotated[float, FLOW]
    pressure_drop_pa: Annotated[float, PRESSURE]


class MachineRow(Row):
    """A miner or a GPU rack. ``refused`` says why a machine cannot stand in a liquid loop; ``conflict`` where sources disagree."""

    cooling: Literal["cold-plate", "immersion"]
    power: Power | None = None
    hashrate: Hashrate | None = None
    efficiency_j_th: Annotated[float, HASH_ENERGY] | None = None
    liquid_fraction: LiquidFraction | None = None
    flow: Flow | None = None
    inlet: Inlet | None = None
    outlet: Outlet | None = None
    pressure_drop: Drop | None = None
    flow_table: tuple[FlowPoint, ...] = ()
    refused: Text | None = None
    conflict: Text | None = None


class Approach(Short):
    """Difference between both liquids at either end of a unit's exchanger."""

    value_k: Annotated[float, DIFFERENCE]


class CduCapacity(Short):
    """Heat that one coolant distribution unit passes on."""

    value_w: Annotated[float, POWER.above_zero("2 MW")]


class CduFlow(Short):
    """Flow to the machines that one unit gives."""

    value_m3_s: Annotated[float, FLOW]


class CduHead(Short):
    """Pressure that one unit has for machines and pipes."""

    value_pa: Annotated[float, PRESSURE]


class CduRow(Row):
    """A coolant distribution unit between the machines' own circuit and that of the loop."""

    approach: Approach | None = None
    capacity: CduCapacity | None = None
    flow_max: CduFlow | None = None
    head_max: CduHead | None = None


class PlateRow(Row):
    """A family of plates: one geometry, pressed at one or several chevron angles. ``reference``: offered by name only."""

    kind: PlateKind
    area_m2: Annotated[float, AREA]
    width_m: Length
    gap_m: Length
    enlargement: Number
    chevrons_deg: tuple[Annotated[float, ANGLE.between(10.0, 80.0, "45 deg")], ...]
    thickness_m: Length
    wall_conductivity_w_mk: Annotated[float, CONDUCTIVITY]
    port_diameter_m: Length
    plates_max: int
    temperature_max_c: Annotated[float, TEMPERATURE]
    pressure_max_pa: Annotated[float, PRESSURE]
    port_loss_coefficient: Number = 1.5
    reference: bool = False


class PumpRow(Row):
    """A kind of pump, see `heatloop_thermo.pump.PumpType`."""

    poles: Literal[2, 4]
    mei_constant: Number
    shutoff_head_ratio: Number
    suction_specific_speed: Number
    flow_min_m3_s: Annotated[float, FLOW]
    flow_max_m3_s: Annotated[float, FLOW]
    head_max_m: Length
    stages_max: int
    flow_min_fraction: Annotated[float, SHARE]
    flow_max_fraction: Annotated[float, SHARE.between(1.0, 2.0, "125 %")]
    speed_min_fraction: Annotated[float, SHARE]


class PipeSize(Block):
    """One size of a schedule."""

    nps: NominalSize
    dn: int
    outer_diameter_m: Length
    wall_m: Length


class Roughness(Short):
    """Equivalent sand roughness of the wall."""

    value_m: Length


class ScheduleRow(Mark):
    """All sizes of one wall-thickness class."""

    schedule: Schedule
    standard: Text
    material: Text
    source: Text
    verified: Verified
    roughness: Roughness
    sizes: tuple[PipeSize, ...]


class Warming(Short):
    """Global warming potential over 100 years, CO2 = 1."""

    value: Annotated[Number, Field(ge=0.0)]


class Safety(Short):
    """Safety class of ASHRAE 34 and ISO 817."""

    value: SafetyClass


class HottestDischarge(Short):
    """Hottest discharge that oil, seals and the fluid itself stand."""

    value_c: Annotated[float, TEMPERATURE]


class HighestPressure(Short):
    """Highest pressure of the compressors usual for a refrigerant, absolute."""

    value_pa: Annotated[float, PRESSURE]


class CriticalPoint(Mark):
    """Where liquid and vapour become one."""

    temperature_c: Annotated[float, TEMPERATURE]
    pressure_pa: Annotated[float, PRESSURE]


class RefrigerantRow(Row):
    """A refrigerant: what the equation of state does not know. ``refrigerant`` is its ASHRAE number."""

    refrigerant: Text
    family: Literal["halocarbon", "hydrocarbon", "ammonia", "co2"]
    critical: CriticalPoint
    normal_boiling_c: Annotated[float, TEMPERATURE]
    gwp_100: Warming
    safety_class: Safety
    discharge_max: HottestDischarge
    pressure_max: HighestPressure
    transcritical: bool = False


class InsulationRow(Row):
    """An insulating material."""

    conductivity_w_mk: Annotated[float, CONDUCTIVITY]
