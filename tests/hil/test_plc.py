"""The simulated PLC by itself: whom it obeys, what it does alone, and what no command can talk it out of."""

import math
from functools import cache

import pytest

from heatloop_hil.plc.logic import HOLD, LOCAL, REMOTE, TRIPPED, Logic
from heatloop_hil.plc.registers import REJECT_CODES, Registers, checksum, to_value, to_words
from heatloop_hil.plc.settings import settings_of
from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_sites.points import points_of
from heatloop_sites.points.handshake import MAGIC, MAP_VERSION
from heatloop_thermo.design import size

COOL = {
    "JT-101": 2952.0,
    "TT-101": 77.0,
    "TT-102": 67.0,
    "FT-101": 259.0,
    "PT-101": 3.0,
    "FT-201": 116.0,
    "TT-201": 75.0,
    "TT-203": 75.0,
}


@cache
def parts():
    design = size(build(load("bitforest")))
    return design, points_of(design.plant)


class Bench:
    """A PLC with its registers, and a hand that writes orders into them."""

    def __init__(self) -> None:
        design, points = parts()
        self.registers = Registers(points, "plc-1")
        self.logic = Logic(settings_of(design, points, "plc-1"), self.registers)
        self.beat = 0

    def order(
        self, epoch=1, sequence=1, lease_s=10, reset=0, magic=MAGIC, version=MAP_VERSION, spoil=False, **commands
    ):
        self.beat += 1
        words = [magic, version, epoch, self.beat, sequence, lease_s, 2, reset]
        for point in self.registers.commands:
            words += to_words(point, commands.get(point.tag.replace("-", "_"), 50.0))
        words.append(checksum(words) ^ spoil)
        self.registers.holding[:] = words

    def run(self, seconds, dt_s=0.1, order=None, **changed):
        for i in range(round(seconds / dt_s)):
            if order is not None and i % round(1.0 / dt_s) == 0:
                self.order(**order)
            self.logic.scan({**COOL, **changed}, {}, dt_s)
        return self.logic


def test_registers_hold_what_they_are_given():
    _, points = parts()
    for point in points:
        assert to_value(point, to_words(point, 42.5)) == 42.5


def test_it_obeys_the_newest_owner_on_a_ramp():
    bench = Bench()
    logic = bench.run(5.0, order={"SC_101": 100.0})
    assert logic.mode == REMOTE
    assert 20.0 < logic.outputs["SC-101"] < 30.0
    assert bench.run(30.0, order={"SC_101": 100.0}).outputs["SC-101"] == 100.0


def test_without_orders_it_holds_then_goes_on_by_itself_and_cuts_back_in_the_end():
    bench = Bench()
    bench.run(60.0, order={"SC_101": 90.0, "JC_101": 100.0, "SC_201": 80.0})
    assert bench.run(5.0).mode == HOLD
    assert bench.logic.outputs["SC-101"] == 90.0
    assert bench.run(6.0).mode == LOCAL
    bench.run(60.0)
    assert bench.logic.outputs["JC-101"] == 100.0
    bench.run(900.0, dt_s=1.0)
    assert bench.logic.outputs["JC-101"] == 80.0


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("magic", {"magic": 1}),
        ("map_version", {"version": 9}),
        ("crc", {"spoil": True}),
        ("range", {"SC_101": 101.0}),
        ("range", {"SC_101": math.nan}),
    ],
)
def test_a_block_that_is_not_right_is_refused_whole(code, order):
    bench = Bench()
    bench.run(20.0, order={"SC_101": 60.0, "SC_201": 60.0})
    bench.order(**{"SC_201": 90.0, **order})
    logic = bench.run(1.0)
    assert logic.reject == REJECT_CODES[code]
    assert logic.outputs["SC-201"] == 60.0


def test_an_older_owner_is_fenced_off():
    bench = Bench()
    bench.run(20.0, order={"epoch": 5, "SC_101": 60.0})
    bench.run(5.0, order={"epoch": 4, "SC_101": 100.0})
    assert bench.logic.reject == REJECT_CODES["epoch"]
    assert bench.logic.outputs["SC-101"] == 60.0


def test_an_owner_that_repeats_itself_is_not_alive():
    bench = Bench()
    bench.run(20.0, order={"SC_101": 60.0})
    assert bench.run(15.0).mode == LOCAL, "the block is still there and valid, and nobody counts on"


@pytest.mark.parametrize(
    ("what", "seconds"),
    [
        ({"FT-101": 10.0}, 1.2),
        ({"TT-101": 89.0}, 2.2),
        ({"TT-102": 80.0}, 5.2),
        ({"PT-101": 0.2}, 2.2),
        ({"TT-102": math.nan}, 5.2),
    ],
)
def test_a_trip_takes_the_power_away_whoever_commands(what, seconds):
    bench = Bench()
    bench.run(60.0, order={"JC_101": 100.0})
    assert bench.logic.outputs["JC-101"] == 100.0
    for _ in range(round(seconds / 0.1)):
        bench.order(JC_101=100.0)
        bench.logic.scan({**COOL, **what}, {}, 0.1)
    assert bench.logic.mode == TRIPPED
    assert bench.logic.outputs["JC-101"] == 0.0
    assert bench.logic.outputs["TCV-102"] == bench.logic.outputs["SC-102"] == 100.0
    assert bench.logic.first_out
    bench.run(30.0, order={"JC_101": 100.0})
    assert bench.logic.outputs["JC-101"] == 0.0, "it stays tripped when the cause is gone"
    bench.run(30.0, order={"JC_101": 100.0, "reset": 1})
    assert bench.logic.mode == REMOTE
    assert bench.logic.outputs["JC-101"] == 100.0


def test_losing_the_sink_dumps_within_a_second_and_a_bit():
    bench = Bench()
    bench.run(30.0, order={"TCV_102": 0.0, "SC_102": 0.0})
    bench.run(1.2, order={"TCV_102": 0.0, "SC_102": 0.0}, **{"FT-201": 1.0})
    assert bench.logic.outputs["TCV-102"] == bench.logic.outputs["SC-102"] == 100.0


def test_a_power_cut_makes_a_new_boot_and_keeps_a_trip():
    bench = Bench()
    bench.run(30.0, order={"JC_101": 100.0})
    bench.run(2.0, order={"JC_101": 100.0}, **{"FT-101": 1.0})
    boot = bench.logic.boot
    bench.logic.restart()
    bench.run(5.0, order={"epoch": 2, "JC_101": 100.0})
    assert bench.logic.boot == boot + 1
    assert bench.logic.mode == TRIPPED


def test_alone_and_hot_it_opens_the_dry_cooler_and_alone_and_blind_too():
    bench = Bench()
    bench.run(60.0, order={"JC_101": 100.0, "TCV_102": 0.0})
    bench.run(12.0)
    assert bench.run(120.0, **{"TT-102": 74.0}).outputs["TCV-102"] > 50.0
    blind = Bench()
    assert blind.run(70.0, **{"TT-102": math.nan}).outputs["TCV-102"] == 100.0
