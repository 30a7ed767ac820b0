"""The tornado of a verdict: how far each uncertain input alone moves it."""

from typing import TYPE_CHECKING, Any

from heatloop_api.report.plot import COLD, HOT, INK, SOFT, inline_svg
from heatloop_api.words import amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN_FROM = 0.005
"""A bar shorter than this share of the longest is no more than a line: the table has its figures."""


def tornado_svg(sure: dict[str, Any], prefix: str, name: str) -> str | None:
    """Draw the tornado of the quantity that the verdict hangs on.

    Parameters
    ----------
    sure : ``uncertainty`` of the payload.
    prefix, name : as for `heatloop_api.report.plot.tq_svg`.

    Returns
    -------
    One inline SVG, or None where no input moves the verdict.
    """
    band = next((row for row in sure["bands"] if row["key"] == sure["verdict_quantity"]), None)
    if band is None or sure["tornado"][0]["swing"] <= 0:
        return None
    least = SHOWN_FROM * sure["tornado"][0]["swing"]
    rows = [row for row in sure["tornado"] if row["swing"] >= least][::-1]
    return inline_svg(lambda axes: _bars(axes, rows, band), prefix, name, (9.4, 1.1 + 0.36 * len(rows)))


def _bars(axes: "Axes", rows: list[dict[str, Any]], band: dict[str, Any]) -> None:
    rated, unit = band["rated"], band["unit"]
    for at, row in enumerate(rows):
        for end, colour, hatch in (("low", COLD, "////"), ("high", HOT, None)):
            value = row[f"at_{end}"]
            if value is not None and value != rated:
                face = "white" if hatch else colour
                axes.barh(
                    at, value - rated, left=rated, height=0.56, color=face, edgecolor=colour, hatch=hatch, linewidth=0.9
                )
        _label(axes, at, row, rated)
    axes.axvline(rated, color=INK, linewidth=1.0)
    axes.set_yticks(range(len(rows)), [row["factor"] for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.16)
    shown = f" [{unit}]" if unit != "-" else ""
    axes.set_xlabel(f"{band['quantity']}{shown}; rated {amount(rated, unit)}; hatched: input at its low end")
    axes.spines[["top", "right", "left"]].set_visible(False)


def _label(axes: "Axes", at: int, row: dict[str, Any], rated: float) -> None:
    """Write the input's values beside the bar's ends; where both push the same way, together at the end that is reached."""
    ends = [(row[f"at_{end}"], row[end]) for end in ("low", "high")]
    sides: dict[bool, list[tuple[float, str]]] = {False: [], True: []}
    for value, text in ends:
        if value is not None and value != rated:
            sides[value > rated].append((value, text))
    for above, found in sides.items():
        if found:
            tip = max(found)[0] if above else min(found)[0]
            words = " and ".join(text for _, text in found)
            axes.annotate(
                words, (tip, at), (4 if above else -4, 0), textcoords="offset points",
                ha="left" if above else "right", va="center", color=SOFT, fontsize=8.0,
            )  # fmt: skip
