"""Carpet plots: one temperature over the whole year, a column for each day, a row for each hour of the day."""

from typing import TYPE_CHECKING

import numpy as np

from heatloop_api.report.plot import COLD, HOT, INK, inline_svg
from heatloop_api.year.table import MONTHS, days_of
from heatloop_thermo.numeric import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (9.4, 1.75)
PALE = "#f4efe6"
LEAST_SPAN_K = 1.0
"""A temperature that hardly moves is drawn over this span at least, so that its noise is not blown up into a pattern."""


def carpet_svg(values_c: Array, middle_c: float, label: str, prefix: str, name: str) -> str:
    """Draw a temperature over day of the year and hour of the day.

    Parameters
    ----------
    values_c : hourly. [degC], shape (n,); a rest that fills no day is left out, an hour without a figure stays white
    middle_c : drawn pale; blue is below it, red above. [degC]
    label : of the colour bar.
    prefix, name : as for `heatloop_api.report.plot.tq_svg`.
    """
    return inline_svg(lambda axes: _carpet(axes, values_c, middle_c, label), prefix, name, SIZE)


def _carpet(axes: "Axes", values_c: Array, middle_c: float, label: str) -> None:
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    days = len(values_c) // 24
    shown = np.ma.masked_invalid(values_c[: 24 * days].reshape(days, 24).T)
    low = min(float(shown.min()), middle_c - LEAST_SPAN_K)
    high = max(float(shown.max()), middle_c + LEAST_SPAN_K)
    side = max(middle_c - low, high - middle_c)  # a kelvin is as much colour below the middle as above
    colours = LinearSegmentedColormap.from_list("heatloop", [COLD, "#7ea3c4", PALE, "#d08a63", HOT])
    picture = axes.imshow(
        shown, aspect="auto", origin="lower", interpolation="none", cmap=colours, norm=Normalize(middle_c - side, middle_c + side),
        extent=(0.0, float(days), 0.0, 24.0),
    )  # fmt: skip
    lengths = days_of(len(values_c))
    starts = np.cumsum([0, *lengths])
    axes.set_xticks([float(day) for day in starts[:-1] if day < days])
    axes.set_xticklabels([])
    for name, start, length in zip(MONTHS, starts, lengths, strict=False):
        if start + length <= days:
            axes.annotate(
                name, (start + length / 2, 0), (0, -4), textcoords="offset points", ha="center", va="top", color=INK
            )
    axes.set_yticks([0, 6, 12, 18, 24])
    axes.set_ylabel("hour of the day")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=2)
    bar = axes.figure.colorbar(picture, ax=axes, pad=0.012, fraction=0.05, aspect=11, label=label)
    bar.outline.set_visible(False)
    bar.ax.set_ylim(low, high)
    bar.set_ticks(_ticks(low, middle_c, high))
    bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}" if high - low > 8.0 else f"{value:,.1f}")


def _ticks(low: float, middle: float, high: float) -> list[float]:
    """The middle, the ends that are not too close to it, and half-way points where a side is long.

    >>> _ticks(-38.0, 0.0, 40.0), _ticks(18.5, 19.0, 39.0)
    ([-38.0, -19.0, 0.0, 20.0, 40.0], [19.0, 29.0, 39.0])
    """
    whole = high - low
    points = [middle, *(end for end in (low, high) if abs(end - middle) > 0.12 * whole)]
    points += [0.5 * (end + middle) for end in (low, high) if abs(end - middle) > 0.3 * whole]
    return sorted(points)
