"""The workbook: numbers are numbers, text is never a formula, heads stay in view, same input same bytes."""

import dataclasses
import io

import pytest
from openpyxl import load_workbook

from heatloop_api.payload import payload
from heatloop_api.report.xlsx import workbook


@pytest.fixture(scope="module")
def book(data):
    return load_workbook(io.BytesIO(workbook(data)))


def test_the_sheets_are_those_promised(book):
    assert book.sheetnames == [
        "Summary",
        "Loops",
        "Exchangers",
        "Pumps",
        "Head budget",
        "Limits",
        "Parts",
        "Findings",
        "Sources",
    ]


def test_heads_and_units_stay_in_view(book):
    for sheet in book:
        assert sheet.freeze_panes == "B3", sheet.title
        assert sheet["A1"].value
    units = [cell.value for cell in book["Loops"][2]]
    assert {"kW", "°C", "kg/s", "kPa"} <= set(units)


def test_numbers_are_numbers(book, data):
    heads = [cell.value for cell in book["Exchangers"][1]]
    row = [cell.value for cell in book["Exchangers"][3]]
    ua = row[heads.index("UA")]
    assert ua == pytest.approx(data["loops"][0]["exchanger"]["ua_kw_k"])
    cells = {row[0].value: row[1].value for row in book["Summary"].iter_rows(min_row=3)}
    assert cells["Machines, electric"] == pytest.approx(2952.0)
    assert cells["Target reached"] == "yes"


def test_every_finding_and_source_is_listed(book, data):
    assert book["Findings"].max_row - 2 == len(data["findings"])
    assert book["Sources"].max_row - 2 == len(data["sources"])
    assert book["Parts"].max_row - 2 == len(data["parts"])


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_becomes_a_formula_or_a_link(make_design, start):
    evil = start + 'HYPERLINK("http://example.org","x")'
    design = make_design(title=evil)
    sinks = (dataclasses.replace(design.plant.sinks[0], name=evil),)
    design = dataclasses.replace(design, plant=dataclasses.replace(design.plant, sinks=sinks))
    data = payload(design, "x")
    data["findings"].append({"severity": "info", "code": "x", "text": evil})
    read = load_workbook(io.BytesIO(workbook(data)))
    found = [cell for sheet in read for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert len(found) == 2
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.hyperlink is None for cell in found)


def test_the_same_design_gives_the_same_bytes_on_any_day(data, book):
    assert workbook(data) == workbook(data)
    assert book.properties.created.year == 2000


def test_a_plant_without_heat_has_a_workbook_too(cold_design):
    read = load_workbook(io.BytesIO(workbook(payload(cold_design, "x"))))
    assert read["Exchangers"].max_row == 2
    assert read["Loops"].max_row == 4
