"""The files of a year, made in memory so that nothing is written if one of them fails."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from heatloop_api.year.table import Columns, reason_words

if TYPE_CHECKING:
    from heatloop_api.year.result import YearResult


def year_files(
    result: "YearResult",
    table: Columns,
    data: dict[str, Any],
    *,
    hourly: Path | None = None,
    report: Path | None = None,
    xlsx: Path | None = None,
) -> dict[Path, bytes]:
    """Make the files that were asked for; `heatloop_api.files.write_all` writes them.

    Parameters
    ----------
    result, table, data : the year, `heatloop_api.year.table.columns` and `heatloop_api.year.payload.year_payload` of it.
    hourly, report, xlsx : where each goes; None: not asked for. Their libraries are loaded only then.

    Raises
    ------
    UsageError : an hourly file that is neither CSV nor Parquet.
    ExtraMissingError : a library of the extra ``report`` is not installed.
    """
    contents: dict[Path, bytes] = {}
    if hourly is not None:
        from heatloop_api.year.hourly import hourly_bytes

        contents[hourly] = hourly_bytes(result, hourly, table)
    if report is not None:
        from heatloop_api.report.year_html import year_html

        contents[report] = year_html(table, data).encode("utf-8")
    if xlsx is not None:
        from heatloop_api.report.year_xlsx import year_workbook

        contents[xlsx] = year_workbook(table, data, reason_words(result.year.hours))
    return contents
