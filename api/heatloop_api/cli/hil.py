"""`heatloop hil`: tells the stories of a site on the simulated plant and says which limits were kept."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from heatloop_api.usage import UsageError

if TYPE_CHECKING:
    from heatloop_hil.rig.story import Story, Told
    from heatloop_thermo.design import Design

FIGURES = {
    "cold_kh": "sinks below target, K h",
    "machine_kh": "machines above limit, K h",
    "peak_k": "supply from setpoint, peak, K",
    "delivered_kwh": "delivered, kWh",
    "dumped_kwh": "thrown away, kWh",
    "boiler_kwh": "boiler, kWh",
    "pump_kwh_kwh": "pumps, kWh per kWh",
    "strokes": "valve strokes",
    "starts": "pump starts",
    "alarms": "alarms",
}


def hil(site_name: str, *, names: Sequence[str], seeds: int, as_json: bool, listed: bool) -> int:
    """Tell stories; 1 if any limit is broken.

    ``names``: which; none means all that fit the site. ``seeds``: how often each, with another noise.
    """
    from heatloop_sites.build import build
    from heatloop_sites.load import load
    from heatloop_sites.points import points_of
    from heatloop_thermo.design import size

    plant = build(load(site_name))
    design = size(plant)
    stories = chosen(design, names)
    if listed:
        for story in stories:
            print(f"{story.name:22} {story.text}")
        return 0
    if seeds < 1:
        raise UsageError(f"--seeds = {seeds} - has to be 1 or more")
    begun_s = time.perf_counter()
    results = asyncio.run(_told(design, points_of(plant), stories, seeds, silent=as_json))
    took_s = time.perf_counter() - begun_s
    passed = all(result.passed for result in results)
    if as_json:
        print(json.dumps(payload(plant.name, results, took_s), indent=2, allow_nan=False))
    else:
        broken = sum(not result.passed for result in results)
        print(f"{len(results)} told, {broken} with a broken limit; {_speed(results, took_s):,.0f} x real time")
    return 0 if passed else 1


def chosen(design: "Design", names: Sequence[str]) -> "list[Story]":
    """Stories by name, or all that fit.

    Raises
    ------
    UsageError : for a design without a header, and for a name that no story of the site has.
    """
    from heatloop_hil.rig.scenarios import STORIES

    if design.header is None:
        raise UsageError(f"{design.plant.name}: no loop hands heat to the header, there is nothing to control")
    fitting = {story.name: story for story in STORIES if story.fits(design)}
    unknown = [name for name in names if name not in fitting]
    if unknown:
        raise UsageError(f"--scenario {unknown[0]!r} - is none of {', '.join(fitting)}")
    return [story for name, story in fitting.items() if not names or name in names]


async def _told(design: "Design", points: Any, stories: "list[Story]", seeds: int, *, silent: bool) -> "list[Told]":
    """Tell them one after another, each beside the plain controller; print as they come."""
    from heatloop_hil.rig.story import Stage, plain, told

    stage, beside = Stage(design, points), Stage(design, points, plain)
    results = []
    for story in stories:
        for seed in range(1, seeds + 1):
            results.append(await told(story, stage, seed, beside))
            if not silent:
                print("\n".join(lines(results[-1])), flush=True)
    return results


def lines(result: "Told") -> list[str]:
    """One told story as text: verdicts, then the figures beside those of the plain controller."""
    rows = [f"{'ok  ' if result.passed else 'FAIL'} {result.story.name}: {result.story.text}"]
    for row in result.verdicts:
        sign = "at least" if row.at_least else "at most"
        mark = "ok  " if row.passed else "FAIL"
        rows.append(f"     {mark} {row.quantity:38} {row.value:9.2f} {row.unit:6} {sign} {row.limit:g}")
    moved = [f"{name} {result.kpis[key]:.3g} ({result.plain_kpis[key]:.3g})" for key, name in FIGURES.items()]
    return [*rows, f"     {'; '.join(moved)} - in brackets without feed-forward"]


def payload(site: str, results: "Sequence[Told]", took_s: float) -> dict[str, Any]:
    """Everything that was found, as plain data; a figure that is none is null."""
    return {
        "site": site,
        "passed": all(result.passed for result in results),
        "times_real": _speed(results, took_s),
        "stories": [
            {
                "name": result.story.name,
                "text": result.story.text,
                "seed": result.seed,
                "passed": result.passed,
                "limits": [_finite(asdict(row)) for row in result.verdicts],
                "kpis": _finite(result.kpis),
                "plain_kpis": _finite(result.plain_kpis),
            }
            for result in results
        ],
    }


def _speed(results: "Sequence[Told]", took_s: float) -> float:
    """Virtual time over real time, both controllers counted."""
    return 2.0 * sum(result.story.lasts_s for result in results) / took_s


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    return {name: None if isinstance(value, float) and not isfinite(value) else value for name, value in row.items()}
