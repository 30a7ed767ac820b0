"""Plots of the year's money: cumulative cash flow, what moves the net present value, and how area changes coverage and use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from heatloop_api.report.plot import COLD, HOT, INK, SOFT, inline_svg
from heatloop_api.report.plot_heat_pump import FLUID

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES = ((INK, "-"), (HOT, "--"), (FLUID, "-."), (COLD, ":"))
"""Colour and dash of the first, second, ... stakeholder: the dash alone tells them apart too."""
APART = 0.075
"""Labels at the right end stand at least this share of the height apart."""


def cash_svg(cases: Sequence[dict[str, Any]], currency: str, prefix: str, name: str) -> str:
    """Draw cumulative cash flows, one panel for each baseline, one line for each stakeholder.

    Parameters
    ----------
    cases : ``money.cases`` of the payload.
    currency : ISO code.
    prefix, name : as for `heatloop_api.report.plot.tq_svg`.
    """
    return inline_svg(lambda axes: _panels(axes, cases, currency), prefix, name, (9.4, 3.3))


def npv_tornado_svg(rows: Sequence[dict[str, Any]], npv: float, currency: str, prefix: str, name: str) -> str | None:
    """Draw how far each input alone moves the net present value; None where none does.

    Parameters
    ----------
    rows : ``money.tornado`` of the payload, widest first.
    npv : at the rated inputs.
    currency, prefix, name : as for `cash_svg`.
    """
    moved = [row for row in rows if row["swing"] > 0.0]
    if not moved:
        return None
    return inline_svg(
        lambda axes: _tornado(axes, moved[::-1], npv, currency), prefix, name, (9.4, 0.8 + 0.34 * len(moved))
    )


def scan_svg(rows: Sequence[dict[str, Any]], area_m2: float | None, prefix: str, name: str) -> str:
    """Draw coverage of the demand and use of the heat against greenhouse area, one line for each tank.

    Parameters
    ----------
    rows : ``area_scan`` of the payload.
    area_m2 : of this site, marked; None where it has none.
    prefix, name : as for `heatloop_api.report.plot.tq_svg`.
    """
    return inline_svg(lambda axes: _scan(axes, rows, area_m2), prefix, name, (9.4, 3.1))


def _panels(axes: "Axes", cases: Sequence[dict[str, Any]], currency: str) -> None:
    figure = axes.figure
    axes.remove()
    baselines = list(dict.fromkeys(case["baseline"] for case in cases))
    panels = figure.subplots(1, len(baselines), sharey=True, squeeze=False)[0]
    scale, unit = _scale([value for case in cases for value in case["cumulative"]])
    everything = [value / scale for case in cases for value in case["cumulative"]]
    span = max(everything) - min(everything) or 1.0
    for panel, baseline in zip(panels, baselines, strict=True):
        own = [case for case in cases if case["baseline"] == baseline]
        ends = []
        for (colour, dash), case in zip(LINES, own, strict=False):
            flow = [value / scale for value in case["cumulative"]]
            panel.plot(range(len(flow)), flow, color=colour, linestyle=dash, linewidth=1.7)
            ends.append((flow[-1], f"{case['stakeholder']} {flow[-1]:,.1f}", colour))
        _end_labels(panel, len(own[0]["cumulative"]) - 1, ends, APART * span)
        panel.axhline(0.0, color=INK, linewidth=0.8)
        panel.set_title(f"against {own[0]['baseline_text']}", loc="left", fontsize=9.5, color=INK)
        panel.set_xlabel("year")
        panel.set_xlim(0, 1.36 * (len(own[0]["cumulative"]) - 1))
        panel.set_xticks(range(0, len(own[0]["cumulative"]), 5))
        panel.spines[["top", "right"]].set_visible(False)
    low, high = panels[0].get_ylim()
    panels[0].set_ylim(low, high + APART * span)  # room for a name that had to move up
    panels[0].set_ylabel(f"cumulative cash flow [{unit}{currency}]")


def _end_labels(panel: "Axes", x: float, ends: list[tuple[float, str, str]], apart: float) -> None:
    """Write each line's name at its end, moved up where two would stand on each other."""
    last = float("-inf")
    for value, words, colour in sorted(ends):
        last = max(value, last + apart)
        panel.annotate(
            words, (x, last), (4, 0), textcoords="offset points", va="center", color=colour, fontsize=8.5,
            annotation_clip=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


def _tornado(axes: "Axes", rows: Sequence[dict[str, Any]], npv: float, currency: str) -> None:
    scale, unit = _scale([npv, *(row[end] for row in rows for end in ("at_low", "at_high"))])
    rated = npv / scale
    for at, row in enumerate(rows):
        for end, colour, hatch in (("low", COLD, "////"), ("high", HOT, None)):
            value = row[f"at_{end}"] / scale
            face = "white" if hatch else colour
            axes.barh(
                at, value - rated, left=rated, height=0.56, color=face, edgecolor=colour, hatch=hatch, linewidth=0.9
            )
            right = value > rated or (value == rated and end == "high")
            axes.annotate(
                row[end], (value, at), (4 if right else -4, 0), textcoords="offset points",
                ha="left" if right else "right", va="center", color=SOFT, fontsize=8.0,
            )  # fmt: skip
    axes.axvline(rated, color=INK, linewidth=1.0)
    if min(axes.get_xlim()) < 0.0 < max(axes.get_xlim()):
        axes.axvline(0.0, color=SOFT, linewidth=0.8, linestyle=(0, (2, 3)))
    axes.set_yticks(range(len(rows)), [row["factor"] for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.16)
    axes.set_xlabel(f"net present value [{unit}{currency}]; rated {rated:,.2f}; hatched: input at its low end")
    axes.spines[["top", "right", "left"]].set_visible(False)


def _scan(axes: "Axes", rows: Sequence[dict[str, Any]], area_m2: float | None) -> None:
    figure = axes.figure
    axes.remove()
    panels = figure.subplots(1, 2, sharey=True)
    tanks = sorted({row["tank_m3_ha"] for row in rows})
    sides = (
        ("covered_fraction", "demand covered by recovered heat [%]"),
        ("used_fraction", "captured heat that is used [%]"),
    )
    for panel, (key, label) in zip(panels, sides, strict=True):
        ends = []
        for (colour, dash), tank in zip(LINES, tanks, strict=False):
            own = sorted((row["area_m2"] / 1e4, 100.0 * row[key]) for row in rows if row["tank_m3_ha"] == tank)
            areas, shares = [point[0] for point in own], [point[1] for point in own]
            panel.plot(areas, shares, color=colour, linestyle=dash, linewidth=1.6, marker="o", markersize=3)
            ends.append((shares[-1], f"{tank:,.0f} m³/ha" if tank else "no tank", colour))
        widest = max(row["area_m2"] for row in rows) / 1e4
        _end_labels(panel, widest, ends, 6.5)
        if area_m2 is not None:
            panel.axvline(area_m2 / 1e4, color=SOFT, linewidth=0.9, linestyle=(0, (2, 3)))
            panel.annotate(
                "this site", (area_m2 / 1e4, 2), (3, 0), textcoords="offset points", color=SOFT, fontsize=8.0
            )
        panel.set_xlim(0.0, 1.22 * widest)
        panel.set_ylim(0.0, 104.0)
        panel.set_xlabel("greenhouse area [ha]")
        panel.set_title(label, loc="left", fontsize=9.5, color=INK)
        panel.spines[["top", "right"]].set_visible(False)
        panel.grid(axis="y", color=SOFT, alpha=0.25, linewidth=0.6)


def _scale(values: Sequence[float]) -> tuple[float, str]:
    """Divisor and prefix that keep figures short."""
    largest = max((abs(value) for value in values), default=0.0)
    return (1e6, "million ") if largest >= 1e6 else (1e3, "thousand ") if largest >= 1e4 else (1.0, "")
