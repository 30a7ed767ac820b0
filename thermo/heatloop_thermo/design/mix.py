"""Loops in parallel on one header: which supply each one holds, so that the mixture meets the target."""

from collections.abc import Sequence

from heatloop_thermo.properties import Coolant


def setpoints(
    coolant: Coolant, target_c: float, return_c: float, heats_w: Sequence[float], maxima_c: Sequence[float]
) -> tuple[float, ...]:
    """Supply temperature that each loop holds so that the mixed header meets the target, or comes as near as it can.

    Every loop that can holds the same temperature; a loop that cannot gives all it has, and the others make up for it.

    Parameters
    ----------
    coolant : liquid of the header.
    target_c : wanted mixed supply. [degC]
    return_c : header return at the exchangers, below every supply. [degC]
    heats_w : heat of each loop; sets its share of the flow. [W]
    maxima_c : hottest supply of each loop. [degC]

    Returns
    -------
    One supply temperature a loop. [degC] Their `mixed` value is the target where the target can be reached,
    else every loop stands at its maximum.

    >>> from heatloop_thermo.properties import water
    >>> setpoints(water(), 75.0, 55.0, [1e6, 1e6], [78.0, 78.0])
    (75.0, 75.0)
    >>> cool, hot = setpoints(water(), 75.0, 55.0, [1e6, 1e6], [72.0, 90.0])
    >>> cool, round(hot, 1), round(mixed(water(), [1e6, 1e6], [cool, hot], 55.0), 6)
    (72.0, 79.3, 75.0)
    """
    if min(maxima_c) >= target_c:
        return tuple(target_c for _ in maxima_c)
    if mixed(coolant, heats_w, maxima_c, return_c) <= target_c:
        return tuple(maxima_c)
    low, high = target_c, max(maxima_c)
    for _ in range(50):
        middle = 0.5 * (low + high)
        held = [min(middle, top) for top in maxima_c]
        low, high = (low, middle) if mixed(coolant, heats_w, held, return_c) >= target_c else (middle, high)
    return tuple(min(high, top) for top in maxima_c)


def mixed(coolant: Coolant, heats_w: Sequence[float], supplies_c: Sequence[float], return_c: float) -> float:
    """Mixed supply of loops that each heat their share of the flow from one return, by enthalpy. [degC]"""
    base = coolant.enthalpy_j_kg(return_c)
    flows = [heat / (coolant.enthalpy_j_kg(supply) - base) for heat, supply in zip(heats_w, supplies_c, strict=True)]
    return coolant.temperature_c(base + sum(heats_w) / sum(flows))
