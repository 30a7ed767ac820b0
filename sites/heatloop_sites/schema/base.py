"""What every block of a site file has in common: strict keys, and a mark that says where numbers come from."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator
from pydantic_core import core_schema

from heatloop_sites.units import suffixes

Verified = Literal["manufacturer", "secondary", "estimate"]
Text = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\s/\[\]](?:[^/\[\]\n]*[^\s/\[\]])?$")]
SLUG = r"^[a-z0-9][a-z0-9-]{0,39}$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Count = Annotated[int, Field(gt=0, le=1_000_000)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def key_of(field: str) -> str:
    """Key in the site file of a field: its name without the unit at the end.

    >>> key_of("design_load_w"), key_of("count")
    ('design_load', 'count')
    """
    return next((field.removesuffix(suffix) for suffix in suffixes() if field.endswith(suffix)), field)


class Block(BaseModel):
    """A mapping in a site file: only known keys, values never coerced, nothing changes afterwards.

    Validation notes every valid block in the list ``context``, with the mapping it was read from. So the rules of
    `heatloop_sites.rules` can judge the good parts of a file that has faults elsewhere, and report all at once.
    """

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False, alias_generator=key_of, defer_build=True
    )

    @model_validator(mode="wrap")
    @classmethod
    def _note(cls, raw: Any, handler: Callable[[Any], Self], info: ValidationInfo) -> Self:
        block = handler(cls._spelled_out(raw))
        if info.context is not None and isinstance(raw, Mapping):
            info.context.append((raw, block))
        return block

    @classmethod
    def _spelled_out(cls, raw: Any) -> Any:
        return raw


class Mark(Block):
    """A block whose numbers come from outside: it names who says so, or why the value was assumed."""

    source: Text | None = Field(None, description="who says so: data sheet, article, weather file")
    verified: Verified | None = Field(None, description="how well: by the maker, seen second-hand, or an estimate")
    assumption: Text | None = Field(None, description="why this value, where nobody has published one")

    @property
    def marked(self) -> bool:
        """Whether the block says anything about the origin of its numbers."""
        return self.source is not None or self.assumption is not None


class Short(Mark):
    """A marked block that may also be written as the bare value of its key ``value``."""

    @classmethod
    def _spelled_out(cls, raw: Any) -> Any:
        return raw if isinstance(raw, Mapping) else {"value": raw}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        """Offer both ways of writing it to an editor."""
        block = handler.resolve_ref_schema(handler(core))
        value = block["properties"]["value"]
        return {"anyOf": [value, {k: v for k, v in block.items() if k != "title"}], "title": block.get("title", "")}
