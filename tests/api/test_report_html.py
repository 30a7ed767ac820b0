"""The HTML report: one file that stands alone, shows everything, trusts nothing that a site file says."""

import dataclasses
import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pages import HOSTILE, Page

from heatloop_api.payload import payload
from heatloop_api.report.html import report_html
from heatloop_api.report.tq import profile
from heatloop_thermo.properties import glycol, water


@pytest.fixture(scope="module")
def page(design, data) -> str:
    return report_html(design, data)


def test_the_report_needs_nothing_from_outside(page):
    read = Page(page)
    assert [found for found in read.references if not found.startswith("#")] == []
    assert "url(http" not in page
    assert "@import" not in page
    assert not {"script", "link", "iframe", "img", "object"} & set(read.tags)
    outside = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert outside <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_ids_are_unique_and_references_lead_somewhere(make_design):
    design = make_design(3, 2)
    read = Page(report_html(design, payload(design, "x")))
    assert len(read.ids) == len(set(read.ids))
    assert {found[1:] for found in read.references} <= set(read.ids)


def test_every_exchanger_has_its_diagram(make_design, cold_design):
    design = make_design(3, 1)
    assert report_html(design, payload(design, "x")).count('class="plot"') == 3
    assert report_html(cold_design, payload(cold_design, "x")).count('class="plot"') == 0


def test_a_hostile_name_stays_text(make_design):
    design = make_design(title=HOSTILE)
    loop = design.loops[0]
    named = dataclasses.replace(loop, loop=dataclasses.replace(loop.loop, name="<img src=x onerror=alert(1)>"))
    design = dataclasses.replace(design, loops=(named,))
    read = Page(report_html(design, payload(design, "x")))
    assert not {"script", "img"} & set(read.tags)
    assert HOSTILE in read.words
    assert "49" not in re.findall(r"alert\(.title.\)</script>(\d+)", read.words)


def test_what_an_engineer_asks_for_is_there(page, data):
    words = " ".join(Page(page).words.split())
    for asked in ("2,952", "75 °C is reached directly", "pinch", "E-101", "P-101A", "source_outlet_max", "shop listing", "estimate",
                  "unpublished; about 10 K a machine", data["site_digest"], "martin", "the pump is chosen for"):  # fmt: skip
        assert asked in words, asked


def test_a_design_that_fails_says_so_without_colour(cold_design):
    text = report_html(cold_design, payload(cold_design, "x"))
    words = " ".join(Page(text).words.split())
    assert 'class="verdict bad"' in text
    assert "! 75.0 °C not reached" in words
    assert "no loop" not in words or "None" not in words
    assert "None" not in words


def test_the_same_design_gives_the_same_bytes(design, data, page):
    assert report_html(design, data) == page


def test_the_profile_ends_at_the_terminals_and_follows_enthalpy(data):
    hx = data["loops"][0]["exchanger"]
    hot, cold = glycol("MPG", 0.56), water()
    curve = profile(hx, hot, cold)
    ends = (curve.hot_c[0], curve.hot_c[-1], curve.cold_c[0], curve.cold_c[-1])
    assert ends == pytest.approx((hx["hot_out_c"], hx["hot_in_c"], hx["cold_in_c"], hx["cold_out_c"]), abs=1e-9)
    steps = np.diff(hot.enthalpy_j_kg(curve.hot_c))
    assert steps == pytest.approx(np.full_like(steps, steps.mean()), rel=1e-9)
    assert np.ptp(np.diff(curve.hot_c)) > 1e-5, "a straight line: cp would be constant"
    assert curve.pinch_k == pytest.approx(hx["pinch_k"], abs=1e-9)
