"""A CSV with one line an hour, beside a site file: its line of names, and its rows with their line numbers."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from heatloop_sites.weather.text import TextFile, read_text


@dataclass(slots=True)
class HourlyTable:
    """A file whose first line that is no remark names the columns.

    Parameters
    ----------
    file : its text.
    line : number of the line of names, from 1.
    names : of the columns.
    separator : between them; with semicolons a decimal comma is understood.
    wrong : what is wrong with lines read so far, (line, text); readers add what they find.
    """

    file: TextFile
    line: int
    names: list[str]
    separator: str
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line number and fields of each row that is not empty; one with another number of fields is wrong and left out."""
        for line, text in enumerate(self.file.lines[self.line :], start=self.line + 1):
            if not text.strip():
                continue
            row = next(csv.reader([text], delimiter=self.separator))
            if len(row) == len(self.names):
                yield line, row
            else:
                self.wrong.append((line, f"must have {len(self.names)} fields, as the line of names (got {len(row)})"))

    def number(self, text: str) -> float:
        """A field as a number, or NaN."""
        try:
            return float(text.replace(",", ".") if self.separator == ";" else text)
        except ValueError:
            return math.nan


def open_table(path: Path, what: str) -> HourlyTable:
    """Open a table; ``what`` names it in errors.

    Raises
    ------
    SiteError : a file that cannot be read as text.
    """
    file = read_text(path, what)
    top = next((at for at, text in enumerate(file.lines) if text.strip() and not text.startswith("#")), 0)
    separator = ";" if ";" in file.lines[top] else ","
    names = [name.strip() for name in next(csv.reader([file.lines[top]], delimiter=separator))]
    return HourlyTable(file, top + 1, names, separator)
