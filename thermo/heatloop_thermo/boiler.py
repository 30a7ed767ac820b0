"""Boiler: heat from electricity or gas; what it cannot give is said, not hidden.

The efficiency of a condensing boiler is worked out from its flue gas: what the gas carries away as sensible heat, less what
the water in it gives back by condensing. Both follow from the temperature of the return, which the gas leaves a few kelvin
above. Efficiencies are on the lower heating value, so a condensing boiler may pass 1.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Num, as_given
from heatloop_thermo.vapour import vapour_pressure_pa

Energy = Literal["electricity", "gas"]

METHANE_LHV_J_MOL = 802.3e3
"""Heat of combustion of methane, water as vapour, 25 °C. [J/mol] secondary (NIST)"""
CONDENSATION_J_MOL = 44.0e3
"""Heat of condensation of water at 25 °C. [J/mol] secondary (NIST)"""
EXCESS_AIR = 1.2
"""Air over what the gas needs. [-] estimate: modulating burners lie between 1.15 and 1.3"""
FLUE_APPROACH_K = 5.0
"""Flue gas leaves this much above the return. [K] estimate"""
_CARBON_DIOXIDE, _WATER, _NITROGEN, _OXYGEN = 38.0, 33.7, 29.2, 29.6
# Molar heat capacities between 25 and 100 °C. [J/(mol K)] secondary (NIST)
_ATMOSPHERE_PA = 101_325.0


@dataclass(frozen=True)
class Boiler:
    """A boiler, or several that act as one.

    Parameters
    ----------
    capacity_w : largest heat output. [W], >= 0
    energy : "electricity" or "gas".
    efficiency : heat over energy (gas: lower heating value), rated. [-], 0.3..1 for electricity, 0.3..1.11 for gas
    minimum_load : smallest heat output over capacity that it holds; below, it cycles. [-], 0..1
    condensing : gas only: efficiency falls with the return temperature, `condensing_gain`, through the rated point.
    rated_return_c : return temperature at which ``efficiency`` holds, if condensing. [°C]
    start_loss_j : energy lost at a start (purging, warming up). [J], >= 0

    Source
    ------
    Electric 0.99; gas 1.035 for a district-heating boiler, taken here as its efficiency at a return of 40 °C: Danish Energy
    Agency, by way of PyPSA technology-data. secondary; the return temperature is an estimate.
    """

    capacity_w: float
    energy: Energy
    efficiency: float
    minimum_load: float = 0.0
    condensing: bool = False
    rated_return_c: float = 40.0
    start_loss_j: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a boiler that is none."""
        if self.energy not in get_args(Energy):
            raise OutOfRange(f"energy = {self.energy!r} is none of {', '.join(get_args(Energy))}")
        if self.condensing and self.energy != "gas":
            raise OutOfRange("condensing: only what burns has flue gas to condense")
        require("capacity_w", self.capacity_w, 0.0, 1e9, "W", "heat output")
        top = 1.11 if self.energy == "gas" else 1.0
        require("efficiency", self.efficiency, 0.3, top, "-", "the higher heating value of gas is 1.11 of the lower")
        require("minimum_load", self.minimum_load, 0.0, 1.0, "-", "share of the capacity")
        require("rated_return_c", self.rated_return_c, 5.0, 95.0, "°C", "return of a water boiler")
        require("start_loss_j", self.start_loss_j, 0.0, 1e12, "J", "a start does not give energy")


@dataclass(frozen=True, eq=False)
class Firing:
    """What a boiler does. Scalars or arrays of one shape.

    Parameters
    ----------
    heat_w : to the water: the demand, or the capacity if that is less. [W]
    input_w : electricity, or gas on the lower heating value, start losses included. [W]
    shortfall_w : demand that was not met. [W]
    loss_w : input less heat. [W]; negative where a condensing boiler passes 1
    efficiency : of steady firing at this return temperature. [-]
    running : share of the time that it fires: below 1 where the demand is below the minimum load. [-]
    """

    heat_w: Num
    input_w: Num
    shortfall_w: Num
    loss_w: Num
    efficiency: Num
    running: Num

    def emission_g_s(self, factor_g_per_kwh: Num) -> Num:
        """CO2 of the energy used. [g/s]

        Parameters
        ----------
        factor_g_per_kwh : of the grid, or of gas on its lower heating value. [g/kWh], 0..5000; scalar or hourly

        >>> round(fire(Boiler(5e6, "electricity", 0.99), 1e6).emission_g_s(590.0), 1)
        165.5
        """
        require("factor_g_per_kwh", factor_g_per_kwh, 0.0, 5000.0, "g/kWh", "emission of an energy carrier")
        grams: Num = as_given(self.input_w * np.asarray(factor_g_per_kwh, dtype=np.float64) / 3.6e6)
        return grams


def fire(boiler: Boiler, demand_w: Num, return_c: Num = 55.0, starts_per_s: Num = 0.0) -> Firing:
    """Meet a heat demand as far as the boiler can.

    Parameters
    ----------
    boiler : as built.
    demand_w : heat wanted. [W], >= 0
    return_c : of the water to the boiler. [°C], 5..95; matters for a condensing boiler only
    starts_per_s : how often it starts; the control knows. [1/s], >= 0. All three broadcast.

    Returns
    -------
    Firing. heat_w + shortfall_w = demand_w and heat_w <= capacity_w in every element.

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> at = fire(Boiler(5e6, "electricity", 0.99), np.array([2e6, 6e6]))
    >>> at.heat_w, at.shortfall_w, at.input_w.round()
    (array([2000000., 5000000.]), array([      0., 1000000.]), array([2020202., 5050505.]))
    """
    require("demand_w", demand_w, 0.0, 1e10, "W", "a boiler does not cool")
    require("return_c", return_c, 5.0, 95.0, "°C", "return of a water boiler")
    require("starts_per_s", starts_per_s, 0.0, 1.0, "1/s", "starts of a boiler")
    given = (np.asarray(value, dtype=np.float64) for value in (demand_w, return_c, starts_per_s))
    demand, back_c, starts = np.broadcast_arrays(*given)
    heat = np.minimum(demand, boiler.capacity_w)
    efficiency = np.broadcast_to(np.asarray(efficiency_at(boiler, back_c)), heat.shape)
    used = heat / efficiency + starts * boiler.start_loss_j
    least = boiler.minimum_load * boiler.capacity_w
    running = np.where(heat > 0.0, heat / np.maximum(heat, least if least > 0.0 else 1e-300), 0.0)
    short, loss = demand - heat, used - heat
    heat, used, short, loss, efficiency, running = (as_given(x) for x in (heat, used, short, loss, efficiency, running))
    return Firing(heat, used, short, loss, efficiency, running)


def efficiency_at(boiler: Boiler, return_c: Num) -> Num:
    """Efficiency of steady firing at a return temperature. [-]; constant unless condensing

    >>> gas = Boiler(2e6, "gas", 1.035, condensing=True)
    >>> [round(efficiency_at(gas, t), 3) for t in (30.0, 40.0, 55.0, 75.0)]
    [1.066, 1.035, 0.978, 0.969]
    """
    if not boiler.condensing:
        same: Num = as_given(np.full(np.shape(return_c), boiler.efficiency))
        return same
    lift: Any = np.asarray(condensing_gain(return_c)) - condensing_gain(boiler.rated_return_c)
    value: Num = as_given(boiler.efficiency + lift)
    return value


def condensing_gain(return_c: Num, excess_air: float = EXCESS_AIR, approach_k: float = FLUE_APPROACH_K) -> Num:
    """Heat that the flue gas of methane gives back by condensing, less what it carries away, over the lower heating value.

    Parameters
    ----------
    return_c : the gas leaves ``approach_k`` above it. [°C], 5..95
    excess_air : air over what the gas needs. [-], 1..3
    approach_k : [K], 0..50

    Returns
    -------
    Gain over an efficiency of 1. [-]; falls with the return temperature, steeply below the dew point

    Source
    ------
    CH4 + 2 n O2 + 7.52 n N2; water condenses down to saturation at the temperature of the gas; dry air at 25 °C goes in.

    >>> [round(condensing_gain(t), 3) for t in (30.0, 75.0)]
    [0.071, -0.026]
    """
    require("return_c", return_c, 5.0, 95.0, "°C", "return of a water boiler")
    require("excess_air", excess_air, 1.0, 3.0, "-", "air over what the gas needs")
    require("approach_k", approach_k, 0.0, 50.0, "K", "flue gas above the return")
    gas_c = np.asarray(return_c, dtype=np.float64) + approach_k
    oxygen, nitrogen = 2.0 * (excess_air - 1.0), 7.52 * excess_air
    pressure = np.asarray(vapour_pressure_pa(gas_c))
    saturated = (1.0 + oxygen + nitrogen) * pressure / np.maximum(_ATMOSPHERE_PA - pressure, 1.0)
    vapour = np.minimum(saturated, 2.0)
    capacity = _CARBON_DIOXIDE + oxygen * _OXYGEN + nitrogen * _NITROGEN + 2.0 * _WATER
    value: Num = as_given(((2.0 - vapour) * CONDENSATION_J_MOL - capacity * (gas_c - 25.0)) / METHANE_LHV_J_MOL)
    return value
