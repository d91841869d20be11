"""From Markdown to blocks: markdown-it with everything outside our dialect switched off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from driehoek.documents._blocks import Block, Break, Heading, Item, ListBlock, Paragraph, Run, Text

ALLOWED_LINK: Final = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@[^\s@])", re.IGNORECASE)
# Switched off in the browser's editor as well: what is not in the dialect is text on both sides.
SWITCHED_OFF: Final = ["code", "fence", "blockquote", "hr", "reference", "html_block", "lheading"]
# Beyond its nesting limit the reader drops text. Our lists have two levels, so what is deeper can move up beforehand.
_TOO_DEEP: Final = re.compile(r"(?m)^( {0,40}) *((?:(?:[-+*]|\d{1,9}[.)]) +){0,2})(?:(?:[-+*]|\d{1,9}[.)]) +)*")
_SPACES: Final = re.compile(r"\s{2,}")
SWITCHED_OFF_INLINE: Final = ["backticks", "image", "autolink", "html_inline", "entity"]


def address(url: str) -> str:
    """A link as it is stored: everything that could end it or be read as markup is percent-encoded; stable."""
    return quote(url.strip(), safe="%/:;?#@!$&'+,=~-._")


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"maxNesting": 60}).disable(SWITCHED_OFF + SWITCHED_OFF_INLINE)
    reader.validateLink = lambda url: bool(ALLOWED_LINK.match(url))  # type: ignore[method-assign]
    reader.normalizeLink = address  # type: ignore[method-assign]
    return reader


_READER: Final = _reader()


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """Blocks of a cleaned text."""
    tree = SyntaxTreeNode(_READER.parse(_TOO_DEEP.sub(r"\1\2", markdown)))
    return tuple(_joined(_blocks(tree.children, depth=0)))


def _blocks(nodes: list[SyntaxTreeNode], depth: int) -> Iterator[Block]:
    for node in nodes:
        if node.type == "paragraph":
            if runs := tidy(_runs(node.children)):
                yield Paragraph(runs)
        elif node.type == "heading":
            runs = tidy(_runs(node.children))
            if runs:
                # Level 1 and 2 belong to the plan itself, and below 4 nobody finds the way: the nearest that we have.
                yield Heading(3 if int(node.tag[1]) <= 3 else 4, runs) if not depth else Paragraph(runs)
        elif node.type in ("bullet_list", "ordered_list"):
            yield from _list(node, depth)


def _list(node: SyntaxTreeNode, depth: int) -> Iterator[ListBlock]:
    items: list[Item] = []
    for child in node.children:
        items += _items(list(_joined(_blocks(child.children, depth + 1))), depth)
    if items:
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 1
        yield ListBlock(tuple(items), node.type == "ordered_list", min(start, 999_000))


def _items(parts: list[Block], depth: int) -> Iterator[Item]:
    """One item of the source: a list in first place, or a third level, moves up to where it can stand."""
    own: list[Paragraph | ListBlock] = []
    for part in parts:
        if isinstance(part, ListBlock) and (not own or depth > 0):
            if own:
                yield Item(tuple(own))
                own = []
            yield from part.items
        elif isinstance(part, Paragraph | ListBlock):
            own.append(part)
    if own:
        yield Item(tuple(own))


def _joined(parts: Iterator[Block]) -> Iterator[Block]:
    """Lists of one kind that follow each other are one list: in writing nothing parts them."""
    last: Block | None = None
    for part in parts:
        if isinstance(last, ListBlock) and isinstance(part, ListBlock) and last.ordered == part.ordered:
            last = ListBlock(last.items + part.items, last.ordered, last.start)
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last


def _runs(nodes: list[SyntaxTreeNode], *, bold: bool = False, italic: bool = False, href: str = "") -> Iterator[Run]:
    for node in nodes:
        if node.type in ("text", "text_special"):
            yield Text(node.content, bold, italic, href)
        elif node.type == "softbreak":
            yield Text(" ", bold, italic, href)
        elif node.type == "hardbreak":
            yield Break()
        elif node.type == "link":
            yield from _runs(node.children, bold=bold, italic=italic, href=str(node.attrs["href"]))
            if title := node.attrs.get("title"):  # a title hides words that paper cannot show: make them visible
                yield Text(f" ({title})", bold, italic)
        else:  # inline, strong, em
            bold_here, italic_here = bold or node.type == "strong", italic or node.type == "em"
            yield from _runs(node.children, bold=bold_here, italic=italic_here, href=href)


def tidy(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Equal neighbours joined, one space at a time, none at the edges of a line, no appearance on spaces alone."""
    lines: list[list[Text]] = [[]]
    for run in runs:
        if isinstance(run, Break):
            lines.append([])
        else:
            lines[-1].append(run)
    tidy: list[Run] = []
    for line in lines:
        words = _tidy_line(line)
        if words:
            tidy += [Break(), *words] if tidy else words
    return tuple(tidy)


def _tidy_line(line: list[Text]) -> list[Run]:
    """Spaces take only the appearance that the words on both sides share: `** a**` is no emphasis, and nobody sees the
    difference."""
    if len({(run.bold, run.italic, run.href) for run in line}) == 1:
        words = _SPACES.sub(_one_space, "".join(run.text for run in line).strip())
        return [Text(words, line[0].bold, line[0].italic, line[0].href)] if words else []
    letters = [(letter, run) for run in line for letter in run.text]
    solid = [at for at, (letter, _) in enumerate(letters) if not letter.isspace()]
    tidy: list[Text] = []
    for at, before in zip(solid, [None, *solid], strict=False):
        letter, run = letters[at]
        if before is not None and at - before > 1:
            _append(tidy, _gap("".join(letter for letter, _ in letters[before + 1 : at]), letters[before][1], run))
        _append(tidy, Text(letter, run.bold, run.italic, run.href))
    return list(tidy)


def _gap(space: str, before: Text, after: Text) -> Text:
    href = before.href if before.href == after.href else ""
    return Text(" " if " " in space else space, before.bold and after.bold, before.italic and after.italic, href)


def _append(line: list[Text], run: Text) -> None:
    if line and (line[-1].bold, line[-1].italic, line[-1].href) == (run.bold, run.italic, run.href):
        run = Text(line.pop().text + run.text, run.bold, run.italic, run.href)
    line.append(run)


def _one_space(match: re.Match[str]) -> str:
    return " " if " " in match[0] else match[0]
