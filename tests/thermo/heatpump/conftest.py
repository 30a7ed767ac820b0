"""The refrigerants of the catalogue, and the duty of the racks, as all heat pump tests use them."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from heatloop_thermo.heatpump import Duty, RefrigerantData
from heatloop_thermo.properties import pg25, water

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def catalogue_rows():
    text = (ROOT / "sites/heatloop_sites/catalog/refrigerants.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)["refrigerants"]


def number(quantity, unit):
    value, given = str(quantity).split()
    assert given == unit
    return float(value)


@pytest.fixture(scope="session")
def catalogue(catalogue_rows):
    """Rows as the package takes them, by refrigerant."""
    return {
        row["refrigerant"]: RefrigerantData(
            row["refrigerant"],
            row["family"],
            float(row["gwp_100"]["value"]),
            row["safety_class"]["value"],
            number(row["discharge_max"]["value"], "degC"),
            number(row["pressure_max"]["value"], "bar") * 1e5,
            row.get("transcritical", False),
            row["source"],
            row["verified"],
        )
        for row in catalogue_rows
    }


@pytest.fixture(scope="session")
def rack_duty():
    """NVL72 racks: PG25 back at 55 degC and sent at 45 degC, greenhouse water from 55 to 75 degC."""
    return Duty(pg25(), 55.0, 45.0, water(), 55.0, 75.0, heat_w=1e6)
