"""The header: risers that gather the loops, tank, boiler, sinks in a column, and the pumps in the return."""

from heatloop_api.schematic import symbols
from heatloop_api.schematic.canvas import Canvas
from heatloop_api.schematic.loops import EXCHANGER_W, EXCHANGER_X, PUMP_STEP, clip, draw_pumps
from heatloop_api.schematic.scene import Box, Scene
from heatloop_sites.naming import BOILER, HEADER, SINK, SOURCE, TANK, pump_tags, tag

PORT_X = EXCHANGER_X + EXCHANGER_W
SUPPLY_X, RETURN_X = 738.0, 760.0
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
    _risers(canvas, ports, supply_y, return_y)
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


def _risers(canvas: Canvas, ports: list[tuple[float, float]], supply_y: float, return_y: float) -> None:
    bottom_in = ports[-1][1]
    if len(ports) > 1:
        canvas.pipe((SUPPLY_X, ports[-1][0]), (SUPPLY_X, supply_y), arrows=(0.5,))
    canvas.pipe((RETURN_X, return_y), (RETURN_X, ports[0][1]), cool=True)
    if bottom_in > return_y:
        canvas.pipe((RETURN_X, return_y), (RETURN_X, bottom_in), cool=True)
    for index, (cold_out, cold_in) in enumerate(ports):
        canvas.pipe((PORT_X, cold_out), (SUPPLY_X, cold_out), arrows=(0.72,))
        if index < len(ports) - 1:
            canvas.gap(SUPPLY_X, cold_in)
        canvas.pipe((RETURN_X, cold_in), (PORT_X, cold_in), cool=True, arrows=(0.6,))
        if len(ports) > 1:
            canvas.instrument(
                tag("TT", SOURCE, index, 3), (PORT_X + 42, cold_out - 32), cold_out, "exchanger, cold side out"
            )


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
