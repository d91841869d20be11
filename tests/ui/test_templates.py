"""What can go wrong in a template without any test rendering that branch."""

import json
import re
from pathlib import Path

import jinja2.meta
import pytest
from django.template import engines
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "driehoek/ui/source"
ENV = engines["jinja2"].env
FILES = {
    path.relative_to(folder).as_posix(): path
    for folder in sorted(ROOT.glob("driehoek/*/jinja2"))
    for path in sorted(folder.rglob("*.html"))
}
TEMPLATES = list(FILES)
# What the backend and the context processors give to every page, and what a view may leave out (each is asked with `is defined`).
GIVEN = {"request", "csrf_input", "csrf_token", "csp_nonce", "messages", "DEFAULT_MESSAGE_LEVELS"}
GIVEN |= {"viewer", "language", "demo_day", "demo_logins", "place"}


def source_of(name):
    return FILES[name].read_text()


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert ENV.get_template(name)


def test_every_text_can_be_shown():
    """`_("95 % zeker")` raises when shown: a percent sign must be doubled."""
    for name in TEMPLATES:
        for _line, function, message in ENV.extract_translations(source_of(name)):
            for text in [message] if isinstance(message, str) else [part for part in message if part]:
                names = re.findall(r"%\((\w+)\)", text)
                assert text % dict.fromkeys(names, 1) or function, f"{name}: {text}"


def test_no_style_or_script_stands_in_a_page():
    """The security policy refuses them, so they would only seem to work."""
    for path in [*ROOT.glob("driehoek/*/jinja2/**/*.html"), *ROOT.glob("driehoek/*/templates/**/*.html")]:
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
        assert not re.search(r"\sstyle=|<style|\son\w+=|hx-on|javascript:", text), path
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script or 'type="application/json"' in script, f"{path}: {script}"


def test_every_icon_exists():
    icons = set(json.loads((SOURCE / "icons.json").read_text()))
    used = {}
    for path in [*ROOT.glob("driehoek/*/jinja2/**/*.html"), *ROOT.glob("driehoek/**/*.py")]:
        for name in re.findall(r"""\bicon(?:\(|=|"\s*:)\s*["']([a-z0-9-]+)["']""", path.read_text()):
            used.setdefault(name, path)
    assert {name: str(path) for name, path in used.items() if name not in icons} == {}


def test_every_class_of_ui_has_a_rule():
    """Elements (`__`) and variants (`--`) may be bare names; a block without a rule is a part that nobody drew."""
    css = "".join(path.read_text() for path in (SOURCE / "css").glob("*.css"))
    known = {name.split("__")[0].split("--")[0] for name in re.findall(r"\.(dh-[\w-]+)", css)}
    used = set()
    for path in [*ROOT.glob("driehoek/ui/jinja2/**/*.html"), *ROOT.glob("driehoek/ui/templates/**/*.html")]:
        for value in re.findall(r'class="([^"]*)"', path.read_text()):
            plain = re.sub(r"\{\{.*?\}\}", "{}", re.sub(r"\{%.*?%\}", " ", value))
            used |= {word for word in plain.split() if re.fullmatch(r"dh-[\w-]+", word)}
    assert {name for name in used if "__" not in name and "--" not in name} - known == set()


def test_every_part_says_what_it_takes():
    """Each macro that others call stands under a comment that names its inputs."""
    for path in (ROOT / "driehoek/ui/jinja2/ui/parts").glob("*.html"):
        text = path.read_text()
        for name in re.findall(r"\{% macro ([a-z]\w*)\(", text):
            assert re.search(rf"\{{#[^#]*\b{name}\(", text) or path.name == "shell.html", f"{path.name}: {name}"


def test_every_part_is_shown_on_the_component_page():
    shown = "".join(path.read_text() for path in (ROOT / "driehoek/ui/jinja2/ui/componenten").glob("*.html"))
    for path in (ROOT / "driehoek/ui/jinja2/ui/parts").glob("*.html"):
        if path.name == "shell.html":
            continue
        for name in re.findall(r"\{% macro ([a-z]\w*)\(", path.read_text()):
            assert f"ui.{name}(" in shown, name


def test_every_name_of_a_part_exists():
    """`ui.feild` shows itself only when rendered; here it is found without."""
    for name in TEMPLATES:
        for node in ENV.parse(source_of(name)).find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name == "ui":
                assert getattr(ENV.globals["ui"], node.attr), f"{name}: ui.{node.attr}"


def test_a_page_of_ui_asks_for_nothing_that_is_not_there():
    for name in TEMPLATES:
        if not name.startswith(("ui/", "account/")):
            continue
        source = source_of(name)
        names = jinja2.meta.find_undeclared_variables(ENV.parse(source)) - set(ENV.globals) - GIVEN
        asked_first = {found for found in names if re.search(rf"\b{found} is defined|\b{found}\|default", source)}
        assert names - asked_first - PASSED.get(name, set()) - PASSED.get(name.rpartition("/")[0], set()) == set(), name


# What the views of these pages pass (a page of another room is judged by the tests of its room).
PASSED = {
    "ui/account.html": {"title", "content"},
    "account/login.html": {"form", "redirect_field", "redirect_field_value", "PASSKEY_LOGIN_ENABLED"},
    "ui/componenten": {
        "example", "faulty", "entries", "hits", "page_of_many", "page_address", "rows", "rising", "gapped", "flat", "a_day",
        "long_word", "chart_wide", "chart_narrow", "toasts", "icon_names", "markdown", "caller",
    },
}  # fmt: skip
