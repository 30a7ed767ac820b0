"""A greenhouse through the hours of a weather record."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.greenhouse.house import Greenhouse, numbers
from heatloop_thermo.greenhouse.kernel_house import Now
from heatloop_thermo.greenhouse.state import State, established
from heatloop_thermo.numeric import Array, Num
from heatloop_thermo.weather import Weather

STEPS_PER_HOUR = 6
"""Time steps of 600 s: a year of either reference case is within 1 % of what steps of a minute give (docs/greenhouse.md)."""
SPIN_UP_DAYS = 45
"""Days that soil and crop are given to forget where they started; the record's last days are taken for those before its first."""
KEPT = 9
"""Columns of `Now` from here on do not change within an hour."""
EDGE_K, BAND_LN = 0.5, 2.0 * np.log(100.0)


@dataclass(frozen=True, eq=False)
class GreenhouseYear:
    """What a greenhouse does, hour by hour; every array has the shape (n,) of the weather, powers are per area of floor.

    Parameters
    ----------
    heat_w_m2 : to the pipes. [W/m2]
    setpoint_c : wanted air. [degC]
    air_c, air_low_c : mean and lowest air below the screen. [degC]
    humidity : relative. [-]
    vent_w_m2 : heat and latent heat lost with air, by vents and leakage. [W/m2]
    lamp_w_m2 : electric. [W/m2]
    sun_w_m2 : sunlight absorbed, cover included. [W/m2]
    transpiration_kg_m2s : [kg/(m2 s)]
    screen : how far it is closed. [-], 0..1
    pipe_c, feed_c, return_c : mean water in the pipes, and what goes in and out at the design flow. [degC]
    lai : leaf area index. [-]
    balance_error_fraction : largest gap between heat in, out and kept in any hour, over what flowed. [-]
    end : state after the last hour.
    """

    heat_w_m2: Array
    setpoint_c: Array
    air_c: Array
    air_low_c: Array
    humidity: Array
    vent_w_m2: Array
    lamp_w_m2: Array
    sun_w_m2: Array
    transpiration_kg_m2s: Array
    screen: Array
    pipe_c: Array
    feed_c: Array
    return_c: Array
    lai: Array
    balance_error_fraction: float
    end: State

    @property
    def heat_j_m2(self) -> float:
        """Heat over all hours. [J/m2]"""
        return float(3600.0 * self.heat_w_m2.sum())


def grow(
    greenhouse: Greenhouse,
    weather: Weather,
    heat_limit_w_m2: Num = np.inf,
    supply_c: Num | None = None,
    start: State | None = None,
    steps_per_hour: int = STEPS_PER_HOUR,
) -> GreenhouseYear:
    """Heat demand, climate and crop of a greenhouse through the hours of a weather record.

    Parameters
    ----------
    greenhouse : as built and grown in.
    weather : n hours, from midnight.
    heat_limit_w_m2 : most heat that the plant gives in an hour, per floor, beside that of the pipes. [W/m2], >= 0; scalar or (n,)
    supply_c : hottest water that it gives; None where that does not matter. [degC], 0..150; scalar or (n,)
    start : state at the beginning; by default an established crop, after `SPIN_UP_DAYS` of the end of the record.
    steps_per_hour : 2..3600; see `STEPS_PER_HOUR`. Fewer than 4 are for trying things out.

    Returns
    -------
    GreenhouseYear. What the plant does not give shows in the air: it cools below the setpoint.

    Raises
    ------
    OutOfRange : a limit outside its range or of another length, or weather that is none.

    Notes
    -----
    Backward Euler with conductances of the beginning of each step; heating and vents are found with the air that they make. Compiled by
    numba at the first call on a machine, which takes about 20 s.

    Source
    ------
    Vanthoor 2011 and Katzin 2021, see `heatloop_thermo.greenhouse.parts`; agreement with GreenLight in docs/greenhouse.md.

    >>> from heatloop_thermo.greenhouse.example import cold_week
    >>> year = grow(Greenhouse(), cold_week())
    >>> round(year.heat_w_m2.mean()), round(year.air_c.mean()), year.balance_error_fraction < 1e-9
    (119, 19, True)
    """
    from heatloop_thermo.greenhouse.kernel_year import COLUMNS, hours  # noqa: PLC0415 - numba loads when a greenhouse is run

    if not 2 <= steps_per_hour <= 3600:
        raise OutOfRange(f"steps_per_hour = {steps_per_hour} is outside 2..3600")
    rows = wishes(greenhouse, weather, heat_limit_w_m2, supply_c)
    house = numbers(greenhouse)
    x = (start or established(greenhouse, weather)).values.copy()
    steps = between(rows, steps_per_hour)
    if start is None:
        before = min(24 * SPIN_UP_DAYS, len(rows))
        hours(house, steps[-before * steps_per_hour :], x, steps_per_hour, np.empty((before, COLUMNS)))
    out = np.empty((len(rows), COLUMNS))
    hours(house, steps, x, steps_per_hour, out)
    return _report(greenhouse, rows, out, x)


def wishes(greenhouse: Greenhouse, weather: Weather, heat_limit_w_m2: Num, supply_c: Num | None) -> Array:
    """What the kernel needs to know of every hour: weather, setpoint, lamps, limits. Shape (n, 12)."""
    g, sun = greenhouse, weather.ghi_w_m2
    check(weather)
    require("heat_limit_w_m2", heat_limit_w_m2, 0.0, np.inf, "W/m2", "a heating does not cool")
    if supply_c is not None:
        require("supply_c", supply_c, 0.0, 150.0, "degC", "water of a heating")
    hot = np.inf if supply_c is None else supply_c
    on, wanted = lighting(greenhouse, sun)
    day = (sun > 0.0).astype(np.float64)
    inside = np.maximum(day, wanted)
    setpoint = g.climate.night_c + inside * (g.climate.day_c - g.climate.night_c)
    cold = np.zeros(weather.hours)
    if g.screen is not None:
        closing_c = g.screen.night_c + day * (g.screen.day_c - g.screen.night_c)
        cold = 1.0 / (1.0 + np.exp(np.clip(BAND_LN * (weather.dry_bulb_c - closing_c + EDGE_K), -50.0, 50.0)))
    columns = (
        *(sun, weather.dry_bulb_c, weather.vapour_pa, weather.wind_m_s, weather.sky_c, weather.ground_c),
        *(setpoint, cold, inside, on, np.minimum(heat_limit_w_m2, g.pipes.power_w_m2), hot),
    )
    try:
        return np.ascontiguousarray(
            np.stack([np.broadcast_to(c, sun.shape) for c in columns], axis=1), dtype=np.float64
        )
    except ValueError as error:
        raise OutOfRange(f"a limit is neither a number nor an array of {weather.hours} hours") from error


def between(rows: Array, steps_per_hour: int) -> Any:
    """Records for the middles of the time steps: an hour's values hold for its middle and are interpolated, lamps and limits are kept.

    >>> rows = np.arange(24.0).reshape(2, 12)
    >>> between(rows, 2)["sun_w"], between(rows, 2)["lamp_w"]
    (array([ 0.,  3.,  9., 12.]), array([ 9.,  9., 21., 21.]))
    """
    steps = np.empty((len(rows), steps_per_hour, len(Now._fields)))
    earlier, later = np.concatenate((rows[:1], rows[:-1])), np.concatenate((rows[1:], rows[-1:]))
    for step in range(steps_per_hour):
        place = (step + 0.5) / steps_per_hour - 0.5
        steps[:, step] = (1.0 - abs(place)) * rows + abs(place) * (earlier if place < 0.0 else later)
        steps[:, step, KEPT:] = rows[:, KEPT:]
    return steps.reshape(-1).view([(name, np.float64) for name in Now._fields])


def lighting(greenhouse: Greenhouse, sun_w_m2: Array) -> tuple[Array, Array]:
    """Electric power of the lamps [W/m2], and whether it is their day: 1 from on to off on days with little sun. Shapes (n,)."""
    none = np.zeros(len(sun_w_m2))
    lamps = greenhouse.lamps
    if lamps is None:
        return none, none
    hour = np.arange(len(sun_w_m2))
    days = np.bincount(hour // 24, weights=3600.0 * sun_w_m2)
    of_day = hour % 24
    lit = (of_day >= lamps.on_h) & (of_day < lamps.off_h)
    if lamps.on_h > lamps.off_h:
        lit = (of_day >= lamps.on_h) | (of_day < lamps.off_h)
    wanted = (lit & (days[hour // 24] < lamps.day_sum_max_j_m2)).astype(np.float64)
    return np.where(sun_w_m2 < lamps.sun_max_w_m2, lamps.power_w_m2 * wanted, 0.0), wanted


def check(weather: Weather) -> None:
    """Refuse weather that no greenhouse has seen."""
    if weather.hours < 1:
        raise OutOfRange("weather has no hours")
    require("dry_bulb_c", weather.dry_bulb_c, -75.0, 60.0, "degC", "outdoor air")
    require("vapour_pa", weather.vapour_pa, 0.0, 12e3, "Pa", "vapour pressure of outdoor air")
    require("wind_m_s", weather.wind_m_s, 0.0, 60.0, "m/s", "wind")
    require("ghi_w_m2", weather.ghi_w_m2, 0.0, 1500.0, "W/m2", "global horizontal irradiance")
    require("sky_c", weather.sky_c, -120.0, 60.0, "degC", "black sky")
    require("ground_c", weather.ground_c, -40.0, 45.0, "degC", "soil at 2 m")


def _report(greenhouse: Greenhouse, rows: Array, out: Array, x: Array) -> GreenhouseYear:
    """Name the columns of the kernel."""
    from heatloop_thermo.greenhouse.kernel_year import (  # noqa: PLC0415
        AIR_C,
        AIR_LOW_C,
        CLOSED,
        FLOW,
        HEAT_W,
        HUMIDITY,
        LAI,
        LAMP_W,
        MISS,
        PIPE_C,
        SUN_W,
        VENT_W,
        WATER_KG_M2S,
    )

    half = 0.5 * greenhouse.pipes.spread_k / greenhouse.pipes.power_w_m2 * out[:, HEAT_W]
    return GreenhouseYear(
        heat_w_m2=out[:, HEAT_W].copy(),
        setpoint_c=rows[:, 6].copy(),
        air_c=out[:, AIR_C].copy(),
        air_low_c=out[:, AIR_LOW_C].copy(),
        humidity=0.01 * out[:, HUMIDITY],
        vent_w_m2=out[:, VENT_W].copy(),
        lamp_w_m2=out[:, LAMP_W].copy(),
        sun_w_m2=out[:, SUN_W].copy(),
        transpiration_kg_m2s=out[:, WATER_KG_M2S].copy(),
        screen=out[:, CLOSED].copy(),
        pipe_c=out[:, PIPE_C].copy(),
        feed_c=out[:, PIPE_C] + half,
        return_c=out[:, PIPE_C] - half,
        lai=out[:, LAI].copy(),
        balance_error_fraction=float(np.max(np.abs(out[:, MISS]) / out[:, FLOW])),
        end=State(x),
    )
