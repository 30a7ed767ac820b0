"""Loops in parallel on one header meet one target together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.design.mix import mixed, setpoints
from heatloop_thermo.properties import water

HEAT = st.floats(1e4, 5e6)
TOP = st.floats(60.0, 95.0)


@given(st.lists(st.tuples(HEAT, TOP), min_size=1, max_size=5))
def test_the_mixture_meets_the_target_or_every_loop_stands_at_its_maximum(loops: list[tuple[float, float]]):
    heats, tops = [heat for heat, _ in loops], [top for _, top in loops]
    held = setpoints(water(), 75.0, 55.0, heats, tops)
    assert all(at <= top for at, top in zip(held, tops, strict=True))
    got = mixed(water(), heats, held, 55.0)
    assert got == pytest.approx(75.0, abs=1e-6) or (held == tuple(tops) and got < 75.0)


@given(st.lists(st.tuples(HEAT, TOP), min_size=1, max_size=5))
def test_the_mixture_lies_between_its_coolest_and_its_hottest_part(loops: list[tuple[float, float]]):
    heats, tops = [heat for heat, _ in loops], [top for _, top in loops]
    assert min(tops) - 1e-9 <= mixed(water(), heats, tops, 50.0) <= max(tops) + 1e-9
