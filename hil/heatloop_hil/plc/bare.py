"""A simulated device without the handshake: its registers are what they are, and whoever writes them is obeyed."""

from collections.abc import Iterable, Mapping

from heatloop_hil.plc.registers import to_value, to_words
from heatloop_sites.points import Point


class BareRegisters:
    """Both tables of one device.

    Parameters
    ----------
    points : of the site.
    plc : name of the device.
    beat : (table, address) of the register in which it counts; None: it does not.
    """

    def __init__(self, points: Iterable[Point], plc: str, beat: tuple[str, int] | None = None) -> None:
        self.points = [point for point in points if point.register.plc == plc]
        self._beat, self._count = beat, 0
        ends = {"input": 1, "holding": 1}
        for point in self.points:
            end = point.register.address + point.register.count
            ends[point.register.table] = max(ends[point.register.table], end)
        if beat is not None:
            ends[beat[0]] = max(ends[beat[0]], beat[1] + 1)
        self.input, self.holding = [0] * ends["input"], [0] * ends["holding"]
        for point in self.points:
            if point.writing is not None:
                self._put(point, point.fail_value or 0.0)

    def scan(self, values: Mapping[str, float]) -> None:
        """Show what is measured, and count on."""
        for point in self.points:
            if point.writing is None and point.tag in values:
                self._put(point, values[point.tag])
        if self._beat is not None:
            self._count = (self._count + 1) & 0xFFFF
            (self.input if self._beat[0] == "input" else self.holding)[self._beat[1]] = self._count

    def outputs(self) -> dict[str, float]:
        """What is asked of it, by command tag; what is no sense is its fail position. [%]"""
        asked = {}
        for point in self.points:
            if point.writing is not None:
                first = point.register.address
                value = to_value(point, self.holding[first : first + point.register.count])
                asked[point.tag] = value if point.low <= value <= point.high else point.fail_value or 0.0
        return asked

    def _put(self, point: Point, value: float) -> None:
        table = self.input if point.register.table == "input" else self.holding
        first = point.register.address
        table[first : first + point.register.count] = to_words(point, value)
