"""The HTML report: one file that needs nothing else, for a screen and for A4."""

import re
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from heatloop_api.report.abnormal import abnormal_tags
from heatloop_api.report.plot import tq_svg
from heatloop_api.report.tq import profile
from heatloop_api.schematic import draw, scene_of
from heatloop_api.tags import rated_tags
from heatloop_api.words import (
    ARRANGEMENTS,
    FIDELITIES,
    MARKS,
    ROUTES,
    all_limits,
    amount,
    band,
    change,
    circuits,
    figure,
    percent,
    quantity,
    verdict_fails,
    way,
)
from heatloop_thermo.design import Design

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpDesign


def report_html(design: Design, data: dict[str, Any]) -> str:
    """Write the report of a design.

    Parameters
    ----------
    design : as sized; its liquids give the profiles in the exchangers.
    data : its payload; every figure in the report is taken from here.

    Returns
    -------
    A whole HTML document without links to anything outside; the same bytes for the same design.

    Raises
    ------
    ExtraMissingError : if matplotlib is not installed.
    """
    picture = schematic_svg(design)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            data=data,
            css=_safe(_template_text("report.css")),
            schematic=_safe(picture),
            tall=_is_tall(picture),
            diagrams=_diagrams(design, data),
            lifted=[_lift_diagrams(loop.machine, i) if loop.machine else None for i, loop in enumerate(design.loops)],
            has_heat_pump=any(row["heat_pump"] for row in data["loops"]),
            has_exchanger=any(row["exchanger"] for row in data["loops"]),
            tornado=_tornado(data.get("uncertainty")),
            limits=all_limits(data),
            circuits=circuits(data),
            fails=verdict_fails(data),
            words={"routes": ROUTES, "marks": MARKS, "fidelities": FIDELITIES, "arrangements": ARRANGEMENTS},
            assumptions=[row for row in data["sources"] if row["assumption"] is not None],
            remarks=[row for row in data["findings"] if row["code"] != "assumption"],
        )
    )


def schematic_svg(design: Design) -> str:
    """Draw the schematic of a design with its rated values beside the tags, and broken limits marked."""
    lifted = frozenset(loop.loop.name for loop in design.loops if loop.machine is not None)
    values = {point.name: point.text for point in rated_tags(design)}
    return draw(scene_of(design.plant, lifted, design.stages), values, abnormal_tags(design))


def _is_tall(picture: str) -> bool:
    """Say whether a drawing is better seen on an upright page than on one turned sideways."""
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', picture)
    assert size is not None
    return float(size[2]) > 0.6 * float(size[1])


def _diagrams(design: Design, data: dict[str, Any]) -> list[Markup | None]:
    cold = design.plant.header.coolant
    pictures: list[Markup | None] = []
    for index, (loop, row) in enumerate(zip(design.loops, data["loops"], strict=True)):
        if row["exchanger"] is None:
            pictures.append(None)
            continue
        curve = profile(row["exchanger"], loop.loop.circuit.coolant, cold)
        pictures.append(_safe(tq_svg(curve, f"tq-{index + 1}", f"Temperature-heat diagram {index + 1}")))
    return pictures


def _tornado(sure: dict[str, Any] | None) -> Markup | None:
    """What moves the verdict most; None where the bands were not asked for, or nothing moves it."""
    from heatloop_api.report.plot_tornado import tornado_svg

    picture = tornado_svg(sure, "tornado", "Tornado of the verdict") if sure else None
    return _safe(picture) if picture else None


def _lift_diagrams(machine: "HeatPumpDesign", index: int) -> dict[str, Any]:
    """Pictures of one heat pump: both exchangers, and each refrigerant's cycle."""
    from heatloop_api.report.lifted import circuits, exchanges
    from heatloop_api.report.plot_heat_pump import cycle_svg, exchange_svg

    below, above = exchanges(machine)
    cycles = [
        (
            circuit.refrigerant,
            _safe(cycle_svg(circuit, f"ph-{index + 1}-{k}", f"Pressure-enthalpy diagram {index + 1}")),
        )
        for k, circuit in enumerate(circuits(machine))
    ]
    return {
        "evaporator": _safe(exchange_svg(below, f"ev-{index + 1}", f"Evaporator {index + 1}")),
        "condenser": _safe(exchange_svg(above, f"co-{index + 1}", f"Condenser {index + 1}")),
        "cycles": cycles,
    }


def _safe(markup: str) -> Markup:
    """Let our own SVG and CSS through the escaping; every word in them that comes from a site was escaped where it was put in."""
    return Markup(markup)  # noqa: S704 - see above


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("heatloop_api.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(amount=amount, figure=figure, percent=percent)
    environment.globals.update(change=change, band=band, quantity=quantity, way=way)
    return environment


def _template_text(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]
