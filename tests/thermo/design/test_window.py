"""The window of a loop: what its machines' limits leave of temperatures and flows."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.design.window import Ceiling, Window, ceilings
from heatloop_thermo.source import MachineBank

MINER = MachineBank("miners", "typed", 360, 4, 8200.0, 0.9, 2e-4, 1.5e-4, 2.4e-4, 20.0, 72.0, 80.0, 45e3)


def window(
    tops: tuple[Ceiling, ...], floor_c: float = 58.0, rises: tuple[float, float, float] = (8.0, 10.0, 13.0)
) -> Window:
    low, design, high = rises
    return Window(tops, floor_c, "header_return", low, high, design, approach_k=3.0, drop_k=0.05)


def test_an_outlet_limit_caps_the_supply_whatever_the_flow():
    supply_c, rise_k = window(ceilings((MINER,))).best()
    assert supply_c == pytest.approx(80.0 - 3.0 - 0.05)
    assert rise_k == 10.0, "the design flow is kept where it costs nothing"


def test_an_inlet_limit_asks_for_the_least_flow():
    hot = window(
        (Ceiling("source_inlet_max", "m", 50.0, 0.0), Ceiling("source_outlet_max", "m", 80.0, 1.0)), floor_c=40.0
    )
    supply_c, rise_k = hot.best()
    assert rise_k == 13.0
    assert supply_c == pytest.approx(50.0 + 13.0 - 3.05)
    assert hot.held_by().code == "source_inlet_max"


def test_a_return_warmer_than_the_machines_bear_closes_the_window():
    assert not window((Ceiling("source_inlet_max", "m", 45.0, 0.0),), floor_c=58.0).is_open()


def test_the_flow_leaves_its_design_value_only_as_far_as_a_limit_asks():
    tight = window((Ceiling("source_inlet_max", "m", 66.0, 0.0), Ceiling("source_outlet_max", "m", 90.0, 1.0)))
    assert tight.rise_for(72.0) == 10.0
    assert tight.rise_for(74.0) == pytest.approx(74.0 + 3.05 - 66.0)


def test_two_banks_on_one_loop_share_the_rise_by_their_heat_and_flow():
    weak = dataclasses.replace(MINER, name="weak", power_w=4100.0)
    rows = {(row.code, row.bank): row.slope for row in ceilings((MINER, weak))}
    assert rows["source_outlet_max", "miners"] == pytest.approx(4.0 / 3.0)
    assert rows["source_outlet_max", "weak"] == pytest.approx(2.0 / 3.0)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    level = st.floats(40.0, 95.0)
    tops = tuple(
        Ceiling("source_outlet_max", f"b{i}", draw(level), draw(st.floats(0.3, 2.0)))
        for i in range(draw(st.integers(1, 3)))
    )
    inlet = Ceiling("source_inlet_max", "b0", draw(level), 0.0)
    low = draw(st.floats(2.0, 10.0))
    high = low * draw(st.floats(1.0, 3.0))
    return window((*tops, inlet), draw(st.floats(10.0, 50.0)), (low, draw(st.floats(low, high)), high))


@given(windows())
def test_no_allowed_rise_gives_hotter_water_than_the_best(win: Window):
    if not win.is_open():
        return
    best_c, best_k = win.best()
    assert win.rise_low_k <= best_k <= win.rise_high_k
    for rise in np.linspace(win.rise_low_k, win.rise_high_k, 101):
        if win.inlet_max_c(rise) >= win.floor_c:
            assert win.supply_max_at(rise) <= best_c + 1e-9


@given(windows(), st.floats(0.0, 1.0))
def test_the_rise_for_a_supply_keeps_every_limit(win: Window, part: float):
    if not win.is_open():
        return
    best_c, _ = win.best()
    supply_c = best_c - part * 20.0
    rise_k = win.rise_for(supply_c)
    inlet_c = win.inlet_for(supply_c, rise_k)
    assert win.rise_low_k - 1e-9 <= rise_k <= win.rise_high_k + 1e-9
    assert all(inlet_c <= top.inlet_c(rise_k) + 1e-6 for top in win.ceilings)
    assert inlet_c + rise_k >= supply_c + win.approach_k + win.drop_k - 1e-6
