"""The parts list of a design: what has to be bought, by tag, with the sizes that an inquiry needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatloop_api.payload_loop import exchanger_of
from heatloop_api.words import ARRANGEMENTS, span
from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SOURCE, TANK, cdu_tags, pump_tags, tag
from heatloop_thermo.design import CduDesign, Design, LoopDesign
from heatloop_thermo.exchanger import Exchanger, PlateExchanger
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import Circuit, PumpToSize
from heatloop_thermo.pump import PumpDuty

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpDesign


@dataclass(frozen=True)
class Part:
    """One line of the list: tag, what it is, how many, and its size in words."""

    tag: str
    what: str
    quantity: int
    size: str


def parts(design: Design, fans: Mapping[str, int]) -> tuple[Part, ...]:
    """Every part in the order of the heat: machines, exchangers, pumps, pipes, header, tank, cooler, boiler.

    ``fans`` are those of each loop's dry cooler, by the loop's name.
    """
    rows: list[Part] = []
    for index, loop in enumerate(design.loops):
        rows.extend(_loop_parts(design, index, loop, fans.get(loop.loop.name)))
    plant, header = design.plant, design.header
    rows.extend(_circuit_parts(plant.header, header.pump if header else None, HEADER, 0, "header"))
    if plant.tank_volume_m3 is not None:
        rows.append(
            Part(tag("T", TANK, 0), "buffer tank", 1, f"{plant.tank_volume_m3:,.0f} m³ of {plant.header.coolant.name}")
        )
    if plant.boiler:
        boiler = plant.boiler
        size = f"{boiler.capacity_w / 1e3:,.0f} kW, {boiler.energy}, efficiency {boiler.efficiency:.0%}"
        rows.append(Part(tag("B", BOILER, 0), "boiler", 1, size))
    return tuple(rows)


def _loop_parts(design: Design, index: int, loop: LoopDesign, fans: int | None) -> Iterator[Part]:
    for bank in loop.loop.banks:
        size = f"{bank.model}, {bank.power_w / 1e3:.3g} kW each, {bank.electric_w / 1e3:,.0f} kW together"
        yield Part("", f"machines: {loop.loop.name} / {bank.name}", bank.count, size)
    if loop.cdu is not None:
        yield from _cdu_parts(index, loop.loop.name, loop.cdu)
    yield from _handover(index, loop)
    yield from _circuit_parts(loop.loop.circuit, loop.pump, SOURCE, index, loop.loop.name)
    cooler = design.plant.dry_cooler
    if cooler and design.rejector_w is not None:
        total = sum(other.liquid_w for other in design.loops)
        share = design.rejector_w * loop.liquid_w / total
        size = f"{share / 1e3:,.0f} kW at {cooler.design_ambient_c:g} °C air" + (f", {fans} fans" if fans else "")
        yield Part(tag("E", SOURCE, index, 2), f"dry cooler: {loop.loop.name}", 1, size)
        yield Part(
            tag("TCV", SOURCE, index, 2), f"diverting valve: {loop.loop.name}", 1, "three-way, falls to the dry cooler"
        )


def _cdu_parts(index: int, name: str, made: CduDesign) -> Iterator[Part]:
    """Units with their exchanger and pumps inside, then what the machines' own circuit needs outside them."""
    count, rating = made.count + made.cdu.standby, made.rating
    size = f"{rating.duty_w / 1e3:,.0f} kW each, UA {rating.ua_w_k / 1e3:,.0f} kW/K{_plates(made.exchanger)}"
    if made.pump is not None:
        size += f"; {made.pump.flow_m3_s * 3600:,.0f} m³/h at {made.pump.head_m:.1f} m, motor {made.pump.motor_rated_w / 1e3:g} kW"
    size += f", {made.cdu.standby} of them standby" if made.cdu.standby else ""
    yield Part(span(list(cdu_tags(index, count))), f"coolant distribution units: {name}", count, size)
    yield from _outside(made.cdu.circuit, f"{name} / CDU")


def _plates(exchanger: Exchanger | None) -> str:
    if not isinstance(exchanger, PlateExchanger):
        return ""
    return f", {exchanger.plates} plates {exchanger.plate.name}, {exchanger.area_m2:,.0f} m²"


def _handover(index: int, loop: LoopDesign) -> Iterator[Part]:
    name, rating = loop.loop.name, loop.rating
    if loop.machine is not None:
        yield Part(tag("HP", HEAT_PUMP, index), f"heat pump: {name}", 1, _heat_pump(loop.machine))
    if rating is None:
        return
    size = f"{rating.duty_w / 1e3:,.0f} kW, UA {rating.ua_w_k / 1e3:,.0f} kW/K{_plates(exchanger_of(loop))}"
    yield Part(tag("E", SOURCE, index), f"plate heat exchanger: {name}", 1, size)


def _heat_pump(machine: "HeatPumpDesign") -> str:
    swept = " + ".join(f"{volume * 3600:,.0f}" for volume in machine.swept_m3_s)
    return (
        f"{machine.refrigerant}, {ARRANGEMENTS[machine.arrangement]}: {machine.heat_w / 1e3:,.0f} kW from {machine.source_c:.1f} to "
        f"{machine.sink_c:.1f} °C, {machine.electric_w / 1e3:,.0f} kW electric, {swept} m³/h swept, "
        f"evaporator {machine.evaporator_area_m2:,.0f} m², condenser {machine.condenser_area_m2:,.0f} m²"
    )


def _circuit_parts(circuit: Circuit, duty: PumpDuty | None, area: int, index: int, name: str) -> Iterator[Part]:
    spec = circuit.pump
    if duty is not None:
        kind = spec.type.name if isinstance(spec, PumpToSize) else spec.curve.name
        waiting = f", {spec.standby} of them standby" if spec.standby else ""
        size = f"{kind}: {duty.flow_m3_s * 3600:,.0f} m³/h at {duty.head_m:.1f} m, motor {duty.motor_rated_w / 1e3:g} kW{waiting}"
        yield Part(
            span(list(pump_tags(area, index, spec.parallel + spec.standby))),
            f"pumps: {name}",
            spec.parallel + spec.standby,
            size,
        )
    yield from _outside(circuit, name)


def _outside(circuit: Circuit, name: str) -> Iterator[Part]:
    """Pipes and parts of a circuit."""
    for leg, runs in (("supply", circuit.supply), ("return", circuit.return_)):
        for run in runs:
            yield Part("", f"pipe: {name} / {run.name} ({leg})", 1, _pipe(run))
    for component in circuit.components:
        drop = f"{component.pressure_drop_pa / 1e3:g} kPa at {component.flow_m3_s * 3600:,.0f} m³/h"
        yield Part("", f"{component.name}: {name}", 1, drop)


def _pipe(run: Pipe) -> str:
    bare = f"{run.outer_diameter_m * 1e3:.1f} × {(run.outer_diameter_m - run.inner_diameter_m) * 500:.1f} mm, {run.length_m:g} m"
    if run.insulation_thickness_m == 0.0:
        return f"{bare}, bare"
    return f"{bare}, {run.insulation_thickness_m * 1e3:.0f} mm insulation"
