"""Shared by all tests: how random tests run, and the seed that replays them."""

import secrets

import pytest
from hypothesis import HealthCheck, settings

# No verdict depends on how fast the machine is; a failure prints what it takes to see it again.
settings.register_profile(
    "heatloop", max_examples=50, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("heatloop")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose a new seed for each run unless one is given, so that the header can name it (workers inherit it)."""
    if config.getoption("--hypothesis-seed") is None:
        config.option.hypothesis_seed = str(secrets.randbits(32))


def pytest_report_header(config: pytest.Config) -> str:
    return f"random tests: replay this run with --hypothesis-seed={config.getoption('--hypothesis-seed')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the docstring examples of heat pumps with the other tests that import CoolProp: four seconds, once."""
    for item in items:
        if "heatloop_thermo/heatpump" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("coolprop"))
