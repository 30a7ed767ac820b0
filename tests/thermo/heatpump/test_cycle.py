"""Cycles: published figures, CoolProp asked directly, and the laws that no cycle may break."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import CoolProp
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heatloop_thermo.errors import Infeasible, OutOfRange
from heatloop_thermo.heatpump import (
    Cascade,
    Compressor,
    Cycle,
    Refrigerant,
    Transcritical,
    TwoStage,
    carnot_cop,
    lorenz_cop,
    pinch_between_k,
    solve_cascade,
    solve_cycle,
    solve_two_stage,
)

pytestmark = pytest.mark.xdist_group("coolprop")
DATA = Path(__file__).parents[1] / "data"
BANDS = json.loads((DATA / "bands.json").read_text(encoding="utf-8"))
EXAMPLES = json.loads((DATA / "heat_pump_examples.json").read_text(encoding="utf-8"))
KELVIN = 273.15
SUBCRITICAL = (
    *("R1233zd(E)", "R1234ze(Z)", "R1234ze(E)", "R600", "R600a", "R601", "R717", "R1336mzz(Z)", "R1336mzz(E)"),
    *("R290", "R245fa", "R134a", "R1224yd(Z)"),
)


def published():
    text = (DATA / "heat_pump_cycles.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@pytest.mark.parametrize("row", published(), ids=lambda row: row["refrigerant"])
def test_the_reference_cycles_come_out_to_every_printed_digit(row):
    result = solve_cycle(Cycle(row["refrigerant"], 40.0, 80.0))
    ours = {
        "evaporating_bar": result.evaporating_pa / 1e5,
        "condensing_bar": result.condensing_pa / 1e5,
        "cop": result.cop_heating,
        "vhc_kj_m3": result.vhc_j_m3 / 1e3,
    }
    for name, value in ours.items():
        digits = len(row[name].partition(".")[2])
        assert f"{value:.{digits}f}" == row[name], name
    assert result.discharge_c == pytest.approx(
        float(row["discharge_c"]), **BANDS["cycle_discharge_c"]
    )  # 86.549 is printed as 86.6


@pytest.mark.parametrize("name", SUBCRITICAL)
def test_a_cycle_is_what_coolprop_gives_state_by_state(name):
    cp = CoolProp.CoolProp
    state = CoolProp.AbstractState("HEOS", "R1224YDZ" if name == "R1224yd(Z)" else name)
    state.update(cp.QT_INPUTS, 1.0, 40.0 + KELVIN)
    low = state.p()
    state.update(cp.QT_INPUTS, 0.0, 80.0 + KELVIN)
    high = state.p()
    state.update(cp.PT_INPUTS, low, 45.0 + KELVIN)
    h1, s1, rho1 = state.hmass(), state.smass(), state.rhomass()
    state.update(cp.PSmass_INPUTS, high, s1)
    h2 = h1 + (state.hmass() - h1) / 0.75
    state.update(cp.HmassP_INPUTS, h2, high)
    t2 = state.T() - KELVIN
    state.update(cp.PT_INPUTS, high, 75.0 + KELVIN)
    h3 = state.hmass()

    result = solve_cycle(Cycle(name, 40.0, 80.0))
    assert result.cop_heating == pytest.approx((h2 - h3) / (h2 - h1), rel=1e-8)
    assert result.discharge_c == pytest.approx(t2, abs=1e-6)
    assert result.vhc_j_m3 == pytest.approx((h2 - h3) * rho1, rel=1e-8)
    assert result.pressure_ratio == pytest.approx(high / low, rel=1e-9)


def test_the_heat_pump_of_tespys_basic_example_comes_out_to_1e_5():
    """R134a, dry at 20 degC, boiling liquid at 80 degC, efficiency 0.85, 2 % of pressure lost on either side, 1 MW."""
    case, band = EXAMPLES["tespy"], BANDS["tespy_example"]
    answers = {name: float(value) for name, value in case["answers"].items()}
    result = solve_cycle(Cycle(**case["cycle"], compressor=Compressor(case["isentropic_efficiency"])))
    assert result.cop_heating == pytest.approx(answers["cop_heating"], **band["cop_heating"])
    assert result.work_w(case["heat_w"]) == pytest.approx(answers["work_w"], **band["work_w"])
    assert result.mass_flow_kg_s(case["heat_w"]) == pytest.approx(answers["mass_flow_kg_s"], **band["mass_flow_kg_s"])
    assert result.discharge_c == pytest.approx(answers["discharge_c"], **band["discharge_c"])


def test_the_transcritical_reference_cycle_comes_out():
    case = EXAMPLES["transcritical"]
    result = solve_cycle(Transcritical(**case["cycle"]))
    assert f"{result.discharge_c:.1f}" == case["answers"]["discharge_c"]
    assert f"{result.cop_heating:.3f}" == case["answers"]["cop_heating"]
    assert result.condensing_c is None


def test_carnot_and_lorenz_are_what_two_temperatures_allow():
    case = EXAMPLES["carnot"]
    assert carnot_cop(case["cold_c"], case["hot_c"]) == pytest.approx(float(case["cop"]), **BANDS["carnot"])
    assert lorenz_cop(40.0, 40.0, 80.0, 80.0) == pytest.approx(carnot_cop(40.0, 80.0), rel=1e-12)
    with pytest.raises(OutOfRange, match="lift"):
        carnot_cop(50.0, 50.0)


def exists(cycle):
    """An internal exchanger warms vapour with hotter liquid; any other cycle between these temperatures is one."""
    hotter_k = cycle.condensing_c - cycle.subcooling_k - cycle.evaporating_c - cycle.superheat_k
    return cycle.ihx_effectiveness == 0.0 or hotter_k > 0.1


cycles = st.builds(
    Cycle,
    st.sampled_from(SUBCRITICAL),
    evaporating_c=st.floats(5.0, 45.0),
    condensing_c=st.floats(55.0, 85.0),
    superheat_k=st.floats(0.0, 15.0),
    subcooling_k=st.floats(0.0, 10.0),
    compressor=st.builds(Compressor, st.floats(0.6, 1.0), heat_loss_fraction=st.floats(0.0, 0.2)),
    ihx_effectiveness=st.sampled_from((0.0, 0.0, 0.3)),
    evaporator_loss=st.floats(0.0, 0.05),
    condenser_loss=st.floats(0.0, 0.05),
).filter(exists)  # efficiency from 0.6: below it the discharge leaves the data of R1234ze(E), which end at 147 degC
SMALL_LIFT = Cycle(
    "R1336mzz(Z)", 45.0, 61.0, superheat_k=15.0, subcooling_k=9.0, compressor=Compressor(1.0)
)  # 24 K of superheat and subcooling on 16 K of lift


def mean_c(path):
    """Heat over change of entropy: the mean temperature, moved by what lost pressure does to the heat at the most."""
    entropy_j_kgk = abs(path.end.entropy_j_kgk - path.start.entropy_j_kgk)
    at_c = path.heat_j_kg / entropy_j_kgk - KELVIN
    ends = [state for zone in path.zones for state in (zone.start, zone.end)]
    lost_j_kg = (path.start.pressure_pa - path.end.pressure_pa) / min(state.density_kg_m3 for state in ends)
    moved_k = lost_j_kg / entropy_j_kgk + 1e-3
    assert min(state.t_c for state in ends) - moved_k < at_c < max(state.t_c for state in ends) + moved_k
    return at_c


@given(cycles)
@example(SMALL_LIFT)
def test_heat_closes_and_no_cycle_beats_carnot(cycle):
    """Carnot between the mean temperatures at which the cycle takes and gives its heat."""
    result = solve_cycle(cycle)
    assert abs(result.balance_error_fraction) < 1e-12
    best = carnot_cop(mean_c(result.evaporator), mean_c(result.condenser))
    assert 1.0 - cycle.compressor.heat_loss_fraction < result.cop_heating < best


def test_carnot_between_dew_and_bubble_does_not_bind_a_cycle_whose_superheat_and_subcooling_exceed_its_lift():
    """Such a cycle takes heat above its dew point and gives it below its bubble point."""
    assert solve_cycle(SMALL_LIFT).cop_heating > carnot_cop(SMALL_LIFT.evaporating_c, SMALL_LIFT.condensing_c)
    plain = replace(SMALL_LIFT, superheat_k=0.0, subcooling_k=0.0)
    assert solve_cycle(plain).cop_heating < carnot_cop(plain.evaporating_c, plain.condensing_c)


@given(cycles)
def test_compression_and_expansion_make_entropy_and_zones_join(cycle):
    result = solve_cycle(cycle)
    machine = result.compressions[0]
    assert machine.isentropic.entropy_j_kgk == pytest.approx(machine.suction.entropy_j_kgk, abs=1e-6)
    if cycle.compressor.heat_loss_fraction == 0.0:
        assert machine.discharge.entropy_j_kgk >= machine.suction.entropy_j_kgk - 1e-6
    before_valve = next(point.state for point in reversed(result.states) if point.number in ("3", "3i"))
    assert result.evaporator.start.entropy_j_kgk > before_valve.entropy_j_kgk
    assert result.evaporator.start.enthalpy_j_kg == before_valve.enthalpy_j_kg
    for path in (result.condenser, result.evaporator):
        assert all(one.end is two.start for one, two in zip(path.zones, path.zones[1:], strict=False))
        assert sum(path.zone_heat_j_kg(zone.name) for zone in path.zones) == pytest.approx(path.heat_j_kg, rel=1e-12)


@given(
    st.sampled_from(SUBCRITICAL), st.floats(8.0, 40.0), st.floats(60.0, 82.0), st.floats(0.5, 8.0)
)  # R1234ze(Z) data: -0.15 °C up
def test_the_cop_falls_with_the_lift(name, low_c, high_c, more_k):
    fluid = Refrigerant(name)
    base = solve_cycle(Cycle(name, low_c, high_c), fluid).cop_heating
    assert solve_cycle(Cycle(name, low_c, high_c + more_k), fluid).cop_heating < base
    assert solve_cycle(Cycle(name, low_c - more_k, high_c), fluid).cop_heating < base


def test_pressure_is_lost_in_evaporation_and_condensation_only():
    result = solve_cycle(Cycle("R134a", 20.0, 70.0, evaporator_loss=0.05, condenser_loss=0.04))
    zones = {
        zone.name: (zone.start.pressure_pa, zone.end.pressure_pa)
        for zone in (*result.condenser.zones, *result.evaporator.zones)
    }
    high, low = zones["condensation"]
    assert low / high == pytest.approx(0.96, rel=1e-12)
    assert zones["desuperheating"] == pytest.approx((high, high), rel=1e-12)
    assert zones["subcooling"] == pytest.approx((low, low), rel=1e-12)
    enters, leaves = zones["evaporation"]
    assert leaves / enters == pytest.approx(0.95, rel=1e-12)
    assert zones["superheating"] == pytest.approx((leaves, leaves), rel=1e-12)
    assert (result.condensing_c, result.evaporating_c) == pytest.approx((70.0, 20.0), abs=1e-9)
    assert result.condensing_pa == pytest.approx(high, rel=1e-12)


def test_the_internal_exchanger_takes_from_the_liquid_what_it_gives_the_vapour():
    without, result = (solve_cycle(Cycle("R600", 40.0, 80.0, ihx_effectiveness=e)) for e in (0.0, 0.6))
    states = {point.number: point.state for point in result.states}
    given_j_kg = states["1i"].enthalpy_j_kg - states["1"].enthalpy_j_kg
    assert given_j_kg == pytest.approx(states["3"].enthalpy_j_kg - states["3i"].enthalpy_j_kg, rel=1e-12)
    assert given_j_kg == pytest.approx(result.ihx_heat_j_kg, rel=1e-12)
    assert states["1"].t_c < states["1i"].t_c < states["3"].t_c
    assert states["1"].t_c < states["3i"].t_c < states["3"].t_c
    assert result.discharge_c > without.discharge_c


@pytest.mark.parametrize("kind", ["open", "flash_gas"])
@pytest.mark.parametrize("name", ["R717", "R1234ze(Z)", "R134a"])
def test_two_stages_need_less_work_and_the_flash_tank_balances(name, kind):
    single = solve_cycle(Cycle(name, 10.0, 80.0))
    result = solve_two_stage(TwoStage(name, 10.0, 80.0, kind))
    low, high = result.compressions
    states = {point.number: point.state for point in result.states}
    assert abs(result.balance_error_fraction) < 1e-12
    assert result.cop_heating > single.cop_heating
    assert low.pressure_ratio == pytest.approx(high.pressure_ratio, rel=1e-9)
    into = low.flow_ratio * low.discharge.enthalpy_j_kg + states["6"].enthalpy_j_kg
    out = high.suction.enthalpy_j_kg + low.flow_ratio * states["7"].enthalpy_j_kg
    assert into == pytest.approx(out, rel=1e-12)
    if kind == "open":
        assert high.suction.quality == 1.0
        assert result.discharge_c < single.discharge_c
    else:
        assert low.flow_ratio == pytest.approx(1.0 - states["6"].quality, rel=1e-9)


@pytest.mark.parametrize("loss", [0.0, 0.03])
def test_a_cascade_hands_the_heat_on_at_its_pinch_and_its_middle_is_near_the_best(loss):
    fluids = Refrigerant("R290"), Refrigerant("R1233zd(E)")
    lossy = {"evaporator_loss": loss, "condenser_loss": loss}
    lower = Cycle("R290", 0.0, 0.0, subcooling_k=0.0, **lossy)
    upper = Cycle("R1233zd(E)", 0.0, 0.0, ihx_effectiveness=0.4, **lossy)

    def at(between_c):
        return solve_cascade(Cascade(lower, upper, -10.0, 90.0, pinch_k=4.0, intermediate_c=between_c), fluids)

    result = at(None)
    assert abs(result.balance_error_fraction) < 1e-12
    states = {point.number: point.state for point in result.states}
    between_c = fluids[1].saturated_at(states["U1"].pressure_pa, 1.0).t_c
    hot = solve_cycle(replace(lower, evaporating_c=-10.0, condensing_c=states["L3"].t_c), fluids[0]).condenser
    cold = solve_cycle(replace(upper, evaporating_c=between_c, condensing_c=90.0), fluids[1]).evaporator
    assert pinch_between_k(hot, fluids[0], cold, fluids[1]) == pytest.approx(4.0, abs=1e-6)
    best = max(at(float(c)).cop_heating for c in range(10, 60, 5))
    assert result.cop_heating > 0.99 * best


def test_the_swept_volume_of_each_stage_is_its_own_flow_over_density_and_efficiency():
    result = solve_two_stage(TwoStage("R717", 10.0, 80.0, compressor=Compressor(0.75, 0.8)))
    low, high = result.compressions
    flow = 1e6 / result.condenser_heat_j_kg
    assert low.flow_ratio < 0.8
    volumes = tuple(flow * c.flow_ratio / c.suction.density_kg_m3 / 0.8 for c in (low, high))
    assert result.swept_volume_m3_s(1e6) == pytest.approx(volumes, rel=1e-12)
    assert result.vhc_j_m3 == pytest.approx(1e6 / (0.8 * volumes[0]), rel=1e-12)


def test_what_is_no_cycle_is_refused_by_name():
    with pytest.raises(OutOfRange, match=r"isentropic_efficiency = 1\.2"):
        Compressor(1.2)
    with pytest.raises(OutOfRange, match="superheat_k = nan"):
        Cycle("R600", 40.0, 80.0, superheat_k=float("nan"))
    with pytest.raises(OutOfRange, match=r"saturation temperature of R134a = 105 degC is outside -103.3\.\."):
        solve_cycle(Cycle("R134a", 40.0, 105.0))
    with pytest.raises(OutOfRange, match="saturation temperature of R600 = nan"):
        solve_cycle(Cycle("R600", float("nan"), 80.0))
    with pytest.raises(Infeasible, match="nothing to lift"):
        solve_cycle(Cycle("R600", 60.0, 50.0))
    with pytest.raises(OutOfRange, match="high_pa"):
        solve_cycle(Transcritical("R744", 0.0, high_pa=60e5, gas_cooler_out_c=40.0))
    with pytest.raises(OutOfRange, match="warms no vapour"):
        solve_cycle(Cycle("R600", 40.0, 42.0, superheat_k=5.0, subcooling_k=0.0, ihx_effectiveness=0.5))
    with pytest.raises(OutOfRange, match=r"temperature of R1234ze\(E\) = 150\..* is outside -104"):
        solve_cycle(Cycle("R1234ze(E)", 5.0, 84.0, 15.0, 6.7, Compressor(0.5), 0.3, condenser_loss=0.05))
    with pytest.raises(OutOfRange, match="intercooler = 'closed'"):
        TwoStage("R600", 0.0, 80.0, "closed")
    with pytest.raises(Infeasible, match="nothing to lift"):
        solve_two_stage(TwoStage("R600", 60.0, 50.0))
    with pytest.raises(Infeasible, match="is not between"):
        solve_cascade(Cascade(Cycle("R290", 0, 0), Cycle("R600", 0, 0), 0.0, 80.0, intermediate_c=90.0))
