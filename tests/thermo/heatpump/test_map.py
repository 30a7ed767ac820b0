"""Off-design and its map: surfaces stay, the map is the machine to half a percent, and what cannot be is masked."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from heatloop_thermo.errors import Infeasible, OutOfRange, UnsupportedArrangement
from heatloop_thermo.heatpump import (
    REASONS,
    U_W_M2K,
    Compressor,
    Duty,
    HeatPumpMap,
    HeatPumpSpec,
    MapRange,
    build_map,
    design_heat_pump,
    limits_for,
    map_key,
    match,
    off_design,
    rate_heat_pump,
)
from heatloop_thermo.properties import water

pytestmark = pytest.mark.xdist_group("coolprop")
SPAN = MapRange(25.0, 52.0, 45.0, 85.0)


@pytest.fixture(scope="module")
def machine(rack_duty, catalogue):
    data = catalogue["R1233zd(E)"]
    spec = HeatPumpSpec(data.name, limits=limits_for(data), compressor=Compressor(0.75, 0.9, 0.03))
    return design_heat_pump(rack_duty, spec)


@pytest.fixture(scope="module")
def made(machine):
    """Built once for all tests here: a third of a second."""
    return build_map(machine, SPAN)


def test_at_its_rated_point_the_machine_is_its_design(machine):
    point = rate_heat_pump(machine, 45.0, 75.0, 1.0)
    assert point.electric_w == pytest.approx(machine.electric_w, rel=1e-7)
    assert point.evaporator_w == pytest.approx(machine.evaporator_w, rel=1e-7)
    assert point.cycle.condensing_c == pytest.approx(machine.cycle.condensing_c, abs=1e-5)
    assert point.speed == pytest.approx(1.0 / 1.05, rel=1e-6), "5 % of swept volume to spare"
    assert point.violations == ()


@pytest.mark.parametrize("at", [(45.0, 75.0, 0.4), (30.0, 70.0, 0.8), (50.0, 82.0, 1.1)])
def test_off_design_uses_exactly_the_surfaces_that_are_there(machine, at):
    ready = off_design(machine)
    point = rate_heat_pump(machine, *at, ready)
    u, load = U_W_M2K["halocarbon"], at[2] ** machine.spec.part_load.flow_exponent
    for path, line, sign, heat_w, area in (
        (point.cycle.condenser, ready.line_of_sink(at[1]), 1.0, point.heat_w, machine.condenser_area_m2),
        (point.cycle.evaporator, ready.line_of_source(at[0]), -1.0, point.evaporator_w, machine.evaporator_area_m2),
    ):
        zones = match(ready.fluids[0], path, line, sign).zones
        need = sum(heat_w * z.share / (load * u[z.name] * z.mean_difference_k) for z in zones)
        assert need == pytest.approx(area, rel=1e-6)
    assert point.heat_w + point.shell_loss_w == pytest.approx(point.evaporator_w + point.shaft_w, rel=1e-12)


def test_part_load_narrows_the_pinches_and_costs_efficiency(machine):
    full, half, least = (rate_heat_pump(machine, 45.0, 75.0, load) for load in (1.0, 0.5, 0.25))
    assert full.cycle.condensing_c > half.cycle.condensing_c > least.cycle.condensing_c
    assert full.cycle.evaporating_c < half.cycle.evaporating_c < least.cycle.evaporating_c
    assert half.cop > full.cop > least.cop, "narrower pinches first, then the droop of the compressor and its drive"


def test_below_its_least_load_the_machine_cycles_as_en_14825_says(machine):
    least, tenth = (rate_heat_pump(machine, 45.0, 75.0, load) for load in (0.25, 0.1))
    ratio = 0.1 / 0.25
    assert tenth.cycle.condensing_c == least.cycle.condensing_c
    assert tenth.cop == pytest.approx(least.cop * ratio / (0.9 * ratio + 0.1), rel=1e-9)
    assert tenth.heat_w == pytest.approx(0.1 * machine.heat_w)
    assert tenth.heat_w + tenth.shell_loss_w == pytest.approx(tenth.evaporator_w + tenth.shaft_w, rel=1e-12)


def random_points(made, count, seed):
    rng, box = np.random.default_rng(seed), made.box
    source = rng.uniform(box.source_low_c, box.source_high_c, count)
    floor = np.maximum(box.floor_c(source), box.sink_low_c)
    sink = floor + rng.uniform(0.0, 1.0, count) * (box.sink_high_c - floor)
    return source, sink, rng.uniform(0.05, box.load_high, count)


def test_the_map_is_the_machine_to_half_a_percent_on_500_random_points(machine, made):
    source, sink, load = random_points(made, 500, seed=20260928)
    result = made.evaluate(source, sink, load * machine.heat_w)
    ready, worst, differ = off_design(machine), {}, 0
    for i in range(source.size):
        exact = rate_heat_pump(machine, source[i], sink[i], load[i], ready)
        codes = {violation.code for violation in exact.violations}
        reason = REASONS[result.reason[i]]
        if bool(result.ok[i]) == bool(codes) or (codes and reason not in codes):
            differ += 1  # a limit so close that the interpolation error decides
            assert abs(exact.speed - 1.0) < 1e-3, (source[i], sink[i], load[i], codes, reason)
        if result.ok[i]:
            for name, off in (
                ("electric", abs(result.electric_w[i] / exact.electric_w - 1.0)),
                ("source", abs(result.evaporator_w[i] / exact.evaporator_w - 1.0)),
                ("discharge", abs(result.discharge_c[i] - exact.cycle.discharge_c) / 100.0),
                ("condensing", abs(result.condensing_c[i] - exact.cycle.condensing_c) / 100.0),
                ("evaporating", abs(result.evaporating_c[i] - exact.cycle.evaporating_c) / 100.0),
                ("speed", abs(result.speed[i] / exact.speed - 1.0)),
            ):
                worst[name] = max(worst.get(name, 0.0), off)
    assert result.ok.sum() > 250
    assert differ <= 3
    assert max(worst.values()) < 0.005, worst
    assert worst["electric"] < 3.0 * made.error_fraction, "the error that the map states of itself is the error it has"
    assert made.error_fraction < 0.001


def test_at_its_samples_the_map_is_the_solved_machine(machine, made):
    box, ready = made.box, off_design(machine)
    for source in (box.source_low_c, 0.5 * (box.source_low_c + box.source_high_c), box.source_high_c):
        for sink in (float(box.floor_c(source)), box.sink_high_c):
            for load in (box.load_low, box.load_high):
                exact = rate_heat_pump(machine, source, sink, load, ready)
                per_heat = exact.cycle.work_j_kg / exact.cycle.condenser_heat_j_kg
                assert made.interpolated("work_per_heat", source, sink, load) == pytest.approx(per_heat, rel=2e-5)
                assert made.interpolated("discharge_c", source, sink, load) == pytest.approx(
                    exact.cycle.discharge_c, abs=1e-3
                )


def test_heat_closes_in_every_hour_of_the_map(made):
    source, sink, load = random_points(made, 2000, seed=1)
    r = made.evaluate(source, sink, load * made.rated_heat_w)
    left = (r.heat_w + r.shell_loss_w - r.evaporator_w - r.shaft_w)[r.ok]
    assert np.abs(left).max() < 1e-9 * made.rated_heat_w
    assert (r.cop[r.ok] < (sink + 273.15)[r.ok] / np.maximum(sink - source, 0.1)[r.ok]).all()


def test_what_cannot_be_is_masked_with_its_reason(made):
    rated = made.rated_heat_w
    for point, reason in (
        ((45.0, 75.0, 0.8 * rated), "ok"),
        ((45.0, 75.0, 0.0), "off"),
        ((60.0, 80.0, rated), "source_range"),
        ((10.0, 80.0, rated), "source_range"),
        ((30.0, 90.0, rated), "sink_range"),
        ((25.5, 44.0, rated), "sink_range"),
        ((50.0, 55.0, rated), "lift_small"),
        ((45.0, 75.0, 1.2 * rated), "load_max"),
        ((26.0, 80.0, rated), "capacity"),
    ):
        result = made.evaluate(*point)
        assert REASONS[result.reason[0]] == reason, point
        assert result.ok[0] == (reason in ("ok", "off"))
        assert np.isnan(result.electric_w[0]) == (reason not in ("ok", "off"))
    off = made.evaluate(45.0, 75.0, 0.0)
    assert (off.electric_w[0], off.heat_w[0], off.evaporator_w[0]) == (0.0, 0.0, 0.0)
    assert np.isnan(off.cop[0])
    with pytest.raises(OutOfRange, match="source_c = nan"):
        made.evaluate(np.array([45.0, np.nan]), 75.0, rated)
    with pytest.raises(OutOfRange, match="heat_w = -1"):
        made.evaluate(45.0, 75.0, -1.0)


def test_each_limit_masks_where_it_is_broken(made):
    inside = (40.0, 75.0, 0.6 * made.rated_heat_w)
    assert made.evaluate(*inside).ok[0]
    for name, value, reason in (
        ("discharge_max_c", 70.0, "discharge_max"),
        ("pressure_max_pa", 4e5, "pressure_max"),
        ("critical_margin_k", 120.0, "critical_margin"),
        ("ratio_max", 1.5, "ratio_max"),
        ("ratio_min", 6.0, "ratio_min"),
        ("discharge_superheat_min_k", 60.0, "discharge_superheat"),
    ):
        tight = replace(made, limits=replace(made.limits, **{name: value}))
        assert REASONS[tight.evaluate(*inside).reason[0]] == reason


def test_the_capacity_is_where_the_compressor_is_at_its_installed_volume(made):
    source, sink = np.array([30.0, 38.0, 45.0, 52.0]), np.array([75.0, 75.0, 75.0, 80.0])
    most = made.capacity_w(source, sink)
    speed = made.evaluate(source, sink, most * (1.0 - 1e-7)).speed
    bound = most < (made.box.load_high - 1e-6) * made.rated_heat_w
    assert speed[bound] == pytest.approx(1.0, abs=1e-6)
    assert (np.diff(most[:3]) > 0.0).all(), "a warmer source gives more"
    assert bound[:2].all()
    assert np.isnan(made.capacity_w(10.0, 75.0)[0])


def test_a_map_survives_json_to_the_last_bit_and_other_formats_are_refused(made):
    data = json.loads(json.dumps(made.to_dict()))
    again = HeatPumpMap.from_dict(data)
    source, sink, load = random_points(made, 500, seed=7)
    for one, two in zip(made.evaluate(source, sink, load * 1e6), again.evaluate(source, sink, load * 1e6), strict=True):
        assert np.array_equal(one, two, equal_nan=one.dtype == np.float64)
    assert again.box == made.box
    assert again.limits == made.limits
    with pytest.raises(OutOfRange, match="format = 0"):
        HeatPumpMap.from_dict({**data, "format": 0})
    with pytest.raises(OutOfRange, match="does not hold"):
        HeatPumpMap.from_dict({**data, "table": [[[[1.0]]]]})


def test_a_map_from_disk_is_evaluated_without_coolprop(made, tmp_path):
    path = tmp_path / "map.json"
    path.write_text(json.dumps(made.to_dict()), encoding="utf-8")
    code = (
        "import json, sys\n"
        "from heatloop_thermo.heatpump import HeatPumpMap\n"
        "made = HeatPumpMap.from_dict(json.load(open(sys.argv[1])))\n"
        "print(made.evaluate(45.0, 75.0, 1e6).cop[0])\n"
        "assert not {'CoolProp', 'scipy'} & set(sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert float(run.stdout) == pytest.approx(made.evaluate(45.0, 75.0, 1e6).cop[0], rel=1e-12)


def test_the_key_is_the_same_for_the_same_and_another_for_anything_else(machine, rack_duty):
    key = map_key(machine, SPAN, "CoolProp 8.0.0")
    assert key == map_key(design_heat_pump(rack_duty, machine.spec), SPAN, "CoolProp 8.0.0")
    assert len(key) == 64
    others = {
        map_key(machine, SPAN, "CoolProp 8.0.1"),
        map_key(machine, replace(SPAN, sinks=6), "CoolProp 8.0.0"),
        map_key(design_heat_pump(replace(rack_duty, heat_w=2e6), machine.spec), SPAN, "CoolProp 8.0.0"),
        map_key(design_heat_pump(rack_duty, replace(machine.spec, pinch_k=2.0)), SPAN, "CoolProp 8.0.0"),
    }
    assert key not in others
    assert len(others) == 4


@pytest.mark.parametrize("name", ["R717", "R134a", "R601"])
def test_other_refrigerants_map_as_well(rack_duty, catalogue, name):
    data = catalogue[name]
    machine = design_heat_pump(rack_duty, HeatPumpSpec(name, family=data.family, limits=limits_for(data)))
    made = build_map(machine, MapRange(20.0, 50.0, 50.0, 85.0))
    assert made.error_fraction < 0.002
    ready = off_design(machine)
    source, sink, load = random_points(made, 25, seed=3)
    result = made.evaluate(source, sink, load * made.rated_heat_w)
    for i in np.flatnonzero(result.ok):
        exact = rate_heat_pump(machine, source[i], sink[i], load[i], ready)
        assert result.electric_w[i] == pytest.approx(exact.electric_w, rel=0.005)


def test_a_sink_hotter_than_the_critical_margin_allows_is_cut_off_and_says_so(rack_duty, catalogue):
    data = catalogue["R290"]
    machine = design_heat_pump(rack_duty, HeatPumpSpec("R290", family=data.family, limits=limits_for(data)))
    made = build_map(machine, MapRange(30.0, 50.0, 60.0, 95.0))
    assert made.box.sink_high_c < 90.0
    assert REASONS[made.evaluate(45.0, 94.0, 5e5).reason[0]] == "critical_margin"


def test_two_stages_and_cascades_map_too():
    steep = Duty(water(), 20.0, 12.0, water(), 60.0, 85.0, heat_w=1e6)
    spec = HeatPumpSpec("R717", family="ammonia", arrangement="two_stage")
    for build in (spec, HeatPumpSpec("R290", upper="R600", family="hydrocarbon", arrangement="cascade")):
        machine = design_heat_pump(steep, build)
        made = build_map(machine, MapRange(5.0, 20.0, 65.0, 85.0, sources=4, sinks=4, loads=3))
        assert made.arrangement == machine.arrangement
        assert made.error_fraction < 0.005


def test_what_cannot_be_mapped_is_refused(machine, catalogue):
    with pytest.raises(Infeasible, match="nothing is left to map"):
        build_map(machine, MapRange(25.0, 80.0, 45.0, 85.0))
    with pytest.raises(OutOfRange, match="sink range"):
        MapRange(25.0, 50.0, 80.0, 80.0)
    with pytest.raises(Infeasible, match="cannot be mapped at source -12"):
        build_map(machine, MapRange(-12.0, 50.0, 60.0, 80.0))
    with pytest.raises(OutOfRange, match="load"):
        rate_heat_pump(machine, 45.0, 75.0, 1.3)
    data = catalogue["R744"]
    co2 = HeatPumpSpec("R744", family="co2", limits=limits_for(data), transcritical=True)
    hot_water = Duty(water(), 15.0, 10.0, water(), 20.0, 75.0, heat_w=1e5)
    with pytest.raises(UnsupportedArrangement, match="transcritical"):
        off_design(design_heat_pump(hot_water, co2))
