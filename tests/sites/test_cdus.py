"""Coolant distribution units in a site file: defaults, catalogue, typed facts with their origin, and mistakes."""

import pytest

from heatloop_sites import catalog
from heatloop_sites.build import build
from heatloop_sites.load import load, load_text
from heatloop_sites.problem import SiteError
from heatloop_thermo.exchanger import ConstantUa
from heatloop_thermo.plant import ExchangerGiven, ExchangerToSize

EXCHANGER = "    exchanger:\n      size:"


@pytest.fixture
def behind(bitforest, edit):
    """The reference site with units before its exchanger."""

    def made(text: str):
        return build(load_text(edit(bitforest, (EXCHANGER, f"    cdu: {text}\n{EXCHANGER}"))))

    return made


def test_units_need_nothing_typed(behind):
    plant = behind("{}")
    (loop,) = plant.loops
    cdu = loop.cdu
    assert cdu is not None
    assert isinstance(cdu.exchanger, ExchangerToSize)
    assert (cdu.exchanger.approach_k, cdu.count, cdu.standby, cdu.capacity_w) == (4.0, None, 1, None)
    assert cdu.circuit.coolant.name == "propylene glycol 25 vol%"
    assert loop.machine_coolant is cdu.circuit.coolant
    assert cdu.circuit.static_pressure_pa == loop.circuit.static_pressure_pa
    assert cdu.circuit.lowest_ambient_c == loop.circuit.lowest_ambient_c
    rows = {row.what: row for row in plant.provenance}
    assert (rows["containers / CDU: approach"].value, rows["containers / CDU: approach"].verified) == ("4", "secondary")
    assert "NVIDIA DSX" in rows["containers / CDU: approach"].source
    assert rows["containers / CDU: oversurface"].verified == "estimate"
    assert "pump close-coupled-4-pole: curve, efficiency and range" in rows


def test_a_model_brings_its_facts_with_their_origin(behind):
    plant = behind("{model: coolit-chx2000}")
    cdu = plant.loops[0].cdu
    assert cdu is not None
    assert (cdu.capacity_w, cdu.exchanger.approach_k) == (2e6, 5.0)
    assert cdu.flow_max_m3_s == pytest.approx(0.04)
    rows = {row.what: row for row in plant.provenance}
    assert (rows["containers / CDU: capacity"].value, rows["containers / CDU: capacity"].unit) == ("2", "MW")
    assert "1.2 L/min" in rows["containers / CDU: flow maximum"].source


def test_what_is_typed_goes_before_the_model(behind):
    text = "{model: coolit-chx2000, approach: 3 K, capacity: 1.5 MW, count: 3, standby: 2, assumption: our choice}"
    plant = behind(text)
    cdu = plant.loops[0].cdu
    assert cdu is not None
    assert (cdu.capacity_w, cdu.exchanger.approach_k, cdu.count, cdu.standby) == (1.5e6, 3.0, 3, 2)
    rows = [row for row in plant.provenance if row.what == "containers / CDU: capacity"]
    assert [(row.value, row.assumption) for row in rows] == [("1.5", "our choice")]


def test_auto_says_what_silence_says(behind):
    assert behind("{count: auto}").loops[0].cdu.count is None


def test_a_data_sheet_is_read_between_the_liquids_of_both_circuits(behind):
    sheet = (
        "{coolant: {fluid: water}, exchanger: {datasheet: {fidelity: ua, duty: 1000 kW, hot_in: 55 degC, hot_out: 45 degC, cold_in: 41 degC, "
        "cold_out: 51 degC, flow_hot: 23.9 kg/s, flow_cold: 28.35 kg/s, pressure_drop_hot: 40 kPa, pressure_drop_cold: 40 kPa, "
        "source: sheet of the maker, verified: manufacturer}}}"
    )
    cdu = behind(sheet).loops[0].cdu
    assert isinstance(cdu.exchanger, ExchangerGiven)
    assert isinstance(cdu.exchanger.exchanger, ConstantUa)
    assert cdu.exchanger.exchanger.ua_w_k == pytest.approx(250e3, rel=0.01), "1000 kW over 4 K"
    with pytest.raises(SiteError, match=r"cdu\.exchanger\.datasheet"):
        behind(sheet.replace("23.9", "33.9"))


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("{model: chx}", "cdu.model", "unknown cdu 'chx'"),
        ("{approach: 0 K}", "cdu.approach", "between 0.2 K and 30 K"),
        ("{capacity: 1 MW}", "cdu.capacity", "needs an origin"),
        ("{count: 0}", "cdu.count", "greater than 0"),
        ("{count: many}", "cdu.count", ""),
        ("{approach: 4 K, exchanger: {plates: {plate: gasketed-dn100-60, count: 99, fouling_hot: 0 m2*K/W, fouling_cold: 0 m2*K/W}}}",
         "cdu.approach", "does not go with `exchanger`"),
        ("{pump: {}}", "cdu.pump", "needs exactly one of"),
        ("{coolant: {fluid: MPG}}", "cdu.coolant.fraction", "is missing"),
        ("{standby: -1}", "cdu.standby", ""),
        ("{aproach: 4 K}", "cdu.aproach", "approach"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_their_place(behind, text, where, said):
    with pytest.raises(SiteError) as caught:
        behind(text)
    assert any(where in str(problem) and said in str(problem) for problem in caught.value.problems), caught.value


def test_every_row_of_the_catalogue_says_who_says_so():
    for name in catalog.names("cdu"):
        row = catalog.cdu(name)
        assert row.approach is not None
        assert row.verified == "secondary", "no maker's sheet was opened"
        assert catalog.facts(row)
        assert all(fact.source for fact in catalog.facts(row))


@pytest.mark.parametrize("name", ["nvl72-greenhouse", "mixed"])
def test_the_shipped_racks_stand_behind_units_with_one_to_spare(name):
    loop = next(loop for loop in build(load(name)).loops if loop.name == "racks")
    assert loop.cdu is not None
    assert loop.cdu.standby == 1
    assert loop.cdu.exchanger.approach_k == 4.0
