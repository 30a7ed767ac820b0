"""The power price up to which a machine is worth running: what it mines, and the heat that it saves right now."""

from typing import Any

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Num, as_given

HOURS_PER_DAY = 24.0


def mining_value_per_mwh(hash_price_per_ph_d: Num, efficiency_j_th: Num) -> Num:
    """What mining earns with a megawatt-hour of electricity. [money/MWh]

    Parameters
    ----------
    hash_price_per_ph_d : revenue of a hash rate of 1 PH/s in a day. [money/(PH/s d)], >= 0; scalar or array
    efficiency_j_th : energy per hash. [J/TH], > 0; broadcasts

    Returns
    -------
    Revenue per energy. [money/MWh], broadcast shape; 1 J/TH at 1 PH/s is 1 kW, thus 0.024 MWh a day

    Raises
    ------
    OutOfRange : an argument outside its range.

    Source
    ------
    Definition of the hash price. A published break-even of 93 USD/MWh at 39 USD and 17.5 J/TH agrees.

    >>> round(mining_value_per_mwh(39.0, 17.5), 1)
    92.9
    """
    require("hash_price_per_ph_d", hash_price_per_ph_d, 0.0, 1e6, "money/(PH/s d)", "a revenue")
    require("efficiency_j_th", efficiency_j_th, 0.1, 1e5, "J/TH", "energy per hash of a miner")
    price: Any = np.asarray(hash_price_per_ph_d, dtype=np.float64)
    value: Num = as_given(price * 1e3 / (HOURS_PER_DAY * np.asarray(efficiency_j_th, dtype=np.float64)))
    return value


def break_even_per_mwh(
    hash_price_per_ph_d: Num, efficiency_j_th: Num, heat_value_per_mwh: Num, capture_fraction: Num
) -> Num:
    """Power price at which running and standing still come to the same. [money/MWh]

    Parameters
    ----------
    hash_price_per_ph_d : revenue of a hash rate of 1 PH/s in a day. [money/(PH/s d)], >= 0
    efficiency_j_th : energy per hash. [J/TH], > 0
    heat_value_per_mwh : what one more MWh of recovered heat saves in this hour: cost of the boiler's heat where it would fire,
        0 where heat is being dumped. [money/MWh], any sign
    capture_fraction : share of the electric power that becomes recovered heat. [-], 0..1. All four broadcast.

    Returns
    -------
    Threshold. [money/MWh], broadcast shape: run while the price of power is below it

    Raises
    ------
    OutOfRange : an argument outside its range.

    Source
    ------
    Each MWh of power gives mining revenue and `capture_fraction` MWh of heat.

    >>> round(break_even_per_mwh(39.0, 18.1, 35.4, 0.9), 1), round(break_even_per_mwh(39.0, 18.1, 0.0, 0.9), 1)
    (121.6, 89.8)
    """
    require("heat_value_per_mwh", heat_value_per_mwh, -1e6, 1e6, "money/MWh", "value of heat")
    require("capture_fraction", capture_fraction, 0.0, 1.0, "-", "share of the electric power")
    heat: Any = np.asarray(heat_value_per_mwh, dtype=np.float64)
    mined: Any = mining_value_per_mwh(hash_price_per_ph_d, efficiency_j_th)
    value: Num = as_given(mined + heat * np.asarray(capture_fraction, dtype=np.float64))
    return value
