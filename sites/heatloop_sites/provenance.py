"""Where each number of a plant comes from: the marks of the site file, and the catalogue rows behind it."""

from collections.abc import Iterator

from heatloop_sites import catalog
from heatloop_sites.catalog import split_unit
from heatloop_sites.cdus import DEFAULTS as DEFAULTS_CDU
from heatloop_sites.cdus import FACTS, approach_of, default_plates, machines_circuit, published
from heatloop_sites.exchangers import offered, plates_named
from heatloop_sites.heatpumps import DEFAULTS, candidates
from heatloop_sites.machine import EXPONENT_SOURCE, machine_of
from heatloop_sites.parts import coolant_of, origin_of
from heatloop_sites.pipework import insulation_of, schedule_of
from heatloop_sites.quantity import Typed
from heatloop_sites.schema.base import Block, Mark, Short, key_of
from heatloop_sites.schema.cdu import Cdu
from heatloop_sites.schema.circuit import Circuit, Run
from heatloop_sites.schema.exchanger import Exchanger
from heatloop_sites.schema.machines import Bank
from heatloop_sites.schema.plant import SourceLoop
from heatloop_sites.schema.site import Site
from heatloop_thermo.exchanger import PlateGeometry
from heatloop_thermo.fittings import FITTINGS
from heatloop_thermo.plant import Provenance, Verified

_WORDS = {"min": "minimum", "max": "maximum", "value": ""}
_SPELLED = {"cdu": "CDU"}
_UNNAMED = {"site", "source_loops", "sources", "sinks", "piping", "components"}
"""Keys that a place does not need to be named by: what stands below them has a name of its own."""
REFRIGERANTS_SOURCE = "catalogue: equations of state in CoolProp 8, AR6, (EU) 2024/573, ASHRAE 34; limits estimated"


def provenance(site: Site) -> Iterator[Provenance]:
    """Every marked number of the site file, then what the catalogue adds, each once."""
    seen: set[Provenance] = set()
    for entry in (*_marked(site, "", None), *_catalogue(site)):
        if entry not in seen:
            seen.add(entry)
            yield entry


def _marked(block: Block, what: str, mark: Mark | None) -> Iterator[Provenance]:
    if isinstance(block, Bank):
        yield from _machine(block, what)
        return
    if isinstance(block, Mark) and block.marked:
        mark = block
    for name, field in type(block).model_fields.items():
        value, key = getattr(block, name), field.alias or name
        if isinstance(value, Block):
            inside = _name(what, key) if isinstance(value, Short) else _below(what, key)
            yield from _marked(value, inside, mark)
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Block):
                    yield from _marked(item, _below(what, str(getattr(item, "name", key))), mark)
        elif isinstance(value, Typed) and mark is not None:
            yield _entry(_name(what, key), value.text, mark)


def _below(what: str, key: str) -> str:
    word = _SPELLED.get(key, key.replace("_", " "))
    return " / ".join(part for part in (what, "" if key in _UNNAMED else word) if part)


def _name(what: str, key: str) -> str:
    words = " ".join(_WORDS.get(word, word) for word in key.split("_"))
    return f"{what}: {words}" if words else what


def _machine(bank: Bank, what: str) -> Iterator[Provenance]:
    machine = machine_of(bank)
    for name, fact in machine.facts.items():
        value, unit = split_unit(fact.text)
        yield Provenance(f"{what}: {name}", value, unit, fact.source, fact.verified, fact.assumption)
    if machine.exponent_assumed:
        yield Provenance(f"{what}: pressure drop exponent", f"{machine.exponent:g}", "-", EXPONENT_SOURCE, "estimate")


def _entry(what: str, text: str, mark: Mark) -> Provenance:
    source, verified = origin_of(mark)
    value, unit = split_unit(text)
    return Provenance(what, value, unit, source, verified, mark.assumption)


def _catalogue(site: Site) -> Iterator[Provenance]:
    own = [machines_circuit(loop) for loop in site.source_loops if loop.cdu is not None]
    for circuit in (*site.source_loops, *own, site.header):
        yield from _circuit(circuit)
    for loop in site.source_loops:
        yield from _plates(loop.exchanger)
        yield from _heat_pump(loop)
        if loop.cdu is not None:
            yield from _cdu(loop.name, loop.cdu)


def _circuit(circuit: Circuit) -> Iterator[Provenance]:
    liquid = coolant_of(circuit.coolant)
    yield Provenance(f"{liquid.name}: properties", "-", "-", liquid.source, _verified(liquid.verified))
    if circuit.pump.type is not None:
        kind = catalog.pump(circuit.pump.type)
        yield _published(f"pump {kind.name}: curve, efficiency and range", kind.title, kind)
    for run in circuit.piping:
        yield from _run(run)


def _run(run: Run) -> Iterator[Provenance]:
    pipes, rough = schedule_of(run), schedule_of(run).roughness
    yield _published(f"pipe schedule {pipes.schedule}: diameters", pipes.standard, pipes)
    yield _published(f"pipe schedule {pipes.schedule}: roughness", rough.value_m, rough if rough.marked else pipes)
    if run.insulation.conductivity_w_mk is None:
        material = insulation_of(run)
        yield _published(f"insulation {material.name}: conductivity", material.conductivity_w_mk, material)
    for name in run.fittings.counts:
        fitting = FITTINGS[name]
        value, unit = (f"{fitting.lengths[0][1]:g}", "L/D") if fitting.lengths else (f"{fitting.k:g}", "-")
        yield Provenance(f"fitting {name}: loss coefficient", value, unit, fitting.source, _verified(fitting.verified))


def _plates(exchanger: Exchanger | None) -> Iterator[Provenance]:
    if exchanger is None or exchanger.datasheet is not None:
        return
    chosen = exchanger.plates
    yield from _geometries(plates_named(chosen.plate) if chosen else offered(exchanger.size) if exchanger.size else ())


def _geometries(plates: tuple[PlateGeometry, ...]) -> Iterator[Provenance]:
    by_source: dict[tuple[str, str], list[str]] = {}
    for plate in plates:
        by_source.setdefault((plate.source, plate.verified), []).append(plate.name)
    for (source, verified), names in by_source.items():
        some = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
        yield Provenance(f"plates {some}: geometry", f"{len(names)} plates", "-", source, _verified(verified))


def _cdu(name: str, block: Cdu) -> Iterator[Provenance]:
    """What the catalogue, or a default, adds to the units of a loop."""
    for field in FACTS:
        found = published(block, field)
        if found is not None and getattr(block, field) is None:
            yield _published(_name(f"{name} / CDU", key_of(field)), *found)
    if block.exchanger is not None:
        yield from _plates(block.exchanger)
        return
    if block.approach_k is None:
        yield _published(f"{name} / CDU: approach", *approach_of(block))
    for key, (_, text, source) in DEFAULTS_CDU.items():
        value, unit = split_unit(text)
        yield Provenance(_name(f"{name} / CDU", key), value, unit, f"default of heatloop: {source}", "estimate")
    yield from _geometries(default_plates())


def _heat_pump(loop: SourceLoop) -> Iterator[Provenance]:
    block = loop.heat_pump
    if block is None:
        return
    for name, (_, text, source) in DEFAULTS.items():
        if getattr(block, name) is None:
            value, unit = split_unit(text)
            what = _name(f"{loop.name} / heat pump", key_of(name))
            yield Provenance(what, value, unit, f"default of heatloop: {source}", "estimate")
    rows = candidates(block)
    count = f"{len(rows)} refrigerant{'s' * (len(rows) != 1)}"
    yield Provenance("refrigerants: limits, warming potential, safety", count, "-", REFRIGERANTS_SOURCE, "estimate")


def _published(what: str, value: float | str, mark: Mark) -> Provenance:
    if isinstance(value, Typed):
        return _entry(what, value.text, mark)
    return Provenance(what, str(value), "-", *origin_of(mark))


def _verified(mark: str) -> Verified:
    assert mark in {"manufacturer", "secondary", "estimate"}, mark
    return mark  # type: ignore[return-value]  # just looked at
