"""Sankey diagram of the year's heat: bands as wide as their energy, so what comes into a node leaves it as wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heatloop_api.report.plot import COLD, INK, SOFT
from heatloop_api.report.plot_heat_pump import FLUID
from heatloop_api.report.year_plot_energy import BOILER, DIRECT, DUMPED, TANK
from heatloop_api.svg import element, group, number, text
from heatloop_api.words import figure, percent

WIDTH, NODE, BAND_HEIGHT, LABEL_HEIGHT, GAP = 1040.0, 12.0, 240.0, 36.0, 10.0
COLUMN_X = (226.0, 490.0, 800.0)
"""Left edges of the three columns; labels stand left of the first and right of the last."""
SHOWN_FROM = 1e-4
"""A band of less than this share of all heat is left out: it would be no line at all, and the table has its figure."""
MACHINES, AIR, PLANT, SINKS, COOLER = "machines", "air", "plant", "sinks", "cooler"


@dataclass(frozen=True)
class Node:
    """Where energy comes from, passes or ends: a stable name, its column 0..2, what it is called, and its colour."""

    name: str
    column: int
    words: str
    colour: str


@dataclass(frozen=True)
class Band:
    """Energy from one node to another. [MWh]"""

    start: str
    end: str
    mwh: float
    colour: str


@dataclass(frozen=True)
class Placed:
    """A band with its ends' upper edges and its width, in units of the drawing."""

    band: Band
    start_y: float
    end_y: float
    width: float


NODES = (
    Node(MACHINES, 0, "Electricity of the machines", INK),
    Node("lift", 0, "Electricity of heat pumps", FLUID),
    Node("pumps", 0, "Pumps, as heat in the liquid", FLUID),
    Node("tank_start", 0, "Taken from the tank", TANK),
    Node("balance", 0, "Heat from elsewhere", SOFT),
    Node(AIR, 1, "Room air", SOFT),
    Node(PLANT, 1, "Heat in the plant", DIRECT),
    Node("shell", 1, "Lost by heat pumps", SOFT),
    Node("fuel", 0, "Energy of the boiler", BOILER),
    Node(COOLER, 2, "Rejected by dry coolers", SOFT),
    Node("loss", 2, "Lost from pipes and tank", SOFT),
    Node("tank_end", 2, "Left in the tank", TANK),
    Node("rest", 2, "Not accounted for", SOFT),
    Node(SINKS, 2, "Delivered to the sinks", DIRECT),
    Node("flue", 2, "Lost by the boiler", COLD),
)
"""All that may show, top to bottom in each column; those without energy are left out."""


def bands(energy: dict[str, float]) -> list[Band]:
    """Energy flows of the year.

    Parameters
    ----------
    energy : ``energy_mwh`` of the payload. What does not add up in the plant would be a band of its own, never hidden.
    """
    e = energy
    lost, recovered = e["pipe_loss"] + e["tank_loss"], e["delivered"] - e["boiler"]
    come = e["source_heat"] + e["pump_heat"] + e["heat_pump_added"]
    rest = come - recovered - e["dumped"] - lost - e["stored"]
    flows = [
        Band(MACHINES, AIR, e["it"] - e["source_heat"], DUMPED),
        Band(MACHINES, PLANT, e["source_heat"], DIRECT),
        Band("lift", PLANT, e["heat_pump_added"], FLUID),
        Band("lift", "shell", e["heat_pump_electric"] - e["heat_pump_added"], DUMPED),
        Band("pumps", PLANT, e["pump_heat"], FLUID),
        Band("tank_start", PLANT, -e["stored"], TANK),
        Band("balance", PLANT, -rest, DUMPED),
        Band(PLANT, COOLER, e["dumped"], DUMPED),
        Band(PLANT, "loss", lost, DUMPED),
        Band(PLANT, "tank_end", e["stored"], TANK),
        Band(PLANT, "rest", rest, DUMPED),
        Band(PLANT, SINKS, recovered, DIRECT),
        Band("fuel", SINKS, e["boiler"], BOILER),
        Band("fuel", "flue", e["boiler_input"] - e["boiler"], DUMPED),
    ]
    least = SHOWN_FROM * e["it"]
    return [flow for flow in flows if flow.mwh > least]


def sankey_svg(energy: dict[str, float], name: str) -> str:
    """Draw the year's Sankey diagram.

    Parameters
    ----------
    energy : ``energy_mwh`` of the payload.
    name : what a screen reader says.

    Returns
    -------
    One inline SVG.
    """
    flows = bands(energy)
    scale = BAND_HEIGHT / max(sum(flow.mwh for flow in flows if flow.start != PLANT), 1e-9)
    tops, height = _tops(flows, scale)
    drawn = [_band(one) for one in place(flows, tops, scale)]
    drawn += [_node(node, flows, tops, scale, energy["it"]) for node in NODES if node.name in tops]
    view = f"0 0 {number(WIDTH)} {number(height)}"
    return element(
        "svg", group(drawn), xmlns="http://www.w3.org/2000/svg", viewBox=view, role="img", aria_label=name,
        class_="plot sankey", font_size=15,
    )  # fmt: skip


def place(flows: Sequence[Band], tops: dict[str, float], scale: float) -> list[Placed]:
    """Stack bands at both of their nodes, in the order of the nodes that they come from and go to.

    Parameters
    ----------
    flows : to be placed.
    tops : upper edge of each node.
    scale : of the drawing. [1/MWh]
    """
    order = {node.name: index for index, node in enumerate(NODES)}
    starts, ends = dict(tops), dict(tops)
    start_y, end_y = {}, {}
    for flow in sorted(flows, key=lambda one: (order[one.start], order[one.end])):
        start_y[flow] = starts[flow.start]
        starts[flow.start] += flow.mwh * scale
    for flow in sorted(flows, key=lambda one: (order[one.end], order[one.start])):
        end_y[flow] = ends[flow.end]
        ends[flow.end] += flow.mwh * scale
    return [Placed(flow, start_y[flow], end_y[flow], flow.mwh * scale) for flow in flows]


def through_mwh(node: str, flows: Sequence[Band]) -> float:
    """Energy that passes a node: the larger of what comes and what goes. [MWh]"""
    return max(sum(f.mwh for f in flows if f.start == node), sum(f.mwh for f in flows if f.end == node))


def _tops(flows: Sequence[Band], scale: float) -> tuple[dict[str, float], float]:
    """Upper edge of every node that has energy, and the height of the drawing; each node has room for its two lines of words."""
    tops: dict[str, float] = {}
    lowest = 0.0
    for column in range(3):
        y = GAP
        for node in NODES:
            energy = through_mwh(node.name, flows)
            if node.column != column or energy <= 0.0:
                continue
            room = max(energy * scale, LABEL_HEIGHT)
            tops[node.name] = y + 0.5 * (room - energy * scale)
            y += room + GAP
        lowest = max(lowest, y)
    return tops, lowest


def _band(one: Placed) -> str:
    columns = {node.name: node.column for node in NODES}
    x0, x1 = COLUMN_X[columns[one.band.start]] + NODE, COLUMN_X[columns[one.band.end]]
    bend = 0.5 * (x0 + x1)
    a, b, w = one.start_y, one.end_y, one.width
    steps: list[Any] = [
        ("M", x0, a), ("C", bend, a), (" ", bend, b), (" ", x1, b), ("L", x1, b + w),
        ("C", bend, b + w), (" ", bend, a + w), (" ", x0, a + w),
    ]  # fmt: skip
    d = "".join(f"{letter}{number(x)} {y:.2f}" for letter, x, y in steps) + "Z"
    words = f"{figure(one.band.mwh)} MWh"
    return element("path", element("title", words), d=d, fill=one.band.colour, fill_opacity="0.72", class_="band")


def _node(node: Node, flows: Sequence[Band], tops: dict[str, float], scale: float, whole: float) -> str:
    energy = through_mwh(node.name, flows)
    x, y, height = COLUMN_X[node.column], tops[node.name], energy * scale
    bar = element("rect", x=x, y=y, width=NODE, height=max(height, 1.0), fill=node.colour)
    middle = y + 0.5 * height
    figures = f"{figure(energy)} MWh, {percent(energy / whole, 1 if energy < 0.1 * whole else 0)}"
    left = node.column == 0 or node.name == PLANT
    at, anchor = (x - 8, "end") if left else (x + NODE + 8, "start")
    ink, soft = (
        ("#fff", "#fff") if node.name == PLANT else (INK, SOFT)
    )  # the plant's words stand on the band that comes in
    return group(
        (
            bar,
            text(node.words, at, middle - 3, text_anchor=anchor, fill=ink, font_weight="650"),
            text(figures, at, middle + 15, text_anchor=anchor, fill=soft),
        )
    )
