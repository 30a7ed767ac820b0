"""The agreement with TESPy as a picture: the same numbers give the same bytes."""

import io
from typing import TYPE_CHECKING

import numpy as np
from opinion import Agreement
from published import brief

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLE = {
    "svg.hashsalt": "heatloop validation",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.linewidth": 0.8,
}
FLOOR = 1e-10
"""Deviations below are drawn here: TESPy's answers are stored with no more digits than that."""


def agreement_svg(outlet: Agreement, cop: Agreement) -> str:
    """Share of the points that deviate by no more than what the axis says: outlets of exchangers, COP of heat pumps."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(7.6, 2.9), layout="constrained", facecolor="white")
        FigureCanvasSVG(figure)
        left, right = figure.subplots(1, 2, sharey=True)
        curve(left, outlet, "largest deviation of an outlet [K]", "#b5482a")
        curve(right, cop, "deviation of the COP, relative", "#2a6cb5")
        left.set_ylabel("share of points")
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def curve(axes: "Axes", agreement: Agreement, label: str, colour: str) -> None:
    points = sorted(float(f"{max(off, FLOOR):.1e}") for off in agreement.off)
    axes.step(points, np.arange(1, len(points) + 1) / len(points), where="post", color=colour, linewidth=1.6)
    for share, name, value in zip((0.5, 0.95, 1.0), ("median", "95 %", "largest"), agreement.figures, strict=True):
        at, last = float(f"{max(value, FLOOR):.1e}"), share == 1.0
        axes.plot([at], [share], marker="o", markersize=4, color=colour)
        away, side, upright = ((0, 5), "right", "bottom") if last else ((5, -3), "left", "top")
        text = f"{name} {brief(at)}"
        axes.annotate(text, (at, share), away, textcoords="offset points", ha=side, va=upright)
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_xlabel(label)
    axes.set_ylim(0.0, 1.15)
    axes.set_xlim(right=3.0 * points[-1])
    axes.set_title(f"{len(points)} points", fontsize=9.0)
    axes.grid(visible=True, which="major", color="#e4e6e8", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
