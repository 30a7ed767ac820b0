"""Split range: one controller output drives two or more actuators, one after the other."""

from dataclasses import dataclass

from heatloop_thermo.errors import require


@dataclass(frozen=True, slots=True)
class Share:
    """What one actuator does while the common output goes from ``begin`` to ``end``: ``low`` to ``high``. [%]"""

    begin: float
    end: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a share of no width."""
        require("end", self.end, self.begin + 1e-6, 1e6, "%", "a share of the range has a width")


def at(share: Share, output: float) -> float:
    """Position of the actuator at a common output. [%]

    >>> valve, fans = Share(0.0, 50.0, 0.0, 100.0), Share(50.0, 100.0, 0.0, 100.0)
    >>> [(at(valve, output), at(fans, output)) for output in (25.0, 75.0)]
    [(50.0, 0.0), (100.0, 50.0)]
    """
    part = min(max((output - share.begin) / (share.end - share.begin), 0.0), 1.0)
    return share.low + part * (share.high - share.low)
