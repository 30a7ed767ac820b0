"""What the diagrams of a heat pump show: refrigerant against liquid in both exchangers, and the cycle under its dome.

The refrigerant's equation of state is asked again here, so this module is imported only for a plant that has a heat pump.
"""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.heatpump import CoolantLine, HeatPumpDesign, Match, Refrigerant, RefrigerantPath, State
from heatloop_thermo.heatpump.pinch import curve
from heatloop_thermo.numeric import Array
from heatloop_thermo.properties import Coolant

DOME_POINTS = 60
NEAR_CRITICAL_K = 0.06
"""The dome is drawn up to here below the critical point, where the equation still gives both lines. [K]"""


@dataclass(frozen=True)
class Zone:
    """One zone of the refrigerant in an exchanger: its name, heat from the cold end [kW] and temperature [degC] at its points."""

    name: str
    heat_kw: Array
    t_c: Array


@dataclass(frozen=True)
class Exchange:
    """Refrigerant against liquid over the heat passed on, from the cold end.

    Parameters
    ----------
    zones : the refrigerant's, cold end first.
    heat_kw, coolant_c : the liquid. [kW], [degC], same shape
    pinch_kw, pinch_k : where the smallest difference is, and how large. [kW], [K]
    pinch_between_c : lower and upper temperature at the pinch. [degC]
    refrigerant_hot : whether the refrigerant gives the heat (condenser).
    """

    zones: tuple[Zone, ...]
    heat_kw: Array
    coolant_c: Array
    pinch_kw: float
    pinch_k: float
    pinch_between_c: tuple[float, float]
    refrigerant_hot: bool


@dataclass(frozen=True)
class Circuit:
    """One refrigerant's circuit in pressure over enthalpy.

    Parameters
    ----------
    refrigerant : its name.
    dome_kj_kg, dome_kpa : bubble line up, dew line down. [kJ/kg], [kPa], same shape
    ideal : suction and ideal discharge of each compressor, (kJ/kg, kPa).
    lines : polylines of the real cycle, (kJ/kg, kPa).
    points : number, enthalpy, pressure of every state but the ideal ones.
    """

    refrigerant: str
    dome_kj_kg: Array
    dome_kpa: Array
    ideal: tuple[tuple[tuple[float, float], ...], ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    points: tuple[tuple[str, float, float], ...]


def exchanges(machine: HeatPumpDesign) -> tuple[Exchange, Exchange]:
    """Evaporator and condenser of a heat pump, ready to be drawn."""
    fluids, duty, cycle = machine.build.open(), machine.duty, machine.cycle
    source = (duty.source, duty.source_out_c, duty.source_in_c)
    sink = (duty.sink, duty.sink_in_c, duty.sink_out_c)
    below = _exchange(fluids[0], cycle.evaporator, source, machine.evaporator, machine.evaporator_w, hot=False)
    above = _exchange(fluids[-1], cycle.condenser, sink, machine.condenser, machine.heat_w, hot=True)
    return below, above


def _exchange(
    fluid: Refrigerant,
    path: RefrigerantPath,
    ends: tuple[Coolant, float, float],
    match: Match,
    heat_w: float,
    *,
    hot: bool,
) -> Exchange:
    kw, line, share = heat_w / 1e3, CoolantLine(*ends), np.linspace(0.0, 1.0, 41)
    zones = tuple(Zone(s.zone, kw * np.array(s.x), np.array(s.t_c)) for s in curve(fluid, path))
    liquid_c = line.at(match.pinch_x)
    other_c = liquid_c + match.pinch_k if hot else liquid_c - match.pinch_k
    return Exchange(
        zones=zones,
        heat_kw=kw * share,
        coolant_c=np.array([line.at(float(x)) for x in share]),
        pinch_kw=kw * match.pinch_x,
        pinch_k=match.pinch_k,
        pinch_between_c=(min(liquid_c, other_c), max(liquid_c, other_c)),
        refrigerant_hot=hot,
    )


def circuits(machine: HeatPumpDesign) -> tuple[Circuit, ...]:
    """The cycle of every refrigerant under its dome; two of a cascade."""
    return tuple(_circuit(machine, fluid) for fluid in machine.build.open())


def _circuit(machine: HeatPumpDesign, fluid: Refrigerant) -> Circuit:
    cycle = machine.cycle
    points = [point for point in cycle.states if point.refrigerant == fluid.name]
    real = [point for point in points if not point.number.endswith("s")]
    ideal = tuple((_at(c.suction), _at(c.isentropic)) for c in cycle.compressions if c.refrigerant == fluid.name)
    coldest = min(point.state.t_c for point in real)
    dome_kj_kg, dome_kpa = _dome(fluid, coldest)
    return Circuit(
        refrigerant=fluid.name,
        dome_kj_kg=dome_kj_kg,
        dome_kpa=dome_kpa,
        ideal=ideal,
        lines=_lines(machine, [point.state for point in real]),
        points=tuple((point.number.lstrip("LU"), *_at(point.state)) for point in real),
    )


def _lines(machine: HeatPumpDesign, states: list[State]) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The way round; a two-stage circuit branches at its flash tank, so there only compressions, exchangers and valves are drawn."""
    if machine.arrangement != "two_stage":
        return (tuple(_at(state) for state in (*states, states[0])),)
    cycle = machine.cycle
    lines = [(_at(c.suction), _at(c.discharge)) for c in cycle.compressions]
    for path in (cycle.condenser, cycle.evaporator):
        lines.extend((_at(zone.start), _at(zone.end)) for zone in path.zones)
    for one in states:  # a valve: the same enthalpy at two pressures
        lines.extend(
            (_at(one), _at(other))
            for other in states
            if abs(one.enthalpy_j_kg - other.enthalpy_j_kg) < 1e-6 and one.pressure_pa > other.pressure_pa
        )
    between = [
        state for state in states if cycle.evaporating_pa * 1.05 < state.pressure_pa < cycle.condensing_pa * 0.95
    ]
    tank = sorted(_at(state) for state in between)
    return (*lines, *([(tank[0], tank[-1])] if tank else []))


def _dome(fluid: Refrigerant, coldest_c: float) -> tuple[Array, Array]:
    """Both lines from a little below the cycle to the critical point, dense where they bend."""
    low = max(coldest_c - 15.0, fluid.triple_c + 0.1)
    top = fluid.critical_c - NEAR_CRITICAL_K
    u = np.linspace(0.0, 1.0, DOME_POINTS)
    t_c = [float(t) for t in top - (top - low) * (1.0 - u) ** 2]
    bubble = [_at(fluid.saturated(t, 0.0)) for t in t_c]
    dew = [_at(fluid.saturated(t, 1.0)) for t in reversed(t_c)]
    both = np.array([*bubble, *dew])
    return both[:, 0], both[:, 1]


def _at(state: State) -> tuple[float, float]:
    return state.enthalpy_j_kg / 1e3, state.pressure_pa / 1e3
