"""The plain answer: is the target reached, by which route, and what binds."""

from collections.abc import Sequence
from dataclasses import dataclass

from heatloop_thermo.design.result import Limit, LoopDesign, Route, Verdict
from heatloop_thermo.plant import Plant

REACHED_WITHIN_K = 0.05
"""The target counts as reached within this: a tenth of what a good plant thermometer resolves. [K]"""


@dataclass(frozen=True)
class Supply:
    """What the header comes to.

    Parameters
    ----------
    direct_max_c : hottest mixed supply at the sinks without heat pump or boiler, every loop at its limit. [degC]; the return's
        where nothing can be handed over directly
    supply_c : what arrives at the sinks. [degC]
    boiler_w, boiler_needed_w : heat that the boiler gives, and that it would have to give for the target. [W]
    captured_w, electric_w : heat that reaches the header, electric power of the machines. [W]
    """

    direct_max_c: float
    supply_c: float
    boiler_w: float
    boiler_needed_w: float
    captured_w: float
    electric_w: float


def judge(
    plant: Plant, loops: Sequence[LoopDesign], supply: Supply, held: Limit, stages: Sequence[Sequence[LoopDesign]]
) -> Verdict:
    """Choose the route and say why.

    Parameters
    ----------
    plant : as typed.
    loops : every loop at its rated point.
    supply : what the header comes to.
    held : the limit that keeps the direct supply from being hotter.
    stages : loops that run, stage by stage.

    Returns
    -------
    The verdict. Heat pumps are sized wherever the site allows them and the direct supply falls short, because they use the heat
    that is there; the boiler is next; otherwise the target is not reached.
    """
    lifted = [loop for loop in loops if loop.machine is not None]
    reached = supply.supply_c >= plant.target_c - REACHED_WITHIN_K
    topped = supply.boiler_w > 0.0
    route: Route
    if not reached or supply.captured_w <= 0.0:
        route, reached, text = "not_reached", False, _not_reached(plant, supply, held)
    elif topped:
        route, text = "boiler_top_up", _boiler(plant, supply, held)
    elif lifted:
        route, text = "heat_pump", _heat_pump(plant, supply, lifted, held)
    else:
        route, text = "direct", _direct(plant, supply, _spare_k(plant, supply, loops, stages), held)
    small = route == "not_reached" and plant.boiler is not None and supply.captured_w > 0.0
    binding = "boiler_capacity" if small else held.code
    text += _in_series(stages)
    return Verdict(plant.target_c, reached, route, supply.supply_c, supply.direct_max_c, binding, text)


def _captured(supply: Supply) -> str:
    share = supply.captured_w / supply.electric_w if supply.electric_w else 0.0
    return f"{supply.captured_w / 1e3:,.0f} kW, {share * 100:.1f} % of the machines' {supply.electric_w / 1e3:,.0f} kW"


def _spare_k(
    plant: Plant, supply: Supply, loops: Sequence[LoopDesign], stages: Sequence[Sequence[LoopDesign]]
) -> float:
    """By how much the supply could be hotter before a loop is at its limit; below 0 where others make up for one. [K]"""
    if len(stages) > 1:
        return max(0.0, supply.direct_max_c - supply.supply_c)
    return min(loop.supply_max_c for loop in loops) - plant.target_c


def _in_series(stages: Sequence[Sequence[LoopDesign]]) -> str:
    """A sentence on loops that stand one after the other; empty where they are in parallel."""
    if len(stages) < 2:
        return ""
    names = ", then ".join(" and ".join(loop.loop.name for loop in stage) for stage in stages)
    return f" The header's whole flow passes {names}."


def _direct(plant: Plant, supply: Supply, spare: float, held: Limit) -> str:
    headroom = f"{spare:.1f} K in hand" if spare >= 0 else "the hotter loops make up for the cooler one"
    return (
        f"{plant.target_c:g} °C is reached directly with {_captured(supply)}; {headroom}, then this binds: {held.text}."
    )


def _heat_pump(plant: Plant, supply: Supply, lifted: Sequence[LoopDesign], held: Limit) -> str:
    machines = [
        f"{loop.loop.name} by {loop.machine.refrigerant} from {loop.machine.source_c:.1f} to {loop.machine.sink_c:.1f} °C "
        f"at COP {loop.machine.cop:.2f} with {loop.machine.electric_w / 1e3:,.0f} kW"
        for loop in lifted
        if loop.machine
    ]
    return (
        f"{plant.target_c:g} °C is reached with a heat pump: {'; '.join(machines)}. The header gets {_captured(supply)}. "
        f"Why a heat pump: {held.text}."
    )


def _boiler(plant: Plant, supply: Supply, held: Limit) -> str:
    return (
        f"{plant.target_c:g} °C is reached with the boiler on top: the machines bring the header to {supply.direct_max_c:.1f} °C with "
        f"{_captured(supply)}, the boiler adds {supply.boiler_w / 1e3:,.0f} kW. What holds the machines' water down: {held.text}."
    )


def _not_reached(plant: Plant, supply: Supply, held: Limit) -> str:
    if supply.captured_w <= 0.0:
        return f"{plant.target_c:g} °C is not reached: the machines hand no heat to the header at all. What binds: {held.text}."
    if plant.boiler is None:
        way = f"a boiler of {supply.boiler_needed_w / 1e3:,.0f} kW or a heat pump would be needed, and the site has neither"
    else:
        have = plant.boiler.capacity_w / 1e3
        way = f"the boiler would need {supply.boiler_needed_w / 1e3:,.0f} kW and has {have:,.0f} kW"
    return f"{plant.target_c:g} °C is not reached: the header comes to {supply.supply_c:.1f} °C ({way}). What binds: {held.text}."
