"""`heatloop audit`: whether the log of who did what is still as it was written."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from heatloop_control.audit_check import Verdict

app = typer.Typer(name="audit", help="The log of who changed what.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Hold `verify` as a command of its own, whatever joins it."""


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The log: audit.sqlite of the site's state folder.")],
    head: Annotated[
        list[str] | None,
        typer.Option("--head", metavar="SEQ:HASH", help="A head kept elsewhere (journal, report); may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> int:
    """Check the hash chain of the audit log; exit code 1 if a row was changed, removed or added."""
    import sqlite3

    from heatloop_api.usage import UsageError
    from heatloop_control.audit import Head
    from heatloop_control.audit_check import verify as look

    try:
        known = [Head.read(text) for text in head or ()]
        verdict = look(path, known)
    except (ValueError, sqlite3.DatabaseError) as error:
        raise UsageError(f"{path}: {error}") from error
    print(_json(verdict) if as_json else _page(path, verdict, len(known)))
    return 0 if verdict.whole else 1


def _page(path: Path, verdict: "Verdict", known: int) -> str:
    word = "WHOLE" if verdict.whole else "BROKEN"
    lines = [f"{path}: {word}: {verdict.rows} rows, head {verdict.head}"]
    lines += [f"  row {fault.seq} {fault.what}" for fault in verdict.faults]
    if verdict.pending:
        lines.append(f"  not completed: row {', '.join(map(str, verdict.pending))}")
    if not known:
        lines.append("  rows missing at the end show only beside a head kept elsewhere: --head SEQ:HASH")
    return "\n".join(lines)


def _json(verdict: "Verdict") -> str:
    import json

    faults = [{"row": fault.seq, "what": fault.what} for fault in verdict.faults]
    head = {"row": verdict.head.seq, "hash": verdict.head.hash}
    body = {"whole": verdict.whole, "rows": verdict.rows, "head": head, "faults": faults, "pending": verdict.pending}
    return json.dumps(body, indent=2)
