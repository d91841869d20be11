"""The map of neighbourhoods, drawn on the server: lines and dots beside colour, so that it says the same in black and white."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from django.utils.translation import gettext as _

from driehoek.engine.places import Spot
from driehoek.figures._map import MARGIN, SIDE, fitted, middle, size
from driehoek.figures.neighbourhoods.boundaries import Ring
from driehoek.figures.pictures.neighbourhoods import ByNeighbourhood, Spotted

_CLASSES = {Spot.HOT: "hot", Spot.COLD: "cold", Spot.NOT_APART: "plain", Spot.CANNOT_TELL: "unknown"}
# In a file of its own there is no style sheet: the same looks as attributes.
_FILLS = {"hot": "url(#{p}-hot)", "cold": "url(#{p}-cold)", "plain": "#e4eaf0", "unknown": "#ffffff"}


def neighbourhood_map(shown: ByNeighbourhood, *, prefix: str = "buurten", alone: bool = False) -> str:
    """Every neighbourhood with an outline; empty when fewer than two have one. `alone`: a file to take along."""
    rows = {row.part.code: row for row in shown.rows}
    rings = {code: outline for code, outline in sorted(shown.outlines.items()) if outline}
    if len(rings) < 2 or not rows:
        return ""
    drawn = fitted(rings)
    height = max(y for place in drawn.values() for ring in place for _x, y in ring) + MARGIN
    shapes = "".join(_shape(rows.get(code), place, prefix, alone) for code, place in drawn.items())
    labels = "".join(_labels({code: row for code, row in rows.items() if row.apart and code in drawn}, drawn, alone))
    ids = f"{prefix}-title {prefix}-desc"
    namespace = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    head = f'<svg class="dh-map dh-hoods"{namespace} viewBox="0 0 {SIDE:g} {height:.0f}" role="img" aria-labelledby="{ids}">'
    title = _("%(area)s per buurt") % {"area": shown.found.area.name}
    words = f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-desc">{escape(shown.sentence)}</desc>'
    return f"{head}{words}{_patterns(prefix, alone)}{shapes}{labels}</svg>"


def _patterns(prefix: str, alone: bool) -> str:
    """Lines that lean for much, dots for little."""
    box = 'patternUnits="userSpaceOnUse" width="6" height="6"'
    hot = ' fill="#fbe3d6"' if alone else ' class="dh-hoods__ground dh-hoods__ground--hot"'
    cold = ' fill="#d9eef0"' if alone else ' class="dh-hoods__ground dh-hoods__ground--cold"'
    line = ' stroke="#2f3d4c" stroke-width="1.6"' if alone else ' class="dh-hoods__line"'
    dot = ' fill="#2f3d4c"' if alone else ' class="dh-hoods__dot"'
    return (
        f'<defs><pattern id="{prefix}-hot" {box} patternTransform="rotate(45)"><rect width="6" height="6"{hot}/>'
        f'<path d="M0 0V6"{line}/></pattern><pattern id="{prefix}-cold" {box}><rect width="6" height="6"{cold}/>'
        f'<circle cx="3" cy="3" r="1"{dot}/></pattern></defs>'
    )


def _shape(row: Spotted | None, place: list[Ring], prefix: str, alone: bool) -> str:
    kind = _CLASSES[row.spot] if row else "unknown"
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in place)
    told = f"<title>{escape(_told(row))}</title>" if row else ""
    fill = f' fill="{_FILLS[kind].format(p=prefix)}"' if alone or kind in ("hot", "cold") else ""
    edge = ' stroke="#4a5a6b" stroke-width="0.5"' if alone else ""
    return f'<path class="dh-hoods__place dh-hoods__place--{kind}"{fill}{edge} d="{path}">{told}</path>'


def _told(row: Spotted) -> str:
    return f"{row.part.name}: {row.spot.value}"


def _labels(rows: Mapping[str, Spotted], drawn: Mapping[str, list[Ring]], alone: bool) -> Iterator[str]:
    """Names of what stands apart, the largest first; one that would touch another is left to the table."""
    looks = ' font-family="sans-serif" font-size="9" text-anchor="middle"' if alone else ""
    taken: list[tuple[float, float, float]] = []
    for code in sorted(rows, key=lambda code: (-max(map(size, drawn[code])), code)):
        x, y = middle(max(drawn[code], key=size))
        half = 2.7 * len(rows[code].part.name)
        if all(abs(y - above) > 11 or x + half < left or x - half > right for left, right, above in taken):
            taken.append((x - half, x + half, y))
            name = escape(rows[code].part.name)
            yield f'<text class="dh-map__name dh-map__name--small"{looks} x="{x:.1f}" y="{y:.1f}">{name}</text>'
