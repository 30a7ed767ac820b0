"""The hourly file: every hour of the year in plant units, as CSV or Parquet, the same figures in both."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from heatloop_api.usage import ExtraMissingError, UsageError
from heatloop_api.version import version
from heatloop_api.year.table import Columns, columns, plain, reason_words, times

if TYPE_CHECKING:
    from heatloop_api.year.result import YearResult
    from heatloop_thermo.numeric import Array

SUFFIXES = (".csv", ".parquet")
SYNTHETIC, MEASURED = "synthetic", "file"


def hourly_bytes(result: "YearResult", path: Path, table: Columns | None = None) -> bytes:
    """Put the year into the bytes of an hourly file; `heatloop_api.files.write_all` writes them whole or not at all.

    Columns: ``time`` (start of the hour, local standard time, in a nominal year), powers ``_kw`` as means of the hour, so that
    their sum is the energy in kWh, temperatures ``_c``, ``running`` as a share, ``reason`` (names parted by bars, empty where
    no limit held) and ``weather``, which says "synthetic" or "file". A water temperature is empty where no water flows.

    Parameters
    ----------
    result : of the year.
    path : its ending decides, ``.csv`` or ``.parquet``.
    table : its hourly table, if the caller has it already.

    Raises
    ------
    UsageError : for any other ending.
    ExtraMissingError : for Parquet, if pyarrow is not installed.
    """
    check_suffix(path)
    table = columns(result) if table is None else table
    return _parquet(result, table) if path.suffix.lower() == ".parquet" else _csv(result, table)


def check_suffix(path: Path) -> None:
    """Refuse a file whose ending says neither CSV nor Parquet; called before the year is computed."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"--hourly {path.name}: the name must end in {' or '.join(SUFFIXES)}")


def _csv(result: "YearResult", figures: Columns) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["time", *figures, "reason", "weather"])
    stamps, reasons = _stamps(result), reason_words(result.year.hours)
    cells = [_written(values) for values in figures.values()]
    kind = _kind(result)
    writer.writerows((*row, kind) for row in zip(stamps, *cells, reasons, strict=True))
    return file.getvalue().encode("utf-8")


def _parquet(result: "YearResult", figures: Columns) -> bytes:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExtraMissingError("a Parquet file needs pyarrow: pip install 'heatloop[report]'") from error
    hours = result.year.hours
    data = {
        "time": pa.array(times(len(hours.it_w)).astype("datetime64[ms]")),
        **{name: pa.array(values, from_pandas=True) for name, values in figures.items()},
        "reason": pa.array(reason_words(hours)),
        "weather": pa.array([_kind(result)] * len(hours.it_w)),
    }
    notes = {
        "heatloop_version": version(),
        "site": result.design.plant.name,
        "site_digest": result.site_digest,
        "weather": f"{result.weather.name}; {result.weather.source}",
    }
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(data).replace_schema_metadata(notes), sink)
    return bytes(sink.getvalue().to_pybytes())


def _written(values: "Array") -> list[str]:
    """Shortest text that reads back as the same number; whole ones without a fraction, and nothing where there is none."""
    return [
        "" if value is None else f"{int(value)}" if value == int(value) else repr(value)
        for value in plain(values + 0.0)
    ]


def _stamps(result: "YearResult") -> list[str]:
    return [str(stamp) for stamp in np.datetime_as_string(times(len(result.year.hours.it_w)), unit="m")]


def _kind(result: "YearResult") -> str:
    return SYNTHETIC if result.weather.synthetic else MEASURED
