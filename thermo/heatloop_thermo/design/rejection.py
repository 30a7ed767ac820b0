"""The dry coolers of a design: one a loop, sized to take all its heat on the hottest design day."""

from dataclasses import dataclass

from heatloop_thermo.design.findings import cools
from heatloop_thermo.design.result import Design, LoopDesign
from heatloop_thermo.plant import DryCoolerToSize
from heatloop_thermo.rejector import DryCooler, Rejection, rate, size


@dataclass(frozen=True)
class LoopCooler:
    """The dry cooler of one loop.

    Parameters
    ----------
    loop : name of the loop.
    cooler : as built of whole fans.
    duty_w : heat that it has to reject: that of the loop's machines, or its share of the capacity typed. [W]
    at_design : what it does at full speed on the hottest design day.
    """

    loop: str
    cooler: DryCooler
    duty_w: float
    at_design: Rejection

    @property
    def fan_w_per_kw(self) -> float:
        """Electric power of the fans over heat rejected, at full speed. [W/kW]"""
        return float(self.at_design.fan_w) / (float(self.at_design.heat_w) / 1e3)


def loop_coolers(design: Design) -> tuple[LoopCooler, ...]:
    """Size a dry cooler for every loop, in its own liquid, between the hot and the cold end of its circuit at the rated point.

    Both ends warmer where the hottest air asks for it and the machines bear it.
    Not part of `size`, which needs only the capacity: a report asks for it.

    Parameters
    ----------
    design : sized.

    Returns
    -------
    One cooler a loop; none where the site has no dry cooler, or where the machines' inlet lies within the approach of the hottest
    air (the design then has the error ``rejector_approach``).
    """
    typed, total = design.plant.dry_cooler, sum(loop.liquid_w for loop in design.loops)
    if typed is None:
        return ()
    share = 1.0 if typed.capacity_w is None else typed.capacity_w / total
    return tuple(_cooler(loop, typed, loop.liquid_w * share) for loop in design.loops if cools(loop, typed))


def _cooler(loop: LoopDesign, typed: DryCoolerToSize, duty_w: float) -> LoopCooler:
    coolant, warmer_k = loop.loop.circuit.coolant, _warmer_k(loop, typed)
    inlet_c, outlet_c = loop.circuit_inlet_c + warmer_k, loop.circuit_outlet_c + warmer_k
    cooler = size(coolant, duty_w, outlet_c, inlet_c, typed.design_ambient_c, typed.altitude_m)
    flow = duty_w / (coolant.enthalpy_j_kg(outlet_c) - coolant.enthalpy_j_kg(inlet_c))
    return LoopCooler(loop.loop.name, cooler, duty_w, rate(cooler, flow, outlet_c, typed.design_ambient_c, 1.0))


def _warmer_k(loop: LoopDesign, typed: DryCoolerToSize) -> float:
    """By how much the circuit has to be warmer than at the rated point for the approach to the hottest air. [K]"""
    return max(0.0, typed.design_ambient_c + typed.approach_k - loop.circuit_inlet_c)
