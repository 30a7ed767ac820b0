"""What parts of a plant cost, by size: a low, an expected and a high price, each from a source or marked as an estimate.

Prices are given in the currency and year of their source and converted by `currency`. All data of the Danish Energy Agency came
through a compilation that states them in euros of a recent year; they are taken as money of 2023 without an index. An older
version of the same compilation gives the boilers in euros of 2020: with the index of plant costs it agrees within 6 %.
"""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.economics.currency import converted
from heatloop_thermo.errors import require
from heatloop_thermo.plant import Verified

CLASS_4 = (0.7, 1.5)
"""Low and high over expected price of an estimate by capacity. [-]

Source: width of AACE International's class 4 (-15..-30 %, +20..+50 %), from memory. estimate.
"""
DEA = "Danish Energy Agency, technology data, by way of PyPSA technology-data"


@dataclass(frozen=True)
class Band:
    """A price with its band, 0 <= low <= expected <= high, in one currency, in money of `currency.PRICE_YEAR`."""

    low: float
    expected: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a band that is out of order."""
        require("low", self.low, 0.0, self.expected, "money", "low <= expected <= high")
        require("high", self.high, self.expected, 1e15, "money", "low <= expected <= high")

    def times(self, factor: float) -> "Band":
        """The same for another number of pieces."""
        return Band(self.low * factor, self.expected * factor, self.high * factor)


@dataclass(frozen=True)
class Terms:
    """What else is known of a kind of equipment.

    Parameters
    ----------
    lifetime_year : after which it is replaced. [year]
    upkeep_fraction : fixed operation and maintenance over the price. [1/year]
    upkeep_eur_per_mwh : variable operation and maintenance, EUR of 2023 for a MWh of its heat. [EUR/MWh]
    source, verified : of prices and terms together; the worst mark of them.
    """

    lifetime_year: float
    upkeep_fraction: float
    upkeep_eur_per_mwh: float
    source: str
    verified: Verified


TERMS: dict[str, Terms] = {
    "plate exchanger": Terms(
        20.0,
        0.02,
        0.0,
        "area: Shamoushaki et al., Energies 14 (2021) 2665 (high), 300 USD2020/m2 of WaterTAP (low), geometric mean (expected); "
        "life and upkeep estimated",
        "secondary",
    ),
    "heat pump": Terms(
        25.0, 0.0021, 2.93, f"{DEA}: excess-heat heat pump 10 MW; life and upkeep of the air-source one", "secondary"
    ),
    "electric boiler": Terms(20.0, 0.016, 1.27, f"{DEA}: electric boiler above 10 MW", "secondary"),
    "gas boiler": Terms(25.0, 0.035, 1.40, f"{DEA}: natural-gas boiler for district heating", "secondary"),
    "tank": Terms(40.0, 0.005, 0.0, f"{DEA}: large hot-water tank; upkeep estimated", "secondary"),
    "pipes": Terms(
        40.0,
        0.01,
        0.0,
        "CityEnergyAnalyst, THERMAL_GRID: buried pairs in Switzerland; life, upkeep estimated",
        "secondary",
    ),
    "pumps": Terms(
        15.0,
        0.03,
        0.0,
        "estimate: 4,000 USD and 400 USD/kW of motor, with drive, as end-suction pumps are listed",
        "estimate",
    ),
    "dry cooler": Terms(
        20.0,
        0.02,
        0.0,
        "estimate: 90 EUR/kW; an open design tool has 164 per kW for a hybrid one with a closer approach",
        "estimate",
    ),
    "installation": Terms(
        40.0,
        0.0,
        0.0,
        "estimate: half the price of what is bought ex works; usual factors lie between 0.3 and 0.8",
        "estimate",
    ),
}
"""Life, upkeep and source of every kind of equipment; Danish figures as read in the compilation, life of the pipes estimated."""

EXCHANGER_LOW_USD2020_M2 = 300.0
"""WaterTAP's documentation. [USD2020/m2] secondary"""
HEAT_PUMP_EUR_KW = 890.0
"""Danish Energy Agency (PyPSA). [EUR2023/kW of heat] secondary"""
BOILER_EUR_KW = {"electricity": 86.8, "gas": 73.5}
"""Danish Energy Agency (PyPSA). [EUR2023/kW] secondary; a boiler below 10 MW costs more, which the band covers"""
TANK_EUR_KWH, TANK_K = 3.82, 55.0
"""Danish Energy Agency (PyPSA): price of a large tank [EUR2023/kWh] at its temperature difference [K]. secondary"""
WATER_KWH_M3K = 1.163
"""Heat capacity of water for a tank's price. [kWh/(m3 K)] Source: 4.187 kJ/(kg K) at 1,000 kg/m3, as the price is stated."""
PUMP_USD, PUMP_USD_KW = 4000.0, 400.0
"""A pump, and what a kW of its motor adds, drive included. [USD2023], [USD2023/kW] estimate"""
COOLER_EUR_KW = (50.0, 90.0, 165.0)
"""Dry cooler of a usual approach of 10 K. [EUR2023/kW rejected] estimate"""
INSTALLATION = (0.3, 0.5, 0.8)
"""Setting, connecting, control and engineering over the price of what is bought ex works. [-] estimate"""
PIPE_DN = (50.0, 80.0, 100.0, 150.0, 200.0, 250.0)
"""Nominal diameters of `PIPE_USD2015_M`. [mm]"""
PIPE_USD2015_M = (622.0, 774.0, 956.0, 1384.0, 1648.0, 2207.0)
"""A buried pair of pipes, laid, per metre of trench. [USD2015/m] secondary: CityEnergyAnalyst, Swiss prices"""
PIPE_BAND = (0.4, 1.2)
"""Low and high over expected: pipes above ground on a site, or in a street. [-] estimate"""


def exchanger_price(area_m2: float, currency: str) -> Band:
    """Plate exchanger, ex works.

    Parameters
    ----------
    area_m2 : effective area. [m2], 0.01..20,000
    currency : wanted.

    Returns
    -------
    Band. High: ln A + 0.2581 A^2 + 891.7 A + 26,050 USD2021 (Shamoushaki et al. 2021); low: 300 USD2020/m2 (WaterTAP); expected:
    their geometric mean. 1397 A^0.89, found beside them, lies between.

    Raises
    ------
    OutOfRange : an area outside the range.

    >>> exchanger_price(100.0, "USD").expected.__round__(-3)
    73000.0
    """
    require("area_m2", area_m2, 0.01, 2e4, "m2", "area of a plate exchanger")
    top = max(float(np.log(area_m2)) + 0.2581 * area_m2**2 + 891.7 * area_m2 + 26050.0, 0.0)
    high = converted(top, "USD", 2021, currency)
    low = converted(EXCHANGER_LOW_USD2020_M2 * area_m2, "USD", 2020, currency)
    return Band(low, float(np.sqrt(low * high)), high)


def heat_pump_price(heat_w: float, currency: str) -> Band:
    """Heat pump with all that belongs to it, installed; ``heat_w`` is its heat to the sink. [W], 0..1e9

    >>> heat_pump_price(1e6, "EUR")
    Band(low=623000.0, expected=890000.0, high=1335000.0)
    """
    require("heat_w", heat_w, 0.0, 1e9, "W", "heat of a heat pump")
    return _class_4(converted(HEAT_PUMP_EUR_KW * heat_w / 1e3, "EUR", 2023, currency))


def boiler_price(capacity_w: float, energy: str, currency: str) -> Band:
    """Boiler, installed; ``energy`` is "electricity" or "gas", ``capacity_w`` its heat. [W], 0..1e9

    >>> boiler_price(1e6, "gas", "EUR").expected
    73500.0
    """
    require("capacity_w", capacity_w, 0.0, 1e9, "W", "heat of a boiler")
    return _class_4(converted(BOILER_EUR_KW[energy] * capacity_w / 1e3, "EUR", 2023, currency))


def tank_price(volume_m3: float, currency: str) -> Band:
    """Insulated steel tank, installed; by its volume [m3], 0..1e6.

    >>> round(tank_price(600.0, "EUR").expected)
    146608
    """
    require("volume_m3", volume_m3, 0.0, 1e6, "m3", "water in a tank")
    return _class_4(converted(TANK_EUR_KWH * WATER_KWH_M3K * TANK_K * volume_m3, "EUR", 2023, currency))


def pipe_price(length_m: float, inner_diameter_m: float, currency: str) -> Band:
    """One insulated pipe, laid: half of a pair; by its length [m] and inner diameter [m], 0.01..1.

    Between the tabled diameters in proportion; beyond them by the line through the last two.

    >>> round(pipe_price(100.0, 0.15408, "USD").expected)
    100708
    """
    require("length_m", length_m, 0.0, 1e6, "m", "length of a pipe")
    require("inner_diameter_m", inner_diameter_m, 0.01, 1.0, "m", "width of a pipe")
    size = inner_diameter_m * 1e3
    low, high = PIPE_DN[:2] if size < PIPE_DN[0] else PIPE_DN[-2:]
    if PIPE_DN[0] <= size <= PIPE_DN[-1]:
        pair = float(np.interp(size, PIPE_DN, PIPE_USD2015_M))
    else:
        at_low, at_high = (PIPE_USD2015_M[PIPE_DN.index(dn)] for dn in (low, high))
        pair = at_low + (at_high - at_low) * (size - low) / (high - low)
    price = converted(0.5 * pair * length_m, "USD", 2015, currency)
    return Band(PIPE_BAND[0] * price, price, PIPE_BAND[1] * price)


def pump_price(motor_w: float, currency: str) -> Band:
    """One pump with motor and drive, ex works; by its motor [W], 0..1e7.

    >>> pump_price(15e3, "USD")
    Band(low=5000.0, expected=10000.0, high=20000.0)
    """
    require("motor_w", motor_w, 0.0, 1e7, "W", "motor of a pump")
    price = converted(PUMP_USD + PUMP_USD_KW * motor_w / 1e3, "USD", 2023, currency)
    return Band(0.5 * price, price, 2.0 * price)


def cooler_price(capacity_w: float, currency: str) -> Band:
    """Dry cooler, ex works; by the heat that it rejects on the hot design day [W], 0..1e9.

    >>> cooler_price(1e6, "EUR").expected
    90000.0
    """
    require("capacity_w", capacity_w, 0.0, 1e9, "W", "capacity of a dry cooler")
    low, expected, high = (converted(each * capacity_w / 1e3, "EUR", 2023, currency) for each in COOLER_EUR_KW)
    return Band(low, expected, high)


def installation_price(bought: Band) -> Band:
    """Setting, connecting, control and engineering of equipment that is bought ex works.

    The band is that of the share, at the expected price: `bought` brings its own.

    >>> installation_price(Band(1.0, 100.0, 200.0)).high
    80.0
    """
    low, expected, high = (share * bought.expected for share in INSTALLATION)
    return Band(low, expected, high)


def _class_4(expected: float) -> Band:
    return Band(CLASS_4[0] * expected, expected, CLASS_4[1] * expected)
