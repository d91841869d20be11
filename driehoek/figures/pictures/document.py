"""A picture as a document: the same words and numbers on the page, in Word and in PDF."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from driehoek.documents.structure import Callout, Document, Prose, Section, Table, written
from driehoek.documents.text import escaped
from driehoek.engine.sentences import whole
from driehoek.figures.pictures.composing import Facts, Part, Shown
from driehoek.figures.pictures.rules import FrozenCell
from driehoek.figures.pictures.sheet_files import rate_words

MOST_COLUMNS = 8  # that fit on a page; a larger team gets a table per row of columns


def picture_document(now: Shown) -> Document:
    """The whole picture. A draft says that it is one."""
    picture = now.picture
    parts: list[Prose | Section | Callout] = []
    if not picture.is_frozen:
        words = _("Dit beeld is nog niet vastgesteld; de cijfers kunnen nog veranderen.")
        parts.append(Callout(_("Concept"), words, "attention"))
    if now.introduction:
        parts.append(Prose(now.introduction))
    if now.summary:
        parts.append(Section(_("In het kort"), body=escaped(now.summary)))
    parts += [_section(now, part) for part in now.parts]
    if now.others:
        lines = "\n".join(f"- {escaped(one['about'])}: {one['sentence']}" for one in now.others)
        parts.append(Section(_("Ook genoemd door partners"), body=lines))
    parts.append(Section(_("Bronnen en methode"), body="\n".join(f"- {escaped(line)}" for line in (*now.sources, *_method(now)))))
    return Document(
        title=picture.title,
        subtitle=_("Veiligheidsbeeld van %(area)s") % {"area": picture.area.name},
        date=picture.accepted_on,
        meta=_meta(now),
        parts=tuple(parts),
        contents=len(parts) > 5,
    )


def _meta(now: Shown) -> tuple[tuple[str, str], ...]:
    picture = now.picture
    lines = [(_("Stand"), picture.state_label)]
    if picture.accepted_on:
        lines += [(_("Vastgesteld op"), written(picture.accepted_on)), (_("Voor"), picture.purpose)]
    return tuple(lines)


def _method(now: Shown) -> list[str]:
    methods = sorted({cell.method for cell in now.cells})
    said = [_("Oordelen volgens methode %(which)s.") % {"which": ", ".join(methods)}] if methods else []
    if now.picture.sha256:
        said.append(_("Kenmerk van de vastgestelde cijfers: %(hash)s.") % {"hash": now.picture.sha256[:16]})
    return said


def _section(now: Shown, part: Part) -> Section:
    parts: list[Prose | Table | Callout] = []
    if part.chosen:
        parts.append(Prose("\n".join(f"- {escaped(cell.sentence)}" for cell in part.chosen)))
    for start in range(0, len(now.columns) if part.rows else 0, MOST_COLUMNS):
        parts.append(_table(now, part, start))
    if part.surveys:
        parts.append(Callout(_("Wat mensen ervaren"), "\n".join(f"- {escaped(one['sentence'])}" for one in part.surveys)))
    if part.mentions:
        lines = "\n".join(f"- {escaped(one['about'])}: {one['sentence']}" for one in part.mentions)
        parts.append(Callout(_("Wat partners zeggen"), lines))
    if part.notes:
        parts.append(Callout(_("Duiding"), "\n".join(f"- {_note(one)}" for one in part.notes)))
    return Section(part.name, body=part.body, parts=tuple(parts))


def _note(one: Facts) -> str:
    signed = f"{one['by_name']}, {written(date.fromisoformat(one['on']))}"
    return escaped(f"{one['label']}, {one['area']} ({one['kind']}): {one['text']}".replace("\n", " ") + f" – {signed}")


def _table(now: Shown, part: Part, start: int) -> Table:
    columns = now.columns[start : start + MOST_COLUMNS]
    return Table(
        header=(_("Soort"), *(name for _code, name in columns)),
        rows=tuple((label, *(_cell(cell) for cell in cells[start : start + MOST_COLUMNS])) for label, cells in part.rows),
        caption=_("%(field)s: aantal, per 1.000 inwoners, wat gewoonlijk is en het oordeel") % {"field": part.name},
        header_column=True,
    )


def _cell(cell: FrozenCell | None) -> str:
    if cell is None or cell.count is None:
        return _("geen cijfer")
    words = whole(cell.count)
    if cell.rate is not None:
        words += " · " + rate_words(cell.rate)
    if cell.band:
        words += f" ({cell.band})"
    return f"{words} {cell.verdict}"
