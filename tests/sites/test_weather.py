"""Weather as a site names it: shipped statistics made into years, files beside the site file, mistakes said at their key."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from heatloop_sites.climates import sheets
from heatloop_sites.problem import Fault, SiteError
from heatloop_sites.profile import read_profile
from heatloop_sites.schema.weather import WeatherSource, faults_of
from heatloop_sites.weather import weather_of
from heatloop_sites.weather.sheets import normals_of, sheet
from heatloop_thermo.months import month_slices
from heatloop_thermo.weather import design_conditions, heating_degree_days_k_d, monthly_means


def block(**keys) -> WeatherSource:
    return WeatherSource.model_validate(keys)


@pytest.mark.parametrize("name", sheets())
@pytest.mark.parametrize("seed", [1, 2, 99])
def test_a_synthetic_year_keeps_the_statistics_of_its_sheet(name, seed):
    normals, weather = normals_of(name), weather_of(block(synthetic=name, seed=seed), ".").weather
    months, design = monthly_means(weather), design_conditions(weather)
    assert months.dry_bulb_c == pytest.approx(normals.dry_bulb_c, abs=0.1)
    assert months.ghi_w_m2 == pytest.approx(normals.ghi_w_m2, rel=0.01)
    assert months.wind_m_s == pytest.approx(normals.wind_m_s, rel=0.01)
    assert design.heating_996_c == pytest.approx(normals.heating_996_c, abs=1.0)
    assert design.cooling_004_c == pytest.approx(normals.cooling_004_c, abs=1.0)
    for index, hours in enumerate(month_slices()):
        assert weather.dry_bulb_c[hours].min() >= normals.dry_bulb_min_c[index] - 1e-9
        assert weather.dry_bulb_c[hours].max() <= normals.dry_bulb_max_c[index] + 1e-9


def test_the_shipped_year_of_winnipeg_has_the_published_degree_days_and_sunshine():
    """CWEC2016 statistics: HDD18.3 5758, direct normal 2863 Wh/m2 a day in January, soil -8.7 degC in February."""
    weather = weather_of(block(synthetic="winnipeg"), ".").weather
    assert heating_degree_days_k_d(weather, 18.3) == pytest.approx(5758.0, rel=0.02)
    months = monthly_means(weather)
    assert 24.0 * months.dni_w_m2[0] == pytest.approx(2863.0, rel=0.01)
    assert months.ground_c[1] == pytest.approx(-8.7, abs=1.2)


@pytest.mark.parametrize("name", sheets())
def test_a_synthetic_year_says_that_it_is_one_wherever_its_name_stands(name):
    found = weather_of(block(synthetic=name), ".")
    assert found.weather.synthetic
    assert "synthetic" in found.weather.name
    assert found.weather.source.startswith("made from: ")
    assert found.notes[0].startswith("The weather is synthetic")
    estimated = sheet(name).verified == "estimate"
    assert estimated == ("(estimate)" in found.weather.source) == any("estimate" in note for note in found.notes)


@pytest.mark.parametrize("name", sheets())
def test_every_sheet_says_who_published_it_and_how_well_that_is_known(name):
    assert sheet(name).name == name
    assert sheet(name).source
    assert sheet(name).verified in {"secondary", "estimate"}


def test_an_unknown_place_is_said_with_those_that_are_known():
    with pytest.raises(Fault, match=r"is not a place with statistics; did you mean .*winnipeg") as fault:
        weather_of(block(synthetic="winipeg"), ".")
    assert fault.value.path == ("synthetic",)


@pytest.mark.parametrize(
    ("keys", "path", "says"),
    [
        ({}, (), "needs either `file` or `synthetic`"),
        ({"file": "a.epw", "synthetic": "winnipeg"}, ("synthetic",), "give one of the two"),
        ({"file": "a.epw", "seed": 3}, ("seed",), "goes with `synthetic` only"),
    ],
)
def test_keys_that_exclude_each_other_are_said(keys, path, says):
    (fault,) = faults_of(block(**keys))
    assert (fault.path, says in fault.text) == (path, True)
    with pytest.raises(Fault):
        weather_of(block(**keys), ".")


@pytest.mark.parametrize(
    "keys", [{"synthetic": "winnipeg", "seed": -1}, {"synthetic": "Winni Peg"}, {"files": "x"}, {"seed": 1.5}]
)
def test_keys_of_the_wrong_shape_do_not_pass(keys):
    with pytest.raises(ValidationError):
        block(**keys)


def test_a_file_is_looked_for_beside_the_site_file(tmp_path):
    with pytest.raises(SiteError, match=r"absent\.epw: cannot be read"):
        weather_of(block(file="absent.epw"), tmp_path)


@pytest.fixture
def profile(tmp_path):
    def written(text: str) -> Path:
        path = tmp_path / "loads.csv"
        path.write_text(text)
        return path

    return written


HOURS = [f"{1000.0 + i % 24}" for i in range(8760)]


@pytest.mark.parametrize(
    ("head", "row", "factor"),
    [
        ("load_kw", "{}", 1e3),
        ("heat [MW]", "{}", 1e6),
        ("hour,load_w", "7,{}", 1.0),
        ("# measured in 2023\nhour,load kW", "7,{}", 1e3),
        ("Hour;Load (kW)", "7;{}", 1e3),
    ],
)
def test_hourly_loads_are_read_in_the_unit_that_the_header_names(profile, head, row, factor):
    values = [value.replace(".", ",") for value in HOURS] if ";" in head else HOURS
    loads = read_profile(profile("\n".join([head, *(row.format(value) for value in values)]) + "\n"))
    assert loads == pytest.approx(factor * np.array([float(value) for value in HOURS]))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n".join(["load", *HOURS]), r"loads.csv:1: needs one column of loads that names W, kW or MW"),
        ("\n".join(HOURS), r"loads.csv:1: needs one column of loads"),
        ("\n".join(["a_kw,b_kw", *(f"{v},{v}" for v in HOURS)]), r"there are 2 columns with a unit"),
        ("\n".join(["room,load_kw", *(f"1,{v}" for v in HOURS)]), r"loads.csv:1: 'room' is not a column here"),
        ("\n".join(["load_kw", *HOURS[:-1]]), r"loads.csv: has 8759 hours, a year has 8760$"),
        ("\n".join(["load_kw", *HOURS, *HOURS[:24]]), r"has 8784 hours, a year has 8760; leave 29 February out"),
        ("\n".join(["load_kw", *HOURS[:9], "-3", *HOURS[10:]]), r"loads.csv:11: load_kw must be a number from 0 on \(got '-3'\)"),
        ("\n".join(["load_kw", *HOURS[:9], "nan", *HOURS[10:]]), r"loads.csv:11: .*\(got 'nan'\)"),
        ("\n".join(["load_kw", *HOURS[:9], "hot", *HOURS[10:]]), r"loads.csv:11: .*\(got 'hot'\)"),
        ("\n".join(["load_kw", *HOURS[:9], "1,2", *HOURS[10:]]), r"loads.csv:11: must have 1 fields"),
        ("\n".join(["load_kw", *["0"] * 8760]), r"has no load in any hour"),
        ("", r"is empty, not a file of hourly loads"),
    ],
)  # fmt: skip
def test_loads_that_are_none_are_refused_with_their_line(profile, text, says):
    with pytest.raises(SiteError, match=says):
        read_profile(profile(text))
