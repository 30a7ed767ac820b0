"""The workbook of a year: key figures, months, money, assumptions, and the main columns of every hour."""

from collections.abc import Sequence
from typing import Any

from heatloop_api.report.xlsx import book_bytes
from heatloop_api.report.year_sheets import year_sheets
from heatloop_api.year.table import Columns


def year_workbook(table: Columns, data: dict[str, Any], reasons: Sequence[str]) -> bytes:
    """Write the workbook of a year.

    Parameters
    ----------
    table : hourly figures, `heatloop_api.year.table.columns`.
    data : payload of the year.
    reasons : of each hour, in words, `heatloop_api.year.table.reason_words`.

    Returns
    -------
    The bytes of an ``.xlsx`` file, the same for the same year.

    Raises
    ------
    ExtraMissingError : if XlsxWriter is not installed.
    """
    return book_bytes(f"{data['site']}: a year of heat, power and money", year_sheets(table, data, reasons))
