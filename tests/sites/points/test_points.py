"""The default map of a plant: complete, without double names or overlapping registers."""

import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_sites.points import Point, Register, Writing, points_of
from heatloop_thermo.errors import OutOfRange

SITES = ("bitforest", "nvl72-greenhouse", "mixed", "nordic-district")


@pytest.fixture(params=SITES)
def points(request):
    return points_of(build(load(request.param)))


def test_every_tag_and_name_stands_once(points):
    assert len({point.tag for point in points}) == len(points)
    assert len({point.name for point in points}) == len(points)


def test_no_two_points_share_a_register(points):
    taken = [
        (point.register.plc, point.register.table, point.register.address + i)
        for point in points
        for i in range(point.register.count)
    ]
    assert len(set(taken)) == len(taken)


def test_all_that_is_commanded_reports_back_and_has_a_fail_position(points):
    commands = [point for point in points if point.role == "command"]
    names = {point.name for point in points if point.role == "actual"}
    assert commands
    assert {f"{point.name}_actual" for point in commands} == names
    assert all(point.fail_value is not None for point in commands)


def test_the_dry_cooler_fails_open_and_the_boiler_fails_off(points):
    fails = {point.name: point.fail_value for point in points}
    assert all(value == 100.0 for name, value in fails.items() if name.endswith((".cooler_valve", ".fans")))
    assert fails.get("boiler.load", 0.0) == 0.0


def test_a_point_that_contradicts_itself_is_refused():
    place = Register("plc-1", "input", 0)
    with pytest.raises(OutOfRange, match="only holding registers"):
        Point("SC-1", "a", "a", "command", "%", 0.0, 100.0, place, writing=Writing())
    with pytest.raises(OutOfRange, match="are written"):
        Point("SC-1", "a", "a", "command", "%", 0.0, 100.0, Register("plc-1", "holding", 0))
    with pytest.raises(OutOfRange, match="16 bits"):
        Register("plc-1", "input", 65535, "float32")
    with pytest.raises(OutOfRange, match="none of"):
        Register("plc-1", "input", 0, "float64")
