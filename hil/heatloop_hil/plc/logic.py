"""Logic of the simulated PLC: who commands, what trips, what it does by itself. One scan is one call of `Logic.scan`.

It obeys the newest owner as long as its lease runs; then holds, then goes on by itself (local). Its trips and interlocks act in every
mode, whoever commands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

from heatloop_hil.plc.blocks import DUMP_GAIN, DUMP_RESET_S, LOCAL_RATE, SUPPLY_GAIN, Local, Timer
from heatloop_hil.plc.registers import REJECT_CODES, Order, Registers
from heatloop_hil.plc.settings import LoopSettings, Settings

LOCAL, HOLD, REMOTE, TRIPPED = 0, 1, 2, 3
HOLD_AFTER_S = 3.0
"""Without a valid block for so long, outputs are held; when the lease runs out, the PLC goes on by itself. [s] estimate"""
DERATE_AFTER_S, DERATED = 900.0, 80.0
"""After so long by itself it cuts the machines back. [s], [%] estimate"""
FROST_C, FROST_OUTLET_C = 5.0, 30.0
"""Coolant this cold into and out of the machines is not cooled further: the header's water would freeze. [degC] estimate"""


@dataclass(slots=True)
class Logic:
    """The PLC between two scans.

    Parameters
    ----------
    settings : of the PLC.
    registers : what the wire sees.
    boot : number of this start; another one after every power cut.
    """

    settings: Settings
    registers: Registers
    boot: int = 1
    mode: int = LOCAL
    epoch: int = 0
    sequence: int = 0
    reject: int = 0
    heartbeat: int = 0
    quiet_s: float = 1e9
    local_s: float = 0.0
    lease_s: float = 10.0
    first_out: int = 0
    trips: int = 0
    interlocks: int = 0
    outputs: dict[str, float] = field(default_factory=dict)
    _forced_tags: set[str] = field(default_factory=set)
    _seen: tuple[int, int] = (0, 0)
    _reset: int = 0
    _timers: dict[str, Timer] = field(default_factory=dict)
    _dump: dict[str, Local] = field(default_factory=dict)
    _supply: Local = field(default_factory=lambda: Local(SUPPLY_GAIN))
    _boiler: Local = field(default_factory=Local)

    def scan(self, sensors: Mapping[str, float], actual: Mapping[str, float], dt_s: float) -> Mapping[str, float]:
        """One scan.

        Parameters
        ----------
        sensors : measurements by tag, in the units of the map.
        actual : positions that the actuators report, by the tag of the feedback. [%]
        dt_s : since the last scan. [s]

        Returns
        -------
        Outputs by command tag. [%]
        """
        if not self.outputs:
            self.outputs = dict.fromkeys(self.settings.fails, 0.0)
        self.heartbeat = (self.heartbeat + 1) & 0xFFFF
        order = self._obey(dt_s)
        self._guard(sensors, dt_s)
        wanted = self._wanted(order, sensors, dt_s)
        forced = self._forced(sensors)
        for tag, value in wanted.items():
            rate, was = self.settings.rates[tag] * dt_s, self.outputs[tag]
            if self.mode == LOCAL and not tag.startswith("JC"):
                rate = min(rate, LOCAL_RATE * dt_s)
            moved = min(max(value, was - rate), was + rate)
            self.outputs[tag] = forced.get(tag, moved)
        self._forced_tags |= forced.keys()
        self._show(sensors, actual)
        return self.outputs

    def strayed(self, before: Mapping[str, float], commands: Mapping[str, float] | None) -> int:
        """How many outputs have moved, since they were as given, in a way that nobody asked for: while held, or away from the orders.

        Trips and interlocks may move what they move, and the PLC by itself may do all it is meant to.
        """
        forced, self._forced_tags = self._forced_tags, set()
        if self.mode in {LOCAL, TRIPPED} or not before:
            return 0
        count = 0
        for tag, now in self.outputs.items():
            was = before[tag]
            wanted = commands.get(tag, was) if self.mode == REMOTE and commands is not None else was
            count += not (tag in forced or min(was, wanted) - 0.01 <= now <= max(was, wanted) + 0.01)
        return count

    def restart(self) -> None:
        """Power was cut and is back: everything that was not latched is forgotten, and a trip stays a trip."""
        self.boot = self.boot % 0xFFFF + 1
        self.epoch = self.sequence = self.heartbeat = 0
        self.quiet_s, self.local_s, self.mode = 1e9, 0.0, TRIPPED if self.trips else LOCAL
        self.outputs, self._timers, self._seen = {}, {}, (0, 0)

    def _obey(self, dt_s: float) -> Order | None:
        """The order in force: newest owner, whole block, within its lease."""
        self.quiet_s += dt_s
        order = self.registers.order()
        if isinstance(order, int):
            self.reject = order if self.registers.holding[self.registers.command_start] else 0
            return None
        if order.epoch < self.epoch:
            self.reject = REJECT_CODES["epoch"]
            return None
        if (order.epoch, order.heartbeat) != self._seen:
            self._seen, self.quiet_s, self.reject = (order.epoch, order.heartbeat), 0.0, 0
            if order.epoch > self.epoch:
                self._reset = order.reset
            self.epoch, self.sequence, self.lease_s = order.epoch, order.sequence, float(order.lease_s)
        if order.reset != self._reset:
            self._reset, self.trips = order.reset, 0
        return order

    def _guard(self, sensors: Mapping[str, float], dt_s: float) -> None:
        """Trips latch, interlocks come and go."""
        interlocks, tripping = 0, []
        header_flows = self._read(sensors, self.settings.header_flow) >= self.settings.header_low_m3_h
        for index, loop in enumerate(self.settings.loops):
            heating = self._read(sensors, loop.power) > loop.power_on_kw
            causes = (
                ("flow", 1.0, heating and not self._read(sensors, loop.flow) >= loop.flow_low_m3_h),
                ("outlet", 2.0, not self._read(sensors, loop.outlet) <= loop.outlet_trip_c),
                ("inlet", 5.0, not self._read(sensors, loop.inlet) <= loop.inlet_trip_c),
                ("pressure", 2.0, not self._read(sensors, loop.pressure) >= 0.5),
            )
            tripping += [
                4 * index + bit
                for bit, (name, delay_s, there) in enumerate(causes)
                if self._timer(loop, name, delay_s)(there, dt_s)
            ]
            hot = self._timer(loop, "hot", 2.0)(not self._read(sensors, loop.inlet) <= loop.inlet_hot_c, dt_s)
            lost = self._timer(loop, "sink", 1.0)(heating and not header_flows, dt_s)
            interlocks |= (hot << (2 * index)) | (lost << (2 * index + 1))
        self.interlocks = interlocks
        for bit in tripping:
            self.first_out = self.first_out or bit + 1
            self.trips |= 1 << bit
        if not self.trips:
            self.first_out = 0
        self._choose_mode(dt_s)

    def _choose_mode(self, dt_s: float) -> None:
        if self.trips:
            self.mode = TRIPPED
        elif self.quiet_s < HOLD_AFTER_S:
            self.mode = REMOTE
        elif self.quiet_s < self.lease_s:
            self.mode = HOLD
        else:
            self.mode = LOCAL
        self.local_s = self.local_s + dt_s if self.mode == LOCAL else 0.0

    def _wanted(self, order: Order | None, sensors: Mapping[str, float], dt_s: float) -> dict[str, float]:
        if self.mode == REMOTE and order is not None:
            return {tag: order.commands.get(tag, self.settings.fails[tag]) for tag in self.settings.fails}
        if self.mode in {HOLD, REMOTE}:
            return dict(self.outputs)
        return self._by_itself(sensors, dt_s)

    def _by_itself(self, sensors: Mapping[str, float], dt_s: float) -> dict[str, float]:
        """Local control: full flow, dry cooler by the inlet, supply by the header's pump, boiler by its own stat."""
        wanted = dict(self.settings.fails)
        if self.local_s <= dt_s:
            self._adopt()
        running = {loop.name: self.outputs[loop.permit] > 1.0 for loop in self.settings.loops}
        for loop in self.settings.loops:
            inlet_c = self._read(sensors, loop.inlet)
            dump = self._dump.setdefault(loop.name, Local(DUMP_GAIN, DUMP_RESET_S))(inlet_c - loop.inlet_local_c, dt_s)
            dump = dump if isfinite(inlet_c) else 100.0
            wanted[loop.pump] = loop.pump_local
            for tag, share in ((loop.valve, 2.0 * dump), (loop.fans, 2.0 * dump - 100.0)):
                if tag is not None:
                    wanted[tag] = min(max(share, 0.0), 100.0)
            top = DERATED if self.local_s > DERATE_AFTER_S else 100.0
            wanted[loop.permit] = min(self.outputs[loop.permit], top) if running[loop.name] and not self.trips else 0.0
            if loop.lift is not None:
                wanted[loop.lift] = 0.0
        hot = self._read(sensors, self.settings.header_supply) - self.settings.target_c
        for tag in (*self.settings.sink_pumps, self.settings.recirculation):
            wanted[tag] = max(self.outputs[tag], wanted[tag])
        wanted[self.settings.header_pump] = max(self._supply(hot, dt_s), 30.0)
        if self.settings.boiler is not None:
            cold = self.settings.target_c - 5.0 - self._read(sensors, self.settings.boiler_supply)
            wanted[self.settings.boiler] = self._boiler(cold, dt_s)
        return wanted

    def _adopt(self) -> None:
        """Its own controllers go on from where the actuators are."""
        self._supply.adopt(self.outputs[self.settings.header_pump])
        if self.settings.boiler is not None:
            self._boiler.adopt(self.outputs[self.settings.boiler])
        for loop in self.settings.loops:
            places = [self.outputs[tag] for tag in (loop.valve, loop.fans) if tag is not None]
            self._dump.setdefault(loop.name, Local(DUMP_GAIN, DUMP_RESET_S)).adopt(0.5 * sum(places))

    def _forced(self, sensors: Mapping[str, float]) -> dict[str, float]:
        """What trips and interlocks set at once, past every ramp."""
        forced: dict[str, float] = {}
        for index, loop in enumerate(self.settings.loops):
            tripped = (self.trips >> (4 * index)) & 0b1111
            if tripped:
                forced[loop.permit] = 0.0
            cold = self._read(sensors, loop.inlet) < FROST_C and self._read(sensors, loop.outlet) < FROST_OUTLET_C
            if cold:
                forced |= {tag: 0.0 for tag in (loop.valve, loop.fans) if tag is not None}
            elif tripped or (self.interlocks >> (2 * index)) & 0b11:
                forced |= {tag: 100.0 for tag in (loop.valve, loop.fans) if tag is not None}
            if loop.lift is not None and (tripped or (self.interlocks >> (2 * index + 1)) & 1):
                forced[loop.lift] = 0.0  # nobody takes its heat
        return forced

    def _show(self, sensors: Mapping[str, float], actual: Mapping[str, float]) -> None:
        head = {
            "heartbeat": self.heartbeat,
            "boot": self.boot,
            "scan_max_ms": 20,
            "echo_sequence": self.sequence,
            "echo_epoch": self.epoch,
            "reject": self.reject,
            "mode": self.mode,
            "first_out": self.first_out,
            "trips": self.trips,
            "interlocks": self.interlocks,
        }
        self.registers.show(head, {**sensors, **actual})

    def _timer(self, loop: LoopSettings, name: str, delay_s: float) -> Timer:
        return self._timers.setdefault(f"{loop.name}/{name}", Timer(delay_s))

    def _read(self, sensors: Mapping[str, float], tag: str) -> float:
        """Reading of a sensor; one that is missing is NaN, and every comparison above takes NaN for danger."""
        return sensors.get(tag, float("nan"))
