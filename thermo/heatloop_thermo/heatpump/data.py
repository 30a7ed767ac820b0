"""What is known of a refrigerant beyond its equation of state, and the overall coefficients of its exchangers."""

from dataclasses import dataclass
from typing import Literal

from heatloop_thermo.heatpump.result import ZoneName

Family = Literal["halocarbon", "hydrocarbon", "ammonia", "co2"]


@dataclass(frozen=True, slots=True)
class RefrigerantData:
    """What a catalogue says about a refrigerant beyond its equation of state.

    Parameters
    ----------
    name : as `Refrigerant` takes it.
    family : halocarbon, hydrocarbon, ammonia, co2: which overall coefficients hold.
    gwp_100 : global warming potential over 100 years, CO2 = 1. [-]
    safety_class : of ASHRAE 34 / ISO 817: A1, A2L, A3, B1, B2L, ...
    discharge_max_c : hottest discharge that oil, seals and the fluid itself stand. [degC]
    pressure_max_pa : highest pressure of the compressors usual for it. [Pa]
    transcritical : whether machines that reject heat above the critical point exist.
    source, verified : where the figures come from; manufacturer | secondary | estimate.
    """

    name: str
    family: Family
    gwp_100: float
    safety_class: str
    discharge_max_c: float
    pressure_max_pa: float
    transcritical: bool = False
    source: str = ""
    verified: str = "estimate"


def _zones(
    boiling: float, over: float, hot: float, condensing: float, under: float, gas: float
) -> dict[ZoneName, float]:
    return {
        "evaporation": boiling,
        "superheating": over,
        "desuperheating": hot,
        "condensation": condensing,
        "subcooling": under,
        "gas_cooling": gas,
    }


U_W_M2K: dict[Family, dict[ZoneName, float]] = {
    "halocarbon": _zones(1300.0, 150.0, 250.0, 1500.0, 600.0, 700.0),
    "hydrocarbon": _zones(1500.0, 180.0, 300.0, 1700.0, 700.0, 800.0),
    "ammonia": _zones(2500.0, 250.0, 400.0, 2800.0, 1000.0, 1000.0),
    "co2": _zones(2200.0, 300.0, 500.0, 2000.0, 1000.0, 1000.0),
}
"""Overall coefficients of plate exchangers against water or thin glycol, by zone: boiling, superheating, desuperheating,
condensing, subcooling, gas cooling. [W/(m2 K)]; estimate

CoolProp has no viscosity and conductivity for R1233zd(E), R1234ze(Z), R1336mzz(E), R1336mzz(Z), so film coefficients
cannot be computed for those; one table for all is the honest way. Brazed-plate measurements (Longo et al., Int. J. Heat
Mass Transfer 139 (2019) 31) put evaporation and condensation of HFC, HFO and hydrocarbons at 1.5 to 5 kW/(m2 K) on the
refrigerant's side alone; with the water film and the plate, half of that is left. A maker's sheet overrides them.
"""
