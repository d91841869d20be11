"""The list of indicators that Driehoek supplies, read from the files in `content/`. No Django models here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from driehoek.figures.indicators.rules import Break, Definition, in_order

FOLDER = Path(__file__).resolve().parent / "content"
_ADDED_UP = ("method", "limits", "willingness")  # what holds for all stands before what holds for one


@dataclass(frozen=True)
class SuppliedSource:
    """A source as the list names it. `kind` is that of `Source`."""

    code: str
    name: str
    kind: str
    publisher: str = ""
    licence: str = ""
    is_public: bool = False


@dataclass(frozen=True)
class Supplied:
    """One indicator of the list: where it is counted, under which code there, and what it means."""

    source: str
    phenomenon: str
    definition: Definition
    rank: int


@lru_cache(maxsize=1)
def sources() -> tuple[SuppliedSource, ...]:
    return tuple(SuppliedSource(**row) for row in _read("sources"))


@lru_cache(maxsize=1)
def supplied() -> tuple[Supplied, ...]:
    """The whole list, in the order of the files. Raises KeyError or TypeError for a file that is not as it should be."""
    breaks = {key: Break(row["first"], row.get("last", ""), row["reason"]) for key, row in _read("breaks").items()}
    blocks = [_read("crimes"), _read("nuisance"), _read("groups"), *_read("others")]
    return tuple(one for number, block in enumerate(blocks) for one in _block(block, number, breaks))


@lru_cache(maxsize=1)
def digest() -> str:
    """Changes with any definition or source of the list."""
    parts = [repr(one) for one in sources()] + [one.definition.digest + one.source + one.phenomenon for one in supplied()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


# Open tables of the police with one classification of crimes: what 1.6.3 means in one, it means in all.
POLICE_TABLES = frozenset({"47013NED", "47015NED", "47018NED", "47022NED"})


def words_of(source: str) -> dict[str, dict[str, str]]:
    """Phenomenon → the words of its definition, for a table of which Driehoek knows what its codes mean; else nothing."""
    if source.upper() not in POLICE_TABLES:
        return {}
    names = ("label", "one", "many", "field", "moves_with")
    return {
        one.phenomenon: {name: getattr(one.definition, name) for name in names}
        | {"theme": one.definition.themes[0] if one.definition.themes else ""}
        for one in supplied()
        if one.source == "47018NED" and one.definition.kind == "count"
    }


def _read(name: str) -> Any:
    import yaml

    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _block(block: Mapping[str, Any], number: int, breaks: Mapping[str, Break]) -> Iterator[Supplied]:
    for place, row in enumerate(block["types"]):
        words = _laid_over(block.get("all", {}), row)
        if not words.get("willingness"):
            words["willingness"] = block.get("willingness", {}).get(words.get("moves_with", ""), "")
        yield Supplied(block["source"], str(row["code"]), _definition(words, breaks), _rank(str(row["code"]), number, place))


def _laid_over(every: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    words = {**every, **row}
    for name in _ADDED_UP:
        words[name] = " ".join(text for text in (every.get(name, ""), row.get(name, "")) if text)
    words["breaks"] = [*every.get("breaks", []), *row.get("breaks", [])]
    if codes := words.pop("police_codes", ""):
        words["method"] += f" Codes van de politie: {codes}."
    for name in ("moves_with", "direction"):
        words[name] = "" if words.get(name) == "none" else words.get(name, "")
    return words


def _definition(words: dict[str, Any], breaks: Mapping[str, Break]) -> Definition:
    themes = tuple(words.get("themes", ()))
    known = {name: words[name] for name in Definition.__dataclass_fields__ if name in words}
    return Definition(
        **{
            **known,
            "field": themes[0][:2] if themes else "",
            "themes": themes,
            "parts": tuple(words.get("parts", ())),
            "breaks": in_order(breaks[key] for key in words["breaks"]),
        }
    )


def _rank(code: str, block: int, place: int) -> int:
    """1.2.3 before 1.10.1, as `figures` ranks codes of three numbers; what is no such code follows, in the order of the files."""
    parts = code.split(".")
    if block == 0 and len(parts) == 3:
        return int(parts[0]) * 10_000 + int(parts[1]) * 100 + int(parts[2])
    return 100_000 * block + place
