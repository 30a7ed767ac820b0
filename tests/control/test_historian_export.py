"""What the historian hands out, read back by those who made the formats."""

import csv
import io
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from plants_history import START_S, kept, signal

from heatloop_control.historian import export
from heatloop_control.historian.export import FORMS, as_csv, table
from heatloop_thermo.errors import OutOfRange


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "history.sqlite"
    kept(path, np.arange(1000), bad={3})
    return path


def test_csv_has_a_row_for_each_time_and_nothing_where_there_is_nothing(path):
    rows = list(
        csv.DictReader(io.StringIO("".join(as_csv(table(path, ["TT-201", "no,such"], START_S, START_S + 5.0)))))
    )
    assert [row["time"] for row in rows] == [f"2026-01-19T00:00:0{second}.000Z" for second in range(5)]
    assert [row["TT-201"] for row in rows] == [f"{value:.7g}" if s != 3 else "" for s, value in enumerate(values(5))]
    assert [row["TT-201.quality"] for row in rows] == ["good", "good", "good", "bad", "good"]
    assert {row["no,such"] for row in rows} == {""}


def values(count):
    return signal(np.arange(count))[:, 0].astype(np.float32).astype(float).tolist()


def test_parquet_is_read_by_pyarrow(path):
    pq = pytest.importorskip("pyarrow.parquet")
    found = pq.read_table(io.BytesIO(FORMS[".parquet"](table(path, ["FT-201"], START_S, START_S + 1000.0))))
    assert found.num_rows == 1000
    assert found["FT-201"].to_pylist() == signal(np.arange(1000))[:, 1].tolist()
    assert found["time"][0].as_py().isoformat() == "2026-01-19T00:00:00+00:00"


def test_xlsx_has_numbers_and_times_and_never_a_formula(path):
    openpyxl = pytest.importorskip("openpyxl")
    rows = table(path, ["TT-201"], START_S, START_S + 900.0, buckets=3)
    sheet = openpyxl.load_workbook(io.BytesIO(FORMS[".xlsx"](rows)))["history"]
    found = list(sheet.values)
    assert found[0] == ("time (UTC)", "TT-201", "TT-201.quality")
    assert [row[0] for row in found[1:]] == [datetime(2026, 1, 19, 0, minute) for minute in (0, 5, 10)]  # noqa: DTZ001
    assert found[2][1] == pytest.approx(np.mean(signal(np.arange(300, 600))[:, 0]), rel=1e-6)
    assert [row[2] for row in found[1:]] == ["bad", "good", "good"]


def test_what_is_too_much_is_refused(path, monkeypatch):
    monkeypatch.setattr(export, "CELLS_MOST", 1500)
    with pytest.raises(OutOfRange, match="ask for a shorter time"):
        table(path, ["TT-201", "FT-201"], START_S, START_S + 1000.0)
    monkeypatch.setattr(export, "XLSX_ROWS_MOST", 999)
    with pytest.raises(OutOfRange, match="a sheet has no more"):
        FORMS[".xlsx"](table(path, ["TT-201"], START_S, START_S + 1000.0))
    with pytest.raises(OutOfRange, match="after it begins"):
        table(path, ["TT-201"], START_S, START_S - 1.0)
