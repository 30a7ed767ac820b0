"""What a design says of the arrangements of its loops."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatloop_thermo.plant import Arrangement

if TYPE_CHECKING:  # a result holds comparisons
    from heatloop_thermo.design.result import Route


@dataclass(frozen=True)
class Compared:
    """One arrangement of the loops on the header, as the plant would be with it.

    Parameters
    ----------
    name : parallel or series.
    stages : names of the loops, stage by stage in the direction of the header's flow.
    reached, route, supply_c, binding : verdict; supply at the sinks. [degC]
    idle : loops that hand nothing over.
    heat_pump_electric_w, pumps_electric_w, boiler_input_w : what is bought for it: electricity, and the boiler's electricity or fuel. [W]
    captured_w, capture_fraction : heat of the machines that reaches the header [W], and over their electric power [-].
    """

    name: Arrangement
    stages: tuple[tuple[str, ...], ...]
    reached: bool
    route: "Route"
    supply_c: float
    binding: str
    idle: tuple[str, ...]
    heat_pump_electric_w: float
    pumps_electric_w: float
    boiler_input_w: float
    captured_w: float
    capture_fraction: float

    @property
    def bought_w(self) -> float:
        """All energy bought. [W]"""
        return self.heat_pump_electric_w + self.pumps_electric_w + self.boiler_input_w
