"""Coolant distribution units on the terminal page: one row each loop."""

from typing import Any

from rich.console import RenderableType

from heatloop_api.cli.layout import lined_up
from heatloop_api.words import change, figure, span


def cdus(loops: list[dict[str, Any]]) -> RenderableType | None:
    """Table of all coolant distribution units; None where there are none."""
    rows = [(loop["name"], loop["cdu"]) for loop in loops if loop["cdu"]]
    if not rows:
        return None
    headings = (
        "tags\n",
        "run +\nwait",
        "duty\nkW",
        "machines' side\n°C",
        "loop's side\n°C",
        "appr.\nK",
        "flow\nL/min/kW",
        "pumps\nkW",
    )
    table = lined_up("CDU", *headings)
    for name, unit in rows:
        table.add_row(
            name,
            span(unit["tags"]),
            f"{unit['running']} + {unit['standby']}",
            figure(unit["duty_kw"]),
            change(unit["hot_in_c"], unit["hot_out_c"]),
            change(unit["cold_in_c"], unit["cold_out_c"]),
            figure(unit["approach_k"], 2),
            figure(unit["flow_l_min_kw"], 2),
            figure(unit["electric_kw"], 1),
        )
    return table
