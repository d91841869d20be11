"""Give the static fonts for charts and documents a family name without digits.

`Source Sans 3` as a family name is invalid CSS (a bare number), so charts would fall to another font without a word.
Usage: rename_fonts.py FOLDER_OF_THE_PACKAGE OUTPUT_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Driehoek Sans"
# folder and file of the package → style
STYLES = {
    "400Regular": "Regular",
    "400Regular_Italic": "Italic",
    "600SemiBold": "SemiBold",
    "700Bold": "Bold",
}


def rename(source: Path, target: Path, style: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    names = font["name"]
    # Four classic styles share a family; another weight is a family of its own with the shared one as typographic family.
    classic = style in {"Regular", "Italic", "Bold"}
    values = {
        1: FAMILY if classic else f"{FAMILY} {style}",
        2: style if classic else "Regular",
        3: f"{FAMILY} {style}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        16: FAMILY,
        17: style,
    }
    for name_id, value in values.items():
        names.removeNames(nameID=name_id)
        names.setName(value, name_id, 3, 1, 0x409)
        names.setName(value, name_id, 1, 0, 0)
    font.save(target)


def main(package: str, output: str) -> None:
    for folder, style in STYLES.items():
        source = Path(package) / folder / f"SourceSans3_{folder}.ttf"
        rename(source, Path(output) / f"DriehoekSans-{style}.ttf", style)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
