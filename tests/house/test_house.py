"""Style, types, architecture and what a clone needs: the same on every database, so run once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
pytestmark = pytest.mark.house


def run(*command):
    return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True)


def tracked(*patterns):
    names = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.splitlines() if (ROOT / name).exists()]


def test_style():
    result = run("ruff", "check", "--no-cache", "--output-format", "concise", ".")
    assert result.returncode == 0, result.stdout


def test_layout():
    result = run("ruff", "format", "--no-cache", "--check", ".")
    assert result.returncode == 0, result.stdout


def test_types():
    result = run("mypy")
    assert result.returncode == 0, result.stdout


def test_architecture():
    result = run("lint-imports", "--no-cache")
    assert result.returncode == 0, result.stdout


def test_models_and_migrations_agree():
    result = run(
        "python", "-m", "django", "makemigrations", "--check", "--dry-run", "--settings", "driehoek.config.test_settings"
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", ["requirements/run.txt", "requirements/all.txt", "requirements/bench.txt"])
def test_requirements_name_no_registry(path):
    assert "://" not in (ROOT / path).read_text()


def test_the_package_lock_names_no_registry():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_nothing_built_or_of_others_is_committed():
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    built = [name for name in names if name.startswith(("static/", "node_modules/", ".venv/", ".tools/")) or name.endswith(".mo")]
    assert built == []


def test_no_file_is_too_long_to_read():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in tracked("driehoek/*.py")
        if "migrations" not in path.parts and (lines := path.read_text().count("\n")) > 500
    }
    assert long == {}


def test_the_picture_of_the_house_is_of_this_house():
    assert run("python", "tools/house_picture.py", "--check").returncode == 0, "run: make docs"


def test_the_project_speaks_only_of_itself():
    """No path of a machine, no address of a registry."""
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path in tracked(
            "*.py", "*.md", "*.toml", "*.yml", "*.yaml", "*.html", "*.mjs", "*.js", "*.json", "Makefile", "requirements/*"
        )
        if path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"(?<![\w.])/(work|root|home)/[a-z]|registry\.npmjs|pypi\.org/simple|files\.pythonhosted|deb\.debian", line)
    ]
    assert wrong == []
