"""The funnel as a small picture, drawn on the server: a municipality among those of like size. A table has the numbers.

Across: inhabitants, so that the usual rates narrow to the right. Grey dots are peers; the municipality itself is a filled
square with its name. Nothing rests on colour, and no peer is marked good or bad.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import exp, log

from django.utils.translation import gettext as _

from driehoek.engine.sentences import whole
from driehoek.figures.findings.peers import Among, Curve, Peer
from driehoek.figures.findings.rules import decimal

LEFT, RIGHT, TOP, BOTTOM = 46, 20, 16, 44
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    labels: int  # how many round numbers fit under the axis


WIDE, NARROW = Size(640, 300, 6), Size(330, 270, 3)


def funnel_svg(among: Among, name: str, size: Size, *, prefix: str, title: str, description: str) -> str:
    """The drawing; empty where there is no funnel. Colours come from the theme through classes."""
    curve = among.curve
    if curve is None:
        return ""
    scale = _Scale(among, curve, size)
    ids = f"{prefix}-title {prefix}-desc"
    parts = [
        f'<svg class="dh-funnel" viewBox="0 0 {size.width} {size.height}" role="img" aria-labelledby="{ids}">',
        f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-desc">{escape(description)}</desc>',
        *_axes(scale),
        _band(curve, scale),
        f'<line class="dh-funnel__middle" x1="{LEFT}" x2="{scale.right}" y1="{scale.y(curve.middle)}" '
        f'y2="{scale.y(curve.middle)}"/>',
        *(
            f'<circle class="dh-funnel__peer" cx="{scale.x(one.exposure)}" cy="{scale.y(one.rate)}" r="4"/>'
            for one in among.peers
        ),
        *_own(among.own, name, scale),
        "</svg>",
    ]
    return "".join(parts)


class _Scale:
    """From inhabitants (by their logarithm) and rates to units of the drawing."""

    def __init__(self, among: Among, curve: Curve, size: Size) -> None:
        self.size, self.right, self.bottom = size, size.width - RIGHT, size.height - BOTTOM
        self.first, self.last = log(curve.exposure[0]), log(curve.exposure[-1])
        most = max(among.own.rate, *(one.rate for one in among.peers), *curve.high)
        self.step = _step(most / 4)
        self.top = self.step * -(-most // self.step)

    def x(self, exposure: float) -> float:
        return round(LEFT + (log(exposure) - self.first) / (self.last - self.first) * (self.right - LEFT), 1)

    def y(self, rate: float) -> float:
        return round(self.bottom - rate / self.top * (self.bottom - TOP), 1)


def _step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, just large enough."""
    power = 1e-4
    while power < 1e6:
        for step in _STEPS:
            if step * power >= rough:
                return step * power
        power *= 10
    return rough


def _axes(scale: _Scale) -> list[str]:
    drawn = []
    for n in range(round(scale.top / scale.step) + 1):
        y = scale.y(n * scale.step)
        drawn.append(f'<line class="dh-funnel__grid" x1="{LEFT}" x2="{scale.right}" y1="{y}" y2="{y}"/>')
        drawn.append(f'<text class="dh-funnel__tick" x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{_tick(n * scale.step)}</text>')
    drawn += [_under(scale.x(people), scale.bottom + 18, whole(people)) for people in _round_numbers(scale)]
    drawn.append(_under((LEFT + scale.right) / 2, scale.size.height - 6, _("inwoners")))
    return drawn


def _under(x: float, y: float, text: str) -> str:
    return f'<text class="dh-funnel__tick" x="{x}" y="{y}" text-anchor="middle">{escape(text)}</text>'


def _tick(rate: float) -> str:
    return f"{rate:g}".replace(".", ",")


def _round_numbers(scale: _Scale) -> list[int]:
    """Round numbers of inhabitants that lie on the axis, as many as fit."""
    first, last = exp(scale.first), exp(scale.last)
    step = max(1, int(_step((last - first) / scale.size.labels)))
    return [step * n for n in range(1, int(last // step) + 1) if first <= step * n <= last]


def _band(curve: Curve, scale: _Scale) -> str:
    upper = [f"{scale.x(e)},{scale.y(min(rate, scale.top))}" for e, rate in zip(curve.exposure, curve.high, strict=True)]
    lower = [f"{scale.x(e)},{scale.y(rate)}" for e, rate in zip(curve.exposure, curve.low, strict=True)]
    return f'<polygon class="dh-funnel__band" points="{" ".join([*upper, *reversed(lower)])}"/>'


def _peer(one: Peer, scale: _Scale) -> str:
    return f'<circle class="dh-funnel__peer" cx="{scale.x(one.exposure)}" cy="{scale.y(one.rate)}" r="4"/>'


def _own(own: Peer, name: str, scale: _Scale) -> list[str]:
    x, y = scale.x(own.exposure), scale.y(own.rate)
    left = x > scale.size.width * 0.6
    anchor, at = ("end", x - 12) if left else ("start", x + 12)
    label = f"{name}: {decimal(own.rate)}"
    return [
        f'<rect class="dh-funnel__own" x="{x - 6:g}" y="{y - 6:g}" width="12" height="12"/>',
        f'<text class="dh-funnel__name" x="{at:g}" y="{y + 5:g}" text-anchor="{anchor}">{escape(label)}</text>',
    ]
