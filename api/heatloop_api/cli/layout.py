"""How things stand on a terminal: a console as wide as a page, tables without lines, blocks with a heading in the margin."""

import os
import sys

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

WIDTH_MAX = 112


def page_console() -> Console:
    """Console on standard output: plain where that is no terminal or NO_COLOR is set, never wider than a page."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False)
    console.width = min(console.width, WIDTH_MAX) if console.is_terminal or _columns_set() else 100
    return console


def show(console: Console, page: RenderableType) -> None:
    """Print a page without blanks at the ends of its lines."""
    with console.capture() as captured:
        console.print(page)
    for line in captured.get().splitlines():
        print(line.rstrip())


def block(name: str, *lines: RenderableType) -> Table:
    """Put lines under each other, with their name in the margin."""
    return hanging(Text(name, style="dim"), Group(*lines))


def hanging(head: Text, body: RenderableType) -> Table:
    """Put a short word into the margin of a body that may take several lines."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=7, no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(head, body)
    return grid


def lined_up(first: str, *others: str) -> Table:
    """A table of figures without lines; headings have their unit below."""
    made = Table(box=None, padding=(0, 2), collapse_padding=True, pad_edge=False, header_style="dim", show_edge=False)
    made.add_column(f"{first}\n" if "\n" in "".join(others) else first, no_wrap=True, min_width=10, overflow="ellipsis")
    for name in others:
        made.add_column(name, justify="right", no_wrap=True)
    return made


def plain_table(*names: str) -> Table:
    """Make a table of text columns without lines, for lists."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", show_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def _columns_set() -> bool:
    return os.environ.get("COLUMNS", "").isdigit()
