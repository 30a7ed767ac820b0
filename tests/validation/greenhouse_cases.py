"""The greenhouse beside GreenLight: rows of the page, and its picture."""

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drawing import STYLE
from published import Check, Limit, Topic

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILE = Path(__file__).parent / "data" / "greenhouse.json"
PICTURE = Path(__file__).parents[2] / "docs" / "img" / "validation-greenhouse.svg"
SOURCE = "GreenLight 2.0.5 (Katzin, Wageningen University), its equations integrated with a stiff solver, hourly means; run as the reference"
ANNUAL, MONTH, PEAK = {"rel": 0.10}, {"rel": 0.15}, {"rel": 0.15}
MATTERS_KWH = 10.0
"""Months with less heat are shown in the picture only. [kWh/m2]"""
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
OURS, THEIRS = "#b5482a", "#8b949e"


def stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def greenhouse() -> Topic:
    """Both years: heat to the pipes per area of floor."""
    about = (
        "Heat that a tomato greenhouse takes, kWh or W per m² of floor: the same parameters for both places, each from its source ([greenhouse](greenhouse.md)). "
        "The reference is a program of some thirty states; ours follows its equations with implicit steps of ten minutes. Winnipeg: single glass, a screen, no "
        "lamps, a morphed weather year. Windsor: LED lamps, 350 days from 27 September.\n\n"
        f"![Heat of both greenhouses by month, and by hours of the year](img/{PICTURE.name})"
    )
    checks, limits = [], []
    for case in stored()["cases"]:
        name, ours, theirs = case["case"], case["ours"], case["reference"]
        checks.append(Check(f"{name}: year, kWh/m²", f"{theirs['annual']:.1f}", ours["annual"], SOURCE, ANNUAL))
        checks += [
            Check(f"{name}: {month}, kWh/m²", f"{published:.1f}", found, SOURCE, MONTH)
            for month, published, found in zip(NAMES, theirs["months"], ours["months"], strict=True)
            if published > MATTERS_KWH
        ]
        checks.append(Check(f"{name}: 99 % of hours below, W/m²", f"{theirs['p99']:.0f}", ours["p99"], SOURCE, PEAK))
        limits.append(
            Limit(f"{name}: share of the variance of day means left over", SOURCE, 1.0 - case["r2_day"], 0.0, 0.1)
        )
        limits.append(
            Limit(f"{name}: energy that an hour gains or loses, relative", SOURCE, case["closure"], 0.0, 1e-9)
        )
    return Topic("Greenhouse", about, checks, limits=limits)


def greenhouse_svg() -> str:
    """Months and load-duration curves of both years."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    data = stored()
    with rc_context(STYLE):
        figure = Figure(figsize=(7.6, 4.8), layout="constrained", facecolor="white")
        FigureCanvasSVG(figure)
        for row, case in zip(figure.subplots(2, 2, width_ratios=(3, 2)), data["cases"], strict=True):
            months(row[0], case)
            duration(row[1], case, data["shares"])
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def months(axes: "Axes", case: dict[str, Any]) -> None:
    places = range(12)
    axes.bar([p - 0.2 for p in places], case["reference"]["months"], 0.38, color=THEIRS, label="GreenLight")
    axes.bar([p + 0.2 for p in places], case["ours"]["months"], 0.38, color=OURS, label="heatloop")
    axes.set_xticks(list(places), [name[0] for name in NAMES])
    axes.set_ylabel("kWh/m² in a month")
    axes.set_title(case["case"], fontsize=9.0, loc="left")
    axes.legend(frameon=False, fontsize=8.0)
    axes.spines[["top", "right"]].set_visible(False)


def duration(axes: "Axes", case: dict[str, Any], shares: list[float]) -> None:
    axes.plot(shares, case["reference"]["duration"], color=THEIRS, linewidth=2.4)
    axes.plot(shares, case["ours"]["duration"], color=OURS, linewidth=1.4)
    axes.set_xlabel("% of hours with at least")
    axes.set_ylabel("W/m²")
    axes.set_xlim(0.0, 100.0)
    axes.set_ylim(bottom=0.0)
    axes.grid(visible=True, color="#e4e6e8", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
