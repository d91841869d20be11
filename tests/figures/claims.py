"""The keys of claims, and how well the rules do against them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from driehoek.figures.claims.queries import Claim, claims_in
from driehoek.figures.claims.sentences import tidy
from driehoek.organisations.viewer import PUBLIC

HERE = Path(__file__).resolve().parent
PLANS = HERE.parents[2] / "shared" / "seeds"


def key_rows(folder: str, name: str = "key.csv") -> list[dict[str, str]]:
    with (HERE / folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plan_texts() -> dict[str, str]:
    """The five plans by the first three letters of their file."""
    return {path.name[:3]: tidy(path.read_bytes().decode()) for path in sorted(PLANS.glob("*.txt"))}


def invented(folder: str) -> dict[str, str]:
    return {path.stem: tidy(path.read_text(encoding="utf-8")) for path in sorted((HERE / folder).glob("*.md"))}


@dataclass
class Score:
    """Claims that were found and marked as in the key, of all that were found and all that are in the key."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.wanted


def score(texts: dict[str, str], rows: list[dict[str, str]], mark: str = "mark") -> Score:
    """Finding and marking together: sentence, phenomenon, direction and mark must all agree with a row of the key."""
    right = found = 0
    for plan, text in texts.items():
        left = [row for row in rows if row["plan"] == plan]
        for claim in claims_in(PUBLIC, text).claims:
            found += 1
            for row in _same(claim, text, left):
                left.remove(row)
                right += row[mark] == claim.mark.value
                break
    return Score(right, found, len(rows))


def _same(claim: Claim, text: str, rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for row in list(rows):
        if row["phenomenon"] == claim.phenomenon and row["direction"] == claim.direction and _is_at(claim, text, row):
            yield row


def _is_at(claim: Claim, text: str, row: dict[str, str]) -> bool:
    if "fragment" in row:
        return row["fragment"] in " ".join(claim.quote.split())
    return int(row["start"]) < claim.end and claim.start < int(row["end"])
