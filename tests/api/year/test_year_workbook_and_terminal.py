"""The workbook and the terminal page of a year: the same figures as the payload, readable, marked synthetic."""

import io
import math
import re
import sys

import pytest
from openpyxl import load_workbook

from heatloop_api.cli.console import prepare
from heatloop_api.cli.layout import page_console, show
from heatloop_api.cli.year_terminal import year_page
from heatloop_api.report.year_sheets import year_sheets
from heatloop_api.report.year_xlsx import year_workbook
from heatloop_api.year.payload import year_payload
from heatloop_api.year.table import columns, reason_words

FEW = 48
"""Hours in a workbook that is read back: reading a whole year of cells takes seconds and shows nothing more."""


def read(table, data, result):
    few = {name: values[:FEW] for name, values in table.items()}
    return load_workbook(io.BytesIO(year_workbook(few, data, reason_words(result.year.hours)[:FEW])))


@pytest.fixture(scope="module")
def book(table, year_data, result):
    return read(table, year_data, result)


def test_the_sheets_are_those_promised(book):
    assert book.sheetnames == [
        "Key figures", "Months", "Money", "Cash flow", "First year", "Investment", "NPV tornado", "Dispatch", "Area scan", "Reasons",
        "Findings", "Assumptions", "Sources", "Hours",
    ]  # fmt: skip


def test_key_figures_are_those_of_the_payload(book, year_data):
    cells = {row[0].value: row[1].value for row in book["Key figures"].iter_rows(min_row=3)}
    assert cells["Demand"] == pytest.approx(year_data["energy_mwh"]["demand"])
    assert cells["Net present value"] == pytest.approx(year_data["money"]["npv"])
    assert cells["Weather: kind"] == "synthetic"
    assert cells["Demand covered"] == pytest.approx(100 * year_data["kpi"]["coverage_fraction"])


def test_the_hours_of_the_workbook_add_up_to_its_months(table, year_data, result):
    sheets = {sheet.name: sheet for sheet in year_sheets(table, year_data, reason_words(result.year.hours))}
    heads = [name for name, _ in sheets["Hours"].columns]
    assert {"Supply", "Demand", "Reason", "Greenhouse", "Tank top"} <= set(heads)
    hours = [row[heads.index("Demand")] for row in sheets["Hours"].rows]
    assert len(hours) == 8760
    at = [name for name, _ in sheets["Months"].columns].index("Demand")
    months = [row[at] for row in sheets["Months"].rows]
    assert (
        math.fsum(hours) / 1e3 == pytest.approx(math.fsum(months[:12]), rel=1e-9) == pytest.approx(months[12], rel=1e-9)
    )
    assert [row[0] for row in sheets["Hours"].rows][744] == "02-01 00:00"


def test_an_hour_is_written_as_it_is_in_the_table(book, table):
    heads = [cell.value for cell in book["Hours"][1]]
    row = [cell.value for cell in book["Hours"][3 + 20]]
    assert row[heads.index("Demand")] == table["demand_kw"][20]
    assert row[0] == "01-01 20:00"


def test_no_cell_is_an_error_or_a_formula(book):
    for sheet in book:
        assert sheet.freeze_panes == "B3", sheet.title
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}, sheet.title


def test_a_bare_year_has_a_workbook_too(bare):
    book = read(columns(bare), year_payload(bare), bare)
    assert "Money" not in book.sheetnames
    assert "Hours" in book.sheetnames


def rendered(monkeypatch, data, width: int = 100, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    monkeypatch.setenv("COLUMNS", str(width))
    prepare()
    show(page_console(), year_page(data))
    sys.stdout.flush()
    return raw.getvalue().decode(encoding)


def test_the_page_fits_a_screen(monkeypatch, year_data):
    lines = rendered(monkeypatch, year_data).splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("width", [80, 100, 120])
def test_energy_performance_money_and_what_binds_are_on_the_page(monkeypatch, year_data, width):
    text = rendered(monkeypatch, year_data, width)
    assert "…" not in text
    flat = " ".join(text.split())
    energy = year_data["energy_mwh"]
    for asked in ("SYNTHETIC WEATHER", year_data["verdict"]["headline"], f"{energy['it']:,.0f} MWh electric", "ERF", "K h",
                  "both together, gas boilers", "heat-aware rule", "the boiler is at its capacity", "Jan–Mar"):  # fmt: skip
        assert asked in flat, asked
    assert not re.search(r"\b(None|nan)\b", text)


def test_an_old_terminal_gets_plain_words(monkeypatch, year_data):
    text = rendered(monkeypatch, year_data, encoding="ascii")
    assert "?" not in text


def test_a_bare_year_has_a_page_too(monkeypatch, bare):
    text = rendered(monkeypatch, year_payload(bare))
    assert "Money" not in text
    assert "KPI" in text
