"""Hourly heat that the sinks of a site ask for, each by the model of its kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from heatloop_sites import schema
from heatloop_sites.greenhouses import greenhouse_of
from heatloop_sites.problem import SiteError
from heatloop_sites.profile import read_profile
from heatloop_sites.schema.greenhouse import Greenhouse as GreenhouseBlock
from heatloop_sites.schema.plant import Sink
from heatloop_thermo import demand
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.numeric import Array
from heatloop_thermo.weather import Weather

if TYPE_CHECKING:  # a size loads no greenhouse
    from heatloop_thermo.greenhouse import Greenhouse, GreenhouseYear


@dataclass(frozen=True, eq=False)
class SinkDemand:
    """What one sink asks for.

    Parameters
    ----------
    name, kind : of the sink.
    demand_w : hourly heat. [W], shape (n,)
    return_c : temperature at which it gives the water back. [degC]
    area_m2, greenhouse, wanted : floor [m2], house and its year with all the heat that it asks for; None for other sinks.
    """

    name: str
    kind: str
    demand_w: Array
    return_c: float
    area_m2: float | None = None
    greenhouse: "Greenhouse | None" = None
    wanted: "GreenhouseYear | None" = None


def demands_of(site: schema.Site, weather: Weather, folder: Path) -> tuple[SinkDemand, ...]:
    """Hourly demand of every sink of a site.

    Parameters
    ----------
    site : from `heatloop_sites.load.load`.
    weather : of the year.
    folder : of the site file; profiles lie beside it.

    Raises
    ------
    SiteError : a sink that lacks what its model needs, with its place in the file.
    """
    return tuple(_demands(site, weather, folder))


def _demands(site: schema.Site, weather: Weather, folder: Path) -> Iterator[SinkDemand]:
    for index, sink in enumerate(site.sinks):
        try:
            yield _demand(site, sink, index, weather, folder)
        except ThermoError as refusal:
            raise SiteError([site.origin.problem(("sinks", index), str(refusal))]) from refusal


def _demand(site: schema.Site, sink: Sink, index: int, weather: Weather, folder: Path) -> SinkDemand:
    load_w, return_c = float(sink.design_load_w), float(sink.return_c)
    if sink.kind == "greenhouse":
        return _greenhouse(site, sink, index, weather)
    if sink.kind == "district-heating":
        heat = demand.district_heating_w(weather.dry_bulb_c, load_w, float(site.site.ambient.design_min_c))
    elif sink.kind == "domestic-hot-water":
        heat = demand.hot_water_w(load_w)
    elif sink.kind == "process":
        heat = demand.process_w(load_w)
    else:
        assert sink.profile is not None, "the rules ask a sink of kind profile for its file"
        heat = demand.profile_w(read_profile(folder / sink.profile))
    return SinkDemand(sink.name, sink.kind, heat, return_c)


def _greenhouse(site: schema.Site, sink: Sink, index: int, weather: Weather) -> SinkDemand:
    from heatloop_thermo.greenhouse import grow  # noqa: PLC0415  # brings a compiler along

    if sink.area_m2 is None:
        text = "is missing: the year of a greenhouse needs its area, for example 2 ha"
        raise SiteError([site.origin.problem(("sinks", index, "area"), text)])
    area, load_w, return_c = float(sink.area_m2), float(sink.design_load_w), float(sink.return_c)
    target_c = float(site.header.target_c)
    house = greenhouse_of(sink.greenhouse or GreenhouseBlock(), area, load_w, target_c - return_c)
    wanted = grow(house, weather, supply_c=target_c)
    return SinkDemand(sink.name, sink.kind, wanted.heat_w_m2 * area, return_c, area, house, wanted)
