"""Plots of a report as inline SVG: same input, same bytes; ids that stay unique on one page; no matplotlib until one is asked for."""

import io
import re
from typing import TYPE_CHECKING, Any

from heatloop_api.report.tq import Profile
from heatloop_api.usage import ExtraMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

INK, SOFT, HOT, COLD = "#2b3138", "#7a848e", "#8c2d19", "#1f4e79"
MEASURED_WITH = "DejaVu Sans"
"""matplotlib lays out with the font that it brings along, so that no machine's own fonts change a byte; the page chooses the font shown."""
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "heatloop",
    "font.family": [MEASURED_WITH],
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "axes.linewidth": 0.8,
}


def tq_svg(profile: Profile, prefix: str, name: str) -> str:
    """Draw a temperature-heat diagram.

    Parameters
    ----------
    profile : of the exchanger.
    prefix : put before every id inside, so that several diagrams share one page.
    name : what a screen reader says.

    Raises
    ------
    ExtraMissingError : without matplotlib.
    """
    return inline_svg(lambda axes: _curves(axes, profile), prefix, name)


def inline_svg(draw: "Callable[[Axes], None]", prefix: str, name: str, inches: tuple[float, float] = (4.7, 3.0)) -> str:
    """Draw one picture, of the reports' usual size unless told, and make it part of a page; the rest as for `tq_svg`."""
    try:
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ExtraMissingError("a report needs matplotlib: pip install 'heatloop[report]'") from error
    with rc_context(STYLE):
        figure = Figure(figsize=inches, layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure.add_subplot())
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(file.getvalue(), prefix, name)


def _curves(axes: "Axes", profile: Profile) -> None:
    heat, hot, cold = profile.heat_kw, profile.hot_c, profile.cold_c
    axes.fill_between(heat, cold, hot, color="#eceef0", linewidth=0)
    axes.plot(heat, hot, color=HOT, linewidth=1.8)
    axes.plot(heat, cold, color=COLD, linewidth=1.8)
    span = float(hot.max() - cold.min())
    for series, colour, lift, anchor in ((hot, HOT, 1, "bottom"), (cold, COLD, -1, "top")):
        for end, shift in (
            (0, 0),
            (-1, 6),
        ):  # the right end's figures stand beside the curves, where a pinch leaves room
            at = (float(heat[end]), float(series[end]))
            away = (shift, lift if shift else 4 * lift)
            axes.annotate(f"{series[end]:.1f}", at, away, textcoords="offset points", color=colour, va=anchor)
    at_kw, high, low = float(heat[profile.pinch]), float(hot[profile.pinch]), float(cold[profile.pinch])
    axes.plot([at_kw, at_kw], [low, high], color=INK, linewidth=1.2, marker="_", markersize=7)
    right = profile.pinch > len(heat) // 2
    axes.annotate(
        f"pinch {profile.pinch_k:.1f} K",
        (at_kw, 0.5 * (low + high)),
        xytext=(0.74, 0.16) if right else (0.26, 0.9),  # the two corners that rising curves leave free
        textcoords="axes fraction",
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.8, "shrinkB": 3},
    )
    axes.set_xlabel("heat passed on, from the cold end [kW]")
    axes.set_ylabel("temperature [°C]")
    axes.set_ylim(float(cold.min()) - 0.14 * span, float(hot.max()) + 0.14 * span)
    axes.set_xlim(-0.02 * heat[-1], 1.1 * heat[-1])
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def _inline(svg: str, prefix: str, name: str) -> str:
    """Cut the XML head off, let the page scale the picture, and make ids and their references the page's own."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', body)
    body = re.sub(r'((?:xlink:)?href)="#([^"]+)"', rf'\1="#{prefix}-\2"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", body)
    body = re.sub(rf"""('|&apos;|&quot;)?{MEASURED_WITH}('|&apos;|&quot;)?""", "inherit", body)
    head, rest = body.split(">", 1)
    view = re.search(r'viewBox="[^"]*"', head)
    assert view is not None
    links = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {links} {view[0]} role="img" aria-label="{name}" class="plot">{rest}'.rstrip()
