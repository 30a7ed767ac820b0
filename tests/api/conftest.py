"""Designs made by hand from the engineering core's own types, so that the top floor is tested without the floors below it."""

import dataclasses
from collections.abc import Callable

import pytest

from heatloop_api.payload import payload
from heatloop_thermo.design import BankPoint, Design, Finding, HeaderDesign, HeatBalance, Limit, LoopDesign, Verdict
from heatloop_thermo.drive import Motor
from heatloop_thermo.exchanger import PlateExchanger, PlateGeometry, Rating, Stream, rate
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import (
    Boiler,
    Circuit,
    Component,
    DryCoolerToSize,
    ExchangerGiven,
    Plant,
    Provenance,
    PumpGiven,
    Sink,
    SourceLoop,
)
from heatloop_thermo.properties import glycol, water
from heatloop_thermo.pump import HeadBudget, PumpCurve, operate
from heatloop_thermo.source import MachineBank

MakeDesign = Callable[..., Design]
PLATE = PlateGeometry("dn150-45", "gasketed", 0.5, 0.45, 0.0028, 1.2, 45.0, 5e-4, 16.0, 0.15, 400, 150.0, 1e6)
CURVE = PumpCurve("end suction", 1740.0, 30.0, 0.04, 25.0, 0.78, 2.5, Motor(15000.0))
NAMES = ("containers", "gpu hall", "north shed", "annex", "barn")
KINDS = (("tomato greenhouse", "greenhouse"), ("district heating", "heating"), ("timber dryer", "dryer"))


def bank(name: str = "miners") -> MachineBank:
    flow = 12.0 / 60_000
    return MachineBank(
        name, "avalon-a1566ha-460t", 360, 4, 8200.0, 0.9, flow, 0.75 * flow, 1.2 * flow, 20.0, 72.0, 80.0, 45e3
    )


def circuit(*, hot: bool, standby: int = 1) -> Circuit:
    run = Pipe("run", 0.2027, 0.2191, 4.5e-5, 60.0, 8.0, 0.05)
    strainer = Component("strainer", 10e3, 0.07)
    coolant = glycol("MPG", 0.56) if hot else water()
    return Circuit(coolant, (run,), (run,), (strainer,), PumpGiven(CURVE, 2, standby), 3e5, -40.7 if hot else 5.0)


def rating() -> Rating:
    made = rate(PlateExchanger(PLATE, 201), Stream(glycol("MPG", 0.56), 70.0, 79.8), Stream(water(), 31.7, 55.0))
    assert made.duty_w > 2e6
    return made


def limit(code: str, value: float, top: float, unit: str = "°C", name: str = "containers / miners") -> Limit:
    return Limit(code, f"{name}: {code} at most", value, top, unit, top - value)


def loop_design(index: int, banks: int) -> LoopDesign:
    name = NAMES[index % len(NAMES)] + ("" if index < len(NAMES) else f" {index}")
    machines = tuple(bank(f"miners {i}" if i else "miners") for i in range(banks))
    loop = SourceLoop(name, machines, circuit(hot=True), ExchangerGiven(PlateExchanger(PLATE, 201)))
    made, budget = rating(), HeadBudget((("machines", 45e3), ("exchanger", 38e3), ("pipes", 31e3)), 0.1)
    top = limit("source_outlet_max", 79.8, 80.0)
    return LoopDesign(
        loop=loop, flow_kg_s=70.0, source_inlet_c=69.9, source_outlet_c=79.8,
        banks=tuple(BankPoint(m.name, 69.9, 79.8, m.flow_m3_s, 45e3) for m in machines),
        liquid_w=loop.liquid_w, pump_heat_w=14e3, pipe_loss_w=9e3, lift_w=0.0, duty_w=loop.liquid_w + 5e3, supply_max_c=76.4, held_by=top,
        limits=(top, limit("source_inlet_max", 69.9, 72.0)), rating=made, sizing=None, head_budget=budget,
        pump=operate(CURVE, 0.0358, 20.1, 990.0, 24.0),
    )  # fmt: skip


def plant(loops: tuple[SourceLoop, ...], sinks: int, title: str) -> Plant:
    users = tuple(Sink(KINDS[i % 3][0], KINDS[i % 3][1], 5e6, 55.0, 50e3) for i in range(sinks))
    sources = (
        Provenance("containers / miners: power", "8.2", "kW", "shop listing", "secondary"),
        Provenance(
            "containers / miners: flow", "12", "L/min", "typed in", "estimate", "unpublished; about 10 K a machine"
        ),
    )
    cooler, boiler = DryCoolerToSize(None, 30.3, 10.0), Boiler(5.5e6, "electricity", 0.99)
    return Plant("bitforest", title, 75.0, loops, circuit(hot=False), users, 600.0, cooler, boiler, sources)


def make(
    loops: int = 1, sinks: int = 1, banks: int = 1, title: str = "Canaan + Bitforest greenhouse, Manitoba"
) -> Design:
    rows = tuple(loop_design(i, banks) for i in range(loops))
    place = plant(tuple(row.loop for row in rows), sinks, title)
    electric, liquid = sum(r.loop.electric_w for r in rows), sum(r.liquid_w for r in rows)
    budget = HeadBudget((("exchanger", 30e3), ("sinks", 50e3), ("pipes", 60e3)), 0.1)
    header = HeaderDesign(
        75.0, 55.0, 75.3, 54.8, 31.7 * loops, 12e3, 6e3, 0.0, budget, operate(CURVE, 0.02, 16.0, 980.0, 26.0)
    )
    verdict = Verdict(
        75.0, True, "direct", 75.0, 76.1, "source_outlet_max", "75 °C is reached directly; 1.4 K in hand."
    )
    heat = HeatBalance(
        electric, liquid, electric - liquid, liquid - 9e3, liquid - 7e3, 0.0, 21e3, 20e3, 0.0, 0.0, 0.0, 0.897, 3e-13
    )
    findings = (
        Finding("warning", "backup_small", "The boiler is small."),
        Finding("info", "heat_to_air", "295 kW go to the air."),
        Finding("info", "assumption", "containers / miners: flow = 12 L/min: unpublished"),
    )
    return Design(place, verdict, heat, rows, header, (), liquid, 5e6 * sinks, findings)


def without_heat(design: Design) -> Design:
    """The same plant where no loop can give anything: every optional part of a design is None."""
    rows = tuple(
        dataclasses.replace(
            row, flow_kg_s=0.0, banks=(), duty_w=0.0, supply_max_c=float("-inf"), limits=(), rating=None, head_budget=None, pump=None,
        )
        for row in design.loops
    )  # fmt: skip
    place = dataclasses.replace(design.plant, tank_volume_m3=None, dry_cooler=None, boiler=None)
    verdict = Verdict(75.0, False, "not_reached", 55.0, 55.0, "header_return", "75 °C is not reached.")
    findings = (Finding("error", "target_not_reached", "75 °C is not reached."),)
    return dataclasses.replace(
        design, plant=place, verdict=verdict, loops=rows, header=None, rejector_w=None, findings=findings
    )


@pytest.fixture(autouse=True)
def a_usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page's length depends on its width, and a test's worker may bring any: 100 columns unless the test says otherwise."""
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(scope="session")
def make_design() -> MakeDesign:
    return make


@pytest.fixture(scope="session")
def design() -> Design:
    return make()


@pytest.fixture(scope="session")
def cold_design() -> Design:
    return without_heat(make(loops=2))


@pytest.fixture(scope="session")
def data(design: Design) -> dict:
    return payload(design, "0" * 64)
