"""The header: risers that gather the loops, tank, boiler, sinks in a column, and the pumps in the return."""

from typing import NamedTuple

from heatloop_api.schematic import symbols
from heatloop_api.schematic.canvas import Canvas
from heatloop_api.schematic.loops import EXCHANGER_W, EXCHANGER_X, PUMP_STEP, clip, draw_pumps
from heatloop_api.schematic.scene import Box, Scene
from heatloop_sites.naming import BOILER, HEADER, SINK, SOURCE, TANK, pump_tags, tag

PORT_X = EXCHANGER_X + EXCHANGER_W
SUPPLY_X, RETURN_X, BETWEEN_X = 738.0, 760.0, 724.0
OUT_X, TANK_X, TANK_W, BOILER_X, BOILER_W = 798.0, 834.0, 62.0, 922.0, 58.0
PUMP_X, FLOW_X, SUCTION_X = 972.0, 896.0, 1036.0
FEED_X, SINK_X, SINK_W, BACK_X = 1046.0, 1104.0, 172.0, 1342.0
SINK_STEP, SINK_H = 132.0, 66.0
WIDTH = BACK_X + 12.0


def height(scene: Scene) -> float:
    """Distance between the supply and the return line of the header."""
    pumps = scene.pumps.running + scene.pumps.standby
    return max(len(scene.sinks) * SINK_STEP + 30.0, min(pumps, 4) * PUMP_STEP + 60.0, 210.0)


def draw_header(canvas: Canvas, scene: Scene, ports: list[tuple[float, float]]) -> float:
    """Draw everything right of the exchangers; `ports` are the heights of their cold outlets and inlets. Gives the return line's height."""
    supply_y = ports[0][0]
    return_y = supply_y + height(scene)
    _risers(canvas, scene, ports, supply_y, return_y)
    end_x = FEED_X
    canvas.pipe((SUPPLY_X, supply_y), (end_x, supply_y), arrows=(0.14, 0.86))
    canvas.instrument(tag("TT", HEADER, 0, 1), (OUT_X, supply_y - 32), supply_y, "out of the exchangers")
    canvas.instrument(tag("TT", HEADER, 0, 3), (FEED_X - 24, supply_y - 32), supply_y, "supply at the sinks")
    _tank(canvas, scene, supply_y, return_y)
    _boiler(canvas, scene, supply_y)
    for index, sink in enumerate(scene.sinks):
        _sink(canvas, sink, index, supply_y, return_y)
    _return(canvas, scene, return_y)
    return return_y


def _risers(canvas: Canvas, scene: Scene, ports: list[tuple[float, float]], supply_y: float, return_y: float) -> None:
    """Gather the loops: from the return into those of the first stage, from stage to stage, from the last into the supply."""
    first, last = [[ports[i] for i in scene.stages[end]] for end in (0, -1)]
    between = [BETWEEN_X - 12.0 * k for k in range(len(scene.stages) - 1)]
    risers = [_Riser(SUPPLY_X, [cold_out for cold_out, _ in last], [supply_y])]
    for x, before, after in zip(between, scene.stages, scene.stages[1:], strict=False):
        risers.append(_Riser(x, [ports[i][0] for i in before], [ports[i][1] for i in after]))
    for riser in risers:
        riser.draw(canvas)
    _Riser(RETURN_X, [return_y], [cold_in for _, cold_in in first]).draw(canvas, cool=True)
    ways = zip(scene.stages, [*between, SUPPLY_X], [RETURN_X, *between], strict=True)
    for stage, out_x, in_x in ways:
        for index in stage:
            _port(canvas, ports[index], out_x, in_x, risers)
            if len(ports) > 1:
                cold_out, at = ports[index][0], (PORT_X + 26, ports[index][0] - 32)
                canvas.instrument(tag("TT", SOURCE, index, 3), at, cold_out, "exchanger, cold side out")


class _Riser(NamedTuple):
    """A pipe upright that joins ports at some heights; the liquid goes from the starts to the ends."""

    x: float
    starts: list[float]
    ends: list[float]

    def draw(self, canvas: Canvas, *, cool: bool = False) -> None:
        top, bottom = min(*self.starts, *self.ends), max(*self.starts, *self.ends)
        if bottom > top:
            way = ((self.x, bottom), (self.x, top)) if bottom in self.starts else ((self.x, top), (self.x, bottom))
            canvas.pipe(*way, cool=cool, arrows=() if cool else (0.5,))

    def crosses(self, end_x: float, y: float) -> bool:
        """Whether a level pipe from the exchanger to `end_x` runs through it unconnected."""
        return self.x < end_x and min(*self.starts, *self.ends) < y < max(*self.starts, *self.ends)


def _port(canvas: Canvas, port: tuple[float, float], out_x: float, in_x: float, risers: list[_Riser]) -> None:
    """Draw what leaves and enters one loop's exchanger, over the risers that it crosses."""
    cold_out, cold_in = port
    for riser in risers:
        for end_x, y in ((out_x, cold_out), (in_x, cold_in)):
            if riser.crosses(end_x, y):
                canvas.gap(riser.x, y)
    canvas.pipe((PORT_X, cold_out), (out_x, cold_out), arrows=(0.72,) if out_x == SUPPLY_X else ())
    canvas.pipe((in_x, cold_in), (PORT_X, cold_in), cool=True, arrows=(0.6,))


def _tank(canvas: Canvas, scene: Scene, supply_y: float, return_y: float) -> None:
    if scene.tank is None:
        return
    name, x = tag("T", TANK, 0), TANK_X + TANK_W / 2
    top, bottom = supply_y + 30.0, supply_y + 158.0
    canvas.pipe((x, supply_y), (x, top))
    canvas.pipe((x, bottom), (x, return_y), cool=True)
    canvas.part(name, "buffer tank", symbols.tank(TANK_X, top, TANK_W, bottom - top))
    canvas.words(name, x, (top + bottom) / 2 - 2, "name middle")
    canvas.words(scene.tank, x, (top + bottom) / 2 + 14, "small middle")


def _boiler(canvas: Canvas, scene: Scene, supply_y: float) -> None:
    if scene.boiler is None:
        return
    name, x = tag("B", BOILER, 0), BOILER_X + BOILER_W / 2
    canvas.part(name, "boiler", symbols.boiler(BOILER_X, supply_y - 31, BOILER_W, 62))
    canvas.words(name, x, supply_y - 39, "name middle")
    canvas.words(scene.boiler, x, supply_y + 47, "small middle")


def _sink(canvas: Canvas, sink: Box, index: int, supply_y: float, return_y: float) -> None:
    y = supply_y + index * SINK_STEP
    centre = y + 52.0
    valve = tag("TCV", SINK, index)
    canvas.pipe((FEED_X, supply_y), (FEED_X, centre), (SINK_X, centre))
    canvas.pipe((SINK_X + SINK_W, centre), (BACK_X, centre), (BACK_X, return_y), cool=True)
    canvas.part(valve, f"control valve of {sink.name}", symbols.control_valve(FEED_X + 34, centre))
    canvas.words(valve, FEED_X + 34, centre + 22, "tag")
    top = centre - SINK_H / 2
    canvas.part(f"sink-{index + 1}", sink.name, symbols.sink(sink.kind, SINK_X, top, SINK_W, SINK_H))
    canvas.words(clip(sink.name, 21), SINK_X + 10, centre + 3, "name")
    for k, line in enumerate(sink.lines):
        canvas.words(line, SINK_X + 10, centre + 19 + 14 * k, "small")
    canvas.instrument(tag("TT", SINK, index, 2), (SINK_X + SINK_W + 32, centre - 32), centre, f"return of {sink.name}")


def _return(canvas: Canvas, scene: Scene, return_y: float) -> None:
    tags = pump_tags(HEADER, 0, scene.pumps.running + scene.pumps.standby)
    canvas.pipe((BACK_X, return_y), (PUMP_X + 30, return_y), cool=True, arrows=(0.35,))
    draw_pumps(canvas, tags, scene.pumps, PUMP_X, return_y)
    canvas.pipe((PUMP_X - 30, return_y), (RETURN_X, return_y), cool=True, arrows=(0.3,))
    canvas.instrument(tag("PT", HEADER, 0), (SUCTION_X, return_y + 32), return_y, "pressure at the pump suction")
    canvas.instrument(tag("FT", HEADER, 0), (FLOW_X, return_y + 32), return_y, "flow of the header")
    canvas.instrument(tag("TT", HEADER, 0, 2), (OUT_X, return_y + 32), return_y, "into the exchangers")
