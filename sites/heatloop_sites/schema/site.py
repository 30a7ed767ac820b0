"""A whole site, as typed: values in SI, every key known, nothing computed."""

import hashlib
import json
from typing import Any, Literal

from pydantic import Field, PrivateAttr

from heatloop_sites.problem import Origin
from heatloop_sites.schema.base import Block
from heatloop_sites.schema.control import Control
from heatloop_sites.schema.dispatch import Dispatch
from heatloop_sites.schema.money import Economics
from heatloop_sites.schema.place import Place
from heatloop_sites.schema.plant import Boiler, DryCooler, Header, Sink, SourceLoop, Tank
from heatloop_sites.schema.weather import WeatherSource

FORMAT = 1


class Site(Block):
    """One place: machines, loops, exchangers, sinks, prices, control.

    Make one with `heatloop_sites.load.load`; it applies the rules that no single key can show. ``origin`` knows the file and
    line of every key, so that whatever goes wrong later can still be pointed at.
    """

    heatloop: Literal[1] = Field(description="version of this format", examples=[FORMAT])
    site: Place = Field(description="name and position")
    source_loops: tuple[SourceLoop, ...] = Field(
        min_length=1, description="closed loops with machines, in parallel on the header"
    )
    header: Header = Field(description="the circuit between exchangers and sinks")
    sinks: tuple[Sink, ...] = Field(min_length=1, description="users of the heat, in parallel on the header")
    tank: Tank | None = Field(None, description="buffer tank")
    dry_cooler: DryCooler | None = Field(None, description="rejects what nobody wants")
    boiler: Boiler | None = Field(None, description="back-up and top-up")
    weather: WeatherSource | None = Field(None, description="hours of the year; the year needs them")
    economics: Economics | None = Field(None, description="prices and rates; the year needs them")
    dispatch: Dispatch | None = Field(None, description="when the machines run (default: always)")
    control: Control = Field(default_factory=Control, description="settings of the controller")

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def origin(self) -> Origin:
        """Where each key stands."""
        return self._origin

    @property
    def digest(self) -> str:
        """Fingerprint of what the site says: SHA-256 of its values, first 16 hex digits.

        Comments, layout, the order of keys and the choice of units do not change it, values do.
        """
        values = _canonical(self.model_dump(by_alias=True, exclude_unset=True))
        text = json.dumps(values, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def read_from(self, origin: Origin) -> "Site":
        """Give the same site that knows where its keys stand."""
        copy = self.model_copy()
        object.__setattr__(copy, "__pydantic_private__", {"_origin": origin})
        return copy


def _canonical(value: Any) -> Any:
    """Plain data in which "8.2 kW" and "8200 W" are the same, round-off of the conversion included."""
    if isinstance(value, dict):
        return {key: _canonical(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_canonical(each) for each in value]
    return f"{value:.12g}" if isinstance(value, float) else value
