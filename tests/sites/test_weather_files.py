"""Weather files as users bring them: a good one is read to the hour, a broken one is refused with line and reason."""

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heatloop_sites.problem import SiteError
from heatloop_sites.weather import read_weather
from heatloop_sites.weather.sheets import normals_of
from heatloop_thermo.climate import synthetic_year
from heatloop_thermo.months import MONTH_DAYS
from heatloop_thermo.vapour import vapour_pressure_pa
from heatloop_thermo.weather import Weather, design_conditions, heating_degree_days_k_d, monthly_means

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEAD = 8
"""Header lines of an EPW file; its first record is on line 9."""
FIELD = {
    "month": 1,
    "day": 2,
    "hour": 3,
    "dry": 6,
    "dew": 7,
    "rh": 8,
    "ir": 12,
    "ghi": 13,
    "dni": 14,
    "dhi": 15,
    "wind": 21,
}


def dew_points(weather: Weather) -> np.ndarray:
    grid = np.linspace(-54.9, 40.0, 5000)
    return np.interp(weather.vapour_pa, vapour_pressure_pa(grid), grid)


def epw_text(weather: Weather) -> str:
    """A valid EPW file of some weather."""
    ground = ",".join(f"{t:.2f}" for t in monthly_means(weather).ground_c)
    place = f"{weather.latitude_deg},{weather.longitude_deg},{weather.utc_offset_h},{weather.altitude_m}"
    lines = [
        f"LOCATION,Testville,MB,CAN,made,123456,{place}",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        f"GROUND TEMPERATURES,2,.5,,,,{','.join(['9.0'] * 12)},2,,,,{ground}",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,made by a test",
        "COMMENTS 2,",
        "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
    ]
    dew = dew_points(weather)
    infrared = 5.670374e-8 * (weather.sky_c + 273.15) ** 4
    stamps = ((m, d, h) for m in range(12) for d in range(MONTH_DAYS[m]) for h in range(24))
    for i, (month, day, hour) in enumerate(stamps):
        dry = weather.dry_bulb_c[i]
        humid = 100.0 * weather.vapour_pa[i] / vapour_pressure_pa(float(dry))
        lines.append(
            f"1999,{month + 1},{day + 1},{hour + 1},60,?9?9,{dry:.2f},{dew[i]:.2f},{humid:.1f},98000,0,0,{infrared[i]:.1f},"
            f"{weather.ghi_w_m2[i]:.1f},{weather.dni_w_m2[i]:.1f},{weather.dhi_w_m2[i]:.1f},0,0,0,0,270,{weather.wind_m_s[i]:.2f},"
            "5,5,20,7000,9,999999999,10,0.1,0,88,0.2,0,1"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def winnipeg() -> Weather:
    return synthetic_year(normals_of("winnipeg"))


@pytest.fixture(scope="module")
def good(winnipeg) -> str:
    return epw_text(winnipeg)


@pytest.fixture
def reads(tmp_path):
    """Write a text as a file and read it as weather."""

    def reading(text: str | bytes, name: str = "place.epw"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_weather(path)

    return reading


def put(text: str, line: int, field: str, value: object) -> str:
    """Change one field of one line, counted from 1."""
    lines = text.split("\n")
    fields = lines[line - 1].split(",")
    fields[FIELD[field]] = str(value)
    lines[line - 1] = ",".join(fields)
    return "\n".join(lines)


def every(text: str, field: str, change) -> str:
    lines = text.split("\n")
    for at in range(HEAD, len(lines) - 1):
        fields = lines[at].split(",")
        fields[FIELD[field]] = str(change(float(fields[FIELD[field]])))
        lines[at] = ",".join(fields)
    return "\n".join(lines)


def without(text: str, first: int, last: int) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: first - 1] + lines[last:])


def test_what_is_written_to_an_epw_file_is_read_from_it_hour_by_hour(good, winnipeg, reads):
    read = reads(good)
    assert read.notes == ()
    weather = read.weather
    assert not weather.synthetic
    assert (weather.name, weather.source) == ("Testville, CAN", "EPW file place.epw: made, WMO 123456")
    assert (weather.latitude_deg, weather.utc_offset_h, weather.altitude_m) == (49.92, -6.0, 239.0)
    close = {
        "dry_bulb_c": 0.006,
        "wind_m_s": 0.006,
        "ghi_w_m2": 0.06,
        "dni_w_m2": 0.06,
        "dhi_w_m2": 0.06,
        "sky_c": 0.02,
    }
    for name, within in close.items():
        assert np.abs(getattr(weather, name) - getattr(winnipeg, name)).max() < within, name
    assert np.abs(weather.vapour_pa / winnipeg.vapour_pa - 1.0).max() < 2e-3
    assert np.abs(weather.ground_c - winnipeg.ground_c).max() < 0.3


def test_hour_one_of_a_file_is_the_first_hour_of_the_year(good, reads):
    air = reads(put(put(good, HEAD + 1, "dry", -31.25), HEAD + 8760, "dry", -12.5)).weather.dry_bulb_c
    assert (air[0], air[-1]) == (-31.25, -12.5)


@pytest.mark.parametrize(
    ("spoil", "line", "says"),
    [
        (lambda t: without(t, 100, 102), 100, r"3 hours are missing before 4 Jan, hour 23"),
        (lambda t: without(t, 100, 102), 0, r"has 8757 hours without a leap day, a year has 8760"),
        (lambda t: without(t, 8768, 8768), 8767, r"ends with hour 8759 of the year"),
        (lambda t: put(t, 50, "hour", 17), 50, r"the hour stands twice: 2 Jan, hour 17"),
        (lambda t: put(t, 50, "hour", 25), 50, r"the hour must be 1\.\.24, the hour that ends then \(got 25\)"),
        (lambda t: put(t, 50, "day", 32), 50, r"the day must be 1\.\.31 in month 1 \(got 32\)"),
        (lambda t: put(t, 50, "month", 0), 50, r"the month must be 1\.\.12 \(got 0\)"),
        (lambda t: put(t, 50, "hour", "noon"), 50, r"must be whole numbers"),
        (lambda t: every(t, "hour", lambda h: int(h) - 1), 9, r"the hour must be 1\.\.24"),
        (lambda t: put(t, 50, "wind", '"3'), 50, r"must not have quotation marks"),
        (lambda t: put(t, 60, "dry", "warm"), 60, r"dry-bulb temperature must be a number \(got 'warm'\)"),
        (lambda t: put(t, 60, "ghi", -3), 60, r"global irradiance must be 0\.\.1500 W/m2, not negative \(got -3\)"),
        (lambda t: every(t, "dry", lambda c: round(1.8 * c + 32.0, 1)), None, r"is it in degF\?"),
        (lambda t: every(t, "ghi", lambda g: 400.0), None, r"% of the year's irradiation comes while the sun is down"),
        (lambda t: t.replace("DATA PERIODS,1,1", "DATA PERIODS,1,4"), 8, r"must say one record an hour \(got '4'\)"),
        (lambda t: t.replace("DATA PERIODS", "PERIODS"), 1, r"has no line DATA PERIODS"),
        (lambda t: t.replace(",49.92,", ",north,"), 1, r"latitude must be a number \(got 'north'\)"),
        (lambda t: t.replace(",49.92,", ",149.92,"), 1, r"latitude must be -90\.\.90 \(got 149\.92\)"),
        (lambda t: "LOCATION,a,b\n" + t.split("\n", 1)[1], 1, r"LOCATION must have 10 fields \(got 3\)"),
        (lambda t: "\n".join(t.split("\n")[:8]), 8, r"has no records"),
        (lambda t: re.sub(r",88,0\.2,0,1$", "", t, flags=re.MULTILINE), 9, r"a record has 35 fields \(32 at least\), here are 31"),
        (lambda t: t.replace("?9?9,", "?9?9,1,2,3,"), 9, r"here are 38"),
    ],
)  # fmt: skip
def test_a_broken_epw_file_is_refused_with_line_and_reason(good, reads, spoil, line, says):
    broken = spoil(good)
    assert broken != good
    with pytest.raises(SiteError) as refusal:
        reads(broken)
    found = [(problem.line, problem.text) for problem in refusal.value.problems]
    assert any(re.search(says, text) and line in (None, at) for at, text in found), found
    assert len(found) <= 9
    assert "Traceback" not in str(refusal.value)


def test_all_that_is_missing_is_said_at_once(good, reads):
    gaps = put(put(put(good, 60, "dry", 99.9), 61, "wind", 999), 62, "ghi", 9999)
    gaps = put(put(put(gaps, 63, "dew", 99.9), 63, "rh", 999), 64, "dry", 99.9)
    with pytest.raises(SiteError) as refusal:
        reads(gaps)
    assert [(problem.line, problem.text.split(",")[0]) for problem in refusal.value.problems] == [
        (60, "dry-bulb temperature is missing in 2 hours"),
        (61, "wind speed is missing in 1 hour"),
        (62, "global irradiance is missing in 1 hour"),
        (63, "dew point and relative humidity are both missing in 1 hour"),
    ]


def test_degrees_fahrenheit_are_noticed_even_where_every_hour_would_pass_as_celsius(good, reads):
    def between(celsius: float) -> float:
        return min(1.8 * celsius + 32.0, 59.0) + 5.0 if celsius > -20.0 else 20.0

    hot = every(every(good, "dry", lambda c: round(min(between(c), 59.0), 1)), "dew", lambda _: 5.0)
    with pytest.raises(SiteError, match=r"no place is so warm in degC: is it degF\?"):
        reads(hot)


def test_a_leap_day_is_dropped_and_said(good, reads, winnipeg):
    lines = good.split("\n")
    after = HEAD + 59 * 24
    leap = [line.replace(",2,28,", ",2,29,", 1) for line in lines[after - 24 : after]]
    read = reads("\n".join(lines[:after] + leap + lines[after:]))
    assert read.notes == ("29 February (24 h) was dropped: a year here has 365 days.",)
    assert np.abs(read.weather.dry_bulb_c - winnipeg.dry_bulb_c).max() < 0.006


def test_what_is_missing_but_follows_from_the_rest_is_derived_and_said(good, reads, winnipeg):
    bare = every(
        every(every(every(good, "dew", lambda _: 99.9), "ir", lambda _: 9999), "dni", lambda _: 9999),
        "dhi",
        lambda _: 9999,
    )
    bare = bare.replace("GROUND TEMPERATURES,2,", "GROUND TEMPERATURES,0\nX,", 1).replace("\nX,", "\n", 1)
    lines = bare.split("\n")
    del lines[4]  # what was left of the soil temperatures
    read = reads("\n".join(lines))
    said = " ".join(read.notes)
    for words in ("follows from the relative humidity", "Clark & Allen", "Erbs", "no soil temperatures"):
        assert words in said
    weather = read.weather
    assert np.abs(weather.vapour_pa - winnipeg.vapour_pa).max() < 6.0
    closure = weather.dhi_w_m2.sum() / weather.ghi_w_m2.sum()
    assert 0.3 < closure < 0.6
    assert abs(weather.sky_c.mean() - winnipeg.sky_c.mean()) < 3.0


def test_direct_irradiance_follows_exactly_from_global_and_diffuse(good, reads, winnipeg):
    weather = reads(every(good, "dni", lambda _: 9999)).weather
    high = winnipeg.ghi_w_m2 > 100.0
    assert np.abs(weather.dni_w_m2 - winnipeg.dni_w_m2)[high].max() < 2.0


def test_a_dew_point_above_the_air_or_below_the_vapour_curve_is_said(good, reads):
    wet = put(put(good, 60, "dry", -20.0), 60, "dew", -18.0)
    read = reads(put(put(wet, 61, "dry", -58.0), 61, "dew", -62.0))
    assert "above the dry bulb in 1 hour, by up to 2.0 K (line 60)" in read.notes[0]
    assert "less than 4 Pa of vapour" in read.notes[1]
    vapour = read.weather.vapour_pa[60 - HEAD - 1 :][:2]
    assert vapour[0] == pytest.approx(vapour_pressure_pa(-20.0))
    assert vapour[1] < 4.0


def test_a_longitude_without_its_sign_does_not_pass(good, reads):
    with pytest.raises(SiteError, match="time zone, longitude or the order of the hours is wrong"):
        reads(good.replace(",-97.23,", ",97.23,"))


def test_a_time_zone_that_is_two_hours_off_is_said(good, reads):
    read = reads(good.replace(",-6.0,239.0", ",-8.0,239.0"))
    assert any("moved by -2 h: hour stamps or time zone may be wrong" in note for note in read.notes), read.notes


def test_a_zone_far_from_its_longitude_is_said(reads):
    far = replace(normals_of("winnipeg"), utc_offset_h=-10.0)  # the sun of the file agrees with its stamps
    read = reads(epw_text(synthetic_year(far)))
    assert read.notes[0].startswith("The time zone, UTC-10 h, is 3.5 h from what longitude -97.23 deg has")
    assert len(read.notes) == 1


def test_names_in_windows_letters_quotes_and_line_ends_of_windows_are_read(good, reads):
    text = good.replace("Testville", '"Montréal, old"').replace("\n", "\r\n")
    first = reads(text.encode("cp1252")).weather
    assert (first.name, first.latitude_deg) == ("Montréal, old, CAN", 49.92)
    assert reads(b"\xef\xbb\xbf" + text.encode()).weather.name == "Montréal, old, CAN"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty, not a weather file"),
        (b" \n\n", "is empty, not a weather file"),
        (b"PK\x03\x04rest", "is a zip archive"),
        (b"LOCATION\x00\x01", "save the weather file as UTF-8"),
        ("LOCATION".encode("utf-16"), "save the weather file as UTF-8"),
        (b"<html>not found</html>", "is not a weather file that is known here"),
        (b"LOCATION," + b"x" * 200_000, "place.epw:1: is too long for a line"),
        (b"LOCATION,a,b,c,d,e,1,2,3,4\n", "has no line DATA PERIODS"),
        (b"x" * (16 * 1024 * 1024 + 1), "is too large for a weather file: more than 16 MiB"),
    ],
)
def test_what_is_no_weather_file_is_refused(reads, content, says):
    with pytest.raises(SiteError, match=says):
        reads(content)


def test_a_directory_and_a_file_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(SiteError, match="is a directory, not a weather file"):
        read_weather(tmp_path)
    with pytest.raises(SiteError, match="cannot be read: No such file"):
        read_weather(tmp_path / "absent.epw")


def pvlib_data(name: str) -> Path:
    import pvlib

    return Path(pvlib.__path__[0]) / "data" / name


def test_a_tmy3_file_gives_what_its_makers_say_of_it():
    """Sand Point, Alaska: mean 4.4 degC, coldest -10.6 degC, 829 kWh/m2 of global irradiation a year."""
    read = read_weather(pvlib_data("703165TY.csv"))
    weather = read.weather
    assert (weather.name, weather.utc_offset_h, weather.longitude_deg) == ("Sand Point, AK", -9.0, -160.517)
    assert weather.dry_bulb_c.mean() == pytest.approx(4.42, abs=0.01)
    assert weather.dry_bulb_c.min() == -10.6
    assert weather.ghi_w_m2.sum() / 1e3 == pytest.approx(829.2, abs=0.1)
    assert (weather.dry_bulb_c[0], weather.dry_bulb_c[-1]) == (4.0, -6.0)


def test_a_broken_tmy3_file_is_refused_with_line_and_reason(reads):
    text = pvlib_data("703165TY.csv").read_text()
    lines = text.split("\n")
    cases = [
        ("\n".join(lines[:100] + lines[101:]), r"place.csv:101: 1 hour is missing before 5 Jan, hour 4"),
        ("\n".join([*lines[:100], lines[99], *lines[100:]]), r"place.csv:101: the hour stands twice"),
        (text.replace("Dry-bulb (C)", "Dry-bulb (F)", 1), r"place.csv:2: has no column 'Dry-bulb \(C\)'"),
        (text.replace("01/01/1997,02:00", "01/01/1997,02:30"), r"place.csv:4: a record must close a full hour"),
        (text.replace("01/01/1997,02:00", "1 Jan 1997,02:00"), r"place.csv:4: date and time must be"),
        (text.replace("01/01/1997,02:00,", "01/01/1997,02:00,7,"), r"place.csv:4: a record must have 68 fields"),
        (text.replace(",-9.0,55", ",zone,55", 1), r"place.csv:1: time zone must be a number"),
    ]
    for broken, says in cases:
        assert broken != text
        with pytest.raises(SiteError, match=says):
            reads(broken, "place.csv")


def test_a_plain_table_with_units_in_its_names_is_read(reads, winnipeg):
    dew = dew_points(winnipeg)
    rows = zip(winnipeg.dry_bulb_c, dew, winnipeg.ghi_w_m2, winnipeg.wind_m_s, strict=True)
    head = "# name: Testville\n# latitude_deg: 49.92\n# longitude_deg: -97.23\n# utc_offset_h: -6\n# altitude_m: 239\n"
    table = "".join(f"{t:.2f},{d:.2f},{g:.1f},{w:.2f}\n" for t, d, g, w in rows)
    text = f"{head}dry_bulb_c,dew_point_c,ghi_w_m2,wind_m_s\n{table}"
    read = reads(text, "place.csv")
    assert np.abs(read.weather.dry_bulb_c - winnipeg.dry_bulb_c).max() < 0.006
    assert read.weather.name == "Testville"
    for broken, says in (
        (text.replace("wind_m_s", "wind_mph"), r"place.csv:6: has no column wind_m_s"),
        (
            text.replace("dew_point_c", "dew_point_f"),
            r"'dew_point_f' is not a column here; did you mean 'dew_point_c'|not a column",
        ),
        (text.replace("# altitude_m: 239\n", ""), r"a line `# altitude_m: ...` is missing"),
        (f"{head}dry_bulb_c,dew_point_c,ghi_w_m2,wind_m_s\n1,2,3,4\n", r"has 1 hours, a year has 8760"),
        (text + "1,2,3\n", r"place.csv:8767: must have 4 fields"),
    ):
        with pytest.raises(SiteError, match=says):
            reads(broken, "place.csv")


def test_a_real_epw_file_of_a_cold_place_is_read():
    path = SHARED / "windsor_on_cwec.epw"
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine; it may not be shipped")
    read = read_weather(path)
    assert read.notes == ()
    weather = read.weather
    assert (weather.latitude_deg, weather.longitude_deg, weather.altitude_m) == (42.27, -82.97, 190.0)
    assert design_conditions(weather).heating_996_c == pytest.approx(-16.4, abs=1.0), "the file's own design conditions"
    assert design_conditions(weather).cooling_004_c == pytest.approx(31.9, abs=3.0)
    assert 3400.0 < heating_degree_days_k_d(weather) < 3700.0
    assert weather.sky_c[0] == pytest.approx((242.0 / 5.670374e-8) ** 0.25 - 273.15, abs=0.01)
    assert math.isclose(weather.ground_c.max(), 18.2, abs_tol=0.4)


def test_the_sky_formula_and_the_split_of_the_sun_are_near_to_a_real_file(tmp_path):
    """Windsor without its infrared and direct columns against what the file says: the error of what is derived."""
    path = SHARED / "windsor_on_cwec.epw"
    if not path.exists():
        pytest.skip(f"{path.name} is not on this machine; it may not be shipped")
    truth = read_weather(path).weather
    lines = path.read_text().splitlines()
    for at in range(HEAD, len(lines)):
        fields = lines[at].split(",")
        fields[FIELD["ir"]] = fields[FIELD["dni"]] = fields[FIELD["dhi"]] = "9999"
        lines[at] = ",".join(fields)
    bare = tmp_path / "bare.epw"
    bare.write_text("\n".join(lines))
    derived = read_weather(bare).weather
    assert abs((derived.sky_c - truth.sky_c).mean()) < 0.2
    assert np.abs(derived.sky_c - truth.sky_c).mean() < 0.3
    assert derived.dni_w_m2.sum() == pytest.approx(truth.dni_w_m2.sum(), rel=0.15)
    assert np.corrcoef(derived.dhi_w_m2, truth.dhi_w_m2)[0, 1] > 0.88
