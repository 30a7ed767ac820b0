"""From a site to a plant: units converted once, catalogue and site file merged, every number with its origin."""

import dataclasses
from types import MappingProxyType

import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load, load_text
from heatloop_sites.machine import LEAVES
from heatloop_sites.problem import SiteError
from heatloop_sites.schema import Site
from heatloop_sites.schema.circuit import Fittings
from heatloop_thermo.air import air_pressure_pa
from heatloop_thermo.exchanger import PlateExchanger, ScaledUa
from heatloop_thermo.fittings import FITTINGS, total_k
from heatloop_thermo.plant import ExchangerGiven, ExchangerToSize, PumpGiven, PumpToSize
from heatloop_thermo.properties import pg25


@pytest.fixture(scope="module")
def plant():
    return build(load("bitforest"))


def test_the_reference_site_is_the_published_one(plant):
    (loop,) = plant.loops
    assert loop.electric_w == pytest.approx(2.952e6)
    assert loop.liquid_w == pytest.approx(2.6568e6)
    assert plant.target_c == 75.0
    (bank,) = loop.banks
    assert dataclasses.asdict(bank) == pytest.approx(
        {
            "name": "miners",
            "model": "avalon-a1566ha-460t",
            "count": 360,
            "groups": 4,
            "power_w": 8200.0,
            "liquid_fraction": 0.9,
            "flow_m3_s": 2e-4,
            "flow_min_m3_s": 1.5e-4,
            "flow_max_m3_s": 14e-3 / 60,
            "inlet_min_c": 20.0,
            "inlet_max_c": 72.0,
            "outlet_max_c": 80.0,
            "pressure_drop_pa": 45e3,
            "pressure_drop_exponent": 1.9,
        }
    )


def test_circuits_are_wired_as_typed(plant):
    circuit, header = plant.loops[0].circuit, plant.header
    assert [pipe.length_m for pipe in (*circuit.supply, *circuit.return_)] == [60.0, 60.0]
    assert header.supply[0].inner_diameter_m == pytest.approx(0.15408)
    assert header.supply[0].insulation_thickness_m == 0.08
    expected = total_k({"elbow_90_long": 12, "butterfly_valve": 3, "check_valve": 1}, 0.15408)
    assert header.return_[0].fittings_k == pytest.approx(expected)
    assert [part.name for part in circuit.components] == ["strainer", "dry-cooler diverting valve"]
    assert circuit.components[0].flow_m3_s == pytest.approx(260.0 / 3600.0)
    assert (circuit.lowest_ambient_c, header.lowest_ambient_c) == (-40.7, 5.0)
    assert isinstance(circuit.pump, PumpToSize)
    assert (circuit.pump.type.mains_hz, circuit.pump.parallel, circuit.pump.standby) == (60, 1, 1)


def test_gauge_pressure_becomes_absolute_with_the_air_of_the_site(plant):
    assert plant.header.static_pressure_pa == pytest.approx(2e5 + air_pressure_pa(239.0))
    assert air_pressure_pa(239.0) == pytest.approx(98_487, rel=1e-4)


def test_the_other_parts_are_there(plant):
    assert plant.tank_volume_m3 == 600.0
    assert plant.dry_cooler is not None
    assert (plant.dry_cooler.capacity_w, plant.dry_cooler.design_ambient_c, plant.dry_cooler.approach_k) == (
        None,
        30.3,
        10.0,
    )
    assert plant.boiler is not None
    assert (plant.boiler.capacity_w, plant.boiler.energy, plant.boiler.efficiency) == (5.5e6, "electricity", 0.99)
    (sink,) = plant.sinks
    assert (sink.kind, sink.design_load_w, sink.return_c, sink.pressure_drop_pa) == ("greenhouse", 5e6, 55.0, 5e4)


def test_gasketed_plates_are_offered_at_three_angles_each(plant):
    exchanger = plant.loops[0].exchanger
    assert isinstance(exchanger, ExchangerToSize)
    assert len(exchanger.plates) == 24
    assert {plate.kind for plate in exchanger.plates} == {"gasketed"}
    assert (exchanger.approach_k, exchanger.limits.dp_hot_max_pa, exchanger.limits.oversurface_min) == (3.0, 6e4, 0.1)
    assert exchanger.limits.pressure_max_pa == 2e5


def test_a_plant_carries_plain_floats_only(plant):
    """Typed numbers stay at the edge: behind it they would only be slow."""

    def odd(value, path):
        if isinstance(value, float) and type(value) is not float:
            yield path
        elif dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from odd(getattr(value, field.name), f"{path}.{field.name}")
        elif isinstance(value, tuple):
            for i, each in enumerate(value):
                yield from odd(each, f"{path}[{i}]")

    assert not list(odd(plant, "plant"))


def test_every_assumption_of_the_site_file_is_among_the_origins(plant, bitforest):
    assumed = {row.what for row in plant.provenance if row.assumption is not None}
    facts = {f"containers / miners: {name}" for _, _, name in LEAVES} - {"containers / miners: power"}
    assert facts <= assumed
    assert "containers / coolant: fraction" in assumed
    assert "tomato greenhouse: design load" in assumed
    texts = {row.assumption for row in plant.provenance if row.assumption is not None}
    assert len(texts) == bitforest.count("assumption:")


def test_every_origin_names_what_value_source_and_mark(plant):
    rows = {row.what: row for row in plant.provenance}
    assert len(rows) == len(plant.provenance), "a number is listed twice"
    power = rows["containers / miners: power"]
    assert (power.value, power.unit, power.verified, power.assumption) == ("8200", "W", "secondary", None)
    assert (rows["economics: power price"].value, rows["economics: power price"].unit) == ("0.035", "USD/kWh")
    assert "fits the published table" in rows["containers / miners: pressure drop exponent"].source
    assert {"water: properties", "pipe schedule 40: diameters", "fitting check_valve: loss coefficient"} <= set(rows)
    assert all(row.source and row.verified in {"manufacturer", "secondary", "estimate"} for row in plant.provenance)


def test_what_is_typed_replaces_what_the_catalogue_says(bitforest, edit):
    text = edit(
        bitforest,
        ("groups: 4 ", "power: {value: 7.9 kW, source: our meter, verified: manufacturer}\n        groups: 4 "),
    )
    plant = build(load_text(text))
    assert plant.loops[0].banks[0].power_w == 7900.0
    (row,) = [row for row in plant.provenance if row.what == "containers / miners: power"]
    assert (row.value, row.unit, row.source, row.verified) == ("7.9", "kW", "our meter", "manufacturer")


def test_a_machine_can_be_typed_in_fully_under_one_mark(bitforest, edit):
    start, end = bitforest.index("      - name: miners"), bitforest.index("    exchanger:")
    bank = """      - name: racks
        count: 8
        power: 132 kW
        liquid_fraction: 90 %
        flow: {value: 150 L/min, min: 59 L/min, max: 177 L/min}
        inlet: {min: 2 degC, max: 45 degC}
        outlet: {max: 55 degC}
        pressure_drop: {value: 90 kPa, exponent: 1.85}
        source: the maker's sheet
        verified: manufacturer
"""
    plant = build(load_text(bitforest[:start] + bank + bitforest[end:]))
    (made,) = plant.loops[0].banks
    assert (made.model, made.count, made.groups, made.power_w, made.pressure_drop_exponent) == (
        "typed in",
        8,
        1,
        132e3,
        1.85,
    )
    rows = [row for row in plant.provenance if row.what.startswith("containers / racks")]
    assert len(rows) == 9
    assert {row.source for row in rows} == {"the maker's sheet"}


def test_a_machine_of_the_catalogue_needs_only_what_is_unpublished(bitforest, edit):
    start, end = bitforest.index("      - name: miners"), bitforest.index("    exchanger:")
    bank = """      - name: miners
        model: antminer-s21-hyd
        count: 100
        liquid_fraction: 95 %
        flow: 9 L/min
        outlet: {max: 60 degC}
        assumption: unpublished by the maker
"""
    made = build(load_text(bitforest[:start] + bank + bitforest[end:])).loops[0].banks[0]
    assert (made.power_w, made.inlet_max_c, made.pressure_drop_pa) == (5360.0, 50.0, 5e4)
    assert (made.flow_min_m3_s, made.flow_m3_s) == pytest.approx((8e-3 / 60.0, 9e-3 / 60.0))


CURVE = (
    "{curve: {speed: 1750 rpm, shutoff_head: 24 m, bep_flow: 144 m3/h, bep_head: 20 m, bep_efficiency: 78 %, npsh_bep: 2.5 m, "
    "motor: {rated: 15 kW, drive: false}, source: sheet 4711, verified: manufacturer}, parallel: 2}"
)


def test_a_pump_can_be_given_by_its_curve(bitforest, edit):
    text = edit(bitforest, ("{type: end-suction-4-pole, head_margin: 10 %, parallel: 1, standby: 1}", CURVE))
    pump = build(load_text(text)).header.pump
    assert isinstance(pump, PumpGiven)
    assert pump.curve.head_m(0.04) == pytest.approx(20.0)
    assert (pump.parallel, pump.standby, pump.curve.motor.mains_hz, pump.curve.motor.on_drive) == (2, 0, 60, False)
    assert (pump.curve.source, pump.curve.verified) == ("sheet 4711", "manufacturer")


SIZE_TO = "    pump:\n"


def with_exchanger(bitforest, block):
    start = bitforest.index("      size:\n")
    return build(load_text(bitforest[:start] + block + bitforest[bitforest.index(SIZE_TO) :])).loops[0].exchanger


def test_an_exchanger_can_be_given_by_its_data_sheet(bitforest):
    block = """      datasheet:
        duty: 2800 kW
        hot_in: 80 degC
        hot_out: 72 degC
        cold_in: 55 degC
        cold_out: 75 degC
        flow_hot: 95.8 kg/s
        flow_cold: 33.4 kg/s
        pressure_drop_hot: 60 kPa
        pressure_drop_cold: 40 kPa
        area: 110 m2
        source: a maker's sheet
        verified: manufacturer
"""
    made = with_exchanger(bitforest, block)
    assert isinstance(made, ExchangerGiven)
    assert isinstance(made.exchanger, ScaledUa)
    assert made.exchanger.ua_w_k == pytest.approx(2.8e6 / 9.9, rel=0.02)  # log mean of 5 and 17 K is 9.8 K


def test_an_exchanger_can_be_given_by_its_plates(bitforest):
    block = (
        "      plates: {plate: gasketed-dn150-60, count: 121, fouling_hot: 0.00001 m2*K/W, fouling_cold: 0 m2*K/W}\n"
    )
    made = with_exchanger(bitforest, block)
    assert isinstance(made, ExchangerGiven)
    assert isinstance(made.exchanger, PlateExchanger)
    assert (made.exchanger.plates, made.exchanger.plate.chevron_beta_deg) == (121, 60.0)
    with pytest.raises(SiteError, match="several chevron angles; write one of gasketed-dn150-30"):
        with_exchanger(bitforest, block.replace("dn150-60", "dn150"))
    with pytest.raises(SiteError, match="frame of gasketed-dn150-60"):
        with_exchanger(bitforest, block.replace("121", "9999"))


def test_families_can_be_named(bitforest, edit):
    text = edit(bitforest, ("        kind: gasketed\n", "        families: [brazed-dn100, kakac-liu-45]\n"))
    made = build(load_text(text)).loops[0].exchanger
    assert isinstance(made, ExchangerToSize)
    names = [plate.name for plate in made.plates]
    assert names == ["brazed-dn100-30", "brazed-dn100-45", "brazed-dn100-60", "kakac-liu-45"]


def test_pipes_are_found_by_inches_and_by_millimetres(bitforest, edit):
    plants = [
        build(load_text(edit(bitforest, ("nps: 8\n        schedule: 40\n", size))))
        for size in ("nps: 2 1/2\n", "nps: 2.5\n", "nps: '2.5'\n", "dn: 65\n        schedule: 40\n")
    ]
    assert {plant.loops[0].circuit.supply[0].outer_diameter_m for plant in plants} == {0.073}


def test_coolants_can_be_a_name_a_fraction_or_a_table(bitforest, edit):
    rows = "\n".join(
        f"          - {{t: {t} degC, density: {1030 - t * 0.5} kg/m3, heat_capacity: {3.9 + t * 0.001} kJ/kgK, "
        f"viscosity: {2.2 * 0.985**t} mPa*s, conductivity: {0.45 + t * 0.0005} W/mK}}"
        for t in (0, 20, 40, 60, 80)
    )
    table = f"table:\n        name: our coolant\n        freeze: -10 degC\n        source: sheet\n        verified: manufacturer\n        rows:\n{rows}\n"
    old = bitforest[bitforest.index("      fluid: MPG") : bitforest.index("    sources:")]
    made = build(load_text(edit(bitforest, (old, f"      {table}")))).loops[0].circuit.coolant
    assert (made.name, made.freeze_c, made.t_low_c, made.t_high_c) == ("our coolant", -10.0, 0.0, 80.0)
    assert build(load_text(edit(bitforest, (old, "      fluid: PG25\n")))).loops[0].circuit.coolant == pg25()


def test_several_loops_and_sinks_keep_their_order(bitforest):
    start, end = bitforest.index("  - name: containers"), bitforest.index("header:")
    second = bitforest[start:end].replace("name: containers", "name: second row")
    plant = build(load_text(bitforest[:end] + second + bitforest[end:]))
    assert [loop.name for loop in plant.loops] == ["containers", "second row"]


def test_what_only_the_engineering_core_sees_is_still_a_problem_with_a_line(bitforest):
    """A site that was not checked by `load`, or a rule that is missing there: the core's refusal is no traceback."""
    good = load("bitforest")
    header = good.header.model_copy(
        update={"coolant": good.header.coolant.model_copy(update={"fluid": "MPG", "fraction": 0.9})}
    )
    bad = good.model_copy(update={"header": header})
    assert isinstance(bad, Site)
    with pytest.raises(SiteError, match=r"bitforest\.yaml:\d+: header\.fraction: mass fraction of MPG = 0\.9"):
        build(bad)


def test_the_fittings_of_a_site_file_are_those_of_the_core():
    assert set(Fittings.model_fields) == set(FITTINGS)
    assert isinstance(FITTINGS, MappingProxyType)
