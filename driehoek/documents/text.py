"""The body of a plan piece: a small, closed dialect of Markdown, and the forms it takes.

Paragraphs, headings (levels 3 and 4), bullet and numbered lists (two levels), bold, italic, links (http, https, mailto)
and the hard line break; everything else, raw HTML included, is text. `canonical` gives the one spelling that is stored,
hashed and compared; `blocks` the structure from which page, Word and PDF are made, so that the words are the same in all.
Why this and no richer format: docs/decisions/0003-text-is-a-small-markdown.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape
from typing import Final

import nh3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.common.errors import Refused
from driehoek.documents import _parse
from driehoek.documents._blocks import Block, Break, Heading, Item, ListBlock, Paragraph, Run, Text
from driehoek.documents._serialise import markdown_of

__all__ = [
    "MAX_LENGTH", "Block", "Break", "Heading", "Item", "ListBlock", "Paragraph", "Run", "Text",
    "block_html", "blocks", "canonical", "clean", "escaped", "markdown_of", "plain", "to_html", "to_plain",
]  # fmt: skip

MAX_LENGTH: Final = 60_000
"""Characters in one body. The longest plan we know is 55,000 as a whole; a piece is a part of one."""


# Invisible in every form, yet enough to make two equal-looking texts differ: control characters, byte order mark,
# zero-width space and joiner of words, soft hyphen, marks that turn the direction of reading around, non-characters.
_INVISIBLE: Final = dict.fromkeys(
    [*range(0x01, 0x09), 0x0E, 0x0F, *range(0x10, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x200B, 0x200E]
    + [0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF]
    + [0xFDD0 + n for n in range(32)] + [plane * 0x10000 + n for plane in range(1, 17) for n in (0xFFFE, 0xFFFF)]
)  # fmt: skip
_LINE_ENDS: Final = dict.fromkeys([0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0x2028, 0x2029], "\n")
_HALF: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEANING: Final = {**_INVISIBLE, **_LINE_ENDS, **_HALF, 0x09: " "}


def clean(text: str) -> str:
    """Characters as they are stored: NFC, LF, nothing invisible. No Markdown is read. Refuses NUL."""
    if "\0" in text:
        raise Refused(_("In de tekst staat een onleesbaar teken (NUL). Plak de tekst opnieuw, bijvoorbeeld via Kladblok."))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() or not text.isprintable():
        text = text.translate(_CLEANING)
    return unicodedata.normalize("NFC", text)


def canonical(markdown: str) -> str:
    """The one spelling of this text; `canonical(canonical(x)) == canonical(x)`. Refuses NUL and a text that is too long."""
    spelled = markdown_of(blocks(markdown))
    _refuse_too_long(spelled)  # marks that are text get a backslash, so it may have grown
    return spelled


def blocks(markdown: str) -> tuple[Block, ...]:
    """The structure of a text. Equal for a text and its canonical spelling."""
    _refuse_too_long(markdown)
    return _parse.blocks_of(clean(markdown))


def to_html(markdown: str, *, shift: int = 0) -> str:
    """Safe HTML, headings moved down by `shift` levels. Every character was escaped; nh3 is the second lock."""
    html = "\n".join(block_html(block, shift) for block in blocks(markdown))
    return nh3.clean(
        html,
        tags={"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "br"},
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def to_plain(markdown: str) -> str:
    """Text without marks, as in a mail: one empty line between blocks, lists with - and numbers."""
    return "\n\n".join("\n".join(_plain_lines(block)) for block in blocks(markdown))


def plain(runs: tuple[Run, ...]) -> str:
    """The words of some runs; a hard line break is a line break."""
    return "".join("\n" if isinstance(run, Break) else run.text for run in runs)


def escaped(text: str) -> str:
    """Markdown that reads as exactly this text, line ends as hard breaks: for text that comes from elsewhere."""
    runs: list[Run] = []
    for line in clean(text).split("\n"):
        runs += [Break(), Text(line)]
    neat = _parse.tidy(iter(runs))
    return markdown_of((Paragraph(neat),)) if neat else ""


def _refuse_too_long(text: str) -> None:
    if len(text) > MAX_LENGTH:
        too_many = len(text) - MAX_LENGTH
        raise Refused(
            ngettext(
                "De tekst is %(many)s teken te lang. Verdeel hem over meer onderdelen.",
                "De tekst is %(many)s tekens te lang. Verdeel hem over meer onderdelen.",
                too_many,
            )
            % {"many": too_many}
        )


def block_html(block: Block, shift: int = 0) -> str:
    """One block as HTML, every character escaped."""
    if isinstance(block, Paragraph):
        return f"<p>{_runs_html(block.runs)}</p>"
    if isinstance(block, Heading):
        level = max(1, min(6, block.level + shift))
        return f"<h{level}>{_runs_html(block.runs)}</h{level}>"
    name = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    items = "".join(f"<li>{_item_html(item, shift)}</li>" for item in block.items)
    return f"<{name}{start}>{items}</{name}>"


def _item_html(item: Item, shift: int) -> str:
    """A single paragraph stands bare in its item, as people write it; more than one keep their own element."""
    many = sum(isinstance(block, Paragraph) for block in item.blocks) > 1
    return "".join(
        _runs_html(block.runs) if isinstance(block, Paragraph) and not many else block_html(block, shift) for block in item.blocks
    )


def _runs_html(runs: tuple[Run, ...]) -> str:
    return "".join("<br>" if isinstance(run, Break) else _run_html(run) for run in runs)


def _run_html(run: Text) -> str:
    html = escape(run.text)
    if run.italic:
        html = f"<em>{html}</em>"
    if run.bold:
        html = f"<strong>{html}</strong>"
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html


def _plain_lines(block: Block) -> Iterator[str]:
    if not isinstance(block, ListBlock):
        yield from plain(block.runs).split("\n")
        return
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}. " if block.ordered else "- "
        lines = [line for part in item.blocks for line in _plain_lines(part)]
        yield mark + lines[0]
        yield from (" " * len(mark) + line for line in lines[1:])
