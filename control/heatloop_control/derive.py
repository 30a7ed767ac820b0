"""From a design to the program that runs it: loops, tuning and limits, each from a figure of the design or from a sourced rule.

Tuning comes from a simulated 3 MW plant of this kind (1 s scan, 60 s valve, 20 s drive ramp; estimate, to be confirmed on site), scaled
to the plant by its own temperature rise; what a site file says wins.
"""

from collections.abc import Mapping
from math import inf

from heatloop_control.hysteresis import Hysteresis
from heatloop_control.pi import Pi
from heatloop_control.program import BoilerProgram, HeaderProgram, Output, Program, SinkProgram, SourceProgram
from heatloop_control.protect import interlocks
from heatloop_control.ramp import Ramp
from heatloop_control.watch import alarms
from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SINK, SOURCE, TANK, tag
from heatloop_sites.points import Point
from heatloop_sites.points.plan import TANK_SENSORS
from heatloop_thermo.design import Design, LoopDesign

PUMP_RAMP = Ramp(2.0, 2.0)
VALVE_RAMP = Ramp(100.0 / 60.0, 100.0 / 60.0)
FAN_RAMP = Ramp(5.0, 2.0)
PERMIT_RAMP = Ramp(10.0 / 30.0, 10.0)
BOILER_RAMP = Ramp(1.0, 2.0)
LIFT_RAMP = Ramp(0.25, 1.0)
"""Fastest changes asked for. [%/s] estimate: drive 20 to 50 s, valve stroke 60 s, machines on 10 % in 30 s and off in 10 s,
heat pump up in 400 s: its heat must not come faster than the valves of the header follow"""
SETPOINT_RAMP = Ramp(2.0 / 60.0, 2.0 / 60.0)
"""Setpoint of the supply: exchangers and pipes bear 3 K/min, and the supply does not follow to the point. [K/s] estimate"""
SOURCE_LEAST, HEADER_LEAST, SINK_LEAST = 45.0, 30.0, 15.0
"""Least speeds of running pumps. [%] estimate: below, motors overheat and meters lie"""
FLOW_PROVEN = 0.3
"""Share of the rated flow that proves a pump. [-] estimate"""
INLET_ROOM_K, INLET_GAP_K, INLET_LEAST_K = 1.0, 3.0, 0.5
"""The dry cooler begins this gap above the rated inlet, or this far below the machines' limit where that is less, but never nearer to
the rated inlet than the least: a setpoint at the natural inlet throws 7 to 13 % of the heat away all year. A heat pump, which comes first,
holds the inlet the least below the rated one. [K] estimate, from simulation"""
OUTLET_ROOM_K = 1.0
"""The override on the outlet begins this far below the machines' limit. [K] estimate"""
TRIM_PER_RISE, SUPPLY_RESET_S, TRIM_MAX = 80.0, 50.0, 60.0
"""Supply by flow: a supply that is wrong by the whole rise trims the flow by this [%], integral time [s], most that it trims [%].
estimate, simulation; a flow that is wrong by x % makes a rise that is wrong by x %, so that the loop's gain is below 1"""
MACHINES_S = 15.0
"""Heat of the machines is in their coolant after this. [s] estimate: heat capacity over that of their flow"""
LIFT_S = 5.0
"""Heat of a heat pump's compressor and evaporator is in the header's water after this. [s] estimate"""
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
        interlocks=interlocks(sources, limits_c, header, boiler, lifelines),
        alarms=alarms(sources, limits_c, header, boiler, lifelines),
    )


def _limits_c(loop: LoopDesign) -> tuple[float, float]:
    """Highest inlet and highest outlet of the loop's circuit that every machine on it bears. [degC]

    Behind coolant distribution units the circuit may be no warmer than the machines less what the units take.
    """
    banks = loop.loop.banks
    cold_k, hot_k = loop.source_inlet_c - loop.circuit_inlet_c, loop.source_outlet_c - loop.circuit_outlet_c
    return min(bank.inlet_max_c for bank in banks) - cold_k, min(bank.outlet_max_c for bank in banks) - hot_k


def _source(design: Design, index: int, loop: LoopDesign, fails: Mapping[str, float]) -> SourceProgram:
    inlet_max_c, outlet_max_c = _limits_c(loop)
    rated_speed = 100.0 * loop.pump.speed_fraction if loop.pump else 100.0
    cooled = design.plant.dry_cooler is not None
    flow_m3_h = 3600.0 * loop.flow_kg_s / loop.loop.circuit.coolant.density_kg_m3(loop.circuit_inlet_c)
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
        lag_s=LIFT_S if loop.machine else _transit_s(loop),
        inertia_kj_k=0.0 if loop.machine else _inertia_kj_k(loop),
        rated_speed=rated_speed,
        outlet_c=outlet_max_c - OUTLET_ROOM_K,
        inlet_c=max(min(loop.circuit_inlet_c + INLET_GAP_K, room_c), loop.circuit_inlet_c + INLET_LEAST_K),
        lift_c=loop.circuit_inlet_c - INLET_LEAST_K,
        lead_k=inf if loop.machine else loop.circuit_outlet_c - design.plant.target_c,
        cold_out=tag("TT", SOURCE, index, 3),
        outlet_pi=Pi(gain=-2.0, reset_s=60.0, patient=True),
        inlet_pi=Pi(gain=-2.0, reset_s=240.0, patient=True),
        lift_pi=Pi(gain=-3.0, reset_s=900.0),
        flow_proven_m3_h=FLOW_PROVEN * flow_m3_h,
    )


def _transit_s(loop: LoopDesign) -> float:
    """Time from the machines to the exchanger. [s]"""
    circuit = loop.loop.circuit
    volume_m3_s = loop.flow_kg_s / circuit.coolant.density_kg_m3(loop.circuit_outlet_c)
    return sum(run.volume_m3 for run in circuit.supply) / volume_m3_s


def _inertia_kj_k(loop: LoopDesign) -> float:
    """Heat capacity of a loop: its machines, and the coolant in its pipes. [kJ/K]"""
    circuit = loop.loop.circuit
    volume_m3 = sum(run.volume_m3 for run in (*circuit.supply, *circuit.return_))
    cold_c, hot_c = loop.circuit_inlet_c, loop.circuit_outlet_c
    heat_j_kgk = (circuit.coolant.enthalpy_j_kg(hot_c) - circuit.coolant.enthalpy_j_kg(cold_c)) / (hot_c - cold_c)
    coolant_kj_k = volume_m3 * circuit.coolant.density_kg_m3(cold_c) * heat_j_kgk / 1e3
    machines_kj_k = MACHINES_S * loop.flow_kg_s * heat_j_kgk / 1e3
    return float(coolant_kj_k + machines_kj_k)


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
        cold=tag("TT", TANK, 0, TANK_SENSORS) if design.plant.tank_volume_m3 is not None else tag("TT", SINK, 0, 2),
        flow=tag("FT", HEADER, 0),
        pump=_output(("SC", "ST"), HEADER, 0, PUMP_RAMP, fails, least=min(HEADER_LEAST, rated_speed)),
        recirculation=_output(("TCV", "ZT"), HEADER, 0, VALVE_RAMP, fails),
        trim=Pi(gain=-TRIM_PER_RISE / rise_k, reset_s=SUPPLY_RESET_S, low=-TRIM_MAX, high=TRIM_MAX),
        speed_k_kw=rated_speed * rise_k / heat_kw,
        rise_k=rise_k,
        target_c=target_c,
        low_c=target_c - below_k,
        high_c=target_c + above_k,
        setpoint_ramp=SETPOINT_RAMP,
        flow_proven_m3_h=FLOW_PROVEN * flow_m3_h,
        rated_speed=rated_speed,
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
