"""Pumps: curve and affinity, selection by type, duty against a system, NPSH, head budget."""

from heatloop_thermo.pump.budget import HeadBudget, HeadItem, head_margin_warning
from heatloop_thermo.pump.curve import GRAVITY_M_S2, PumpCurve
from heatloop_thermo.pump.duty import PumpDuty, operate, power_w, speed_fraction_for
from heatloop_thermo.pump.kind import PumpType, bep_efficiency, select_pump
from heatloop_thermo.pump.npsh import npsh_available_m, npsh_from_heads_m, suction_pressure_needed_pa
from heatloop_thermo.pump.remarks import PumpRemark, pump_remarks
from heatloop_thermo.pump.system import SystemCurve, duty_point, speed_for_flow

__all__ = [
    "GRAVITY_M_S2",
    "HeadBudget",
    "HeadItem",
    "PumpCurve",
    "PumpDuty",
    "PumpRemark",
    "PumpType",
    "SystemCurve",
    "bep_efficiency",
    "duty_point",
    "head_margin_warning",
    "npsh_available_m",
    "npsh_from_heads_m",
    "operate",
    "power_w",
    "pump_remarks",
    "select_pump",
    "speed_for_flow",
    "speed_fraction_for",
    "suction_pressure_needed_pa",
]
