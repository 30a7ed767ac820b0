"""Heat pumps: one cycle beside TESPy and PropsSI, a design and its map, and a year of hours from the map.

For the year, TESPy is given the evaporation, condensation and efficiency that ours found in each hour and solves the cycle alone, without exchangers.
That is less work than its own off-design: the ratio is on the safe side.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from heatloop_sites.mapcache import cached_map
from heatloop_thermo.heatpump import (
    Compressor,
    Cycle,
    Duty,
    HeatPumpSpec,
    MapRange,
    Refrigerant,
    build_map,
    design_heat_pump,
    off_design,
    rate_heat_pump,
    solve_cycle,
)
from heatloop_thermo.properties import pg25, water

HOURS, SEED = 8760, 20260121
CYCLES, POINTS = 100, 24
"""How many cycles each rival solves, and how many hours of the year those that go one by one; their time for a year is scaled from these."""
SAME = 1e-5
"""Relative; heat per shaft work that differs by less is the same answer. The map's own error has its own bound."""
MAP_ERROR = 0.005
ENDS = ((10.0, 30.0), (60.0, 85.0), (2.0, 10.0), (2.0, 10.0), (0.6, 0.9), (0.0, 0.03), (0.0, 0.03))
"""Evaporation and condensation [°C], superheat and subcooling [K], isentropic efficiency, pressure losses: about TESPy's own example."""
SPAN = MapRange(25.0, 52.0, 45.0, 85.0)


@dataclass(frozen=True)
class Point:
    """One cycle: what is given, and the heat per work that ours found."""

    evaporating_c: float
    condensing_c: float
    superheat_k: float
    subcooling_k: float
    efficiency: float
    evaporator_loss: float
    condenser_loss: float
    heat_per_work: float


def one_by_one(benchmark: Any, points: list[Point], solve: Callable[[Point], float]) -> float:
    """Time one point after the other, each once. Gives the largest relative deviation from ours, and demands agreement."""
    rest: Iterator[Point] = iter(points)
    found: list[float] = []
    solve(points[0])  # caches, first-time set-up
    benchmark.pedantic(lambda point: found.append(solve(point)), setup=lambda: ((next(rest),), {}), rounds=len(points))
    ours = np.array([point.heat_per_work for point in points[: len(found)]])
    off = float(np.abs(np.array(found) / ours - 1.0).max())
    assert off < SAME
    return off


def cycle_of(refrigerant: str, point: Point) -> Cycle:
    return Cycle(
        refrigerant,
        point.evaporating_c,
        point.condensing_c,
        point.superheat_k,
        point.subcooling_k,
        Compressor(point.efficiency),
        evaporator_loss=point.evaporator_loss,
        condenser_loss=point.condenser_loss,
    )


class InTespy:
    """A cycle as a TESPy network: built once, then given new temperatures and solved again, which starts from the last solution."""

    def __init__(self, refrigerant: str) -> None:
        parts = pytest.importorskip("tespy.components", reason="the extra `peer` is not installed")
        from tespy.connections import Connection
        from tespy.networks import Network

        self.network = Network(iterinfo=False)
        self.network.units.set_defaults(
            temperature="degC", pressure="Pa", pressure_difference="Pa", temperature_difference="delta_degC"
        )
        self.evaporator, self.condenser = (parts.SimpleHeatExchanger(name) for name in ("evaporator", "condenser"))
        valve, closer = parts.Valve("valve"), parts.CycleCloser("closer")
        self.compressor = parts.Compressor("compressor")
        self.suction = Connection(self.evaporator, "out1", self.compressor, "in1", label="suction")
        self.liquid = Connection(self.condenser, "out1", valve, "in1", label="liquid")
        self.network.add_conns(
            self.suction,
            Connection(self.compressor, "out1", self.condenser, "in1", label="discharge"),
            self.liquid,
            Connection(valve, "out1", closer, "in1", label="expanded"),
            Connection(closer, "out1", self.evaporator, "in1", label="round"),
        )
        self.suction.set_attr(fluid={refrigerant: 1})

    def solve(self, point: Point) -> float:
        self.suction.set_attr(T_dew=point.evaporating_c, td_dew=point.superheat_k)
        self.liquid.set_attr(T_bubble=point.condensing_c, td_bubble=point.subcooling_k)
        self.compressor.set_attr(eta_s=point.efficiency)
        self.condenser.set_attr(Q=-1e6, pr=1.0 - point.condenser_loss)
        self.evaporator.set_attr(pr=1.0 - point.evaporator_loss)
        self.network.solve("design", print_results=False)
        assert self.network.converged
        return 1e6 / float(self.compressor.P.val)


@pytest.fixture(scope="module")
def cycles() -> list[Point]:
    """R134a, uniform over `ENDS`."""
    rng, fluid, found = np.random.default_rng(SEED), Refrigerant("R134a"), []
    for _ in range(CYCLES):
        given = [float(rng.uniform(*ends)) for ends in ENDS]
        result = solve_cycle(cycle_of("R134a", Point(*given, heat_per_work=0.0)), fluid)
        found.append(Point(*given, heat_per_work=result.cop_heating))
    return found


def test_one_cycle(benchmark, book, cycles):
    fluid = Refrigerant("R134a")
    one_by_one(benchmark, cycles, lambda point: solve_cycle(cycle_of("R134a", point), fluid).cop_heating)
    book("cycle", "heatloop", remark="acceptance: 2 ms")


def test_one_cycle_by_props_si(benchmark, book, cycles):
    from CoolProp.CoolProp import PropsSI

    def solve(point: Point) -> float:
        low_c, high_c = point.evaporating_c + 273.15, point.condensing_c + 273.15
        low_pa = PropsSI("P", "T", low_c, "Q", 1, "R134a")
        high_pa = PropsSI("P", "T", high_c, "Q", 0, "R134a")
        discharge_pa = high_pa / (1.0 - point.condenser_loss)
        suction = PropsSI("Hmass", "T", low_c + point.superheat_k, "P", low_pa, "R134a")
        entropy = PropsSI("Smass", "T", low_c + point.superheat_k, "P", low_pa, "R134a")
        ideal = PropsSI("Hmass", "Smass", entropy, "P", discharge_pa, "R134a")
        liquid = PropsSI("Hmass", "T", high_c - point.subcooling_k, "P", high_pa, "R134a")
        work = (ideal - suction) / point.efficiency
        return float((suction + work - liquid) / work)

    off = one_by_one(benchmark, cycles, solve)
    book("cycle", "CoolProp PropsSI", remark=f"within {off:.0e}; COP alone")


def test_one_cycle_by_tespy(benchmark, book, cycles):
    off = one_by_one(benchmark, cycles, InTespy("R134a").solve)
    book("cycle", "TESPy", remark=f"within {off:.0e}")


DUTY = Duty(pg25(), 55.0, 45.0, water(), 55.0, 75.0, heat_w=1e6)
SPEC = HeatPumpSpec("R1233zd(E)")


@pytest.fixture(scope="module")
def machine():
    return design_heat_pump(DUTY, SPEC)


@pytest.fixture(scope="module")
def solved(machine):
    return build_map(machine, SPAN)


@pytest.fixture(scope="module")
def year(solved):
    """Source, sink and heat of each hour, without order."""
    rng = np.random.default_rng(SEED)
    source_c, sink_c = rng.uniform(36.0, 50.0, HOURS), rng.uniform(62.0, 78.0, HOURS)
    return source_c, sink_c, rng.uniform(0.3, 0.8, HOURS) * solved.rated_heat_w


def test_a_map_is_built(benchmark, book, machine):
    made = benchmark.pedantic(build_map, (machine, SPAN), rounds=5)
    assert made.error_fraction < MAP_ERROR
    book("map", "build_map(machine, span)", remark="acceptance: 1 s")


def test_a_machine_is_designed(benchmark, book, machine):
    made = benchmark(design_heat_pump, DUTY, SPEC)
    assert made.cop == pytest.approx(machine.cop, rel=1e-12)
    book("map", "design_heat_pump(duty, spec)")


def test_a_map_is_read_from_disk(benchmark, book, machine, tmp_path):
    first = cached_map(machine, SPAN, tmp_path)
    again = benchmark(cached_map, machine, SPAN, tmp_path)
    assert again.hit
    assert again.map.to_dict() == first.map.to_dict()
    book("map", "cached_map(machine, span), kept")


def test_a_year_from_the_map(benchmark, book, solved, year):
    result = benchmark(solved.evaluate, *year)
    assert result.electric_w.shape == (HOURS,)
    assert result.ok.mean() > 0.9
    remark = f"acceptance: 5 ms; {100.0 * result.ok.mean():.0f} % of the hours run"
    book("lift", "heatloop, map, all hours at once", remark=remark)


@pytest.fixture(scope="module")
def hours(solved, year) -> list[int]:
    """Hours that run, spread evenly over the year."""
    running = np.flatnonzero(solved.evaluate(*year).ok)
    return [int(hour) for hour in running[np.linspace(0, running.size - 1, POINTS).astype(int)]]


@pytest.fixture(scope="module")
def rated(machine, solved, year, hours):
    """The machine solved in each of these hours."""
    ready, (source_c, sink_c, heat_w) = off_design(machine), year
    return [rate_heat_pump(machine, source_c[i], sink_c[i], heat_w[i] / solved.rated_heat_w, ready) for i in hours]


def test_a_year_of_the_machine_solved_hour_by_hour(benchmark, book, machine, solved, year, hours, rated):
    ready, (source_c, sink_c, heat_w) = off_design(machine), year
    rest = iter(hours)
    benchmark.pedantic(
        lambda i: rate_heat_pump(machine, source_c[i], sink_c[i], heat_w[i] / solved.rated_heat_w, ready),
        setup=lambda: ((next(rest),), {}),
        rounds=len(hours),
    )
    exact = np.array([point.electric_w for point in rated])
    off = float(np.abs(solved.evaluate(*year).electric_w[hours] / exact - 1.0).max())
    assert off < MAP_ERROR
    book("lift", "heatloop, solved hour by hour", HOURS, f"map within {off:.0e}")


def test_a_year_of_its_cycle_by_tespy(benchmark, book, machine, rated):
    points = []
    for point in rated:
        (compression,) = point.cycle.compressions
        ideal, suction = compression.isentropic.enthalpy_j_kg, compression.suction.enthalpy_j_kg
        efficiency = (ideal - suction) / (compression.discharge.enthalpy_j_kg - suction)
        given = (point.cycle.evaporating_c, point.cycle.condensing_c)
        build = machine.build
        kept = (build.superheat_k, build.subcooling_k, efficiency, build.evaporator_loss, build.condenser_loss)
        points.append(Point(*given, *kept, heat_per_work=point.heat_w / point.shaft_w))
    off = one_by_one(benchmark, points, InTespy("R1233zd(E)").solve)
    book("lift", "TESPy, its cycle alone, hour by hour", HOURS, f"within {off:.0e}")
