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
    direct_c : mixed supply at the sinks without any lift. [degC]; the return's where nothing is handed over
    direct_max_c : the hottest that it could be, every loop at its limit. [degC]
    supply_c : with the boiler's help, as far as its capacity goes. [degC]
    boiler_w, boiler_needed_w : heat that the boiler gives, and that it would have to give for the target. [W]
    captured_w, electric_w : heat that reaches the header, electric power of the machines. [W]
    """

    direct_c: float
    direct_max_c: float
    supply_c: float
    boiler_w: float
    boiler_needed_w: float
    captured_w: float
    electric_w: float


def judge(plant: Plant, loops: Sequence[LoopDesign], supply: Supply) -> Verdict:
    """Choose the route and say why.

    Parameters
    ----------
    plant : as typed.
    loops : every loop at its rated point.
    supply : what the header comes to.

    Returns
    -------
    The verdict. A heat pump is preferred to the boiler where a loop that falls short allows one, because it uses the heat
    that is there; the boiler is next; otherwise the target is not reached. A heat pump is reported as required, with its lift,
    and the target as not yet reached, since its cycle is not sized.
    """
    short = [loop for loop in loops if loop.supply_max_c < plant.target_c - REACHED_WITHIN_K]
    held = min(loops, key=lambda loop: loop.supply_max_c).held_by
    route: Route
    if supply.direct_c >= plant.target_c - REACHED_WITHIN_K:
        route, reached, binding, text = "direct", True, held.code, _direct(plant, supply, loops, held)
    elif any(loop.heat_pump_allowed for loop in short):
        route, reached, binding, text = "heat_pump", False, held.code, _heat_pump(plant, supply, short, held)
    elif plant.boiler and supply.captured_w > 0.0 and supply.supply_c >= plant.target_c - REACHED_WITHIN_K:
        route, reached, binding, text = "boiler_top_up", True, held.code, _boiler(plant, supply, held)
    else:
        binding = "boiler_capacity" if plant.boiler and supply.captured_w > 0.0 else held.code
        route, reached, text = "not_reached", False, _not_reached(plant, supply, held)
    return Verdict(plant.target_c, reached, route, supply.supply_c, supply.direct_max_c, binding, text)


def _captured(supply: Supply) -> str:
    share = supply.captured_w / supply.electric_w if supply.electric_w else 0.0
    return f"{supply.captured_w / 1e3:,.0f} kW, {share * 100:.1f} % of the machines' {supply.electric_w / 1e3:,.0f} kW"


def _direct(plant: Plant, supply: Supply, loops: Sequence[LoopDesign], held: Limit) -> str:
    spare = min(loop.supply_max_c for loop in loops) - plant.target_c
    headroom = f"{spare:.1f} K in hand" if spare >= 0 else "the hotter loops make up for the cooler one"
    return (
        f"{plant.target_c:g} °C is reached directly with {_captured(supply)}; {headroom}, then this binds: {held.text}."
    )


def _heat_pump(plant: Plant, supply: Supply, short: Sequence[LoopDesign], held: Limit) -> str:
    lifts = [
        f"{loop.loop.name} from {loop.lift[0]:.1f} to {loop.lift[1]:.1f} °C, {loop.lift[1] - loop.lift[0]:.0f} K"
        for loop in short
        if loop.lift
    ]
    return (
        f"{plant.target_c:g} °C needs a heat pump ({'; '.join(lifts)}): directly the header comes to {supply.direct_c:.1f} °C, "
        f"because of this: {held.text}. The heat pump is required here but its cycle is not sized by this version."
    )


def _boiler(plant: Plant, supply: Supply, held: Limit) -> str:
    return (
        f"{plant.target_c:g} °C is reached with the boiler on top: the machines bring the header to {supply.direct_c:.1f} °C with "
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
