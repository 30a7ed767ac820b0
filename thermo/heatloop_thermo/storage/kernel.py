"""One step of the tank on bare numbers: loops over layers, no objects, no allocation, so that a compiler can take it.

Every function works in place on ``h``, the specific enthalpies from the top layer down (a list, or a float64 array once
compiled), and conserves energy by construction: what it takes from one layer it gives to another or returns. None of
them can push a layer past the hottest and the coldest of what it mixes, at any step length.
"""

import math
from typing import NamedTuple, Protocol

EXPLICIT_MAX = 0.02
"""Fourier number of a layer up to which conduction is explicit, which is as good: the two differ by its square. [-]"""


class Layers(Protocol):
    """What the loops need of a list or an array of floats."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> float: ...
    def __setitem__(self, index: int, value: float, /) -> None: ...


class Constants(NamedTuple):
    """What stays of a tank, as a compiler takes it.

    Mass of a layer [kg], loss of each layer [W/K], conductance between two layers [W/K], and 1 / cp [kg K/J] as a polynomial
    in enthalpy scaled from ``h_low..h_high`` [J/kg] to -1..1, highest power first.
    """

    layer_kg: float
    ua_w_k: tuple[float, ...]
    conductance_w_k: float
    inverse_cp: tuple[float, ...]
    h_low: float
    h_high: float


def advance(
    h: Layers, work: Layers, tank: Constants, down_kg_s: float, h_in: float, h_ambient: float, dt_s: float
) -> tuple[float, float]:
    """Flow, loss, conduction and mixing of one step.

    Parameters
    ----------
    h, work : enthalpies, changed in place, and scratch of the same length. [J/kg]
    tank : what stays.
    down_kg_s : net flow through the tank, downwards positive (charging). [kg/s]
    h_in : enthalpy of what comes in: at the top when flowing down, else at the bottom. [J/kg]
    h_ambient, dt_s : enthalpy at the temperature around the tank [J/kg]; step [s].

    Returns
    -------
    Mean enthalpy of what left (that of the outlet layer if nothing did) [J/kg], and the heat lost to the surroundings [J].
    """
    n, layer_kg = len(h), tank.layer_kg
    if n == 1:
        exchange = tank.ua_w_k[0] * inverse_cp(tank, 0.5 * (h[0] + h_ambient))
        return stir(h, layer_kg, exchange, abs(down_kg_s), h_in, h_ambient, dt_s)
    lost = cool(h, tank, h_ambient, 0.5 * dt_s)
    out = h[n - 1] if down_kg_s >= 0.0 else h[0]
    if down_kg_s != 0.0:
        out = displace(h, work, abs(down_kg_s) * dt_s / layer_kg, h_in, down_kg_s > 0.0)
    lost += cool(h, tank, h_ambient, 0.5 * dt_s)
    conduct(h, work, tank, dt_s)
    settle(h, work)
    return out, lost * layer_kg


def displace(h: Layers, work: Layers, moved: float, h_in: float, down: bool) -> float:
    """Push the layers on by ``moved`` layers (any number) and lay them on the grid again; mean enthalpy of what left.

    Each layer is taken as a straight line whose slope is limited (van Leer), so that no new extreme can arise: a whole
    number of layers moves without any error, a fraction smears a front over about one layer, however long the step.
    """
    n = len(h)
    whole = int(moved)
    if whole >= n:
        out = h_in
        for i in range(n):
            out += (h[i] - h_in) / moved
            h[i] = h_in
        return out
    part = moved - whole
    first, last, ahead = (0, n - 1, 1) if down else (n - 1, 0, -1)
    work[first] = work[last] = 0.0
    for i in range(1, n - 1):
        work[i] = _slope(h[i] - h[i - ahead], h[i + ahead] - h[i])
    i = first + ahead * (n - whole - 1)
    split = h[i] + 0.5 * work[i] * (1.0 - part)  # the front part of the layer that leaves in part
    out = split
    for p in range(n - whole, n):
        out += (h[first + ahead * p] - split) / moved
    for p in range(n - 1, -1, -1):
        source = p - whole  # the layer whose rear part comes to rest here; the front part of the one behind it, too
        value = h_in
        if source >= 0:
            i = first + ahead * source
            value = (1.0 - part) * (h[i] - 0.5 * work[i] * part)
            if source > 0:
                i -= ahead
                value += part * (h[i] + 0.5 * work[i] * (1.0 - part))
            else:
                value += part * h_in
        h[first + ahead * p] = value
    return out


def draw(h: Layers, layer_kg: float, heat_j: float, most_kg: float, h_in: float, down: bool) -> tuple[float, float]:
    """Mass that has to pass for the tank to take up a heat (down) or to give it (up), no more than ``most_kg``; heat of that mass.

    The inverse of `displace`, or of `stir` without loss for one layer, exact where no more than the whole tank moves: the layers leave
    one by one, the last in part. Ends at a layer that has nothing to give or to take: more flow would change nothing, or undo it. [kg], [J]
    """
    n, sign = len(h), (1.0 if down else -1.0)
    last, ahead = (n - 1, 1) if down else (0, -1)
    if n == 1:
        gain = sign * (h_in - h[0]) * layer_kg
        if gain <= 0.0 or heat_j <= 0.0:
            return 0.0, 0.0
        mass = min(most_kg, -math.log1p(-heat_j / gain) * layer_kg) if heat_j < gain else most_kg
        return mass, -gain * math.expm1(-mass / layer_kg)
    most = min(most_kg / layer_kg, float(n))
    left, moved = heat_j / layer_kg, 0.0
    for p in range(n):
        i = last - ahead * p
        gain, room = sign * (h_in - h[i]), min(1.0, most - moved)
        if gain <= 0.0 or left <= 0.0 or room <= 0.0:
            break
        slope = 0.0 if p in (0, n - 1) else sign * _slope(h[i] - h[i - ahead], h[i + ahead] - h[i])
        straight = gain - 0.5 * slope  # a part of the layer, its front first, takes straight part + slope part²/2
        part = room
        if left < gain:
            root = math.sqrt(max(0.0, straight * straight + 2.0 * slope * left))
            part = min(room, 2.0 * left / (straight + root))
        moved += part
        left -= part * (straight + 0.5 * slope * part)
        if part < 1.0:
            break
    return moved * layer_kg, heat_j - left * layer_kg


def cool(h: Layers, tank: Constants, h_ambient: float, dt_s: float) -> float:
    """Let each layer decay towards the surroundings, exactly for one heat capacity; sum of what the layers lost. [J/kg]"""
    kelvin_per_watt = inverse_cp(tank, 0.5 * (middle(h) + h_ambient)) * dt_s / tank.layer_kg
    lost, ua, share = 0.0, -1.0, 0.0
    for i in range(len(h)):
        if tank.ua_w_k[i] != ua:  # three kinds of layer: top, side, bottom
            ua = tank.ua_w_k[i]
            x = ua * kelvin_per_watt
            share = x * (1.0 - x * (0.5 - x * (1.0 - 0.25 * x) / 6.0)) if x < 1e-3 else -math.expm1(-x)
        fall = (h[i] - h_ambient) * share
        h[i] -= fall
        lost += fall
    return lost


def conduct(h: Layers, work: Layers, tank: Constants, dt_s: float) -> None:
    """Heat between neighbouring layers, implicit unless the step is short; ``number`` is a layer's Fourier number. [-]"""
    n = len(h)
    number = tank.conductance_w_k * inverse_cp(tank, middle(h)) * dt_s / tank.layer_kg
    if number <= EXPLICIT_MAX:
        before, above = 0.0, h[0]
        for i in range(1, n):
            here = h[i]
            passed = number * (above - here)
            h[i - 1] = above + (before - passed)
            before, above = passed, here
        h[n - 1] = above + before
        return
    pivot = 1.0 + number
    for i in range(1, n):
        work[i] = number / pivot
        h[i - 1] /= pivot
        h[i] += number * h[i - 1]
        pivot = 1.0 + number * (2.0 if i < n - 1 else 1.0) - number * work[i]
    h[n - 1] /= pivot
    for i in range(n - 2, -1, -1):
        h[i] += work[i + 1] * h[i + 1]


def settle(h: Layers, work: Layers) -> None:
    """Mix neighbours until no layer is hotter than the one above: the fewest layers that must mix (pool adjacent violators)."""
    n = len(h)
    i = 1
    while i < n and h[i] <= h[i - 1]:
        i += 1
    if i == n:
        return
    blocks = 0  # h[0..blocks-1] are the means of the pools so far, work[] their sizes
    for i in range(n):
        mean, size = h[i], 1.0
        while blocks > 0 and mean > h[blocks - 1]:
            blocks -= 1
            mean += (h[blocks] - mean) * work[blocks] / (work[blocks] + size)
            size += work[blocks]
        h[blocks] = mean
        work[blocks] = size
        blocks += 1
    i = n
    for block in range(blocks - 1, -1, -1):
        mean = h[block]
        for _ in range(int(work[block])):
            i -= 1
            h[i] = mean


def stir(
    h: Layers, mass_kg: float, loss_kg_s: float, flow_kg_s: float, h_in: float, h_ambient: float, dt_s: float
) -> tuple[float, float]:
    """The fully mixed tank, exactly: an exponential towards the mean of inlet and surroundings.

    ``loss_kg_s`` is the loss conductance over the heat capacity, which acts like a flow from the surroundings.
    """
    total = flow_kg_s + loss_kg_s
    if total == 0.0:
        return h[0], 0.0
    aim = (flow_kg_s * h_in + loss_kg_s * h_ambient) / total
    x = total * dt_s / mass_kg
    gone = -math.expm1(-x)
    mean = aim + (h[0] - aim) * (gone / x if x > 0.0 else 1.0)
    h[0] += (aim - h[0]) * gone
    return (mean if flow_kg_s > 0.0 else h[0]), loss_kg_s * (mean - h_ambient) * dt_s


def _slope(behind: float, ahead: float) -> float:
    """Van Leer's limited slope of 1977: the mean of two differences, at most twice the smaller, zero at an extreme."""
    if behind * ahead <= 0.0:
        return 0.0
    if behind < 0.0:
        return max(2.0 * behind, 2.0 * ahead, 0.5 * (behind + ahead))
    return min(2.0 * behind, 2.0 * ahead, 0.5 * (behind + ahead))


def middle(h: Layers) -> float:
    """Mean enthalpy of the tank. [J/kg]"""
    total = 0.0
    for i in range(len(h)):
        total += h[i]
    return total / len(h)


def inverse_cp(tank: Constants, h: float) -> float:
    """1 / cp at an enthalpy, at the nearer end outside the range. [kg K/J]"""
    u = (2.0 * h - tank.h_low - tank.h_high) / (tank.h_high - tank.h_low)
    u = min(max(u, -1.0), 1.0)
    value = 0.0
    for coefficient in tank.inverse_cp:
        value = value * u + coefficient
    return value
