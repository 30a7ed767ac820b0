"""What the simulated PLC is set up with: tags, limits and fail positions, as an integrator would type them in from the design."""

from collections.abc import Sequence
from dataclasses import dataclass

from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SINK, SOURCE, tag
from heatloop_sites.points import Point
from heatloop_thermo.design import Design

TRIP_OUTLET_K, TRIP_INLET_K, HOT_INLET_K = 8.0, 7.0, 3.0
"""Above the machines' limits: outlet and inlet at which they are switched off, inlet at which heat is dumped. [K] estimate"""
FLOW_LOW = 0.3
"""Share of the rated flow below which there is none. [-] estimate"""
ACTUATOR_PER_S = {"SC": 5.0, "TCV": 100.0 / 60.0, "JC": 20.0}
"""Fastest change of an output, by the letters of its tag. [%/s] estimate: drive 20 s, valve 60 s, machines 5 s"""


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """Tags and limits of one source loop. Temperatures [degC], flow [m3/h], power [kW], speed [%]."""

    name: str
    power: str
    outlet: str
    inlet: str
    flow: str
    pressure: str
    pump: str
    permit: str
    valve: str | None
    fans: str | None
    lift: str | None
    outlet_trip_c: float
    inlet_trip_c: float
    inlet_hot_c: float
    inlet_local_c: float
    flow_low_m3_h: float
    power_on_kw: float
    pump_local: float


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the PLC is set up with.

    Parameters
    ----------
    name : of the PLC.
    loops : source loops.
    header_flow, header_supply, header_pump, recirculation : tags of the header.
    header_low_m3_h : flow below which the sinks take nothing. [m3/h]
    target_c : supply that the PLC holds by itself. [degC]
    sink_pumps, boiler : tags of the other outputs; None without a boiler.
    boiler_supply : tag of the temperature by which the boiler is fired locally.
    fails : position of each output when nobody commands it. [%]
    rates : fastest change of each output. [%/s]
    """

    name: str
    loops: tuple[LoopSettings, ...]
    header_flow: str
    header_supply: str
    header_pump: str
    recirculation: str
    header_low_m3_h: float
    target_c: float
    sink_pumps: tuple[str, ...]
    boiler: str | None
    boiler_supply: str
    fails: dict[str, float]
    rates: dict[str, float]


def settings_of(design: Design, points: Sequence[Point], plc: str) -> Settings:
    """Settings of a PLC that has the whole plant."""
    header = design.header
    assert header is not None, "a plant without a header has nothing to control"
    outputs = [point for point in points if point.role == "command" and point.register.plc == plc]
    density = design.plant.header.coolant.density_kg_m3(header.exchanger_in_c)
    return Settings(
        name=plc,
        loops=tuple(_loop(design, index) for index in range(len(design.loops))),
        header_flow=tag("FT", HEADER, 0),
        header_supply=tag("TT", HEADER, 0, 1),
        header_pump=tag("SC", HEADER, 0),
        recirculation=tag("TCV", HEADER, 0),
        header_low_m3_h=FLOW_LOW * 3600.0 * header.flow_kg_s / density,
        target_c=design.plant.target_c,
        sink_pumps=tuple(tag("SC", SINK, index) for index in range(len(design.plant.sinks))),
        boiler=tag("JC", BOILER, 0) if design.plant.boiler else None,
        boiler_supply=tag("TT", HEADER, 0, 3),
        fails={point.tag: point.fail_value or 0.0 for point in outputs},
        rates={point.tag: ACTUATOR_PER_S[point.tag.split("-")[0]] for point in outputs},
    )


def _loop(design: Design, index: int) -> LoopSettings:
    loop, cooled = design.loops[index], design.plant.dry_cooler is not None
    banks = (
        loop.loop.banks
    )  # their sensors are on the circuit: coolant distribution units stand between, and take some kelvin
    inlet_c = loop.circuit_inlet_c + min(bank.inlet_max_c for bank in banks) - loop.source_inlet_c
    outlet_c = loop.circuit_outlet_c + min(bank.outlet_max_c for bank in banks) - loop.source_outlet_c
    flow_m3_h = 3600.0 * loop.flow_kg_s / loop.loop.circuit.coolant.density_kg_m3(loop.circuit_inlet_c)
    return LoopSettings(
        name=loop.loop.name,
        power=tag("JT", SOURCE, index),
        outlet=tag("TT", SOURCE, index, 1),
        inlet=tag("TT", SOURCE, index, 2),
        flow=tag("FT", SOURCE, index),
        pressure=tag("PT", SOURCE, index),
        pump=tag("SC", SOURCE, index),
        permit=tag("JC", SOURCE, index),
        valve=tag("TCV", SOURCE, index, 2) if cooled else None,
        fans=tag("SC", SOURCE, index, 2) if cooled else None,
        lift=tag("SC", HEAT_PUMP, index) if loop.machine else None,
        outlet_trip_c=outlet_c + TRIP_OUTLET_K,
        inlet_trip_c=inlet_c + TRIP_INLET_K,
        inlet_hot_c=inlet_c + HOT_INLET_K,
        inlet_local_c=inlet_c - 1.0,
        flow_low_m3_h=FLOW_LOW * flow_m3_h,
        power_on_kw=0.05 * loop.loop.electric_w / 1e3,
        pump_local=100.0 * loop.pump.speed_fraction if loop.pump else 100.0,
    )
