"""A year of the shipped plant: sources, exchanger, header, tank, boiler and dry cooler; beside it what others need for its loop alone.

The peers solve 48 hours of the same year, one at a time: machines' heat into the loop, exchanger, header water in and out. Neither has a
plate model: they are given the conductance that ours found, and no pipe, pump, tank, boiler or cooler. The ratio is on the safe side.
"""

from typing import Any

import numpy as np
import pytest

from heatloop_thermo.design import size
from heatloop_thermo.operate.point import operate
from heatloop_thermo.operate.prepare import prepare
from heatloop_thermo.weather import Weather
from heatloop_thermo.year.simulate import year as simulate

HOURS, POINTS = 8760, 48
SAME_K = 0.05
HOT_PA, COLD_PA = 101_325.0, 500_000.0
TABLE = "plant year"


@pytest.fixture(scope="module")
def ready(plant: Any) -> Any:
    return prepare(size(plant))


@pytest.fixture(scope="module")
def weather() -> Weather:
    t = np.arange(HOURS)
    air = 3.0 - 19.0 * np.cos(2 * np.pi * (t / 24 - 15) / 365) + 5.0 * np.sin(2 * np.pi * (t % 24 - 9) / 24)
    air = air + np.random.default_rng(20260119).normal(0.0, 3.0, HOURS)
    none = np.zeros(HOURS)
    return Weather("x", "made up", True, 50.0, -97.0, -6.0, 239.0, air, none + 500.0, none, none, none, none, air, none)


@pytest.fixture(scope="module")
def demand(ready: Any, weather: Weather) -> Any:
    return ready.design.demand_w * np.clip((17.0 - weather.dry_bulb_c) / 49.0, 0.0, 1.0)


@pytest.fixture(scope="module")
def points(ready: Any) -> list[dict[str, float]]:
    """Hours at part load and at other returns: what goes into the peers, and the loop's temperature that ours found."""
    rng = np.random.default_rng(3)
    share, back_c = rng.uniform(0.5, 1.0, POINTS), rng.uniform(45.0, 58.0, POINTS)
    at = operate(ready, share, back_c, 0.0)
    (loop,) = ready.design.loops
    coolant, flow = loop.loop.circuit.coolant, loop.flow_kg_s * share
    hot_out_c = coolant.temperature_c(coolant.enthalpy_j_kg(at.source_outlet_c[:, 0]) - at.given_w[:, 0] / flow)
    return [
        {
            "hot_kg_s": flow[i],
            "heat_w": at.given_w[i, 0],
            "cold_kg_s": at.flow_kg_s[i, 0],
            "cold_in_c": back_c[i],
            "ua_w_k": _ua_w_k(at.given_w[i, 0], at.source_outlet_c[i, 0], hot_out_c[i], back_c[i], at.supply_c[i, 0]),
            "hot_in_c": at.source_outlet_c[i, 0],
        }
        for i in range(POINTS)
    ]


def _ua_w_k(heat_w: float, hot_in_c: float, hot_out_c: float, cold_in_c: float, cold_out_c: float) -> float:
    one, other = hot_in_c - cold_out_c, hot_out_c - cold_in_c
    return float(heat_w / ((one - other) / np.log(one / other)))


def one_by_one(benchmark: Any, points: Any, solve: Any) -> float:
    """Time one hour after the other; largest deviation of the loop's hot temperature from ours. [K]"""
    hours, found = iter(points), []
    solve(points[0])
    benchmark.pedantic(lambda at: found.append(solve(at)), setup=lambda: ((next(hours),), {}), rounds=len(points))
    off_k = max(abs(hot_c - at["hot_in_c"]) for hot_c, at in zip(found, points[: len(found)], strict=True))
    assert off_k < SAME_K
    return off_k


def test_a_year_of_the_plant(benchmark, book, ready, weather, demand):
    done = benchmark.pedantic(simulate, (ready, weather, demand), rounds=15, warmup_rounds=2)
    assert done.balance_error_fraction < 1e-9
    assert done.hours.delivered_w.sum() > 0.99 * demand.sum()
    book(TABLE, "heatloop: loop, header, tank, boiler, cooler", remark="acceptance: 20 ms")


def test_a_year_of_its_loop_alone(benchmark, book, ready, weather):
    share = np.random.default_rng(3).uniform(0.5, 1.0, HOURS)
    done = benchmark.pedantic(operate, (ready, share, 55.0, weather.dry_bulb_c), rounds=10, warmup_rounds=1)
    assert done.given_w.shape == (HOURS, 1)
    book(TABLE, "heatloop: the loop alone, every hour another share")


def test_preparing_the_plant(benchmark, book, ready):
    benchmark.pedantic(prepare, (ready.design,), rounds=10, warmup_rounds=1)
    book(TABLE, "heatloop: tables, once for any number of years")


class Liquid:
    """Enthalpy and temperature of a liquid, by CoolProp's low-level interface or by PropsSI."""

    def __init__(self, back_end: str, fluid: str, pressure_pa: float, fraction: float | None = None) -> None:
        import CoolProp
        from CoolProp.CoolProp import PropsSI

        self.by_name, self.pressure_pa = back_end == "PropsSI", pressure_pa
        self.name, self.ask = fluid, PropsSI
        if not self.by_name:
            self.state = CoolProp.AbstractState(back_end, fluid)
            if fraction is not None:
                self.state.set_mass_fractions([fraction])
            self.of_t, self.of_h = CoolProp.PT_INPUTS, CoolProp.HmassP_INPUTS

    def enthalpy_j_kg(self, t_c: float) -> float:
        if self.by_name:
            return float(self.ask("Hmass", "T", t_c + 273.15, "P", self.pressure_pa, self.name))
        self.state.update(self.of_t, self.pressure_pa, t_c + 273.15)
        return float(self.state.hmass())

    def temperature_c(self, enthalpy_j_kg: float) -> float:
        if self.by_name:
            return float(self.ask("T", "Hmass", enthalpy_j_kg, "P", self.pressure_pa, self.name)) - 273.15
        self.state.update(self.of_h, enthalpy_j_kg, self.pressure_pa)
        return float(self.state.T()) - 273.15


def by_hand(hot: Liquid, cold: Liquid, at: dict[str, float]) -> float:
    """Where the loop settles: effectiveness and NTU in counterflow, until the hot inlet stands still. [degC]"""
    heat_w = at["heat_w"]
    cold_out_c = cold.temperature_c(cold.enthalpy_j_kg(at["cold_in_c"]) + heat_w / at["cold_kg_s"])
    c_cold = heat_w / (cold_out_c - at["cold_in_c"])
    hot_in_c = cold_out_c + 5.0
    for _ in range(50):
        hot_out_c = hot.temperature_c(hot.enthalpy_j_kg(hot_in_c) - heat_w / at["hot_kg_s"])
        c_hot = heat_w / (hot_in_c - hot_out_c)
        small, ratio = min(c_hot, c_cold), min(c_hot, c_cold) / max(c_hot, c_cold)
        fade = float(np.exp(-at["ua_w_k"] / small * (1.0 - ratio)))
        new_c = at["cold_in_c"] + heat_w / (small * (1.0 - fade) / (1.0 - ratio * fade))
        if abs(new_c - hot_in_c) < 1e-7:
            return new_c
        hot_in_c = new_c
    raise AssertionError("does not settle")


@pytest.mark.parametrize("way", ["AbstractState", "PropsSI"])
def test_coolprop_by_hand(benchmark, book, points, way):
    if way == "PropsSI":
        liquids = Liquid(way, "INCOMP::MPG[0.56]", HOT_PA), Liquid(way, "HEOS::Water", COLD_PA)
    else:
        liquids = Liquid("INCOMP", "MPG", HOT_PA, 0.56), Liquid("HEOS", "Water", COLD_PA)
    off_k = one_by_one(benchmark, points, lambda at: by_hand(*liquids, at))
    book(TABLE, f"CoolProp {way}, the loop's exchanger alone, UA given", HOURS, f"within {off_k:.0e} K")


class InTespy:
    """Machines, exchanger and header in TESPy: built once, then off its design in every hour, from the last solution on."""

    def __init__(self, water: str, first: dict[str, float]) -> None:
        parts = pytest.importorskip("tespy.components", reason="the extra `peer` is not installed")
        from tespy.connections import Connection
        from tespy.networks import Network

        self.network = Network(iterinfo=False)
        self.network.units.set_defaults(temperature="degC")
        closer, machines = parts.CycleCloser("closer"), parts.SimpleHeatExchanger("machines")
        self.exchanger, self.machines = parts.HeatExchanger("exchanger"), machines
        self.cold = Connection(parts.Source("return"), "out1", self.exchanger, "in2", label="cold")
        self.inlet = Connection(closer, "out1", machines, "in1", label="inlet")
        self.hot = Connection(machines, "out1", self.exchanger, "in1", label="hot")
        back = Connection(self.exchanger, "out1", closer, "in1", label="back")
        self.supply = Connection(self.exchanger, "out2", parts.Sink("header"), "in1", label="supply")
        self.network.add_conns(self.inlet, self.hot, back, self.cold, self.supply)
        self.inlet.set_attr(fluid={"INCOMP::MPG[0.56]|mass": 1}, p=HOT_PA, T0=first["hot_in_c"] - 10.0)
        self.hot.set_attr(T0=first["hot_in_c"])
        self.cold.set_attr(fluid={water: 1}, p=COLD_PA)
        machines.set_attr(pr=1)
        self.exchanger.set_attr(pr2=1)  # the cycle closes the pressure on its other side
        self.solve(first)

    def solve(self, at: dict[str, float]) -> float:
        self.inlet.set_attr(m=at["hot_kg_s"])
        self.cold.set_attr(m=at["cold_kg_s"], T=at["cold_in_c"])
        self.machines.set_attr(Q=at["heat_w"])
        self.exchanger.set_attr(UA=at["ua_w_k"])
        self.network.solve("design", print_results=False)
        assert self.network.converged
        return float(self.hot.T.val)


@pytest.mark.parametrize(("water", "label"), [("IF97::water", "water by IF97"), ("water", "water by default")])
def test_tespy(benchmark, book, points, water, label):
    peer = InTespy(water, points[0])
    off_k = one_by_one(benchmark, points, peer.solve)
    book(TABLE, f"TESPy, {label}, the loop alone, UA given", HOURS, f"within {off_k:.0e} K")
