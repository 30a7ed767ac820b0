"""The command line: parses, calls, prints. What a command does stands in `commands`; how it may fail, in `main`.

Exit codes: 0 done, 1 done with a finding that fails, 2 bad input or usage, 3 our bug.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from heatloop_api.cli import audit, commands, console

app = typer.Typer(
    name="heatloop",
    help="Sizes plants that reuse the waste heat of liquid-cooled miners and GPU racks, from one site file.",
    epilog="Exit codes: 0 done, 1 done with a finding that fails, 2 bad input or usage, 3 a bug of heatloop.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(audit.app)
Site = Annotated[
    str, typer.Argument(metavar="SITE", help="Path of a site file, or the name of a shipped site (bitforest).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error; allowed anywhere.")] = False,
) -> int:
    """Handle what stands before the command; `main` has taken ``--debug`` out already."""
    del debug
    if version:
        commands.print_version()
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
    return 0


@app.command()
def check(site: Site) -> int:
    """Validate a site file: every problem with file, line, key, and what is wrong."""
    return commands.check(site)


@app.command()
def size(
    site: Site,
    as_json: AsJson = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write a self-contained report.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE.xlsx", help="Write a workbook.")] = None,
    uncertainty: Annotated[
        bool | None,
        typer.Option(
            "--uncertainty/--no-uncertainty",
            help="How sure the figures are (20 more designs): without a word in JSON and report, or on the page too, or nowhere.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Size the plant: verdict, parts, rated point, findings."""
    return commands.size(site, as_json=as_json, report=report, xlsx=xlsx, uncertainty=uncertainty)


@app.command()
def year(
    site: Site,
    weather: Annotated[
        Path | None,
        typer.Option("--weather", metavar="FILE.epw", help="Weather in place of the site's: EPW, TMY3 or CSV."),
    ] = None,
    as_json: AsJson = False,
    hourly: Annotated[
        Path | None, typer.Option("--hourly", metavar="FILE.csv", help="Write every hour, as .csv or .parquet.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write a self-contained report.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE.xlsx", help="Write a workbook.")] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Put rule and optimum of the dispatch beside it (some seconds more).")
    ] = False,
) -> int:
    """Simulate 8,760 hours: energy, key figures, money."""
    from heatloop_api.cli import yearly

    return yearly.year(site, weather=weather, as_json=as_json, hourly=hourly, report=report, xlsx=xlsx, compare=compare)


@app.command()
def registers(
    site: Site,
    form: Annotated[str, typer.Option("--format", metavar="md|csv", help="Markdown to read, or CSV to import.")] = "md",
) -> int:
    """Print the Modbus register map, for whoever programs the PLC."""
    from heatloop_api.cli.registers import registers as print_map

    if form not in {"md", "csv"}:
        raise typer.BadParameter(f"{form!r} is neither md nor csv", param_hint="--format")
    return print_map(site, form="csv" if form == "csv" else "md")


@app.command()
def plc(
    site: Site,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port of the first PLC; the site's own without it.")] = None,
    speed: Annotated[float, typer.Option(help="Times real time.")] = 1.0,
    cold: Annotated[bool, typer.Option("--cold", help="Begin cold and at rest.")] = False,
) -> int:
    """Serve the simulated PLCs with the plant behind them over Modbus/TCP."""
    from heatloop_api.cli.plc import plc as serve

    return serve(site, host=host, port=port, speed=speed, cold=cold)


@app.command()
def run(
    site: Site,
    simulate: Annotated[
        bool, typer.Option("--simulate", help="Start the simulated PLCs and plant beside the controller.")
    ] = False,
    start: Annotated[
        bool | None, typer.Option("--start/--no-start", help="Start the plant by itself.", show_default=False)
    ] = None,
    state: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where the controller keeps its memory.")] = None,
    speed: Annotated[float, typer.Option(help="Times real time, with --simulate.")] = 1.0,
) -> int:
    """Run the control loop of a site."""
    from heatloop_api.cli.run import run as control

    return control(site, simulate=simulate, start=start, state=state, speed=speed)


@app.command()
def demo(
    site: Annotated[str, typer.Argument(metavar="[SITE]")] = "bitforest",
    once: Annotated[bool, typer.Option("--once", help="End after a check of itself, in half a minute.")] = False,
    speed: Annotated[float, typer.Option(help="Times real time.")] = 10.0,
) -> int:
    """Run the controller of a site against its simulated PLC and plant, over a real wire whose cable is pulled."""
    from heatloop_api.cli.demo import demo as show

    return show(site, once=once, speed=speed)


@app.command()
def hil(
    site: Site,
    listed: Annotated[bool, typer.Option("--list", help="Say which scenarios there are.")] = False,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", metavar="NAME", help="Only this one; may be repeated.")
    ] = None,
    seeds: Annotated[int, typer.Option(help="How often each, with another noise.", min=1)] = 1,
    as_json: AsJson = False,
) -> int:
    """Run fault scenarios against the simulated plant in virtual time; exit code 1 if a limit is broken."""
    from heatloop_api.cli.hil import hil as tell

    return tell(site, names=scenario or [], seeds=seeds, as_json=as_json, listed=listed)


@app.command()
def catalog(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One row with all its facts; without it, all names.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show the equipment that heatloop knows, with the source of every number."""
    return commands.catalog(name, as_json=as_json)


@app.command()
def schema() -> int:
    """Print the JSON Schema of a site file, for editors."""
    return commands.schema()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give back its exit code; an error is one line on standard error.

    Parameters
    ----------
    arguments : words of the command line; the process's own without them.
    """
    console.prepare()
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    try:
        code = app(words, prog_name="heatloop", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the one place where everything ends as a line and a code
        if console.reader_left(error):
            console.abandon()
            return 0
        if debug and not isinstance(error, SystemExit):
            import traceback

            traceback.print_exception(error)
        return _end(error)
    return int(code or 0)


def _end(error: BaseException) -> int:
    """Say on standard error what went wrong, one line each, and choose the exit code."""
    from heatloop_api.cli.failure import explain

    lines, code = explain(error)
    if isinstance(error, OSError):
        console.abandon()
    for line in lines:
        print(line, file=sys.stderr)
    return code
