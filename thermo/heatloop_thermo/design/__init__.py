"""From a typed plant to a design: `size(plant)` and the results that it gives."""

from heatloop_thermo.design.cdu_result import CduDesign
from heatloop_thermo.design.compared import Compared
from heatloop_thermo.design.result import (
    BankPoint,
    Design,
    Finding,
    HeaderDesign,
    HeatBalance,
    Limit,
    LoopDesign,
    Route,
    Verdict,
)
from heatloop_thermo.design.size import size

__all__ = [
    "BankPoint",
    "CduDesign",
    "Compared",
    "Design",
    "Finding",
    "HeaderDesign",
    "HeatBalance",
    "Limit",
    "LoopDesign",
    "Route",
    "Verdict",
    "size",
]
