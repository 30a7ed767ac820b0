"""The shipped sites: each says where its numbers come from, sizes, and its verdict is the one that its story tells."""

from functools import cache

import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load, shipped
from heatloop_thermo.design import Design, size

SITES = ("bitforest", "mixed", "nordic-district", "nvl72-greenhouse")
LIFTED = ("mixed", "nvl72-greenhouse")
COOLPROP = pytest.mark.xdist_group("coolprop")
SIZED = [pytest.param(name, marks=COOLPROP if name in LIFTED else ()) for name in SITES]


@cache
def designed(name: str) -> Design:
    return size(build(load(name)))


def test_these_sites_are_shipped_under_their_own_names():
    assert shipped() == SITES
    assert tuple(load(name).site.name for name in SITES) == SITES


@pytest.mark.parametrize("name", SITES)
def test_every_number_of_a_machine_says_who_published_it_or_why_it_was_assumed(name):
    plant = build(load(name))
    banks = {f"{loop.name} / {bank.name}: " for loop in plant.loops for bank in loop.banks}
    rows = [row for row in plant.provenance if any(row.what.startswith(bank) for bank in banks)]
    assert len(rows) >= 9 * len(banks)
    assert all(row.source for row in rows)
    for sink in plant.sinks:
        assert any(row.what == f"{sink.name}: design load" and row.assumption for row in plant.provenance)


@pytest.mark.parametrize("name", SIZED)
def test_a_shipped_site_sizes_without_an_error_and_closes_its_energy_balance(name):
    design = designed(name)
    assert [finding.text for finding in design.findings if finding.severity == "error"] == []
    assert design.verdict.reached
    assert abs(design.heat.error_fraction) < 1e-9
    assert design.heat.air_w == pytest.approx(
        sum(bank.air_w for loop in build(load(name)).loops for bank in loop.banks)
    )


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("bitforest", "direct"),
        ("nordic-district", "boiler_top_up"),
        pytest.param("nvl72-greenhouse", "heat_pump", marks=COOLPROP),
        pytest.param("mixed", "heat_pump", marks=COOLPROP),
    ],
)
def test_a_shipped_site_reaches_its_target_by_the_route_of_its_story(name, route):
    assert designed(name).verdict.route == route


@COOLPROP
@pytest.mark.parametrize("name", LIFTED)
def test_the_racks_are_lifted_within_the_owners_policy_and_what_nature_allows(name):
    plant, design = build(load(name)), designed(name)
    (lifted,) = [loop for loop in design.loops if loop.selection is not None]
    chosen = lifted.selection.chosen
    spec = next(loop.heat_pump for loop in plant.loops if loop.name == lifted.loop.name)
    assert chosen.data.gwp_100 <= spec.policy.gwp_max
    assert chosen.data.safety_class in spec.policy.safety_classes
    assert 0.4 < chosen.design.cop / chosen.design.carnot_cop < 0.75
    assert chosen.design.discharge_c <= chosen.data.discharge_max_c
    assert design.heat.heat_pump_electric_w > design.heat.lift_w > 0.0
    assert len(lifted.selection.candidates) == len(spec.refrigerants)


def test_the_published_claim_of_the_nordic_project_leaves_nothing_for_an_exchanger():
    """Machines at "about 80 degC" cannot give a network of 80 degC: the exchanger's approach and the pipe are missing."""
    design = designed("nordic-district")
    assert design.verdict.binding_constraint == "source_outlet_max"
    assert 77.0 < design.verdict.direct_max_c < 78.0
    assert design.heat.source_w == pytest.approx(2e6, rel=1e-3)
    assert 0.0 < design.heat.boiler_w < 0.1 * design.heat.delivered_w


@COOLPROP
def test_in_the_mixed_site_only_the_racks_are_lifted_and_their_air_stays_on_the_books():
    design = designed("mixed")
    assert [loop.loop.name for loop in design.loops if loop.selection is not None] == ["racks"]
    racks = next(loop.loop for loop in design.loops if loop.loop.name == "racks")
    assert racks.electric_w - racks.liquid_w == pytest.approx(0.1 * racks.electric_w)
