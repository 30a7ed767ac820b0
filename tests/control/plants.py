"""Programs of the shipped sites, and images to feed them."""

from functools import cache

from heatloop_control.derive import program_of
from heatloop_control.image import Image, Quality, Reading
from heatloop_control.program import Program
from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_sites.points import Point, points_of
from heatloop_thermo.design import Design, size

LIFELINE = "plc-1"


@cache
def design(site: str = "bitforest") -> Design:
    return size(build(load(site)))


@cache
def points(site: str = "bitforest") -> tuple[Point, ...]:
    return points_of(design(site).plant)


@cache
def program(site: str = "bitforest") -> Program:
    return program_of(design(site), points(site), (LIFELINE,))


STEADY = {
    "JT-101": 2952.0,
    "TT-101": 77.0,
    "TT-102": 67.0,
    "TT-103": 75.0,
    "TT-104": 67.0,
    "FT-101": 259.0,
    "PT-101": 3.0,
    "ST-101": 96.0,
    "ZT-102": 0.0,
    "ST-102": 0.0,
    "JA-101": 100.0,
    "TT-201": 75.0,
    "TT-202": 54.7,
    "TT-203": 75.0,
    "FT-201": 116.0,
    "PT-201": 3.0,
    "ST-201": 90.0,
    "ZT-201": 0.0,
    "YT-301": 50.0,
    "ST-301": 50.0,
    "JA-501": 0.0,
    LIFELINE: 1.0,
}
"""Readings of `bitforest` near its rated point, by tag."""


def image(changed: dict[str, Reading | float] | None = None) -> Image:
    """The steady image with some readings changed."""
    rows = {tag: Reading(value, Quality.GOOD, 0.2) for tag, value in STEADY.items()}
    for tag, reading in (changed or {}).items():
        rows[tag] = reading if isinstance(reading, Reading) else Reading(reading, Quality.GOOD, 0.2)
    return Image(rows)
