"""The workbook of a design: one sheet per question, numbers as numbers, text never a formula, same input same bytes."""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from heatloop_api.report.sheet import Sheet
from heatloop_api.report.sheets import sheets
from heatloop_api.usage import ExtraMissingError

EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook carries a date; a fixed one keeps its bytes the same
WIDTH_LOW, WIDTH_HIGH = 9, 70


@dataclass(frozen=True)
class _Formats:
    head: Any
    unit: Any
    text: Any
    whole: Any
    fine: Any
    broken: Any


def workbook(data: dict[str, Any]) -> bytes:
    """Write the workbook of a design.

    Parameters
    ----------
    data : payload of the design.

    Returns
    -------
    The bytes of an ``.xlsx`` file.

    Raises
    ------
    ExtraMissingError : if XlsxWriter is not installed.
    """
    return book_bytes(f"{data['site']}: heat recovery design", sheets(data))


def book_bytes(title: str, pages: Iterable[Sheet]) -> bytes:
    """Write a workbook of any sheets; the rest as for `workbook`."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise ExtraMissingError("a workbook needs XlsxWriter: pip install 'heatloop[report]'") from error
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": title, "author": "heatloop", "created": EPOCH})
    formats = _formats(book)
    for sheet in pages:
        _fill(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return file.getvalue()


def _formats(book: Any) -> _Formats:
    top = {"valign": "top"}
    return _Formats(
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        unit=book.add_format({"italic": True, "font_color": "#5C666F", "bottom": 1}),
        text=book.add_format({**top, "text_wrap": True}),
        whole=book.add_format({**top, "num_format": "#,##0"}),
        fine=book.add_format({**top, "num_format": "#,##0.00"}),
        broken=book.add_format({**top, "text_wrap": True, "bold": True, "font_color": "#B3261E"}),
    )


def _fill(page: Any, sheet: Sheet, formats: _Formats) -> None:
    """Two head rows (names, units) that stay in view, then the rows."""
    for column, (name, unit) in enumerate(sheet.columns):
        page.write_string(0, column, name, formats.head)
        page.write_string(1, column, unit, formats.unit)
        page.set_column(column, column, _width(sheet, column))
    page.freeze_panes(2, 1)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    for row, cells in enumerate(sheet.rows, start=2):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, formats)


def _write(page: Any, row: int, column: int, cell: Any, formats: _Formats) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_string(row, column, "yes" if cell else "no", formats.text)
    elif isinstance(cell, int | float):
        page.write_number(
            row, column, cell, formats.whole if abs(cell) >= 1000 or isinstance(cell, int) else formats.fine
        )
    else:
        page.write_string(row, column, str(cell), formats.broken if cell in ("error", "BROKEN") else formats.text)


def _width(sheet: Sheet, column: int) -> int:
    cells = [str(row[column]) for row in sheet.rows if isinstance(row[column], str)]
    longest = max((len(cell) for cell in (*cells, sheet.columns[column][0])), default=0)
    return min(max(longest + 2, WIDTH_LOW), WIDTH_HIGH)
