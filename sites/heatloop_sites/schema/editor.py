"""The schema as JSON Schema, tidied up so that an editor shows what a person needs."""

from typing import Any

from heatloop_sites.schema.site import Site

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = "One place: machines, loops, exchangers, sinks, prices, control. Every key is explained in docs/site-file.md."


def site_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a site file, with descriptions, units and examples.

    It knows shapes and units; the rules between keys are for `heatloop_sites.load.load`.

    >>> schema = site_schema()
    >>> schema["$defs"]["Tank"]["properties"]["volume"]["description"]
    'water in the tank: a volume (m3 or L), above 0 m3'
    """
    schema: dict[str, Any] = _tidy(Site.model_json_schema(by_alias=True, mode="validation"))
    return {"$schema": DIALECT, **schema, "title": "heatloop site file", "description": ABOUT}


def _tidy(node: Any) -> Any:
    """Without nulls (an optional key is left out, never empty) and generated titles; units in the description."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    options = [each for each in node.get("anyOf", ()) if each != {"type": "null"}]
    if len(options) == 1:
        node = {**options[0], **{key: each for key, each in node.items() if key != "anyOf"}}
    elif options:
        node = {**node, "anyOf": options}
    node = {key: _tidy(each) for key, each in node.items() if not (key == "title" and isinstance(each, str))}
    if node.get("default", ...) is None:
        del node["default"]
    if isinstance(node.get("unit"), str):
        unit = node.pop("unit")
        node["description"] = f"{node['description']}: {unit}" if "description" in node else unit
    return node
