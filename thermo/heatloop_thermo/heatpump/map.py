"""A designed heat pump solved beforehand over (source, sink, load), so that a year of hours costs milliseconds.

Interpolated are shaft work per heat (the reciprocal of the COP, nearly straight in the lift), pressures, temperatures and
speed; electric power, cycling, heat balance and limits are then computed exactly from those.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.heatpump import chebyshev
from heatloop_thermo.heatpump.limits import Limits
from heatloop_thermo.heatpump.map_box import REASONS, MapBox
from heatloop_thermo.heatpump.spec import Drive, PartLoad
from heatloop_thermo.numeric import Array, Num

FORMAT = 1
"""Of `HeatPumpMap.to_dict`; a reader of another format refuses."""
QUANTITIES = (
    "work_per_heat",
    "log_condensing_pa",
    "discharge_c",
    "condensing_c",
    "evaporating_c",
    "log_ratio_high",
    "log_ratio_low",
    "speed_per_load",
    "discharge_superheat_k",
)


class MapResult(NamedTuple):
    """What the map says of each hour; all arrays have the shape of the input.

    Where ``ok`` is false the figures are NaN and ``reason`` is the place in `REASONS` of why; an hour without heat is
    "off": ``ok``, all powers 0 and the temperatures NaN.

    Parameters
    ----------
    ok, reason : see above.
    heat_w, evaporator_w, shaft_w, shell_loss_w, electric_w : heat_w + shell_loss_w = evaporator_w + shaft_w. [W]
    cop : heat over electric power; NaN when off. [-]
    discharge_c, condensing_c, evaporating_c : while it runs. [degC]
    speed : swept over installed volume while it runs. [-]
    """

    ok: np.ndarray[Any, np.dtype[np.bool_]]
    reason: np.ndarray[Any, np.dtype[np.int8]]
    heat_w: Array
    evaporator_w: Array
    shaft_w: Array
    shell_loss_w: Array
    electric_w: Array
    cop: Array
    discharge_c: Array
    condensing_c: Array
    evaporating_c: Array
    speed: Array


@dataclass(frozen=True, eq=False)
class HeatPumpMap:
    """A heat pump over its whole field of operation; made by `build_map`, evaluated with numpy alone.

    Parameters
    ----------
    refrigerant, arrangement : of the design.
    box : where it holds.
    table : Chebyshev coefficients, shape (sources, sinks, loads, len(QUANTITIES)).
    rated_heat_w, rated_shaft_w : of the design. [W]
    heat_loss_fraction : of the shaft work, by the compressor's shell. [-]
    critical_c : of the (upper) refrigerant. [degC]
    drive, part_load, limits : of the design.
    error_fraction : largest error of the electric power found at ``checks`` points between the samples. [-]
    checks : how many.
    """

    refrigerant: str
    arrangement: str
    box: MapBox
    table: Array
    rated_heat_w: float
    rated_shaft_w: float
    heat_loss_fraction: float
    critical_c: float
    drive: Drive
    part_load: PartLoad
    limits: Limits
    error_fraction: float = float("nan")
    checks: int = 0

    def evaluate(self, source_c: Num, sink_c: Num, heat_w: Num) -> MapResult:
        """The heat pump at many hours.

        Parameters
        ----------
        source_c, sink_c : coldest source and hottest sink, shape (n,) or scalar. [degC]
        heat_w : heat wanted by the sink, same shape. [W], >= 0

        Returns
        -------
        `MapResult`, arrays of shape (n,): an hour that cannot be is masked, with its reason.

        Raises
        ------
        OutOfRange : NaN, or a negative heat.
        """
        for name, value in (("source_c", source_c), ("sink_c", sink_c)):
            require(name, value, -273.15, 1000.0, "degC", "a temperature")
        require("heat_w", heat_w, 0.0, 1e12, "W", "heat wanted by the sink")
        columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, float)) for x in (source_c, sink_c, heat_w)))
        source, sink, heat = (column.ravel() for column in columns)
        load = heat / self.rated_heat_w
        steady = np.maximum(load, self.part_load.load_min)
        reason = self._outside(source, sink, load)
        inside = reason == 0
        values = chebyshev.evaluate(self.table, *self.box.scaled(source, sink, steady, inside))
        self._judge(reason, values, steady)
        reason[(load == 0.0)] = REASONS.index("off")
        return self._result(reason, values, load, steady, columns[0].shape)

    def interpolated(self, quantity: str, source_c: float, sink_c: float, load: float) -> float:
        """One of `QUANTITIES` at one point inside the box, limits left aside."""
        place = QUANTITIES.index(quantity)
        scaled = self.box.scaled(np.array([source_c]), np.array([sink_c]), np.array([load]), np.array([True]))
        return float(chebyshev.evaluate(self.table[..., place : place + 1], *scaled)[0, 0])

    def capacity_w(self, source_c: Num, sink_c: Num) -> Array:
        """Most heat that the installed compressor gives, limits of pressure and temperature left aside.

        Parameters
        ----------
        source_c, sink_c : as for `evaluate`.

        Returns
        -------
        Heat to the sink, shape (n,). [W]; NaN outside the map; never more than ``load_max`` of the motor.
        """
        columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, float)) for x in (source_c, sink_c)))
        source, sink = (column.ravel() for column in columns)
        inside = self._outside(source, sink, np.ones_like(source)) == 0
        load = np.ones_like(source)
        place = QUANTITIES.index("speed_per_load")
        table = self.table[..., place : place + 1]
        for _ in range(
            8
        ):  # speed = load x (speed / load), and the bracket hardly depends on the load: ten times nearer a turn
            per_load = chebyshev.evaluate(table, *self.box.scaled(source, sink, load, inside))[0]
            load = np.minimum(np.maximum(1.0 / per_load, self.box.load_low), self.box.load_high)
        return np.where(inside, load * self.rated_heat_w, np.nan).reshape(columns[0].shape)

    def _outside(self, source: Array, sink: Array, load: Array) -> Any:
        reason = np.zeros(source.shape, np.int8)
        box, close = self.box, 1e-9
        for name, bad in (
            ("load_max", load > box.load_high + close),
            ("sink_range", sink < box.sink_low_c - close),
            (box.sink_end, sink > box.sink_high_c + close),
            ("lift_small", sink < source + box.least_lift_k - close),
            ("source_range", (source < box.source_low_c - close) | (source > box.source_high_c + close)),
        ):
            reason[bad] = REASONS.index(name)
        return reason

    def _judge(self, reason: Any, values: Array, steady: Array) -> None:
        """Limits at the points that lie inside; the first of the list that is broken is the reason."""
        get, limits = dict(zip(QUANTITIES, values, strict=True)).__getitem__, self.limits
        for name, bad in (
            ("capacity", get("speed_per_load") * steady > 1.0),
            ("critical_margin", get("condensing_c") > self.critical_c - limits.critical_margin_k),
            ("pressure_max", get("log_condensing_pa") > np.log(limits.pressure_max_pa)),
            ("discharge_max", get("discharge_c") > limits.discharge_max_c),
            ("ratio_max", get("log_ratio_high") > np.log(limits.ratio_max)),
            ("ratio_min", get("log_ratio_low") < np.log(limits.ratio_min)),
            ("discharge_superheat", get("discharge_superheat_k") < limits.discharge_superheat_min_k),
        ):
            reason[bad & (reason == 0)] = REASONS.index(name)

    def _result(self, reason: Any, values: Array, load: Array, steady: Array, shape: tuple[int, ...]) -> MapResult:
        get = dict(zip(QUANTITIES, values, strict=True)).__getitem__
        off = load == 0.0
        ok = (reason == 0) | off
        blank = np.where(ok, 0.0, np.nan)  # adds NaN to what cannot be
        silent = np.where(reason == 0, 0.0, np.nan)  # and to the temperatures of what does not run
        heat = load * self.rated_heat_w + blank
        shaft = heat * get("work_per_heat")
        shell = self.heat_loss_fraction * shaft
        running = steady * self.rated_heat_w * get("work_per_heat")
        part, share = self.part_load, load / steady
        electric = self.drive.electric_w(running, self.rated_shaft_w) * (part.cycling * share + 1.0 - part.cycling)
        electric = np.where(off, 0.0, electric) + blank
        rows = (
            *(heat, heat + shell - shaft, shaft, shell, electric, heat / np.where(off, np.nan, electric)),
            *(get(name) + silent for name in ("discharge_c", "condensing_c", "evaporating_c")),
            get("speed_per_load") * steady + silent,
        )
        return MapResult(ok.reshape(shape), reason.reshape(shape), *(row.reshape(shape) for row in rows))

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, strings and lists, as JSON takes them; `from_dict` gives the same map back to the last bit."""
        plain = asdict(self)
        return {"format": FORMAT, **plain, "table": self.table.tolist()}

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> "HeatPumpMap":
        """A map from what `to_dict` gave.

        Raises
        ------
        OutOfRange : another format, or a table that does not fit.
        """
        if data.get("format") != FORMAT:
            raise OutOfRange(f"heat pump map: format = {data.get('format')!r} is not {FORMAT}; build it again")
        table = np.asarray(data["table"], float)
        if table.ndim != 4 or table.shape[3] != len(QUANTITIES) or not np.isfinite(table).all():
            raise OutOfRange(
                f"heat pump map: table of shape {table.shape} does not hold {len(QUANTITIES)} finite quantities"
            )
        parts: dict[str, Any] = {
            "box": MapBox(**data["box"]),
            "drive": Drive(**data["drive"]),
            "part_load": PartLoad(**data["part_load"]),
            "limits": Limits(**data["limits"]),
        }
        rest: dict[str, Any] = {key: value for key, value in data.items() if key not in {"format", "table", *parts}}
        return HeatPumpMap(table=table, **parts, **rest)
