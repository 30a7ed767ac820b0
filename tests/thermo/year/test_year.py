"""A year of the shipped plants: energy closes, laws hold, and every reason code is reached by a story."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_sites.build import build
from heatloop_sites.load import load, shipped
from heatloop_thermo.design import Design, size
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_loops import CEILING, HOLD, SET
from heatloop_thermo.operate.prepare import Prepared, prepare
from heatloop_thermo.weather import Weather
from heatloop_thermo.year import Reason
from heatloop_thermo.year.operation import Operation
from heatloop_thermo.year.simulate import year


def weather(hours: int = 8760, mean_c: float = 3.0, swing_k: float = 19.0) -> Weather:
    """Made up: a yearly and a daily sine, and gusts of three days."""
    t = np.arange(hours)
    air = mean_c - swing_k * np.cos(2 * np.pi * (t / 24 - 15) / 365) + 5.0 * np.sin(2 * np.pi * (t % 24 - 9) / 24)
    air += 6.0 * np.sin(2 * np.pi * t / 71.0) * np.sin(2 * np.pi * t / 500.0)
    none = np.zeros(hours)
    return Weather("x", "made up", True, 50.0, -97.0, -6.0, 239.0, air, none + 500.0, none, none, none, none, air, none)


def demand(design: Design, at: Weather, most: float = 1.0) -> Array:
    return most * design.demand_w * np.clip((17.0 - at.dry_bulb_c) / 49.0, 0.0, 1.0)


@pytest.fixture(scope="module")
def design() -> Design:
    return size(build(load("bitforest")))


@pytest.fixture(scope="module")
def ready(design: Design) -> Prepared:
    return prepare(design)


def with_plant(design: Design, **parts) -> Design:
    return replace(design, plant=replace(design.plant, **parts))


def count(done, reason: Reason) -> int:
    return int(np.sum((done.hours.reason & reason) > 0))


@pytest.mark.parametrize("site", shipped())
def test_every_shipped_site_runs_a_year_and_its_energy_closes(site: str):
    design, at = size(build(load(site))), weather()
    done = year(design, at, demand(design, at))
    hours = done.hours
    assert done.balance_error_fraction < 1e-9
    whole = hours.source_heat_w + hours.pump_heat_w + hours.lift_heat_w + hours.boiler_w
    spent = hours.delivered_w + hours.dumped_w + hours.loss_w + hours.tank_loss_w + hours.stored_w
    assert whole == pytest.approx(spent, abs=1e-3)
    assert hours.captured_w.sum() == pytest.approx(hours.source_heat_w.sum(), rel=0.01)
    assert np.all(hours.delivered_w <= hours.demand_w * (1 + 1e-9))
    assert np.all(hours.dumped_w >= -1e-3)
    assert np.all(hours.boiler_w >= 0.0)
    assert hours.delivered_w.sum() > 0.999 * hours.demand_w.sum()
    assert hours.it_w.mean() == pytest.approx(0.95 * design.heat.source_w, rel=0.01)


def test_at_rated_conditions_an_hour_is_the_design(design: Design):
    bare = prepare(with_plant(design, tank_volume_m3=None))
    wanted = np.array([design.heat.delivered_w])
    done = year(bare, weather(1), wanted, Operation(uptime=1.0))
    hours, header = done.hours, design.header
    assert hours.delivered_w[0] == pytest.approx(design.heat.delivered_w, rel=1e-9)
    assert hours.supply_c[0] == pytest.approx(header.supply_c, abs=1e-3)
    assert hours.captured_w[0] == pytest.approx(design.heat.captured_w, rel=1e-4)
    assert hours.boiler_w[0] + hours.dumped_w[0] < 1e-3 * design.heat.delivered_w
    assert hours.pumps_w[0] == pytest.approx(design.pumps_electric_w, rel=0.01)
    assert hours.loss_w[0] == pytest.approx(design.heat.pipe_loss_w, rel=0.01)


def test_more_demand_never_lowers_what_is_delivered(ready: Prepared, design: Design):
    at = weather(24 * 60)
    some, more = (year(ready, at, demand(design, at, most)).hours for most in (0.6, 0.9))
    assert np.all(more.delivered_w >= some.delivered_w - 1.0)
    assert more.dumped_w.sum() < some.dumped_w.sum()


def test_a_bigger_tank_never_takes_more_from_the_boiler(design: Design):
    at = weather()
    sums = []
    for volume in (None, 100.0, 600.0, 2000.0):
        done = year(with_plant(design, tank_volume_m3=volume), at, demand(design, at))
        sums.append(done.hours.boiler_w.sum())
    assert sums == sorted(sums, reverse=True)
    assert sums[2] < 0.9 * sums[0]


def test_machines_off_leave_all_to_the_boiler(ready: Prepared, design: Design):
    at = weather(240)
    done = year(ready, at, demand(design, at), Operation(running=np.zeros(240)))
    hours = done.hours
    assert hours.it_w.sum() == hours.dumped_w.sum() == 0.0
    assert hours.boiler_w.sum() > hours.delivered_w.sum() > 0.0
    assert count(done, Reason.MACHINES_OFF) == count(done, Reason.SOURCE_SHORT) == 240


def test_without_demand_all_is_dumped(ready: Prepared):
    done = year(ready, weather(240), np.zeros(240), Operation(tank_start_c=75.0))
    hours = done.hours
    assert hours.delivered_w.sum() == 0.0
    assert hours.dumped_w[100:].mean() == pytest.approx(hours.captured_w.mean(), rel=0.02)


def test_machines_that_follow_the_heat_dump_next_to_none(ready: Prepared, design: Design):
    at = weather()
    wanted = demand(design, at)
    runs = {
        name: year(ready, at, wanted, Operation(heat_following=name)).hours for name in ("no", "continuous", "groups")
    }
    assert runs["continuous"].dumped_w.sum() < 1e-3 * runs["continuous"].delivered_w.sum()
    assert runs["groups"].dumped_w.sum() < 0.25 * runs["no"].dumped_w.sum()
    assert runs["continuous"].it_w.sum() < runs["groups"].it_w.sum() < runs["no"].it_w.sum()
    extra = runs["continuous"].boiler_w.sum() - runs["no"].boiler_w.sum()
    assert extra < 0.01 * wanted.sum()


def test_a_curtailed_afternoon_is_bridged_by_the_tank(design: Design):
    at, hours = weather(96, mean_c=-5.0, swing_k=0.0), 96
    running = np.ones(hours)
    running[60:65] = 0.0
    wanted = np.full(hours, 1.5e6)
    full, none = (
        year(with_plant(design, tank_volume_m3=volume), at, wanted, Operation(running=running)).hours
        for volume in (600.0, None)
    )
    assert full.boiler_w[60:64].max() < 0.05 * 1.5e6, "the water on top of the tank has cooled by less than a kelvin"
    assert none.boiler_w[60:65].min() > 1.4e6
    assert np.all(full.stored_w[60:64] < -1.4e6)


def test_after_a_stop_the_machines_come_back_no_faster_than_they_may(ready: Prepared):
    running = np.ones(12)
    running[3] = 0.0
    done = year(ready, weather(12), np.full(12, 1e6), Operation(uptime=1.0, running=running, restart_h=4.0))
    assert done.hours.running[2:9] == pytest.approx([1.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0])


def test_groups_fail_at_random_with_the_same_uptime(ready: Prepared):
    at, wanted = weather(), np.zeros(8760)
    one, same, other = (
        year(ready, at, wanted, Operation(outages="groups", seed=seed)).hours.running for seed in (1, 1, 2)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert one.mean() == pytest.approx(0.95, abs=0.03)
    assert len(np.unique(one.round(6))) <= 1 + 4, "four containers"


def test_a_mixed_tank_cools_and_empties_as_its_exponential(design: Design):
    hours, flow_w = 30, 0.3e6
    at = weather(hours, mean_c=10.0, swing_k=0.0)
    lonely = with_plant(design, boiler=None)
    done = year(
        lonely, at, np.full(hours, flow_w), Operation(uptime=0.0, tank_layers=1, tank_start_c=75.0, header_least=0.0)
    )
    water, h = design.plant.header.coolant, done.hours
    mass, flow = 600.0 * water.density_kg_m3(60.0), flow_w / (water.enthalpy_j_kg(75.0) - water.enthalpy_j_kg(55.0))
    fall = (h.tank_top_c[25] - 54.9) / (h.tank_top_c[5] - 54.9)
    assert fall == pytest.approx(np.exp(-20 * 3600.0 * flow / mass), rel=0.02)


def test_water_that_is_too_cold_is_said_and_what_is_missing_too(design: Design):
    at = weather(48, mean_c=-20.0, swing_k=0.0)
    done = year(with_plant(design, boiler=None, tank_volume_m3=None), at, np.full(48, 5e6))
    assert count(done, Reason.COLD_SUPPLY) == count(done, Reason.SOURCE_SHORT) == 48
    assert done.hours.unmet_w == pytest.approx(5e6 - done.hours.delivered_w)
    assert np.all(done.hours.supply_c < 70.0)


def test_a_boiler_at_its_limit_and_one_below_its_least_load_are_told_apart(design: Design):
    at = weather(24, mean_c=-20.0, swing_k=0.0)
    small = replace(design.plant.boiler, capacity_w=1e6, minimum_load=0.4)
    plant = with_plant(design, boiler=small, tank_volume_m3=None)
    over = year(plant, at, np.full(24, 5e6))
    assert count(over, Reason.BOILER_LIMIT) == 24
    assert over.hours.boiler_w == pytest.approx(np.full(24, 1e6))
    little = year(plant, at, np.full(24, 2.6e6))
    assert count(little, Reason.BOILER_MINIMUM) == 24
    assert count(little, Reason.BOILER_LIMIT) == 0


def test_machines_that_bear_a_kelvin_less_give_cooler_water_and_the_boiler_lifts_it(design: Design):
    ready = prepare(with_plant(design, tank_volume_m3=None))
    ready.loops.figures[0, CEILING] = ready.loops.figures[0, HOLD] - 1.0
    done = year(ready, weather(24), np.full(24, 4e6), Operation(header_most=1.5))
    assert count(done, Reason.MACHINE_LIMIT) == 24
    assert done.hours.dumped_w.max() < 1.0
    assert done.hours.boiler_w.min() > 0.0
    assert done.hours.supply_c == pytest.approx(np.full(24, 75.0), abs=1e-3)


def test_a_cooler_too_small_for_a_hot_day_throttles_the_machines(design: Design):
    small = replace(design.plant.dry_cooler, capacity_w=1.0e6)
    hot = weather(24, mean_c=30.0, swing_k=0.0)
    done = year(with_plant(design, dry_cooler=small, tank_volume_m3=None), hot, np.zeros(24))
    assert count(done, Reason.REJECTION_SHORT) == 24
    assert np.all(done.hours.running < 0.6)
    none = year(with_plant(design, dry_cooler=None, tank_volume_m3=None), hot, np.zeros(24))
    assert none.hours.it_w.sum() == 0.0


def test_a_heat_pump_outside_its_range_gives_nothing_and_says_so():
    design = size(build(load("nvl72-greenhouse")))
    ready = prepare(with_plant(design, tank_volume_m3=None))
    ready.loops.figures[0, SET] += 20.0  # water that the map does not know
    done = year(ready, weather(24), np.full(24, 1e6))
    assert count(done, Reason.HEAT_PUMP_LIMIT) == 24
    assert done.hours.lift_w.sum() == 0.0
    assert done.hours.dumped_w.min() > 1e6
    assert done.balance_error_fraction < 1e-9


def test_sinks_with_their_own_returns_mix_by_flow(ready: Prepared, design: Design):
    at = weather(24)
    done = year(ready, at, [(np.full(24, 1e6), 55.0), (np.full(24, 1e6), 35.0)])
    water = design.plant.header.coolant
    hot, flows = (
        water.enthalpy_j_kg(75.0),
        [1e6 / (water.enthalpy_j_kg(75.0) - water.enthalpy_j_kg(t)) for t in (55.0, 35.0)],
    )
    assert done.hours.return_c == pytest.approx(water.temperature_c(hot - 2e6 / sum(flows)), abs=1e-3)


@given(
    data=st.lists(st.tuples(st.floats(0.0, 7e6), st.floats(-45.0, 40.0), st.floats(0.0, 1.0)), min_size=3, max_size=40),
    volume=st.sampled_from([None, 30.0, 600.0]),
    layers=st.sampled_from([1, 2, 20]),
    follow=st.sampled_from(["no", "continuous", "groups"]),
)
@settings(max_examples=25)
def test_whatever_the_hours_bring_energy_closes(design, ready, data, volume, layers, follow):
    wanted, air, running = (np.array(column) for column in zip(*data, strict=True))
    at = replace(weather(len(wanted)), dry_bulb_c=air)
    plant = replace(ready, design=with_plant(design, tank_volume_m3=volume))
    done = year(plant, at, wanted, Operation(running=running, tank_layers=layers, heat_following=follow))
    assert done.balance_error_fraction < 1e-9
    hours = done.hours
    assert np.all(
        (hours.unmet_w >= -1e-6) & (hours.dumped_w >= -2.0) & (hours.boiler_w >= 0.0) & (hours.running <= running)
    )


def test_what_cannot_be_is_refused(ready: Prepared):
    at = weather(24)
    for wrong, words in ((np.zeros(23), "shape"), (np.full(24, -1.0), "demand_w"), (np.full(24, np.nan), "demand_w")):
        with pytest.raises(OutOfRange, match=words):
            year(ready, at, wrong)
    with pytest.raises(OutOfRange, match="return_c"):
        year(ready, at, [(np.ones(24), 75.0)])
    with pytest.raises(OutOfRange, match="running"):
        year(ready, at, np.ones(24), Operation(running=np.ones((24, 5))))
    with pytest.raises(OutOfRange, match="uptime"):
        Operation(uptime=1.2)
    with pytest.raises(OutOfRange, match="heat_following"):
        Operation(heat_following="sometimes")  # type: ignore[arg-type]


@pytest.mark.parametrize("most", [0.3, 1.0])
def test_nobody_goes_short_while_heat_is_dumped(design, most):
    at = weather()
    hours = year(design, at, demand(design, at, most), Operation(uptime=1.0)).hours
    short = (hours.reason & Reason.SOURCE_SHORT) > 0
    assert np.any(hours.dumped_w > 1e3)
    assert not np.any(short & (hours.dumped_w > 1e3))
