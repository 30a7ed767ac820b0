"""What an exchanger asks of a coolant: any object with these methods will do, `heatloop_thermo.properties.Coolant` above all."""

from dataclasses import dataclass
from typing import Protocol

from heatloop_thermo.numeric import Num


class FluidState(Protocol):
    """Properties at a temperature (or an array of them)."""

    @property
    def density_kg_m3(self) -> Num:
        """Density. [kg/m3]"""

    @property
    def heat_capacity_j_kgk(self) -> Num:
        """Isobaric heat capacity. [J/(kg K)]"""

    @property
    def viscosity_pa_s(self) -> Num:
        """Dynamic viscosity. [Pa s]"""

    @property
    def conductivity_w_mk(self) -> Num:
        """Thermal conductivity. [W/(m K)]"""


class Fluid(Protocol):
    """A liquid as a function of temperature; a scalar gives a float, an array an array, and the range is the fluid's to enforce."""

    @property
    def name(self) -> str:
        """As it stands in messages."""

    def state(self, t_c: Num, /) -> FluidState:
        """All four properties at a temperature."""

    def heat_capacity_j_kgk(self, t_c: Num, /) -> Num:
        """Isobaric heat capacity. [J/(kg K)]"""

    def enthalpy_j_kg(self, t_c: Num, /) -> Num:
        """Specific enthalpy: the integral of the heat capacity. [J/kg]"""

    def temperature_c(self, enthalpy_j_kg: Num, /) -> Num:
        """Temperature at an enthalpy. [°C]"""


@dataclass(frozen=True, slots=True)
class Stream:
    """A coolant that enters an exchanger.

    Parameters
    ----------
    coolant : with the methods of `heatloop_thermo.properties.Coolant`.
    flow_kg_s : mass flow. [kg/s], > 0; scalar or array
    inlet_c : temperature at the exchanger's inlet. [°C]; scalar or array
    """

    coolant: Fluid
    flow_kg_s: Num
    inlet_c: Num
