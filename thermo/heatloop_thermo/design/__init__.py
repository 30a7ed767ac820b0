"""From a typed plant to a design: `size(plant)` and the results that it gives."""

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
