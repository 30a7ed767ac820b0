"""What stands out and what was assumed, at the foot of the terminal page."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from heatloop_api.cli.layout import hanging
from heatloop_api.words import quantity

ASSUMED_SHOWN = 20
"""More assumed numbers than these are counted instead of listed: the page stays one screen."""
SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "info": ""}


def findings(data: dict[str, Any]) -> RenderableType:
    """Findings one below the other, then the numbers that are assumed."""
    lines: list[RenderableType] = [
        hanging(Text(row["severity"], style=SEVERITY_STYLE[row["severity"]]), Text(row["text"]))
        for row in data["findings"]
        if row["code"] not in ("assumption", "heat_pump_assumptions")
    ]
    assumed = [row for row in data["sources"] if row["assumption"] is not None]
    if assumed:
        plural = "numbers are assumptions" if len(assumed) > 1 else "number is an assumption"
        lines += [
            Text(),
            Text(f"{len(assumed)} {plural}, for want of a published one; reasons in --report and --json:"),
        ]
        lines.append(Text(_assumed(assumed), style="dim"))
    return Group(*lines)


def _assumed(rows: list[dict[str, Any]]) -> str:
    """Name assumed numbers with their values, under what they belong to; where there are many, only how many."""
    owners: dict[str, list[str]] = {}
    for row in rows:
        owner, _, what = row["what"].rpartition(": ")
        owners.setdefault(owner, []).append(f"{what} {quantity(row['value'], row['unit'])}")
    if len(rows) > ASSUMED_SHOWN:
        return "; ".join(f"{owner or 'plant'} {len(numbers)}" for owner, numbers in owners.items())
    return "; ".join(
        f"{owner}: {', '.join(numbers)}" if owner else ", ".join(numbers) for owner, numbers in owners.items()
    )
