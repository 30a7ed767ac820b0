"""A sized reference plant and a year of it made of round numbers, so that its money can be worked out beside the program."""

from dataclasses import replace

import numpy as np
import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import size
from heatloop_thermo.economics.energy import Energy
from heatloop_thermo.economics.prices import Horizon, Prices
from heatloop_thermo.numeric import Array

HOURS = 8760


def constant(power_w: float) -> Array:
    return np.full(HOURS, power_w)


@pytest.fixture(scope="session")
def design():
    return size(build(load("bitforest")))


@pytest.fixture(scope="session")
def winter_and_summer() -> Energy:
    """Half a year in which the sinks take 4 MW, half a year in which they take 1 MW; the machines give 2.5 MW all the time."""
    wanted = np.where(np.arange(HOURS) < HOURS // 2, 4e6, 1e6)
    recovered = np.minimum(wanted, 2.5e6)
    return Energy(
        it_w=constant(2.85e6),
        captured_w=constant(2.5e6),
        dumped_w=2.5e6 - recovered,
        lift_w=constant(0.0),
        pumps_w=constant(40e3),
        fans_w=(2.5e6 - recovered) * 0.01,
        boiler_w=wanted - recovered,
        boiler_input_w=(wanted - recovered) / 0.99,
        delivered_w=wanted,
        header_pump_fraction=0.25,
    )


@pytest.fixture(scope="session")
def prices() -> Prices:
    return Prices("USD", 35.0, gas_per_mwh=25.0, heat_per_mwh=20.0, carbon_per_t=50.0, grid_kg_per_mwh=30.0)


@pytest.fixture(scope="session")
def horizon() -> Horizon:
    return Horizon(10, 0.08)


@pytest.fixture(scope="session")
def with_lift(winter_and_summer) -> Energy:
    """The same year, with heat pumps that draw 300 kW."""
    return replace(winter_and_summer, lift_w=constant(300e3))
