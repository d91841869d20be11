"""Collect the interface sentences from Python and Jinja into the catalogues (Babel; gettext's own tools are not needed)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYBABEL = str(ROOT / ".venv/bin/pybabel")
LOCALE = ROOT / "driehoek/locale"
KEYWORDS = [
    "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "pgettext_lazy:1c,2", "npgettext:1c,2,3",
]  # fmt: skip


def extract(target: Path) -> None:
    """Write the template of all sentences to `target`."""
    words = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    options = ["-F", str(ROOT / "tools/babel.toml"), "--no-location", "--sort-output", "--omit-header", "--no-wrap"]
    subprocess.run([PYBABEL, "-q", "extract", *options, *words, "-o", str(target), "driehoek"], cwd=ROOT, check=True)


def main() -> int:
    template = LOCALE / "django.pot"
    LOCALE.mkdir(exist_ok=True)
    extract(template)
    for language in ("en",):
        catalogue = LOCALE / language / "LC_MESSAGES/django.po"
        verb, header = ("update", catalogue.read_text().partition("\n\n")[0]) if catalogue.exists() else ("init", "")
        subprocess.run(
            [PYBABEL, "-q", verb, "-i", str(template), "-d", str(LOCALE), "-D", "django", "-l", language, "--no-wrap"]
            + (["--no-fuzzy-matching", "--ignore-obsolete"] if verb == "update" else []),
            cwd=ROOT,
            check=True,
        )
        if header:  # it says the language; the dates that the tool puts in would differ in every change
            catalogue.write_text(header + "\n\n" + catalogue.read_text().partition("\n\n")[2])
    template.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
