"""`heatloop year` as its user runs it: keys that others rely on, sums that agree, and what goes wrong said in one line."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from heatloop_api.cli import main
from heatloop_sites.load import resolve

PROMISED = {
    "energy_mwh": "it source_heat captured delivered dumped boiler heat_pump_electric pumps_fans demand unmet",
    "kpi": "capture_fraction erf ere pue heat_cop hours_below_target kelvin_hours_below_target peak_demand_kw tank_cycles",
    "greenhouse": "area_m2 demand_kwh_m2 peak_w_m2",
    "money": "currency capex revenue_heat cost_energy npv irr lcoh_per_mwh payback_years mining_revenue",
    "co2_t": "avoided caused",
    "weather": "name source heating_degree_days_18_k_d",
}


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The shipped site's year, its hourly file beside it."""
    folder = tmp_path_factory.mktemp("year")
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(["year", "bitforest", "--json", "--hourly", str(folder / "hours.csv")])
    with (folder / "hours.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return code, json.loads(out.getvalue()), rows


def test_every_promised_key_is_there_and_energy_closes(year):
    code, data, rows = year
    assert code == 0
    assert data["hours"] == len(rows) == 8760
    for block, keys in PROMISED.items():
        assert set(keys.split()) <= set(data[block]), block
    assert len(data["monthly"]) == 12
    assert data["balance_error_fraction"] <= 1e-9
    assert data["weather"]["synthetic"] is True


def test_each_monthly_sum_equals_the_hourly_files(year):
    _, data, rows = year
    for name, column in (("demand", "demand_kw"), ("boiler", "boiler_kw"), ("dumped", "dumped_kw"), ("it", "it_kw")):
        sums = defaultdict(float)
        for row in rows:
            sums[int(row["time"][5:7])] += float(row[column]) / 1e3
        for number, month in enumerate(data["monthly"], start=1):
            assert month[name] == pytest.approx(sums[number], rel=1e-9, abs=1e-9), (name, month["month"])
        assert sum(sums.values()) == pytest.approx(data["energy_mwh"][name], rel=1e-9)


def test_the_heat_demand_lies_where_others_have_found_it_for_this_crop_and_climate(year):
    """552 kWh/m2 (reference model, one screen), 583 (Manitoba, double film, September to May)."""
    _, data, _ = year
    assert 450.0 <= data["greenhouse"]["demand_kwh_m2"] <= 600.0
    assert 200.0 <= data["greenhouse"]["peak_w_m2"] <= 260.0


def test_two_hectares_are_nearly_covered_and_use_half_of_the_heat(year):
    """94 to 99 % covered, 46 to 51 % used, by the area table of the reference."""
    _, data, _ = year
    assert 0.92 <= data["kpi"]["coverage_fraction"] <= 1.0
    assert 0.43 <= data["kpi"]["use_fraction"] <= 0.54
    assert data["kpi"]["capture_fraction"] == pytest.approx(0.8985, abs=0.002)


def site(tmp_path: Path, *changes: tuple[str, str]) -> str:
    text = resolve("bitforest").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("  synthetic: winnipeg ", "  synthetic: winnipegg "), "did you mean"),
        (("    area: 2 ha\n", ""), "area: is missing"),
        (("weather:\n  synthetic: winnipeg ", "weather:\n  file: nowhere.epw "), "nowhere.epw"),
    ],
)
def test_a_site_that_has_no_year_is_an_error_of_one_line_that_says_where(change, says, tmp_path, capsys):
    assert main(["year", site(tmp_path, change)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert says in err


def test_a_broken_weather_file_is_an_error_of_one_line(tmp_path, capsys):
    path = tmp_path / "broken.epw"
    path.write_text("LOCATION,Nowhere\n1,2,3\n", encoding="utf-8")
    assert main(["year", "bitforest", "--weather", str(path)]) == 2
    err = capsys.readouterr().err
    assert "broken.epw" in err
    assert "Traceback" not in err


def test_an_hourly_file_of_another_kind_is_refused_before_anything_is_computed(tmp_path, capsys):
    assert main(["year", "bitforest", "--hourly", str(tmp_path / "hours.txt")]) == 2
    assert ".csv" in capsys.readouterr().err


def test_outputs_that_would_overwrite_each_other_are_refused(tmp_path, capsys):
    path = str(tmp_path / "a.html")
    assert main(["year", "bitforest", "--report", path, "--xlsx", path]) == 2
    assert "same file" in capsys.readouterr().err
