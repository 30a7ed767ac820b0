"""Reads of a device: few, within its limits, and no value torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_control.coalesce import Limits, requests
from heatloop_sites.points import Register
from heatloop_thermo.errors import OutOfRange

REGISTERS = st.lists(
    st.builds(
        Register,
        st.just("p"),
        st.sampled_from(["input", "holding"]),
        st.integers(0, 300),
        st.sampled_from(["int16", "float32", "uint32"]),
    ),
    min_size=1,
    max_size=60,
)
LIMITS = st.builds(Limits, st.integers(2, 125), st.integers(0, 123))


@given(REGISTERS, LIMITS)
def test_every_value_lies_whole_in_a_request_within_the_limits(registers, limits):
    made = requests(registers, limits)
    for register in registers:
        assert any(request.holds(register) for request in made), "no value is torn or left out"
    for request in made:
        assert request.count <= limits.read_most
        wanted = {r.address + i for r in registers if r.table == request.table for i in range(r.count)}
        run = 0
        for address in range(request.address, request.address + request.count):
            run = 0 if address in wanted else run + 1
            assert run <= limits.gap_most, "no gap is longer than allowed"
        assert {request.address, request.address + request.count - 1} <= wanted, "and none stands at an end"


@given(REGISTERS, LIMITS, st.randoms())
def test_the_order_of_the_points_is_of_no_matter(registers, limits, dice):
    shuffled = list(registers)
    dice.shuffle(shuffled)
    assert requests(shuffled, limits) == requests(registers, limits)


@given(REGISTERS, LIMITS, st.integers(0, 300), st.integers(0, 40))
def test_forbidden_registers_are_never_read(registers, limits, first, length):
    span = range(first, first + length + 1)
    inside = [r for r in registers if r.table == "input" and set(range(r.address, r.address + r.count)) & set(span)]
    fenced = Limits(limits.read_most, limits.gap_most, (("input", span[0], span[-1]),))
    if inside:
        with pytest.raises(OutOfRange, match="forbidden"):
            requests(registers, fenced)
        return
    for request in requests(registers, fenced):
        if request.table == "input":
            assert not set(range(request.address, request.address + request.count)) & set(span)


def test_a_gap_with_forbidden_registers_in_it_is_not_crossed():
    rows = [Register("p", "input", 0), Register("p", "input", 6)]
    assert len(requests(rows, Limits())) == 1
    for first, last in ((2, 2), (5, 5), (2, 5), (3, 4)):
        assert len(requests(rows, Limits(forbidden=(("input", first, last),)))) == 2
    assert len(requests(rows, Limits(forbidden=(("holding", 2, 5), ("input", 8, 9))))) == 1


def test_two_requests_are_made_only_where_one_is_not_allowed():
    rows = [Register("p", "input", at) for at in range(0, 120, 2)]
    assert len(requests(rows, Limits())) == 1
    assert [r.count for r in requests(rows, Limits(read_most=61))] == [60, 60]
    assert len(requests([rows[0], rows[10]], Limits(gap_most=18))) == 1
    assert len(requests([rows[0], rows[10]], Limits(gap_most=17))) == 2


def test_limits_under_which_no_value_can_be_read_are_refused():
    with pytest.raises(OutOfRange, match="read_most"):
        Limits(read_most=1)
