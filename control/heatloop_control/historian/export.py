"""Hands history out as CSV, Parquet or XLSX: a row for each time, and for each tag its value and its quality.

Samples as they were, or means over buckets. pyarrow and XlsxWriter come with ``heatloop[report]``.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from heatloop_control.historian.cold import QUALITY, TIME, every_time
from heatloop_control.historian.pieces import NO_SAMPLE, Array, Times
from heatloop_control.historian.reader import reading
from heatloop_control.historian.trend import trend
from heatloop_control.image import Quality
from heatloop_thermo.errors import require

XLSX_ROWS_MOST = 1_048_575
"""Rows of a sheet, less its head. [-] manufacturer (Excel specifications)"""
CELLS_MOST = 40_000_000
"""Values in one export. [-] estimate: what a small machine holds"""
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook carries a date; a fixed one keeps its bytes the same


@dataclass(frozen=True, slots=True)
class Table:
    """History to hand out: times [ms since 1970, UTC], values and qualities by tag; NaN and `pieces.NO_SAMPLE` where there are none."""

    times_ms: Times
    values: Mapping[str, Array]
    qualities: Mapping[str, Array]


def table(path: Path, tags: Sequence[str], from_s: float, to_s: float, buckets: int | None = None) -> Table:
    """History of some tags.

    Parameters
    ----------
    path : of the historian's file.
    tags : of the points.
    from_s, to_s : since 1970, UTC. [s]
    buckets : None for every sample; else means over as many buckets at the most, as for `trend.trend`.

    Raises
    ------
    OutOfRange : for more than `CELLS_MOST` values, or as for `trend.trend`.
    """
    require("from_s", from_s, 0.0, 1e11, "s", "seconds since 1970")
    require("to_s", to_s, from_s, 1e11, "s", "an export ends after it begins")
    if buckets is not None:
        trends = {tag: trend(path, tag, from_s, to_s, buckets) for tag in tags}
        times = (
            (1000.0 * next(iter(trends.values())).times_s).round().astype(np.int64) if trends else np.zeros(0, np.int64)
        )
        return Table(times, {t: r.mean for t, r in trends.items()}, {t: r.quality for t, r in trends.items()})
    with reading(path) as reader:
        found = {}
        for tag in tags:
            found[tag] = reader.samples(tag, round(1000.0 * from_s), round(1000.0 * to_s))
            cells = float(sum(samples.times_ms.size for samples in found.values()))
            require("cells", cells, 0.0, float(CELLS_MOST), "values", "ask for a shorter time, fewer tags, or buckets")
    times = every_time([samples.times_ms for samples in found.values()])
    values, qualities = {}, {}
    for tag, samples in found.items():
        values[tag], qualities[tag] = np.full(times.size, np.nan), np.full(times.size, float(NO_SAMPLE))
        at = np.searchsorted(times, samples.times_ms)
        values[tag][at], qualities[tag][at] = samples.values, samples.qualities
    return Table(times, values, qualities)


def as_csv(rows: Table) -> Iterator[str]:
    """Lines of a CSV file, its head first; a value that is not there is empty, a quality is a word."""
    names = [name for tag in rows.values for name in (tag, tag + QUALITY)]
    yield ",".join([TIME, *(_quoted(name) for name in names)]) + "\n"
    columns = [(rows.values[tag], rows.qualities[tag]) for tag in rows.values]
    for index, time_ms in enumerate(rows.times_ms.tolist()):
        cells = [f"{_number(values[index])},{_word(qualities[index])}" for values, qualities in columns]
        yield ",".join([_stamp(time_ms), *cells]) + "\n"


def as_parquet(rows: Table) -> bytes:
    """A Parquet file."""
    import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns: dict[str, object] = {TIME: pa.array(rows.times_ms, pa.timestamp("ms", "UTC"))}
    for tag, values in rows.values.items():
        columns[tag] = pa.array(values, pa.float32())
        columns[tag + QUALITY] = pa.array(rows.qualities[tag].astype(np.uint8), pa.uint8())
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd")
    return file.getvalue()


def as_xlsx(rows: Table) -> bytes:
    """A workbook of one sheet; text is never a formula, and times are UTC.

    Raises
    ------
    OutOfRange : for more rows than a sheet has.
    """
    import xlsxwriter  # noqa: PLC0415 - an extra

    require(
        "rows", float(rows.times_ms.size), 0.0, float(XLSX_ROWS_MOST), "rows", "a sheet has no more; ask for buckets"
    )
    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": "History", "author": "heatloop", "created": EPOCH})
    stamp, sheet = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss.000"}), book.add_worksheet("history")
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)
    for column, name in enumerate(["time (UTC)", *(n for tag in rows.values for n in (tag, tag + QUALITY))]):
        sheet.write_string(0, column, name)
    for index, time_ms in enumerate(rows.times_ms.tolist()):
        sheet.write_datetime(index + 1, 0, datetime.fromtimestamp(time_ms / 1000.0, UTC).replace(tzinfo=None), stamp)
        for place, (tag, values) in enumerate(rows.values.items()):
            if np.isfinite(values[index]):
                sheet.write_number(index + 1, 1 + 2 * place, float(values[index]))
            sheet.write_string(index + 1, 2 + 2 * place, _word(rows.qualities[tag][index]))
    book.close()
    return file.getvalue()


FORMS: Mapping[str, Callable[[Table], bytes]] = {
    ".csv": lambda rows: "".join(as_csv(rows)).encode(),
    ".parquet": as_parquet,
    ".xlsx": as_xlsx,
}
"""Bytes of a file by the ending of its name."""


def _stamp(time_ms: int) -> str:
    return datetime.fromtimestamp(time_ms / 1000.0, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(value: float) -> str:
    return f"{value:.7g}" if np.isfinite(value) else ""


def _word(quality: float) -> str:
    return "" if quality == NO_SAMPLE else Quality(int(quality)).name.lower()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if set(name) & set(',"\n') else name
