"""The equipment catalogue on the terminal and as plain data."""

from typing import Any, get_args

from heatloop_api.usage import UsageError
from heatloop_api.words import quantity
from heatloop_sites import catalog
from heatloop_sites.catalog import Kind, UnknownRow

REMARKS = ("note", "conflict", "refused")


def list_payload() -> dict[str, Any]:
    """Every row: name, kind, title, how well it is verified."""
    return {"rows": [_summary(name, kind) for kind in get_args(Kind) for name in catalog.names(kind)]}


def row_payload(name: str) -> dict[str, Any]:
    """One row with all its facts and their sources.

    Raises
    ------
    UsageError : the catalogue has no such row.
    """
    try:
        kind, row = catalog.kind_of(name), catalog.row(name)
    except UnknownRow as error:
        raise UsageError(str(error)) from error
    facts = [fact._asdict() for fact in catalog.facts(row)]
    remarks = {key: getattr(row, key) for key in REMARKS if getattr(row, key, None)}
    return {**_summary(name, kind), "source": row.source, "remarks": remarks, "facts": facts}


def print_list() -> None:
    """Print every row, kind by kind."""
    from heatloop_api.cli.layout import page_console, plain_table, show

    console = page_console()
    for kind in get_args(Kind):
        table = plain_table(f"{kind}s" if kind != "insulation" else kind, "", "verified")
        for name in catalog.names(kind):
            row = _summary(name, kind)
            table.add_row(name, row["title"] + (" (refused)" if row["refused"] else ""), row["verified"])
        show(console, table)
        console.print()
    console.print("heatloop catalog NAME shows all facts of one, with their sources")


def print_row(name: str) -> None:
    """Print one row with all its facts."""
    from heatloop_api.cli.layout import page_console, plain_table, show

    data = row_payload(name)
    console = page_console()
    console.print(f"{data['name']}  {data['title']}  ({data['kind']}, {data['verified']})")
    console.print(f"source: {data['source']}")
    for key, words in data["remarks"].items():
        console.print(f"{key}: {words}")
    table = plain_table("fact", "value", "verified", "source")
    for fact in data["facts"]:
        table.add_row(
            fact["what"],
            quantity(fact["value"], fact["unit"]),
            fact["verified"],
            "" if fact["source"] == data["source"] else fact["source"],
        )
    console.print()
    show(console, table)


def _summary(name: str, kind: Kind) -> dict[str, Any]:
    row = catalog.row(name)
    title = getattr(row, "title", None) or getattr(row, "standard", "")
    return {
        "name": name,
        "kind": kind,
        "title": title,
        "verified": row.verified,
        "refused": getattr(row, "refused", None) is not None,
    }
