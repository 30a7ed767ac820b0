"""Spoilt files: whatever happens to the text, there is a plant or a list of problems, never anything else."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_sites.build import build
from heatloop_sites.load import load_text
from heatloop_sites.problem import Problem, SiteError

TOKENS = (
    "", " ", "\t", "\n", ":", ": ", "- ", "#", "'", '"', "{", "}", "[", "]", ",", "&a ", "*a", "!", "!!str ", "|", ">", "%", "@", "`", "?",
    "---\n", "...\n", "null", "~", "true", "no", ".nan", "-.inf", "1e999", "0x1F", "-1", "0", "0 K", "-5 degC", "1e400 kW", "8 kw", "1 USD",
    "\u00e9", "\u2028", "\x85", "\ufeff", "\x00", "\ud7ff", "999999999999999999999", "value", "<<: *a", "<<", "=", "2026-01-01", "source: x\n",
)  # fmt: skip


def spoil(text: str, dice: random.Random) -> str:
    """One random change: a token put in or over, a line lost, doubled, moved, indented, or the end cut off."""
    lines = text.split("\n")
    i, j = dice.randrange(len(lines)), dice.randrange(len(lines))
    at = dice.randrange(len(text) + 1)
    token = dice.choice(TOKENS)
    kind = dice.randrange(9)
    if kind == 0:
        return text[:at] + token + text[at:]
    if kind == 1:
        return text[:at] + token + text[at + dice.randrange(1, 12) :]
    if kind == 2:
        return text[:at]
    if kind == 3:
        key, colon, _ = lines[i].partition(": ")
        lines[i] = f"{key}{colon}{token}"
    elif kind == 4:
        del lines[i]
    elif kind == 5:
        lines.insert(j, lines[i])
    elif kind == 6:
        lines[i], lines[j] = lines[j], lines[i]
    elif kind == 7:
        lines[i] = " " * dice.randrange(1, 5) + lines[i]
    else:
        lines[i] = lines[i].replace(dice.choice("0123456789"), dice.choice(["-", "9", ".", "e", ""]))
    return "\n".join(lines)


def problems_of(text: str) -> tuple[Problem, ...]:
    """Problems of a text; a text without any must build."""
    try:
        site = load_text(text, "x.yaml")
    except SiteError as error:
        return error.problems
    build(site)  # what load lets through, build makes
    return ()


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), times=st.integers(1, 4))
def test_a_spoilt_site_file_gives_a_plant_or_problems_and_nothing_else(bitforest, seed, times):
    dice, text = random.Random(seed), bitforest
    for _ in range(times):
        text = spoil(text, dice)
    last = sum(text.count(end) for end in ("\n", "\r", "\x85", "\u2028")) + 2
    for problem in problems_of(text):
        assert 0 <= problem.line <= last
        assert str(problem).isprintable(), repr(str(problem))


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_text_at_all_is_answered_with_problems(text):
    assert problems_of(text)
