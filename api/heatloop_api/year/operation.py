"""How the machines of a site are operated in its year: the dispatch's view of the plant, and the plan that follows from it."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from heatloop_sites.dispatch import Operation as Operated
from heatloop_sites.dispatch import dispatch_of
from heatloop_sites.money import Economy
from heatloop_sites.problem import Fault, SiteError
from heatloop_sites.schema import Site
from heatloop_sites.sinks import SinkDemand
from heatloop_sites.weather import WeatherFile
from heatloop_thermo.design import Design, Finding
from heatloop_thermo.numeric import Array
from heatloop_thermo.year.operation import Following, Operation

if TYPE_CHECKING:
    from heatloop_thermo.dispatch import DispatchProblem


def operated_of(site: Site, folder: Path, dry_bulb_c: Array) -> Operated | None:
    """How the site file says that the machines are operated; None for a site that says nothing of money."""
    if site.economics is None:
        return None
    try:
        return dispatch_of(site.dispatch, site.economics, folder, dry_bulb_c)
    except Fault as fault:
        raise SiteError([site.origin.problem(("dispatch", *fault.path), fault.text)]) from fault


def problem_of(
    design: Design, sinks: tuple[SinkDemand, ...], economy: Economy, operated: Operated, file: WeatherFile
) -> "DispatchProblem":
    """The year as the dispatch sees it: energy and money, no temperatures."""
    from heatloop_thermo.dispatch import DispatchProblem
    from heatloop_thermo.dispatch.from_design import lift_fraction, machines_of, store_of
    from heatloop_thermo.dispatch.problem import Store
    from heatloop_thermo.storage import Tank

    plant, header, hours = design.plant, design.header, file.weather.hours
    assert header is not None
    boiler, prices = plant.boiler, economy.prices
    tank = Tank(plant.header.coolant, plant.tank_volume_m3) if plant.tank_volume_m3 else None
    mean_c = float(file.weather.dry_bulb_c.mean())
    earned = _earned_per_mwh(design, economy)
    fuel = prices.gas if boiler is not None and boiler.energy == "gas" else prices.sink_power
    return DispatchProblem(
        machines=machines_of(
            design,
            [earned] * len(design.loops),
            np.full(hours, economy.uptime),
            operated.limit,
            operated.rise_per_h,
            operated.whole_groups,
        ),
        demand_w=np.sum([sink.demand_w for sink in sinks], axis=0),
        power_price_per_mwh=operated.power_price_per_mwh,
        store=store_of(tank, header.supply_c, header.return_c, mean_c) if tank else Store(),
        boiler=boiler,
        boiler_price_per_mwh=fuel,
        lift_fraction=lift_fraction(design),
    )


def _earned_per_mwh(design: Design, economy: Economy) -> float:
    """What the machines earn over their electricity, mined and paid by tenants. [money/MWh]"""
    mining = economy.mining
    electric_mwh_d = 24.0 * sum(loop.loop.electric_w for loop in design.loops) / 1e6
    mined = (mining.hash_price_per_ph_d or 0.0) * mining.hash_rate_ph_s / electric_mwh_d
    return mined + (mining.hosting_per_mwh or 0.0)


def running_of(
    problem: "DispatchProblem | None", operated: Operated | None, economy: Economy | None
) -> tuple[Operation, list[Finding]]:
    """How the plant is run: by the plan of the site's method, or always, or as heat is wanted."""
    uptime = economy.uptime if economy else 1.0
    if operated is None or problem is None:
        return Operation(uptime=uptime), []
    notes = [Finding("info", "dispatch", note) for note in operated.notes]
    if operated.mode in {"always_on", "heat_following"}:
        follow: Following = "continuous" if operated.mode == "heat_following" else "no"
        limit = operated.limit if operated.limit.min() < 1.0 else None
        restart_h = 0.0 if operated.rise_per_h >= 1.0 else 1.0 / operated.rise_per_h
        return Operation(uptime=uptime, heat_following=follow, running=limit, restart_h=restart_h), notes
    from heatloop_thermo.dispatch.decide import decide

    plan = decide(problem, operated.mode, operated.horizon, operated.calls)
    return Operation(uptime=1.0, running=np.ascontiguousarray(plan.running.T)), notes
