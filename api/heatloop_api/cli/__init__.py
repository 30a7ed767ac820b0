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
