"""A made-up year of power prices, for examples and tests: says what it is made of, and is never mistaken for a market's."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array

DAY_H = 24
WEEK_H = 168


@dataclass(frozen=True)
class PriceModel:
    """What a synthetic price is made of: base × (day + week) × noise + scarcity spikes. Every default is an estimate.

    Parameters
    ----------
    mean_per_mwh : mean over the year of everything but spikes. [money/MWh]
    day_share : swing of the day over the mean: low at night, peaks at 8 and 19 h. [-], 0..1
    weekend_share : how much less a weekend costs. [-], 0..1
    noise_share : standard deviation of a slow noise over the mean. [-], 0..1
    noise_h : its memory. [h], > 0
    spikes : scarcity events in a year, on average. [-], >= 0
    spike_h : their mean length. [h], >= 1
    spike_per_mwh : their mean height on top; exponentially distributed. [money/MWh], >= 0
    cold_k : a spike is e times as likely for each such step that the air is colder. [K], > 0
    """

    mean_per_mwh: float = 35.0
    day_share: float = 0.3
    weekend_share: float = 0.15
    noise_share: float = 0.2
    noise_h: float = 24.0
    spikes: float = 20.0
    spike_h: float = 4.0
    spike_per_mwh: float = 200.0
    cold_k: float = 8.0

    def __post_init__(self) -> None:
        """Refuse what makes no price."""
        require("mean_per_mwh", self.mean_per_mwh, -1e4, 1e4, "money/MWh", "mean price")
        for name in ("day_share", "weekend_share", "noise_share"):
            require(name, getattr(self, name), 0.0, 1.0, "-", "a share of the mean price")
        require("noise_h", self.noise_h, 0.1, 8760.0, "h", "memory of the noise")
        require("spikes", self.spikes, 0.0, 8760.0, "-", "scarcity events in a year")
        require("spike_h", self.spike_h, 1.0, 168.0, "h", "mean length of a spike")
        require("spike_per_mwh", self.spike_per_mwh, 0.0, 1e5, "money/MWh", "mean height of a spike")
        require("cold_k", self.cold_k, 0.1, 100.0, "K", "how spikes follow the cold")


def synthetic_price(dry_bulb_c: Array, made_of: PriceModel | None = None, seed: int = 0) -> Array:
    """A year of hourly power prices; its spikes come when it is cold, as those of January storms do.

    Parameters
    ----------
    dry_bulb_c : outdoor air; sets the length. [degC], shape (n,), from Monday 0 h on
    made_of : shape, noise and spikes; None: the defaults.
    seed : the same seed gives the same year.

    Returns
    -------
    Price. [money/MWh], shape (n,)

    >>> cold = -15.0 * np.cos(2.0 * np.pi * np.arange(8760) / 8760.0) + 3.0
    >>> price = synthetic_price(cold)
    >>> bool(30.0 < price.mean() < 60.0), bool(price.max() > 200.0)
    (True, True)
    """
    require("dry_bulb_c", dry_bulb_c, -90.0, 60.0, "degC", "outdoor air")
    made_of = PriceModel() if made_of is None else made_of
    noise, luck = (np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(2))
    n = len(dry_bulb_c)
    base = (
        made_of.mean_per_mwh * _shape(n, made_of) * (1.0 + made_of.noise_share * _slow_noise(n, made_of.noise_h, noise))
    )
    return base + _spikes(dry_bulb_c, made_of, luck)


def _shape(n: int, made_of: PriceModel) -> Array:
    """Day and week, with a mean of 1 over whole weeks."""
    hour = np.arange(n) % DAY_H
    swing = np.exp(-(((hour - 8.0) / 2.5) ** 2)) + 1.3 * np.exp(-(((hour - 19.0) / 3.0) ** 2))
    day = swing - swing[:DAY_H].mean() if n >= DAY_H else swing
    weekend = np.where((np.arange(n) % WEEK_H) >= 5 * DAY_H, -made_of.weekend_share, made_of.weekend_share * 2.0 / 5.0)
    shape: Array = 1.0 + made_of.day_share * day + weekend
    return shape


def _slow_noise(n: int, memory_h: float, rng: np.random.Generator) -> Array:
    """First-order autoregressive noise of mean 0 and variance 1."""
    keep = float(np.exp(-1.0 / memory_h))
    draws = rng.standard_normal(n) * np.sqrt(1.0 - keep * keep)
    value, noise = float(rng.standard_normal()), np.empty(n)
    for t, draw in enumerate(draws.tolist()):
        value = keep * value + draw
        noise[t] = value
    return noise


def _spikes(dry_bulb_c: Array, made_of: PriceModel, rng: np.random.Generator) -> Array:
    """Scarcity: a Poisson process whose rate rises with the cold; lengths geometric, heights exponential."""
    n, extra = len(dry_bulb_c), np.zeros(len(dry_bulb_c))
    if made_of.spikes == 0.0 or n == 0:
        return extra
    rate = np.exp(-(dry_bulb_c - dry_bulb_c.mean()) / made_of.cold_k)
    expected = made_of.spikes * n / 8760.0 * rate / rate.sum()
    for start in np.flatnonzero(rng.random(n) < -np.expm1(-expected)):
        length = int(rng.geometric(1.0 / made_of.spike_h))
        extra[start : start + length] += rng.exponential(made_of.spike_per_mwh)
    return extra
