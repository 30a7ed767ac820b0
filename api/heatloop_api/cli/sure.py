"""How sure a design is, as a small table on the terminal page."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from heatloop_api.cli.layout import lined_up
from heatloop_api.words import amount


def bands(sure: dict[str, Any]) -> RenderableType:
    """Lay out the bands, and which inputs alone would change the verdict.

    Parameters
    ----------
    sure : ``uncertainty`` of the payload.
    """
    table = lined_up("Uncertainty", "rated", "low", "high", "", "what moves it most")
    table.columns[-1].justify = "left"
    for row in sure["bands"]:
        figures = (amount(row[name], row["unit"]) for name in ("rated", "low", "high"))
        table.add_row(row["quantity"], *figures, row["unit"], row["worst_factor"] or "nothing")
    flips = (
        f"alone changes the verdict: {', '.join(sure['flips'])}"
        if sure["flips"]
        else "no input alone changes the verdict"
    )
    refused = [
        f"cannot be designed with {one['name']} {one[end]['text']}: {one[end]['refusal']}"
        for one in sure["factors"]
        for end in ("low", "high")
        if one[end]["refusal"]
    ]
    return Group(table, Text(flips, style="dim"), *(Text(line, style="dim") for line in refused))
