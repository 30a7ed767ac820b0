"""One small step of the plant on bare arrays, compiled: liquids that move through pipes, exchangers, a tank; heat that follows.

Explicit steps; every pipe is a row of mixed cells, every exchanger its effectiveness at the flows of the moment with a first-order lag.
"""

from math import exp, expm1

from heatloop_thermo.compiled import lean
from heatloop_thermo.numeric import Array

NEAR_ZERO = 1e-6


@lean
def lag(value: float, target: float, time_s: float, dt_s: float) -> float:
    """First-order approach to a target."""
    return value + (target - value) * -expm1(-dt_s / max(time_s, NEAR_ZERO))


@lean
def effectiveness(ntu: float, ratio: float) -> float:
    """Effectiveness of a counterflow exchanger."""
    if ratio > 0.999:
        return ntu / (1.0 + ntu)
    decay = exp(-ntu * (1.0 - ratio))
    return (1.0 - decay) / (1.0 - ratio * decay)


@lean
def push(
    cells: Array,
    entering_c: float,
    mass_kg: float,
    flow_kg_s: float,
    loss_w_k: float,
    heat_j_kgk: float,
    around_c: float,
    dt_s: float,
) -> float:
    """Move the liquid of a pipe on by one step and let it lose heat; temperature of what leaves. [degC]

    ``mass_kg`` and ``loss_w_k`` are of the whole pipe. At no flow the liquid stands and cools.
    """
    n = len(cells)
    share = min(flow_kg_s * dt_s / (mass_kg / n), 1.0)
    decay = -expm1(-loss_w_k * dt_s / (mass_kg * heat_j_kgk))
    for i in range(n - 1, -1, -1):
        before = cells[i - 1] if i > 0 else entering_c
        cells[i] += share * (before - cells[i])
        cells[i] += decay * (around_c - cells[i])
    leaving: float = cells[n - 1]
    return leaving


@lean
def stir(
    tank: Array,
    layer_kg: float,
    top_kg_s: float,
    top_c: float,
    bottom_kg_s: float,
    bottom_c: float,
    loss_w_k: float,
    heat_j_kgk: float,
    around_c: float,
    dt_s: float,
) -> None:
    """One step of a stratified tank: ``top_kg_s`` comes in hot and leaves below, ``bottom_kg_s`` comes back and leaves above."""
    n = len(tank)
    tank[0] += min(top_kg_s * dt_s / layer_kg, 1.0) * (top_c - tank[0])
    tank[n - 1] += min(bottom_kg_s * dt_s / layer_kg, 1.0) * (bottom_c - tank[n - 1])
    down = (top_kg_s - bottom_kg_s) * dt_s / layer_kg
    if down > 0.0:
        for i in range(n - 1, 0, -1):
            tank[i] += min(down, 1.0) * (tank[i - 1] - tank[i])
    else:
        for i in range(n - 1):
            tank[i] += min(-down, 1.0) * (tank[i + 1] - tank[i])
    decay = -expm1(-loss_w_k / n * dt_s / (layer_kg * heat_j_kgk))
    for i in range(n):
        tank[i] += decay * (around_c - tank[i])
    for _ in range(n):  # warm water under cold mixes at once
        calm = True
        for i in range(n - 1):
            if tank[i] < tank[i + 1] - 1e-9:
                mean = 0.5 * (tank[i] + tank[i + 1])
                tank[i] = tank[i + 1] = mean
                calm = False
        if calm:
            break
