"""Limits of a machine held against its cycle: which are broken, by how much, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from heatloop_thermo.heatpump.data import RefrigerantData
from heatloop_thermo.heatpump.refrigerant import Fluids
from heatloop_thermo.heatpump.result import CycleResult

ATMOSPHERE_PA = 101_325.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a machine may go; what the catalogue knows of the refrigerant is joined by `limits_for`.

    Parameters
    ----------
    discharge_max_c, pressure_max_pa : of the refrigerant and its compressors.
    evaporating_min_pa : below it the circuit draws in air; a warning, not a refusal. [Pa]
    critical_margin_k : condensation at least this far below the critical temperature. [K]; 10 is an estimate: closer, the
        latent heat and the efficiency of throttling go
    ratio_max, ratio_min : pressure ratio of one stage. [-]; 8 and 1.25 are estimates: screws and pistons lose volumetric
        efficiency above, and below their valves and ports no longer work
    discharge_superheat_min_k : real discharge at least this far above its dew temperature. [K]; 3 is an estimate
    """

    discharge_max_c: float = 150.0
    pressure_max_pa: float = 28e5
    evaporating_min_pa: float = ATMOSPHERE_PA
    critical_margin_k: float = 10.0
    ratio_max: float = 8.0
    ratio_min: float = 1.25
    discharge_superheat_min_k: float = 3.0


LIMITS = Limits()
"""Those of a refrigerant of which the catalogue knows nothing."""


def limits_for(data: RefrigerantData, base: Limits = LIMITS) -> Limits:
    """Limits of a machine with one refrigerant: the catalogue's temperatures and pressures, the rest from ``base``."""
    return Limits(
        data.discharge_max_c,
        data.pressure_max_pa,
        base.evaporating_min_pa,
        base.critical_margin_k,
        base.ratio_max,
        base.ratio_min,
        base.discharge_superheat_min_k,
    )


class Violation(NamedTuple):
    """A limit that is broken.

    Parameters
    ----------
    code : discharge_max, pressure_max, critical_margin, ratio_max, ratio_min, discharge_superheat; "capacity" when rated.
    text : the whole story, with figures.
    value, limit : where the machine stands and where the limit is, in the unit of ``text``.
    """

    code: str
    text: str
    value: float
    limit: float


def violations(result: CycleResult, fluids: Fluids, limits: Limits) -> tuple[Violation, ...]:
    """Every limit that a cycle breaks; each pressure and temperature is checked in each stage."""
    return tuple(_broken(result, fluids, limits))


def _broken(result: CycleResult, fluids: Fluids, limits: Limits) -> Iterator[Violation]:
    name = result.refrigerant
    hot, top = result.discharge_c, limits.discharge_max_c
    if not hot <= top:
        yield Violation(
            "discharge_max", f"{name} leaves the compressor at {hot:.1f} degC, {top:g} degC are allowed", hot, top
        )
    high = max(c.discharge.pressure_pa for c in result.compressions)
    if not high <= limits.pressure_max_pa:
        text = f"{name} condenses at {high / 1e5:.1f} bar, its compressors end at {limits.pressure_max_pa / 1e5:g} bar"
        yield Violation("pressure_max", text, high / 1e5, limits.pressure_max_pa / 1e5)
    if result.condensing_c is not None:
        margin = fluids[-1].critical_c - result.condensing_c
        if not margin >= limits.critical_margin_k:
            text = (
                f"{fluids[-1].name} condenses at {result.condensing_c:.1f} degC, {margin:.1f} K below its critical point; "
                f"{limits.critical_margin_k:g} K are asked for"
            )
            yield Violation("critical_margin", text, margin, limits.critical_margin_k)
    ratio = result.pressure_ratio
    if not ratio <= limits.ratio_max:
        text = f"{name} needs a pressure ratio of {ratio:.1f} in one stage, {limits.ratio_max:g} is allowed"
        yield Violation("ratio_max", text, ratio, limits.ratio_max)
    least = min(c.pressure_ratio for c in result.compressions)
    if not least >= limits.ratio_min:
        text = f"{name} is left with a pressure ratio of {least:.2f}, compressors work from {limits.ratio_min:g}"
        yield Violation("ratio_min", text, least, limits.ratio_min)
    over = discharge_superheat_k(result, fluids)
    if not over >= limits.discharge_superheat_min_k:
        text = f"{name} leaves the compressor {over:.1f} K above its dew point, {limits.discharge_superheat_min_k:g} K are asked for"
        yield Violation("discharge_superheat", text, over, limits.discharge_superheat_min_k)


def discharge_superheat_k(result: CycleResult, fluids: Fluids) -> float:
    """Least difference of a real discharge above its own dew temperature; infinite above the critical pressure. [K]

    A discharge inside the dome counts as minus its share of liquid times 100 K, so that the figure stays monotone.
    """
    least = float("inf")
    for compression in result.compressions:
        fluid = next(f for f in fluids if f.name == compression.refrigerant)
        out = compression.discharge
        if out.pressure_pa < fluid.critical_pa:
            over = out.t_c - fluid.saturated_at(out.pressure_pa, 1.0).t_c
            least = min(least, over if out.quality is None else -100.0 * (1.0 - out.quality))
    return least
