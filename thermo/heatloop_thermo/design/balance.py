"""Where the heat goes, and the proof that none of it is lost from the books."""

from collections.abc import Sequence

from heatloop_thermo.design.header import HeaderPoint
from heatloop_thermo.design.result import HeatBalance, LoopDesign
from heatloop_thermo.design.ring import RingPoint
from heatloop_thermo.plant import Plant


def heat_balance(
    plant: Plant, loops: Sequence[LoopDesign], points: Sequence[RingPoint], header: HeaderPoint | None
) -> HeatBalance:
    """Book every flow of heat at the rated point.

    The error is the largest relative mismatch of any part, each computed from flow and temperatures on both of its sides,
    not from the duty that it was asked for.
    """
    electric = sum(loop.loop.electric_w for loop in loops)
    liquid = sum(loop.liquid_w for loop in loops)
    idle = sum(loop.liquid_w for loop in loops if not loop.runs)
    loop_loss = sum(loop.pipe_loss_w for loop in loops)
    at_sinks = _gained(plant, header) if header else 0.0
    boiler = header.boiler_w if header else 0.0
    taken = min(at_sinks, plant.demand_w)
    captured = liquid - idle - loop_loss
    return HeatBalance(
        source_w=electric,
        liquid_w=liquid,
        air_w=electric - liquid,
        captured_w=captured,
        delivered_w=max(0.0, taken - boiler),
        rejected_w=idle + at_sinks - taken,
        pipe_loss_w=loop_loss + (header.pipe_loss_w if header else 0.0),
        pump_heat_w=sum(loop.pump_heat_w for loop in loops) + (header.pump_heat_w if header else 0.0),
        lift_w=sum(loop.lift_w for loop in loops),
        heat_pump_electric_w=sum(loop.machine.electric_w for loop in loops if loop.machine),
        boiler_w=boiler,
        capture_fraction=captured / electric,
        error_fraction=_error(plant, loops, points, header, at_sinks),
    )


def _gained(plant: Plant, header: HeaderPoint) -> float:
    """Heat that the sinks' water carries between supply and return. [W]"""
    water = plant.header.coolant
    return header.flow_kg_s * (water.enthalpy_j_kg(header.supply_c) - water.enthalpy_j_kg(header.return_c))


def _error(
    plant: Plant, loops: Sequence[LoopDesign], points: Sequence[RingPoint], header: HeaderPoint | None, at_sinks: float
) -> float:
    """Largest relative mismatch of any machine bank, exchanger and of the whole."""
    if header is None:
        return 0.0
    water = plant.header.coolant
    errors = []
    running = [loop for loop in loops if loop.runs]
    for loop, point in zip(running, points, strict=True):
        coolant, handed = loop.loop.circuit.coolant, point.handed
        hot = loop.flow_kg_s * (coolant.enthalpy_j_kg(handed.hot_in_c) - coolant.enthalpy_j_kg(handed.hot_out_c))
        rise = water.enthalpy_j_kg(handed.cold_out_c) - water.enthalpy_j_kg(handed.cold_in_c)
        errors += [*_at_source(loop), abs((hot + handed.added_w) / (handed.cold_flow_kg_s * rise) - 1.0)]
    gains = (
        sum(loop.liquid_w + loop.pump_heat_w + loop.lift_w for loop in running) + header.pump_heat_w + header.boiler_w
    )
    losses = sum(loop.pipe_loss_w for loop in running) + header.pipe_loss_w
    worst: float = max(*errors, abs((at_sinks + losses) / gains - 1.0))
    return worst


def _at_source(loop: LoopDesign) -> tuple[float, ...]:
    """Relative mismatch at the machines and, where there are any, at both sides of the coolant distribution units."""
    circuit, machines = loop.loop.circuit.coolant, loop.loop.machine_coolant
    taken = loop.flow_kg_s * (
        circuit.enthalpy_j_kg(loop.circuit_outlet_c) - circuit.enthalpy_j_kg(loop.circuit_inlet_c)
    )
    if loop.cdu is None:
        return (abs(taken / loop.liquid_w - 1.0),)
    at, flow = loop.cdu.rating, loop.cdu.flow_kg_s
    given = flow * (machines.enthalpy_j_kg(loop.source_outlet_c) - machines.enthalpy_j_kg(loop.source_inlet_c))
    passed = flow * (machines.enthalpy_j_kg(float(at.hot_in_c)) - machines.enthalpy_j_kg(float(at.hot_out_c)))
    books = loop.liquid_w + loop.cdu.pump_heat_w - loop.cdu.pipe_loss_w
    return abs(given / loop.liquid_w - 1.0), abs(passed / taken - 1.0), abs(books / taken - 1.0)
