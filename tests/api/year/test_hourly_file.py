"""The hourly file: CSV and Parquet say the same, and their months are the JSON's."""

import csv
import dataclasses
import io
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from heatloop_api.usage import ExtraMissingError, UsageError
from heatloop_api.year.files import year_files
from heatloop_api.year.hourly import check_suffix, hourly_bytes

KEYS = {
    "demand": "demand_kw",
    "boiler": "boiler_kw",
    "dumped": "dumped_kw",
    "it": "it_kw",
    "unmet": "unmet_kw",
    "pump_heat": "pump_heat_kw",
}


@pytest.fixture(scope="module")
def rows(result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(hourly_bytes(result, Path("year.csv")).decode())))


@pytest.fixture(scope="module")
def parquet(result):
    return pq.read_table(io.BytesIO(hourly_bytes(result, Path("year.PARQUET"))))


def test_csv_and_parquet_hold_the_same(rows, parquet):
    assert list(rows[0]) == parquet.column_names
    assert len(rows) == parquet.num_rows == 8760
    for name in parquet.column_names:
        column = parquet[name].to_pylist()
        if name == "time":
            assert [row[name] for row in rows] == [f"{stamp:%Y-%m-%dT%H:%M}" for stamp in column]
        elif isinstance(column[0], float):
            assert [float(row[name]) for row in rows] == column
        else:
            assert [row[name] for row in rows] == column


@pytest.mark.parametrize("key", sorted(KEYS))
def test_each_month_of_the_json_is_the_sum_of_its_hours(rows, year_data, key):
    sums = np.zeros(12)
    for row in rows:
        sums[int(row["time"][5:7]) - 1] += float(row[KEYS[key]]) / 1e3
    assert sums == pytest.approx([month[key] for month in year_data["monthly"]], rel=1e-9, abs=1e-9)


def test_every_hour_says_whether_its_weather_is_synthetic(rows, make_year, result):
    assert {row["weather"] for row in rows} == {"synthetic"}
    measured = make_year(weather=dataclasses.replace(result.weather, synthetic=False))
    text = hourly_bytes(measured, Path("x.csv")).decode()
    assert "synthetic" not in text
    assert text.splitlines()[1].endswith(",file")


def test_units_stand_in_the_names_and_reasons_are_words(rows):
    assert {"ambient_c", "greenhouse_c", "captured_kw", "tank_top_c", "supply_c", "running"} <= set(rows[0])
    assert rows[310]["reason"].split("|")[0] == "machines_off"
    assert rows[4500]["reason"] == ""


def test_an_hour_without_flow_has_no_supply_temperature(result):
    hours = dataclasses.replace(result.year.hours, supply_c=np.where(np.arange(8760) == 7, np.nan, 75.0))
    gap = dataclasses.replace(result, year=dataclasses.replace(result.year, hours=hours))
    read = list(csv.DictReader(io.StringIO(hourly_bytes(gap, Path("x.csv")).decode())))
    assert (read[7]["supply_c"], read[8]["supply_c"]) == ("", "75")
    column = pq.read_table(io.BytesIO(hourly_bytes(gap, Path("x.parquet"))))["supply_c"]
    assert column.null_count == 1


def test_a_plant_without_a_tank_has_no_tank_columns(make_year, make_design):
    design = make_design()
    bare = dataclasses.replace(design, plant=dataclasses.replace(design.plant, tank_volume_m3=None))
    text = hourly_bytes(make_year(design=bare), Path("x.csv")).decode()
    assert "tank_top_c" not in text.splitlines()[0]


def test_parquet_says_where_it_comes_from(parquet):
    notes = parquet.schema.metadata
    assert notes[b"site"] == b"bitforest"
    assert notes[b"site_digest"] == b"0" * 64
    assert b"Winnipeg" in notes[b"weather"]


def test_another_ending_is_refused():
    with pytest.raises(UsageError, match=r"--hourly year\.xls: the name must end in \.csv or \.parquet"):
        check_suffix(Path("year.xls"))


def test_without_pyarrow_the_extra_is_named(result, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraMissingError, match=r"heatloop\[report\]"):
        hourly_bytes(result, Path("x.parquet"))
    assert hourly_bytes(result, Path("x.csv")).startswith(b"time,")


def test_the_same_year_gives_the_same_bytes(result):
    for name in ("x.csv", "x.parquet"):
        assert hourly_bytes(result, Path(name)) == hourly_bytes(result, Path(name))


def test_only_the_files_that_were_asked_for_are_made(result, table, year_data):
    assert year_files(result, table, year_data) == {}
    made = year_files(result, table, year_data, hourly=Path("a.csv"))
    assert made == {Path("a.csv"): hourly_bytes(result, Path("a.csv"))}
