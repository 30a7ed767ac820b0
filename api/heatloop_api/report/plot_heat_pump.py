"""Diagrams of a heat pump: temperature over heat in its two exchangers, pressure over enthalpy of its cycle."""

from typing import TYPE_CHECKING

import numpy as np

from heatloop_api.report.plot import COLD, HOT, INK, SOFT, inline_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from heatloop_api.report.lifted import Circuit, Exchange, Zone

FLUID = "#3d6b47"
NAMED_FROM = 0.10
"""Zones that pass less than this share of the heat carry no name; the table beside the picture names all."""


def exchange_svg(exchange: "Exchange", prefix: str, name: str) -> str:
    """Draw refrigerant and liquid over the heat passed on, zones parted, the pinch marked."""
    return inline_svg(lambda axes: _exchange(axes, exchange), prefix, name)


def cycle_svg(circuit: "Circuit", prefix: str, name: str) -> str:
    """Draw a cycle in pressure, logarithmic, over enthalpy, with the dome of its refrigerant."""
    return inline_svg(lambda axes: _cycle(axes, circuit), prefix, name)


def _exchange(axes: "Axes", exchange: "Exchange") -> None:
    liquid = COLD if exchange.refrigerant_hot else HOT
    duty = float(exchange.heat_kw[-1])
    temperatures = [*exchange.coolant_c, *(t for zone in exchange.zones for t in zone.t_c)]
    low, high = float(min(temperatures)), float(max(temperatures))
    span = high - low
    axes.plot(exchange.heat_kw, exchange.coolant_c, color=liquid, linewidth=1.8)
    for zone in exchange.zones:
        axes.plot(zone.heat_kw, zone.t_c, color=FLUID, linewidth=1.8)
        start, end = float(zone.heat_kw[0]), float(zone.heat_kw[-1])
        if start > 0.0:
            axes.axvline(start, color=SOFT, linewidth=0.6, linestyle=(0, (2, 3)))
        if end - start >= NAMED_FROM * duty:
            _name(axes, zone, span, 1 if exchange.refrigerant_hot else -1)
    _ends(axes, exchange, liquid)
    _pinch(axes, exchange, duty)
    axes.set_xlabel("heat passed on, from the cold end [kW]")
    axes.set_ylabel("temperature [°C]")
    axes.set_ylim(low - 0.16 * span, high + 0.12 * span)
    axes.set_xlim(-0.02 * duty, 1.12 * duty)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def _name(axes: "Axes", zone: "Zone", span: float, side: int) -> None:
    """Write a zone's name away from the other curve: above or below a flat one, left of a steep one."""
    middle = 0.5 * float(zone.heat_kw[0] + zone.heat_kw[-1])
    at = (middle, float(np.interp(middle, zone.heat_kw, zone.t_c)))
    steep = abs(float(zone.t_c[-1] - zone.t_c[0])) > 0.25 * span
    axes.annotate(
        zone.name.replace("_", " "),
        at,
        (-7, 3 * side) if steep else (0, 5 * side),
        textcoords="offset points",
        color=FLUID,
        ha="right" if steep else "center",
        va="bottom" if side > 0 else "top",
    )


def _pinch(axes: "Axes", exchange: "Exchange", duty: float) -> None:
    """Mark the smallest difference; its words stand between the two curves, towards the middle."""
    below, above = exchange.pinch_between_c
    axes.plot([exchange.pinch_kw] * 2, [below, above], color=INK, linewidth=1.2, marker="_", markersize=7)
    x = exchange.pinch_kw + (-0.45 if exchange.pinch_kw > 0.5 * duty else 0.45) * duty
    zone = next(zone for zone in exchange.zones if x <= zone.heat_kw[-1])
    refrigerant_c = np.interp(x, zone.heat_kw, zone.t_c)
    coolant_c = np.interp(x, exchange.heat_kw, exchange.coolant_c)
    axes.annotate(
        f"pinch {exchange.pinch_k:.1f} K",
        (exchange.pinch_kw, 0.5 * (below + above)),
        xytext=(x, float(0.5 * (refrigerant_c + coolant_c))),
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.8, "shrinkB": 3},
    )


def _ends(axes: "Axes", exchange: "Exchange", liquid: str) -> None:
    """Write the temperatures of the liquid at both ends and of the refrigerant at the hot one."""
    last = exchange.zones[-1]
    side, other = ("top", "bottom") if exchange.refrigerant_hot else ("bottom", "top")
    notes = (
        (exchange.heat_kw[0], exchange.coolant_c[0], liquid, "top", (7, -3 if exchange.refrigerant_hot else 1)),
        (exchange.heat_kw[-1], exchange.coolant_c[-1], liquid, side, (5, 0)),
        (last.heat_kw[-1], last.t_c[-1], FLUID, other, (5, 0)),
    )
    for x, t_c, colour, anchor, away in notes:
        at = (float(x), float(t_c))
        axes.annotate(f"{t_c:.1f}", at, away, textcoords="offset points", color=colour, va=anchor)


def _cycle(axes: "Axes", circuit: "Circuit") -> None:
    from matplotlib.ticker import LogLocator

    axes.plot(circuit.dome_kj_kg, circuit.dome_kpa, color=SOFT, linewidth=1.0)
    axes.fill_between(circuit.dome_kj_kg, circuit.dome_kpa, color="#eceef0", linewidth=0)
    for line in circuit.ideal:
        axes.plot(*zip(*line, strict=True), color=FLUID, linewidth=0.9, linestyle=(0, (3, 2)))
    for line in circuit.lines:
        axes.plot(*zip(*line, strict=True), color=FLUID, linewidth=1.8)
    middle = (min(p[2] for p in circuit.points) * max(p[2] for p in circuit.points)) ** 0.5
    left = sum(p[1] for p in circuit.points) / len(circuit.points)
    for number, enthalpy, pressure in circuit.points:
        axes.plot([enthalpy], [pressure], color=FLUID, marker="o", markersize=3.5)
        away = (-7 if enthalpy < left else 7, 6 if pressure > middle else -9)
        axes.annotate(
            number, (enthalpy, pressure), away, textcoords="offset points", color=INK, ha="center", va="center"
        )
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    top = max(*(p[2] for p in circuit.points), float(circuit.dome_kpa.max()))
    low = min(p[2] for p in circuit.points)
    axes.set_ylim(0.6 * low, 1.4 * top)
    axes.set_xlabel("enthalpy [kJ/kg]")
    axes.set_ylabel("pressure [kPa], absolute")
    axes.spines[["top", "right"]].set_visible(False)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.set_minor_formatter(lambda *_: "")
