"""What crosses the wire between controller and PLC: points of a plant and their registers."""

from heatloop_sites.points.place import placed
from heatloop_sites.points.plan import Wanted, wanted
from heatloop_sites.points.point import Point, Register, Writing
from heatloop_thermo.plant import Plant

__all__ = ["Point", "Register", "Wanted", "Writing", "placed", "points_of", "wanted"]


def points_of(plant: Plant) -> tuple[Point, ...]:
    """Default points of a plant, all in one PLC."""
    return placed(wanted(plant))
