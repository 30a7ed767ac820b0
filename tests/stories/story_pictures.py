"""Pictures of the stories: a report's schematic and heat diagrams, made to stand alone on a page of documentation."""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from heatloop_api.report.html import schematic_svg
from heatloop_api.report.plot import tq_svg
from heatloop_api.report.tq import profile
from heatloop_thermo.design import Design

FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
PAPER = '<rect width="100%" height="100%" fill="#fff"/>'


def pictures(name: str, design: Design, data: dict[str, Any]) -> dict[str, str]:
    """File name -> SVG: the schematic, and for each loop where its heat goes over."""
    found = {f"story-{name}.svg": alone(schematic_svg(design))}
    for loop, row in zip(design.loops, data["loops"], strict=True):
        label = f"Temperature over heat, {row['name']}"
        if loop.machine is not None:
            found[f"story-{name}-{row['name']}.svg"] = alone(condenser(loop.machine, label))
        else:
            curve = profile(row["exchanger"], loop.loop.circuit.coolant, design.plant.header.coolant)
            even = {side: np.round(getattr(curve, side), 3) for side in ("heat_kw", "hot_c", "cold_c")}
            found[f"story-{name}-{row['name']}.svg"] = alone(tq_svg(replace(curve, **even), "heat", label))
    return found


def condenser(machine: Any, label: str) -> str:
    from heatloop_api.report.lifted import exchanges
    from heatloop_api.report.plot_heat_pump import exchange_svg

    above = exchanges(machine)[1]
    zones = tuple(replace(zone, heat_kw=np.round(zone.heat_kw, 3), t_c=np.round(zone.t_c, 3)) for zone in above.zones)
    even = replace(
        above,
        zones=zones,
        heat_kw=np.round(above.heat_kw, 3),
        coolant_c=np.round(above.coolant_c, 3),
        pinch_kw=round(above.pinch_kw, 3),
        pinch_k=round(above.pinch_k, 3),
        pinch_between_c=tuple(round(t_c, 3) for t_c in above.pinch_between_c),
    )
    return exchange_svg(even, "heat", label)


def alone(svg: str) -> str:
    """White paper under it, a font of its own, one element a line."""
    head, rest = svg.split(">", 1)
    body = re.sub(r"\binherit\b", FONT, rest)
    whole = f'{head} style="font-family: {FONT}">{PAPER}{body}'
    return "\n".join(line.rstrip() for line in whole.replace("><", ">\n<").splitlines() if line.strip()) + "\n"
