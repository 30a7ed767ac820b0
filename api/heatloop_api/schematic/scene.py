"""What a schematic shows, with geometry and values left out: the parts of a plant and their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from heatloop_thermo.plant import Plant, PumpSpec, SourceLoop
from heatloop_thermo.source import MachineBank

Handover = Literal["exchanger", "heat_pump"]


@dataclass(frozen=True)
class Box:
    """A machine bank or a sink: its name, its kind, and lines of facts below."""

    name: str
    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Pumps:
    """Pumps in parallel: how many run, how many wait."""

    running: int
    standby: int


@dataclass(frozen=True)
class LoopScene:
    """One source loop: its machines, its pumps, what hands the heat over, whether it can reject heat, whether it has CDUs."""

    name: str
    coolant: str
    banks: tuple[Box, ...]
    pumps: Pumps
    handover: Handover
    dry_cooler: bool
    cdu: bool = False


@dataclass(frozen=True)
class Scene:
    """One plant, ready to be drawn; ``stages`` are the places of its loops in the direction of the header's flow."""

    title: str
    coolant: str
    loops: tuple[LoopScene, ...]
    pumps: Pumps
    sinks: tuple[Box, ...]
    tank: str | None
    boiler: str | None
    stages: tuple[tuple[int, ...], ...] = ()


def scene_of(plant: Plant, heat_pumps: frozenset[str] = frozenset(), stages: Sequence[Sequence[str]] = ()) -> Scene:
    """Say what is to be drawn of a plant.

    Parameters
    ----------
    plant : as typed.
    heat_pumps : names of the loops that hand their heat over through a heat pump instead of an exchanger.
    stages : names of the loops that the header's flow passes one after the other; fewer than two: all are in parallel.
    """
    loops = tuple(_loop(loop, "heat_pump" if loop.name in heat_pumps else "exchanger", plant) for loop in plant.loops)
    sinks = tuple(
        Box(sink.name, sink.kind, (f"{sink.design_load_w / 1e3:,.0f} kW design load",)) for sink in plant.sinks
    )
    return Scene(
        title=plant.title,
        coolant=plant.header.coolant.name,
        loops=loops,
        pumps=_pumps(plant.header.pump),
        sinks=sinks,
        tank=f"{plant.tank_volume_m3:,.0f} m³" if plant.tank_volume_m3 is not None else None,
        boiler=f"{plant.boiler.capacity_w / 1e3:,.0f} kW" if plant.boiler else None,
        stages=_stages(plant, stages),
    )


def _stages(plant: Plant, stages: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    """Places of the loops, stage by stage; one that hands nothing over is drawn with the last."""
    place = {loop.name: index for index, loop in enumerate(plant.loops)}
    if len(stages) < 2:
        return (tuple(place.values()),)
    rows = [[place.pop(name) for name in stage] for stage in stages]
    rows[-1] += place.values()
    return tuple(tuple(sorted(row)) for row in rows)


def _loop(loop: SourceLoop, handover: Handover, plant: Plant) -> LoopScene:
    banks = tuple(Box(bank.name, "machines", (bank.model, _power(bank))) for bank in loop.banks)
    cooler, coolants = (
        plant.dry_cooler is not None,
        dict.fromkeys((loop.machine_coolant.name, loop.circuit.coolant.name)),
    )
    pumps = _pumps(loop.circuit.pump)
    return LoopScene(loop.name, " | ".join(coolants), banks, pumps, handover, cooler, loop.cdu is not None)


def _pumps(spec: PumpSpec) -> Pumps:
    return Pumps(spec.parallel, spec.standby)


def _power(bank: MachineBank) -> str:
    """Number, power of one and power of all, as far as a box holds them."""
    each = f"{bank.count:,} × {bank.power_w / 1e3:.3g} kW"
    together = f"{each} = {bank.electric_w / 1e3:,.0f} kW"
    return together if len(together) <= 24 else each
