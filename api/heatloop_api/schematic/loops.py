"""A source loop as one row of the sheet: machines left, exchanger right, the hot line on top, the cooled line at the bottom.

The liquid goes round clockwise: through the machines, to the exchanger, through the diverting valve (straight on, or up through
the dry cooler), through one of the pumps, and back to the machines.
"""

from heatloop_api.schematic import symbols
from heatloop_api.schematic.canvas import Canvas
from heatloop_api.schematic.scene import Box, LoopScene, Pumps
from heatloop_sites.naming import HEAT_PUMP, SOURCE, pump_tags, tag

COLD_X, BANK_X, BANK_W, HOT_X = 12.0, 28.0, 172.0, 216.0
FLOW_X, PUMP_X, SUCTION_X = 298.0, 366.0, 424.0
COOLER_X, COOLER_W, VALVE_X = 468.0, 76.0, 562.0
EXCHANGER_X, EXCHANGER_W, EXCHANGER_H = 610.0, 52.0, 96.0
CDU_X, CDU_W, CDU_PUMP_X = 250.0, 34.0, 178.0
BANK_STEP, PUMP_STEP = 66.0, 47.0
TOP = 74.0
"""Room above the hot line, for the loop's name and the instruments."""
BOTTOM = 66.0
"""Room below the cooled line, for its instruments."""


def inner_height(loop: LoopScene) -> float:
    """Distance between the hot and the cooled line of a row."""
    banks = min(len(loop.banks), 4) * BANK_STEP + 24.0
    pumps = _shown(loop.pumps) * PUMP_STEP + 40.0
    return max(banks, pumps, 176.0)


def row_height(loop: LoopScene) -> float:
    """Height that a row takes."""
    return TOP + inner_height(loop) + BOTTOM


def draw_loop(canvas: Canvas, loop: LoopScene, index: int, top: float) -> tuple[float, float]:
    """Draw a loop; give back the heights of the exchanger's cold outlet and inlet."""
    hot_y = top + TOP
    cool_y = hot_y + inner_height(loop)
    canvas.words(clip(loop.name, 26), BANK_X, top + 22, "name")
    canvas.words(clip(loop.coolant, 29), BANK_X, top + 38, "small")
    _machines(canvas, loop.banks, index, hot_y, cool_y)
    cold_out, cold_in, outlet_y = _handover(canvas, loop, index, hot_y)
    canvas.pipe((EXCHANGER_X + 12, outlet_y), (EXCHANGER_X + 12, cool_y), (PUMP_X + 30, cool_y), cool=True)
    _rejection(canvas, index, cool_y, present=loop.dry_cooler)
    draw_pumps(canvas, pump_tags(SOURCE, index, _total(loop.pumps)), loop.pumps, PUMP_X, cool_y)
    canvas.pipe((PUMP_X - 30, cool_y), (COLD_X, cool_y), cool=True, arrows=(0.4,))
    if loop.cdu:
        _cdu(canvas, index, hot_y, cool_y)
    outlet_x = CDU_X - 22 if loop.cdu else 252
    canvas.instrument(tag("TT", SOURCE, index, 1), (outlet_x, hot_y - 32), hot_y, "machines' outlet temperature")
    canvas.instrument(tag("TT", SOURCE, index, 2), (222, cool_y + 32), cool_y, "machines' inlet temperature")
    canvas.instrument(tag("FT", SOURCE, index), (FLOW_X, cool_y + 32), cool_y, "flow of the loop")
    canvas.instrument(tag("PT", SOURCE, index), (SUCTION_X, cool_y + 32), cool_y, "pressure at the pump suction")
    canvas.instrument(tag("TT", SOURCE, index, 4), (EXCHANGER_X + 12, cool_y + 32), cool_y, "exchanger, hot side out")
    return cold_out, cold_in


def draw_pumps(canvas: Canvas, tags: tuple[str, ...], pumps: Pumps, x: float, y: float) -> None:
    """Draw pumps in parallel that push to the left, the first on the line and the others above it; more than four are counted."""
    shown = _shown(pumps)
    for i in range(shown):
        py = y - i * PUMP_STEP
        standby = i >= pumps.running
        last = i == shown - 1 and shown < len(tags)
        name = f"{tags[i]}–{tags[-1][-1]}" if last else tags[i]
        canvas.pipe((x + 30, y), (x + 30, py), (x - 30, py), (x - 30, y), cool=True)
        fragments = (symbols.pump(x, py),)
        canvas.part(tags[i], "pump, standby" if standby else "pump", *fragments, standby=standby)
        canvas.words(name, x, py - 17.5, "tag")


def _machines(canvas: Canvas, banks: tuple[Box, ...], index: int, hot_y: float, cool_y: float) -> None:
    """Stack the banks between a cold riser on their left and a hot one on their right; more than four are counted."""
    shown = banks if len(banks) <= 4 else banks[:3]
    rows = [(bank.name, bank.lines) for bank in shown]
    if len(banks) > 4:
        rows.append((f"and {len(banks) - 3} more", ()))
    room = cool_y - hot_y - 24.0
    step = room / len(rows)
    height = min(step - 10.0, 96.0)
    centres = []
    for i, (name, lines) in enumerate(rows):
        centre = hot_y + 12.0 + (i + 0.5) * step
        centres.append(centre)
        y = centre - height / 2
        canvas.part(f"machines-{index + 1}-{i + 1}", f"machines {name}", symbols.machines(BANK_X, y, BANK_W, height))
        canvas.words(clip(name, 18), BANK_X + 30, centre - (6 if lines else -4), "name")
        for k, line in enumerate(lines):
            canvas.words(clip(line, 24 if k else 21), BANK_X + 30, centre + 9 + 14 * k, "small")
        canvas.pipe((COLD_X, cool_y), (COLD_X, centre), (BANK_X, centre), cool=True)
    canvas.pipe((BANK_X + BANK_W, centres[-1]), (HOT_X, centres[-1]), (HOT_X, hot_y), (HOT_X + 1, hot_y))
    for centre in centres[:-1]:
        canvas.pipe((BANK_X + BANK_W, centre), (HOT_X, centre))


def _handover(canvas: Canvas, loop: LoopScene, index: int, hot_y: float) -> tuple[float, float, float]:
    """Draw what hands the heat over; give back heights of cold outlet, cold inlet and hot outlet."""
    y = hot_y - 18.0
    canvas.pipe((HOT_X, hot_y), (EXCHANGER_X, hot_y), arrows=(0.5,))
    if loop.handover == "heat_pump":
        name, what = tag("HP", HEAT_PUMP, index), "heat pump"
        symbol = symbols.heat_pump(EXCHANGER_X - 14, y, EXCHANGER_W + 14, EXCHANGER_H)
    else:
        name, what = tag("E", SOURCE, index), "plate heat exchanger"
        symbol = symbols.plate_exchanger(EXCHANGER_X, y, EXCHANGER_W, EXCHANGER_H)
    canvas.part(name, what, symbol)
    canvas.words(name, EXCHANGER_X + EXCHANGER_W / 2, y - 8, "name middle")
    return hot_y, y + EXCHANGER_H - 18.0, y + EXCHANGER_H


def _cdu(canvas: Canvas, index: int, hot_y: float, cool_y: float) -> None:
    """Draw the coolant distribution units across both lines: the machines' circuit left of them, with its pump, the loop's right."""
    name, height = tag("CDU", SOURCE, index), cool_y - hot_y + 24.0
    parts = symbols.plate_exchanger(CDU_X, hot_y - 12, CDU_W, height) + symbols.pump(CDU_PUMP_X, cool_y)
    canvas.part(name, "coolant distribution units", parts)
    canvas.words(name, CDU_X - 24, cool_y - 22, "tag")
    canvas.instrument(tag("TT", SOURCE, index, 5), (CDU_X + 84, hot_y - 32), hot_y, "out of the CDU, to the header")
    canvas.instrument(tag("TT", SOURCE, index, 6), (CDU_X + CDU_W + 26, cool_y - 42), cool_y, "into the CDU")


def _rejection(canvas: Canvas, index: int, cool_y: float, *, present: bool) -> None:
    """Draw the way over the dry cooler: up from the diverting valve, through the coil, down again before the pumps."""
    if not present:
        return
    top, height = cool_y - 116.0, 60.0
    coil_y = top + height - 16
    canvas.pipe((VALVE_X, cool_y), (VALVE_X, coil_y), (COOLER_X + COOLER_W, coil_y), cool=True, arrows=(0.5,))
    canvas.pipe((COOLER_X, coil_y), (COOLER_X - 18, coil_y), (COOLER_X - 18, cool_y), cool=True, arrows=(0.7,))
    cooler, valve = tag("E", SOURCE, index, 2), tag("TCV", SOURCE, index, 2)
    canvas.part(cooler, "dry cooler", symbols.dry_cooler(COOLER_X, top, COOLER_W, height))
    canvas.words(cooler, COOLER_X + COOLER_W / 2, top - 7, "name middle")
    canvas.part(valve, "diverting valve to the dry cooler", symbols.three_way_valve(VALVE_X, cool_y))
    canvas.words(valve, VALVE_X, cool_y + 44, "tag")


def _shown(pumps: Pumps) -> int:
    return min(_total(pumps), 4)


def _total(pumps: Pumps) -> int:
    return pumps.running + pumps.standby


def clip(words: str, length: int) -> str:
    """Cut a name to what its place on the sheet holds; the whole name stands in the lists beside the drawing."""
    return words if len(words) <= length else words[: length - 1] + "…"
