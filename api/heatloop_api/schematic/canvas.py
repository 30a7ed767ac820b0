"""The sheet that a schematic is drawn on: three layers, so that pipes lie under parts and parts under instruments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from heatloop_api.svg import Point, element, group, path, text, title

INK = "#2b3138"
LINE = "#57616b"
STYLE = f"""
.schematic {{ font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; fill: {INK}; }}
.schematic .pipe {{ fill: none; stroke: {LINE}; stroke-width: 3; stroke-linejoin: round; }}
.schematic .cool {{ stroke: #98a1aa; }}
.schematic .jump {{ fill: none; stroke: #fff; stroke-width: 9; }}
.schematic .arrow {{ fill: {LINE}; }} .schematic .arrow.cool {{ fill: #98a1aa; }}
.schematic .part {{ fill: #eceef0; stroke: {INK}; stroke-width: 1.4; stroke-linejoin: round; }}
.schematic .detail {{ fill: none; stroke: {INK}; stroke-width: 1.1; stroke-linejoin: round; }}
.schematic .solid {{ fill: {INK}; }}
.schematic .standby .part {{ fill: #fff; stroke-dasharray: 3 2.4; }} .schematic .standby .solid {{ fill: #fff; stroke: {INK}; }}
.schematic .leader {{ stroke: {INK}; stroke-width: 0.8; }}
.schematic .balloon {{ fill: #fff; stroke: {INK}; stroke-width: 1.1; }}
.schematic .tag {{ font-size: 10.8px; text-anchor: middle; }}
.schematic .value {{ font-size: 14px; font-weight: 600; text-anchor: middle; }}
.schematic .name {{ font-size: 13.5px; font-weight: 600; }} .schematic .small {{ font-size: 12px; fill: #4a535c; }}
.schematic .middle {{ text-anchor: middle; }} .schematic .end {{ text-anchor: end; }}
.schematic .abnormal .balloon {{ stroke: #b3261e; stroke-width: 2.6; }} .schematic .abnormal .value {{ fill: #b3261e; }}
.schematic .flag {{ fill: #b3261e; display: none; }} .schematic .abnormal .flag {{ display: inline; }}
"""


@dataclass
class Canvas:
    """A sheet being drawn; `values` are printed beside tags, tags in `abnormal` are marked by shape and colour."""

    values: Mapping[str, str]
    abnormal: frozenset[str] = frozenset()
    pipes: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    instruments: list[str] = field(default_factory=list)

    def pipe(self, *points: Point, cool: bool = False, arrows: Sequence[float] = ()) -> None:
        """Draw a pipe along points, with arrows at fractions of its last leg."""
        self.pipes.append(path(points, class_="pipe cool" if cool else "pipe"))
        for share in arrows:
            self.pipes.append(_arrow(points[-2], points[-1], share, cool=cool))

    def gap(self, x: float, y: float) -> None:
        """Interrupt a vertical pipe where a level one crosses it unconnected: draw the gap before the level pipe."""
        self.pipes.append(path(((x - 7, y), (x + 7, y)), class_="jump"))

    def part(self, tag: str, what: str, *fragments: str, standby: bool = False) -> None:
        """Add a piece of equipment: one group that carries the tag as its id."""
        css = "equipment standby" if standby else "equipment"
        self.parts.append(group((title(f"{tag}: {what}"), *fragments), id=tag, class_=css))

    def instrument(self, tag: str, at: Point, pipe_y: float, what: str) -> None:
        """Add a balloon at a place, with a leader straight to the pipe at `pipe_y` and the value on its far side."""
        x, y = at
        letters, _, number = tag.partition("-")
        away = -1.0 if y < pipe_y else 1.0
        value_y = y - 21.0 if away < 0 else y + 31.0
        fragments = (
            title(f"{tag}: {what}"),
            element("line", x1=x, y1=y, x2=x, y2=pipe_y, class_="leader"),
            element("circle", cx=x, cy=y, r=16, class_="balloon"),
            path(((x + 20, y + 6), (x + 34, y + 6), (x + 27, y - 7)), closed=True, class_="flag"),
            text(letters, x, y - 1.3, class_="tag"),
            text(number, x, y + 9.7, class_="tag"),
            text(self.values.get(tag, ""), x, value_y, class_="value", id=f"{tag}-value"),
        )
        css = "instrument abnormal" if tag in self.abnormal else "instrument"
        self.instruments.append(group(fragments, id=tag, class_=css))

    def words(self, words: str, x: float, y: float, css: str) -> None:
        """Write words among the parts."""
        self.parts.append(text(words, x, y, class_=css))


def _arrow(start: Point, end: Point, share: float, *, cool: bool) -> str:
    (x0, y0), (x1, y1) = start, end
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-9)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
    tip = (x + 7 * ux, y + 7 * uy)
    left, right = (x - 5 * ux - 5.5 * uy, y - 5 * uy + 5.5 * ux), (x - 5 * ux + 5.5 * uy, y - 5 * uy - 5.5 * ux)
    return path((tip, left, right), closed=True, class_="arrow cool" if cool else "arrow")
