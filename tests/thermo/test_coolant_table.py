import numpy as np
import pytest

from heatloop_thermo.errors import OutOfRange, ThermoError
from heatloop_thermo.properties import glycol, pg25, table_coolant, water

PROPERTIES = ("density", "heat_capacity", "viscosity", "conductivity")
T_C = np.linspace(5.0, 95.0, 10)


def digits(values, count):
    return np.array([float(f"{value:.{count}g}") for value in values])


def table(coolant, t_c=T_C, count=4):
    """The coolant as a maker would print it."""
    s = coolant.state(np.asarray(t_c, dtype=float))
    return {
        "name": "maker's table",
        "t_c": np.asarray(t_c, dtype=float),
        "density_kg_m3": digits(s.density_kg_m3, count),
        "heat_capacity_j_kgk": digits(s.heat_capacity_j_kgk, count),
        "viscosity_pa_s": digits(s.viscosity_pa_s, count),
        "conductivity_w_mk": digits(s.conductivity_w_mk, count),
        "freeze_c": coolant.freeze_c,
        "source": "sheet 0623",
        "verified": "manufacturer",
    }


COLUMNS = dict(
    zip(PROPERTIES, ("density_kg_m3", "heat_capacity_j_kgk", "viscosity_pa_s", "conductivity_w_mk"), strict=True)
)


def with_row(rows, column, i, value):
    changed = np.array(rows[column])
    changed[i] = value
    return rows | {column: changed}


def test_a_table_printed_from_pg25_is_pg25_again():
    again, t_c = table_coolant(**table(pg25())), np.linspace(5.0, 95.0, 181)
    for column in COLUMNS.values():
        assert getattr(again, column)(t_c) == pytest.approx(getattr(pg25(), column)(t_c), rel=2e-3)
    assert again.temperature_c(again.enthalpy_j_kg(61.0)) == pytest.approx(61.0, abs=1e-10)
    assert (again.t_low_c, again.t_high_c, again.verified) == (5.0, 95.0, "manufacturer")
    assert again == table_coolant(**table(pg25()))


def test_the_stated_error_is_the_distance_from_the_rows():
    rows = table(water(), count=3)
    coolant = table_coolant(**rows)
    for name, column in COLUMNS.items():
        off = np.max(np.abs(getattr(coolant, column)(T_C) / rows[column] - 1.0))
        assert coolant.fit_error[name] == pytest.approx(off, rel=1e-6, abs=1e-12)
        assert 0.0 < off < 0.01


@pytest.mark.parametrize("coolant", [water(), pg25(), glycol("MPG", 0.5), glycol("MEG", 0.3)], ids=lambda c: c.name)
@pytest.mark.parametrize("rows", [5, 6, 8, 12, 20])
@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("span", [(5.0, 95.0), (20.0, 80.0), (0.5, 60.0)])
def test_an_honest_table_is_never_refused(coolant, rows, count, span):
    table_coolant(**table(coolant, np.linspace(*span, rows), count))


def test_four_rows_are_enough_for_a_modest_span():
    coolant = table_coolant(**table(pg25(), [20.0, 40.0, 60.0, 80.0]))
    assert coolant.viscosity_pa_s(50.0) == pytest.approx(pg25().viscosity_pa_s(50.0), rel=0.02)


@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("factor", [0.9, 1.1])
@pytest.mark.parametrize("coolant", [water(), pg25()], ids=lambda c: c.name)
def test_a_tenth_too_much_or_too_little_in_any_row_is_found(coolant, name, factor):
    rows, column = table(coolant), COLUMNS[name]
    for i in range(T_C.size):
        # viscosity is so steep that a neighbour may be named
        where = "" if name == "viscosity" else f" at {T_C[i]:g} °C: the table has"
        with pytest.raises(OutOfRange, match=f"{name} of maker's table{where}"):
            table_coolant(**with_row(rows, column, i, rows[column][i] * factor))


def test_the_message_names_the_row_what_it_has_and_what_the_others_say():
    rows = table(pg25())
    assert rows["density_kg_m3"][6] == 999.9
    with pytest.raises(OutOfRange) as caught:
        table_coolant(**with_row(rows, "density_kg_m3", 6, 1099.9))
    message = str(caught.value)
    assert message.startswith("density of maker's table at 65 °C: the table has 1099.9, the other rows lead to 998.")
    assert "check for a typo" in message


@pytest.mark.parametrize(
    ("column", "factor", "hint"),
    [
        ("density_kg_m3", 1e-3, "g/cm3"),
        ("heat_capacity_j_kgk", 1e-3, "kJ"),
        ("viscosity_pa_s", 1e3, "mPa s"),
        ("conductivity_w_mk", 1e3, "mW"),
    ],
)
def test_a_table_in_another_unit_is_refused_with_the_likely_unit(column, factor, hint):
    rows = table(pg25())
    with pytest.raises(OutOfRange, match=hint):
        table_coolant(**(rows | {column: rows[column] * factor}))


def test_a_warm_table_in_milli_pascal_seconds_is_found_though_thick_cold_glycol_is_allowed():
    assert glycol("MPG", 0.6).viscosity_pa_s(-35.0) > 0.5
    table_coolant(**table(glycol("MPG", 0.6), np.linspace(-35.0, 10.0, 10)))
    rows = table(pg25(), np.linspace(60.0, 95.0, 8))
    assert np.all(1e3 * rows["viscosity_pa_s"] < 1.0)
    with pytest.raises(OutOfRange, match="at 20 °C and above no pumpable coolant is thicker; is the table in mPa s"):
        table_coolant(**(rows | {"viscosity_pa_s": 1e3 * rows["viscosity_pa_s"]}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"t_c": T_C[::-1]}, "step between rows .* rise strictly"),
        ({"t_c": np.r_[T_C[:-1], T_C[-2]]}, "step between rows"),
        ({"t_c": np.r_[T_C[:-1], np.nan]}, "temperature in the table of maker's table = nan"),
        ({"t_c": T_C[:-1]}, "10 values for 9 temperatures"),
        ({"conductivity_w_mk": [0.5, 0.5, 0.5]}, "conductivity of maker's table has 3 values for 10"),
        ({"density_kg_m3": np.full(10, np.nan)}, "density of maker's table = nan"),
        ({"heat_capacity_j_kgk": np.full(10, -4000.0)}, "heat_capacity of maker's table = -4000"),
        ({"viscosity_pa_s": np.zeros(10)}, "viscosity of maker's table = 0"),
        ({"freeze_c": 10.0}, "must not begin below freezing"),
        ({"freeze_c": np.nan}, "freeze_c of maker's table = nan"),
    ],
)
def test_a_table_that_is_no_table_is_refused(change, message):
    with pytest.raises(OutOfRange, match=message):
        table_coolant(**(table(pg25()) | change))


def test_three_rows_are_too_few():
    with pytest.raises(OutOfRange, match="rows in the table of maker's table = 3"):
        table_coolant(**table(pg25(), [20.0, 40.0, 60.0]))


def test_a_source_must_say_how_sure_it_is():
    with pytest.raises(ThermoError, match="'probably' of coolant maker's table is none of manufacturer, secondary"):
        table_coolant(**(table(pg25()) | {"verified": "probably"}))


def test_a_table_is_never_extrapolated():
    coolant = table_coolant(**table(pg25()))
    for t_c, why in ((4.99, "data end at 5 °C, freezes at -9.97"), (95.01, "data end at 95 °C")):
        with pytest.raises(OutOfRange, match=why):
            coolant.density_kg_m3(t_c)


def test_a_property_may_be_constant():
    coolant = table_coolant(**(table(pg25()) | {"heat_capacity_j_kgk": np.full(10, 4000.0)}))
    assert coolant.heat_capacity_j_kgk(50.0) == pytest.approx(4000.0)
    assert coolant.enthalpy_j_kg(60.0) - coolant.enthalpy_j_kg(50.0) == pytest.approx(40_000.0)
