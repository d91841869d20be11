"""Make the compact open data that Driehoek carries from a folder of source files.

    python tools/make_open_data.py ../shared/data [--out DIR]

Writes `organisations/open_data/` and `figures/open_data/` under `--out` (default: the package). The same sources give
the same content. Only sources with a free licence are read; each extract names its own in SOURCES.md beside it. Facts
that no open table states (which municipality went into which) stand in `tools/facts/` and are checked against the open
tables here: a fact that does not fit stops the script.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from open_data import areas, boundaries, figures, small_areas, sources

PACKAGE = Path(__file__).resolve().parent.parent / "driehoek"


def make(source: Path, out: Path) -> list[Path]:
    """Write every extract; returns the files written. Raises ValueError when a fact and an open table disagree."""
    organisations, figures_out = out / "organisations" / "open_data", out / "figures" / "open_data"
    organisations.mkdir(parents=True, exist_ok=True)
    figures_out.mkdir(parents=True, exist_ok=True)
    written = areas.write(source, organisations)
    written += boundaries.write(source, organisations, figures_out)
    written += small_areas.write(source, organisations, figures_out)
    written += figures.write(source, figures_out)
    written += sources.write(organisations, figures_out)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="folder with the source files")
    parser.add_argument("--out", type=Path, default=PACKAGE)
    arguments = parser.parse_args()
    for path in make(arguments.source, arguments.out):
        print(f"{path.stat().st_size:>9,} {path.relative_to(arguments.out)}")


if __name__ == "__main__":
    main()
