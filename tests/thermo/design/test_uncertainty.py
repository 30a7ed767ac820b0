"""How sure a design is: every input alone, both ends, and what comes of them."""

import math
from dataclasses import replace

import pytest

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.design import Design, size
from heatloop_thermo.design.inputs import inputs_of
from heatloop_thermo.design.uncertainty import Factor, Uncertainty, uncertainty
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.exchanger import ConstantUa, PlateGeometry, SizingLimits
from heatloop_thermo.heatpump import HeatPumpSpec, Policy, RefrigerantData
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import (
    Circuit,
    DryCoolerToSize,
    ExchangerGiven,
    ExchangerToSize,
    HeatPumpToSize,
    Plant,
    Provenance,
    PumpToSize,
    Sink,
    SourceLoop,
)
from heatloop_thermo.properties import Coolant, glycol, water
from heatloop_thermo.pump import PumpType
from heatloop_thermo.source import MachineBank

PLATE = PlateGeometry("plate", "gasketed", 0.6, 0.45, 3.0e-3, 1.18, 60.0, 0.6e-3, 16.0, 0.15, 400, 150.0, 1.6e6)
KIND = PumpType("end suction", 4, 128.07, 1.2, 155.0, 0.0017, 0.2, 90.0, 1, 0.3, 1.25, 0.4, "EU 547/2012", "estimate")
BANK = MachineBank("hydro", "typed", 125, 1, 8000.0, 0.9, 2e-4, 1.5e-4, 2.4e-4, 20.0, 72.0, 80.0, 45e3)
AREA = "area_m2: miners"


def circuit(coolant: Coolant, lowest_c: float) -> Circuit:
    run = Pipe("run", 0.15408, 0.1683, 4.5e-5, 50.0, 4.0, 0.05, 0.04, 10.0)
    return Circuit(coolant, (run,), (run,), (), PumpToSize(KIND, 0.1), 3.0e5, lowest_c)


def plant(bank: MachineBank = BANK, fouling: float = 1e-5) -> Plant:
    limits = SizingLimits(60e3, 60e3, 7.0, fouling, fouling, 0.05)
    loop = SourceLoop("miners", (bank,), circuit(glycol("MPG", 0.5), -30.0), ExchangerToSize((PLATE,), 3.0, limits))
    sources = (
        Provenance("miners / hydro: outlet maximum", "80", "degC", "a listing", "secondary"),
        Provenance("miners / hydro: flow", "12", "L/min", "guessed", "estimate", "unpublished"),
    )
    sink = Sink("greenhouse", "greenhouse", 2e6, 55.0, 40e3)
    cooler, boiler = DryCoolerToSize(None, 30.0, 10.0), Boiler(2e6, "electricity", 0.99)
    return Plant("small", "A megawatt", 75.0, (loop,), circuit(water(), 5.0), (sink,), None, cooler, boiler, sources)


@pytest.fixture(scope="module")
def design() -> Design:
    return size(plant())


@pytest.fixture(scope="module")
def found(design: Design) -> Uncertainty:
    return uncertainty(design.plant, design)


def factor(found: Uncertainty, word: str) -> Factor:
    return next(one for one in found.factors if word in one.name)


def test_whatever_is_promised_sized_or_drawn_has_a_band(found: Uncertainty):
    promised = {"direct_max_c", "supply_margin_k", "captured_w", "capture_fraction", "delivered_w"}
    drawn = {"pumps_electric_w", "rejector_w"}
    exchanger = {"flow_kg_s", "duty_w", "ua_w_k", "area_m2", "plates", "dp_hot_pa", "dp_cold_pa"}
    pump = {"pump_flow_m3_s", "pump_head_m", "pump_shaft_w", "pump_electric_w", "npsh_available_m"}
    loop = {f"{name}: miners" for name in exchanger | pump}
    header = {f"{name}: header" for name in pump | {"flow_kg_s"}}
    moved = promised | drawn | loop | header
    still = {"supply_c", "rejected_w", "boiler_w", "fans_electric_w"}  # those of this plant may stay where they are
    assert {band.key for band in found.bands} == moved | still
    assert all(found.band(key).low < found.band(key).high for key in moved)


def test_the_margin_of_the_supply_is_that_of_the_hottest_supply(found: Uncertainty):
    margin, hottest = found.band("supply_margin_k"), found.band("direct_max_c")
    for end in ("rated", "low", "high"):
        assert getattr(margin, end) == pytest.approx(getattr(hottest, end) - 75.0, abs=1e-9)


def test_every_band_contains_the_rated_value_and_every_single_swing(found: Uncertainty):
    for band in found.bands:
        assert band.low <= band.rated <= band.high
        for row in found.tornado(band.key):
            for end in (row.at_low, row.at_high):
                assert end is not None
                assert band.low - 1e-9 <= end <= band.high + 1e-9


@pytest.mark.parametrize("key", ["direct_max_c", "pumps_electric_w"])
def test_one_sided_deviations_are_summed_as_squares(found: Uncertainty, key: str):
    band, rows = found.band(key), found.tornado(key)
    ends = [(row.at_low or math.nan, row.at_high or math.nan) for row in rows]
    down = [max(0.0, *(band.rated - end for end in pair)) for pair in ends]
    up = [max(0.0, *(end - band.rated for end in pair)) for pair in ends]
    assert band.rated - band.low == pytest.approx(math.sqrt(math.fsum(x * x for x in down)), rel=1e-9)
    assert band.high - band.rated == pytest.approx(math.sqrt(math.fsum(x * x for x in up)), rel=1e-9)


def test_the_outlet_limit_moves_the_reach_kelvin_for_kelvin_and_alone_decides(found: Uncertainty):
    outlet = factor(found, "outlet limit")
    rated = found.rated["direct_max_c"]
    assert (outlet.low.text, outlet.high.text) == ("78 °C", "82 °C")
    assert outlet.low.values["direct_max_c"] - rated == pytest.approx(-2.0, abs=0.02)
    assert outlet.high.values["direct_max_c"] - rated == pytest.approx(2.0, abs=0.02)
    assert found.tornado("direct_max_c")[0].factor is outlet
    assert found.band("direct_max_c").worst_factor == outlet.name


def test_the_correlation_changes_the_area_but_not_the_verdict(found: Uncertainty):
    formula = factor(found, "correlation")
    assert {formula.low.text, formula.high.text} == {"kumar", "muley-manglik"}
    assert {formula.low.route, formula.high.route} == {found.route}
    assert formula not in found.flips
    areas = {found.rated[AREA], formula.low.values[AREA], formula.high.values[AREA]}
    assert max(areas) > 1.1 * min(areas)
    assert formula.low.values["direct_max_c"] == pytest.approx(found.rated["direct_max_c"], abs=0.01)


def test_captured_heat_follows_the_share_of_heat_to_the_liquid(found: Uncertainty):
    share = factor(found, "heat to the liquid")
    rated = found.rated["captured_w"]
    assert share.low.values["captured_w"] / rated == pytest.approx(0.85 / 0.9, rel=2e-3)
    assert share.high.values["captured_w"] / rated == pytest.approx(0.92 / 0.9, rel=2e-3)
    assert found.band("captured_w").worst_factor == share.name


def test_a_share_of_all_the_heat_is_never_exceeded():
    whole = plant(replace(BANK, liquid_fraction=1.0))
    made = uncertainty(whole, size(whole))
    share = factor(made, "heat to the liquid")
    assert share.high.text == "100 %"
    assert share.high.values == made.rated


def test_a_factor_without_width_moves_nothing():
    still = plant(replace(BANK, flow_min_m3_s=2e-4, flow_max_m3_s=2e-4))
    flow = factor(uncertainty(still, size(still)), "flow through")
    assert flow.low.values == flow.high.values
    assert flow.low.text == flow.high.text == "12 L/min"


def test_another_flow_stays_on_the_machines_own_pressure_drop_curve():
    one = next(one for one in inputs_of(plant()) if "flow through" in one.name)
    bank = one.put(plant(), one.high).loops[0].banks[0]
    assert bank.flow_m3_s == pytest.approx(2.2e-4)
    assert bank.pressure_drop_pa == pytest.approx(BANK.pressure_drop_at(1.1))


def test_every_input_put_back_as_typed_gives_the_same_design(design: Design):
    for one in inputs_of(design.plant):
        again = size(one.put(design.plant, one.values))
        assert again.verdict == design.verdict, one.name
        assert again.heat == design.heat, one.name


def test_a_plant_that_cannot_be_designed_at_an_end_is_recorded_with_its_reason():
    tight = plant(replace(BANK, inlet_max_c=79.0))
    made = uncertainty(tight, size(tight))
    outlet = factor(made, "outlet limit")
    assert outlet.low.route is None
    assert "inlet_max_c" in outlet.low.refusal
    assert outlet.refusals[0].startswith("78 °C: ")
    assert outlet.high.refusal == ""
    assert outlet in made.flips
    assert outlet.name in made.band("captured_w").missing


def test_what_the_plant_does_not_have_is_no_factor(design: Design):
    names = {one.name for one in inputs_of(design.plant)}
    assert not any("heat pump" in name for name in names)
    assert len(names) == 9
    bare = plant(fouling=0.0)
    assert "fouling of the exchangers" not in {one.name for one in inputs_of(bare)}
    sheet = replace(bare, loops=(replace(bare.loops[0], exchanger=ExchangerGiven(ConstantUa(200e3))),))
    assert "plate correlation" not in {one.name for one in inputs_of(sheet)}
    assert AREA not in uncertainty(sheet, size(sheet)).rated


def test_the_provenance_says_how_well_an_input_is_known(found: Uncertainty):
    assert (factor(found, "outlet limit").verified, factor(found, "outlet limit").unverified) == ("secondary", False)
    assert factor(found, "flow through").unverified
    assert factor(found, "pressure drop").verified is None
    assert all(one.why.startswith("estimate: ") for one in found.factors)


def test_a_target_near_the_edge_is_flipped_by_the_outlet_limit_alone(design: Design):
    edge = replace(design.plant, target_c=design.verdict.direct_max_c - 1.0)
    made = uncertainty(edge, size(edge))
    assert made.route == "direct"
    assert [one.name for one in made.flips] == ["outlet limit of the machines"]
    assert factor(made, "outlet limit").low.route == "boiler_top_up"


def test_an_unknown_quantity_is_refused_by_name(found: Uncertainty):
    with pytest.raises(OutOfRange, match="'cost' is none of direct_max_c"):
        found.tornado("cost")


def racks_with(*fluids: RefrigerantData) -> Plant:
    racks = MachineBank("racks", "typed", 8, 1, 130e3, 0.9, 2.95e-3, 1.0e-3, 3.5e-3, 2.0, 45.0, 56.0, 120e3)
    lift = HeatPumpToSize(HeatPumpSpec("R1233zd(E)", arrangement="single"), fluids, Policy(), 30e3, 30e3)
    return replace(plant(), loops=(SourceLoop("miners", (racks,), circuit(glycol("MPG", 0.3), 5.0), None, lift),))


ZD = RefrigerantData("R1233zd(E)", "halocarbon", 3.88, "A1", 140.0, 28e5)
AMMONIA = RefrigerantData("R717", "ammonia", 0.0, "B2L", 140.0, 60e5)


@pytest.mark.xdist_group("coolprop")
def test_a_better_compressor_draws_less_and_the_verdict_hangs_on_its_power():
    lifted = racks_with(ZD)
    made = uncertainty(lifted, size(lifted))
    compressor = factor(made, "isentropic")
    assert made.route == "heat_pump"
    assert made.verdict_key == "heat_pump_electric_w"
    assert (compressor.low.text, compressor.high.text) == ("0.7", "0.8")
    for key, lower, upper in (("heat_pump_electric_w", "high", "low"), ("cop", "low", "high")):
        band = made.band(key)
        assert band.low < getattr(compressor, lower).values[key] < band.rated < getattr(compressor, upper).values[key]
    assert compressor.low.values["cop"] / made.rated["cop"] == pytest.approx(0.70 / 0.75, abs=0.03)
    assert not any("correlation" in one.name for one in made.factors)
    machine = {"lift_electric_w", "lift_cop", "discharge_c", "swept_m3_s", "evaporator_area_m2", "condenser_area_m2"}
    assert {f"{name}: miners" for name in machine} <= made.rated.keys()
    assert made.band("lift_cop: miners").rated == made.band("cop").rated


@pytest.mark.xdist_group("coolprop")
def test_keeping_the_chosen_refrigerant_gives_the_bands_of_choosing_it_again():
    """To 1e-9 of the rated value, where every end would choose the same one."""
    lifted = racks_with(ZD, AMMONIA)
    design = size(lifted)
    assert design.loops[0].selection.chosen.data is AMMONIA
    kept, again = (uncertainty(lifted, design, choose_again=again) for again in (False, True))
    for ours, full in zip(kept.bands, again.bands, strict=True):
        assert (ours.key, ours.worst_factor, ours.missing) == (full.key, full.worst_factor, full.missing)
        assert (ours.low, ours.high) == pytest.approx((full.low, full.high), rel=1e-9, abs=1e-9 * abs(full.rated))


@pytest.mark.xdist_group("coolprop")
def test_an_end_that_the_chosen_refrigerant_cannot_serve_is_designed_with_another():
    """Its discharge limit lies just above the rated discharge: a worse compressor would break it."""
    rated = size(racks_with(AMMONIA)).loops[0].machine
    tight = replace(AMMONIA, discharge_max_c=rated.discharge_c + 2.0)
    lifted = racks_with(tight, ZD)
    design = size(lifted)
    assert design.loops[0].machine.refrigerant == "R717"
    made = uncertainty(lifted, design)
    compressor = factor(made, "isentropic")
    assert compressor.low.route == "heat_pump"
    other = size(next(one for one in inputs_of(lifted) if one.name == compressor.name).put(lifted, [0.7]))
    assert other.loops[0].machine.refrigerant == "R1233zd(E)"
    assert compressor.low.values["cop"] == pytest.approx(other.loops[0].machine.cop, rel=1e-12)
