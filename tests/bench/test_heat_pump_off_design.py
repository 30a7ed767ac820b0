"""A year of a heat pump off its design, beside TESPy's own off-design of the same machine.

Both are designed for the same duty with the same evaporation, condensation and efficiency, and give the same COP there. Off the
design each finds its temperatures by its own laws: ours by zones whose coefficients grow with load^0.6, TESPy's by one LMTD a
side and its default curves of UA over flow. Efficiency and pressure ratios are held in both, so that only the exchangers differ.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heatloop_thermo.heatpump import (
    Duty,
    HeatPumpDesign,
    HeatPumpSpec,
    MapRange,
    PartLoad,
    build_map,
    design_heat_pump,
    off_design,
    rate_heat_pump,
)
from heatloop_thermo.properties import water

HOURS, SEED, POINTS = 8760, 20260121, 24
SAME, APART = 1e-6, 0.03
"""Relative difference in COP: at the design, and off it, where each has its own law of the exchangers."""
DUTY = Duty(water(), 55.0, 45.0, water(), 55.0, 75.0, heat_w=1e6)
SPEC = HeatPumpSpec("R1233zd(E)", part_load=replace(PartLoad(), droop=0.0))

Hour = tuple[float, float, float]
"""Source and sink outlet [°C], load over the rated heat [-]."""
RATED: Hour = (DUTY.source_out_c, DUTY.sink_out_c, 1.0)


class InTespy:
    """The machine as a TESPy network, designed at ours; then solved off its design, each time from the last solution."""

    def __init__(self, machine: HeatPumpDesign, path: Path, backend: str, liquid: str) -> None:
        pytest.importorskip("tespy.components", reason="the extra `peer` is not installed")
        self.machine, self.path = machine, path
        self._build(backend + machine.refrigerant, liquid)
        self._design()

    def _build(self, refrigerant: str, liquid: str) -> None:
        from tespy.components import Compressor, Condenser, CycleCloser, HeatExchanger, Sink, Source, Valve
        from tespy.connections import Connection
        from tespy.networks import Network

        self.network = Network(iterinfo=False)
        self.network.units.set_defaults(
            temperature="degC", pressure="Pa", pressure_difference="Pa", temperature_difference="delta_degC"
        )
        self.evaporator, self.condenser = HeatExchanger("evaporator"), Condenser("condenser")
        self.compressor, valve, closer = Compressor("compressor"), Valve("valve"), CycleCloser("closer")
        self.suction = Connection(self.evaporator, "out2", self.compressor, "in1", label="suction")
        self.condensate = Connection(self.condenser, "out1", valve, "in1", label="condensate")
        self.source = [
            Connection(Source("source"), "out1", self.evaporator, "in1", label="source in"),
            Connection(self.evaporator, "out1", Sink("cooled"), "in1", label="source out"),
        ]
        self.sink = [
            Connection(Source("return"), "out1", self.condenser, "in2", label="sink in"),
            Connection(self.condenser, "out2", Sink("supply"), "in1", label="sink out"),
        ]
        self.network.add_conns(
            self.suction,
            Connection(self.compressor, "out1", self.condenser, "in1", label="discharge"),
            self.condensate,
            Connection(valve, "out1", closer, "in1", label="expanded"),
            Connection(closer, "out1", self.evaporator, "in2", label="round"),
            *self.source,
            *self.sink,
        )
        self.suction.set_attr(fluid={refrigerant: 1})
        for inlet in (self.source[0], self.sink[0]):
            inlet.set_attr(fluid={liquid: 1}, p=3e5)

    def _design(self) -> None:
        cycle, build = self.machine.cycle, self.machine.build
        self.suction.set_attr(T_dew=cycle.evaporating_c, td_dew=build.superheat_k, design=["T_dew"])
        self.condensate.set_attr(T_bubble=cycle.condensing_c, td_bubble=build.subcooling_k, design=["T_bubble"])
        self.compressor.set_attr(eta_s=build.compressor.isentropic_efficiency)
        self.evaporator.set_attr(pr1=1, pr2=1.0 - build.evaporator_loss, offdesign=["UA_char"])
        self.condenser.set_attr(pr1=1.0 - build.condenser_loss, pr2=1, subcooling=True, offdesign=["UA_char"])
        self._ask(RATED)
        self.network.solve("design", print_results=False)
        self.network.save(str(self.path))
        assert 1e6 / self.compressor.P.val == pytest.approx(self.machine.cop_shaft, rel=SAME)
        self.last = RATED
        self.solve(RATED)

    def _ask(self, hour: Hour) -> None:
        source_c, sink_c, load = hour
        self.source[0].set_attr(T=source_c + DUTY.source_in_c - DUTY.source_out_c)
        self.source[1].set_attr(T=source_c)
        self.sink[0].set_attr(T=sink_c - DUTY.sink_out_c + DUTY.sink_in_c)
        self.sink[1].set_attr(T=sink_c)
        self.condenser.set_attr(Q=-1e6 * load)

    def solve(self, hour: Hour) -> float:
        """Heat over shaft work; where the last solution leads nowhere, half of the way is gone first."""
        for steps in (1, 2, 4, 8):
            if all(self._step(self._between(hour, (step + 1) / steps)) for step in range(steps)):
                self.last = hour
                return float(1e6 * hour[2] / self.compressor.P.val)
            self._step(RATED, init_path=str(self.path))
            self.last = RATED
        raise AssertionError(f"TESPy does not converge at {hour}")

    def _between(self, hour: Hour, share: float) -> Hour:
        source_c, sink_c, load = (old + share * (new - old) for old, new in zip(self.last, hour, strict=True))
        return source_c, sink_c, load

    def _step(self, hour: Hour, **start: str) -> bool:
        """Whether it converges at a point."""
        self._ask(hour)
        try:
            self.network.solve("offdesign", design_path=str(self.path), print_results=False, **start)
        except ValueError:  # a state that CoolProp does not have, on the way
            return False
        return bool(self.network.converged)


@pytest.fixture(scope="module")
def machine():
    return design_heat_pump(DUTY, SPEC)


@pytest.fixture(scope="module")
def year():
    """Source, sink and load of each hour, without order."""
    rng = np.random.default_rng(SEED)
    return rng.uniform(36.0, 50.0, HOURS), rng.uniform(62.0, 78.0, HOURS), rng.uniform(0.3, 0.8, HOURS)


@pytest.fixture(scope="module")
def solved(machine):
    return build_map(machine, MapRange(25.0, 52.0, 45.0, 85.0))


@pytest.fixture(scope="module")
def hours(solved, year):
    """Hours that run, spread evenly over the year, then in the order of their lift, so that a solver starts near by."""
    source_c, sink_c, load = year
    running = np.flatnonzero(solved.evaluate(source_c, sink_c, load * solved.rated_heat_w).ok)
    chosen = running[np.linspace(0, running.size - 1, POINTS).astype(int)]
    return sorted(
        ((float(source_c[i]), float(sink_c[i]), float(load[i])) for i in chosen), key=lambda hour: hour[0] - hour[1]
    )


def timed(benchmark: Any, hours: list[Hour], solve: Any) -> list[Any]:
    """Each hour once, timed on its own."""
    rest, found = iter(hours), []
    benchmark.pedantic(lambda hour: found.append(solve(hour)), setup=lambda: ((next(rest),), {}), rounds=len(hours))
    return found


@pytest.fixture(scope="module")
def exact(machine, hours):
    ready = off_design(machine)
    return [rate_heat_pump(machine, *hour, ready) for hour in hours]


def test_a_year_from_the_map(benchmark, book, solved, year):
    source_c, sink_c, load = year
    result = benchmark(solved.evaluate, source_c, sink_c, load * solved.rated_heat_w)
    assert result.ok.mean() > 0.9
    book("off design", "heatloop, map, all hours at once")


def test_a_year_solved_hour_by_hour(benchmark, book, machine, solved, hours, exact):
    ready = off_design(machine)
    timed(benchmark, hours, lambda hour: rate_heat_pump(machine, *hour, ready))
    source_c, sink_c, load = (np.array(column) for column in zip(*hours, strict=True))
    from_map = solved.evaluate(source_c, sink_c, load * solved.rated_heat_w).electric_w
    off = float(np.abs(from_map / [point.electric_w for point in exact] - 1.0).max())
    assert off < 0.005
    book("off design", "heatloop, solved hour by hour", HOURS, f"map within {off:.0e}")


@pytest.mark.parametrize(
    ("backend", "liquid", "what"),
    [("", "water", "TESPy, off-design"), ("BICUBIC::", "IF97::water", "TESPy, off-design, BICUBIC and IF97")],
    ids=["default", "tables"],
)
def test_a_year_of_tespys_own_off_design(benchmark, book, machine, hours, exact, tmp_path, backend, liquid, what):
    peer = InTespy(machine, tmp_path / "design.json", backend, liquid)
    found = timed(benchmark, hours, peer.solve)
    ours = np.array([point.heat_w / point.shaft_w for point in exact])[: len(found)]
    off = np.abs(np.array(found) / ours - 1.0)
    assert off.max() < APART
    book("off design", what, HOURS, f"COP within {100.0 * off.max():.1f} %, median {100.0 * np.median(off):.1f} %")
