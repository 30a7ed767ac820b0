"""What a year gives: hourly flows of heat and power, and what went short and why."""

from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.design import Design
from heatloop_thermo.numeric import Array


class Reason(IntFlag):
    """Why an hour fell short of what was wanted; several may hold at once."""

    NONE = 0
    MACHINES_OFF = 1  # curtailed, or not there
    SOURCE_SHORT = 2  # less heat from the machines than the sinks ask
    BOILER_LIMIT = 4  # the boiler is at its capacity
    BOILER_MINIMUM = 8  # less is missing than the boiler's least load
    COLD_SUPPLY = 16  # the sinks get water below the target
    MACHINE_LIMIT = 32  # a limit of the machines (inlet, outlet, flow) holds the loop back
    HEAT_PUMP_LIMIT = 64  # outside the heat pump's range
    REJECTION_SHORT = 128  # the dry cooler cannot take what nobody wants: machines must throttle


@dataclass(frozen=True, eq=False)
class Hours:
    """Hourly means, shape (n,) each; powers in W, temperatures in degC.

    Parameters
    ----------
    it_w : electric power of the machines.
    source_heat_w : their heat to the liquid.
    captured_w : what of it leaves the loops as useful or rejected heat: `source_heat_w` less pipe losses of the loops.
    dumped_w : captured, and rejected by the dry coolers.
    lift_w : electric power of heat pumps.
    lift_heat_w : what their compressors add to the heat that they take: electric power less losses of drive and shell.
    boiler_w, boiler_input_w : heat of the boiler, and the energy it takes for it.
    pumps_w, fans_w : electric power of pumps and dry coolers.
    pump_heat_w : heat that the pumps leave in the liquids, in loops and header.
    loss_w : pipe losses of loops and header.
    tank_loss_w, stored_w : loss of the tank; net heat into it, negative when it empties.
    demand_w, delivered_w, unmet_w : of the sinks together; unmet is demand less delivered.
    supply_c, return_c : water to and from the sinks.
    tank_top_c, tank_bottom_c : outermost layers at the end of the hour; NaN without a tank.
    running : share of the machines that run, 0..1.
    reason : `Reason` bits.
    """

    it_w: Array
    source_heat_w: Array
    captured_w: Array
    dumped_w: Array
    lift_w: Array
    lift_heat_w: Array
    boiler_w: Array
    boiler_input_w: Array
    pumps_w: Array
    fans_w: Array
    pump_heat_w: Array
    loss_w: Array
    tank_loss_w: Array
    stored_w: Array
    demand_w: Array
    delivered_w: Array
    unmet_w: Array
    supply_c: Array
    return_c: Array
    tank_top_c: Array
    tank_bottom_c: Array
    running: Array
    reason: NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Year:
    """A year of a design: its hours, and how well energy closes.

    ``balance_error_fraction`` is the largest relative energy imbalance of any component in any hour. [-]
    ``tank_cycles`` is the heat that left the tank over what it can hold between supply and return. [-]
    """

    design: Design
    hours: Hours
    balance_error_fraction: float
    tank_cycles: float
