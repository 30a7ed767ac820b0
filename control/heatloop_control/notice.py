"""What no sensor shows and a second look does: sensors that stand still, actuators that do not follow, a supply that contradicts itself.

What is noticed becomes readings of its own, so that alarms have one kind of cause.
"""

from heatloop_control.image import Image, Quality, Reading
from heatloop_control.program import Output, Program
from heatloop_control.state import State

Noticed = tuple[tuple[float, float], ...]


def trips_of(plc: str) -> str:
    """Name of the reading that counts the trips of a PLC."""
    return f"{plc}.trips"


def frozen_of(tag: str) -> str:
    """Name of the reading that says for how long a sensor has stood still. [s]"""
    return f"{tag}.frozen"


def deviation_of(output: Output) -> str:
    """Name of the reading that says by how much an actuator does not follow. [%]"""
    return f"{output.command}.deviation"


DOUBT = "header.doubt"
"""Name of the reading that says by how much the supply contradicts the exchangers that make it. [K]"""


def watched(program: Program) -> tuple[str, ...]:
    """Sensors that control depends on, and that are never still while the plant works."""
    return (program.header.supply, *(tag for source in program.sources for tag in (source.inlet, source.outlet)))


def followed(program: Program) -> tuple[Output, ...]:
    """Actuators that report their position; machines and boiler report power, which may be less for good reasons."""
    return tuple(output for output in program.outputs if not output.command.startswith("JC"))


def step(program: Program, state: State, image: Image, dt_s: float) -> tuple[Noticed, Image]:
    """Look at an image, and add to it what was noticed.

    Parameters
    ----------
    program, state, image, dt_s : as for `heatloop_control.scan.scan`.

    Returns
    -------
    (memory for the next scan, image with more readings).
    """
    rows, noticed = dict(image.readings), []
    before = state.noticed or ((float("nan"), 0.0),) * len(watched(program))
    for tag, (value, was_s) in zip(watched(program), before, strict=True):
        now = image[tag]
        for_s = was_s + dt_s if now.usable and now.value == value else 0.0
        noticed.append((now.value, for_s))
        rows[frozen_of(tag)] = Reading(for_s, Quality.GOOD, 0.0)
    if state.in_charge:
        for output in followed(program):
            known = image.known(output.actual)
            off = 0.0 if known is None else abs(known - state.outputs[output.command])
            rows[deviation_of(output)] = Reading(off, Quality.GOOD, 0.0)
    supply = image.known(program.header.supply)
    parts = [known for source in program.sources if (known := image.known(source.cold_out)) is not None]
    if supply is not None and len(parts) == len(program.sources):
        rows[DOUBT] = Reading(max(min(parts) - supply, supply - max(parts), 0.0), Quality.GOOD, 0.0)
    return tuple(noticed), Image(rows)
