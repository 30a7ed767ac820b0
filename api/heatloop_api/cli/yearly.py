"""`heatloop year`: simulates, writes what was asked for, prints the page or the JSON."""

import sys
from pathlib import Path
from typing import Any

from heatloop_api.cli import console
from heatloop_api.cli.commands import print_json, refuse_clashes


def year(
    site_name: str,
    *,
    weather: Path | None,
    as_json: bool,
    hourly: Path | None,
    report: Path | None,
    xlsx: Path | None,
    compare: bool,
) -> int:
    """Simulate a year; 1 if the greenhouse or another sink does not get what it asks for and the plant cannot help it."""
    from heatloop_api.files import write_all
    from heatloop_api.year.files import year_files
    from heatloop_api.year.hourly import check_suffix
    from heatloop_api.year.payload import year_payload
    from heatloop_api.year.simulate import Wanted, simulate
    from heatloop_api.year.table import columns
    from heatloop_api.year.verdict import year_fails

    outputs = {"--hourly": hourly, "--report": report, "--xlsx": xlsx}
    refuse_clashes(site_name, {"--weather": weather} | outputs)
    if hourly is not None:
        check_suffix(hourly)
    with console.busy(f"simulating the year of {site_name}"):
        result = simulate(site_name, Wanted(weather, compare))
        table = columns(result)
        data = year_payload(result, table)
        write_all(year_files(result, table, data, hourly=hourly, report=report, xlsx=xlsx))
    if as_json:
        print_json(data)
        return int(year_fails(data))
    _show(data)
    for option, path in outputs.items():
        if path is not None:
            print(f" {option.removeprefix('--')} written: {path}")
    return int(year_fails(data))


def _show(data: dict[str, Any]) -> None:
    from heatloop_api.cli.layout import page_console, show
    from heatloop_api.cli.year_terminal import year_page

    show(page_console(), year_page(data))
    sys.stdout.flush()
