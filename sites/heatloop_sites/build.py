"""Site to `Plant`: the parts made by their own modules, wired together here."""

from collections.abc import Callable
from typing import TypeVar

from heatloop_sites import schema
from heatloop_sites.cdus import FACTS, cdu_exchanger, fact, machines_circuit
from heatloop_sites.exchangers import exchanger_of
from heatloop_sites.heatpumps import heat_pump_of
from heatloop_sites.machine import bank_of
from heatloop_sites.parts import coolant_of, pump_of
from heatloop_sites.pipework import pipe_of
from heatloop_sites.problem import Fault, Path, SiteError
from heatloop_sites.provenance import provenance
from heatloop_sites.schema import plant as typed
from heatloop_sites.schema.circuit import Circuit as TypedCircuit
from heatloop_sites.schema.circuit import Part
from heatloop_sites.schema.exchanger import Exchanger
from heatloop_sites.schema.heatpump import HeatPump
from heatloop_thermo.air import air_pressure_pa
from heatloop_thermo.boiler import Boiler
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.plant import (
    Cdu,
    Circuit,
    Component,
    DryCoolerToSize,
    ExchangerGiven,
    ExchangerToSize,
    HeatPumpToSize,
    Plant,
    Sink,
    SourceLoop,
)
from heatloop_thermo.properties import Coolant as Liquid
from heatloop_thermo.source import MachineBank

T = TypeVar("T")


def build(site: schema.Site) -> Plant:
    """Make the plant of a site.

    Parameters
    ----------
    site : from `heatloop_sites.load.load`.

    Raises
    ------
    SiteError : a part that the engineering core refuses, with its place in the file; `load` has found most of them before.

    >>> from heatloop_sites.load import load
    >>> plant = build(load("bitforest"))
    >>> plant.target_c, plant.loops[0].electric_w
    (75.0, 2952000.0)
    """
    header = _at(site, ("header",), lambda: _circuit(site, site.header))
    return Plant(
        name=site.site.name,
        title=site.site.title,
        target_c=float(site.header.target_c),
        loops=tuple(_loop(site, i, header.coolant) for i in range(len(site.source_loops))),
        header=header,
        sinks=tuple(_sink(sink) for sink in site.sinks),
        tank_volume_m3=None if site.tank is None else float(site.tank.volume_m3),
        dry_cooler=None if site.dry_cooler is None else _dry_cooler(site, site.dry_cooler),
        boiler=None if site.boiler is None else _boiler(site.boiler),
        provenance=tuple(provenance(site)),
        arrangement=site.header.arrangement,
    )


def _at(site: schema.Site, path: Path, make: Callable[[], T]) -> T:
    """Make a part; what refuses it becomes a problem at its place in the file."""
    try:
        return make()
    except Fault as fault:
        raise SiteError([site.origin.problem((*path, *fault.path), fault.text)]) from fault
    except ThermoError as refusal:
        raise SiteError([site.origin.problem(path, str(refusal))]) from refusal


def _loop(site: schema.Site, index: int, header: Liquid) -> SourceLoop:
    loop, path = site.source_loops[index], ("source_loops", index)
    circuit = _at(site, path, lambda: _circuit(site, loop))
    banks = tuple(_bank(site, index, i) for i in range(len(loop.sources)))
    static_pa = float(max(loop.static_pressure_pa, site.header.static_pressure_pa))
    exchanger = (
        None if loop.exchanger is None else _exchanger(site, path, loop.exchanger, circuit.coolant, header, static_pa)
    )
    heat_pump = None if loop.heat_pump is None else _heat_pump(site, path, loop.heat_pump)
    cdu = None if loop.cdu is None else _cdu(site, path, loop, circuit.coolant)
    return SourceLoop(loop.name, banks, circuit, exchanger, heat_pump, cdu)


def _cdu(site: schema.Site, path: Path, loop: typed.SourceLoop, cold: Liquid) -> Cdu:
    block = loop.cdu
    assert block is not None
    circuit = _at(site, (*path, "cdu"), lambda: _circuit(site, machines_circuit(loop)))
    static_pa = circuit.static_pressure_pa - air_pressure_pa(float(site.site.altitude_m))
    static_pa = max(static_pa, float(loop.static_pressure_pa))
    exchanger = _at(site, (*path, "cdu"), lambda: cdu_exchanger(block, cold, circuit.coolant, static_pa))
    facts = {field: fact(block, field) for field in FACTS}
    return Cdu(circuit, exchanger, count=block.count, standby=block.standby, **facts)


def _exchanger(
    site: schema.Site, path: Path, block: Exchanger, hot: Liquid, cold: Liquid, static_pa: float
) -> ExchangerToSize | ExchangerGiven:
    return _at(site, (*path, "exchanger"), lambda: exchanger_of(block, hot, cold, static_pa))


def _heat_pump(site: schema.Site, path: Path, block: HeatPump) -> HeatPumpToSize:
    return _at(site, (*path, "heat_pump"), lambda: heat_pump_of(block))


def _bank(site: schema.Site, index: int, i: int) -> MachineBank:
    path = ("source_loops", index, "sources", i)
    return _at(site, path, lambda: bank_of(site.source_loops[index].sources[i]))


def _circuit(site: schema.Site, circuit: TypedCircuit) -> Circuit:
    place = site.site
    lowest = place.ambient.coldest_c if circuit.lowest_ambient_c is None else circuit.lowest_ambient_c
    return Circuit(
        coolant=coolant_of(circuit.coolant),
        supply=tuple(pipe_of(run) for run in circuit.piping if run.leg == "supply"),
        return_=tuple(pipe_of(run) for run in circuit.piping if run.leg == "return"),
        components=tuple(_component(part) for part in circuit.components),
        pump=pump_of(circuit.pump, place.mains_hz),
        static_pressure_pa=float(circuit.static_pressure_pa) + air_pressure_pa(float(place.altitude_m)),
        lowest_ambient_c=float(lowest),
    )


def _component(part: Part) -> Component:
    return Component(part.name, float(part.pressure_drop_pa), float(part.at_flow_m3_s))


def _sink(sink: typed.Sink) -> Sink:
    return Sink(sink.name, sink.kind, float(sink.design_load_w), float(sink.return_c), float(sink.pressure_drop_pa))


def _dry_cooler(site: schema.Site, block: typed.DryCooler) -> DryCoolerToSize:
    capacity = None if block.capacity_w is None else float(block.capacity_w)
    place = site.site
    return DryCoolerToSize(
        capacity, float(place.ambient.design_max_c), float(block.approach_k), float(place.altitude_m)
    )


def _boiler(block: typed.Boiler) -> Boiler:
    return Boiler(float(block.capacity_w), block.energy, float(block.efficiency), float(block.minimum_load))
