"""One sheet of the workbook as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Columns = tuple[tuple[str, str], ...]
Fields = tuple[tuple[str, str, str], ...]
"""Key in the payload, name and unit of a column."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, (name, unit) of each column, and its rows."""

    name: str
    columns: Columns
    rows: tuple[tuple[Any, ...], ...]


def by_owner(name: str, owner: str, fields: Fields, rows: Sequence[tuple[str, dict[str, Any]]]) -> Sheet:
    """A sheet of one column for the owner of a row, then one for each field."""
    columns = ((owner, ""), *((label, unit) for _, label, unit in fields))
    return Sheet(name, columns, tuple((whose, *(row[key] for key, _, _ in fields)) for whose, row in rows))
