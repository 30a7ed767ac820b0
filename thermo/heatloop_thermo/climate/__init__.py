"""Sun, sky and ground of a place, and a synthetic year made from its monthly statistics."""

from heatloop_thermo.climate.normals import Normals
from heatloop_thermo.climate.sun import Sun, cos_zenith, sun_of_year
from heatloop_thermo.climate.synthetic import synthetic_year

__all__ = ["Normals", "Sun", "cos_zenith", "sun_of_year", "synthetic_year"]
