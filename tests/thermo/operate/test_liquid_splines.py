"""Coolants in compiled code: splines through the coolant's own enthalpy."""

import numpy as np
import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load, shipped
from heatloop_thermo.operate.figures import liquids_of
from heatloop_thermo.operate.kernel_liquid import enthalpy_j_kg, heat_capacity_j_kgk, temperature_c


@pytest.mark.parametrize("site", shipped())
def test_splines_are_the_coolant_over_its_whole_range(site):
    plant = build(load(site))
    coolants = [plant.header.coolant, *(loop.circuit.coolant for loop in plant.loops)]
    tables = liquids_of(coolants)
    for i, coolant in enumerate(coolants):
        t_c = np.linspace(coolant.t_low_c, coolant.t_high_c, 777)
        h, cp = coolant.enthalpy_j_kg(t_c), coolant.heat_capacity_j_kgk(t_c)
        for t, wanted_h, wanted_cp in zip(t_c.tolist(), h.tolist(), cp.tolist(), strict=True):
            assert enthalpy_j_kg(tables, i, t) == pytest.approx(wanted_h, abs=1e-5)
            assert temperature_c(tables, i, wanted_h) == pytest.approx(t, abs=2e-9)
            assert heat_capacity_j_kgk(tables, i, t) == pytest.approx(wanted_cp, rel=1e-7)
