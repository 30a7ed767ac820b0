"""The energy-only picture of a design, for the dispatch: what its loops give, what its tank holds."""

import math
from collections.abc import Sequence

from heatloop_thermo.design import Design
from heatloop_thermo.dispatch.problem import HOUR_S, Machines, Store
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array, Num
from heatloop_thermo.storage import Tank


def machines_of(
    design: Design,
    revenue_per_mwh: Sequence[Num],
    available: Array,
    limit: Array,
    rise_per_h: float = 1.0,
    whole_groups: bool = False,
) -> tuple[Machines, ...]:
    """Machines of a design, one entry for each loop, at the rated point.

    Parameters
    ----------
    design : sized plant.
    revenue_per_mwh : of each loop, over the electricity of its machines: mined, or paid by tenants. [money/MWh]; scalars or (n,)
    available : share of the machines that is not out of order. [-], shape (n,)
    limit : share that calls allow to run, see `call_limit`. [-], shape (n,)
    rise_per_h : restart, see `Machines`. [1/h]
    whole_groups : switch containers or rows as a whole, as many as the loop's banks have; makes the optimum a mixed-integer one.

    Returns
    -------
    Machines. Heat is the loop's duty to the header, compressor heat of a heat pump included; power is that of machines and pump.

    Raises
    ------
    OutOfRange : not one revenue for each loop.
    """
    if len(revenue_per_mwh) != len(design.loops):
        raise OutOfRange(f"{len(revenue_per_mwh)} revenues for {len(design.loops)} loops: give one each")
    return tuple(
        Machines(
            name=one.loop.name,
            heat_w=one.duty_w if one.runs else 0.0,
            electric_w=one.loop.electric_w + (one.pump.electric_w if one.pump else 0.0),
            revenue_per_h=revenue * (one.loop.electric_w / 1e6),
            available=available,
            call_limit=limit,
            rise_per_h=rise_per_h,
            steps=sum(bank.groups for bank in one.loop.banks) if whole_groups else 0,
        )
        for one, revenue in zip(design.loops, revenue_per_mwh, strict=True)
    )


def lift_fraction(design: Design) -> float:
    """Electricity of the heat pumps over the heat that the loops hand to the header. [-]; 0 without a heat pump"""
    duty_w = sum(one.duty_w for one in design.loops if one.runs)
    return design.heat.heat_pump_electric_w / duty_w if duty_w > 0.0 else 0.0


def store_of(
    tank: Tank, hot_c: float, cold_c: float, ambient_c: float, filled: float = 0.5, flow_max_kg_s: float = math.inf
) -> Store:
    """A tank as a store of energy.

    Parameters
    ----------
    tank : as built.
    hot_c, cold_c : supply and return: temperature of the full and of the empty tank. [degC]
    ambient_c : around the tank, mean over the year. [degC], below hot_c
    filled : share that is full at the start. [-], 0..1
    flow_max_kg_s : what can flow through it. [kg/s]

    Returns
    -------
    Store. Its loss is that of the full tank, all of it above ``cold_c``: an empty one loses nothing, where a real one cools below
    the return.

    >>> from heatloop_thermo.properties import water
    >>> store = store_of(Tank(water(), 600.0), 75.0, 55.0, 5.0)
    >>> round(store.capacity_j / 3.6e9, 2), round(100.0 * store.loss_per_h, 3)
    (13.7, 0.063)
    """
    require("hot_c - cold_c", hot_c - cold_c, 0.1, 100.0, "K", "a tank holds heat between supply and return")
    require("ambient_c", ambient_c, -60.0, hot_c, "degC", "surroundings of the tank")
    require("filled", filled, 0.0, 1.0, "-", "share of the tank that is full")
    per_kg = float(tank.coolant.enthalpy_j_kg(hot_c)) - float(tank.coolant.enthalpy_j_kg(cold_c))
    capacity_j = tank.mass_kg * per_kg
    loss_j = tank.loss_w_k * (hot_c - ambient_c) * HOUR_S
    power_w = flow_max_kg_s * per_kg
    return Store(capacity_j, -math.expm1(-loss_j / capacity_j), filled * capacity_j, power_w, power_w)
