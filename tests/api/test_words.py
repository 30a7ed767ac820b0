"""When a design fails, and which limits are the tightest: what exit code and page are built on."""

import pytest

from heatloop_api.words import tightest, verdict_fails


def limit(code: str, margin: float, top: float, unit: str) -> dict:
    return {"code": code, "text": code, "value": top - margin, "limit": top, "unit": unit, "margin": margin}


@pytest.mark.parametrize(
    ("reached", "severity", "fails"),
    [
        (True, "info", False),
        (True, "warning", False),
        (True, "error", True),
        (False, "info", True),
        (False, "error", True),
    ],
)
def test_a_design_fails_if_the_target_is_missed_or_any_finding_is_an_error(reached, severity, fails):
    data = {"verdict": {"reached": reached}, "findings": [{"severity": "info"}, {"severity": severity}]}
    assert verdict_fails(data) is fails


def test_broken_limits_come_first_then_the_binding_one_then_the_least_margins():
    rows = [
        limit("wide", 5.0, 10.0, "kPa"),
        limit("inlet", 3.0, 72.0, "°C"),
        limit("outlet", 9.0, 80.0, "°C"),
        limit("flow", -0.1, 9.0, "L/min"),
        limit("drop", 0.3, 60.0, "kPa"),
    ]
    assert [row["code"] for row in tightest(rows, 4, "outlet")] == ["flow", "outlet", "drop", "inlet"]
    assert [row["code"] for row in tightest(rows, 2)] == ["flow", "drop"]


def test_of_several_limits_of_one_code_only_the_closest_binds():
    rows = [limit("outlet", 4.0, 80.0, "°C"), limit("outlet", 1.0, 75.0, "°C"), limit("drop", 6.0, 60.0, "kPa")]
    assert [row["margin"] for row in tightest(rows, 3, "outlet")] == [1.0, 6.0, 4.0]
