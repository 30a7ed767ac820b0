"""How sure a design is, on the terminal page: the figures that count in a line, then a small table."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from heatloop_api.cli.layout import lined_up
from heatloop_api.words import amount

SHOWN = ("area_m2", "cdu_area_m2")
"""Of a single loop, only these are in the table; JSON and report have every band."""


def bands(sure: dict[str, Any]) -> RenderableType:
    """Lay out the bands, and which inputs alone would change the verdict.

    Parameters
    ----------
    sure : ``uncertainty`` of the payload.
    """
    table = lined_up("Uncertainty", "rated", "low", "high", "", "what moves it most")
    table.columns[-1].justify = "left"
    for row in sure["bands"]:
        name, _, owner = row["key"].partition(": ")
        if owner and name not in SHOWN:
            continue
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
    line = brief(sure)
    return Group(
        *([Text(line)] if line else []), table, Text(flips, style="dim"), *(Text(line, style="dim") for line in refused)
    )


def brief(sure: dict[str, Any]) -> str:
    """Say in one line how sure the promise is: its margin or the power of the lift, exchangers and pumps, each with its band.

    >>> row = {"key": "supply_margin_k", "unit": "K", "rated": 2.0, "low": -0.4, "high": 3.1}
    >>> brief({"bands": [row]})
    'supply margin 2.0 K (-0.4 to 3.1)'
    """
    rows = {row["key"]: row for row in sure["bands"]}
    lifted = "heat_pump_electric_kw" in rows
    first = ("heat_pump_electric_kw", "heat pumps") if lifted else ("supply_margin_k", "supply margin")
    named = [first, ("pumps_electric_kw", "pumps")]
    named += [(key, f"area of {key.partition(': ')[2]}") for key in rows if key.startswith("area_m2: ")]
    return ", ".join(
        f"{words} {amount(row['rated'], row['unit'])} {row['unit']} "
        f"({amount(row['low'], row['unit'])} to {amount(row['high'], row['unit'])})"
        for key, words in named
        if (row := rows.get(key)) is not None
    )
