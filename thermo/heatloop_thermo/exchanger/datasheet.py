"""From a maker's datasheet to an exchanger: what the sheet states holds, and no correlation overrides it."""

from dataclasses import dataclass
from typing import Literal

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.exchanger.difference import lmtd
from heatloop_thermo.exchanger.fluid import Fluid, FluidState
from heatloop_thermo.exchanger.lumped import ConstantUa, ReferenceSide, ScaledUa


@dataclass(frozen=True)
class Datasheet:
    """One rated point of a maker's datasheet; counterflow.

    Parameters
    ----------
    duty_w : heat rate. [W]
    hot_coolant, hot_flow_kg_s, hot_in_c, hot_out_c, dp_hot_pa : the hot side; the pressure drop may be None.
    cold_coolant, cold_flow_kg_s, cold_in_c, cold_out_c, dp_cold_pa : the cold side.
    area_m2, plates : None where the sheet is silent.
    fouling_margin : margin of the sheet: clean over service conductance, less 1. [-]
    """

    duty_w: float
    hot_coolant: Fluid
    hot_flow_kg_s: float
    hot_in_c: float
    hot_out_c: float
    cold_coolant: Fluid
    cold_flow_kg_s: float
    cold_in_c: float
    cold_out_c: float
    dp_hot_pa: float | None = None
    dp_cold_pa: float | None = None
    area_m2: float | None = None
    plates: int | None = None
    fouling_margin: float = 0.0


def from_datasheet(
    sheet: Datasheet, fidelity: Literal["ua", "ua_scaled"] = "ua_scaled", balance_tolerance: float = 0.02
) -> ConstantUa | ScaledUa:
    """Exchanger whose conductance in service is what the sheet states: duty over the mean temperature difference.

    Parameters
    ----------
    sheet : one rated point.
    fidelity : "ua" or "ua_scaled".
    balance_tolerance : how far either side's m (h_in - h_out) may be from the stated duty. [-]

    Raises
    ------
    TemperatureCross : terminal temperatures that cross or touch.
    OutOfRange : a sheet whose own balance does not close, an unknown fidelity.
    """
    mean_k = lmtd(sheet.hot_in_c, sheet.hot_out_c, sheet.cold_in_c, sheet.cold_out_c)
    require("duty_w", sheet.duty_w, 1e-3, 1e12, "W", "duty of a datasheet")
    sides = []
    for name, fluid, flow, hotter, cooler, dp in (
        ("hot", sheet.hot_coolant, sheet.hot_flow_kg_s, sheet.hot_in_c, sheet.hot_out_c, sheet.dp_hot_pa),
        ("cold", sheet.cold_coolant, sheet.cold_flow_kg_s, sheet.cold_out_c, sheet.cold_in_c, sheet.dp_cold_pa),
    ):
        require(f"{name}_flow_kg_s", flow, 1e-9, 1e6, "kg/s", "flow of a datasheet")
        share = float(flow * (fluid.enthalpy_j_kg(hotter) - fluid.enthalpy_j_kg(cooler)) / sheet.duty_w)
        reason = f"balance of the sheet: {flow:.6g} kg/s of {fluid.name} between {hotter:.6g} and {cooler:.6g} °C"
        require(f"{name} side over stated duty", share, 1.0 - balance_tolerance, 1.0 + balance_tolerance, "-", reason)
        sides.append(_reference(flow, fluid.state(0.5 * (hotter + cooler)), dp))
    ua = float(sheet.duty_w / mean_k)
    if fidelity == "ua":
        return ConstantUa(ua, sheet.area_m2, sheet.fouling_margin, sides[0], sides[1])
    if fidelity == "ua_scaled":
        return ScaledUa(ua, sides[0], sides[1], sheet.area_m2, sheet.fouling_margin)
    raise OutOfRange(f"fidelity = {fidelity!r} is none of ua, ua_scaled")


def _reference(flow_kg_s: float, state: FluidState, dp_pa: float | None) -> ReferenceSide:
    return ReferenceSide(
        flow_kg_s,
        float(state.density_kg_m3),
        float(state.heat_capacity_j_kgk),
        float(state.viscosity_pa_s),
        float(state.conductivity_w_mk),
        dp_pa,
    )
