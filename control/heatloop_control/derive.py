"""From a design to the program that runs it: loops, tuning and limits, each from a figure of the design or from a sourced rule.

Tuning comes from a simulated 3 MW plant of this kind (1 s scan, 60 s valve, 20 s drive ramp; estimate, to be confirmed on site), scaled
to the plant by its own temperature rise; what a site file says wins.
"""

from collections.abc import Mapping

from heatloop_control.hysteresis import Hysteresis
from heatloop_control.pi import Pi
from heatloop_control.program import BoilerProgram, HeaderProgram, Output, Program, SinkProgram, SourceProgram
from heatloop_control.protect import interlocks
from heatloop_control.ramp import Ramp
from heatloop_control.watch import alarms
from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SINK, SOURCE, tag
from heatloop_sites.points import Point
from heatloop_thermo.design import Design, LoopDesign

PUMP_RAMP = Ramp(2.0, 2.0)
VALVE_RAMP = Ramp(100.0 / 60.0, 100.0 / 60.0)
FAN_RAMP = Ramp(5.0, 2.0)
PERMIT_RAMP = Ramp(10.0 / 30.0, 10.0)
BOILER_RAMP = Ramp(1.0, 2.0)
LIFT_RAMP = Ramp(1.0, 1.0)
"""Fastest changes asked for. [%/s] estimate: drive 20 to 50 s, valve stroke 60 s, machines on 10 % in 30 s and off in 10 s"""
SETPOINT_RAMP = Ramp(3.0 / 60.0, 3.0 / 60.0)
"""Setpoint of the supply: exchangers and pipes bear 3 K/min. [K/s] estimate"""
SOURCE_LEAST, HEADER_LEAST, SINK_LEAST = 45.0, 30.0, 15.0
"""Least speeds of running pumps. [%] estimate: below, motors overheat and meters lie"""
FLOW_PROVEN = 0.3
"""Share of the rated flow that proves a pump. [-] estimate"""
INLET_ROOM_K, INLET_GAP_K = 1.0, 3.0
"""The dry cooler begins this far below the machines' limit, and never nearer to the rated inlet than the gap where both fit: a setpoint
close to the natural inlet throws 7 to 13 % of the heat away all year. [K] estimate, from simulation"""
OUTLET_ROOM_K = 1.0
"""The override on the outlet begins this far below the machines' limit. [K] estimate"""
SUPPLY_GAIN, SUPPLY_RESET_S, TRANSPORT_S = 1.3, 40.0, 30.0
"""Supply by flow: gain at a rise of 20 K [%/K], integral time [s], and the time in which heat crosses the loop [s]. estimate, simulation"""
RISE_OF_GAIN_K = 20.0
ENVELOPE_K = (35.0, 5.0)
"""Setpoints below and above the target that anybody may ask for, where the site file gives no envelope. [K] estimate"""
BOILER_ON_K, BOILER_OFF_K = 5.0, 1.0
"""The boiler starts this far below the target and stops so far below it. [K] estimate"""


def program_of(design: Design, points: tuple[Point, ...], lifelines: tuple[str, ...]) -> Program:
    """The program of a site.

    Parameters
    ----------
    design : with a header that runs.
    points : of the site; they give each command its position when the wire is dead.
    lifelines : tags whose readings prove that the PLCs are alive.

    Raises
    ------
    ValueError : for a design in which no loop hands heat over: there is nothing to control.
    """
    if design.header is None:
        raise ValueError(f"{design.plant.name}: no loop hands heat to the header, there is nothing to control")
    fails = {point.tag: point.fail_value or 0.0 for point in points}
    sources = tuple(_source(design, index, loop, fails) for index, loop in enumerate(design.loops))
    limits_c = {loop.loop.name: _limits_c(loop) for loop in design.loops}
    header = _header(design, fails)
    boiler = _boiler(design, fails)
    return Program(
        lifelines=lifelines,
        sources=sources,
        header=header,
        sinks=tuple(_sink(index, fails) for index in range(len(design.plant.sinks))),
        boiler=boiler,
        interlocks=interlocks(sources, limits_c, header, boiler),
        alarms=alarms(sources, limits_c, header, boiler, lifelines),
    )


def _limits_c(loop: LoopDesign) -> tuple[float, float]:
    """Highest inlet and highest outlet that every machine on the loop bears. [degC]"""
    banks = loop.loop.banks
    return min(bank.inlet_max_c for bank in banks), min(bank.outlet_max_c for bank in banks)


def _source(design: Design, index: int, loop: LoopDesign, fails: Mapping[str, float]) -> SourceProgram:
    inlet_max_c, outlet_max_c = _limits_c(loop)
    rated_speed = 100.0 * loop.pump.speed_fraction if loop.pump else 100.0
    cooled = design.plant.dry_cooler is not None
    flow_m3_h = 3600.0 * loop.flow_kg_s / loop.loop.circuit.coolant.density_kg_m3(loop.source_inlet_c)
    room_c = inlet_max_c - INLET_ROOM_K
    return SourceProgram(
        name=loop.loop.name,
        power=tag("JT", SOURCE, index),
        outlet=tag("TT", SOURCE, index, 1),
        inlet=tag("TT", SOURCE, index, 2),
        flow=tag("FT", SOURCE, index),
        pump=_output(("SC", "ST"), SOURCE, index, PUMP_RAMP, fails, least=min(SOURCE_LEAST, rated_speed)),
        permit=_output(("JC", "JA"), SOURCE, index, PERMIT_RAMP, fails),
        valve=_output(("TCV", "ZT"), SOURCE, index, VALVE_RAMP, fails, place=2, rest=100.0) if cooled else None,
        fans=_output(("SC", "ST"), SOURCE, index, FAN_RAMP, fails, place=2) if cooled else None,
        lift=_output(("SC", "ST"), HEAT_PUMP, index, LIFT_RAMP, fails) if loop.machine else None,
        rated_kw=loop.loop.electric_w / 1e3,
        heat_share=loop.duty_w / loop.loop.electric_w,
        rated_speed=rated_speed,
        outlet_c=outlet_max_c - OUTLET_ROOM_K,
        inlet_c=max(min(loop.source_inlet_c + INLET_GAP_K, room_c), min(loop.source_inlet_c + INLET_ROOM_K, room_c)),
        outlet_pi=Pi(gain=-2.0, reset_s=60.0),
        inlet_pi=Pi(gain=-8.0, reset_s=60.0),
        lift_pi=Pi(gain=-4.0, reset_s=120.0),
        flow_proven_m3_h=FLOW_PROVEN * flow_m3_h,
    )


def _header(design: Design, fails: Mapping[str, float]) -> HeaderProgram:
    header, target_c = design.header, design.plant.target_c
    assert header is not None
    rated_speed = 100.0 * header.pump.speed_fraction if header.pump else 100.0
    rise_k = header.exchanger_out_c - header.exchanger_in_c
    heat_kw = sum(loop.duty_w for loop in design.loops) / 1e3
    flow_m3_h = 3600.0 * header.flow_kg_s / design.plant.header.coolant.density_kg_m3(header.exchanger_in_c)
    below_k, above_k = ENVELOPE_K
    return HeaderProgram(
        supply=tag("TT", HEADER, 0, 1),
        back=tag("TT", HEADER, 0, 2),
        flow=tag("FT", HEADER, 0),
        pump=_output(("SC", "ST"), HEADER, 0, PUMP_RAMP, fails, least=min(HEADER_LEAST, rated_speed)),
        recirculation=_output(("TCV", "ZT"), HEADER, 0, VALVE_RAMP, fails),
        pi=Pi(gain=-SUPPLY_GAIN * RISE_OF_GAIN_K / rise_k, reset_s=SUPPLY_RESET_S, low=-50.0),
        lag_s=TRANSPORT_S,
        speed_k_kw=rated_speed * rise_k / heat_kw,
        target_c=target_c,
        low_c=target_c - below_k,
        high_c=target_c + above_k,
        setpoint_ramp=SETPOINT_RAMP,
        flow_proven_m3_h=FLOW_PROVEN * flow_m3_h,
    )


def _sink(index: int, fails: Mapping[str, float]) -> SinkProgram:
    pump = _output(("SC", "ST"), SINK, index, PUMP_RAMP, fails, least=SINK_LEAST)
    return SinkProgram(tag("YT", SINK, index), pump, rated_speed=100.0)


def _boiler(design: Design, fails: Mapping[str, float]) -> BoilerProgram | None:
    if design.plant.boiler is None:
        return None
    target_c = design.plant.target_c
    return BoilerProgram(
        supply=tag("TT", HEADER, 0, 3),
        load=_output(("JC", "JA"), BOILER, 0, BOILER_RAMP, fails),
        lit=Hysteresis(target_c - BOILER_ON_K, target_c + BOILER_OFF_K, min_on_s=600.0, min_off_s=600.0),
        wait_s=900.0,
        pi=Pi(gain=4.0, reset_s=180.0),
        target_c=target_c - BOILER_OFF_K,
    )


def _output(
    letters: tuple[str, str],
    area: int,
    index: int,
    ramp: Ramp,
    fails: Mapping[str, float],
    place: int = 1,
    rest: float = 0.0,
    least: float = 0.0,
) -> Output:
    command = tag(letters[0], area, index, place)
    return Output(command, tag(letters[1], area, index, place), ramp, rest, fails[command], least)
