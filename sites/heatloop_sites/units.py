"""The quantities of a site file: what each is called, the unit the program goes on with, and the units people type.

A field's name ends in the suffix of its quantity, ``power_w: Annotated[float, POWER]``; the key in the file is the name without it.
"""

from functools import cache

from heatloop_sites.quantity import Price, Unit

POWER = Unit("a power", "W", "_w", ("W", "kW", "MW"), "8.2 kW", low=0.0)
HASHRATE = Unit("a hash rate", "TH/s", "_th_s", ("TH/s", "PH/s"), "460 TH/s").above_zero()
HASH_ENERGY = Unit("an energy per hash", "J/TH", "_j_th", ("J/TH",), "17.8 J/TH").above_zero()
TEMPERATURE = Unit("a temperature", "degC", "_c", ("degC", "degF"), "75 degC", -90.0, 250.0)
DIFFERENCE = Unit("a temperature difference", "K", "_k", ("K",), "3 K").above_zero()
FLOW = Unit("a volume flow", "m3/s", "_m3_s", ("L/min", "L/s", "m3/h", "m3/s"), "12 L/min").above_zero()
MASS_FLOW = Unit("a mass flow", "kg/s", "_kg_s", ("kg/s", "kg/h", "t/h"), "36 kg/s").above_zero()
PRESSURE = Unit("a pressure", "Pa", "_pa", ("Pa", "kPa", "bar", "MPa", "psi"), "45 kPa", low=0.0)
LENGTH = Unit("a length", "m", "_m", ("mm", "cm", "m", "km", "inch", "ft"), "60 m", low=0.0)
ALTITUDE = Unit("a height above the sea", "m", "_m", ("m", "ft"), "239 m", -450.0, 6000.0)
AREA = Unit("an area", "m2", "_m2", ("m2", "ha"), "2 ha").above_zero()
VOLUME = Unit("a volume", "m3", "_m3", ("m3", "L"), "600 m3").above_zero()
PIPE_LENGTH = Unit("a length of pipe over floor", "m/m2", "_m_m2", ("m/m2",), "1.25 m/m2", 0.0, 20.0)
POWER_DENSITY = Unit("a power over floor", "W/m2", "_w_m2", ("W/m2",), "67 W/m2", 0.0, 1000.0)
SHARE = Unit("a share", "-", "", ("%",), "90 %", 0.0, 1.0)
ANGLE = Unit("an angle", "deg", "_deg", ("deg",), "45 deg", -180.0, 180.0)
SPEED = Unit("a velocity", "m/s", "_m_s", ("m/s",), "4 m/s").above_zero()
ROTATION = Unit("a rotational speed", "1/min", "_rpm", ("rpm",), "1450 rpm").above_zero()
DURATION = Unit("a time", "s", "_s", ("ms", "s", "min", "h"), "1 s").above_zero()
YEARS = Unit("a number of years", "year", "_year", ("year",), "10 year").above_zero()
FOULING = Unit("a fouling resistance", "m2*K/W", "_m2k_w", ("m2*K/W",), "0.00002 m2*K/W", 0.0, 0.01)
DENSITY = Unit("a density", "kg/m3", "_kg_m3", ("kg/m3",), "1003 kg/m3").above_zero()
HEAT_CAPACITY = Unit("a heat capacity", "J/kgK", "_j_kgk", ("J/kgK", "kJ/kgK"), "4.01 kJ/kgK").above_zero()
VISCOSITY = Unit("a dynamic viscosity", "Pa*s", "_pa_s", ("Pa*s", "mPa*s", "cP"), "0.88 mPa*s").above_zero()
CONDUCTIVITY = Unit("a thermal conductivity", "W/mK", "_w_mk", ("W/mK",), "0.035 W/mK").above_zero()
EMISSION = Unit("an emission per energy", "kg/kWh", "_kg_kwh", ("kg/kWh", "g/kWh", "t/MWh"), "2 g/kWh", low=0.0)
RAMP = Unit("a rate of temperature change", "K/s", "_k_s", ("K/min", "K/s", "K/h"), "0.5 K/min").above_zero()
SUM = Price("a sum of money", "currency", "_money", ("currency",), "450000 USD", low=0.0)
ENERGY_PRICE = Price("a price of energy", "currency/kWh", "_per_kwh", ("currency/kWh", "currency/MWh"), "0.035 USD/kWh")
CARBON_PRICE = Price("a price of carbon dioxide", "currency/t", "_per_t", ("currency/t",), "80 CAD/t", low=0.0)
HASH_PRICE = Price("a hash price", "currency/PH/s/d", "_per_ph_s_d", ("currency/PH/s/d",), "45 USD/PH/s/d", low=0.0)


@cache
def suffixes() -> tuple[str, ...]:
    """Every suffix that a field's name can end in, the longest first."""
    found = {unit.suffix for unit in globals().values() if isinstance(unit, Unit) and unit.suffix}
    return tuple(sorted(found, key=len, reverse=True))
