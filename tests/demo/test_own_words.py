"""The sentences of the demo are ours: the plans give the facts, not the words. Runs where the plans lie beside the project."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from driehoek.demo.content import FOLDER, load

PLANS = sorted((Path(__file__).parents[2].parent / "shared" / "seeds").glob("*.txt"))
LONGEST = 7  # words on end that a sentence may share with a plan by chance

pytestmark = pytest.mark.skipif(not PLANS, reason="the plans themselves are not part of the project")


def runs(text: str, names: re.Pattern[str]) -> set[tuple[str, ...]]:
    """Every run of one word too many. The name of a municipality ends a run, so that lists of names do not count."""
    found = set()
    for stretch in names.split(text):
        words = re.findall(r"\w+", stretch.lower())
        found |= {tuple(words[start : start + LONGEST + 1]) for start in range(len(words) - LONGEST)}
    return found


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.fixture(scope="module")
def names():
    municipalities = [area.name for area in load().areas.values() if area.level == "municipality"]
    return re.compile("|".join(re.escape(name) for name in sorted(municipalities, key=len, reverse=True)), re.IGNORECASE)


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.yaml")))
def test_no_sentence_is_taken_from_a_plan(file, names):
    theirs = set().union(*(runs(path.read_text(encoding="utf-8"), names) for path in PLANS))
    ours = texts(yaml.safe_load((FOLDER / file).read_text(encoding="utf-8")))
    assert [(text, run) for text in ours for run in runs(text, names) & theirs] == []


def test_a_sentence_that_was_taken_would_be_seen(names):
    taken = "Met die gedachte heeft de driehoek vandaag echt iets besloten"
    assert runs(taken, names) & runs("Nu: " + taken.upper(), names)
    assert not runs("Boxtel, Heusden, Meierijstad, Sint-Michielsgestel en Vught en Tiel en Buren en Druten", names)


def test_nobody_who_signed_a_plan_is_named(content_text):
    initials, surname = r"(?:[A-Z]\.)+", r"((?:van |de |der )*[A-Z][a-z]+)\b(?! en )"
    signed = re.compile(rf"^\W*(?:Burgemeester|Mr\.|Dhr\.)? ?{initials} ?{surname}", re.MULTILINE)
    people = {name for path in PLANS for name in signed.findall(path.read_text(encoding="utf-8"))}
    assert len(people) > 3
    assert not [name for name in people if re.search(rf"\b{re.escape(name)}\b", content_text)]


@pytest.fixture(scope="module")
def content_text():
    return "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml"))
