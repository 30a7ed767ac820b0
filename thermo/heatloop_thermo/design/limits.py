"""Every limit of a loop with the distance that the rated point keeps from it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from heatloop_thermo.design.cdu_result import CduDesign
from heatloop_thermo.design.equip import Equipped
from heatloop_thermo.design.reach import Reach
from heatloop_thermo.design.result import BankPoint, Limit
from heatloop_thermo.design.ring import RingPoint
from heatloop_thermo.exchanger import Rating
from heatloop_thermo.plant import Circuit, ExchangerGiven, ExchangerToSize, SourceLoop
from heatloop_thermo.pump import PumpDuty

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpDesign

BOILING_MARGIN_K = 15.0
"""The hottest liquid stays this far below boiling at the static pressure. [K]

Source: design rule of the plant's pressure control, p >= psat(T_max + 15 K). verified: estimate
"""
L_MIN = 60_000.0
"""Litres a minute in one cubic metre a second: what a machine's flow is read in."""


def at_most(code: str, text: str, value: float, limit: float, unit: str) -> Limit:
    """A limit from above."""
    return Limit(code, text, value, limit, unit, limit - value)


def at_least(code: str, text: str, value: float, limit: float, unit: str) -> Limit:
    """A limit from below."""
    return Limit(code, text, value, limit, unit, value - limit)


def held_by(loop: SourceLoop, reach: Reach, refusal: tuple[str, str] | None) -> Limit:
    """Put into words what keeps the loop's header water from being hotter."""
    if refusal is not None:
        code, text = refusal
        known = code if code.startswith(("pump", "motor", "heat_pump", "cdu")) else f"exchanger_{code}"
        return Limit(known, f"{loop.name}: {text}", 0.0, 0.0, "-", 0.0)
    top, floor = reach.ceiling, reach.window.floor_c + reach.ceiling.shift_k
    kind = "outlet" if top.code == "source_outlet_max" else "inlet"
    text = f"{loop.name} / {top.bank}: {kind} at most {top.level_c:g} °C"
    if loop.cdu is not None:
        text += f", of which the CDU takes {top.shift_k:.1f} K"
    if reach.code == top.code:
        return at_most(top.code, text, top.level_c, top.level_c, "°C")
    if reach.code == "source_inlet_min":
        text = f"{text}, but an inlet of at least {floor:.6g} °C is asked for"
    else:
        text = f"{text}, but the header comes back so warm that the inlet would be {floor:.1f} °C"
    return at_most(reach.code, text, floor, top.level_c, "°C")


def loop_limits(
    equipped: Equipped, point: RingPoint, banks: tuple[BankPoint, ...], cdu: CduDesign | None
) -> tuple[Limit, ...]:
    """All limits of a running loop, in the order in which an engineer asks for them."""
    loop = equipped.loop
    rows: list[Limit] = []
    for bank, run in zip(loop.banks, banks, strict=True):
        name = f"{loop.name} / {bank.name}"
        rows.append(at_most("source_outlet_max", f"{name}: outlet at most", run.outlet_c, bank.outlet_max_c, "°C"))
        rows.append(at_most("source_inlet_max", f"{name}: inlet at most", run.inlet_c, bank.inlet_max_c, "°C"))
        rows.append(at_least("source_inlet_min", f"{name}: inlet at least", run.inlet_c, bank.inlet_min_c, "°C"))
        flow, low, high = run.flow_m3_s * L_MIN, bank.flow_min_m3_s * L_MIN, bank.flow_max_m3_s * L_MIN
        rows.append(at_least("source_flow_min", f"{name}: flow of a machine at least", flow, low, "L/min"))
        rows.append(at_most("source_flow_max", f"{name}: flow of a machine at most", flow, high, "L/min"))
    if cdu is not None:
        rows.extend(_cdu_limits(loop.name, cdu, point.cdu.outlet_c if point.cdu else point.outlet_c))
    rows.extend(_exchanger_limits(f"{loop.name} / exchanger", loop.exchanger, point.handed.rating, "machine", "header"))
    rows.extend(_heat_pump_limits(loop.name, point.handed.machine))
    rows.extend(circuit_limits(loop.name, loop.circuit, point.outlet_c, point.pump))
    return tuple(rows)


def _exchanger_limits(
    name: str, typed: ExchangerToSize | ExchangerGiven | None, rating: Rating | None, hot_side: str, cold_side: str
) -> Iterator[Limit]:
    if rating is None or not isinstance(typed, ExchangerToSize):
        return
    limits, code = typed.limits, "cdu" if name.endswith("CDU") else "exchanger"
    hot, cold = rating.dp_hot_pa / 1e3, rating.dp_cold_pa / 1e3
    hot_max, cold_max = limits.dp_hot_max_pa / 1e3, limits.dp_cold_max_pa / 1e3
    yield at_most(f"{code}_dp_hot", f"{name}: pressure drop, {hot_side} side", hot, hot_max, "kPa")
    yield at_most(f"{code}_dp_cold", f"{name}: pressure drop, {cold_side} side", cold, cold_max, "kPa")
    port = max(rating.port_velocity_hot_m_s, rating.port_velocity_cold_m_s)
    yield at_most(f"{code}_port_velocity", f"{name}: port velocity", port, limits.port_velocity_max_m_s, "m/s")


def _cdu_limits(loop: str, made: CduDesign, hottest_c: float) -> Iterator[Limit]:
    """Of the coolant distribution units: what one of them manages, its exchanger, and the machines' own circuit."""
    name, cdu = f"{loop} / CDU", made.cdu
    if cdu.capacity_w is not None:
        yield at_most(
            "cdu_capacity", f"{name}: heat of one", made.duty_w / made.count / 1e3, cdu.capacity_w / 1e3, "kW"
        )
    if cdu.flow_max_m3_s is not None:
        flow = made.flow_m3_s / made.count * L_MIN
        yield at_most("cdu_flow_max", f"{name}: flow to the machines of one", flow, cdu.flow_max_m3_s * L_MIN, "L/min")
    if cdu.head_max_pa is not None:
        head = made.head_outside_pa / 1e3
        yield at_most("cdu_head", f"{name}: pressure for machines and pipes", head, cdu.head_max_pa / 1e3, "kPa")
    yield from _exchanger_limits(name, cdu.exchanger, made.rating, "machine", "facility")
    yield from circuit_limits(name, cdu.circuit, hottest_c, made.pump, "cdu_")


def _heat_pump_limits(name: str, machine: "HeatPumpDesign | None") -> Iterator[Limit]:
    if machine is None:
        return
    limits, cycle = machine.spec.limits, machine.cycle
    hottest, high = limits.discharge_max_c, limits.pressure_max_pa / 1e5
    yield at_most("heat_pump_discharge", f"{name} / heat pump: discharge at most", machine.discharge_c, hottest, "°C")
    yield at_most("heat_pump_pressure", f"{name} / heat pump: high pressure", cycle.condensing_pa / 1e5, high, "bar")


def circuit_limits(
    name: str, circuit: Circuit, hottest_c: float, pump: PumpDuty | None, prefix: str = ""
) -> Iterator[Limit]:
    """Boiling, freezing and cavitation of one circuit; ``prefix`` goes before the codes of one that is not a loop's own."""
    boils_c = circuit.coolant.boiling_c(circuit.static_pressure_pa) - BOILING_MARGIN_K
    text = f"{name}: {BOILING_MARGIN_K:g} K below boiling at the static pressure"
    yield at_most(f"{prefix}boiling_margin", text, hottest_c, boils_c, "°C")
    freeze = circuit.coolant.freeze_c
    text = f"{name}: {circuit.coolant.name} must stay liquid at the coldest air"
    yield at_most(f"{prefix}coolant_freezes", text, freeze, circuit.lowest_ambient_c, "°C")
    if pump is not None:
        available, required = pump.npsh_available_m, pump.npsh_required_m
        yield at_least(f"{prefix}pump_npsh", f"{name}: NPSH available over required", available, required, "m")
