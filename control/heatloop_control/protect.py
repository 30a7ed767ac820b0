"""Interlocks of the controller, derived from a plant's limits. The PLC has its own; these only see to it that the PC never asks for less.

Distances from the limits and delays follow the cause-and-effect table of the design basis (a recommendation from simulation, marked
estimate): a machine limit is where heat begins to be thrown away, 3 K above it machines are cut back, 7 or 8 K above it they are off.
"""

from collections.abc import Iterator, Mapping

from heatloop_control.condition import Condition
from heatloop_control.interlock import Interlock, Range
from heatloop_control.notice import trips_of
from heatloop_control.program import BoilerProgram, HeaderProgram, SourceProgram

DERATE_K, TRIP_INLET_K, TRIP_OUTLET_K = 3.0, 7.0, 8.0
"""Above the machines' limit: cut back; off, by the inlet; off, by the outlet. [K] estimate"""
DERATED = 60.0
"""What machines may draw while cut back. [%] estimate"""
HOT_SUPPLY_K = 15.0
"""Supply above the target at which the boiler goes off. [K] estimate"""
BOIL_C = 95.0
"""No water-based liquid in these plants is let above this. [degC] estimate: 75 °C plants are built for 110 °C"""
HEATING_SHARE = 0.05
"""Machines count as heating above this share of their power. [-] estimate"""
FROST_C, FROST_OUTLET_C, FROST_SPEED = 5.0, 30.0, 30.0
"""Coolant into the machines below the first, while that out of them is below the second, is not cooled, and kept moving at the third.
[degC], [degC], [%] estimate"""
BLIND_DUMP_S, BLIND_DERATE_S = 5.0, 60.0
"""A blind temperature or flow opens the dry cooler, and then cuts machines back, after so long. [s] estimate: longer than the wire may be
silent before the controller holds"""
OFF, OPEN = Range(0.0, 0.0), Range(100.0, 100.0)


def interlocks(
    sources: tuple[SourceProgram, ...],
    limits_c: Mapping[str, tuple[float, float]],
    header: HeaderProgram,
    boiler: BoilerProgram | None,
    lifelines: tuple[str, ...],
) -> tuple[Interlock, ...]:
    """Rows in the order of what they protect: exchangers from ice, machines from heat, pumps and pipes, comfort.

    Parameters
    ----------
    sources, header, boiler : parts of the program.
    lifelines : names of the PLCs.
    limits_c : highest inlet and highest outlet of the machines, by name of the loop. [degC]
    """
    rows = [row for source in sources for row in _frost(source)]
    rows += [_tripped(name, sources) for name in lifelines]
    rows += [row for source in sources for row in _machines(source, *limits_c[source.name])]
    rows += [row for source in sources for row in _lost_sink(source, header)]
    rows += _hot_supply(header, boiler)
    return tuple(rows)


def _tripped(plc: str, sources: tuple[SourceProgram, ...]) -> Interlock:
    """What the PLC has tripped is not asked for by the controller either, until somebody resets both."""
    effects: dict[str, Range] = {}
    for source in sources:
        effects |= {**_full_cooling(source), source.permit.command: OFF}
    seen = Condition(trips_of(plc), "above", 0.5, when_blind="hold")
    return Interlock(f"{plc}.tripped", f"{plc}: has tripped", seen, effects, elsewhere=True)


def _machines(source: SourceProgram, inlet_max_c: float, outlet_max_c: float) -> Iterator[Interlock]:
    name = source.name
    heating = Condition(source.power, "above", HEATING_SHARE * source.rated_kw)
    cool = _full_cooling(source)
    off = {**cool, source.permit.command: OFF}
    cut = {**cool, source.permit.command: Range(0.0, DERATED)}
    low = Condition(source.flow, "below", source.flow_proven_m3_h, 1.0, when_blind="hold")
    out, into = outlet_max_c + TRIP_OUTLET_K, inlet_max_c + TRIP_INLET_K
    yield Interlock(f"{name}.flow_low", f"{name}: machines without flow", low, off, True, heating)
    yield Interlock(
        f"{name}.outlet_trip",
        f"{name}: outlet above {out:g} °C",
        Condition(source.outlet, "above", out, 2.0, 2.0, "hold"),
        off,
        True,
    )
    yield Interlock(
        f"{name}.inlet_trip",
        f"{name}: inlet above {into:g} °C",
        Condition(source.inlet, "above", into, 5.0, 2.0, "hold"),
        off,
        True,
    )
    warm = Condition(source.inlet, "above", inlet_max_c + DERATE_K, 5.0, 1.0, "hold")
    yield Interlock(f"{name}.inlet_hot", f"{name}: inlet above {inlet_max_c + DERATE_K:g} °C", warm, cut)
    for point, tag in (("inlet", source.inlet), ("outlet", source.outlet), ("flow", source.flow)):
        dump = Condition(tag, "blind", delay_s=BLIND_DUMP_S)
        yield Interlock(f"{name}.{point}_blind", f"{name}: {point} cannot be read", dump, cool, False, heating)
        derate = Condition(tag, "blind", delay_s=BLIND_DERATE_S)
        yield Interlock(
            f"{name}.{point}_blind_long", f"{name}: {point} cannot be read for a minute", derate, cut, False, heating
        )


def _full_cooling(source: SourceProgram) -> dict[str, Range]:
    """Dry cooler open, fans and pump at full speed."""
    outputs = (source.pump, source.valve, source.fans)
    return {output.command: OPEN for output in outputs if output is not None}


def _lost_sink(source: SourceProgram, header: HeaderProgram) -> Iterator[Interlock]:
    """Without flow through the exchangers nobody takes the heat."""
    heating = Condition(source.power, "above", HEATING_SHARE * source.rated_kw)
    lost = Condition(header.flow, "below", header.flow_proven_m3_h, 1.0, when_blind="hold")
    blind = Condition(header.flow, "blind", delay_s=BLIND_DUMP_S)
    cool = {output.command: OPEN for output in (source.valve, source.fans) if output is not None}
    cool |= {} if source.lift is None else {source.lift.command: OFF}
    if cool:
        yield Interlock(f"{source.name}.sink_lost", f"{source.name}: no flow in the header", lost, cool, False, heating)
        text = f"{source.name}: the header's flow cannot be read"
        yield Interlock(f"{source.name}.sink_blind", text, blind, cool, False, heating)


def _hot_supply(header: HeaderProgram, boiler: BoilerProgram | None) -> Iterator[Interlock]:
    top_c = min(header.target_c + HOT_SUPPLY_K, BOIL_C)
    effects = {header.pump.command: OPEN}
    if boiler is not None:
        effects[boiler.load.command] = OFF
    hot = Condition(header.supply, "above", top_c, 2.0, 2.0, "hold")
    yield Interlock("header.supply_hot", f"supply above {top_c:g} °C", hot, effects)
    if boiler is not None:
        above = Condition(boiler.supply, "above", top_c, BLIND_DUMP_S, 2.0, "true")
        yield Interlock(
            "boiler.supply_hot", f"supply to the sinks above {top_c:g} °C, or blind", above, {boiler.load.command: OFF}
        )


def _frost(source: SourceProgram) -> Iterator[Interlock]:
    """Cold coolant would freeze the header's water in the exchanger: whatever else is wrong, a cold loop is not cooled further."""
    cold = Condition(source.inlet, "below", FROST_C, 10.0, 2.0, "hold")
    outlet_cold = Condition(source.outlet, "below", FROST_OUTLET_C)
    moving = {source.pump.command: Range(FROST_SPEED, 100.0)}
    shut = {output.command: OFF for output in (source.valve, source.fans) if output is not None}
    yield Interlock(
        f"{source.name}.frost", f"{source.name}: coolant below {FROST_C:g} °C", cold, moving | shut, False, outlet_cold
    )
