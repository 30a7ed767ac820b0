"""How a site is operated: the block `dispatch` of its file to hourly prices, calls and a horizon."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heatloop_sites.price_csv import KWH_PER_MWH, read_prices
from heatloop_sites.problem import Fault
from heatloop_sites.quantity import Typed
from heatloop_sites.schema import dispatch as schema
from heatloop_sites.schema.base import Block
from heatloop_sites.schema.dispatch import HOUR_S, Dispatch, Mode, faults_of
from heatloop_sites.schema.money import Economics
from heatloop_thermo.dispatch import Call, Horizon, PriceModel, call_limit, draw_calls, synthetic_price
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.numeric import Array


@dataclass(frozen=True, eq=False)
class Operation:
    """How a year is operated.

    Parameters
    ----------
    mode : method, see `heatloop_thermo.dispatch.decide`.
    power_price_per_mwh : of the machines' electricity. [money/MWh], shape (n,)
    calls : by rising start.
    limit : share of the machines that calls allow to run. [-], shape (n,)
    horizon : of mode "optimal"; None: perfect foresight.
    rise_per_h : most that the running share may rise in an hour. [1/h]; 1 and more is no limit
    whole_groups : whether groups of machines are switched as a whole.
    notes : what is made up, one sentence each; for a report and the terminal.
    """

    mode: Mode
    power_price_per_mwh: Array
    calls: tuple[Call, ...]
    limit: Array
    horizon: Horizon | None
    rise_per_h: float
    whole_groups: bool
    notes: tuple[str, ...]


def dispatch_of(block: Dispatch | None, economics: Economics, folder: str | Path, dry_bulb_c: Array) -> Operation:
    """Operation that a site names.

    Parameters
    ----------
    block : `dispatch` of a site file; None: always on, at `economics.power_price`.
    economics : of the same file.
    folder : of the site file; a path in ``block`` starts there.
    dry_bulb_c : outdoor air of the year: what is drawn comes with the cold. [degC], shape (n,)

    Raises
    ------
    Fault : the block contradicts itself or the weather; its path is relative to the block.
    SiteError : the file of prices cannot be used.

    >>> from heatloop_sites.load import load
    >>> always = dispatch_of(None, load("bitforest").economics, ".", np.zeros(8760))
    >>> always.mode, float(always.power_price_per_mwh[0]), always.calls
    ('always_on', 35.0, ())
    """
    block = Dispatch() if block is None else block
    for fault in (*faults_of(block), *_foreign(block, economics.currency)):
        raise fault
    notes: list[str] = []
    price = _price(block, economics, Path(folder), dry_bulb_c, notes)
    calls = _calls(block, price, dry_bulb_c, notes)
    restart_h = (block.restart_time_s or 0.0) / HOUR_S
    try:
        limit = call_limit(calls, len(dry_bulb_c))
    except ThermoError as refusal:
        raise Fault(str(refusal), "calls") from refusal
    return Operation(
        mode=block.mode,
        power_price_per_mwh=price,
        calls=calls,
        limit=limit,
        horizon=_horizon(block),
        rise_per_h=1.0 / restart_h if restart_h > 1.0 else 1.0,
        whole_groups=block.whole_groups,
        notes=tuple(notes),
    )


def _price(block: Dispatch, economics: Economics, folder: Path, dry_bulb_c: Array, notes: list[str]) -> Array:
    flat = float(economics.power_price.value_per_kwh) * KWH_PER_MWH
    given = block.power_price
    if given is None:
        return np.full(len(dry_bulb_c), flat)
    if given.file is not None:
        return read_prices(folder / given.file, economics.currency)
    assert given.synthetic is not None
    model = _model(given.synthetic, flat)
    price = synthetic_price(dry_bulb_c, model, given.synthetic.seed)
    notes.append(
        f"The power price is made up: {model.mean_per_mwh:g} {economics.currency}/MWh with day, week, noise and {model.spikes:g} "
        f"spikes a year when it is cold, seed {given.synthetic.seed}; mean {price.mean():.1f}, highest {price.max():.0f}."
    )
    return price


def _model(block: schema.PriceModel, flat_per_mwh: float) -> PriceModel:
    typed = {
        "mean_per_mwh": flat_per_mwh if block.mean_per_kwh is None else block.mean_per_kwh * KWH_PER_MWH,
        "day_share": block.day,
        "weekend_share": block.weekend,
        "noise_share": block.noise,
        "spikes": block.spikes,
        "spike_per_mwh": None if block.spike_per_kwh is None else block.spike_per_kwh * KWH_PER_MWH,
        "spike_h": None if block.spike_length_s is None else block.spike_length_s / HOUR_S,
    }
    try:
        return PriceModel(**{name: float(value) for name, value in typed.items() if value is not None})
    except ThermoError as refusal:
        raise Fault(str(refusal), "power_price", "synthetic") from refusal


def _calls(block: Dispatch, price: Array, dry_bulb_c: Array, notes: list[str]) -> tuple[Call, ...]:
    calls = [Call(one.start, _hours(one.duration_s), _hours(one.notice_s), float(one.depth)) for one in block.calls]
    drawn = block.drawn_calls
    if drawn is not None:
        severity = price if drawn.worst == "price" else -dry_bulb_c
        given = (_hours(drawn.duration_s), _hours(drawn.notice_s), float(drawn.depth))
        try:
            calls += draw_calls(severity, drawn.count, *given, seed=drawn.seed)
        except ThermoError as refusal:
            raise Fault(str(refusal), "drawn_calls", "count") from refusal
        what = "dearest" if drawn.worst == "price" else "coldest"
        notes.append(
            f"{drawn.count} curtailment calls of {given[0]} h are drawn from the {what} hours, seed {drawn.seed}."
        )
    return tuple(sorted(calls))


def _horizon(block: Dispatch) -> Horizon | None:
    seen = block.foresight
    if block.mode != "optimal" or seen is None:
        return None
    window, step = _hours(seen.window_s), _hours(seen.step_s)
    return Horizon(window, step, float(seen.demand_error), float(seen.price_error), seed=seen.seed)


def _hours(duration_s: float) -> int:
    return round(duration_s / HOUR_S)


def _foreign(block: Dispatch, currency: str) -> list[Fault]:
    """Prices in another currency than the site's."""
    model = block.power_price.synthetic if block.power_price is not None else None
    if not isinstance(model, Block):
        return []
    return [
        Fault(f"must be in {currency}, the site's currency (got '{value.text}')", "power_price", "synthetic")
        for _, value in model
        if isinstance(value, Typed) and value.currency not in {"", currency}
    ]
