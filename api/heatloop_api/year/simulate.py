"""From a site file to a simulated year with everything that is made of it."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from heatloop_api.usage import UsageError
from heatloop_api.year.operation import operated_of, problem_of, running_of
from heatloop_api.year.result import GreenhouseResult, YearResult
from heatloop_sites.build import build
from heatloop_sites.dispatch import Operation as Operated
from heatloop_sites.load import load, resolve
from heatloop_sites.money import Economy, economy_of
from heatloop_sites.problem import Fault, SiteError
from heatloop_sites.schema import Site
from heatloop_sites.sinks import SinkDemand, demands_of
from heatloop_sites.weather import WeatherFile, read_weather, weather_of
from heatloop_thermo.design import Design, Finding, size
from heatloop_thermo.kpi import achieved
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.prepare import map_span, prepare
from heatloop_thermo.weather import design_conditions
from heatloop_thermo.year.simulate import year

if TYPE_CHECKING:
    from heatloop_thermo.dispatch import DispatchProblem
    from heatloop_thermo.economics.coverage import Coverage
    from heatloop_thermo.economics.money import Money
    from heatloop_thermo.heatpump import HeatPumpMap
    from heatloop_thermo.year.result import Year

UNMET_SHARE = 1e-6
"""A greenhouse that lacks less than this of its demand is as it wants to be. [-] Far below what its model resolves."""
DESIGN_DAY_K = 1.0
"""A year whose design days are beyond those of the site file by more than this is a warning. [K] Years differ by a kelvin or two."""
SCAN_AREAS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
SCAN_TANKS = (0.0, 0.5, 1.0, 2.0)
"""Areas and tanks that are scanned beside the site's own, over it. [-]"""


@dataclass(frozen=True)
class Wanted:
    """What of a year is asked for.

    Parameters
    ----------
    weather : file in place of the site's; None: as the site says.
    compare : whether rule and optimum are worked out beside how the site is operated.
    risk : whether tornado and distribution of the money are.
    """

    weather: Path | None = None
    compare: bool = False
    risk: bool = True


def simulate(site_name: str, wanted: Wanted | None = None) -> YearResult:
    """Size a site and simulate its year.

    Parameters
    ----------
    site_name : path of a site file, or name of a shipped site.
    wanted : what is asked for.

    Raises
    ------
    SiteError : whatever is wrong with the site file or the files that it names.
    UsageError : a site that a year cannot be made of: no weather, no design that works.
    """
    wanted, path = wanted or Wanted(), resolve(site_name)
    site = load(site_name)
    design = size(build(site))
    if design.header is None:
        raise UsageError(
            f"{site.site.name}: no loop hands heat to the header; there is no year to simulate (see heatloop size)"
        )
    file = _weather(site, path.parent, wanted.weather)
    sinks = demands_of(site, file.weather, path.parent)
    economy = economy_of(site)
    operated = operated_of(site, path.parent, file.weather.dry_bulb_c)
    problem = problem_of(design, sinks, economy, operated, file) if economy and operated else None
    running, findings = running_of(problem, operated, economy)
    pairs = [(sink.demand_w, sink.return_c) for sink in sinks]
    done = year(prepare(design, _maps(design)), file.weather, pairs, running)
    money = _money(design, done, economy, operated)
    made = YearResult(
        weather=file.weather,
        year=done,
        kpi=achieved(done),
        greenhouse=_greenhouse(design, sinks, file, done.hours.delivered_w, done.hours.demand_w),
        money=money,
        area_scan=_scan(design, sinks, done.hours.captured_w),
        findings=(*(Finding("info", "weather", note) for note in file.notes), *_colder(site, file), *findings),
        provenance=economy.provenance if economy else (),
        site_digest=sha256(path.read_bytes()).hexdigest(),
    )
    return _judged(made, problem if wanted.compare else None, operated, wanted.risk)


def _maps(design: Design) -> "dict[str, HeatPumpMap]":
    """Maps of the heat pumps, kept on disk."""
    from heatloop_sites.mapcache import cached_map

    return {
        loop.loop.name: cached_map(loop.machine, map_span(design, loop)).map for loop in design.loops if loop.machine
    }


def _weather(site: Site, folder: Path, given: Path | None) -> WeatherFile:
    if given is not None:
        return read_weather(given)
    if site.weather is None:
        raise UsageError(
            f"{site.site.name}: names no weather; add `weather:` to the site file, or say --weather FILE.epw"
        )
    try:
        return weather_of(site.weather, folder)
    except Fault as fault:
        raise SiteError([site.origin.problem(("weather", *fault.path), fault.text)]) from fault


def _colder(site: Site, file: WeatherFile) -> list[Finding]:
    """Whether the year is colder or hotter than the design days that were typed."""
    typed, found = site.site.ambient, design_conditions(file.weather)
    rows = (
        ("cold", "99.6 % heating", float(typed.design_min_c), found.heating_996_c, -1.0),
        ("hot", "0.4 % cooling", float(typed.design_max_c), found.cooling_004_c, 1.0),
    )
    return [
        Finding(
            "warning",
            f"design_day_{word}",
            f"The {what} value of this weather is {seen_c:.1f} °C, the site file designs for {typed_c:.1f} °C.",
        )
        for word, what, typed_c, seen_c, side in rows
        if side * (seen_c - typed_c) > DESIGN_DAY_K
    ]


def _money(design: Design, done: "Year", economy: Economy | None, operated: Operated | None) -> "Money | None":
    if economy is None or operated is None:
        return None
    from heatloop_thermo.economics.energy import energy_of
    from heatloop_thermo.economics.money import money

    hourly = operated.power_price_per_mwh
    flat = float(hourly.min()) == float(hourly.max())
    prices = economy.prices if flat else replace(economy.prices, power_per_mwh=hourly)
    return money(design, energy_of(done), prices, economy.horizon, economy.mining, economy.typed)


def _greenhouse(
    design: Design, sinks: tuple[SinkDemand, ...], file: WeatherFile, delivered_w: Array, demand_w: Array
) -> GreenhouseResult | None:
    """The first greenhouse: what it asked for, and, where it got less, how it lived with that."""
    found = next((sink for sink in sinks if sink.greenhouse is not None), None)
    if found is None or found.greenhouse is None or found.wanted is None or found.area_m2 is None:
        return None
    from heatloop_thermo.greenhouse import design_load, grow

    lived = None
    if delivered_w.sum() < (1.0 - UNMET_SHARE) * demand_w.sum():
        share = np.where(demand_w > 0.0, delivered_w / np.where(demand_w > 0.0, demand_w, 1.0), 1.0)
        lived = grow(found.greenhouse, file.weather, share * found.demand_w / found.area_m2, design.plant.target_c)
    night_c = design.plant.header.lowest_ambient_c
    cold_c = float(np.quantile(file.weather.dry_bulb_c, 0.004))
    return GreenhouseResult(found.area_m2, found.wanted, lived, design_load(found.greenhouse, min(cold_c, night_c)))


def _scan(design: Design, sinks: tuple[SinkDemand, ...], captured_w: Array) -> "Coverage | None":
    """Coverage and use of other areas and tanks, where the site's only sink is a greenhouse."""
    if len(sinks) != 1 or sinks[0].wanted is None or sinks[0].area_m2 is None:
        return None
    from heatloop_thermo.economics.coverage import scan

    header, own_m3 = design.header, design.plant.tank_volume_m3
    assert header is not None
    areas = np.array(SCAN_AREAS) * sinks[0].area_m2
    tanks = np.array(SCAN_TANKS) * (own_m3 or 0.03 * sinks[0].area_m2)
    return scan(
        sinks[0].wanted.heat_w_m2, captured_w, areas[:, None], tanks[None, :], header.supply_c - header.return_c
    )


def _judged(made: YearResult, problem: "DispatchProblem | None", operated: Operated | None, risk: bool) -> YearResult:
    """Add what takes longer: methods of dispatch beside one another, and how sure the money is."""
    if problem is not None and operated is not None:
        from heatloop_thermo.dispatch.compare import compare

        made = replace(made, dispatch=compare(problem, operated.horizon, operated.calls))
    if risk and made.money is not None:
        from heatloop_thermo.economics.risk import monte_carlo, tornado

        made = replace(made, tornado=tornado(made.money), distribution=monte_carlo(made.money))
    return made
