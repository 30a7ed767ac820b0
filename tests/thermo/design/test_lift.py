"""Racks too cool for the header: a heat pump is chosen, sized, and booked like everything else."""

from dataclasses import replace

import pytest

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.design import Design, size
from heatloop_thermo.exchanger import PlateGeometry, SizingLimits
from heatloop_thermo.heatpump import HeatPumpSpec, Policy, RefrigerantData
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import (
    Circuit,
    DryCoolerToSize,
    ExchangerToSize,
    HeatPumpToSize,
    Plant,
    PumpToSize,
    Sink,
    SourceLoop,
)
from heatloop_thermo.properties import Coolant, pg25, water
from heatloop_thermo.pump import PumpType
from heatloop_thermo.source import MachineBank

pytestmark = pytest.mark.xdist_group("coolprop")

KIND = PumpType("end suction", 4, 128.07, 1.2, 155.0, 0.0017, 0.2, 90.0, 1, 0.3, 1.25, 0.4, "EU 547/2012", "estimate")
RACKS = MachineBank("racks", "typed", 8, 1, 130e3, 0.9, 2.95e-3, 1.0e-3, 3.5e-3, 2.0, 45.0, 56.0, 120e3)
MINERS = MachineBank("miners", "typed", 125, 1, 8000.0, 0.9, 2e-4, 1.5e-4, 2.4e-4, 20.0, 72.0, 80.0, 45e3)
PLATE = PlateGeometry("plate", "gasketed", 0.6, 0.45, 3.0e-3, 1.18, 60.0, 0.6e-3, 16.0, 0.15, 400, 150.0, 1.6e6)
FLUIDS = (
    RefrigerantData("R1233zd(E)", "halocarbon", 3.88, "A1", 140.0, 28e5),
    RefrigerantData("R134a", "halocarbon", 1430.0, "A1", 120.0, 40e5),
    RefrigerantData("R600", "hydrocarbon", 0.006, "A3", 120.0, 28e5),
)
LIFT = HeatPumpToSize(HeatPumpSpec("R1233zd(E)"), FLUIDS, Policy(), 30e3, 30e3)


def circuit(coolant: Coolant) -> Circuit:
    run = Pipe("run", 0.2027, 0.2191, 4.5e-5, 40.0, 3.0, 0.05, 0.04, 15.0)
    return Circuit(coolant, (run,), (run,), (), PumpToSize(KIND, 0.1), 3.0e5, 5.0)


def plant(*loops: SourceLoop) -> Plant:
    sink = Sink("greenhouse", "greenhouse", 4e6, 55.0, 40e3)
    cooler, boiler = DryCoolerToSize(None, 30.0, 10.0), Boiler(4e6, "gas", 0.95)
    return Plant("racks", "Racks", 75.0, loops, circuit(water()), (sink,), None, cooler, boiler, ())


def rack_loop(**changes: object) -> SourceLoop:
    return replace(SourceLoop("racks", (RACKS,), circuit(pg25()), None, LIFT), **changes)


@pytest.fixture(scope="module")
def lifted() -> Design:
    return size(plant(rack_loop()))


def test_racks_reach_75_degrees_with_a_heat_pump(lifted: Design):
    assert lifted.verdict.route == "heat_pump"
    assert lifted.verdict.reached
    assert lifted.verdict.supply_c == pytest.approx(75.0, abs=1e-6)
    machine = lifted.loops[0].machine
    assert machine is not None
    assert 0.4 < machine.carnot_fraction < 0.75
    assert f"COP {machine.cop:.2f}" in lifted.verdict.text


def test_the_compressors_work_is_booked_and_energy_closes(lifted: Design):
    one, machine = lifted.loops[0], lifted.loops[0].machine
    assert machine is not None
    assert lifted.heat.error_fraction < 1e-9
    assert one.duty_w == pytest.approx(one.liquid_w + one.pump_heat_w - one.pipe_loss_w + one.lift_w, rel=1e-9)
    assert one.duty_w == pytest.approx(machine.heat_w, rel=1e-9)
    assert machine.evaporator_w == pytest.approx(one.duty_w - one.lift_w, rel=1e-9)
    assert lifted.heat.heat_pump_electric_w > lifted.heat.lift_w, "motor and drive lose to the room"
    assert lifted.heat.captured_w < lifted.heat.liquid_w, "the compressor's work is not captured heat"


def test_the_machine_is_designed_for_the_temperatures_that_the_plant_settles_at(lifted: Design):
    one, machine = lifted.loops[0], lifted.loops[0].machine
    assert machine is not None
    assert one.source_inlet_c == pytest.approx(44.5, abs=1e-6), "half a kelvin of room for control"
    assert machine.duty.source_out_c < one.source_inlet_c, "the pump's heat comes on top"
    assert lifted.header is not None
    assert machine.duty.sink_in_c == pytest.approx(lifted.header.exchanger_in_c, abs=1e-6)


def test_the_refrigerant_is_chosen_with_reasons_against_the_others(lifted: Design):
    selection = lifted.loops[0].selection
    assert selection is not None
    assert selection.chosen is not None
    assert selection.chosen.data.name == "R1233zd(E)"
    against = {row.data.name: " ".join(row.rejected_because) for row in selection.candidates if not row.eligible}
    assert "GWP" in against["R134a"]
    assert "A3" in against["R600"]


def test_a_policy_that_leaves_no_refrigerant_is_the_stated_reason():
    strict = replace(LIFT, policy=Policy(gwp_max=0.0))
    design = size(plant(rack_loop(heat_pump=strict)))
    assert design.verdict.route == "not_reached"
    assert design.verdict.binding_constraint == "heat_pump"
    assert "GWP" in design.verdict.text


def test_miners_give_directly_what_racks_have_to_lift():
    limits = SizingLimits(60e3, 60e3, 7.0)
    miners = SourceLoop("miners", (MINERS,), circuit(water()), ExchangerToSize((PLATE,), 3.0, limits), LIFT)
    design = size(plant(miners, rack_loop()))
    assert [one.machine is not None for one in design.loops] == [False, True]
    assert design.verdict.route == "heat_pump"
    assert design.heat.error_fraction < 1e-9
    assert design.verdict.supply_c == pytest.approx(75.0, abs=1e-6)


def test_a_loop_hot_enough_leaves_its_heat_pump_out():
    limits = SizingLimits(60e3, 60e3, 7.0)
    miners = SourceLoop("miners", (MINERS,), circuit(water()), ExchangerToSize((PLATE,), 3.0, limits), LIFT)
    design = size(plant(miners))
    assert design.verdict.route == "direct"
    assert design.loops[0].machine is None
