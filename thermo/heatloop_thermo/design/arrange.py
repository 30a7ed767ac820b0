"""Which arrangements of the loops on the header are looked at, and which one is the better."""

from collections.abc import Sequence
from dataclasses import replace

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.design.compared import Compared
from heatloop_thermo.design.header import sinks_return_c
from heatloop_thermo.design.result import Design
from heatloop_thermo.design.series import stages_of
from heatloop_thermo.plant import Arrangement, Plant


def arrangements_of(plant: Plant) -> tuple[Arrangement, ...]:
    """Arrangements to be designed: the one asked for, else both where the loops are of different warmth."""
    if len(plant.loops) == 1 or plant.arrangement == "parallel":
        return ("parallel",)
    if plant.arrangement == "series":
        return ("series",)
    return ("parallel", "series") if len(stages_of(plant, sinks_return_c(plant))) > 1 else ("parallel",)


def chosen(designs: Sequence[Design]) -> Design:
    """The better design, with the comparison in it.

    Better is the one that reaches the target; then the one in which more loops hand heat over; then the one that buys less energy for
    heat pumps, pumps and boiler; then the one that captures more. The first of two that are alike.
    """
    ranked = sorted(designs, key=lambda design: _rank(compared(design)))
    return replace(ranked[0], arrangements=tuple(compared(design) for design in ranked))


def _rank(one: Compared) -> tuple[bool, int, float, float]:
    return not one.reached, len(one.idle), one.bought_w, -one.captured_w


def compared(design: Design) -> Compared:
    """The figures by which an arrangement is judged."""
    verdict, heat = design.verdict, design.heat
    return Compared(
        name=design.arrangement,
        stages=design.stages,
        reached=verdict.reached,
        route=verdict.route,
        supply_c=verdict.supply_c,
        binding=verdict.binding_constraint,
        idle=tuple(loop.loop.name for loop in design.loops if not loop.runs),
        heat_pump_electric_w=heat.heat_pump_electric_w,
        pumps_electric_w=design.pumps_electric_w,
        boiler_input_w=_input_w(design.plant.boiler, heat.boiler_w),
        captured_w=heat.captured_w,
        capture_fraction=heat.capture_fraction,
    )


def _input_w(boiler: Boiler | None, heat_w: float) -> float:
    """Electricity or fuel for a boiler's heat, at its rated efficiency. [W]"""
    return heat_w / boiler.efficiency if boiler else 0.0
