"""The report of a year: one file that stands alone, shows everything, trusts nothing that a site file says."""

import dataclasses
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from pages import HOSTILE, Page

from heatloop_api.report.year_html import year_html
from heatloop_api.report.year_plot_carpet import carpet_svg
from heatloop_api.report.year_plot_energy import monthly_svg
from heatloop_api.year.payload import year_payload
from heatloop_api.year.table import columns


@pytest.fixture(scope="module")
def page(table, year_data) -> str:
    return year_html(table, year_data)


@pytest.fixture(scope="module")
def words(page) -> str:
    return " ".join(Page(page).words.split())


def test_the_page_needs_nothing_from_outside(page):
    read = Page(page)
    outside = [found for found in read.references if not found.startswith(("#", "data:image/png;base64,"))]
    assert outside == []
    assert "url(http" not in page
    assert "@import" not in page
    assert not {"script", "link", "iframe", "img", "object"} & set(read.tags)
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_ids_are_unique_and_references_lead_somewhere(page):
    read = Page(page)
    assert len(read.ids) == len(set(read.ids))
    assert {found[1:] for found in read.references if found.startswith("#")} <= set(read.ids)


def test_every_picture_is_there(page):
    assert page.count('class="plot"') == 8, "months, load, three carpets, area, cash, tornado"
    assert page.count('class="plot sankey"') == 1
    assert page.count("data:image/png;base64,") >= 3, "a carpet each"


def test_no_figure_is_none_or_nan(words):
    assert not re.search(r"\b(None|nan|NaN|inf)\b", words)


def test_what_a_customer_asks_for_is_there(words, year_data):
    verdict = year_data["verdict"]
    asked = (
        verdict["headline"], *verdict["sentences"], "Net present value", "against gas boilers", "plate exchanger", "heat-aware rule",
        "machines_off", "outside [°C]", "greenhouse [°C]", "this site", "740 m³/ha", "Load-duration", "nothing is published",
        "estimate", year_data["site_digest"], "Heating degree days", "Rejected by dry coolers", "below nought in", "Design load",
    )  # fmt: skip
    missing = [text for text in asked if text not in words]
    assert not missing


def test_synthetic_weather_is_marked_wherever_it_shows(page):
    assert page.count('class="badge"') >= 6
    assert "This weather is synthetic." in page


def test_a_bare_year_has_a_page_without_empty_sections(bare):
    table, data = columns(bare), year_payload(bare)
    text = year_html(table, data)
    read = Page(text)
    assert not {"money", "greenhouse", "dispatch", "investment"} & set(read.ids)
    assert text.count('class="plot"') == 4
    assert not re.search(r"\b(None|nan)\b", read.words)


def test_hostile_names_stay_text_and_measured_weather_has_no_mark(bare, make_design):
    weather = dataclasses.replace(
        bare.weather, name="<img src=x onerror=alert(1)>", source="a measured file", synthetic=False
    )
    year = dataclasses.replace(bare.year, design=make_design(title=HOSTILE))
    hostile = dataclasses.replace(bare, year=year, weather=weather)
    read = Page(year_html(columns(hostile), year_payload(hostile)))
    assert not {"script", "img"} & set(read.tags)
    assert HOSTILE in read.words
    assert "<img src=x onerror=alert(1)>" in read.words
    assert "a measured file" in read.words
    assert "synthetic" not in read.words


def test_the_same_figures_give_the_same_bytes(page, table, year_data):
    target_c = year_data["target_c"]
    assert carpet_svg(table["supply_c"], target_c, "supply [°C]", "supply", "Supply temperature over the year") in page
    assert monthly_svg(year_data["monthly"], "months", "Heat month by month") in page
