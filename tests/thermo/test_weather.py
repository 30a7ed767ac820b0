"""Weather that can be none is refused; degree-days, design temperatures and months of a year are what their definitions say."""

import numpy as np
import pytest

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.months import MONTH_DAYS, at_months, monthly_mean, monthly_sum
from heatloop_thermo.weather import Weather, design_conditions, heating_degree_days_k_d, monthly_means

FIELDS = ("dry_bulb_c", "vapour_pa", "wind_m_s", "ghi_w_m2", "dni_w_m2", "dhi_w_m2", "sky_c", "ground_c")


def weather(dry_bulb_c=None, **changes) -> Weather:
    dry_bulb = np.full(8760, 5.0) if dry_bulb_c is None else np.asarray(dry_bulb_c)
    arrays = {name: np.full(len(dry_bulb), 3.0) for name in FIELDS} | {"dry_bulb_c": dry_bulb}
    place = {"latitude_deg": 50.0, "longitude_deg": -97.0, "utc_offset_h": -6.0, "altitude_m": 239.0}
    return Weather(**{"name": "x", "source": "test", "synthetic": False} | place | arrays | changes)


@pytest.mark.parametrize("name", FIELDS)
def test_nan_in_any_column_is_refused(name):
    values = np.full(8760, 3.0)
    values[77] = np.nan
    with pytest.raises(OutOfRange, match=rf"{name} = nan .*1 of 8760 values"):
        weather(**{name: values})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dry_bulb_c", 80.0),
        ("vapour_pa", -1.0),
        ("wind_m_s", 200.0),
        ("ghi_w_m2", -0.1),
        ("sky_c", 70.0),
        ("ground_c", -70.0),
    ],
)
def test_a_value_that_no_place_has_is_refused(name, value):
    with pytest.raises(OutOfRange, match=name):
        weather(**{name: np.full(8760, value)})


@pytest.mark.parametrize(
    ("name", "value"),
    [("latitude_deg", 91.0), ("longitude_deg", float("nan")), ("utc_offset_h", 15.0), ("altitude_m", 9000.0)],
)
def test_a_place_that_is_not_on_earth_is_refused(name, value):
    with pytest.raises(OutOfRange, match=name):
        weather(**{name: value})


def test_columns_of_different_length_are_refused():
    with pytest.raises(OutOfRange, match=r"wind_m_s has the shape \(8759,\), dry_bulb_c \(8760,\)"):
        weather(wind_m_s=np.ones(8759))
    with pytest.raises(OutOfRange, match="each is one value an hour"):
        weather(dry_bulb_c=np.ones((365, 24)))


def test_degree_days_count_daily_means_below_the_base():
    days = np.repeat(np.where(np.arange(365) < 100, -2.0, 20.0), 24)
    wave = np.tile(8.0 * np.sin(np.arange(24) * np.pi / 12.0), 365)
    assert heating_degree_days_k_d(weather(days + wave)) == pytest.approx(100 * 20.0), (
        "the wave of the day does not count"
    )
    assert heating_degree_days_k_d(weather(days + wave), 18.3) == pytest.approx(100 * 20.3)
    assert heating_degree_days_k_d(weather(days), 25.0) == pytest.approx(100 * 27.0 + 265 * 5.0)
    with pytest.raises(OutOfRange, match="whole days"):
        heating_degree_days_k_d(weather(np.ones(25)))


def test_35_hours_of_a_year_are_colder_than_the_heating_design_temperature():
    dice = np.random.default_rng(3)
    year = weather(dice.normal(5.0, 10.0, 8760))
    at = design_conditions(year)
    assert (year.dry_bulb_c < at.heating_996_c).sum() in (35, 36)
    assert (year.dry_bulb_c < at.heating_990_c).sum() in (87, 88)
    assert (year.dry_bulb_c > at.cooling_004_c).sum() in (35, 36)
    assert (at.coldest_c, at.hottest_c) == (year.dry_bulb_c.min(), year.dry_bulb_c.max())


def test_months_have_their_own_means():
    month = np.repeat(np.arange(12.0), 24 * np.array(MONTH_DAYS))
    assert monthly_mean(month) == pytest.approx(np.arange(12.0))
    assert monthly_sum(np.ones(8760)) == pytest.approx(24.0 * np.array(MONTH_DAYS))
    assert monthly_means(weather(month)).dry_bulb_c == pytest.approx(np.arange(12.0))
    with pytest.raises(OutOfRange, match="8760"):
        monthly_means(weather(np.ones(8784)))
    with pytest.raises(OutOfRange, match="8760"):
        monthly_mean(np.ones(8784))


def test_between_the_middles_of_the_months_lines_are_straight_also_over_new_year():
    at = at_months(np.arange(12.0), np.array([0.0, 15.5, 349.5, 365.0]))
    assert at[1:3] == pytest.approx([0.0, 11.0])
    assert at[0] == pytest.approx(at[3]), "the year joins its own end"
    assert 5.0 < at[0] < 6.0
