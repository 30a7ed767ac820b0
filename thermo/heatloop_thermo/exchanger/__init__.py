"""Exchangers: effectiveness and mean temperature difference, plate correlations, rating at three fidelities, sizing.

What it models and what not: ``docs/exchanger.md``.
"""

from heatloop_thermo.exchanger.continuous import VALIDITY, Correlation, Validity
from heatloop_thermo.exchanger.correlations import (
    friction_kumar,
    friction_martin,
    friction_muley_manglik,
    nusselt_kumar,
    nusselt_martin,
    nusselt_muley_manglik,
)
from heatloop_thermo.exchanger.datasheet import Datasheet, from_datasheet
from heatloop_thermo.exchanger.difference import lmtd, lmtd_parallel
from heatloop_thermo.exchanger.fluid import Fluid, FluidState, Stream
from heatloop_thermo.exchanger.lumped import ConstantUa, ReferenceSide, ScaledUa
from heatloop_thermo.exchanger.ntu import (
    effectiveness_counterflow,
    effectiveness_crossflow_mixed_cmax,
    effectiveness_parallel,
    ntu_counterflow,
    ntu_crossflow_mixed_cmax,
    ntu_parallel,
    plate_effectiveness,
)
from heatloop_thermo.exchanger.plate import PlateGeometry
from heatloop_thermo.exchanger.plate_exchanger import PlateExchanger
from heatloop_thermo.exchanger.rate import Exchanger, balance, rate
from heatloop_thermo.exchanger.rating import Rating
from heatloop_thermo.exchanger.size import oversurface, size
from heatloop_thermo.exchanger.sizing import Considered, Duty, Sizing, SizingLimits

__all__ = [
    "VALIDITY",
    "Considered",
    "ConstantUa",
    "Correlation",
    "Datasheet",
    "Duty",
    "Exchanger",
    "Fluid",
    "FluidState",
    "PlateExchanger",
    "PlateGeometry",
    "Rating",
    "ReferenceSide",
    "ScaledUa",
    "Sizing",
    "SizingLimits",
    "Stream",
    "Validity",
    "balance",
    "effectiveness_counterflow",
    "effectiveness_crossflow_mixed_cmax",
    "effectiveness_parallel",
    "friction_kumar",
    "friction_martin",
    "friction_muley_manglik",
    "from_datasheet",
    "lmtd",
    "lmtd_parallel",
    "ntu_counterflow",
    "ntu_crossflow_mixed_cmax",
    "ntu_parallel",
    "nusselt_kumar",
    "nusselt_martin",
    "nusselt_muley_manglik",
    "oversurface",
    "plate_effectiveness",
    "rate",
    "size",
]
