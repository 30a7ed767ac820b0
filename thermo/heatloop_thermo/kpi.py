"""Key figures of the recovery, one definition for promise (a `Design` at its rated point) and result (a `Year`).

The data centre is the machines, the pumps of their loops and their dry coolers: what it takes to run and cool them. Heat pumps,
header, tank and boiler belong to the reuse, which lies outside. The heat crosses the boundary where a loop hands it over.
"""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.design import Design
from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array
from heatloop_thermo.year.result import Year

TOLERANCE_K = 0.1
"""A supply this much below the target still counts as at it: less than a good sensor tells. [K] estimate"""


@dataclass(frozen=True)
class Kpi:
    """Key figures. Shares are None where they would divide by nought.

    Parameters
    ----------
    capture_fraction : heat that leaves the loops over the machines' electricity. [-]
    erf : energy reuse factor: reused energy over all energy of the data centre. [-], 0..1 (ISO/IEC 30134-6)
    pue : power usage effectiveness: all energy of the data centre over that of the machines. [-], >= 1 (ISO/IEC 30134-2)
    ere : energy reuse effectiveness, (1 - ERF) PUE. [-], 0..PUE
    heat_cop : recovered heat that the sinks get over the electricity of heat pumps and all pumps. [-]
    coverage_fraction : share of the demand that recovered heat meets. [-]
    use_fraction : share of the captured heat that is not dumped. [-]
    unmet_fraction : share of the demand that nobody meets. [-]
    hours_below_target : hours with demand and a supply below the target, by more than `TOLERANCE_K`. [h]; None in a promise
    kelvin_hours_below_target : sum of what is missing to the target in them. [K h]; None in a promise
    peak_demand_w : largest hourly demand; in a promise the design load. [W]
    tank_cycles : heat that left the tank over what it holds. [-]; None in a promise
    running_fraction : mean share of the machines that run. [-]
    """

    capture_fraction: float | None
    erf: float | None
    pue: float | None
    ere: float | None
    heat_cop: float | None
    coverage_fraction: float | None
    use_fraction: float | None
    unmet_fraction: float | None
    hours_below_target: float | None
    kelvin_hours_below_target: float | None
    peak_demand_w: float
    tank_cycles: float | None
    running_fraction: float


@dataclass(frozen=True)
class _Flows:
    """Sums that the figures are made of, in any one unit of power or energy."""

    it: float
    loop_pumps: float
    fans: float
    captured: float
    reused: float
    recovered: float
    reuse_electric: float
    demand: float
    unmet: float


def promised(design: Design) -> Kpi:
    """Key figures of a design at its rated point: cold day, all machines running, fans at rest, the boiler able to help.

    Heat that the sinks do not want at the rated point counts as not reused, in proportion.

    Parameters
    ----------
    design : sized.
    """
    heat = design.heat
    loops, header = pump_power_w(design)
    idle = sum(loop.liquid_w for loop in design.loops if not loop.runs)
    offered = heat.delivered_w + heat.rejected_w - idle
    reused = heat.captured_w * heat.delivered_w / offered if offered > 0.0 else 0.0
    boiler = 0.0 if design.plant.boiler is None else design.plant.boiler.capacity_w
    flows = _Flows(
        it=sum(loop.loop.electric_w for loop in design.loops),
        loop_pumps=loops,
        fans=0.0,
        captured=heat.captured_w,
        reused=reused,
        recovered=heat.delivered_w,
        reuse_electric=heat.heat_pump_electric_w + loops + header,
        demand=design.demand_w,
        unmet=max(design.demand_w - heat.delivered_w - boiler, 0.0),  # a boiler may be larger than what is missing
    )
    return _kpi(flows, None, None, design.demand_w, None, 1.0)


def achieved(year: Year) -> Kpi:
    """Key figures of a simulated year.

    Parameters
    ----------
    year : simulated.

    Raises
    ------
    OutOfRange : NaN in what is summed.
    """
    hours, share = year.hours, header_pump_fraction(year.design)
    sums = {name: _sum(name, getattr(hours, f"{name}_w")) for name in _SUMMED}
    flows = _Flows(
        it=sums["it"],
        loop_pumps=sums["pumps"] * (1.0 - share),
        fans=sums["fans"],
        captured=sums["captured"],
        reused=sums["captured"] - sums["dumped"],
        recovered=sums["delivered"] - sums["boiler"],
        reuse_electric=sums["lift"] + sums["pumps"],
        demand=sums["demand"],
        unmet=sums["unmet"],
    )
    rated = sum(loop.loop.electric_w for loop in year.design.loops)
    below = _below_k(year)
    peak = float(hours.demand_w.max(initial=0.0))
    running = sums["it"] / (rated * len(hours.it_w))
    cycles = None if year.design.plant.tank_volume_m3 is None else year.tank_cycles
    return _kpi(flows, float((below > 0.0).sum()), float(below.sum()), peak, cycles, running)


_SUMMED = ("it", "captured", "dumped", "lift", "boiler", "pumps", "fans", "demand", "delivered", "unmet")


def _sum(name: str, power_w: Array) -> float:
    require(f"{name}_w", power_w, -1e12, 1e12, "W", "a power")
    return float(power_w.sum())


def _below_k(year: Year) -> Array:
    """What is missing to the target in each hour with demand. [K], shape (n,); 0 where it is reached

    An hour without any flow has no supply temperature: what is missing is then counted from the sinks' return.
    """
    hours, target = year.hours, year.design.plant.target_c
    wanted = hours.demand_w > 0.0
    still_c = min(sink.return_c for sink in year.design.plant.sinks)
    supply = np.where(np.isnan(hours.supply_c), still_c, hours.supply_c)
    missing = target - np.where(wanted, supply, target)
    short: Array = np.where(missing > TOLERANCE_K, missing, 0.0)
    return short


def pump_power_w(design: Design) -> tuple[float, float]:
    """Electric power of the pumps at the rated point: of all loops, of the header. [W]

    Parameters
    ----------
    design : sized.
    """
    loops = sum(
        loop.pump.electric_w * loop.loop.circuit.pump.parallel for loop in design.loops if loop.pump is not None
    )
    if design.header is None or design.header.pump is None:
        return loops, 0.0
    return loops, design.header.pump.electric_w * design.plant.header.pump.parallel


def header_pump_fraction(design: Design) -> float:
    """Share of the pumps' electric power that the header's take, at the rated point; a year knows their sum only. [-]

    Parameters
    ----------
    design : sized.
    """
    loops, header = pump_power_w(design)
    return header / (header + loops) if header + loops > 0.0 else 0.0


def _kpi(
    flows: _Flows,
    hours_below: float | None,
    kelvin_hours: float | None,
    peak_w: float,
    cycles: float | None,
    running: float,
) -> Kpi:
    centre = flows.it + flows.loop_pumps + flows.fans
    erf, pue = _ratio(flows.reused, centre), _ratio(centre, flows.it)
    return Kpi(
        capture_fraction=_ratio(flows.captured, flows.it),
        erf=erf,
        pue=pue,
        ere=None if erf is None or pue is None else (1.0 - erf) * pue,
        heat_cop=_ratio(flows.recovered, flows.reuse_electric),
        coverage_fraction=_ratio(flows.recovered, flows.demand),
        use_fraction=_ratio(flows.reused, flows.captured),
        unmet_fraction=_ratio(flows.unmet, flows.demand),
        hours_below_target=hours_below,
        kelvin_hours_below_target=kelvin_hours,
        peak_demand_w=peak_w,
        tank_cycles=cycles,
        running_fraction=running,
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0.0 else None
