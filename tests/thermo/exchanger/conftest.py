"""Fluids and plates that the tests of exchangers share."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from heatloop_thermo.exchanger import PlateGeometry


@dataclass(frozen=True)
class ConstantState:
    density_kg_m3: float
    heat_capacity_j_kgk: float
    viscosity_pa_s: float
    conductivity_w_mk: float


@dataclass(frozen=True)
class ConstantCoolant:
    """A coolant whose properties do not depend on temperature: textbook figures can be met to the last digit."""

    density: float
    heat_capacity: float
    viscosity: float
    conductivity: float
    name: str = "constant"

    def state(self, t_c: Any) -> ConstantState:
        return ConstantState(self.density, self.heat_capacity, self.viscosity, self.conductivity)

    def heat_capacity_j_kgk(self, t_c: Any) -> Any:
        return self.heat_capacity if isinstance(t_c, float) else np.full(np.shape(t_c), self.heat_capacity)

    def enthalpy_j_kg(self, t_c: Any) -> Any:
        return self.heat_capacity * t_c

    def temperature_c(self, enthalpy_j_kg: Any) -> Any:
        return enthalpy_j_kg / self.heat_capacity


@pytest.fixture(scope="session")
def constant_coolant():
    return ConstantCoolant


@pytest.fixture(scope="session")
def plate():
    """A gasketed plate of ordinary size."""
    return PlateGeometry("dn150", "gasketed", 0.6, 0.45, 3e-3, 1.2, 60.0, 5e-4, 16.0, 0.15, 501, 150.0, 1.6e6)


@pytest.fixture(scope="session")
def plates():
    """Three sizes, each soft, medium and hard."""
    sizes = [
        ("dn50", 0.14, 0.216, 3e-3, 0.05, 250),
        ("dn100", 0.24, 0.375, 2.6e-3, 0.1, 350),
        ("dn150", 0.6, 0.45, 3e-3, 0.15, 501),
    ]
    return [
        PlateGeometry(f"{name}-{beta:g}", "gasketed", area, width, gap, 1.18, beta, 5e-4, 16.2, port, most, 150.0, 1e6)
        for name, area, width, gap, port, most in sizes
        for beta in (30.0, 45.0, 60.0)
    ]
