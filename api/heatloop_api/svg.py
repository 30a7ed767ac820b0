"""SVG as text: one element at a time, every attribute and text escaped, numbers short and always written the same way."""

from collections.abc import Iterable, Sequence
from html import escape

Point = tuple[float, float]
Attribute = str | float | int


def number(value: float) -> str:
    """Write a coordinate with at most one decimal, so that equal pictures are equal bytes.

    >>> number(12.0), number(0.25), number(-0.01)
    ('12', '0.2', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, *children: str, **attributes: Attribute) -> str:
    """Write one element; children are finished fragments (see `text` for words), ``class_`` and ``stroke_width`` lose their underscore.

    >>> element("circle", cx=1.0, cy=2, r=3, class_="pump")
    '<circle cx="1" cy="2" r="3" class="pump"/>'
    """
    words = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{tag}{words}>{''.join(children)}</{tag}>" if children else f"<{tag}{words}/>"


def text(words: str, x: float, y: float, **attributes: Attribute) -> str:
    """Write words at a place; whatever they contain stays text.

    >>> text("a<b", 1, 2, class_="label")
    '<text x="1" y="2" class="label">a&lt;b</text>'
    """
    return element("text", escape(words), x=x, y=y, **attributes)


def group(children: Iterable[str], **attributes: Attribute) -> str:
    """Put fragments into one group."""
    return element("g", *children, **attributes)


def title(words: str) -> str:
    """Write the tooltip and the name that a screen reader says."""
    return element("title", escape(words))


def path(points: Sequence[Point], *, closed: bool = False, **attributes: Attribute) -> str:
    """Draw a line through points.

    >>> path([(0, 0), (1, 0.5)], class_="pipe")
    '<path d="M0 0L1 0.5" class="pipe"/>'
    """
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", d=f"M{steps}{'Z' if closed else ''}", **attributes)


def _value(value: Attribute) -> str:
    return escape(value) if isinstance(value, str) else number(value)
