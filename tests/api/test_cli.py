"""The command line: what it prints, what it returns, and how it fails: one line each, never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from heatloop_api.cli import app, main

Edit = Callable[..., Path]
SITE = (files("heatloop_sites") / "data" / "bitforest.yaml").read_text(encoding="utf-8")


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the shipped site with some lines changed; a change that finds nothing to change is a mistake."""

    def edit(**changes: str) -> Path:
        text = SITE
        for old, new in changes.items():
            old_line = OLD[old]
            assert old_line in text, old_line
            text = text.replace(old_line, new, 1)
        path = tmp_path / "plant.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return edit


OLD = {
    "target": "target: 75 degC",
    "count": "count: 360",
    "boiler": "boiler:\n  capacity: 5.5 MW",
    "title": "title: Canaan + Bitforest",
}


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "heatloop_api.cli", *words]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def test_the_reference_site_is_reached_directly(capsys):
    assert main(["size", "bitforest"]) == 0
    printed = capsys.readouterr()
    assert "REACHED DIRECTLY" in printed.out
    assert printed.err == ""
    assert len(printed.out.splitlines()) <= 48


def test_json_prints_one_object_and_nothing_else(capsys):
    assert main(["size", "bitforest", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["verdict"]["route"], data["verdict"]["reached"]) == ("direct", True)
    assert data["heat"]["source_kw"] == pytest.approx(2952.0)
    assert data["heat"]["liquid_kw"] == pytest.approx(2656.8)
    assert data["heat"]["balance_error_fraction"] <= 1e-9
    assert len(data["site_digest"]) == 64


def test_a_target_out_of_reach_is_done_with_a_finding_that_fails(edited, capsys):
    path = edited(target="target: 99 degC", boiler="boiler:\n  capacity: 1 kW")
    assert main(["size", str(path), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["verdict"]["reached"] is False


def test_what_the_reports_say_comes_from_the_same_design(tmp_path, capsys):
    html, xlsx = tmp_path / "r.html", tmp_path / "r.xlsx"
    assert main(["size", "bitforest", "--json", "--report", str(html), "--xlsx", str(xlsx)]) == 0
    data = json.loads(capsys.readouterr().out)
    text = html.read_text(encoding="utf-8")
    assert data["site_digest"] in text
    assert f"{data['heat']['delivered_kw']:,.0f}" in text
    assert text.count('class="plot"') == 2, "the exchanger's diagram and the tornado"
    assert xlsx.read_bytes()[:2] == b"PK"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "r.xlsx"]


def test_check_says_that_a_good_file_is_good(capsys):
    assert main(["check", "bitforest"]) == 0
    assert "360 machines" in capsys.readouterr().out


def test_every_problem_of_a_site_is_one_line_with_its_place(edited, capsys):
    path = edited(target="target: 75 K/s", count="count: -3")
    for command in ("check", "size"):
        assert main([command, str(path)]) == 2
        printed = capsys.readouterr()
        lines = printed.err.splitlines()
        assert printed.out == ""
        assert len(lines) == 2
        for line, key in zip(lines, ("source_loops[0].sources[0].count", "header.target"), strict=True):
            assert line.startswith(f"{path}:")
            assert key in line


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["size"], "Missing argument 'SITE'"),
        (["siez", "bitforest"], "No such command 'siez'"),
        (["size", "bitforest", "--jsn"], "No such option"),
        (["size", "no-such-site"], "no-such-site: "),
        (["size", "bitforest", "--report", "/nonexistent/r.html"], "/nonexistent/r.html: cannot be written"),
        (["size", "bitforest", "--report", "/dev/full"], "/dev/full: cannot be written"),
        (["size", "bitforest", "--xlsx", "/"], "/: cannot be written (it is a directory)"),
        (["size", "bitforest", "--report", "x", "--xlsx", "./x"], "--xlsx and --report name the same file"),
        (["catalog", "avalon-a1566ha-461t"], "the catalogue has no"),
        (["yearly", "bitforest"], "No such command 'yearly'"),
    ],
)
def test_wrong_use_is_one_line_and_two(words, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert says in printed.err
    assert list(tmp_path.iterdir()) == []


def test_a_report_never_overwrites_its_own_site(edited, capsys):
    path = edited()
    assert main(["size", str(path), "--report", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == SITE
    assert "--report and SITE name the same file" in capsys.readouterr().err


def test_our_own_bug_is_three_and_one_line(capsys, monkeypatch):
    def broken(_: object) -> None:
        raise KeyError("plates")

    monkeypatch.setattr("heatloop_thermo.design.size", broken)
    assert main(["size", "bitforest"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert "a bug of heatloop: KeyError" in printed.err


@pytest.mark.parametrize("words", [["--debug", "size", "bitforest"], ["size", "bitforest", "--debug"]])
def test_debug_shows_the_traceback_wherever_it_stands(words, capsys, monkeypatch):
    def broken(_: object) -> None:
        raise KeyError("plates")

    monkeypatch.setattr("heatloop_thermo.design.size", broken)
    assert main(words) == 3
    assert "Traceback" in capsys.readouterr().err


def test_without_the_extra_a_report_says_what_to_install(capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["size", "bitforest", "--xlsx", str(tmp_path / "x.xlsx")]) == 2
    assert "pip install 'heatloop[report]'" in capsys.readouterr().err


def test_the_catalogue_names_its_sources(capsys):
    assert main(["catalog"]) == 0
    assert "avalon-a1566ha-460t" in capsys.readouterr().out
    assert main(["catalog", "avalon-a1566ha-460t", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["facts"]
    assert all(fact["source"] and fact["verified"] for fact in data["facts"])
    assert main(["catalog", "--json"]) == 0
    assert {row["kind"] for row in json.loads(capsys.readouterr().out)["rows"]} >= {"machine", "plate", "pump", "pipe"}


def test_every_row_of_the_catalogue_can_be_shown(capsys):
    main(["catalog", "--json"])
    names = [row["name"] for row in json.loads(capsys.readouterr().out)["rows"]]
    for name in names:
        assert main(["catalog", name]) == 0, name


def test_the_schema_is_one_json_object(capsys):
    assert main(["schema"]) == 0
    assert "properties" in json.loads(capsys.readouterr().out)


def test_help_offers_only_what_works():
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    for name in ("check", "size", "year", "catalog", "schema"):
        assert name in shown.output
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


def test_a_reader_who_leaves_is_no_error():
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "heatloop_api.cli", "catalog", "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_under_standard_output_is_said():
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "heatloop_api.cli", "schema"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["heatloop: standard output: No space left on device"]


@pytest.mark.parametrize(
    ("encoding", "words"), [("ascii", ["size", "bitforest"]), ("latin-1", ["size", "bitforest", "--json"])]
)
def test_any_terminal_shows_the_page_and_the_json(encoding, words):
    done = run(*words, PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode(encoding)
    assert "degC" in text
    if "--json" in words:
        assert "°C" in json.loads(text)["verdict"]["text"]
    else:
        assert "REACHED DIRECTLY" in text


def test_the_version_is_printed():
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("heatloop ")


def test_no_words_at_all_get_the_help():
    done = run()
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Usage: heatloop" in done.stderr


def test_a_site_that_names_a_script_cannot_run_it(edited, tmp_path):
    path = edited(title="title: <script>alert(1)</script> &")
    report = tmp_path / "r.html"
    assert main(["size", str(path), "--report", str(report)]) == 0
    assert "<script" not in report.read_text(encoding="utf-8")
