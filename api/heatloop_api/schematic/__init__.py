"""The schematic of a plant as SVG: drawn from the site, ISA tags as element ids, values beside them.

A page that shows live values sets the text of ``#<tag>-value`` and the class ``abnormal`` on ``#<tag>``.
"""

from collections.abc import Mapping

from heatloop_api.schematic.canvas import STYLE, Canvas
from heatloop_api.schematic.header import WIDTH, draw_header
from heatloop_api.schematic.loops import draw_loop, row_height
from heatloop_api.schematic.scene import Scene, scene_of
from heatloop_api.svg import element, number, title

__all__ = ["Scene", "draw", "scene_of"]


def draw(scene: Scene, values: Mapping[str, str], abnormal: frozenset[str] = frozenset()) -> str:
    """Draw a plant.

    Parameters
    ----------
    scene : what there is to draw, see `scene_of`.
    values : text beside each tag, for example ``{"TT-101": "80.0 °C"}``; tags without one stay bare.
    abnormal : tags to be marked, by a flag and by colour.

    Returns
    -------
    One ``<svg>`` element, the same bytes for the same input; every part and instrument has its tag as id.
    """
    canvas = Canvas(values, abnormal)
    top, ports = 0.0, []
    for index, loop in enumerate(scene.loops):
        ports.append(draw_loop(canvas, loop, index, top))
        top += row_height(loop)
    return_y = draw_header(canvas, scene, ports)
    bottom = max(top, return_y + 72.0)
    layers = (*canvas.pipes, *canvas.parts, *canvas.instruments)
    return element(
        "svg",
        title(f"Schematic: {scene.title}"),
        element("style", STYLE),
        *layers,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(WIDTH)} {number(bottom)}",
        role="img",
        class_="schematic",
    )
