"""What a picture shows: from the figures of today while it is a draft, from its own copies once it was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from driehoek.figures import queries
from driehoek.figures._cells import Cell, Picture, Used
from driehoek.figures._files import source_lines
from driehoek.figures.models import Indicator, Interpretation, PictureCell, SafetyPicture
from driehoek.figures.pictures.rules import FIELDS, INTRODUCTION, NO_FIELD, Difference, FrozenCell, differences
from driehoek.figures.surveys.queries import SurveyCell, survey_cells
from driehoek.figures.talks.queries import heard
from driehoek.organisations.viewer import Viewer

type Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One safety field: the words of the adviser, what he chose, and all that was counted and said.

    rows      (name of the phenomenon, a cell or None per column)
    notes     interpretations: area, label, kind, text, by_name, on
    mentions  what partners named: about, sentence
    surveys   what people experience: label, area, sentence, verdict
    """

    key: str
    name: str
    body: str
    chosen: tuple[FrozenCell, ...]
    rows: tuple[tuple[str, tuple[FrozenCell | None, ...]], ...]
    notes: tuple[Facts, ...]
    mentions: tuple[Facts, ...]
    surveys: tuple[Facts, ...]

    @property
    def cells(self) -> list[FrozenCell]:
        return [cell for _label, cells in self.rows for cell in cells if cell]


@dataclass(frozen=True)
class Shown:
    """A picture as it is read. `columns`: code and name. `others`: what partners named that has no figure."""

    picture: SafetyPicture
    introduction: str
    summary: str
    columns: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    others: tuple[Facts, ...]
    sources: tuple[str, ...]

    @property
    def cells(self) -> list[FrozenCell]:
        return [cell for part in self.parts for cell in part.cells]


def shown(viewer: Viewer, picture: SafetyPicture) -> Shown:
    """The picture for this reader. Wants its area loaded. Raises Area.DoesNotExist for an area that is not there."""
    if picture.is_frozen:
        cells = [_of_row(row) for row in PictureCell.objects.filter(picture=picture)]
        return _composed(viewer, picture, cells, picture.frozen)
    cells, frozen = gathered(viewer, picture)
    return _composed(viewer, picture, cells, frozen)


def changed_since(viewer: Viewer, now: Shown) -> list[Difference]:
    """How the figures of today differ from those that were accepted, as far as this viewer may see them."""
    today = cells_of(queries.picture(viewer, now.picture.area_id))
    return differences(now.cells, [cell for cell in today if cell.is_public or not viewer.is_public])


def gathered(viewer: Viewer, picture: SafetyPicture) -> tuple[list[FrozenCell], dict[str, Any]]:
    """All that the picture is made of now: its cells, and the rest as it is kept in `SafetyPicture.frozen`."""
    now = queries.picture(viewer, picture.area_id)
    said = heard(viewer, picture.area)
    words = {field.key: field for field in picture.fields.all()}
    mentions = [
        {"about": one.about, "indicator": code, "naming": one.naming, "partners": one.partners, "sentence": one.sentence}
        for code, one in (*sorted(said.by_code.items()), *(("", other) for other in said.others))
    ]
    frozen = {
        "schema": 1,
        "summary": now.summary,
        "division_year": now.division_year,
        "columns": [[area.pk, area.name] for area in now.columns],
        "words": {key: field.body for key, field in sorted(words.items())},
        "chosen": {key: list(field.chosen) for key, field in sorted(words.items())},
        "notes": _notes(viewer, now),
        "mentions": mentions,
        "heard_since": said.since.isoformat(),
        "surveys": [_survey(one) for one in survey_cells(viewer, picture.area_id)],
        "sources": source_lines(now)[1:],
    }
    return cells_of(now), frozen


def cells_of(now: Picture) -> list[FrozenCell]:
    """The cells of a living picture as copies, in its order."""
    used = {one.source.pk: one for one in now.used}
    return [_copied(cell, used.get(cell.source_id)) for row in now.rows for cell in row.cells if cell]


def _copied(cell: Cell, used: Used | None) -> FrozenCell:
    verdict, indicator = cell.verdict, cell.indicator
    blocks = cell.series.blocks
    return FrozenCell(
        area_code=cell.area.pk,
        area_name=cell.area.name,
        indicator=indicator.pk,
        label=indicator.label,
        field=indicator.field or NO_FIELD,
        period=verdict.period,
        count=verdict.latest,
        exposure=blocks[-1].exposure if blocks else None,
        rate=cell.rate,
        low=verdict.low,
        high=verdict.high,
        p_adjusted=verdict.p_adjusted,
        verdict=verdict.verdict.value,
        sentence=verdict.sentence,
        provisional=cell.provisional,
        blocks=tuple((block.last, block.count, block.exposure, block.provisional) for block in blocks),
        source=cell.source_id,
        is_public=cell.is_public,
        snapshot_sha256=used.snapshot.sha256 if used else "",
        retrieved_on=used.snapshot.retrieved_on if used else None,
    )


def as_row(picture: SafetyPicture, rank: int, cell: FrozenCell) -> PictureCell:
    values = {name: getattr(cell, name) for name in FrozenCell.__dataclass_fields__}
    return PictureCell(picture=picture, rank=rank, **values | {"blocks": [list(block) for block in cell.blocks]})


def _of_row(row: PictureCell) -> FrozenCell:
    values = {name: getattr(row, name) for name in FrozenCell.__dataclass_fields__}
    return FrozenCell(**values | {"blocks": tuple(tuple(block) for block in row.blocks)})


def _notes(viewer: Viewer, now: Picture) -> list[dict[str, Any]]:
    labels = {row.indicator.pk: row.indicator.label for row in now.rows}
    areas = {area.pk: area.name for area in now.columns}
    rows = Interpretation.objects.visible_to(viewer).filter(area__in=areas, indicator__in=labels).order_by("at", "pk")
    return [
        {
            "area": areas[one.area_id], "indicator": one.indicator_id, "label": labels[one.indicator_id],
            "kind": str(one.get_kind_display()), "text": one.text, "by_name": one.by_name, "on": one.at.date().isoformat(),
            "period": one.period,
        }
        for one in rows
    ]  # fmt: skip


def _survey(cell: SurveyCell) -> dict[str, Any]:
    return {
        "field": cell.question.field or NO_FIELD, "label": cell.question.label, "area": cell.area.name,
        "borrowed": cell.borrowed, "verdict": cell.verdict.value, "sentence": cell.sentence,
        "is_public": cell.snapshot.source.is_public,
    }  # fmt: skip


def _composed(viewer: Viewer, picture: SafetyPicture, cells: Sequence[FrozenCell], frozen: Facts) -> Shown:
    """For the public: only open figures, no words that somebody signed for colleagues, and nothing of what partners told:
    they were promised that it comes on no public page."""
    inside = not viewer.is_public
    every = inside or all(cell.is_public for cell in cells)
    seen = [cell for cell in cells if cell.is_public or inside]
    columns = tuple((code, name) for code, name in frozen["columns"])
    by_field = {cell.indicator: cell.field for cell in seen}
    parts = [_part(key, columns, seen, frozen, by_field, inside=inside) for key in FIELDS]
    return Shown(
        picture=picture,
        introduction=frozen["words"].get(INTRODUCTION, ""),
        summary=frozen["summary"] if every else "",
        columns=columns,
        parts=tuple(part for part in parts if part.rows or part.body or part.surveys),
        others=tuple(one for one in frozen["mentions"] if inside and one["indicator"] not in by_field),
        sources=tuple(frozen["sources"]) if every else _open_lines(frozen["sources"], seen),
    )


def _open_lines(lines: Sequence[str], seen: Iterable[FrozenCell]) -> tuple[str, ...]:
    """The lines that name a source of what is shown, and those that name none."""
    codes = {f"({cell.source})" for cell in seen}
    return tuple(line for line in lines if "(" not in line or any(code in line for code in codes))


def _part(
    key: str,
    columns: Sequence[tuple[str, str]],
    cells: Iterable[FrozenCell],
    frozen: Facts,
    by_field: Mapping[str, str],
    *,
    inside: bool,
) -> Part:
    own = [cell for cell in cells if cell.field == key]
    at = {(cell.area_code, cell.indicator): cell for cell in own}
    kinds = dict.fromkeys((cell.indicator, cell.label) for cell in own)
    chosen = frozen["chosen"].get(key, [])
    by_key = {cell.key: cell for cell in own}
    return Part(
        key=key,
        name=field_name(key),
        body=frozen["words"].get(key, ""),
        chosen=tuple(by_key[one] for one in chosen if one in by_key),
        rows=tuple((label, tuple(at.get((code, kind)) for code, _name in columns)) for kind, label in kinds),
        notes=tuple(one for one in frozen["notes"] if inside and by_field.get(one["indicator"]) == key),
        mentions=tuple(one for one in frozen["mentions"] if inside and by_field.get(one["indicator"]) == key),
        surveys=tuple(one for one in frozen["surveys"] if one["field"] == key and (inside or one["is_public"])),
    )


def field_name(key: str) -> str:
    if key == INTRODUCTION:
        return _("Inleiding")
    return str(Indicator.Field("" if key == NO_FIELD else key).label)
