"""Heat pumps: cycles, pinches, wet compression, limits, choice of refrigerant, part load and maps.

What is modelled and what not: ``docs/heat-pump.md``. CoolProp is imported when the first refrigerant is opened; evaluating a
`HeatPumpMap` needs numpy only.
"""

from heatloop_thermo.heatpump.cascade import Cascade, pinch_between_k, solve_cascade
from heatloop_thermo.heatpump.cycle import Compressor, Cycle, Transcritical, solve_cycle
from heatloop_thermo.heatpump.data import U_W_M2K, RefrigerantData
from heatloop_thermo.heatpump.design import HeatPumpDesign, design_heat_pump
from heatloop_thermo.heatpump.ideal import carnot_cop, lorenz_cop
from heatloop_thermo.heatpump.limits import Limits, Violation, limits_for
from heatloop_thermo.heatpump.map import HeatPumpMap, MapResult
from heatloop_thermo.heatpump.map_box import REASONS, MapBox
from heatloop_thermo.heatpump.map_build import MapRange, build_map, map_key
from heatloop_thermo.heatpump.pinch import CoolantLine, Match, ZoneMatch, match
from heatloop_thermo.heatpump.rate import OperatingPoint, off_design, rate_heat_pump
from heatloop_thermo.heatpump.refrigerant import Refrigerant, State
from heatloop_thermo.heatpump.result import Compression, CycleResult, RefrigerantPath, StatePoint, Zone
from heatloop_thermo.heatpump.select import Candidate, Policy, Selection, select_refrigerant
from heatloop_thermo.heatpump.spec import Drive, Duty, HeatPumpSpec, PartLoad, Remark
from heatloop_thermo.heatpump.two_stage import TwoStage, solve_two_stage
from heatloop_thermo.heatpump.wet import WetCheck, ihx_needed, wet_check

__all__ = [
    "REASONS",
    "U_W_M2K",
    "Candidate",
    "Cascade",
    "Compression",
    "Compressor",
    "CoolantLine",
    "Cycle",
    "CycleResult",
    "Drive",
    "Duty",
    "HeatPumpDesign",
    "HeatPumpMap",
    "HeatPumpSpec",
    "Limits",
    "MapBox",
    "MapRange",
    "MapResult",
    "Match",
    "OperatingPoint",
    "PartLoad",
    "Policy",
    "Refrigerant",
    "RefrigerantData",
    "RefrigerantPath",
    "Remark",
    "Selection",
    "State",
    "StatePoint",
    "Transcritical",
    "TwoStage",
    "Violation",
    "WetCheck",
    "Zone",
    "ZoneMatch",
    "build_map",
    "carnot_cop",
    "design_heat_pump",
    "ihx_needed",
    "limits_for",
    "lorenz_cop",
    "map_key",
    "match",
    "off_design",
    "pinch_between_k",
    "rate_heat_pump",
    "select_refrigerant",
    "solve_cascade",
    "solve_cycle",
    "solve_two_stage",
    "wet_check",
]
