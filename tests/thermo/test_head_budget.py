"""Head budget: the sum, the margin in the open, and the warning that a published sheet kept to itself."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.pump import GRAVITY_M_S2, HeadBudget, head_margin_warning

drops = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=12)


@given(drops=drops, margin=st.floats(0.0, 1.0), density=st.floats(800.0, 1200.0))
def test_the_table_adds_up_to_what_the_pump_is_chosen_for(drops, margin, density):
    budget = HeadBudget(tuple((f"part {i}", drop) for i, drop in enumerate(drops)), margin)
    table = budget.table(density)
    assert [line.name for line in table[:-1]] == [name for name, _ in budget.items]
    assert sum(line.dp_pa for line in table) == pytest.approx(budget.required_pa, rel=1e-12)
    assert sum(line.head_m for line in table) == pytest.approx(budget.head_m(density), rel=1e-12)
    assert budget.required_pa == pytest.approx(sum(drops) * (1.0 + margin), rel=1e-12)
    if budget.required_pa > 0.0:
        assert sum(line.share for line in table) == pytest.approx(1.0, rel=1e-12)


def test_the_margin_stands_in_the_table_under_its_name():
    last = HeadBudget((("exchanger", 40e3),), 0.125).table(1000.0)[-1]
    assert last.name == "margin 12.5 %"
    assert last.dp_pa == pytest.approx(5e3)
    assert last.head_m == pytest.approx(5e3 / (1000.0 * GRAVITY_M_S2))


def test_an_empty_budget_takes_no_head():
    budget = HeadBudget(())
    assert (budget.total_pa, budget.head_m(1000.0), budget.table(1000.0)[0].share) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("items", [(("pipe", -1.0),), (("pipe", math.nan),)])
def test_a_part_that_gives_pressure_is_refused_by_name(items):
    with pytest.raises(OutOfRange, match="pressure drop of pipe"):
        HeadBudget(items)


def test_a_negative_margin_and_a_gas_are_refused():
    with pytest.raises(OutOfRange, match="margin_fraction"):
        HeadBudget((("pipe", 1.0),), -0.1)
    for law in (HeadBudget((("pipe", 1.0),)).head_m, HeadBudget((("pipe", 1.0),)).table):
        with pytest.raises(OutOfRange, match="density"):
            law(0.0)


@pytest.mark.parametrize(
    ("available", "needed", "says"),
    [
        (13.2, 13.0, "only 0.20 m (1.5 %)"),
        (12.0, 13.0, "falls 1.00 m short of the 13.00 m"),
        (41.9, 40.0, "below 2.00 m"),  # 5 % counts where it is more than a metre
        (13.0, 13.0, "only 0.00 m"),
    ],
)
def test_a_small_margin_is_not_hidden(available, needed, says):
    assert says in head_margin_warning(available, needed)


@pytest.mark.parametrize(("available", "needed"), [(14.0, 13.0), (42.1, 40.0), (5.0, 0.0)])
def test_a_sound_margin_needs_no_words(available, needed):
    assert head_margin_warning(available, needed) is None


@pytest.mark.parametrize(("available", "needed"), [(math.nan, 13.0), (13.0, math.nan), (-1.0, 13.0)])
def test_a_margin_that_is_unknown_is_never_good(available, needed):
    with pytest.raises(OutOfRange):
        head_margin_warning(available, needed)
