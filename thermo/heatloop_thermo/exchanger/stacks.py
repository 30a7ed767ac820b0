"""Many candidate stacks at once: for every plate and number of passes, how many channels each requirement asks for.

A requirement's margin, ln(available / required), is nearly straight in ln(channels): conductance grows with about the 0.4th power
of the number of channels, pressure drop falls with the 1.8th. A secant in these coordinates finds each requirement's own number
of channels in a few turns, for all candidates in one array; whole numbers are then tried, not trusted.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.coolant import CoolantState
from heatloop_thermo.exchanger import plate as channel
from heatloop_thermo.exchanger.fluid import FluidState
from heatloop_thermo.exchanger.plate import PlateGeometry, Side
from heatloop_thermo.exchanger.sizing import Duty, SizingLimits
from heatloop_thermo.numeric import Array, Num

THERMAL, DP_HOT, DP_COLD = 0, 1, 2
"""Rows of the margins."""

CHANNELS_MAX = 1e5
"""Beyond this many channels a pass, a requirement counts as out of reach. [-]"""

_SLOPES = np.array([[0.45], [1.75], [1.75]])
_SLOPE_LOW = np.array([[0.15], [0.9], [0.9]])
_SLOPE_HIGH = np.array([[1.2], [3.0], [3.0]])
_TURNS = 8
_CLOSE = 1e-1
_USUAL_M_S = 0.3
"""Start of the search; any start leads to the same answer."""


class Shapes:
    """The plates of all candidates, each figure an array (a common chevron angle stays a float): a `plate.Shape`."""

    def __init__(self, plates: Sequence[PlateGeometry]) -> None:
        def figure(name: str) -> Array:
            return np.array([getattr(plate, name) for plate in plates], dtype=np.float64)

        self.area_m2 = figure("area_m2")
        self.hydraulic_diameter_m = figure("hydraulic_diameter_m")
        self.flow_length_m = figure("flow_length_m")
        self.width_m = figure("width_m")
        self.gap_m = figure("gap_m")
        beta_deg = figure("chevron_beta_deg")
        one_angle = bool((beta_deg == beta_deg[0]).all())
        self.chevron_beta_deg: Num = float(beta_deg[0]) if one_angle else beta_deg
        self.enlargement = figure("enlargement")
        self.port_diameter_m = figure("port_diameter_m")
        self.port_loss_coefficient = figure("port_loss_coefficient")
        self.wall_m2k_w = figure("wall_m2k_w")


@dataclass(frozen=True)
class Stacks:
    """Candidates for a duty: plates and passes, element by element.

    Parameters
    ----------
    shapes, passes : of each candidate.
    duty, limits : to be met.
    hot, cold : fluid states at the mean temperatures of the duty.
    """

    shapes: Shapes
    passes: Array
    duty: Duty
    limits: SizingLimits
    hot: FluidState
    cold: FluidState

    @cached_property
    def port_dp_pa(self) -> Array:
        """Pressure drop of the ports of each candidate, a row for each side. [Pa]"""
        side = Side(1.0, self.passes)
        hot = channel.port_dp_pa(self.shapes, side, self.duty.hot_flow_kg_s, self.hot)
        return np.array([hot, channel.port_dp_pa(self.shapes, side, self.duty.cold_flow_kg_s, self.cold)])

    @cached_property
    def ln_allowed(self) -> Array:
        """ln of what is left for the channels [Pa], a row for each side; -inf where the ports alone use it up."""
        limits = self.limits
        left = np.array([[limits.dp_hot_max_pa], [limits.dp_cold_max_pa]]) - self.port_dp_pa
        return np.where(left > 0.0, np.log(np.where(left > 0.0, left, 1.0)), -np.inf)

    @property
    def port_velocity_m_s(self) -> Array:
        """The higher of the two port velocities of each candidate. [m/s]"""
        hot = channel.port_velocity_m_s(self.shapes, self.duty.hot_flow_kg_s, self.hot)
        return np.maximum(hot, channel.port_velocity_m_s(self.shapes, self.duty.cold_flow_kg_s, self.cold))

    def margins(self, channels: Array) -> Array:
        """ln(available / required) of the three requirements, each at its own numbers of channels a pass.

        Parameters
        ----------
        channels : rows THERMAL, DP_HOT, DP_COLD, a column for each candidate. [-], >= 1

        Returns
        -------
        Margins of the same shape; -inf where the ports alone use up the pressure drop.
        """
        hot, cold = self._channel_dp(channels[DP_HOT:])
        surplus = (1.0 + self.oversurface(channels[THERMAL])) / (1.0 + self.limits.oversurface_min)
        return np.array([np.log(surplus), self.ln_allowed[0] - np.log(hot), self.ln_allowed[1] - np.log(cold)])

    def oversurface(self, channels: Array) -> Array:
        """Area over the area that the duty needs at the fouled coefficient, less 1. [-]"""
        fixed = self.shapes.wall_m2k_w + self.limits.fouling_hot_m2k_w + self.limits.fouling_cold_m2k_w
        hot, cold = self._film(channels)
        area = (2.0 * self.passes * channels - 1.0) * self.shapes.area_m2
        return np.asarray(area * self.duty.lmtd_k / (self.duty.duty_w * (1.0 / hot + 1.0 / cold + fixed)) - 1.0)

    def required(self) -> Array:
        """Channels a pass that each requirement asks for by itself, as real numbers; rows as in `margins`, inf out of reach."""
        top = math.log(CHANNELS_MAX)
        x = np.clip(self._usual(), 0.0, top)
        m = self.margins(np.exp(x))
        hopeless = m == -np.inf
        m[hopeless] = 0.0
        slope = np.broadcast_to(_SLOPES, x.shape)
        for _ in range(_TURNS):
            if ((np.abs(m) < _CLOSE) | ((x == 0.0) & (m > 0.0)) | (x == top)).all():
                break
            last_x, last_m = x, m
            x = np.clip(x - m / slope, 0.0, top)
            m = self.margins(np.exp(x))
            m[hopeless] = 0.0
            moved = x != last_x
            secant = (m - last_m) / np.where(moved, x - last_x, 1.0)
            slope = np.where(moved, np.clip(secant, _SLOPE_LOW, _SLOPE_HIGH), slope)
        x = np.clip(x - m / slope, 0.0, top)
        return np.where(hopeless | (x == top), np.inf, np.exp(x))

    def _usual(self) -> Array:
        """ln of the channels that give each side the usual velocity; the start of the search."""
        hot = float(self.duty.hot_flow_kg_s / self.hot.density_kg_m3)
        cold = float(self.duty.cold_flow_kg_s / self.cold.density_kg_m3)
        of_channel = np.log(_USUAL_M_S * self.shapes.width_m * self.shapes.gap_m)
        flows = np.array([[0.5 * math.log(hot * cold)], [math.log(hot)], [math.log(cold)]])
        return np.asarray(flows - of_channel)

    def whole(self, required: Array) -> NDArray[np.int64]:
        """Fewest whole channels a pass that meet all three requirements; -1 for candidates out of reach."""
        reachable = np.isfinite(required).all(axis=0)
        channels = np.where(reachable, np.ceil(required.max(axis=0) - 1e-6), 1.0)
        for _ in range(20):
            pair = np.array([channels, np.maximum(channels - 1.0, 1.0)])
            kept = np.asarray((self.margins(np.broadcast_to(pair, (3, *pair.shape))) >= 0.0).all(axis=0))
            enough, fewer_do = kept[0], kept[1]
            too_many = enough & (channels > 1.0) & fewer_do
            step = np.where(enough, np.where(too_many, -1.0, 0.0), 1.0) * reachable
            if not step.any():
                break
            channels = channels + step
        return np.where(reachable, channels, -1.0).astype(np.int64)

    def _sides(self, dimensions: int) -> tuple[Array, FluidState]:
        """Flows [kg/s] and states of both sides, hot first, to be combined with an array of so many dimensions."""
        shape = (2,) + (1,) * dimensions
        flows = np.array([self.duty.hot_flow_kg_s, self.duty.cold_flow_kg_s]).reshape(shape)
        both = (np.array([getattr(self.hot, f.name), getattr(self.cold, f.name)]) for f in fields(CoolantState))
        return flows, CoolantState(*(figure.reshape(shape) for figure in both))

    def _film(self, channels: Array) -> Array:
        """Film coefficients, hot and cold side, each at all channels. [W/(m2 K)]"""
        flows, states = self._sides(channels.ndim)
        re = channel.reynolds(self.shapes, Side(channels, self.passes), flows, states)
        return np.asarray(channel.film_w_m2k(self.shapes, self.limits.correlation, re, states))

    def _channel_dp(self, channels: Array) -> Array:
        """Pressure drop of the channels, hot and cold side, each at its own row of channels. [Pa]"""
        flows, states = self._sides(channels.ndim - 1)
        side = Side(channels, self.passes)
        re = channel.reynolds(self.shapes, side, flows, states)
        return np.asarray(channel.channel_dp_pa(self.shapes, self.limits.correlation, side, flows, states, re))
