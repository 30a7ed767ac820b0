"""The schema as JSON Schema and as a page: both say what the loader does."""

import re
from pathlib import Path

import pytest

from heatloop_sites.load import shipped
from heatloop_sites.messages import block_in, explain, field_at
from heatloop_sites.parse import parse
from heatloop_sites.reference import reference
from heatloop_sites.rules import RULES
from heatloop_sites.schema import Site, site_schema

PAGE = Path(__file__).parents[2] / "docs" / "site-file.md"
SCHEMA = site_schema()


def nodes(node):
    """Every mapping in the JSON Schema."""
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from nodes(each)
    elif isinstance(node, list):
        for each in node:
            yield from nodes(each)


def errors(value, schema):
    """As much of JSON Schema as the site file's schema uses; yields what does not fit."""
    if "$ref" in schema:
        yield from errors(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema and all(list(errors(value, option)) for option in schema["anyOf"]):
        yield f"{value!r} fits none of {schema['anyOf']}"
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": tuple, "object": dict}
    types = schema.get("type", [])
    if types and not isinstance(value, tuple(kinds[each] for each in ([types] if isinstance(types, str) else types))):
        yield f"{value!r} is no {types}"
    elif isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{value!r} does not match {schema['pattern']}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']}"
    elif isinstance(value, dict) and "properties" in schema:
        yield from (f"{key} is missing" for key in schema.get("required", []) if key not in value)
        for key, each in value.items():
            yield from errors(each, schema["properties"][key]) if key in schema["properties"] else [f"{key} is unknown"]
    elif isinstance(value, tuple) and "items" in schema:
        for each in value:
            yield from errors(each, schema["items"])


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_site_fits_the_json_schema(name):
    import heatloop_sites

    text = (Path(heatloop_sites.__path__[0]) / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    assert not list(errors(parse(text, name).data, SCHEMA))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("count: 360", "count: many"),
        ("approach: 3 K", "approach: 3"),
        ("approach: 3 K", "aproach: 3 K"),
        ("fluid: water", "fluid: oil"),
        ("kind: gasketed", "kind: welded"),
    ],
)
def test_the_json_schema_refuses_what_an_editor_should_underline(bitforest, edit, old, new):
    assert list(errors(parse(edit(bitforest, (old, new)), "x").data, SCHEMA))


def test_the_json_schema_says_what_it_is_and_has_no_nulls_and_no_open_mapping():
    assert SCHEMA["$schema"].endswith("2020-12/schema")
    assert (SCHEMA["title"], SCHEMA["type"]) == ("heatloop site file", "object")
    for node in nodes(SCHEMA):
        assert node.get("type") != "null"
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
        for key, each in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            assert each.get("description"), f"{key} is not described"


def test_every_pattern_in_the_json_schema_fits_its_examples():
    fitted = 0
    for node in nodes(SCHEMA):
        if isinstance(node.get("pattern"), str):
            for example in node.get("examples", []):
                assert re.search(node["pattern"], example), (node["pattern"], example)
                fitted += 1
    assert fitted > 80


def test_the_page_on_the_site_file_is_the_one_that_the_schema_writes():
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "write it again: python -m heatloop_sites.reference > docs/site-file.md"
    )


def test_every_key_is_described_with_what_is_expected_of_it():
    rows = [line.split(" | ") for line in reference().splitlines() if line.startswith("| `")]
    assert len(rows) > 150
    for row in rows:
        assert len(row) == 4, row
        assert row[1].strip(), row
        assert row[3].strip(" |") not in {"", "None"}, row


def test_keys_are_found_in_the_schema_by_their_place():
    assert (
        field_at(("source_loops", 0, "sources", 3, "flow", "min")).description == "least flow that one machine allows"
    )
    assert field_at(("nonsense",)) is None
    assert field_at(("header", "target", "deeper")) is None


def test_every_rule_is_for_a_block_that_stands_in_the_schema():
    found = set()

    def visit(block):
        if block not in found:
            found.add(block)
            for field in block.model_fields.values():
                inner = block_in(field.annotation)
                if inner is not None:
                    visit(inner)

    visit(Site)
    assert set(RULES) <= found


def test_a_finding_of_pydantic_that_we_have_no_words_for_still_gets_a_sentence():
    error = {"type": "date_parsing", "loc": ("site",), "msg": "Input is no date", "input": 3, "ctx": {}}
    assert explain(error) == "is not valid: Input is no date (got 3)"
