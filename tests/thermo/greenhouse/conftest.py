"""A synthetic year and greenhouses, small enough to run everywhere; numba compiles once, in one worker."""

import sys
from pathlib import Path

import pytest

from heatloop_thermo.greenhouse import Greenhouse, grow

sys.path.insert(0, str(Path(__file__).parent))

from greenhouse_weather import made_up


@pytest.fixture(scope="session")
def weather():
    return made_up()


@pytest.fixture(scope="session")
def winter():
    """Six weeks from the first of January."""
    return made_up(days=42)


@pytest.fixture(scope="session")
def year(weather):
    return grow(Greenhouse(), weather)
