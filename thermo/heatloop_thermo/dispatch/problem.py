"""What there is to decide: machines, demand, prices, store and boiler, hour by hour. Energy only; temperatures are the year's.

The year engine runs the plan again with temperatures, flows and losses; to first order both tell the same story.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array, Num

HOUR_S = 3600.0
FAN_FRACTION = 0.02
"""Electricity of fans over the heat they reject. [-]

Source: dry coolers of 30 to 60 W per kW at full speed and design air; about a third of it over a year, for fans follow the
cube of their speed. estimate; the year computes it.
"""
UNMET_PER_MWH = 10_000.0
"""Penalty for heat that a sink lacks. [money/MWh] No price: so high that nothing that can be had is left undone. estimate"""


@dataclass(frozen=True, eq=False)
class Machines:
    """Machines that are switched together: a loop, or a bank.

    Parameters
    ----------
    name : of the loop.
    heat_w : to the header with all of them running, pipe losses taken off. [W], >= 0
    electric_w : with all running, pumps of the loop included. [W], > 0
    revenue_per_h : mined, or paid by the tenant, with all running. [money/h]; scalar or shape (n,)
    available : share that is not out of order. [-], 0..1; shape (n,)
    call_limit : share that curtailment calls allow to run. [-], 0..1; shape (n,)
    rise_per_h : most that the running share may rise from one hour to the next (restart). [-], > 0; 1 is no limit
    before : running share in the hour before the first. [-], 0..1
    steps : groups that are switched as a whole; 0: any share can run.
    up_h : hours that a group stays on once started, calls excepted; needs `steps`. [h], >= 0
    floor : share that has to run, as far as it can; None: nothing has to. [-], 0..1; shape (n,)
    """

    name: str
    heat_w: float
    electric_w: float
    revenue_per_h: Num
    available: Array
    call_limit: Array
    rise_per_h: float = 1.0
    before: float = 1.0
    steps: int = 0
    up_h: int = 0
    floor: Array | None = None
    quantum: Array = field(init=False, repr=False)
    top: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be; work out the largest running share of each hour."""
        require(f"{self.name}: heat_w", self.heat_w, 0.0, 1e10, "W", "heat of machines")
        require(f"{self.name}: electric_w", self.electric_w, 1.0, 1e10, "W", "power of machines")
        require(f"{self.name}: revenue_per_h", self.revenue_per_h, -1e9, 1e9, "money/h", "revenue of an hour")
        for name in ("available", "call_limit"):
            require(f"{self.name}: {name}", getattr(self, name), 0.0, 1.0, "-", "a share of the machines")
        require(f"{self.name}: rise_per_h", self.rise_per_h, 1e-6, math.inf, "1/h", "a restart has to end")
        require(f"{self.name}: before", self.before, 0.0, 1.0, "-", "a share of the machines")
        require(f"{self.name}: steps", float(self.steps), 0.0, 10_000.0, "-", "groups of machines")
        require(f"{self.name}: up_h", float(self.up_h), 0.0, 168.0, "h", "least time on")
        if self.floor is not None:
            require(f"{self.name}: floor", self.floor, 0.0, 1.0, "-", "a share of the machines")
        if self.up_h and not self.steps:
            raise OutOfRange(
                f"{self.name}: up_h = {self.up_h} h needs steps: a share of a machine has no least time on"
            )
        quantum = self.available / self.steps if self.steps else np.zeros_like(self.available)
        if float(np.max(quantum, initial=0.0)) > self.rise_per_h:
            raise OutOfRange(
                f"{self.name}: rise_per_h = {self.rise_per_h:.6g} 1/h never lets one of {self.steps} steps start"
            )
        top = np.minimum(self.available, self.call_limit)
        if self.steps:
            top = np.floor(top / np.where(quantum > 0.0, quantum, 1.0) + 1e-9) * quantum
        object.__setattr__(self, "quantum", quantum)
        object.__setattr__(self, "top", top)


@dataclass(frozen=True)
class Store:
    """A tank as a store of energy.

    Parameters
    ----------
    capacity_j : heat between empty (return) and full (supply). [J], >= 0; 0 is no tank
    loss_per_h : share of what is in it that is lost in an hour. [-], 0..0.5
    initial_j : in it at the start. [J], 0..capacity_j
    charge_max_w, discharge_max_w : what its pump and ports can move. [W], >= 0
    """

    capacity_j: float = 0.0
    loss_per_h: float = 0.0
    initial_j: float = 0.0
    charge_max_w: float = math.inf
    discharge_max_w: float = math.inf

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        require("capacity_j", self.capacity_j, 0.0, 1e17, "J", "heat that a tank holds")
        require("loss_per_h", self.loss_per_h, 0.0, 0.5, "-", "share lost in an hour")
        require("initial_j", self.initial_j, 0.0, self.capacity_j, "J", "no more than the capacity")
        require("charge_max_w", self.charge_max_w, 0.0, math.inf, "W", "power of the tank")
        require("discharge_max_w", self.discharge_max_w, 0.0, math.inf, "W", "power of the tank")


@dataclass(frozen=True, eq=False)
class DispatchProblem:
    """Everything that a plan has to respect and pay for; n hours. A series has shape (n,), where a scalar will do it may be one.

    Parameters
    ----------
    machines : at least one entry.
    demand_w : of all sinks. [W], >= 0; shape (n,), which sets n
    power_price_per_mwh : electricity of machines, fans and heat pumps. [money/MWh]; may be negative
    store : the tank; its machines' heat only, a boiler stands behind it.
    boiler : None where there is none.
    boiler_price_per_mwh : of the energy it uses. [money/MWh]
    heat_price_per_mwh : paid for heat of the machines that a sink gets. [money/MWh]; 0 where one purse holds all
    fan_fraction : fans' electricity over rejected heat. [-], 0..1
    lift_fraction : heat pumps' electricity over the heat that is used or stored. [-], 0..1
    dump_max_w : what the dry cooler can take. [W]; 0: nothing may be dumped
    unmet_per_mwh : penalty; must be above the dearest heat. [money/MWh]
    reserve_j : heat that the store is to keep at the end of each hour; None: none. [J], shape (n,); short of it, each MWh costs
        1/200 of ``unmet_per_mwh`` an hour: more than a boiler, less than a cold greenhouse.
    end_value_per_mwh : of heat left in the store after the last hour. [money/MWh], >= 0

    Raises
    ------
    OutOfRange : a wrong shape, a value outside its range, NaN.
    """

    machines: tuple[Machines, ...]
    demand_w: Array
    power_price_per_mwh: Num
    store: Store = Store()
    boiler: Boiler | None = None
    boiler_price_per_mwh: Num = 0.0
    heat_price_per_mwh: Num = 0.0
    fan_fraction: float = FAN_FRACTION
    lift_fraction: float = 0.0
    dump_max_w: float = math.inf
    unmet_per_mwh: float = UNMET_PER_MWH
    reserve_j: Array | None = None
    end_value_per_mwh: float = 0.0

    def __post_init__(self) -> None:
        """Refuse wrong shapes and ranges."""
        if not self.machines or self.demand_w.ndim != 1 or not self.demand_w.size:
            raise OutOfRange("a dispatch needs machines and a demand of at least one hour")
        require("demand_w", self.demand_w, 0.0, 1e10, "W", "heat that sinks ask for")
        for name in ("power_price_per_mwh", "boiler_price_per_mwh", "heat_price_per_mwh"):
            value = getattr(self, name)
            self._shaped(name, value)
            require(name, value, -1e5, 1e5, "money/MWh", "price of energy")
        for one in self.machines:
            for name in ("revenue_per_h", "available", "call_limit"):
                self._shaped(f"{one.name}: {name}", getattr(one, name), name == "revenue_per_h")
            if one.floor is not None:
                self._shaped(f"{one.name}: floor", one.floor, False)
        if self.reserve_j is not None:
            self._shaped("reserve_j", self.reserve_j, False)
            require("reserve_j", self.reserve_j, 0.0, self.store.capacity_j, "J", "no more than the store holds")
        require("fan_fraction", self.fan_fraction, 0.0, 1.0, "-", "fans' electricity over heat")
        require("lift_fraction", self.lift_fraction, 0.0, 1.0, "-", "heat pumps' electricity over heat")
        require("dump_max_w", self.dump_max_w, 0.0, math.inf, "W", "what the dry cooler can take")
        require("end_value_per_mwh", self.end_value_per_mwh, 0.0, 1e5, "money/MWh", "value of heat left over")
        require(
            "unmet_per_mwh", self.unmet_per_mwh, 1.2 * self._dearest(), 1e9, "money/MWh", "1.2 times the dearest heat"
        )

    @property
    def reserve_per_mwh(self) -> float:
        """What each MWh that the reserve is short costs in an hour. [money/MWh]"""
        return self.unmet_per_mwh / 200.0

    @property
    def hours(self) -> int:
        """Number of hours."""
        return len(self.demand_w)

    def hourly(self, value: Num) -> Array:
        """Give a scalar or a series as a series of float64."""
        return np.ascontiguousarray(np.broadcast_to(np.asarray(value, dtype=np.float64), (self.hours,)))

    def _shaped(self, name: str, value: Num, scalar: bool = True) -> None:
        if not (np.shape(value) == (self.hours,) or (scalar and np.ndim(value) == 0)):
            raise OutOfRange(f"{name} has shape {np.shape(value)}, the demand has ({self.hours},)")

    def _dearest(self) -> float:
        """Cost of the dearest heat that machines or boiler can give. [money/MWh]"""
        price = np.abs(self.hourly(self.power_price_per_mwh))
        worst = self.lift_fraction * float(np.max(price)) + float(np.max(np.abs(self.boiler_price_per_mwh))) / 0.3
        for one in self.machines:
            if one.heat_w > 0.0:
                cost = price * one.electric_w / 1e6 + np.abs(one.revenue_per_h)
                worst = max(worst, float(np.max(cost)) * 1e6 / one.heat_w)
        return worst
