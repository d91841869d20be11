"""Make the pages of docs/ that follow from tables in the code: docs/rechten.md from the rights of all rooms.

.venv/bin/python tools/make_docs.py            writes the pages
.venv/bin/python tools/make_docs.py --check    exit status 1 when a page is not current (a test does the same)
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_REACH = {"own": "eigen", "within": "daarbinnen", "team": "team", "care": "waarneming", "second": "tweede persoon"}
_ROOMS = {
    "organisations": "Mensen en gebieden",
    "figures": "Cijfers en beeld",
    "plans": "Plannen",
    "programme": "Programma",
    "accountability": "Verantwoording",
    "common": "Algemeen",
}
_HEAD = """# Wie mag wat

Deze pagina is gemaakt door `tools/make_docs.py` uit de rechtentabellen van de kamers (`driehoek/*/rights.py`). Verander haar
niet met de hand: een test vergelijkt haar met de tabellen.

Een rol geldt voor een gebied en een termijn. Per recht staat hoe ver het reikt, gezien vanaf dat gebied:

| Woord | Betekenis |
|---|---|
| eigen | alleen het gebied van de rol |
| daarbinnen | dat gebied en wat erin ligt: een rol voor een team, in elke gemeente ervan |
| team | dat gebied en het team waar het bij hoort |
| waarneming | als *daarbinnen*, en het team en de gemeenten ervan die geen eigen functioneel beheerder hebben |
| tweede persoon | als *waarneming*, en die er maar één hebben: over een rol beslissen altijd twee mensen |

Wat iemand mag zíen, volgt uit `visible_to` van elk soort object. Wat iemand niet mag zien, bestaat voor hem niet (404). Een
rol die in een kamer geen rechten heeft, staat daar niet bij. Niemand keurt zijn eigen rol goed, of een rol die hij zelf vroeg.
De twee uitzonderingen (de eerste gebruiker, en de eerste collega die hij binnenlaat) staan in de tijdlijn.
"""


def rights_page() -> str:
    """The matrix right × role with its reach, one table per room."""
    from driehoek.organisations.models import Role
    from driehoek.organisations.rights import all_rights

    rights = all_rights()
    rooms = sorted({right.split(".")[0] for right in rights}, key=lambda room: ([*_ROOMS, room].index(room), room))
    parts = [_HEAD]
    for room in rooms:
        rows = {right: roles for right, roles in sorted(rights.items()) if right.startswith(f"{room}.")}
        columns = [role for role in Role if any(role in roles for roles in rows.values())]
        parts.append(f"## {_ROOMS.get(room, room)}\n\n" + "\n".join(_table(rows, columns)) + "\n")
    return "\n".join(parts)


def _table(rows: dict, columns: list) -> Iterator[str]:
    yield "| Rol | " + " | ".join(f"`{right.split('.', 1)[1]}`" for right in rows) + " |"
    yield "|---|" + "---|" * len(rows)
    for role in columns:
        cells = [" + ".join(_REACH[reach.value] for reach in roles.get(role, ())) or "–" for roles in rows.values()]
        yield f"| {str(role.label)[:1].upper()}{str(role.label)[1:]} | " + " | ".join(cells) + " |"


def pages() -> dict[Path, str]:
    return {ROOT / "docs" / "rechten.md": rights_page()}


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.config.settings")
    os.environ.setdefault("DRIEHOEK_SECRET_KEY", "only for making docs")
    os.environ.setdefault("DRIEHOEK_DATA", tempfile.mkdtemp())
    import django

    django.setup()
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        print("\n".join(f"{path.relative_to(ROOT)} is not current" for path in stale))
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
        print(f"{path.relative_to(ROOT)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
