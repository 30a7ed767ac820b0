"""Where an input stands in a plant: who owns it, how it is read and replaced, and how its provenance is named.

Owners come in one fixed order; `change` visits them in the same one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from heatloop_thermo.exchanger import PlateExchanger
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import Circuit, ExchangerGiven, ExchangerToSize, Plant, SourceLoop
from heatloop_thermo.source import MachineBank

Owner = Any
Change = Callable[[Owner], Owner]
Slot = ExchangerToSize | ExchangerGiven
BOTH_SIDES = ("fouling_hot_m2k_w", "fouling_cold_m2k_w")


@dataclass(frozen=True)
class Place:
    """One kind of place in a plant.

    Parameters
    ----------
    change : gives the plant with every owner replaced by what the function makes of it.
    get : reads the input from an owner; put : gives the owner with another value.
    named : whether a provenance row of that name speaks of this input.
    """

    change: Callable[[Plant, Change], Plant]
    get: Callable[[Owner], Any]
    put: Callable[[Owner, Any], Owner]
    named: Callable[[str], bool]

    def owners(self, plant: Plant) -> Iterator[Owner]:
        """Every owner, in the order of `change`."""
        seen: list[Owner] = []

        def look(owner: Owner) -> Owner:
            seen.append(owner)
            return owner

        self.change(plant, look)
        return iter(seen)


def _field(name: str) -> tuple[Callable[[Owner], Any], Callable[[Owner, Any], Owner]]:
    return (lambda owner: getattr(owner, name)), (lambda owner, value: replace(owner, **{name: value}))


def _loops(plant: Plant, change: Callable[[SourceLoop], SourceLoop]) -> Plant:
    return replace(plant, loops=tuple(change(loop) for loop in plant.loops))


def _banks(plant: Plant, change: Change) -> Plant:
    return _loops(plant, lambda loop: replace(loop, banks=tuple(change(bank) for bank in loop.banks)))


def _sinks(plant: Plant, change: Change) -> Plant:
    return replace(plant, sinks=tuple(change(sink) for sink in plant.sinks))


def _insulated(plant: Plant, change: Change) -> Plant:
    """Pipes with insulation; a bare one has none to be unsure of."""

    def runs(pipes: Sequence[Pipe]) -> tuple[Pipe, ...]:
        return tuple(change(pipe) if pipe.insulation_thickness_m > 0 else pipe for pipe in pipes)

    def around(circuit: Circuit) -> Circuit:
        return replace(circuit, supply=runs(circuit.supply), return_=runs(circuit.return_))

    def both(loop: SourceLoop) -> SourceLoop:
        units = replace(loop.cdu, circuit=around(loop.cdu.circuit)) if loop.cdu else None
        return replace(loop, circuit=around(loop.circuit), cdu=units)

    return replace(_loops(plant, both), header=around(plant.header))


def _plates(plant: Plant, change: Change) -> Plant:
    """Whatever has a correlation and fouling: limits of an exchanger to be sized, or plates typed; a datasheet has neither."""

    def plated(typed: Slot) -> Slot:
        if isinstance(typed, ExchangerToSize):
            return replace(typed, limits=change(typed.limits))
        return ExchangerGiven(change(typed.exchanger)) if isinstance(typed.exchanger, PlateExchanger) else typed

    def both(loop: SourceLoop) -> SourceLoop:
        units = replace(loop.cdu, exchanger=plated(loop.cdu.exchanger)) if loop.cdu else None
        exchanger = plated(loop.exchanger) if loop.exchanger else None
        return replace(loop, exchanger=exchanger, cdu=units)

    return _loops(plant, both)


def _fouled(plant: Plant, change: Change) -> Plant:
    """Both sides of every exchanger that has an allowance, as one owner each: (side, exchanger or limits)."""

    def both(owner: Owner) -> Owner:
        for side in BOTH_SIDES:
            owner = change((side, owner))[1] if getattr(owner, side) > 0 else owner
        return owner

    return _plates(plant, both)


def _compressors(plant: Plant, change: Change) -> Plant:
    def inside(loop: SourceLoop) -> SourceLoop:
        typed = loop.heat_pump
        if typed is None:
            return loop
        spec = replace(typed.spec, compressor=change(typed.spec.compressor))
        return replace(loop, heat_pump=replace(typed, spec=spec))

    return _loops(plant, inside)


def _flow(bank: MachineBank, flow_m3_s: float) -> MachineBank:
    """Another design flow on the same pressure-drop curve."""
    drop = bank.pressure_drop_at(flow_m3_s / bank.flow_m3_s)
    return replace(bank, flow_m3_s=flow_m3_s, pressure_drop_pa=drop)


def _ends(words: str) -> Callable[[str], bool]:
    return lambda what: what.endswith(words)


OUTLET = Place(_banks, *_field("outlet_max_c"), _ends(": outlet maximum"))
INLET = Place(_banks, *_field("inlet_max_c"), _ends(": inlet maximum"))
FRACTION = Place(_banks, *_field("liquid_fraction"), _ends(": liquid fraction"))
FLOW = Place(_banks, lambda bank: bank.flow_m3_s, _flow, _ends(": flow"))
RETURN = Place(_sinks, *_field("return_c"), _ends(": return"))
CORRELATION = Place(_plates, *_field("correlation"), _ends(": correlation"))
FOULING = Place(
    _fouled,
    lambda owner: getattr(owner[1], owner[0]),
    lambda owner, value: (owner[0], replace(owner[1], **{owner[0]: value})),
    lambda what: "fouling" in what,
)
INSULATION = Place(
    _insulated,
    *_field("insulation_conductivity_w_mk"),
    lambda what: "insulation" in what and what.endswith("conductivity"),
)
ISENTROPIC = Place(_compressors, *_field("isentropic_efficiency"), _ends(": isentropic efficiency"))


def drop_place(plant: Plant) -> Place:
    """Pressure drop of a machine: components of a circuit have one too, so the banks' own names tell them apart."""
    names = {f"{loop.name} / {bank.name}: pressure drop" for loop in plant.loops for bank in loop.banks}
    return Place(_banks, *_field("pressure_drop_pa"), names.__contains__)
