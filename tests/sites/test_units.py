"""Quantities at the edge, with pint as second opinion on every unit."""

import copy
import math
import pickle
import typing

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from heatloop_sites import units
from heatloop_sites.messages import block_in
from heatloop_sites.quantity import Typed, Unit
from heatloop_sites.reference import unit_of
from heatloop_sites.rows import MachineRow, PipeSize, PlateRow, PumpRow
from heatloop_sites.schema import Site
from heatloop_sites.unit_table import UnknownUnit, known_units, measure

QUANTITIES = {name: value for name, value in vars(units).items() if isinstance(value, Unit)}
PINT_NAMES = {
    "t": "metric_ton", "ha": "hectare", "d": "day", "mL": "milliliter", "gal": "gallon", "gpm": "gallon/minute",
    "LPM": "liter/minute", "lpm": "liter/minute", "cP": "centipoise", "°": "degree", "%": "percent", "l": "liter",
    "delta_degC": "delta_degC", "delta_degF": "delta_degF",
}  # fmt: skip
OURS_ALONE = {
    "hash",
    "GH",
    "TH",
    "PH",
    "EH",
    "currency",
    "rpm",
}  # pint has no hashes and money; its rpm is an angular velocity
BASE = {"kg": "[mass]", "m": "[length]", "s": "[time]", "K": "[temperature]"}


@pytest.fixture(scope="module")
def pint_registry():
    return pint.UnitRegistry()


@pytest.mark.parametrize("name", sorted(set(known_units()) - OURS_ALONE))
def test_every_unit_has_the_factor_and_the_dimension_that_pint_gives_it(name, pint_registry):
    theirs = pint_registry.Quantity(1.0, PINT_NAMES.get(name, name)).to_base_units()
    factor, dimension = measure(name)
    if "deg" in dict(dimension):  # pint calls an angle a number, in radian
        assert factor * math.pi / 180.0 == pytest.approx(theirs.magnitude, rel=1e-12)
        return
    assert factor == pytest.approx(theirs.magnitude, rel=1e-12)
    assert {BASE[base]: power for base, power in dimension} == dict(theirs.dimensionality)


@pytest.mark.parametrize(
    "expression", ["m2*K/W", "J/(kg*K)", "W/(m2*K)", "kg/m3", "kW*h/m2", "g/kWh", "Pa*s", "W/(m*K)"]
)
def test_a_compound_unit_is_read_as_pint_reads_it(expression, pint_registry):
    theirs = pint_registry(expression.replace("m2", "m**2").replace("m3", "m**3")).to_base_units()
    assert measure(expression)[0] == pytest.approx(theirs.magnitude, rel=1e-12)


@pytest.mark.parametrize(
    ("short", "plain"), [("W/m2K", "W/m2/K"), ("J/kgK", "J/kg/K"), ("W/mK", "W/m/K"), ("m2K/W", "m2*K/W")]
)
def test_the_short_writings_of_engineers_mean_what_engineers_mean(short, plain):
    assert measure(short) == measure(plain)


@pytest.mark.parametrize("text", ["32 degF", "-40 degF", "212 °F", "75 degC", "-40.7 °C"])
def test_temperatures_are_pints(text, pint_registry):
    number, unit = text.split()
    theirs = pint_registry.Quantity(float(number), unit.replace("°", "deg")).to("degC").magnitude
    assert units.TEMPERATURE.parse(text) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_understands_its_own_example_and_all_units_it_names(name):
    unit = QUANTITIES[name]
    assert math.isfinite(unit.parse(unit.example))
    for each in unit.accepts:
        assert unit.parse(f"0.001 {each.replace('currency', 'USD')}") > 0.0 or unit in {units.TEMPERATURE, units.YEARS}


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        (units.POWER, "8.2 kW", 8200.0),
        (units.POWER, "8.2kW", 8200.0),
        (units.POWER, "8.2e3 W", 8200.0),
        (units.FLOW, "12 L/min", 0.0002),
        (units.FLOW, "260 m3/h", 260.0 / 3600.0),
        (units.FLOW, "260 m³/h", 260.0 / 3600.0),
        (units.PRESSURE, "18.4 psi", 126863.53),
        (units.FOULING, "0.00002 m2*K/W", 2e-5),
        (units.FOULING, "2e-5 m²K/W", 2e-5),
        (units.SHARE, "90 %", 0.9),
        (units.AREA, "2 ha", 20000.0),
        (units.DIFFERENCE, "9 delta_degF", 5.0),
        (units.HEAT_CAPACITY, "4.01 kJ/kgK", 4010.0),
        (units.HASHRATE, "0.46 PH/s", 460.0),
        (units.HASH_PRICE, "0.045 USD/TH/s/d", 45.0),
        (units.ENERGY_PRICE, "35 USD/MWh", 0.035),
        (units.ENERGY_PRICE, "-5 EUR/MWh", -0.005),
        (units.LENGTH, "2 inch", 0.0508),
    ],
)
def test_a_quantity_becomes_a_number_in_the_unit_of_its_field(unit, text, value):
    assert unit.parse(text) == pytest.approx(value, rel=1e-7)


@pytest.mark.parametrize(
    ("unit", "raw", "message"),
    [
        (units.POWER, 8.2, "has no unit: a power is expected, in W, kW or MW, for example 8.2 kW"),
        (units.POWER, "8.2", "has no unit"),
        (units.POWER, "8.2 m", "does not fit: a power is expected"),
        (units.POWER, "8.2 kw", "unknown unit 'kw'; write kW"),
        (units.POWER, "8.2 horses", "unknown unit 'horses'; write W, kW or MW"),
        (units.POWER, "2,657 kW", "comma or gap"),
        (units.POWER, "2 657 kW", "comma or gap"),
        (units.POWER, "2'657 kW", "comma or gap"),
        (units.POWER, "2,5 kW", "comma or gap"),
        (units.POWER, "nan kW", "not a finite number"),
        (units.POWER, float("nan"), "not a finite number"),
        (units.POWER, "inf kW", "not a finite number"),
        (units.POWER, "1e999 kW", "not a finite number"),
        (units.POWER, "-3 kW", "must be at least 0 W"),
        (units.POWER, True, "must be text"),
        (units.POWER, ("8 kW",), "must be text"),
        (units.POWER, "about 8 kW", "is no number with a unit"),
        (units.POWER, "", "is left open"),
        (units.POWER, "auto", "is left open"),
        (units.POWER, "8 kW^9^9^9", "unknown unit"),
        (units.POWER, "8 " + "kW*" * 50 + "kW", "unknown unit"),
        (units.POWER, "8 kW\n", None),
        (units.TEMPERATURE, "75 K", "is no temperature"),
        (units.TEMPERATURE, "-300 degC", "must be between -90 degC and 250 degC"),
        (units.DIFFERENCE, "3 degC", "a temperature difference is written in K"),
        (units.DIFFERENCE, "0 K", "must be greater than 0 K"),
        (units.SHARE, "0.9", "has no unit"),
        (units.SHARE, "190 %", "must be between 0 % and 100 %"),
        (units.ENERGY_PRICE, "0.035 USD", "does not fit"),
        (units.ENERGY_PRICE, "0.035 XAU/kWh", "is no price"),
        (units.ENERGY_PRICE, "0.035 /kWh", "is no price"),
    ],
)
def test_a_bad_quantity_is_refused_with_a_sentence_that_helps(unit, raw, message):
    if message is None:
        assert unit.parse(raw) == 8000.0  # blanks at the ends do no harm
        return
    with pytest.raises(PydanticCustomError) as refusal:
        unit.parse(raw)
    assert message in refusal.value.message()


@given(st.text(max_size=30))
def test_no_text_at_all_breaks_the_parser(text):
    for unit in (units.POWER, units.TEMPERATURE, units.ENERGY_PRICE):
        try:
            value = unit.parse(text)
        except PydanticCustomError:
            continue
        assert math.isfinite(value)


@given(st.text(alphabet="kWmK2/*()-^ °%", max_size=12))
def test_no_unit_expression_breaks_the_table(text):
    try:
        factor, _ = measure(text)
    except UnknownUnit:
        return
    assert factor > 0.0


def test_a_typed_number_is_a_float_that_remembers_how_it_was_written():
    typed = units.ENERGY_PRICE.parse(" 0.035 USD/kWh ")
    assert typed * 2.0 == 0.07
    assert (typed.text, typed.currency) == ("0.035 USD/kWh", "USD")
    for twin in (copy.deepcopy(typed), pickle.loads(pickle.dumps(typed))):
        assert (twin, twin.text, twin.currency) == (typed, typed.text, typed.currency)
    assert isinstance(typed, Typed)


def fields(block, seen):
    """Every field of every block of the schema, once."""
    if block in seen:
        return
    seen.add(block)
    for name, field in block.model_fields.items():
        yield block, name, field
        inner = block_in(field.annotation)
        if inner is not None:
            yield from fields(inner, seen)


def all_fields():
    seen = set()
    return [found for top in (Site, MachineRow, PlateRow, PumpRow, PipeSize) for found in fields(top, seen)]


def test_a_field_with_a_unit_has_it_at_the_end_of_its_name_and_no_other_field_has():
    wrong = []
    for block, name, field in all_fields():
        unit = unit_of(field)
        key = field.alias or name
        if unit is not None and (not name.endswith(unit.suffix) or key != name.removesuffix(unit.suffix)):
            wrong.append(f"{block.__name__}.{name} should end in {unit.suffix!r}")
        if unit is None and key != name:
            wrong.append(f"{block.__name__}.{name} ends like a quantity")
    assert not wrong


def test_an_example_in_the_schema_is_a_good_value():
    tried = 0
    for _, _, field in all_fields():
        unit = unit_of(field)
        if unit is not None:
            for example in field.examples or [unit.example]:
                unit.parse(example)
                tried += 1
    assert tried > 80


def test_all_units_named_to_users_are_in_the_table():
    hints = typing.get_type_hints(Unit)
    assert hints["accepts"] == tuple[str, ...]
    assert set(known_units()) > {"W", "kW", "K", "bar", "ha", "psi", "gpm", "ft", "inch", "year"}
