"""docs/stories.md on stdout and its pictures beside it. Run by ``make stories``.

The words stand in text/, a file for each shipped site; every figure in them is a place in the design's JSON, filled in here.
"""

import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from story_pictures import pictures

from heatloop_api.payload import payload
from heatloop_sites.build import build
from heatloop_sites.load import load, load_text
from heatloop_thermo.design import Design, size

ROOT, HERE = Path(__file__).parents[2], Path(__file__).parent
PAGE, PICTURES = ROOT / "docs" / "stories.md", ROOT / "docs" / "img"
DATA = ROOT / "sites" / "heatloop_sites" / "data"

CHANGES: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "bitforest": ({"max: 80 degC": "max: 77 degC"},),
    "nvl72-greenhouse": ({"target: 75 degC": "target: 65 degC", "return: 55 degC": "return: 45 degC"},),
    "mixed": ({"return: 55 degC": "return: 45 degC"}, {"return: 55 degC": "return: 35 degC"}),
    "nordic-district": ({"target: 80 degC": "target: 77 degC"},),
}
"""What one would change next: lines of the site file, each found there exactly once. The order is that of the page."""

HEAD = """# Four plants, four stories
<!-- Written by `make stories`; tests/stories holds this page to the code. Do not edit: the words are in tests/stories/text/. -->

What the shipped sites are, what `heatloop size` says of them and why, and what one would change next. Every figure is taken from the design that the code
makes now; `make test` fails when one is out of date. The same designs with all their tables: `heatloop size bitforest --report bitforest.html`.
"""


@cache
def sized(name: str) -> Design:
    return size(build(load(name)))


def varied(name: str, changes: Mapping[str, str]) -> Design:
    """The design of a shipped site with some of its lines changed."""
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        if text.count(old) != 1:
            raise ValueError(f"{name}.yaml: {old!r} is there {text.count(old)} times, not once")
        text = text.replace(old, new)
    return size(build(load_text(text, name)))


def places(name: str) -> dict[str, Any]:
    """What the words may name: the design's JSON, that of its changes, and a few figures made of them."""
    design = sized(name)
    data = payload(design, "")
    verdict, heat = data["verdict"], data["heat"]
    extra: dict[str, Any] = {
        "changed": [with_limits(payload(varied(name, changes), "")) for changes in CHANGES[name]],
        "cover": heat["captured_kw"] / heat["demand_kw"],
        "boiler_share": heat["boiler_kw"] / heat["delivered_kw"],
        "short_k": verdict["target_c"] - verdict["direct_max_c"],
        "air": [loop["electric_kw"] - loop["liquid_kw"] for loop in data["loops"]],
        "coldest": value_of(data, "ambient: extreme minimum"),
        "pipe_m": sum(pipe.length_m for pipe in design.plant.header.supply),
    }
    return with_limits(data) | extra | handover_places(data) | lift_places(data)


def with_limits(data: dict[str, Any]) -> dict[str, Any]:
    """The design's JSON with the limits of each loop by their code."""
    return data | {"limits": [{limit["code"]: limit for limit in loop["limits"]} for loop in data["loops"]]}


def value_of(data: dict[str, Any], what: str) -> str:
    return str(next(row["value"] for row in data["sources"] if row["what"] == what))


def handover_places(data: dict[str, Any]) -> dict[str, Any]:
    """How the heat gets from the first loop's machines to the sinks: what exchanger and pipe take of its temperature."""
    loop = data["loops"][0]
    most_c = next(limit["limit"] for limit in loop["limits"] if limit["code"] == "source_outlet_max")
    return {
        "approach_k": most_c - loop["supply_max_c"],
        "pipe_k": loop["supply_max_c"] - data["verdict"]["direct_max_c"],
        "drawn_kw": data["heat"]["heat_pump_electric_kw"] + data["heat"]["pumps_electric_kw"],
    }


def lift_places(data: dict[str, Any]) -> dict[str, Any]:
    """The refrigerant that came second, and how the lot compare."""
    pump = next((loop["heat_pump"] for loop in data["loops"] if loop["heat_pump"]), None)
    if pump is None:
        return {}
    able = [row for row in pump["selection"] if row["eligible"]]
    return {
        "refrigerants": len(pump["selection"]),
        "eligible": len(able),
        "second": able[1],
        "second_swept": able[1]["swept_m3_h"] / able[0]["swept_m3_h"],
        "second_pressure": able[0]["condensing_kpa"] / able[1]["condensing_kpa"],
    }


def machine_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Sources of what makes this site: climate, machines, sinks, money. Pipes, fittings and liquids are the same everywhere."""
    banks = tuple(f"{loop['name']} / {bank['name']}: " for loop in data["loops"] for bank in loop["banks"])
    sinks = tuple(f"{sink['name']}: " for sink in data["sinks"])
    return [row for row in data["sources"] if row["what"].startswith((*banks, *sinks, "ambient: ", "economics: "))]


def told(row: dict[str, Any]) -> tuple[str, str]:
    """Whose figure it is, and its name with its value."""
    owner, _, what = row["what"].partition(": ")
    return owner, f"{what} {row['value']} {row['unit']}".removesuffix(" -")


def known(data: dict[str, Any], *, published: bool) -> list[str]:
    """Lines of what is published, or of what is assumed or estimated: figures of one owner with one reason on one line."""
    lines: dict[tuple[str, str], list[str]] = {}
    for row in machine_rows(data):
        if (row["assumption"] is None and row["verified"] != "estimate") == published:
            owner, figure = told(row)
            lines.setdefault((owner, str(row["assumption"] or row["source"])), []).append(figure)
    return [f"- *{owner}*, {', '.join(figures)}: {why.rstrip('.')}." for (owner, why), figures in lines.items()]


def story(name: str, names: list[str]) -> list[str]:
    """One section of the page."""
    data = places(name)
    words = (HERE / "text" / f"{name}.md").read_text(encoding="utf-8").format_map(data).rstrip()
    words = re.sub(r"(?<=\d)%", " %", words)
    shown = [f"![Schematic of {name}](img/{names[0]})", ""]
    shown += [f"![Where the heat of {name} goes over](img/{picture})" for picture in names[1:]]
    lists = ["**Published**", "", *known(data, published=True), "", "**Assumed**", "", *known(data, published=False)]
    return [words, "", *shown, "", *lists, ""]


def page() -> tuple[str, dict[str, str]]:
    """The page and its pictures by file name."""
    lines, drawn = [HEAD], {}
    for name in CHANGES:
        made = pictures(name, sized(name), payload(sized(name), ""))
        lines += story(name, list(made))
        drawn |= made
    return "\n".join(lines).rstrip() + "\n", drawn


def main() -> None:
    text, drawn = page()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("story-*.svg"):
        old.unlink()
    for name, picture in drawn.items():
        (PICTURES / name).write_text(picture, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
