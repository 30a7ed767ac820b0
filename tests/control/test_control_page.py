"""docs/control.md shows the modes that the table has."""

from pathlib import Path

from heatloop_control.mode import TRANSITIONS, Event, Mode

PAGE = Path(__file__).resolve().parents[2] / "docs" / "control.md"


def modes_table() -> str:
    """Rows: modes; columns: what it leads to, by event."""
    rows = ["| mode | event: next mode |", "|---|---|"]
    for mode in Mode:
        steps = ", ".join(
            f"{event.value}: {TRANSITIONS[mode][event].value}" for event in Event if event in TRANSITIONS[mode]
        )
        rows.append(f"| {mode.value} | {steps} |")
    return "\n".join(rows)


def test_the_page_shows_the_table_of_modes():
    text = PAGE.read_text(encoding="utf-8")
    shown = text.split("<!-- modes -->")[1].split("<!-- /modes -->")[0].strip()
    assert shown == modes_table(), "out of date: put modes_table() of this file between the marks"
