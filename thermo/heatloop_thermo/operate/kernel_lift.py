"""A heat pump's map in compiled code: the same Chebyshev polynomials and the same limits as `heatpump.map`, one hour at a time."""

from heatloop_thermo.compiled import inlined, lean
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_liquid import enthalpy_j_kg, heat_capacity_j_kgk, temperature_c
from heatloop_thermo.operate.kernel_loops import (
    ADDED,
    ELECTRIC,
    FLAG,
    FLOW,
    GIVEN,
    INLET,
    LIFT_LIMITED,
    MACHINE,
    PUMP_HEAT,
    SCRATCH,
    SHARE,
    Loops,
    before_return_c,
)

(
    SOURCE_LOW, SOURCE_HIGH, SINK_LOW, SINK_HIGH, LEAST_LIFT, LEANING, LOAD_LOW, LOAD_HIGH, RATED_W, RATED_SHAFT_W, SHELL, CYCLING,
    DRIVE_LOSS_W, DRIVE_CONSTANT, CONDENSING_MAX, LOG_PRESSURE_MAX, DISCHARGE_MAX, LOG_RATIO_MAX, LOG_RATIO_MIN, SUPERHEAT_MIN,
) = range(MACHINE, MACHINE + 20)  # fmt: skip
FIGURES = MACHINE + 20
"""Of a loop, those of its heat pump with them."""
WORK, LOG_PRESSURE, DISCHARGE, CONDENSING, _EVAPORATING, LOG_RATIO_HIGH, LOG_RATIO_LOW, SPEED, SUPERHEAT = range(9)
SLACK = 2e-3
"""Share of the compressor's capacity by which the map may miss the rated point, which stands exactly at the limit. [-]"""


@lean
def lift(loops: Loops, i: int, full_w: float, wanted_w: float, sink_c: float, row: Array) -> float:
    """Let the heat pump take what there is or what is wanted, whichever is less; heat that it takes from the loop. [W]"""
    m, values, flow = loops.figures[i], row[SCRATCH:], row[SHARE] * loops.figures[i, FLOW]
    capacity = flow * heat_capacity_j_kgk(loops.liquids, i + 1, row[INLET])
    warm_c = before_return_c(loops, i, capacity, row[INLET])
    h = enthalpy_j_kg(loops.liquids, i + 1, warm_c) - row[PUMP_HEAT] / flow
    source_c = temperature_c(loops.liquids, i + 1, h)
    if not _inside(m, source_c, sink_c):
        row[FLAG] = float(int(row[FLAG]) | LIFT_LIMITED)
        return 0.0
    load, most, lifted = min(1.0, m[LOAD_HIGH]), m[LOAD_HIGH], 0.0
    for _ in range(6):
        _map(loops.lift, i, m, source_c, sink_c, max(load, m[LOAD_LOW]), values)
        most = min(m[LOAD_HIGH], (1.0 + SLACK) / values[SPEED])
        lifted = 1.0 - values[WORK] * (1.0 - m[SHELL])  # heat taken from the source over heat given
        before, load = load, min(full_w / lifted, wanted_w) / m[RATED_W]
        limited = load > most
        load = min(load, most)
        if limited:
            row[FLAG] = float(int(row[FLAG]) | LIFT_LIMITED)
        if abs(load - before) < 1e-9:
            break
    if _broken(m, values) or load <= 0.0:
        row[FLAG] = float(int(row[FLAG]) | (LIFT_LIMITED if load > 0.0 else 0))
        return 0.0
    row[GIVEN] = load * m[RATED_W]
    row[ADDED] = row[GIVEN] * (1.0 - lifted)
    steady = max(load, m[LOAD_LOW])
    shaft = steady * m[RATED_W] * values[WORK]
    part = shaft / m[RATED_SHAFT_W]
    electric = shaft + m[DRIVE_LOSS_W] * (m[DRIVE_CONSTANT] + (1.0 - m[DRIVE_CONSTANT]) * part * part)
    row[ELECTRIC] = electric * (m[CYCLING] * load / steady + 1.0 - m[CYCLING])
    return float(row[GIVEN]) * lifted


@inlined
def _inside(m: Array, source_c: float, sink_c: float) -> bool:
    """Whether the map holds there."""
    close = 1e-6
    return bool(
        m[SOURCE_LOW] - close <= source_c <= m[SOURCE_HIGH] + close
        and m[SINK_LOW] - close <= sink_c <= m[SINK_HIGH] + close
        and sink_c >= source_c + m[LEAST_LIFT] - close
    )


@inlined
def _broken(m: Array, values: Array) -> bool:
    """Whether a limit of the machine is broken, other than its capacity."""
    return bool(
        values[CONDENSING] > m[CONDENSING_MAX]
        or values[LOG_PRESSURE] > m[LOG_PRESSURE_MAX]
        or values[DISCHARGE] > m[DISCHARGE_MAX]
        or values[LOG_RATIO_HIGH] > m[LOG_RATIO_MAX]
        or values[LOG_RATIO_LOW] < m[LOG_RATIO_MIN]
        or values[SUPERHEAT] < m[SUPERHEAT_MIN]
    )


@inlined
def _map(table: Array, loop: int, m: Array, source_c: float, sink_c: float, load: float, values: Array) -> None:
    """All quantities of the map at a point inside its box, by Chebyshev's recurrence along each of the three axes."""
    floor_c = source_c + m[LEAST_LIFT] if m[LEANING] > 0.0 else m[SINK_LOW]
    u = (2.0 * source_c - m[SOURCE_LOW] - m[SOURCE_HIGH]) / (m[SOURCE_HIGH] - m[SOURCE_LOW])
    v = 2.0 * (sink_c - floor_c) / (m[SINK_HIGH] - floor_c) - 1.0
    w = (2.0 * load - m[LOAD_LOW] - m[LOAD_HIGH]) / (m[LOAD_HIGH] - m[LOAD_LOW])
    for q in range(9):
        values[q] = 0.0
    before_u, along_u = u, 1.0  # Chebyshev's T(-1) and T(0); then T(n+1) = 2 x T(n) - T(n-1)
    for i in range(table.shape[1]):
        along_v, before_v = along_u, v * along_u
        for j in range(table.shape[2]):
            along_w, before_w = along_v, w * along_v
            for n in range(table.shape[3]):
                for q in range(9):
                    values[q] += along_w * table[loop, i, j, n, q]
                before_w, along_w = along_w, 2.0 * w * along_w - before_w
            before_v, along_v = along_v, 2.0 * v * along_v - before_v
        before_u, along_u = along_u, 2.0 * u * along_u - before_u
