"""The parts of a Word file that say what a paragraph is: its style, its numbering, its runs, its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from driehoek.documents import text
from driehoek.documents._parse import ALLOWED_LINK, address, tidy
from driehoek.documents._upload import Package

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HEADING: Final = re.compile(r"(?:heading|kop|rubrik|überschrift|titre)\s*([1-9])", re.IGNORECASE)
_CONTENTS: Final = re.compile(
    r"(?:toc|inhopg|inhoudsopgave|table of contents|kop(?:je)? ?van ?inhoudsopgave)\b.*|toc\d", re.IGNORECASE
)
_TITLE: Final = re.compile(r"titel|title", re.IGNORECASE)
_TEXT: Final = ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
_MATH: Final = ("oMath", "oMathPara", "r", "f", "num", "den", "e", "sSup", "sup", "sSub", "sub", "d", "nary", "rad", "deg")
_WITHIN: Final = frozenset([*(f"{W}{name}" for name in _TEXT), *(f"{M}{name}" for name in _MATH)])


def value(element: Any, name: str = "val") -> str:
    return str(element.get(f"{W}{name}") or "")


def is_on(element: Any | None) -> bool:
    return element is not None and value(element) not in ("0", "false", "none", "off")


@dataclass(frozen=True)
class Style:
    """Level of the heading (0: none), whether it is the title or a line of the table of contents, and its list."""

    level: int = 0
    title: bool = False
    contents: bool = False
    bold: bool = False
    numbering: tuple[str, int] | None = None


class Styles:
    def __init__(self, package: Package) -> None:
        root = package.xml("word/styles.xml") if "word/styles.xml" in package.names else ()
        self._elements = {value(style, "styleId"): style for style in root if style.tag == f"{W}style"}
        self._known: dict[str, Style] = {}

    def of(self, paragraph: Any) -> Style:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return Style()
        named = properties.find(f"{W}pStyle")
        style = self._style(value(named)) if named is not None else Style()
        outline = properties.find(f"{W}outlineLvl")
        if outline is not None and value(outline).isdigit():
            level = int(value(outline))
            style = replace(style, level=min(level + 1, 6) if level < 9 else 0)
        return style

    def _style(self, name: str) -> Style:
        if name not in self._known:
            self._known[name] = Style()  # a style that is based on itself ends here
            self._known[name] = self._made(name)
        return self._known[name]

    def _made(self, style_id: str) -> Style:
        element = self._elements.get(style_id)
        if element is None:
            match = _HEADING.fullmatch(style_id)
            return Style(level=min(int(match[1]), 6) if match else 0)
        base = element.find(f"{W}basedOn")
        style = self._style(value(base)) if base is not None else Style()
        named = element.find(f"{W}name")
        name = value(named) if named is not None else style_id
        outline, numbering = element.find(f"{W}pPr/{W}outlineLvl"), element.find(f"{W}pPr/{W}numPr")
        level = style.level
        if outline is not None and value(outline).isdigit():
            level = int(value(outline)) + 1 if int(value(outline)) < 9 else 0
        if match := _HEADING.fullmatch(name) or _HEADING.fullmatch(style_id):
            level = int(match[1])
        contents = _CONTENTS.fullmatch(name) is not None
        return Style(
            level=0 if contents else min(level, 6),
            title=_TITLE.fullmatch(name) is not None,
            contents=contents,
            bold=is_on(element.find(f"{W}rPr/{W}b")) or style.bold,
            numbering=_numbering(numbering) if numbering is not None else style.numbering,
        )


@dataclass(frozen=True)
class Number:
    level: int
    ordered: bool
    count: int


class Numbering:
    """Which paragraph is which item: Word keeps no numbers in the text, so we count as it does."""

    def __init__(self, package: Package) -> None:
        root = package.xml("word/numbering.xml") if "word/numbering.xml" in package.names else None
        self._formats: dict[tuple[str, int], tuple[bool, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counted_by: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                kind, start = level.find(f"{W}numFmt"), level.find(f"{W}start")
                ordered = kind is not None and value(kind) not in ("bullet", "none")
                self._formats[value(abstract, "abstractNumId"), _int(value(level, "ilvl"))] = (
                    ordered,
                    _int(value(start)) if start is not None else 1,
                )
        for number in root.iter(f"{W}num"):
            name, abstract = value(number, "numId"), number.find(f"{W}abstractNumId")
            self._abstract[name] = self._counted_by[name] = value(abstract) if abstract is not None else ""
            for override in number.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._counted_by[name] = f"own {name}"
                    self._starts[name, _int(value(override, "ilvl"))] = _int(value(start))

    def of(self, paragraph: Any, style: Style) -> Number | None:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        found = _numbering(own) if own is not None else style.numbering
        if found is None or found[0] in ("", "0") or found[0] not in self._abstract:
            return None
        name, level = found
        ordered, start = self._formats.get((self._abstract[name], level), (False, 1))
        counter = self._counted_by[name]
        start = self._starts.get((name, level), start)
        count = self._counts.get((counter, level), start - 1) + 1
        self._counts[counter, level] = count
        for deeper in range(level + 1, 9):
            self._counts.pop((counter, deeper), None)
        return Number(level, ordered, count)


def _numbering(element: Any) -> tuple[str, int]:
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return value(number) if number is not None else "", _int(value(level)) if level is not None else 0


def _int(words: str) -> int:
    return int(words) if re.fullmatch(r"\d{1,6}", words) else 0


@dataclass
class Paragraph:
    """Words of one paragraph with their look; what hangs on it: notes, text boxes, words that were struck out."""

    runs: list[text.Run] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    pictures: int = 0

    @property
    def plain(self) -> str:
        return text.plain(tuple(self.runs))

    @property
    def bold(self) -> bool:
        words = [run for run in self.runs if isinstance(run, text.Text) and run.text.strip()]
        return bool(words) and all(run.bold for run in words)

    @property
    def markdown(self) -> str:
        return self.without(0)

    def without(self, letters: int) -> str:
        """Our Markdown without the first letters (the mark of a typed list)."""
        runs: list[text.Run] = []
        for run in self.runs:
            length = 1 if isinstance(run, text.Break) else len(run.text)
            if letters < length:
                runs.append(replace(run, text=run.text[letters:]) if isinstance(run, text.Text) else run)
            letters = max(0, letters - length)
        neat = tidy(iter(runs))
        return text.markdown_of((text.Paragraph(neat),)) if neat else ""


def read_paragraph(element: Any, links: dict[str, str], notes: dict[str, str]) -> Paragraph:
    paragraph = Paragraph()
    paragraph.runs = list(_runs(element, paragraph, links, notes, ""))
    return paragraph


def _runs(element: Any, paragraph: Paragraph, links: dict[str, str], notes: dict[str, str], href: str) -> Iterator[text.Run]:
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            yield from _run(child, paragraph, notes, href)
        elif tag == f"{W}hyperlink":
            yield from _runs(child, paragraph, links, notes, links.get(str(child.get(_REL)), ""))
        elif tag in (f"{W}del", f"{W}moveFrom"):
            paragraph.removed.append("".join(t.text or "" for t in child.iter(f"{W}delText", f"{W}t")))
        elif tag == f"{M}t":
            yield text.Text(text.clean(child.text or ""), href=href)
        elif tag == f"{_MC}AlternateContent":
            yield from _runs(_chosen(child), paragraph, links, notes, href)
        elif tag in _WITHIN:
            yield from _runs(child, paragraph, links, notes, href)


def _chosen(alternatives: Any) -> Any:
    """Word keeps a text box twice, for new and for old readers: one of them counts."""
    choice = alternatives.find(f"{_MC}Choice")
    return choice if choice is not None else (alternatives.find(f"{_MC}Fallback") or ())


def _run(run: Any, paragraph: Paragraph, notes: dict[str, str], href: str) -> Iterator[text.Run]:
    look = run.find(f"{W}rPr")
    bold, italic = (False, False) if look is None else (is_on(look.find(f"{W}b")), is_on(look.find(f"{W}i")))
    hidden = look is not None and is_on(look.find(f"{W}vanish"))
    for part in _parts(run):
        words = _letters(part)
        if hidden and words.strip():
            paragraph.removed.append(words)
        elif words == "\n":
            yield text.Break()
        elif words:
            yield text.Text(text.clean(words).replace("\n", " "), bold, italic, href)
        elif part.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            yield from _note(part, paragraph, notes)
        elif part.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            boxes = [box for box in part.iter(f"{W}txbxContent") if not _inside(box, part)]
            paragraph.boxes += boxes
            paragraph.pictures += not boxes


def _parts(run: Any) -> Iterator[Any]:
    for part in run:
        if part.tag == f"{_MC}AlternateContent":
            yield from _chosen(part)
        else:
            yield part


def _inside(box: Any, part: Any) -> bool:
    """A text box in a text box is read with the outer one."""
    outer = box.getparent()
    while outer is not None and outer is not part:
        if outer.tag == f"{W}txbxContent":
            return True
        outer = outer.getparent()
    return False


def _letters(part: Any) -> str:
    if part.tag == f"{W}t":
        return str(part.text or "").replace("\n", " ")
    if part.tag in (f"{W}tab", f"{W}ptab"):
        return " "
    if part.tag in (f"{W}br", f"{W}cr"):
        return " " if value(part, "type") in ("page", "column") else "\n"
    return "-" if part.tag == f"{W}noBreakHyphen" else ""


def _note(part: Any, paragraph: Paragraph, notes: dict[str, str]) -> Iterator[text.Run]:
    kind = "footnote" if part.tag == f"{W}footnoteReference" else "endnote"
    found = notes.get(f"{kind} {value(part, 'id')}")
    if found:
        mark, words = found.split("\n", 1)
        yield text.Text(f" [{mark}]")
        paragraph.notes.append(f"[{mark}] {words}")


def notes_of(package: Package) -> dict[str, str]:
    """Footnotes and endnotes: "footnote 2" → number as the reader sees it, a line end, its words."""
    notes: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        name = f"word/{kind}s.xml"
        if name not in package.names:
            continue
        for note in package.xml(name).iter(f"{W}{kind}"):
            paragraphs = [read_paragraph(element, {}, {}).plain.strip() for element in note.iter(f"{W}p")]
            words = " ".join(filter(None, paragraphs)).replace("\n", " ")
            if words and value(note, "type") not in ("separator", "continuationSeparator"):
                notes[f"{kind} {value(note, 'id')}"] = f"{len(notes) + 1}\n{words}"
    return notes


def relations(package: Package) -> dict[str, str]:
    """Addresses of the links that our text may have."""
    name = "word/_rels/document.xml.rels"
    if name not in package.names:
        return {}
    found = {str(relation.get("Id")): str(relation.get("Target") or "") for relation in package.xml(name)}
    return {number: address(target) for number, target in found.items() if ALLOWED_LINK.match(target)}
