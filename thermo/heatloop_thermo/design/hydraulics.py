"""One circuit's pressure drops and the pump that overcomes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heatloop_thermo.errors import Infeasible
from heatloop_thermo.pipe import Pipe, pressure_drop_pa
from heatloop_thermo.plant import Circuit, ExchangerGiven, ExchangerToSize, PumpGiven, SourceLoop
from heatloop_thermo.properties import Coolant
from heatloop_thermo.pump import (
    GRAVITY_M_S2,
    HeadBudget,
    PumpCurve,
    PumpDuty,
    npsh_available_m,
    operate,
    select_pump,
    speed_fraction_for,
)

FRICTION_EXPONENT = 1.9
"""Circuits here are mostly rough turbulent: dp ~ V^1.9 when a pump falls short and the flow has to be estimated. estimate"""
PUMP_EFFICIENCY_GUESS = 0.75
"""Only to estimate the pump's heat before the pump is chosen; the settled design has the real one."""
PUMP_HEAT_MAX = 0.1
"""A circuit whose pump would need more than this share of the machines' heat is no design. [-] verified: estimate"""


@dataclass(frozen=True)
class CircuitPump:
    """Equal pumps of one curve that run in parallel, and those that wait."""

    curve: PumpCurve
    parallel: int
    standby: int


def budget_of(
    circuit: Circuit, flow_kg_s: float, hot_c: float, cold_c: float, parts: Iterable[tuple[str, float]]
) -> HeadBudget:
    """Pressure drops of a circuit at a flow, item by item.

    Parameters
    ----------
    circuit : pipes and components.
    flow_kg_s : mass flow. [kg/s]
    hot_c, cold_c : temperature of the supply and of the return leg. [degC]
    parts : (name, pressure drop [Pa]) of what is not the circuit's own: machines, exchanger, sinks.
    """
    coolant = circuit.coolant
    volume = flow_kg_s / coolant.density_kg_m3(cold_c)
    items = [
        *parts,
        *_runs(circuit.supply, coolant, flow_kg_s, hot_c),
        *_runs(circuit.return_, coolant, flow_kg_s, cold_c),
        *((component.name, component.pressure_drop_at(volume)) for component in circuit.components),
    ]
    return HeadBudget(tuple(items), 0.0 if isinstance(circuit.pump, PumpGiven) else circuit.pump.head_margin)


def _runs(runs: Sequence[Pipe], coolant: Coolant, flow_kg_s: float, temp_c: float) -> list[tuple[str, float]]:
    return [(f"pipe: {run.name}", pressure_drop_pa(run, coolant, flow_kg_s, temp_c)) for run in runs]


def drive(
    circuit: Circuit,
    pump: CircuitPump | None,
    flow_kg_s: float,
    hot_c: float,
    cold_c: float,
    parts: Iterable[tuple[str, float]],
) -> tuple[HeadBudget, PumpDuty | None]:
    """Head budget of a circuit, and each pump's duty at just that head (the drive takes the margin back)."""
    budget = budget_of(circuit, flow_kg_s, hot_c, cold_c, parts)
    if pump is None:
        return budget, None
    coolant = circuit.coolant
    density = coolant.density_kg_m3(cold_c)
    head_m = budget.total_pa / (density * GRAVITY_M_S2)
    available = npsh_available_m(circuit.static_pressure_pa, coolant, cold_c)
    return budget, operate(pump.curve, flow_kg_s / density / pump.parallel, head_m, density, available)


def choose(circuit: Circuit, flow_kg_s: float, cold_c: float, budget: HeadBudget) -> CircuitPump:
    """The pump typed, or one of the type asked for that gives the budget's head with its margin.

    Raises
    ------
    Infeasible : ``pump_flow_range``, ``pump_head_max`` ...: makers offer none.
    """
    spec = circuit.pump
    if isinstance(spec, PumpGiven):
        return CircuitPump(spec.curve, spec.parallel, spec.standby)
    density = circuit.coolant.density_kg_m3(cold_c)
    flow_m3_s = flow_kg_s / density / spec.parallel
    head_m = budget.total_pa / (density * GRAVITY_M_S2)
    curve = select_pump(spec.type, flow_m3_s, head_m, budget.margin_fraction, density_kg_m3=density)
    return CircuitPump(curve, spec.parallel, spec.standby)


def deliverable_share(
    circuit: Circuit, pump: CircuitPump, flow_kg_s: float, cold_c: float, budget: HeadBudget
) -> float:
    """Share of a wanted flow that the pumps deliver at their highest speed. [-], 1 where they deliver it all.

    The circuit's head is taken as dp ~ V^1.9 from the wanted point, and the share found where both curves meet.
    """
    density = circuit.coolant.density_kg_m3(cold_c)
    each, head_m = flow_kg_s / density / pump.parallel, budget.total_pa / (density * GRAVITY_M_S2)
    top = pump.curve.speed_max_fraction

    def fits(share: float) -> bool:
        needed = speed_fraction_for(pump.curve, each * share, head_m * float(share**FRICTION_EXPONENT))
        return needed <= top

    if fits(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def pump_heat_w(pump: CircuitPump | None, duty: PumpDuty | None, budget: HeadBudget, flow_m3_s: float) -> float:
    """Heat that the pumps' shafts bring into the liquid; a guess from the head budget while no pump is chosen. [W]"""
    if pump is None or duty is None:
        return budget.total_pa * flow_m3_s / PUMP_EFFICIENCY_GUESS
    return duty.shaft_w * pump.parallel


def expected_pump_heat_w(loop: SourceLoop, flow_kg_s: float, hot_c: float) -> float:
    """The same before the exchanger is chosen, as if it used up its allowed pressure drop: on the safe side. [W]

    Raises
    ------
    Infeasible : as `require_pumpable`.
    """
    source = ("machines", machines_dp_pa(loop))
    if loop.cdu is not None:
        source = ("CDU", _allowed_pa(loop.cdu.exchanger, "dp_cold_max_pa"))
    allowed = _allowed_pa(loop.exchanger, "dp_hot_max_pa")
    heat, budget = _expected_w(loop.circuit, flow_kg_s, hot_c, (source, ("exchanger", allowed)))
    require_pumpable(loop, heat, budget)
    return heat


def expected_cdu_heat_w(loop: SourceLoop, flow_kg_s: float, hot_c: float) -> tuple[float, HeadBudget]:
    """What the pumps of a loop's coolant distribution units are going to add at a flow through the machines, and their head budget. [W]"""
    assert loop.cdu is not None
    parts = (("machines", machines_dp_pa(loop)), ("CDU", _allowed_pa(loop.cdu.exchanger, "dp_hot_max_pa")))
    return _expected_w(loop.cdu.circuit, flow_kg_s, hot_c, parts)


def require_pumpable(loop: SourceLoop, heat_w: float, budget: HeadBudget) -> None:
    """Refuse a circuit whose pump would take more than a tenth of the machines' heat: a pipe is too narrow or too long.

    Raises
    ------
    Infeasible : ``pump_head``, with what takes most of the pressure.
    """
    if heat_w > PUMP_HEAT_MAX * loop.liquid_w:
        name, worst = max(budget.items, key=lambda item: item[1])
        text = f"its circuit takes {budget.total_pa / 1e3:,.0f} kPa at the flow wanted, {worst / 1e3:,.0f} kPa of it in {name}"
        raise Infeasible("pump_head", f"{text}: pumping would take {heat_w / 1e3:,.0f} kW")


def machines_dp_pa(loop: SourceLoop, flow_ratio: float = 1.0) -> float:
    """Pressure drop of the machines, which is that of the bank with the highest. [Pa]"""
    return max(bank.pressure_drop_at(flow_ratio) for bank in loop.banks)


def _allowed_pa(exchanger: ExchangerToSize | ExchangerGiven | None, side: str) -> float:
    """Pressure drop that an exchanger may use up; 0 where none is to be sized. [Pa]"""
    return float(getattr(exchanger.limits, side)) if isinstance(exchanger, ExchangerToSize) else 0.0


def _expected_w(
    circuit: Circuit, flow_kg_s: float, hot_c: float, parts: Iterable[tuple[str, float]]
) -> tuple[float, HeadBudget]:
    budget = budget_of(circuit, flow_kg_s, hot_c, hot_c, parts)
    return pump_heat_w(None, None, budget, flow_kg_s / circuit.coolant.density_kg_m3(hot_c)), budget
