"""One candidate of a sizing: a plate with a number of passes, what it needs, and which limits it breaks."""

import math
from dataclasses import dataclass

from heatloop_thermo.exchanger.plate import PlateGeometry
from heatloop_thermo.exchanger.sizing import SizingLimits

NAMES = ("thermal_duty", "dp_hot", "dp_cold")
"""Requirements that a number of plates meets, in the order of the rows of `stacks`."""

PURPOSE = {
    "thermal_duty": "the heat",
    "dp_hot": "the hot side's pressure drop",
    "dp_cold": "the cold side's pressure drop",
}


@dataclass(frozen=True)
class Broken:
    """A limit that a candidate breaks: by which factor, its name, and the story with figures."""

    ratio: float
    name: str
    text: str


_NONE = Broken(0.0, "", "")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One plate with one number of passes.

    Parameters
    ----------
    plate, passes : what is tried.
    channels : fewest a pass that meet all requirements; -1 where no number would do.
    plates, area_m2 : of the stack; an odd number, so that both sides have the same channels. The area is infinite where none would do.
    binding : requirement that sets the number of channels.
    broken : limits that this candidate breaks; empty when it fits.
    """

    plate: PlateGeometry
    passes: int
    channels: int
    plates: int
    area_m2: float
    binding: str
    broken: tuple[Broken, ...]

    @property
    def rank(self) -> tuple[float, int, int]:
        """Order of choice: least area, then fewest passes, then fewest plates."""
        return self.area_m2, self.passes, self.plates

    @property
    def worst(self) -> Broken:
        """The limit that is broken by the largest factor; a factor of 0 when none is."""
        return max(self.broken, key=lambda each: each.ratio, default=_NONE)

    @property
    def stack(self) -> str:
        """The stack in words."""
        passes = "1 pass" if self.passes == 1 else f"{self.passes} passes"
        return f"{self.plate.name}, {self.plates} plates in {passes}, {self.area_m2:.4g} m²"

    def grown(self, binding: str) -> "Candidate":
        """A candidate that fits, with one channel more a pass for the sake of a requirement."""
        return stack_of(self.plate, self.passes, self.channels + 1, binding, [])


def stack_of(plate: PlateGeometry, passes: int, channels: int, binding: str, broken: list[Broken]) -> Candidate:
    """A candidate with a number of channels, refused also when its frame does not take the plates."""
    plates = 2 * passes * channels + 1
    if plates > plate.plates_max:
        text = f"{PURPOSE[binding]} asks for {plates} plates, the frame takes {plate.plates_max}"
        broken.append(Broken(plates / plate.plates_max, "plates_max", text))
    area = (plates - 2) * plate.area_m2 if channels > 0 else math.inf
    return Candidate(plate, passes, channels, plates, area, binding, tuple(broken))


def judge(
    plate: PlateGeometry,
    passes: int,
    channels: int,
    required: list[float],
    ports: list[float],
    hot_in_c: float,
    limits: SizingLimits,
) -> Candidate:
    """Hold a plate's needs against the limits.

    Parameters
    ----------
    plate, passes, channels : as in `Candidate`.
    required : channels that the heat and both pressure drops ask for by themselves, in the order of `NAMES`. [-]
    ports : pressure drop of the hot and of the cold ports [Pa], and the higher port velocity [m/s].
    hot_in_c : hottest temperature of the duty. [°C]
    limits : to be kept.
    """
    broken = []
    for name, side, port_pa, limit_pa in (
        ("dp_hot", "hot", ports[0], limits.dp_hot_max_pa),
        ("dp_cold", "cold", ports[1], limits.dp_cold_max_pa),
    ):
        if port_pa >= limit_pa:
            text = f"the {side} ports alone take {port_pa / 1e3:.4g} of {limit_pa / 1e3:.4g} kPa allowed"
            broken.append(Broken(port_pa / limit_pa, name, text))
    if ports[2] > limits.port_velocity_max_m_s:
        text = f"{ports[2]:.3g} m/s in the ports, {limits.port_velocity_max_m_s:.3g} m/s allowed"
        broken.append(Broken(ports[2] / limits.port_velocity_max_m_s, "port_velocity", text))
    hottest = hot_in_c if limits.temperature_max_c is None else limits.temperature_max_c
    if hottest > plate.temperature_max_c:
        text = f"{hottest:.4g} °C, the plate takes {plate.temperature_max_c:.4g} °C"
        broken.append(Broken(hottest / plate.temperature_max_c, "temperature_max", text))
    if limits.pressure_max_pa > plate.pressure_max_pa:
        text = f"{limits.pressure_max_pa / 1e5:.4g} bar, the plate takes {plate.pressure_max_pa / 1e5:.4g} bar"
        broken.append(Broken(limits.pressure_max_pa / plate.pressure_max_pa, "pressure_max", text))
    if math.isinf(required[0]):
        broken.append(Broken(math.inf, "thermal_duty", "no number of plates passes on the heat"))
    return stack_of(plate, passes, channels, NAMES[required.index(max(required))], broken)
