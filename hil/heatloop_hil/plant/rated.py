"""Where the actuators of a design are at its rated point: a plant that begins warm begins there."""

from collections.abc import Sequence

from heatloop_sites.naming import HEADER, HEAT_PUMP, SINK, SOURCE, tag
from heatloop_sites.points import Point
from heatloop_thermo.design import Design


def rated_outputs(design: Design, points: Sequence[Point]) -> dict[str, float]:
    """Positions at the rated point, by command tag. [%]"""
    outputs = {point.tag: 0.0 for point in points if point.role == "command"}
    for i, loop in enumerate(design.loops):
        outputs[tag("SC", SOURCE, i)] = 100.0 * loop.pump.speed_fraction if loop.pump else 100.0
        outputs[tag("JC", SOURCE, i)] = 100.0
        if loop.machine is not None:
            outputs[tag("SC", HEAT_PUMP, i)] = 100.0
    header = design.header
    assert header is not None, "a plant without a header has nothing to run"
    outputs[tag("SC", HEADER, 0)] = 100.0 * header.pump.speed_fraction if header.pump else 100.0
    return outputs | {tag("SC", SINK, i): 100.0 for i in range(len(design.plant.sinks))}
