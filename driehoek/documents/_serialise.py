"""From blocks back to the one spelling. What comes out reads as exactly what went in: that is checked, not hoped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from driehoek.documents._blocks import Block, Break, Heading, Item, ListBlock, Paragraph, Run, Text
from driehoek.documents._parse import blocks_of

_ALWAYS: Final = re.compile(r"[\\*]|\](?=\()")
_UNDERSCORES: Final = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")  # inside a word they mean nothing
_IN_LINK: Final = re.compile(r"[\[\]]")
_LINE_START: Final = re.compile(r"(#{1,6}|[-+])(?=\s|$)|(\d{1,9})([.)])(?=\s|$)")
_CLOSING_HASHES: Final = re.compile(r"(^|\s)(#+)$")

Appearance = Callable[[Text], Text]
# CommonMark cannot write every emphasis (bold that ends in a full stop inside a word). The first that reads back is taken.
_APPEARANCES: Final[tuple[tuple[Appearance, str], ...]] = (
    (lambda run: run, "*"),
    (lambda run: run, "_"),
    (lambda run: replace(run, italic=False), "*"),
    (lambda run: replace(run, bold=False, italic=False), "*"),
    (lambda run: Text(run.text), "*"),
)


def markdown_of(blocks: Iterable[Block]) -> str:
    """The canonical spelling: blocks parted by one empty line, no space at the end."""
    blocks = tuple(blocks)
    markdown = "\n\n".join(_block(block, "*") for block in blocks)
    if "*" not in markdown or blocks_of(markdown) == blocks:
        return markdown
    return "\n\n".join(_readable(block) for block in blocks)


def _readable(block: Block) -> str:
    for appearance, mark in _APPEARANCES:
        simpler = _with(block, appearance)
        markdown = _block(simpler, mark)
        if blocks_of(markdown) == (simpler,):
            return markdown
    raise AssertionError(f"a text without emphasis does not read back: {block!r}")


def _with(block: Block, appearance: Appearance) -> Block:
    if isinstance(block, ListBlock):
        return _list_with(block, appearance)
    return replace(block, runs=_seen(block.runs, appearance))


def _list_with(block: ListBlock, appearance: Appearance) -> ListBlock:
    return replace(block, items=tuple(Item(tuple(_part_with(p, appearance) for p in item.blocks)) for item in block.items))


def _part_with(part: Paragraph | ListBlock, appearance: Appearance) -> Paragraph | ListBlock:
    return _list_with(part, appearance) if isinstance(part, ListBlock) else replace(part, runs=_seen(part.runs, appearance))


def _seen(runs: tuple[Run, ...], appearance: Appearance) -> tuple[Run, ...]:
    return _joined(appearance(run) if isinstance(run, Text) else run for run in runs)


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if isinstance(run, Text) and isinstance(last, Text) and replace(last, text=run.text) == run:
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


def _block(block: Block, mark: str) -> str:
    if isinstance(block, Paragraph):
        return _inline(block.runs, mark)
    if isinstance(block, Heading):
        return "#" * block.level + " " + _CLOSING_HASHES.sub(r"\1\\\2", _inline(block.runs, mark))
    lines = []
    for number, item in enumerate(block.items, block.start):
        bullet = f"{number}. " if block.ordered else "- "
        lines.append(bullet + _indented(_item(item, mark), len(bullet)))
    return "\n".join(lines)


def _item(item: Item, mark: str) -> str:
    text, last = "", None
    for part in item.blocks:
        if last is not None:
            # A list may follow its paragraph at once, unless its first number is not 1: then it would be read as text.
            tight = isinstance(part, ListBlock) and isinstance(last, Paragraph) and part.start == 1
            text += "\n" if tight else "\n\n"
        text += _block(part, mark)
        last = part
    return text


def _indented(text: str, width: int) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(" " * width + line if line else "" for line in rest)])


def _inline(runs: tuple[Run, ...], mark: str) -> str:
    """Marks are opened and closed as a stack: the one that lasts longest outside."""
    stack: list[str] = []
    text, at_line_start = "", True
    for at, run in enumerate(runs):
        wanted = _marks(run)
        while any(mark_ not in wanted for mark_ in stack):
            text += _closing(stack.pop(), mark)
        if isinstance(run, Break):
            text, at_line_start = text + "\\\n", True
            continue
        missing = [mark_ for mark_ in wanted if mark_ not in stack]
        for mark_ in sorted(missing, key=lambda m: (-_lasts(m, runs[at:]), m)):
            text += "[" if mark_.startswith("@") else mark_.replace("*", mark if mark_ == "*" else "*")
            stack.append(mark_)
        text += _literal(run, at_line_start and not stack)
        at_line_start = False
    while stack:
        text += _closing(stack.pop(), mark)
    return text


def _marks(run: Run) -> tuple[str, ...]:
    """`**`, `*`, and `@` with the address of a link."""
    if isinstance(run, Break):
        return ()
    return ("**",) * run.bold + ("*",) * run.italic + ((f"@{run.href}",) if run.href else ())


def _lasts(mark: str, runs: tuple[Run, ...]) -> int:
    return next((at for at, run in enumerate(runs) if mark not in _marks(run)), len(runs))


def _closing(mark_: str, mark: str) -> str:
    if mark_.startswith("@"):
        return f"]({mark_[1:]})"
    return mark if mark_ == "*" else mark_


def _literal(run: Text, at_line_start: bool) -> str:
    text = _ALWAYS.sub(r"\\\g<0>", run.text)
    text = _UNDERSCORES.sub(lambda match: match[0].replace("_", "\\_"), text)
    if run.href:
        text = _IN_LINK.sub(r"\\\g<0>", text.replace("\\](", "]("))
    if at_line_start and (match := _LINE_START.match(text)):
        head = f"{match[2]}\\{match[3]}" if match[2] else f"\\{match[1]}"
        text = head + text[match.end() :]
    return text
