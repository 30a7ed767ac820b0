"""One pump: head, efficiency, shaft power and NPSH over flow and speed, all from its best efficiency point.

With q = Q / (s Q_bep) at the speed fraction s, the affinity laws leave only functions of q:

    head        H = s^2 (H0 - (H0 - H_bep) q^2)     a parabola through shut-off and the best efficiency point (BEP)
    efficiency  eta = eta_bep q (2 - q)             a parabola through rest and the BEP
    NPSH        N = s^2 N_bep (0.6 + 0.4 q^3)       flat below the BEP, rising fast above it

The efficiency does not change with the speed, which flatters a pump at low speed by a point or two.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

from heatloop_thermo.drive import Motor
from heatloop_thermo.errors import require
from heatloop_thermo.numeric import N

GRAVITY_M_S2 = 9.80665
"""Standard acceleration of gravity. [m/s2]"""
NPSH_SHUTOFF = 0.6
"""NPSH required near shut-off over that at the BEP. [-] verified: estimate, after the shape of catalogue curves."""


@dataclass(frozen=True)
class PumpCurve:
    """A centrifugal pump at its rated speed.

    Parameters
    ----------
    name : as in a report.
    speed_rpm : rated speed, at speed fraction 1. [1/min]
    shutoff_head_m : head at no flow. [m], above ``bep_head_m``: a curve without that rise is not stable
    bep_flow_m3_s, bep_head_m, bep_efficiency : the best efficiency point. [m3/s], [m], [-]
    npsh_bep_m : NPSH required (3 % head drop) at the BEP. [m]
    motor : motor, with or without a drive.
    flow_min_fraction, flow_max_fraction : allowed flow over BEP flow at the same speed. [-]
    speed_min_fraction, speed_max_fraction : allowed speed over rated speed; both 1 for a pump on the mains. [-]
    source, verified : where the curve is from; manufacturer | secondary | estimate

    Raises
    ------
    OutOfRange : for a pump that cannot exist.

    >>> pump = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15000.0))
    >>> pump.head_m(0.040), round(pump.head_m(0.032, 0.8), 2), round(pump.shaft_w(0.040, 1000.0))
    (20.0, 12.8, 10058)
    """

    name: str
    speed_rpm: float
    shutoff_head_m: float
    bep_flow_m3_s: float
    bep_head_m: float
    bep_efficiency: float
    npsh_bep_m: float
    motor: Motor
    flow_min_fraction: float = 0.3
    flow_max_fraction: float = 1.25
    speed_min_fraction: float = 0.4
    speed_max_fraction: float = 1.0
    source: str = "typed in"
    verified: str = "estimate"

    def __post_init__(self) -> None:
        """Refuse a pump that cannot exist, so that the hot path need not ask."""
        tiny, big = 1e-9, 1e5
        rising = math.nextafter(self.bep_head_m, math.inf)
        self._check("speed_rpm", self.speed_rpm, 1.0, big, "1/min", "a speed")
        self._check("bep_flow_m3_s", self.bep_flow_m3_s, tiny, 100.0, "m3/s", "a flow")
        self._check("bep_head_m", self.bep_head_m, tiny, big, "m", "a head")
        self._check("shutoff_head_m", self.shutoff_head_m, rising, 4.0 * self.bep_head_m, "m", "stable: above BEP head")
        self._check("bep_efficiency", self.bep_efficiency, 0.01, 0.95, "-", "pump efficiency at its best point")
        self._check("npsh_bep_m", self.npsh_bep_m, 0.0, 100.0, "m", "NPSH required")
        low, high = self.flow_min_fraction, self.flow_max_fraction
        self._check("flow_max_fraction", high, 1.0, 1.9, "-", "the efficiency parabola ends at 2")
        self._check("flow_min_fraction", low, 0.0, 1.0, "-", "below the best efficiency point")
        self._check("speed_max_fraction", self.speed_max_fraction, tiny, 10.0, "-", "a share of the rated speed")
        top = self.speed_max_fraction
        self._check("speed_min_fraction", self.speed_min_fraction, 0.0, top, "-", "at most the highest speed")

    def _check(self, field: str, value: float, low: float, high: float, unit: str, reason: str) -> None:
        require(f"{self.name}: {field}", value, low, high, unit, reason)

    @property
    def head_fall(self) -> float:
        """Coefficient a of H = s^2 H0 - a Q^2, the same at every speed [s2/m5]."""
        return (self.shutoff_head_m - self.bep_head_m) / self.bep_flow_m3_s**2

    def bep_fraction(self, flow_m3_s: N, speed_fraction: N | float = 1.0) -> N:
        """Flow over BEP flow at the same speed [-]; the pump is at its best at 1 and preferred within 0.7..1.2.

        Raises
        ------
        OutOfRange : for a negative flow or a speed fraction that is not above 0.
        """
        require(f"{self.name}: flow_m3_s", flow_m3_s, 0.0, math.inf, "m3/s", "a pump has one direction")
        require(f"{self.name}: speed_fraction", speed_fraction, 1e-9, 10.0, "-", "the pump must turn")
        flow: Any = flow_m3_s
        fraction: N = flow / (speed_fraction * self.bep_flow_m3_s)
        return fraction

    def head_m(self, flow_m3_s: N, speed_fraction: N | float = 1.0) -> N:
        """Head at a flow and a speed.

        Parameters
        ----------
        flow_m3_s : flow through this one pump. [m3/s], >= 0; scalar or array
        speed_fraction : speed over rated speed. [-], above 0; broadcasts

        Returns
        -------
        Head. [m]; negative beyond the end of the curve, where the flow is forced through the pump.

        Raises
        ------
        OutOfRange : for a negative flow or a speed fraction that is not above 0.
        """
        q: Any = self.bep_fraction(flow_m3_s, speed_fraction)
        speed: Any = speed_fraction
        head: N = speed * speed * (self.shutoff_head_m - (self.shutoff_head_m - self.bep_head_m) * q * q)
        return head

    def efficiency(self, flow_m3_s: N, speed_fraction: N | float = 1.0) -> N:
        """Hydraulic power over shaft power [-]; 0 at no flow. Arguments and errors as for `shaft_w`."""
        q: Any = self._working(flow_m3_s, speed_fraction)
        efficiency: N = self.bep_efficiency * q * (2.0 - q)
        return efficiency

    def shaft_w(self, flow_m3_s: N, density_kg_m3: N | float, speed_fraction: N | float = 1.0) -> N:
        """Power at the shaft.

        Parameters
        ----------
        flow_m3_s, speed_fraction : as for `head_m`, up to 1.9 times the BEP flow at that speed
        density_kg_m3 : of the liquid pumped. [kg/m3]

        Returns
        -------
        Shaft power. [W]; at no flow about half of that at the BEP.

        Raises
        ------
        OutOfRange : for a negative flow, a flow beyond 1.9 times the BEP flow, or a speed fraction that is not above 0.
        """
        q: Any = self._working(flow_m3_s, speed_fraction)
        speed: Any = speed_fraction
        head: Any = self.head_m(flow_m3_s, speed_fraction)
        per_metre = GRAVITY_M_S2 * self.bep_flow_m3_s / self.bep_efficiency  # rho g Q / eta, with q cancelled out
        shaft: N = per_metre * density_kg_m3 * speed * head / (2.0 - q)
        return shaft

    def npsh_required_m(self, flow_m3_s: N, speed_fraction: N | float = 1.0) -> N:
        """NPSH required at a 3 % head drop [m]. Arguments and errors as for `head_m`."""
        q: Any = self.bep_fraction(flow_m3_s, speed_fraction)
        speed: Any = speed_fraction
        required: N = speed * speed * self.npsh_bep_m * (NPSH_SHUTOFF + (1.0 - NPSH_SHUTOFF) * q * q * q)
        return required

    def at(self, speed_fraction: float) -> "PumpCurve":
        """The same pump with another speed as its rated speed, by the affinity laws.

        Flow goes with the speed, head and NPSH with its square, power with its cube.

        Raises
        ------
        OutOfRange : outside ``speed_min_fraction..speed_max_fraction``.

        >>> pump = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15000.0)).at(0.8)
        >>> round(pump.bep_flow_m3_s, 4), round(pump.bep_head_m, 2), pump.speed_rpm
        (0.032, 12.8, 1400.0)
        """
        low, high, s = self.speed_min_fraction, self.speed_max_fraction, speed_fraction
        self._check("speed_fraction", s, max(low, 1e-9), high, "-", "range of the drive")
        return replace(
            self,
            speed_rpm=self.speed_rpm * s,
            shutoff_head_m=self.shutoff_head_m * s**2,
            bep_flow_m3_s=self.bep_flow_m3_s * s,
            bep_head_m=self.bep_head_m * s**2,
            npsh_bep_m=self.npsh_bep_m * s**2,
            speed_min_fraction=low / s,
            speed_max_fraction=high / s,
        )

    def _working(self, flow_m3_s: Any, speed_fraction: Any) -> Any:
        q = self.bep_fraction(flow_m3_s, speed_fraction)
        require(f"{self.name}: flow over BEP flow", q, 0.0, 1.9, "-", "the efficiency parabola ends at 2")
        return q
