"""The page beside each set of extracts that says where it comes from and under which licence."""

from __future__ import annotations

from pathlib import Path

from open_data.tables import FACTS


def write(organisations: Path, figures: Path) -> list[Path]:
    written = []
    for folder, page in ((organisations, "sources_of_areas.md"), (figures, "sources_of_figures.md")):
        path = folder / "SOURCES.md"
        path.write_bytes((FACTS / page).read_bytes())
        written.append(path)
    return written
