"""Wet compression: does the line of compression enter the dome, and what keeps it out.

The dew line of most refrigerants leans over: of R1233zd(E), R600, R245fa and their like, vapour at 80 °C needs more
entropy to be dry than at 40 °C, so that a compression which starts with 5 K of superheat ends among droplets, or passes
through them. Droplets wash the oil off and knock valves; more superheat, or an internal heat exchanger, is the cure.
"""

from typing import NamedTuple

from heatloop_thermo.heatpump.refrigerant import Refrigerant, State
from heatloop_thermo.heatpump.result import Compression, CycleResult
from heatloop_thermo.roots import summit

SAMPLES = 9


class WetCheck(NamedTuple):
    """What the check of one compression found.

    Parameters
    ----------
    isentropic_wet : the ideal line ends inside the dome or passes through it. This is what has to be cured.
    real_wet : so does the real line, taken at the same isentropic efficiency to every pressure on the way.
    suction_needed_c : least suction temperature that keeps the ideal line dry. [degC]
    superheat_needed_k : that, above the dew temperature of the suction pressure. [K]
    margin_k : suction temperature above `suction_needed_c`; negative where the ideal line is wet. [K]
    """

    isentropic_wet: bool
    real_wet: bool
    suction_needed_c: float
    superheat_needed_k: float
    margin_k: float


def wet_check(fluid: Refrigerant, compression: Compression) -> WetCheck:
    """Check one compression.

    Parameters
    ----------
    fluid : its refrigerant, opened by the caller's thread.
    compression : as solved.

    >>> from heatloop_thermo.heatpump.cycle import Cycle, solve_cycle
    >>> fluid = Refrigerant("R1233zd(E)")
    >>> check = wet_check(fluid, solve_cycle(Cycle("R1233zd(E)", 40.0, 80.0, superheat_k=5.0), fluid).compressions[0])
    >>> check.isentropic_wet, check.real_wet, round(check.superheat_needed_k, 1)
    (True, False, 5.8)
    """
    suction = compression.suction
    dew = fluid.saturated_at(suction.pressure_pa, 1.0)
    highest_pa = compression.discharge.pressure_pa
    top_c = fluid.saturated_at(highest_pa, 1.0).t_c if highest_pa < fluid.critical_pa else fluid.critical_c - 0.06
    line = dew_line(fluid, dew.t_c, min(top_c, fluid.critical_c - 0.06))
    driest = max(line, key=lambda state: state.entropy_j_kgk)
    needed = fluid.at_entropy(suction.pressure_pa, driest.entropy_j_kgk)
    # a suction state on the dew line itself touches the dome, it does not enter it
    wet = [state for state in line if state.entropy_j_kgk > suction.entropy_j_kgk + 1e-9 * abs(suction.entropy_j_kgk)]
    real_wet = any(_real_enthalpy(fluid, compression, state.pressure_pa) < state.enthalpy_j_kg for state in wet)
    margin_k = suction.t_c - needed.t_c
    return WetCheck(bool(wet), real_wet, needed.t_c, needed.t_c - dew.t_c, margin_k)


def ihx_needed(fluid: Refrigerant, result: CycleResult) -> float:
    """Least effectiveness of an internal exchanger that keeps the ideal line of a single-stage cycle dry.

    Parameters
    ----------
    fluid, result : the cycle and its refrigerant; an internal exchanger that it has already is left aside.

    Returns
    -------
    Effectiveness. [-]; 0 where none is needed, above 1 where no exchanger can do it, infinite where the liquid is no
    hotter than the vapour

    >>> from heatloop_thermo.heatpump.cycle import Cycle, solve_cycle
    >>> fluid = Refrigerant("R601")
    >>> round(ihx_needed(fluid, solve_cycle(Cycle("R601", 40.0, 80.0), fluid)), 3)
    0.226
    """
    leaving, liquid = result.evaporator.end, result.condenser.end
    needed_c = wet_check(fluid, result.compressions[0]).suction_needed_c
    if needed_c <= leaving.t_c:
        return 0.0
    if liquid.t_c <= leaving.t_c:
        return float("inf")
    ends = (fluid.vapour(t_c, leaving.pressure_pa).enthalpy_j_kg for t_c in (needed_c, liquid.t_c))
    needed, hottest = (h - leaving.enthalpy_j_kg for h in ends)
    return needed / hottest


def dew_line(fluid: Refrigerant, low_c: float, high_c: float) -> list[State]:
    """Dew states between two temperatures, ends included, with the one of highest entropy among them."""
    step = (high_c - low_c) / (SAMPLES - 1)
    line = [fluid.saturated(low_c + i * step, 1.0) for i in range(SAMPLES)]
    top = max(range(SAMPLES), key=lambda i: line[i].entropy_j_kgk)
    if 0 < top < SAMPLES - 1:  # a summit between two samples
        ends_c = line[top - 1].t_c, line[top + 1].t_c
        summit_c = summit(lambda t_c: fluid.saturated(t_c, 1.0).entropy_j_kgk, *ends_c, tolerance=1e-3 * step)
        line.append(fluid.saturated(summit_c, 1.0))
    return line


def _real_enthalpy(fluid: Refrigerant, compression: Compression, pressure_pa: float) -> float:
    """Enthalpy of the real line at a pressure on the way: the shaft work of the same efficiency up to there. [J/kg]"""
    suction, end = compression.suction, compression.isentropic
    ideal = fluid.at_entropy(pressure_pa, suction.entropy_j_kgk).enthalpy_j_kg - suction.enthalpy_j_kg
    whole = end.enthalpy_j_kg - suction.enthalpy_j_kg
    kept = (compression.discharge.enthalpy_j_kg - suction.enthalpy_j_kg) / whole
    return suction.enthalpy_j_kg + ideal * kept
