"""What a design says of coolant distribution units."""

from dataclasses import dataclass

from heatloop_thermo.exchanger import Exchanger, Rating, Sizing
from heatloop_thermo.plant import Cdu
from heatloop_thermo.pump import HeadBudget, PumpDuty


@dataclass(frozen=True)
class CduDesign:
    """The coolant distribution units of a loop at its rated point, all alike.

    Parameters
    ----------
    cdu : as typed.
    count : units that run; ``cdu.standby`` more wait.
    exchanger, sizing, rating : of one unit; its hot side is the machines'. No sizing where the exchanger is given.
    duty_w : heat that all units pass on. [W]
    flow_kg_s : through the machines. [kg/s]
    pump_heat_w, pipe_loss_w : of the machines' own circuit. [W]; liquid + pump heat - pipe loss = duty
    head_budget, pump : of that circuit, and the duty of each of its ``pumps_running`` pumps.
    """

    cdu: Cdu
    count: int
    exchanger: Exchanger
    sizing: Sizing | None
    rating: Rating
    duty_w: float
    flow_kg_s: float
    pump_heat_w: float
    pipe_loss_w: float
    head_budget: HeadBudget
    pump: PumpDuty | None

    @property
    def pumps_running(self) -> int:
        """Pumps that run at once, in all units that run."""
        return self.count * self.cdu.circuit.pump.parallel

    @property
    def electric_w(self) -> float:
        """Electric power of the pumps of all units. [W]"""
        return self.pumps_running * self.pump.electric_w if self.pump else 0.0

    @property
    def flow_m3_s(self) -> float:
        """Flow through the machines, where it leaves the exchangers. [m3/s]"""
        return self.flow_kg_s / self.cdu.circuit.coolant.density_kg_m3(float(self.rating.hot_out_c))

    @property
    def head_outside_pa(self) -> float:
        """Pressure that a unit has to give to what is outside it: machines, pipes, parts. [Pa]"""
        return sum(dp for name, dp in self.head_budget.items if name != "CDU")
