"""Design tokens: what our rules name must exist, in the style sheet that is served."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "static/built/app.css"


@pytest.fixture(scope="module")
def css():
    assert BUILT.exists(), "build first: .venv/bin/node build.mjs"
    return BUILT.read_text()


def test_no_rule_of_ours_names_a_token_that_does_not_exist(css):
    declared = set(re.findall(r"(--[\w-]+)\s*:", css))
    used = set()
    for sheet in (ROOT / "driehoek/ui/source/css").glob("*.css"):
        used |= set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)))
    assert used - declared == set()


def test_colours_stand_only_in_the_theme():
    """A theme is a file of tokens: elsewhere a colour has a name (but for shadows, and letters on our own dark grounds)."""
    for sheet in (ROOT / "driehoek/ui/source/css").glob("*.css"):
        if sheet.name in ("theme.css", "print.css"):
            continue
        assert re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text()) == [], sheet.name


def test_the_sheet_stays_small(css):
    """As it goes over the line; the editor comes only to a page with long text."""
    assert len(gzip.compress(css.encode())) < 45_000
    assert len(gzip.compress((BUILT.parent / "app.js").read_bytes())) < 20_000
