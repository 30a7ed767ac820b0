"""How much water has to pass a tank for a heat: the inverse of the tank's own step, plain and compiled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.storage import compiled_kernel, kernel


@given(
    layers=st.lists(st.floats(150e3, 310e3), min_size=2, max_size=25),
    share=st.floats(0.01, 0.99),
    down=st.booleans(),
)
def test_the_mass_drawn_takes_just_that_heat(layers, share, down):
    h = sorted(layers, reverse=True)
    h_in = 314e3 if down else 146e3
    most = sum(abs(h_in - x) for x in h) * 1000.0
    mass, heat = kernel.draw(h, 1000.0, share * most, 1e12, h_in, down)
    before, work = sum(h), [0.0] * len(h)
    out = kernel.displace(h, work, mass / 1000.0, h_in, down)
    assert heat == pytest.approx(share * most, rel=1e-9)
    assert abs(sum(h) - before) * 1000.0 == pytest.approx(heat, rel=1e-9)
    assert mass * abs(h_in - out) == pytest.approx(heat, rel=1e-9)


def test_one_layer_is_drawn_as_the_mixed_tank_it_is():
    h = [200e3]
    mass, heat = kernel.draw(h, 1000.0, 5e7, 1e9, 300e3, True)
    out, _ = kernel.stir(h, 1000.0, 0.0, mass, 300e3, 0.0, 1.0)
    assert mass * (300e3 - out) == pytest.approx(heat, rel=1e-12)
    assert h[0] == pytest.approx(250e3, rel=1e-12)


def test_a_limit_of_flow_and_a_layer_without_a_difference_end_it():
    assert kernel.draw([300e3, 200e3], 1000.0, 1e9, 250.0, 310e3, True)[0] == pytest.approx(250.0)
    assert kernel.draw([300e3, 300e3], 1000.0, 1e9, 1e9, 300e3, True) == (0.0, 0.0)


def test_the_compiled_tank_is_the_plain_one_to_the_last_bit():
    rng = np.random.default_rng(4)
    plain = sorted(rng.uniform(150e3, 310e3, 20), reverse=True)
    fast = np.array(plain)
    tank = kernel.Constants(3e4, (20.0,) * 20, 90.0, (0.0, 2.4e-4), 0.0, 4e5)
    arrays = tank._replace(ua_w_k=np.array(tank.ua_w_k), inverse_cp=np.array(tank.inverse_cp))
    for flow in rng.uniform(-20.0, 20.0, 50):
        entering = 314e3 if flow > 0 else 200e3
        one = kernel.advance(plain, [0.0] * 20, tank, flow, entering, 1e4, 3600.0)
        other = compiled_kernel.advance(fast, np.zeros(20), arrays, flow, entering, 1e4, 3600.0)
        assert one == pytest.approx(other, rel=1e-14)
    assert plain == pytest.approx(fast.tolist(), rel=1e-14)


def test_conduction_in_short_steps_is_explicit_and_agrees_with_implicit_ones(monkeypatch):
    tank = kernel.Constants(3e4, (0.0,) * 20, 500.0, (2.4e-4,), 0.0, 4e5)
    start = [310e3] * 9 + [250e3] + [200e3] * 10
    quick, slow, work = list(start), list(start), [0.0] * 20
    kernel.conduct(quick, work, tank, 3600.0)
    monkeypatch.setattr(kernel, "EXPLICIT_MAX", -1.0)
    kernel.conduct(slow, work, tank, 3600.0)
    assert sum(quick) == pytest.approx(sum(start), rel=1e-14)
    assert quick != start
    assert quick == pytest.approx(slow, abs=3.0 * 0.0144**2 * 60e3)
