"""Heat pumps on the terminal page: one row each, and below it why this refrigerant."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from heatloop_api.cli.layout import lined_up
from heatloop_api.words import change, figure


def heat_pumps(loops: list[dict[str, Any]]) -> RenderableType | None:
    """Table of all heat pumps with one line of reasons each; None where there is none."""
    lifted = [loop for loop in loops if loop["heat_pump"]]
    if not lifted:
        return None
    table = lined_up(
        "Heat pump",
        "fluid\n",
        "COP\n",
        "Carnot\n%",
        "power\nkW",
        "lift\n°C",
        "evap / cond\n°C",
        "disch.\n°C",
    )
    for loop in lifted:
        machine = loop["heat_pump"]
        table.add_row(
            loop["name"],
            machine["refrigerant"],
            figure(machine["cop"], 2),
            figure(100.0 * machine["carnot_fraction"]),
            figure(machine["electric_kw"], 1),
            change(machine["source_c"], machine["sink_c"]),
            f"{figure(machine['evaporating_c'], 1)} / {figure(machine['condensing_c'], 1)}",
            figure(machine["discharge_c"], 1),
        )
    return Group(table, *(line for loop in lifted if (line := _why(loop)) is not None))


def _why(loop: dict[str, Any]) -> Text | None:
    """The reason that decided; the first one says only what the table and the list of parts say too."""
    machine = loop["heat_pump"]
    data = machine["refrigerant_data"]
    if data is None or len(machine["reasons"]) < 2:
        return None
    return Text(
        f"{loop['name']}: {data['refrigerant']}, GWP {data['gwp_100']:g}, {data['safety_class']}. {machine['reasons'][1]}",
        style="dim",
    )
