"""Choosing a refrigerant: everyone is judged, the rule is kept, and the reasons are true."""

from dataclasses import replace

import pytest

from heatloop_thermo.heatpump import Duty, HeatPumpSpec, Policy, select_refrigerant
from heatloop_thermo.properties import water

pytestmark = pytest.mark.xdist_group("coolprop")
SPEC = HeatPumpSpec("any")


@pytest.fixture(scope="module")
def for_racks(rack_duty, catalogue):
    return select_refrigerant(rack_duty, SPEC, tuple(catalogue.values()))


def rows_of(selection):
    return {row.data.name: row for row in selection.candidates}


def test_every_candidate_is_either_designed_or_says_what_is_against_it(for_racks, catalogue):
    rows = rows_of(for_racks)
    assert rows.keys() == catalogue.keys()
    for row in rows.values():
        assert row.eligible == (not row.rejected_because)
        assert row.design is not None or row.rejected_because
    assert "no evaporation" in rows["R744"].rejected_because[0]
    assert "GWP 1430 is above the limit of 150" in rows["R134a"].rejected_because
    assert "GWP 1030 is above the limit of 150" in rows["R245fa"].rejected_because
    assert "safety class A3 is not among those allowed" in rows["R600"].rejected_because[0]
    assert rows["R600"].design is not None, "a rejected one is shown with its figures"


def test_eligible_ones_come_first_by_their_cop(for_racks):
    marks = [row.eligible for row in for_racks.candidates]
    assert marks == sorted(marks, reverse=True)
    cops = [row.cop for row in for_racks.candidates if row.eligible]
    assert cops == sorted(cops, reverse=True)


def test_the_racks_get_ammonia_and_the_reasons_say_why(for_racks):
    assert for_racks.chosen.data.name == "R717"
    assert for_racks.chosen.cop == max(row.cop for row in for_racks.candidates if row.eligible)
    assert "COP 6.49" in for_racks.reasons[0]
    assert "highest COP" in for_racks.reasons[1]


def test_without_toxic_ones_the_smaller_compressor_decides_among_equals(rack_duty, catalogue):
    selection = select_refrigerant(rack_duty, SPEC, tuple(catalogue.values()), Policy(safety_classes=("A1", "A2L")))
    rows, chosen = rows_of(selection), selection.chosen
    best = max(row.cop for row in selection.candidates if row.eligible)
    equals = [row for row in selection.candidates if row.eligible and row.cop >= 0.98 * best]
    assert {"R1233zd(E)", "R1234ze(Z)", "R1336mzz(Z)"} <= {row.data.name for row in equals}
    assert chosen.data.name == "R1234ze(Z)"
    assert chosen.cop < best
    assert sum(chosen.design.swept_m3_s) == min(sum(row.design.swept_m3_s) for row in equals)
    assert "the smaller compressor decides" in selection.reasons[1]
    assert any(text.startswith("R717 would reach 6.49, but safety class B2L") for text in selection.reasons)
    assert rows["R717"].cop > chosen.cop


def test_a_lower_gwp_decides_before_the_compressor(rack_duty, catalogue):
    pair = (replace(catalogue["R1234ze(Z)"], gwp_100=140.0), catalogue["R1233zd(E)"])
    selection = select_refrigerant(rack_duty, SPEC, pair)
    assert selection.chosen.data.name == "R1233zd(E)"
    assert "the lower GWP decides" in selection.reasons[1]


def test_the_policy_opens_and_shuts_doors(rack_duty, catalogue):
    rows = tuple(catalogue.values())
    everything = Policy(gwp_max=1e9, safety_classes=("A1", "A2L", "A3", "B1", "B2L"))
    assert {
        row.data.name for row in select_refrigerant(rack_duty, SPEC, rows, everything).candidates if row.eligible
    } > {
        "R134a",
        "R245fa",
        "R600",
        "R601",
    }
    nothing = select_refrigerant(rack_duty, SPEC, rows, Policy(safety_classes=()))
    assert nothing.chosen is None
    assert nothing.reasons[0].startswith("No refrigerant can do it: ")
    assert select_refrigerant(rack_duty, SPEC, ()).reasons == ("No refrigerant was offered.",)


def test_a_catalogue_limit_rejects_with_its_figure(rack_duty, catalogue):
    tight = replace(catalogue["R717"], pressure_max_pa=30e5)
    row = select_refrigerant(rack_duty, SPEC, (tight,)).candidates[0]
    assert "its compressors end at 30 bar" in row.rejected_because[0]


def test_domestic_hot_water_from_a_cold_return_is_done_transcritically(catalogue):
    duty = Duty(water(), 15.0, 10.0, water(), 12.0, 60.0, heat_w=1e5)
    rows = rows_of(select_refrigerant(duty, SPEC, (catalogue["R744"], catalogue["R134a"])))
    assert rows["R744"].eligible
    assert rows["R744"].design.arrangement == "transcritical"


@pytest.mark.parametrize("hot_c", [97.0, 104.0, 110.0, 122.0])
def test_a_refrigerant_near_its_critical_point_is_rejected_and_never_a_crash(rack_duty, catalogue, hot_c):
    """R290 (critical at 96.7 °C) had its pinch sought where the equation of state is too steep."""
    duty = replace(rack_duty, sink_in_c=55.0, sink_out_c=hot_c)
    rows = rows_of(select_refrigerant(duty, SPEC, tuple(catalogue.values())))
    assert rows["R290"].rejected_because
    assert any(row.eligible for row in rows.values())
