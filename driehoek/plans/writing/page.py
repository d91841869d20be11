"""The plan as a page that reads like a document: which text, for whom, with what beside each piece."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.plans.adoption.models import Adoption, LocalPart, Version
from driehoek.plans.adoption.rules import in_force
from driehoek.plans.pages import JOINT, html_of, title_of
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.facts import in_words
from driehoek.plans.writing.models import Layer, PieceKind, Plan
from driehoek.plans.writing.reading import Text, read
from driehoek.plans.writing.rules import Line

PAGES = {"priority": "priority", "regular": "priority", "goal": "goal", "measure": "measure", "line": "cross_line"}
HOW_LABELS = {
    "added": gettext_lazy("eigen toevoeging"),
    "replaced": gettext_lazy("eigen tekst"),
    "filled": gettext_lazy("ingevuld"),
}


@dataclass(frozen=True)
class Block:
    """One piece on the page. `edit` is what a form would have seen; 0 in a frozen text."""

    piece: str
    kind: str
    kind_label: str
    depth: int
    title: SafeString
    html: SafeString
    facts: list[tuple[str, str]]
    how: str
    how_label: str
    page: str
    edit: int = 0
    reason: str = ""
    open: str = ""
    loose: bool = False
    outdated: bool = False
    writer: str = ""
    may_edit: bool = False
    own: bool = False

    @property
    def level(self) -> int:
        """The level of its heading: below the h1 of the page, never more than h6."""
        return min(self.depth + 2, 6)


@dataclass(frozen=True)
class Choice:
    """A text of this plan that the viewer may read."""

    code: str
    name: str
    current: bool


@dataclass
class Page:
    plan: Plan
    day: date
    municipality: Area | None
    blocks: list[Block]
    choices: list[Choice]
    layer: Layer | None = None
    text: Text | None = None
    version: Version | None = None
    may_write: bool = False
    left_out: list[tuple[str, str, str]] = field(default_factory=list)
    councils: list[tuple[Area, Adoption | None, LocalPart | None]] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.municipality.pk if self.municipality else JOINT

    @property
    def switch(self) -> list[tuple[str, str, bool]]:
        return [(one.code, one.name, one.current) for one in self.choices]

    @property
    def contents(self) -> list[Block]:
        return [
            one for one in self.blocks if one.title and one.kind in ("section", "priority", "regular", "line") and one.depth < 3
        ]

    @property
    def adopted(self) -> int:
        return sum(adoption is not None for _area, adoption, _part in self.councils)


def open_page(viewer: Viewer, plan: Plan, wanted: str | None, day: date) -> Page | None:
    """The text that is asked for, else the viewer's own, else the first that he may read. None when he may read none.

    Who reads the working text gets that; others get the version in force, or the last one that he may read.
    """
    layers = list(Layer.objects.visible_to(viewer).filter(plan=plan).select_related("municipality", "local_part", "plan"))
    versions = list(Version.objects.visible_to(viewer).filter(plan=plan).defer("content").order_by("number"))
    councils = _councils(plan, day)
    texts: dict[str, Layer | None] = {layer.municipality_id or JOINT: layer for layer in layers}
    for version in versions:
        texts.setdefault(str(version.municipality_id), None)
    code = _choose(viewer, texts, wanted)
    if code is None:
        return None
    areas = {area.pk: area for area, _adoption, _part in councils}
    areas |= {layer.municipality.pk: layer.municipality for layer in layers if layer.municipality}
    names = {JOINT: _("Gezamenlijk"), **{key: area.name for key, area in areas.items()}}
    ordered = sorted(texts, key=lambda one: (one != JOINT, names.get(one, one)))
    page = Page(
        plan, day, areas.get(code), [], [Choice(one, names.get(one, one), one == code) for one in ordered], councils=councils
    )
    layer = texts[code]
    if layer is not None:
        _show_working(viewer, page, layer, names)
    else:
        _show_version(page, _version_for(versions, code, councils), names)
    return page


def _choose(viewer: Viewer, texts: Mapping[str, Layer | None], wanted: str | None) -> str | None:
    if wanted is not None:
        return wanted if wanted in texts else None
    own = sorted(viewer.municipalities & texts.keys())
    return next(iter([*own, *([JOINT] if JOINT in texts else []), *sorted(texts)]), None)


def _councils(plan: Plan, day: date) -> list[tuple[Area, Adoption | None, LocalPart | None]]:
    rows = Participation.objects.current().filter(plan=plan).select_related("municipality")
    adoptions = list(Adoption.objects.standing_on(day).filter(plan=plan).order_by("decided_on", "pk"))
    parts = {part.layer.municipality_id: part for part in LocalPart.objects.filter(layer__plan=plan).select_related("layer")}
    found = []
    for row in sorted(rows, key=lambda one: one.municipality.name):
        own = [adoption for adoption in adoptions if adoption.municipality_id == row.municipality_id]
        found.append((row.municipality, in_force(own, day), parts.get(row.municipality_id)))
    return found


def _version_for(versions: list[Version], code: str, councils: list[Any]) -> Version:
    own = [version for version in versions if version.municipality_id == code]
    holds = {adoption.version_id for _area, adoption, _part in councils if adoption}
    chosen = next((version for version in own if version.pk in holds), own[-1])
    return Version.objects.get(pk=chosen.pk)


def _show_working(viewer: Viewer, page: Page, layer: Layer, names: Mapping[str, str]) -> None:
    text = read(layer)
    page.layer, page.text = layer, text
    is_open = layer.is_open()
    page.may_write = is_open and store.may_write(viewer, layer)
    values = dict(text.values)
    for line in text.lines:
        may = is_open and store.may_write(viewer, layer, line.written.writer if layer.is_joint else None)
        above = text.by_piece[line.parent].how if line.parent else ""
        page.blocks.append(block_of(line, values, names, may=may, said=line.how == "added" == above))
    if text.own is not None:
        joint = text.joint
        page.left_out = [
            (str(word.piece), store.name_of(joint[word.piece]), word.reason) for word in rules.left_out(joint, text.own)
        ]


def block_of(line: Line, values: dict[str, str], names: Mapping[str, str], *, may: bool = False, said: bool = False) -> Block:
    """A line of a working text as it is shown. `said`: the piece above says already that this is the municipality's own."""
    written = line.written
    return Block(
        piece=str(line.piece),
        kind=line.kind,
        kind_label=str(PieceKind(line.kind).label),
        depth=line.depth,
        title=title_of(line.title, values),
        html=html_of(line.body, values, shift=min(line.depth, 2)),
        facts=in_words(line.facts),
        how=line.how,
        how_label="" if said else str(HOW_LABELS.get(line.how, "")),
        page=reverse(PAGES[line.kind], args=[line.piece]) if line.kind in PAGES else "",
        edit=written.id,
        reason=written.reason if line.how != "joint" else "",
        open=str(line.facts.get("open", "")) if line.how == "joint" else "",
        loose=line.loose,
        outdated=line.outdated,
        writer=names.get(written.writer or "", ""),
        may_edit=may,
        own=line.joint is None,
    )


def _show_version(page: Page, version: Version, names: Mapping[str, str]) -> None:
    page.version = version
    page.left_out = [(one["piece"], one["title"], one["reason"]) for one in version.content["left_out"]]
    page.blocks = frozen_blocks(version, names)


def frozen_blocks(version: Version, names: Mapping[str, str] | None = None) -> list[Block]:
    """The pieces of a version as they were released."""
    return [
        Block(
            piece=one["piece"],
            kind=one["kind"],
            kind_label=str(PieceKind(one["kind"]).label),
            depth=one["depth"],
            title=title_of(one["title"], {}),
            html=html_of(one["body"], {}, shift=min(one["depth"], 2)),
            facts=in_words(one["facts"]),
            how=one["how"],
            how_label=str(HOW_LABELS.get(one["how"], "")),
            page=reverse(PAGES[one["kind"]], args=[UUID(one["piece"])]) if one["kind"] in PAGES else "",
            writer=(names or {}).get(one["writer"] or "", ""),
            reason=one["reason"],
        )
        for one in version.pieces
    ]
