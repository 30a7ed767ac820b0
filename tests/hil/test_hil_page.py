"""docs/hil.md lists the stories that there are."""

from pathlib import Path

from heatloop_hil.rig.scenarios import STORIES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "hil.md"


def stories_table() -> str:
    rows = ["| story | what happens |", "|---|---|"]
    return "\n".join([*rows, *(f"| {story.name} | {story.text} |" for story in STORIES)])


def test_the_page_lists_the_stories():
    text = PAGE.read_text(encoding="utf-8")
    shown = text.split("<!-- stories -->")[1].split("<!-- /stories -->")[0].strip()
    assert shown == stories_table(), "out of date: put stories_table() of this file between the marks"
