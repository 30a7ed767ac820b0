"""The block `dispatch` of a site file, and files of power prices."""

import textwrap
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from heatloop_sites.dispatch import dispatch_of
from heatloop_sites.load import load
from heatloop_sites.parse import parse
from heatloop_sites.price_csv import read_prices
from heatloop_sites.problem import Fault, SiteError
from heatloop_sites.schema.dispatch import Dispatch, faults_of, hour_of
from heatloop_thermo.dispatch import Call, Horizon

COLD_C = 3.0 - 17.0 * np.cos(2.0 * np.pi * (np.arange(8760) - 400) / 8760)


def block(text):
    return Dispatch.model_validate(parse(textwrap.dedent(text), "site.yaml").data)


def operation(text, folder="."):
    return dispatch_of(block(text), load("bitforest").economics, folder, COLD_C)


def prices(tmp_path, head="price [USD/MWh]", rows=None, name="prices.csv"):
    rows = [f"{30.0 + hour % 24}" for hour in range(8760)] if rows is None else rows
    path = Path(tmp_path) / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


# ---------------------------------------------------------------- the block
def test_a_block_with_everything_is_understood():
    found = operation(
        """
        mode: optimal
        foresight: {window: 36 h, step: 12 h, demand_error: 10 %, price_error: 20 %, seed: 3}
        power_price: {synthetic: {mean: 40 USD/MWh, spikes: 30, spike: 0.3 USD/kWh, seed: 2}, assumption: example}
        calls:
          - {start: 01-15 17:00, duration: 4 h, notice: 2 h}
          - {start: 12-31 20:00, duration: 240 min, depth: 50 %}
        drawn_calls: {count: 5, duration: 6 h, notice: 24 h, worst: cold}
        restart_time: 2 h
        """
    )
    assert found.horizon == Horizon(36, 12, 0.1, 0.2, seed=3)
    assert len(found.calls) == 7
    assert Call(14 * 24 + 17, 4, 2, 1.0) in found.calls
    assert Call(8756, 4, 0, 0.5) in found.calls
    assert found.limit[8756:] == pytest.approx(0.5)
    assert found.rise_per_h == 0.5
    assert found.power_price_per_mwh.mean() == pytest.approx(46.0, abs=6.0)
    assert len(found.notes) == 2


def test_without_a_block_the_machines_are_always_on_at_the_sites_price():
    found = dispatch_of(None, load("bitforest").economics, ".", COLD_C)
    assert (found.mode, found.horizon, found.calls, found.notes) == ("always_on", None, (), ())
    assert np.all(found.power_price_per_mwh == 35.0)
    assert np.all(found.limit == 1.0)
    assert found.rise_per_h == 1.0


def test_calls_in_the_dearest_hours_follow_the_price(tmp_path):
    rows = ["20"] * 8760
    rows[5000:5004] = ["900"] * 4
    prices(tmp_path, rows=rows)
    found = operation(
        "{power_price: {file: prices.csv}, drawn_calls: {count: 1, duration: 4 h, worst: price}}", tmp_path
    )
    assert found.calls[0].start_h in {5000, 0}  # one of the two worst windows


@pytest.mark.parametrize(
    ("text", "hour"),
    [("01-01 00:00", 0), ("02-28 23:00", 59 * 24 - 1), ("03-01 00:00", 59 * 24), ("12-31 23:00", 8759)],
)
def test_a_stamp_is_an_hour_of_the_year(text, hour):
    assert hour_of(text) == hour


@pytest.mark.parametrize(
    "stamp", ["02-29 00:00", "13-01 00:00", "01-32 00:00", "01-01 24:00", "01-01 10:30", "Jan 1", "17"]
)
def test_a_stamp_that_is_none_is_refused(stamp):
    with pytest.raises(ValidationError, match="is no hour of the year"):
        block(f"calls: [{{start: '{stamp}', duration: 4 h}}]")


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("{foresight: {}}", ("foresight",), "goes with mode optimal only"),
        ("{mode: optimal, foresight: {window: 12 h}}", ("foresight", "step"), "must not be longer"),
        ("{mode: optimal, foresight: {step: 90 min}}", ("foresight", "step"), "must be full hours (got '90 min')"),
        ("{power_price: {}}", ("power_price",), "either"),
        ("{power_price: {file: x.csv, synthetic: {}}}", ("power_price",), "either"),
        ("{calls: [{start: 12-31 23:00, duration: 2 h}]}", ("calls", 0, "duration"), "ends after the year"),
        (
            "{calls: [{start: 12-01 23:00, duration: 2 h, notice: 10 min}]}",
            ("calls", 0, "notice"),
            "must be full hours",
        ),
        ("{mode: optimal, whole_groups: true}", ("whole_groups",), "needs `foresight`"),
        ("{restart_time: 2 h, whole_groups: true}", ("whole_groups",), "does not go with"),
    ],
)
def test_what_no_single_key_shows_is_said_at_its_key(text, path, said):
    (fault,) = faults_of(block(text))
    assert fault.path == path
    assert said in fault.text
    with pytest.raises(Fault):
        operation(text)


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("{power_price: {synthetic: {mean: 40 CAD/MWh}}}", ("power_price", "synthetic"), "must be in USD"),
        ("{power_price: {synthetic: {spike: -5 USD/MWh}}}", ("power_price", "synthetic"), "spike_per_mwh = -5"),
        ("{drawn_calls: {count: 1000, duration: 24 h}}", ("drawn_calls", "count"), "hold only"),
    ],
)
def test_what_the_model_refuses_is_said_at_its_key(text, path, said):
    with pytest.raises(Fault, match=said) as caught:
        operation(text)
    assert caught.value.path == path


@pytest.mark.parametrize(
    "text",
    ["{mode: clever}", "{restart_time: 2}", "{calls: [{start: 01-01 00:00, duration: 4 h, depth: 0 %}]}", "{pace: 1}"],
)
def test_wrong_keys_and_units_are_refused(text):
    with pytest.raises(ValidationError):
        block(text)


# ---------------------------------------------------------------- prices from a file
@pytest.mark.parametrize(
    ("head", "first", "per_mwh"),
    [
        ("price [USD/MWh]", "-12.5", -12.5),
        ("hour,USD/kWh", "0,0.045", 45.0),
        ("time;price (USD/MWh)", "2026-01-01 00:00;45,5", 45.5),
    ],
)
def test_prices_are_read_in_the_unit_that_their_column_names(tmp_path, head, first, per_mwh):
    comma = "," if "," in head else ";" if ";" in head else ""
    rest = [f"{hour}{comma}40" if comma else "40" for hour in range(1, 8760)]
    found = read_prices(prices(tmp_path, head, [first, *rest]), "USD")
    assert found[0] == pytest.approx(per_mwh)
    assert found.shape == (8760,)


def test_comments_before_the_names_and_empty_lines_are_passed_over(tmp_path):
    path = prices(tmp_path)
    path.write_text("# day-ahead\n\n" + path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert read_prices(path, "USD")[25] == 31.0


ROWS = [f"{hour},40" for hour in range(8760)]


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ("price", None, ":1: needs one column that names a unit"),
        ("USD/MWh,CAD/MWh", None, ":1: .*2 columns with a unit"),
        ("price [CAD/MWh]", None, ":1: must be in USD"),
        ("price [USD/GWd]", None, ":1: the unit of 'price .USD/GWd.'"),
        ("price [USD/kg]", None, ":1: the unit of"),
        ("load,price [USD/MWh]", ROWS, ":1: 'load' is not a column here"),
        ("hour,price [USD/MWh]", ROWS[:-1], "has 8759 hours, a year has 8760; give standard time"),
        ("hour,price [USD/MWh]", [*ROWS, *ROWS[:24]], "has 8784 hours, a year has 8760; leave 29 February out"),
        ("hour,price [USD/MWh]", [*ROWS[:99], "99,", *ROWS[100:]], ":101: .* must be a price .got ''"),
        ("hour,price [USD/MWh]", [*ROWS[:99], "99,nan", *ROWS[100:]], ":101: .* must be a price"),
        ("hour,price [USD/MWh]", [*ROWS[:99], "99,4e9", *ROWS[100:]], ":101: .* must be a price"),
        ("hour,price [USD/MWh]", [*ROWS[:99], "99", *ROWS[100:]], ":101: must have 2 fields"),
        ("hour,price [USD/MWh]", [*ROWS[:99], ROWS[98], *ROWS[100:]], ":101: hour must be 99 after 98"),
        ("hour,price [USD/MWh]", [f"{hour},40" for hour in range(5, 8765)], ":2: hour must begin with 0 or 1"),
    ],
)
def test_a_broken_file_of_prices_says_where_and_why(tmp_path, head, rows, said):
    with pytest.raises(SiteError, match=f"prices.csv.*{said}"):
        read_prices(prices(tmp_path, head, rows), "USD")


def test_a_missing_file_of_prices_is_said(tmp_path):
    with pytest.raises(SiteError, match="cannot be read"):
        operation("{power_price: {file: none.csv}}", tmp_path)
