"""What the buffer tank of a design holds, how long that lasts, and what it loses by standing."""

from dataclasses import dataclass

from heatloop_thermo.design.header import sinks_return_c
from heatloop_thermo.design.result import Design


@dataclass(frozen=True)
class TankContent:
    """The tank between the header's supply and the return of the sinks.

    Parameters
    ----------
    volume_m3 : of the tank. [m3]
    usable_j : heat that a full tank gives before the sinks' return leaves it. [J]
    full_load_s : how long that carries the sinks' design load. [s]
    standing_loss_w : what a full tank loses in the coldest surroundings that the header is made for, insulated as usual. [W]
    """

    volume_m3: float
    usable_j: float
    full_load_s: float
    standing_loss_w: float


def tank_content(design: Design) -> TankContent | None:
    """Look into the tank of a design; None where the site has none.

    Not part of `size`: a report asks for it.

    Parameters
    ----------
    design : sized. The hot end is the supply at the sinks, or the target where no loop hands heat over.
    """
    from heatloop_thermo.storage.tank import Tank  # noqa: PLC0415 a sweep of designs does not load it

    plant = design.plant
    if plant.tank_volume_m3 is None:
        return None
    water, hot_c = plant.header.coolant, design.header.supply_c if design.header else plant.target_c
    tank = Tank(water, plant.tank_volume_m3)
    usable_j = tank.mass_kg * max(0.0, water.enthalpy_j_kg(hot_c) - water.enthalpy_j_kg(sinks_return_c(plant)))
    loss_w = tank.loss_w_k * max(0.0, hot_c - plant.header.lowest_ambient_c)
    return TankContent(plant.tank_volume_m3, usable_j, usable_j / plant.demand_w, loss_w)
