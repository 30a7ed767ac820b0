"""The terminal page: the verdict first, everything at a glance, readable without colour and without Unicode."""

import io
import sys

import pytest

from heatloop_api.cli.console import prepare
from heatloop_api.cli.layout import page_console, show
from heatloop_api.cli.terminal import design_page
from heatloop_api.payload import payload


def rendered(monkeypatch, data, columns: int = 100, encoding: str = "utf-8", **environment: str) -> str:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    monkeypatch.setenv("COLUMNS", str(columns))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    prepare()
    show(page_console(), design_page(data))
    sys.stdout.flush()
    return raw.getvalue().decode(encoding)


def test_the_page_fits_a_screen(monkeypatch, data):
    text = rendered(monkeypatch, data)
    lines = text.splitlines()
    assert len(lines) <= 48
    assert max(map(len, lines)) <= 100
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
def test_no_figure_is_cut_at_any_usual_width(monkeypatch, data, columns):
    text = rendered(monkeypatch, data, columns)
    for figure in ("69.9 → 79.8", "3,140–4,101", "24.0 / 2.0", "P-101A–C", "2,952 kW electric", "76.4"):
        assert figure in text, figure
    assert "…" not in text


def test_the_verdict_stands_first_and_in_words(monkeypatch, data):
    lines = [line for line in rendered(monkeypatch, data).splitlines() if line.strip()]
    assert "bitforest" in lines[0]
    assert "REACHED DIRECTLY" in lines[1]
    assert "1.4 K in hand" in lines[2]


def test_what_fails_is_said_in_words_not_only_in_colour(monkeypatch, cold_design):
    text = rendered(monkeypatch, payload(cold_design, "x"))
    assert "! NOT REACHED" in text
    assert "error" in text
    assert "containers: no exchanger" in text


def test_a_pipe_gets_no_colour(monkeypatch, data):
    assert "\x1b[" not in rendered(monkeypatch, data)


def test_no_color_is_respected_on_a_terminal(monkeypatch, data):
    coloured = rendered(monkeypatch, data, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[" in coloured
    plain = rendered(monkeypatch, data, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert not [
        code for code in plain.split("\x1b[")[1:] if code.split("m")[0] in ("31", "33", "37", "41", "1;31", "1;37;41")
    ]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_old_terminal_gets_plain_words(monkeypatch, data, encoding):
    text = rendered(monkeypatch, data, encoding=encoding)
    assert "?" not in text
    assert "69.9 -> 79.8" in text


def test_assumptions_are_counted_and_listed_under_their_owner(monkeypatch, data):
    row = {"value": "3", "unit": "K", "source": "typed in", "verified": "estimate", "assumption": "a guess"}
    rows = [{**row, "what": f"loop / miners: number {i}"} for i in range(14)] + [{**row, "what": "tank: rise"}]
    text = " ".join(rendered(monkeypatch, {**data, "sources": rows}).split())
    assert "15 numbers are assumptions" in text
    assert "loop / miners: number 0 3 K, number 1 3 K" in text
    assert "number 13 3 K; tank: rise 3 K" in text
    assert "a guess" not in text


def test_many_assumptions_are_counted_for_each_owner(monkeypatch, data):
    row = {"value": "3", "unit": "K", "source": "typed in", "verified": "estimate", "assumption": "a guess"}
    rows = [{**row, "what": f"loop / miners: number {i}"} for i in range(30)] + [{**row, "what": "tank: rise"}]
    text = " ".join(rendered(monkeypatch, {**data, "sources": rows}).split())
    assert "31 numbers are assumptions" in text
    assert "loop / miners 30; tank 1" in text


def test_many_loops_are_still_a_table(monkeypatch, make_design):
    text = rendered(monkeypatch, payload(make_design(5, 3), "x"), 80)
    for name in ("containers", "gpu hall", "north shed", "annex", "barn"):
        assert sum(line.strip().startswith(name) for line in text.splitlines()) >= 3


def test_brackets_in_a_name_are_no_markup(monkeypatch, data):
    text = rendered(monkeypatch, {**data, "title": "plant [bold red]x[/] [link=file:///etc/passwd]"})
    assert "[bold red]x[/]" in text
