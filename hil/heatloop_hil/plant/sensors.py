"""Which sensor of the map shows what in the dynamic plant: made once, so that a look at all of them is one pass."""

from collections.abc import Iterator
from dataclasses import dataclass

from heatloop_hil.plant import kernel_loop as lk
from heatloop_hil.plant import kernel_plant as pk
from heatloop_hil.plant.parts import States
from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SINK, SITE, SOURCE, TANK, tag
from heatloop_sites.points.plan import TANK_SENSORS
from heatloop_thermo.design import Design
from heatloop_thermo.numeric import Array

Seen = tuple[str, int, float]


@dataclass(frozen=True, slots=True)
class Look:
    """Where sensors find what they show.

    Parameters
    ----------
    state : tag, place in the row of state, and factor to the unit of the map.
    positions : tag, and place in the row of positions.
    fixed : what does not change, by tag.
    requests : tags of the sinks' requests.
    """

    state: tuple[Seen, ...]
    positions: tuple[tuple[str, int], ...]
    fixed: dict[str, float]
    requests: tuple[str, ...]


def positions_of(loops: int, sinks: int) -> tuple[str, ...]:
    """Command tags in the order of `heatloop_hil.plant.parts.Inputs`."""
    rows = []
    for i in range(loops):
        rows += [tag("SC", SOURCE, i), tag("TCV", SOURCE, i, 2), tag("SC", SOURCE, i, 2), tag("JC", SOURCE, i)]
        rows.append(tag("SC", HEAT_PUMP, i))
    rows += [tag("SC", HEADER, 0), tag("TCV", HEADER, 0), tag("JC", BOILER, 0)]
    return (*rows, *(tag("SC", SINK, i) for i in range(sinks)))


def looks_of(design: Design, states: States, values: Array) -> Look:
    """All sensors of a design; ``values`` is the row that the states are views of."""
    rows = [*_header(design, states, values)]
    fixed = {tag("PT", HEADER, 0): design.plant.header.static_pressure_pa / 1e5}
    for i, loop in enumerate(design.loops):
        rows += _loop(design, i, states.loops, values)
        fixed[tag("PT", SOURCE, i)] = loop.loop.circuit.static_pressure_pa / 1e5
    for i in range(len(design.plant.sinks)):
        rows += [
            (tag("TT", SINK, i, 1), _place(states.header, pk.SUPPLY, values), 1.0),
            (tag("TT", SINK, i, 2), _place(states.sinks, 2 * i + 1, values), 1.0),
            (tag("FT", SINK, i), _place(states.sinks, 2 * i, values), _m3_h(design)),
        ]
    requests = tuple(tag("YT", SINK, i) for i in range(len(design.plant.sinks)))
    return Look(tuple(rows), tuple(_actual(design)), fixed, requests)


def _loop(design: Design, i: int, loops: Array, values: Array) -> Iterator[Seen]:
    loop = design.loops[i]
    density = loop.loop.circuit.coolant.density_kg_m3(loop.circuit_inlet_c)
    rows = [
        (tag("JT", SOURCE, i), lk.POWER, 1e-3),
        (tag("TT", SOURCE, i, 1), lk.OUTLET, 1.0),
        (tag("TT", SOURCE, i, 2), lk.INLET, 1.0),
        (tag("TT", SOURCE, i, 3), lk.COLD_OUT, 1.0),
        (tag("TT", SOURCE, i, 4), lk.HOT_OUT, 1.0),
        (tag("FT", SOURCE, i), lk.FLOW, 3600.0 / density),
        (tag("JA", SOURCE, i), lk.POWER, 100.0 / loop.loop.electric_w),
    ]
    if loop.loop.heat_pump is not None:
        rows.append((tag("JT", HEAT_PUMP, i), lk.LIFT, 1e-3))
    for name, place, scale in rows:
        yield name, _place(loops, lk.STATES * i + place, values), scale


def _header(design: Design, states: States, values: Array) -> Iterator[Seen]:
    plant = design.plant
    rows = [
        (tag("TT", HEADER, 0, 1), pk.MIXED, 1.0),
        (tag("TT", HEADER, 0, 2), pk.BACK, 1.0),
        (tag("TT", HEADER, 0, 3), pk.SUPPLY, 1.0),
        (tag("FT", HEADER, 0), pk.FLOW, _m3_h(design)),
    ]
    if plant.boiler is not None:
        rows += [
            (tag("JT", BOILER, 0), pk.BOILER, 1e-3),
            (tag("TT", BOILER, 0), pk.SUPPLY, 1.0),
            (tag("JA", BOILER, 0), pk.BOILER, 100.0 / plant.boiler.capacity_w),
        ]
    for name, place, scale in rows:
        yield name, _place(states.header, place, values), scale
    if plant.tank_volume_m3 is not None:
        for k in range(TANK_SENSORS):
            layer = round(k * (len(states.tank) - 1) / (TANK_SENSORS - 1))
            yield tag("TT", TANK, 0, k + 1), _place(states.tank, layer, values), 1.0


def _actual(design: Design) -> Iterator[tuple[str, int]]:
    """Feedback of everything that moves, and the outside air behind the positions."""
    commands = positions_of(len(design.loops), len(design.plant.sinks))
    for place, command in enumerate(commands):
        letters, number = command.split("-")
        if letters != "JC":  # machines and boiler report their power
            yield f"{'ST' if letters == 'SC' else 'ZT'}-{number}", place
    yield tag("TT", SITE, 0), len(commands)


def _place(view: Array, place: int, values: Array) -> int:
    """Place in the whole row of a place in a view of it."""
    begin = (view.__array_interface__["data"][0] - values.__array_interface__["data"][0]) // values.itemsize
    return int(begin) + place


def _m3_h(design: Design) -> float:
    """Volume flow of the header's water over its mass flow. [m3/h per kg/s]"""
    header = design.header
    assert header is not None
    return float(3600.0 / design.plant.header.coolant.density_kg_m3(header.exchanger_in_c))
