"""The catalogue: every row complete and sourced, arithmetic that agrees with itself, nothing published twice differently."""

import re
from pathlib import Path

import pytest

import heatloop_sites
from heatloop_sites import catalog
from heatloop_sites.catalog import UnknownRow
from heatloop_sites.exchangers import plates_named, plates_of
from heatloop_sites.schema.base import Mark

FOLDER = Path(heatloop_sites.__path__[0]) / "catalog"
FILES = sorted({name for names, _, _ in catalog._SOURCES.values() for name in names})
MACHINES = catalog.names("machine")


def test_no_row_of_a_file_is_overlooked():
    text = "".join((FOLDER / name).read_text(encoding="utf-8") for name in FILES)
    written = re.findall(r"^  - \{?(?:name|schedule):", text, re.MULTILINE)
    assert len(catalog.names()) == len(set(catalog.names())) == len(written) > 58


@pytest.mark.parametrize("name", catalog.names())
def test_every_fact_of_every_row_has_a_source_and_a_mark(name):
    row = catalog.row(name)
    assert row.source.strip()
    assert row.verified in {"manufacturer", "secondary", "estimate"}
    for fact in catalog.facts(row):
        assert fact.source, fact
        assert fact.verified in {"manufacturer", "secondary", "estimate"}
        assert re.fullmatch(r"-?[\d.]+" if fact.what != "safety class" else r"[AB][123]L?", fact.value), fact
    for _, block in row:
        if isinstance(block, Mark):
            assert (block.source is None) == (block.verified is None), f"{name}: half a mark"
            assert block.assumption is None, "a catalogue publishes, it does not assume"


@pytest.mark.parametrize("name", MACHINES)
def test_hash_rate_power_and_efficiency_agree_or_the_row_says_that_they_do_not(name):
    row = catalog.machine(name)
    if row.power is None or row.hashrate is None or row.efficiency_j_th is None:
        return
    arithmetic = row.power.value_w / row.hashrate.value_th_s
    agrees = abs(arithmetic - row.efficiency_j_th) <= 0.051  # printed with one decimal
    assert agrees or row.conflict is not None, f"{name}: {arithmetic:.2f} J/TH, {row.efficiency_j_th} printed"


def test_the_one_known_contradiction_is_marked():
    row = catalog.machine("avalon-a1566ha-500t")
    assert row.conflict is not None
    assert "16.13" in row.conflict


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_for_immersion_says_why_it_is_refused_and_no_other_does(name):
    row = catalog.machine(name)
    assert (row.cooling == "immersion") == (row.refused is not None)


def test_nothing_is_claimed_of_the_reference_miner_that_nobody_published():
    row = catalog.machine("avalon-a1566ha-460t")
    assert (row.flow, row.inlet, row.outlet, row.pressure_drop, row.liquid_fraction) == (None,) * 5
    assert row.power is not None
    assert row.power.value_w == 8200.0


def test_the_published_flow_table_of_a_rack_is_a_constant_return_temperature():
    """Lenovo LP2357, table 27: with 90 % of 135 kW to the liquid, the return is 54.7 to 54.9 degC at every inlet."""
    row = catalog.machine("gb300-nvl72")
    assert row.power is not None
    assert row.liquid_fraction is not None
    heat_w = row.power.value_w * row.liquid_fraction.value
    returns = [point.inlet_c + heat_w / (point.flow_m3_s * 993.0 * 4178.0) for point in row.flow_table]
    assert len(returns) == 5
    assert all(54.4 < each < 55.2 for each in returns), returns


@pytest.mark.parametrize("name", catalog.names("plate"))
def test_every_family_of_plates_makes_plates_within_the_ranges_of_real_ones(name):
    for plate in plates_of(catalog.plate_family(name)):
        assert plate.name.startswith(name)
        assert plate.flow_length_m / plate.width_m > 1.0, "longer than wide, or the flow would not spread"
        assert plate.port_diameter_m < plate.width_m / 2.0
        if plate.kind == "gasketed":
            assert 0.01 <= plate.area_m2 <= 3.6
            assert 0.0015 <= plate.gap_m <= 0.005
        assert plate.verified != "manufacturer", "no plate was taken from a maker's own table"


def test_families_are_offered_by_kind_without_the_published_examples():
    assert len(catalog.plate_families("gasketed")) == 8
    assert len(catalog.plate_families("brazed")) == 5
    assert {"neqsim-721", "kakac-liu"} <= set(catalog.names("plate")) - set(catalog.plate_families("gasketed"))


def test_the_published_cooler_has_the_geometry_of_its_test():
    """NeqSim, 721 plates: 1.49 m2 developed, 0.65 m wide, 3 mm, 1.18, 60 degrees (facts, C1)."""
    (plate,) = plates_named("neqsim-721-60")
    assert plate.hydraulic_diameter_m == pytest.approx(2 * 0.003 / 1.18)
    assert plate.flow_length_m == pytest.approx(1.49 / (0.65 * 1.18))
    assert plate.plates_max == 721


def test_ports_and_plates_grow_together():
    for kind in ("gasketed", "brazed"):
        rows = [catalog.plate_family(name) for name in catalog.plate_families(kind)]
        ports = [row.port_diameter_m for row in rows]
        assert ports == sorted(ports)


@pytest.mark.parametrize(
    ("look_up", "name", "hint"),
    [
        (catalog.machine, "antminer-s21", "did you mean"),
        (catalog.plate_family, "gasketed-dn110", "gasketed-dn100"),
        (catalog.pump, "end-suction", "end-suction-4-pole"),
        (catalog.schedule, "41", "known are 40, 80, 10S"),
        (catalog.refrigerant, "r1233zd", "did you mean 'r1233zd-e'"),
        (catalog.row, "avalon", "avalon-a1566ha"),
        (plates_named, "gasketed-dn100-33", "gasketed-dn100-30"),
    ],
)
def test_an_unknown_row_names_close_ones(look_up, name, hint):
    with pytest.raises(UnknownRow, match=re.escape(hint)):
        look_up(name)


def test_schedules_are_found_as_people_write_them():
    assert catalog.schedule("10s") is catalog.schedule("10S")
    assert catalog.schedule("Sch 40") is catalog.schedule("40")


def test_a_fact_reads_as_its_source_prints_it():
    facts = {fact.what: fact for fact in catalog.facts(catalog.machine("antminer-s21-hyd"))}
    assert facts["flow max"][1:3] == ("10", "L/min")
    assert facts["pressure drop"].source.startswith("a reseller")
    assert facts["power"].source.startswith("listings")
