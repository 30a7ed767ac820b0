"""The cure for wet compression: more superheat while it is free, else an internal heat exchanger.

A superheat that ends a pinch below the source's hot inlet does not lower the evaporating temperature, but an evaporator is
a poor superheater; an internal exchanger takes the heat from the warm liquid instead, at the price of a larger suction
volume. The least that keeps the ideal line dry, with 1 K to spare, is found and rounded up to half a kelvin or to a
hundredth of effectiveness, as one would order it.
"""

import math
from collections.abc import Callable
from dataclasses import replace

from heatloop_thermo.errors import Infeasible, ThermoError
from heatloop_thermo.heatpump.build import Build
from heatloop_thermo.heatpump.refrigerant import Fluids
from heatloop_thermo.heatpump.result import CycleResult
from heatloop_thermo.heatpump.wet import wet_check
from heatloop_thermo.roots import root

SPARE_K = 1.0
"""Suction above the least dry suction temperature. [K]; estimate"""
IHX_MAX = 0.8
"""Highest effectiveness offered. [-]; estimate"""


def lack_k(build: Build, fluids: Fluids, result: CycleResult) -> float:
    """Suction superheat that is missing to keep every ideal compression dry, with `SPARE_K`; <= 0 where none is. [K]

    A refrigerant whose dew line does not lean over needs no superheat at all, nor the spare.
    """
    lacks = [_lack_k(build, fluids, result, i) for i in range(len(result.compressions))]
    return max(lacks)


def _lack_k(build: Build, fluids: Fluids, result: CycleResult, i: int) -> float:
    fluid = fluids[i] if build.arrangement == "cascade" else fluids[0]
    check = wet_check(fluid, result.compressions[i])
    return (
        SPARE_K - check.margin_k if check.superheat_needed_k > 0.01 else -check.margin_k - 0.01
    )  # round-off on the dew line


def cured(build: Build, fluids: Fluids, result: CycleResult, superheat_max_k: float) -> Build:
    """The same machine, its compressions dry at the temperatures of ``result``.

    Parameters
    ----------
    build, fluids, result : machine, its refrigerants, and its cycle at the temperatures in question.
    superheat_max_k : most superheat that is free in the evaporator. [K]

    Raises
    ------
    Infeasible : ``wet_compression``, where neither superheat nor an internal exchanger suffices.
    """
    te, warm = result.evaporating_c, result.condenser.end.t_c if result.condensing_c is None else result.condensing_c

    def lack(change: Build) -> float:
        return lack_k(change, fluids, change.run(fluids, te, warm))

    if build.arrangement == "cascade":
        return _cured_cascade(build, fluids, result)
    if build.arrangement == "two_stage" and build.intercooler == "open" and _lack_k(build, fluids, result, 1) > 0.0:
        build = replace(build, intercooler="flash_gas")
        if lack(build) <= 0.0:
            return build
    top = math.floor(2.0 * superheat_max_k) / 2.0
    if top > build.superheat_k:
        more = _least(lambda k: lack(replace(build, superheat_k=k)), build.superheat_k, top, 0.5)
        if more is not None:
            return replace(build, superheat_k=more)
    low = build.ihx_effectiveness
    effectiveness = _least(lambda e: lack(replace(build, ihx_effectiveness=e)), low, IHX_MAX, 0.01)
    if effectiveness is None:
        text = (
            f"{fluids[0].name}: the ideal compression from {te:.1f} degC stays wet with {top:g} K of superheat "
            f"and with an internal exchanger of {IHX_MAX:g} effectiveness"
        )
        raise Infeasible("wet_compression", text)
    return replace(build, ihx_effectiveness=effectiveness)


def _cured_cascade(build: Build, fluids: Fluids, result: CycleResult) -> Build:
    """Each circuit by its own internal exchanger: the lower's superheat costs the source, the upper's the lower circuit."""
    te, warm = result.evaporating_c, result.condensing_c
    assert warm is not None
    changes: tuple[Callable[[Build, float], Build], ...] = (
        lambda b, e: replace(b, ihx_effectiveness=e),
        lambda b, e: replace(b, upper_ihx_effectiveness=e),
    )
    for i, (change, now) in enumerate(
        zip(changes, (build.ihx_effectiveness, build.upper_ihx_effectiveness), strict=True)
    ):
        if _lack_k(build, fluids, result, i) <= 0.0:
            continue

        def one(
            effectiveness: float, base: Build = build, i: int = i, change: Callable[[Build, float], Build] = change
        ) -> float:
            changed = change(base, effectiveness)
            return _lack_k(changed, fluids, changed.run(fluids, te, warm), i)

        least = _least(one, now, IHX_MAX, 0.01)
        if least is None:
            raise Infeasible("wet_compression", f"{fluids[i].name}: no internal exchanger keeps its compression dry")
        build = change(build, least)
    return build


def _least(lack: Callable[[float], float], low: float, high: float, grain: float) -> float | None:
    """Least multiple of ``grain`` between two ends at which nothing lacks; None where none is found.

    The upper end may lead out of the equation of state (a discharge too hot): it is then drawn in.
    """
    while (at_high := _or_none(lack, high)) is None:
        if high - low < grain:
            return None
        high = 0.5 * (low + high)
    if at_high > 0.0:
        return None
    exact = root(lack, low, high, 1e-4) if lack(low) > 0.0 else low
    up = math.ceil(exact / grain - 1e-6) * grain
    up = up if lack(min(up, high)) <= 0.0 else up + grain
    return min(up, high)


def _or_none(lack: Callable[[float], float], value: float) -> float | None:
    try:
        return lack(value)
    except ThermoError:
        return None
