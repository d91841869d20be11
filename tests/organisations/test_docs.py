"""The page about rights says what the tables say."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _make_docs():
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_rights_is_current():
    for path, text in _make_docs().pages().items():
        assert path.read_text(encoding="utf-8") == text, f"run tools/make_docs.py: {path.name} is not current"


def test_every_right_has_a_role_and_every_role_exists():
    from driehoek.organisations.models import Role
    from driehoek.organisations.rights import all_rights

    for right, roles in all_rights().items():
        assert roles, right
        assert set(roles) <= set(Role.values), right
