"""Both arrangements of the loops on the terminal page, the one chosen first."""

from typing import Any

from rich.console import RenderableType

from heatloop_api.cli.layout import lined_up
from heatloop_api.words import ROUTES, figure, percent, way


def arrangements(header: dict[str, Any]) -> RenderableType | None:
    """Table of the arrangements that were compared; None where there was one only."""
    if not header["arrangements"]:
        return None
    headings = ("route\n", "supply\n°C", "heat pumps\nkW", "pumps\nkW", "boiler\nkW", "captured\n")
    table = lined_up("Loops on the header", *headings)
    for one in header["arrangements"]:
        table.add_row(
            way(one),
            ROUTES[one["route"]],
            figure(one["supply_c"], 1),
            figure(one["heat_pump_electric_kw"], 1),
            figure(one["pumps_electric_kw"], 1),
            figure(one["boiler_input_kw"], 1),
            percent(one["capture_fraction"], 1),
        )
    return table
