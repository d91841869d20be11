"""Parts that are made once: the same words as when they are made each time, and never less careful."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import engines
from markupsafe import Markup

from driehoek.ui.environment import REMEMBERED, Parts


@pytest.fixture
def parts() -> Parts:
    return Parts(engines["jinja2"].env)


def test_a_name_with_markup_is_escaped_also_after_the_same_words_were_safe(parts):
    words = "<b>Anna</b>"
    assert "<b>Anna</b>" in parts.person(Markup(words))
    assert "&lt;b&gt;Anna&lt;/b&gt;" in parts.person(words)
    assert "<b>Anna</b>" in parts.person(Markup(words))


def test_a_remembered_part_says_what_its_macro_says(parts):
    for _time in (1, 2):
        assert parts.day(date(2024, 3, 5)) == '<time datetime="2024-03-05">5 mrt</time>'
        assert "Te laat" in parts.status("Te laat", "late")
        assert "–" in parts.date(None)


def test_every_remembered_part_exists_and_takes_no_content(parts):
    env = engines["jinja2"].env
    for name in REMEMBERED:
        macros = [getattr(env.get_template(f"ui/parts/{file}.html").module, name, None) for file in ("basic", "states", "data")]
        macro = next(one for one in macros if one is not None)
        assert not macro.caller, name


def test_a_part_says_the_same_as_a_filter():
    env = engines["jinja2"].env
    page = env.from_string("{{ name|person(role) }}{{ on|day }}{{ label|status('late') }}")
    said = page.render(name="<b>Anna</b>", role="Vught", on=date(2024, 3, 5), label="Te laat")
    parts = env.globals["ui"]
    assert said == f"{parts.person('<b>Anna</b>', 'Vught')}{parts.day(date(2024, 3, 5))}{parts.status('Te laat', 'late')}"
    assert "&lt;b&gt;Anna" in said
