"""Our polynomials beside CoolProp, of which they are a fit: the four properties that an exchanger asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from heatloop_thermo.properties import Coolant, glycol, water

SAME = 2e-6
"""Largest relative deviation that counts as the same answer; docs/properties.md has the true ones, by property."""
ONE_C = 63.0

Four = tuple[Any, Any, Any, Any]
Ask = Callable[[Any], Four]


@dataclass(frozen=True)
class Liquid:
    """A liquid as ours and as CoolProp knows it."""

    ours: Coolant
    back_end: str
    fluid: str
    mass_fraction: float | None
    pressure_pa: float

    def by_polynomial(self, t_c: Any) -> Four:
        s = self.ours.state(t_c)
        return s.density_kg_m3, s.heat_capacity_j_kgk, s.viscosity_pa_s, s.conductivity_w_mk

    def by_name(self) -> Ask:
        """PropsSI: one property a call, of a number or of an array."""
        from CoolProp.CoolProp import PropsSI

        fraction = "" if self.mass_fraction is None else f"[{self.mass_fraction}]"
        name, pressure_pa = f"{self.back_end}::{self.fluid}{fraction}", self.pressure_pa

        def ask(t_c: Any) -> Four:
            t_k = t_c + 273.15
            return (
                PropsSI("Dmass", "T", t_k, "P", pressure_pa, name),
                PropsSI("Cpmass", "T", t_k, "P", pressure_pa, name),
                PropsSI("viscosity", "T", t_k, "P", pressure_pa, name),
                PropsSI("conductivity", "T", t_k, "P", pressure_pa, name),
            )

        return ask

    def by_state(self) -> Ask:
        """The low-level interface, its object kept: one update and four questions, for one temperature at a time."""
        import CoolProp

        state = CoolProp.AbstractState(self.back_end, self.fluid)
        if self.mass_fraction is not None:
            state.set_mass_fractions([self.mass_fraction])
        pair, pressure_pa = CoolProp.PT_INPUTS, self.pressure_pa

        def ask(t_c: float) -> Four:
            state.update(pair, pressure_pa, t_c + 273.15)
            return state.rhomass(), state.cpmass(), state.viscosity(), state.conductivity()

        return ask


LIQUIDS = {
    "water": Liquid(water(), "HEOS", "Water", None, 500_000.0),
    "glycol": Liquid(glycol("MPG", 0.56), "INCOMP", "MPG", 0.56, 101_325.0),
}


@pytest.fixture(params=LIQUIDS)
def kind(request):
    return request.param


@pytest.fixture
def liquid(kind):
    return LIQUIDS[kind]


@pytest.fixture(scope="module")
def temperatures_c(year):
    return year.hot.inlet_c


def same(one: Sequence[Any], other: Sequence[Any]) -> str:
    """Largest relative deviation of all values of all four properties, as the remark for the table."""
    off = float(np.abs(np.asarray(one) / np.asarray(other) - 1.0).max())
    assert off < SAME
    return f"within {off:.0e}"


def test_one_temperature_by_polynomial(benchmark, book, kind, liquid):
    assert all(type(value) is float for value in benchmark(liquid.by_polynomial, ONE_C))
    book(f"one {kind}", "heatloop")


def test_one_temperature_by_the_low_level_interface(benchmark, book, kind, liquid):
    found = benchmark(liquid.by_state(), ONE_C)
    book(f"one {kind}", "CoolProp AbstractState", remark=same(liquid.by_polynomial(ONE_C), found))


def test_one_temperature_by_props_si(benchmark, book, kind, liquid):
    found = benchmark(liquid.by_name(), ONE_C)
    book(f"one {kind}", "CoolProp PropsSI", remark=same(liquid.by_polynomial(ONE_C), found))


def test_a_year_by_polynomial(benchmark, book, kind, liquid, temperatures_c):
    found = benchmark(liquid.by_polynomial, temperatures_c)
    assert all(values.shape == temperatures_c.shape for values in found)
    book(f"year {kind}", "heatloop")


def test_a_year_by_the_low_level_interface(benchmark, book, kind, liquid, temperatures_c):
    ask, each = liquid.by_state(), temperatures_c.tolist()
    found = benchmark.pedantic(lambda: [ask(t_c) for t_c in each], rounds=3)
    remark = same(liquid.by_polynomial(temperatures_c), tuple(zip(*found, strict=True)))
    book(f"year {kind}", "CoolProp AbstractState, in a loop", remark=remark)


def test_a_year_by_props_si(benchmark, book, kind, liquid, temperatures_c):
    found = benchmark.pedantic(liquid.by_name(), args=(temperatures_c,), rounds=3)
    book(f"year {kind}", "CoolProp PropsSI, arrays", remark=same(liquid.by_polynomial(temperatures_c), found))
