"""A guess which pieces of a draft are priorities, reasons, ambitions, goals and measures; a person decides.

Each suggestion names the rule that fired, so that the screen can say why, and a wrong rule is found quickly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from driehoek.documents.draft import Draft, DraftPiece

Suggested = Literal["priority", "reason", "ambition", "goal", "measure"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`path`: the place of the piece in the draft, as `Draft.walk` gives it. For a list it holds for each item."""

    path: tuple[int, ...]
    line: int
    title: str
    kind: Suggested
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    kind: Suggested
    title: re.Pattern[str]


def _rule(name: str, kind: Suggested, pattern: str) -> _Rule:
    return _Rule(name, kind, re.compile(pattern, re.IGNORECASE))


_HIGHER: Final = "landelijk|regiona|strategie|eenheid"

# In order: the first that fits a heading wins. The words are those of the plans we know.
RULES: Final[tuple[_Rule, ...]] = (
    _rule(
        "kopje: prioriteit",
        "priority",
        r"(prioriteit|speerpunt|thema)\s+(\d{1,2}|[ivx]{1,4})\b(?!.*(landelijk|regiona|strategie|eenheid))",
    ),
    _rule("kopje: waarom", "reason", r"waarom\b|(inleiding\s*/\s*)?opgave\b|aanleiding\b|probleem(stelling)?\b|wat speelt er\b"),
    _rule("kopje: ambitie", "ambition", r"(onze\s+)?ambities?\b|wat willen we bereiken\b|visie\W*$|stip op de horizon\b"),
    _rule("kopje: doel", "goal", r"(onze\s+|strategische\s+)?(doel|doelen|doelstelling|doelstellingen)\b(?!groep)"),
    _rule("kopje: aanpak", "measure", r"(onze\s+|integrale\s+)?aanpak\W*$|maatregelen?\b|acties\b|inzet\W*$|aandachtspunten\W*$"),
    _rule("kopje: wat gaan we doen", "measure", r"(wat|hoe) (gaan|doen|pakken) (we|wij)\b|dit gaan we doen\b|uitvoering\W*$"),
)
_PRIORITIES: Final = re.compile(
    r"(de\s+)?((gezamenlijke?|strategische|lokale|vier|drie|vijf)\s+)*(veiligheids)?(prioriteiten|thema['’]?s)\b", re.IGNORECASE
)
_OF_OTHERS: Final = re.compile(r"landelijk|oost|regio|eenheid|district|lokale", re.IGNORECASE)
_NO_PRIORITY: Final = re.compile(r"(inleiding|samenvatting|leeswijzer|aanpak|betekenis|focus|algemene)\b", re.IGNORECASE)


def suggest_kinds(draft: Draft) -> tuple[Suggestion, ...]:
    """Suggestions in the order of reading; at most one for a piece."""
    return tuple(_below(draft.pieces, (), within=False))


def _below(pieces: tuple[DraftPiece, ...], at: tuple[int, ...], *, within: bool) -> Iterator[Suggestion]:
    """`within`: inside a priority, or under a heading that says priorities come."""
    for number, piece in enumerate(pieces):
        path = (*at, number)
        if piece.kind != "section":
            continue
        found = _of_section(piece, path, within=within)
        if found is None:
            yield from _below(piece.children, path, within=_announces_priorities(piece.title))
            continue
        yield found
        if found.kind == "priority":
            yield from _introduction(piece, path)
            yield from _below(piece.children, path, within=False)
        elif found.kind in ("goal", "measure"):
            yield from _lists(piece, path, found)


def _announces_priorities(title: str) -> bool:
    """Priorities of the plan itself; those of the country or the region are named, not made here."""
    return _PRIORITIES.match(title) is not None and _OF_OTHERS.search(title) is None


def _introduction(priority: DraftPiece, path: tuple[int, ...]) -> Iterator[Suggestion]:
    for number, child in enumerate(priority.children):
        if child.kind == "section" and child.title.casefold() == "inleiding":
            yield Suggestion((*path, number), child.line, child.title, "reason", "kopje: inleiding binnen een prioriteit")


def _of_section(piece: DraftPiece, path: tuple[int, ...], *, within: bool) -> Suggestion | None:
    rule = _matching(piece.title)
    if rule is not None:
        return Suggestion(path, piece.line, piece.title, rule.kind, rule.name)
    own = [_matching(child.title) for child in piece.children if child.kind == "section"]
    parts = {found.kind for found in own if found is not None and found.kind != "priority"}
    if _PRIORITIES.match(piece.title) or _NO_PRIORITY.match(piece.title):
        return None
    if parts:
        return Suggestion(path, piece.line, piece.title, "priority", "heeft onderdelen zoals ambitie, doelen of aanpak")
    if within:
        return Suggestion(path, piece.line, piece.title, "priority", "staat onder een kopje over prioriteiten")
    return None


def _lists(section: DraftPiece, path: tuple[int, ...], found: Suggestion) -> Iterator[Suggestion]:
    for number, child in enumerate(section.children):
        if child.kind == "list":
            yield Suggestion((*path, number), child.line, section.title, found.kind, f"opsomming onder {found.rule}")


def _matching(title: str) -> _Rule | None:
    return next((rule for rule in RULES if rule.title.match(title.strip())), None)
