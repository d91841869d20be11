"""Every sentence of the interface is in the catalogue, and its English has the same places to fill in."""

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.house


def catalogue(path, locale=None):
    with path.open("rb") as file:
        return {(message.context, message.id): message for message in read_po(file, locale=locale) if message.id}


@pytest.fixture(scope="module")
def english():
    return catalogue(ROOT / "driehoek/locale/en/LC_MESSAGES/django.po", "en")


def test_the_catalogue_holds_what_the_code_says(english, tmp_path):
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools/messages.py")
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    messages.extract(tmp_path / "now.pot")
    assert set(catalogue(tmp_path / "now.pot")) - set(english) == set(), "run: make messages"


def test_the_english_has_the_same_places(english):
    wrong = []
    for message in english.values():
        pairs = (
            [(message.id, message.string)] if isinstance(message.id, str) else list(zip(message.id, message.string, strict=True))
        )
        for dutch, words in pairs:
            if words and places(dutch) - places(words) - {"%(count)s", "%(num)s"}:
                wrong.append((dutch, words))
    assert wrong == []


def places(words):
    return set(re.findall(r"%\(\w+\)[sd]", words))
