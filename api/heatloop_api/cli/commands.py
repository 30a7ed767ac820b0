"""What each command does: calls the floors below, then prints or writes. Heavy libraries are imported by the command that needs them."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heatloop_api.cli import console
from heatloop_api.usage import UsageError

if TYPE_CHECKING:
    from heatloop_thermo.design import Design


def print_version() -> None:
    """Print name and version."""
    from heatloop_api.version import version

    print(f"heatloop {version()}")


def check(site_name: str) -> int:
    """Validate a site file; any problem is raised, a good file is one line."""
    from heatloop_sites.build import build
    from heatloop_sites.load import load
    from heatloop_sites.registers import points_of_site

    site = load(site_name)
    plant = build(site)
    points_of_site(site, plant)
    machines = sum(bank.count for loop in plant.loops for bank in loop.banks)
    assumed = sum(row.assumption is not None for row in plant.provenance)
    print(
        f"{plant.name}: good; {len(plant.loops)} source loop{'s' * (len(plant.loops) != 1)}, {machines:,} machines, "
        f"{sum(loop.electric_w for loop in plant.loops) / 1e3:,.0f} kW electric, target {plant.target_c:g} °C, {assumed} assumptions"
    )
    return 0


def size(
    site_name: str, *, as_json: bool, report: Path | None, xlsx: Path | None, uncertainty: bool | None = None
) -> int:
    """Size a plant, write what was asked for, print the page or the JSON; 1 if the design cannot work as typed.

    ``uncertainty``: None puts it into JSON and report, True on the page too, False nowhere: some twenty designs more.
    """
    from heatloop_api.payload import payload
    from heatloop_api.words import verdict_fails
    from heatloop_sites.build import build
    from heatloop_sites.load import load
    from heatloop_thermo.design import size as size_plant

    refuse_clashes(site_name, {"--report": report, "--xlsx": xlsx})
    design = size_plant(build(load(site_name)))
    data = payload(design, digest(site_name))
    asked = as_json or report is not None if uncertainty is None else uncertainty
    bands = _uncertainty(design) if asked else {}
    _write(design, data | bands, report, xlsx)
    data |= bands if as_json or uncertainty else {}
    if as_json:
        print_json(data)
    else:
        from heatloop_api.cli.layout import page_console, show
        from heatloop_api.cli.terminal import design_page

        show(page_console(), design_page(data))
        for kind, path in (("report", report), ("workbook", xlsx)):
            if path is not None:
                print(f" {kind} written: {path}")
    return 1 if verdict_fails(data) else 0


def digest(site_name: str) -> str:
    """SHA-256 of the site file, so that a result can be traced to its input."""
    from hashlib import sha256

    from heatloop_sites.load import resolve

    return sha256(resolve(site_name).read_bytes()).hexdigest()


def catalog(name: str | None, *, as_json: bool) -> int:
    """List the catalogue, or show one row of it."""
    from heatloop_api.cli import catalogue

    if as_json:
        print_json(catalogue.row_payload(name) if name else catalogue.list_payload())
    else:
        catalogue.print_row(name) if name else catalogue.print_list()
    return 0


def schema() -> int:
    """Print the JSON Schema of a site file."""
    from heatloop_sites.schema import site_schema

    print_json(site_schema())
    return 0


def print_json(data: dict[str, Any]) -> None:
    """Print one object and nothing else."""
    from heatloop_api.payload import as_json

    print(as_json(data, ascii_only=not console.is_utf8(sys.stdout)))


def _uncertainty(design: "Design") -> dict[str, Any]:
    """The key that holds how sure the design is: some twenty designs more."""
    from heatloop_api.payload_uncertainty import uncertainty_payload
    from heatloop_thermo.design.uncertainty import uncertainty

    return {"uncertainty": uncertainty_payload(uncertainty(design.plant, design))}


def _write(design: "Design", data: dict[str, Any], report: Path | None, xlsx: Path | None) -> None:
    """Make every file in memory first, so that nothing is written if one of them fails."""
    contents: dict[Path, bytes] = {}
    if report is not None:
        from heatloop_api.report.html import report_html

        contents[report] = report_html(design, data).encode("utf-8")
    if xlsx is not None:
        from heatloop_api.report.xlsx import workbook

        contents[xlsx] = workbook(data)
    if contents:
        from heatloop_api.files import write_all

        write_all(contents)


def refuse_clashes(site_name: str, files: Mapping[str, Path | None]) -> None:
    """Two options that name one file, or one that names the site file, are mistakes; ``files`` by option."""
    source = Path(site_name)
    taken = {source.resolve(): "SITE"} if source.exists() else {}
    for option, path in files.items():
        if path is None:
            continue
        if path.resolve() in taken:
            raise UsageError(f"{option} and {taken[path.resolve()]} name the same file: {path.name}")
        taken[path.resolve()] = option
