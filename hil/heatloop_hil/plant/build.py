"""From a design to the parameters of its dynamic plant.

What the steady state depends on is the design's; what only the dynamics depend on is estimated here.
"""

from heatloop_hil.plant.parts import HeaderPart, LoopPart, SinkPart
from heatloop_thermo.design import Design, HeaderDesign, LoopDesign
from heatloop_thermo.design.rejection import LoopCooler, loop_coolers
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import Sink
from heatloop_thermo.storage import Tank

MACHINE_J_K_W = 1.2
"""Heat capacity of machines and the liquid in them, over their power. [J/K per W] estimate: 2 L of coolant and 6 kg of cold plates and
boards in 8 kW; the case follows far later"""
RISE_S = 8.0
"""Machines follow their permit within this. [s] estimate"""
WALL_SHARE = 0.2
"""Share of wall and fouling in the resistance of a plate exchanger. [-] estimate"""
PLATE_KG_KW = 0.05
"""Liquid and metal of one side of an exchanger, as liquid, over its duty. [kg/kW] estimate: 2 mm channels and 0.5 mm steel"""
DEFAULT_RUN_KG = 500.0
"""Liquid in a leg without any pipe typed. [kg] estimate"""
DECOUPLER_M3 = 2.0
"""A site without a tank still has a low-loss header. [m3] estimate"""
ROOM_C = 20.0
"""What the sinks heat. [degC] estimate"""
BOILER_S = 60.0
"""The boiler follows its load within this. [s] estimate"""
NOTHING, EXCHANGER, HEAT_PUMP = 0.0, 1.0, 2.0


def loop_part(loop: LoopDesign, cooler: LoopCooler | None, ambient_c: float) -> LoopPart:
    """Parameters of one source loop; ``ambient_c`` is the hot design day for which its cooler was sized. [degC]"""
    circuit, rating, machine = loop.loop.circuit, loop.rating, loop.machine
    coolant, cold_c, hot_c = circuit.coolant, loop.circuit_inlet_c, loop.circuit_outlet_c
    density = coolant.density_kg_m3(cold_c)
    ua, air = _cooler_figures(cooler, ambient_c)
    lift = loop.lift_w or 1.0
    return LoopPart(
        power_w=loop.loop.electric_w,
        liquid_share=loop.liquid_w / loop.loop.electric_w,
        flow_kg_s=loop.flow_kg_s,
        heat_j_kgk=(coolant.enthalpy_j_kg(hot_c) - coolant.enthalpy_j_kg(cold_c)) / (hot_c - cold_c),
        speed=100.0 * loop.pump.speed_fraction if loop.pump else 100.0,
        pump_heat_w=loop.pump_heat_w,
        machines_j_k=MACHINE_J_K_W * loop.loop.electric_w,
        rise_s=RISE_S,
        supply_kg=_mass_kg(circuit.supply, density),
        supply_loss_w_k=_loss_w_k(circuit.supply),
        return_kg=_mass_kg(circuit.return_, density),
        return_loss_w_k=_loss_w_k(circuit.return_),
        around_c=_around_c((*circuit.supply, *circuit.return_)),
        kind=HEAT_PUMP if machine is not None else EXCHANGER if rating is not None else NOTHING,
        ua_w_k=float(rating.ua_w_k) if rating is not None else 0.0,
        wall_share=WALL_SHARE,
        hot_kg=PLATE_KG_KW * loop.liquid_w / 1e3,
        cold_kg=PLATE_KG_KW * loop.liquid_w / 1e3,
        cold_flow_kg_s=_cold_flow_kg_s(loop),
        evaporator_w=loop.duty_w - loop.lift_w,
        cop=loop.duty_w / lift,
        source_out_c=machine.duty.source_out_c if machine is not None else 0.0,
        sink_out_c=machine.duty.sink_out_c if machine is not None else 0.0,
        cooler_ua_w_k=ua,
        cooler_air_w_k=air,
    )


def header_part(design: Design, header: HeaderDesign) -> HeaderPart:
    """Parameters of header, tank and boiler."""
    circuit, plant = design.plant.header, design.plant
    water = circuit.coolant
    heat = (water.enthalpy_j_kg(header.exchanger_out_c) - water.enthalpy_j_kg(header.exchanger_in_c)) / (
        header.exchanger_out_c - header.exchanger_in_c
    )
    density = water.density_kg_m3(header.exchanger_in_c)
    tank = Tank(water, plant.tank_volume_m3 or DECOUPLER_M3)
    return HeaderPart(
        flow_kg_s=header.flow_kg_s,
        heat_j_kgk=heat,
        speed=100.0 * header.pump.speed_fraction if header.pump else 100.0,
        pump_heat_w=header.pump_heat_w,
        supply_kg=_mass_kg(circuit.supply, density),
        supply_loss_w_k=_loss_w_k(circuit.supply),
        return_kg=_mass_kg(circuit.return_, density),
        return_loss_w_k=_loss_w_k(circuit.return_),
        around_c=_around_c((*circuit.supply, *circuit.return_)),
        tank_kg=tank.mass_kg,
        tank_loss_w_k=tank.loss_w_k,
        tank_around_c=circuit.lowest_ambient_c,
        boiler_w=plant.boiler.capacity_w if plant.boiler else 0.0,
        boiler_s=BOILER_S,
    )


def sink_part(design: Design, sink: Sink, heat_j_kgk: float) -> SinkPart:
    """A sink whose own valves keep its share: water at the target comes back as typed, colder water colder."""
    target_c = design.plant.target_c
    flow = sink.design_load_w / (heat_j_kgk * (target_c - sink.return_c))
    room_c = min(ROOM_C, sink.return_c - 5.0)
    return SinkPart(flow, (sink.return_c - room_c) / (target_c - room_c), room_c, mass_kg=60.0 * flow)


def coolers_of(design: Design) -> dict[str, LoopCooler]:
    """Dry coolers by name of the loop."""
    return {row.loop: row for row in loop_coolers(design)}


def _cooler_figures(cooler: LoopCooler | None, ambient_c: float) -> tuple[float, float]:
    """Conductance and heat-capacity rate of the air at full fan speed on the hot design day. [W/K] both"""
    if cooler is None:
        return 0.0, 0.0
    point = cooler.at_design
    return float(point.ua_w_k), float(point.heat_w) / (float(point.air_out_c) - ambient_c)


def _cold_flow_kg_s(loop: LoopDesign) -> float:
    """Header water through the hand-over at the rated point. [kg/s]"""
    if loop.machine is not None:
        sink, duty = loop.machine.duty.sink, loop.machine.duty
        return loop.machine.heat_w / (sink.enthalpy_j_kg(duty.sink_out_c) - sink.enthalpy_j_kg(duty.sink_in_c))
    return float(loop.rating.cold_flow_kg_s) if loop.rating is not None else 0.0


def _mass_kg(runs: tuple[Pipe, ...], density_kg_m3: float) -> float:
    return sum(run.volume_m3 for run in runs) * density_kg_m3 or DEFAULT_RUN_KG


def _loss_w_k(runs: tuple[Pipe, ...]) -> float:
    return sum(run.loss_w_k for run in runs)


def _around_c(runs: tuple[Pipe, ...]) -> float:
    """Surroundings of the runs, each by its loss. [degC]"""
    total = _loss_w_k(runs)
    return sum(run.loss_w_k * run.ambient_c for run in runs) / total if total > 0.0 else ROOM_C
