"""The README shows what a newcomer then sees."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def heatloop(*arguments: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "heatloop_api.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=True).stdout


def test_the_page_in_the_readme_is_the_page_that_is_printed():
    shown = re.search(r"```text\n(.*?)\n```", README, re.DOTALL)
    assert shown
    printed = "\n".join(line.rstrip() for line in heatloop("size", "bitforest").splitlines())
    shown_page, printed = (re.sub(r"balanced to \S+", "balanced", page) for page in (shown[1], printed))  # round-off
    assert shown_page in printed, "renew the block in README.md from `COLUMNS=100 heatloop size bitforest`"


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_link_in_the_readme_leads_somewhere(link: str):
    assert (ROOT / link).exists(), link
