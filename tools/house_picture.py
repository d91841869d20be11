"""Draw docs/house.svg from the import contract in pyproject.toml: the rooms in their order, and the imports there really are.

    python tools/house_picture.py [--check]

`--check` draws nothing; it exits with 1 when the picture is not what the contract and the code say now.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "house.svg"
WORDS = {
    "cli": "opdrachtregel",
    "demo": "vijf plannen, echte cijfers",
    "web": "start, zoeken, rode draad",
    "accountability": "verantwoording, publiek",
    "programme": "programma’s, acties, voortgang",
    "plans": "plan, lagen, vaststelling",
    "figures": "cijfers, beeld, duiding",
    "documents": "Word, PDF, Excel, tekst",
    "organisations": "gebieden, mensen, rechten",
    "ui": "vormgeving en onderdelen",
    "common": "tijdlijn, draad, zoeken, undo",
    "engine": "oordeel over aantallen",
}


def layers() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    order = next(contract for contract in contracts if contract["type"] == "layers")["layers"]
    return [name.removeprefix("driehoek.") for name in order]


def imports(rooms: list[str]) -> set[tuple[str, str]]:
    """(room, room it imports from), read from the import statements."""
    found = set()
    for room in rooms:
        folder = ROOT / "driehoek" / room
        files = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
        for path in files:
            for node in ast.walk(ast.parse(path.read_text())):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                for name in names:
                    other = name.split(".")[1] if name.startswith("driehoek.") else ""
                    if other in rooms and other != room:
                        found.add((room, other))
    return found


def draw() -> str:
    rooms = layers()
    height, gap, left, width = 44, 18, 250, 330
    top = {room: 30 + index * (height + gap) for index, room in enumerate(rooms)}
    arrows = sorted(imports(rooms), key=lambda pair: (rooms.index(pair[0]), rooms.index(pair[1])))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 830 {30 + len(rooms) * (height + gap)}" '
        'font-family="sans-serif" font-size="14" role="img" aria-labelledby="t">',
        '<title id="t">De kamers van Driehoek, in de volgorde waarin zij elkaar mogen gebruiken</title>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for room, other in arrows:
        start, end = top[room] + height / 2, top[other] + height / 2
        span = rooms.index(other) - rooms.index(room)
        side, reach = (left, -1) if span % 2 else (left + width, 1)
        bend = side + reach * (18 + 17 * span)
        parts.append(
            f'<path d="M{side} {start} C{bend} {start} {bend} {end} {side} {end}" fill="none" stroke="#1f5a92" '
            f'stroke-opacity="0.45"><title>{room} gebruikt {other}</title></path>'
        )
    for room in rooms:
        y = top[room]
        parts.append(f'<rect x="{left}" y="{y}" width="{width}" height="{height}" rx="8" fill="#eef4fa" stroke="#14395d"/>')
        parts.append(f'<text x="{left + 14}" y="{y + 27}" font-weight="bold" fill="#14395d">{room}</text>')
        parts.append(f'<text x="{left + width - 12}" y="{y + 27}" text-anchor="end" fill="#33475b">{WORDS[room]}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main(words: list[str]) -> int:
    picture = draw()
    if "--check" in words:
        return 0 if PICTURE.exists() and PICTURE.read_text() == picture else 1
    PICTURE.write_text(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
