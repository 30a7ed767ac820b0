"""Heat demand of sinks other than greenhouses, hour by hour: each gives ``demand_w`` of a year, shape (8760,)."""

from heatloop_thermo.demand.district import district_heating_w
from heatloop_thermo.demand.fixed import process_w, profile_w
from heatloop_thermo.demand.hot_water import hot_water_w

__all__ = ["district_heating_w", "hot_water_w", "process_w", "profile_w"]
