"""Plots of the year's heat: month by month, and from the hour of highest demand to that of the lowest."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from heatloop_api.report.plot import INK, SOFT, inline_svg
from heatloop_thermo.numeric import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE = (9.4, 3.1)
DIRECT, TANK, BOILER, DUMPED = "#8c2d19", "#dba877", "#3f76a8", "#c3cad0"
"""Heat straight from the machines, over the tank, from the boiler, and rejected: apart in hue and in lightness, so that they
stay apart for every eye and in grey print; unmet demand is hatched."""
PARTS = (("direct", DIRECT, "from the machines"), ("tank", TANK, "from the tank"), ("boiler", BOILER, "boiler"))


def monthly_svg(months: Sequence[dict[str, Any]], prefix: str, name: str) -> str:
    """Draw what covers each month's demand, and what is rejected beside it.

    Parameters
    ----------
    months : ``monthly`` of the payload.
    prefix, name : as for `heatloop_api.report.plot.tq_svg`.
    """
    return inline_svg(lambda axes: _months(axes, months), prefix, name, WIDE)


def duration_svg(load: Mapping[str, Array], prefix: str, name: str) -> str:
    """Draw the load-duration curve with what covers it.

    Parameters
    ----------
    load : as `heatloop_api.year.payload_energy.load_duration` gives it.
    prefix, name : as for `heatloop_api.report.plot.tq_svg`.
    """
    return inline_svg(lambda axes: _duration(axes, load), prefix, name, WIDE)


def _months(axes: "Axes", months: Sequence[dict[str, Any]]) -> None:
    at = range(len(months))
    # where the boiler makes up for losses on the way too, only what arrives of its heat is part of the bar
    boiler, unmet = [min(row["boiler"], row["delivered"]) for row in months], [max(row["unmet"], 0.0) for row in months]
    recovered = [row["delivered"] - given for row, given in zip(months, boiler, strict=True)]
    top = [a + b for a, b in zip(recovered, boiler, strict=True)]
    left, right = [x - 0.2 for x in at], [x + 0.22 for x in at]
    axes.bar(left, recovered, 0.4, color=DIRECT, label="recovered heat")
    axes.bar(left, boiler, 0.4, bottom=recovered, color=BOILER, label="boiler")
    if max(unmet) > 1e-3 * max(row["demand"] for row in months):
        axes.bar(
            left, unmet, 0.4, bottom=top, facecolor="white", edgecolor=INK, hatch="/////", linewidth=0.6, label="unmet"
        )
    axes.bar(right, [row["dumped"] for row in months], 0.34, color=DUMPED, label="captured, but rejected")
    for x, row in zip(left, months, strict=True):
        words = f"{row['demand']:,.0f}"
        axes.annotate(
            words, (x, row["demand"]), (0, 2), textcoords="offset points", ha="center", fontsize=7.5, color=INK
        )
    axes.set_xticks(list(at), [row["month"] for row in months])
    axes.tick_params(axis="x", length=0)
    _dress(axes, "heat in the month [MWh]")
    axes.legend(
        loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, frameon=False, borderaxespad=0.2, handlelength=1.1
    )


def _duration(axes: "Axes", load: Mapping[str, Array]) -> None:
    hours, floor = load["hours"], 0.0 * load["hours"]
    for key, colour, words in PARTS:
        ceiling = floor + load[key]
        axes.fill_between(hours, floor, ceiling, color=colour, linewidth=0, label=words)
        floor = ceiling
    if load["unmet"].max() > 1e-3 * load["demand"].max():
        axes.fill_between(
            hours, floor, floor + load["unmet"], facecolor="white", edgecolor=INK, hatch="/////", linewidth=0.0, label="unmet"
        )  # fmt: skip
    axes.plot(hours, load["demand"], color=INK, linewidth=1.3, label="demand")
    top = float(load["demand"][0])
    axes.annotate(f"{top:,.0f} kW", (float(hours[0]), top), (2, 3), textcoords="offset points", va="bottom")
    axes.set_ylim(0.0, 1.1 * top or 1.0)
    axes.set_xlim(0.0, float(hours[-1]))
    axes.set_xlabel("hours of the year with at least this demand [h]")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    _dress(axes, "heat [kW]")
    axes.legend(loc="upper right", frameon=False, handlelength=1.1)


def _dress(axes: "Axes", label: str) -> None:
    axes.set_ylabel(label)
    axes.set_ylim(bottom=0.0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=SOFT, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
