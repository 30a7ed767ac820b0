"""Designs and stages of the shipped sites, each made once."""

from functools import cache

from heatloop_hil.rig.story import Stage, plain
from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_sites.points import Point, points_of
from heatloop_thermo.design import Design, size


@cache
def design(site: str) -> Design:
    return size(build(load(site)))


@cache
def points(site: str) -> tuple[Point, ...]:
    return points_of(design(site).plant)


@cache
def stage(site: str) -> Stage:
    return Stage(design(site), points(site))


@cache
def plain_stage(site: str) -> Stage:
    return Stage(design(site), points(site), plain)
