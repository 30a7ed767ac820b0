"""How hot a loop can make the header's water, before anything is sized."""

from dataclasses import dataclass

from heatloop_thermo.design.cdu import circuit_flow_kg_s, drop_of, machine_flow_kg_s
from heatloop_thermo.design.handover import ByExchanger
from heatloop_thermo.design.pipework import through
from heatloop_thermo.design.ring import Ring, RingPoint, turn
from heatloop_thermo.design.window import Ceiling, Window, ceilings
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.plant import ExchangerGiven, ExchangerToSize, SourceLoop
from heatloop_thermo.properties import Coolant


@dataclass(frozen=True)
class Reach:
    """What a loop can give the header, and what holds it.

    Parameters
    ----------
    loop : as typed.
    supply_max_c : hottest header water at the exchanger's cold outlet. [degC]; the cold inlet where nothing is handed over
    open : whether the loop can hand any heat to the header.
    code : what binds: a limit of the machines, or what closes the loop (``header_return``, ``source_inlet_min``).
    ceiling : the limit of the machines that is met first.
    window : of rises and temperatures; the flow follows from it.
    """

    loop: SourceLoop
    supply_max_c: float
    open: bool
    code: str
    ceiling: Ceiling
    window: Window


def flow_at(loop: SourceLoop, ratio: float, inlet_c: float) -> float:
    """Mass flow of a loop's circuit at a multiple of its machines' design flow. [kg/s]"""
    if loop.cdu is None:
        return machine_flow_kg_s(loop, ratio, inlet_c)
    return circuit_flow_kg_s(loop, machine_flow_kg_s(loop, ratio, inlet_c + drop_of(loop).inlet_k), inlet_c)


def ratio_range(loop: SourceLoop) -> tuple[float, float]:
    """Lowest and highest multiple of the design flow that every machine on the loop allows. [-]"""
    low = max(bank.flow_min_m3_s / bank.flow_m3_s for bank in loop.banks)
    return low, min(bank.flow_max_m3_s / bank.flow_m3_s for bank in loop.banks)


def window_of(loop: SourceLoop, cold_in_c: float, ratio_max: float) -> Window:
    """Temperatures and rises that the loop may run at against a header return.

    Parameters
    ----------
    loop : as typed.
    cold_in_c : header water into the exchanger. [degC]
    ratio_max : highest flow that the loop's pump delivers, as a multiple of the design flow. [-]; inf where it is to be sized

    Returns
    -------
    The window, its design rise taken at the temperatures near which the loop will run.
    """
    coolant, drop = loop.circuit.coolant, drop_of(loop)
    tops = ceilings(loop.banks, drop.inlet_k, drop.pump_k)
    hottest_c = min(bank.inlet_max_c for bank in loop.banks) - drop.inlet_k
    inlet_c = max(min(hottest_c, coolant.t_high_c - 1.0), coolant.t_low_c)
    approach = loop.exchanger.approach_k if isinstance(loop.exchanger, ExchangerToSize) else 0.0
    asked_c = max(bank.inlet_min_c for bank in loop.banks) - drop.inlet_k
    floor_c, floor_code = max((cold_in_c + approach, "header_return"), (asked_c, "source_inlet_min"))
    flow = flow_at(loop, 1.0, inlet_c)
    rise_k = drop.heat_w / (flow * coolant.heat_capacity_j_kgk(inlet_c))
    outlet_c = min(inlet_c + rise_k, coolant.t_high_c)
    end_c, _ = through(loop.circuit.supply, coolant, flow, outlet_c)
    low, high = ratio_range(loop)
    return Window(
        ceilings=tops,
        floor_c=floor_c,
        floor_code=floor_code,
        rise_low_k=rise_k / min(high, ratio_max),
        rise_high_k=rise_k / low,
        rise_design_k=rise_k,
        approach_k=approach,
        drop_k=outlet_c - end_c,
    )


def reach_of(loop: SourceLoop, cold: Coolant, cold_in_c: float, ratio_max: float = float("inf")) -> Reach:
    """How hot a loop can make the header's water directly, whichever way its exchanger is typed.

    Parameters
    ----------
    loop : as typed.
    cold, cold_in_c : header liquid, and its temperature into the exchanger. [degC]
    ratio_max : as for `window_of`.
    """
    if isinstance(loop.exchanger, ExchangerToSize):
        return _reach_to_size(loop, cold_in_c, ratio_max)
    if isinstance(loop.exchanger, ExchangerGiven):
        return _reach_given(loop, loop.exchanger, cold, cold_in_c, ratio_max)
    window = window_of(loop, cold_in_c, ratio_max)
    top = min((c for c in window.ceilings if c.code == "source_outlet_max"), key=lambda ceiling: ceiling.level_c)
    return Reach(loop, cold_in_c, False, top.code, top, window)


def _reach_to_size(loop: SourceLoop, cold_in_c: float, ratio_max: float) -> Reach:
    """How hot a loop can go whose exchanger is yet to be sized for the approach typed."""
    window = window_of(loop, cold_in_c, ratio_max)
    if not window.is_open():
        top = min(window.ceilings, key=lambda ceiling: ceiling.inlet_c(window.rise_low_k))
        return Reach(loop, cold_in_c, False, window.floor_code, top, window)
    supply_c, _ = window.best()
    held = window.held_by()
    return Reach(loop, supply_c, True, held.code, held, window)


def _reach_given(loop: SourceLoop, given: ExchangerGiven, cold: Coolant, cold_in_c: float, ratio_max: float) -> Reach:
    """How hot a loop can go with an exchanger that is already chosen: its approach follows from its UA.

    The supply at which the first limit of the machines is met, by bisection at the design flow (or the pump's, if less).
    """
    window = window_of(loop, cold_in_c, ratio_max)
    ratio = min(1.0, ratio_max)

    def margin(supply_c: float) -> tuple[float, Ceiling]:
        flow = flow_at(loop, ratio, window.floor_c)
        try:
            point = turn(
                Ring(loop, ByExchanger(given.exchanger), None, ratio, flow, supply_c), loop.liquid_w, cold, cold_in_c
            )
        except ThermoError:  # beyond the liquid's range: hotter than any limit
            return -1.0, min(window.ceilings, key=lambda ceiling: ceiling.level_c)
        return _closest(point, window.ceilings)

    low, high = cold_in_c + 0.5, max(top.level_c for top in window.ceilings)
    room, ceiling = margin(low)
    if room < 0:
        return Reach(loop, cold_in_c, False, "header_return", ceiling, window)
    for _ in range(30):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if margin(middle)[0] >= 0 else (low, middle)
    _, ceiling = margin(low)
    return Reach(loop, low, True, ceiling.code, ceiling, window)


def _closest(point: RingPoint, tops: tuple[Ceiling, ...]) -> tuple[float, Ceiling]:
    rise_k = point.outlet_c - point.inlet_c
    return min(((top.inlet_c(rise_k) - point.inlet_c, top) for top in tops), key=lambda pair: pair[0])
