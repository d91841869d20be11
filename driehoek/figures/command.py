"""`driehoek figures import FILE`, `driehoek picture` and `driehoek claims FILE`: figures in, a picture out, a text checked."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driehoek.figures.commands import ImportReport
    from driehoek.figures.queries import Picture

_NO_DATABASE = "De database is er nog niet of is van een oudere versie. Start eerst met `driehoek serve` of `driehoek demo`."


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `figures`, `picture` and `claims` to the commands of `driehoek`."""
    figures = subparsers.add_parser("figures", help="lees cijfers in", description="Cijfers inlezen.")
    verbs = figures.add_subparsers(dest="verb", required=True, metavar="werkwoord")
    import_ = verbs.add_parser(
        "import",
        help="lees een CSV-, Excel- of Parquet-bestand in",
        description="Alles of niets: bij een fout verandert er niets, en staat per regel wat er mis is.",
        epilog="De kolommen zijn area, phenomenon, period en count; exposure en provisional mogen erbij.",
    )
    import_.add_argument("file", metavar="BESTAND")
    import_.add_argument("--source", metavar="NAAM", default="", help="code of naam van de bron (de naam van het bestand)")
    import_.set_defaults(run=run_import)
    fetch = verbs.add_parser(
        "fetch",
        help="haal een tabel met open data op, en volg haar voortaan",
        description="Haalt de tabel op bij de bron. Daarna kijkt het achtergrondwerk elke dag of zij veranderd is.",
    )
    fetch.add_argument("table", metavar="TABEL", help="code van de tabel, zoals 47018NED")
    fetch.add_argument(
        "--from", dest="address", metavar="ADRES", help="waar zij staat (OData, versie 3 of 4); nodig de eerste keer"
    )
    fetch.add_argument("--stop", action="store_true", help="de tabel niet meer volgen")
    fetch.set_defaults(run=run_fetch)
    picture = subparsers.add_parser(
        "picture", help="geef het beeld van een gemeente of team", description="Het beeld van een gebied."
    )
    which = picture.add_mutually_exclusive_group(required=True)
    which.add_argument("--area", metavar="CODE", help="code van een gebied, zoals GM0225")
    which.add_argument("--team", metavar="NAAM", help="naam van een basisteam, zoals Tweestromenland")
    picture.add_argument("--format", choices=("json", "text"), default="text", help="vorm van het antwoord (text)")
    picture.set_defaults(run=run_picture)
    claims = subparsers.add_parser(
        "claims",
        help="zoek beweringen over cijfers in een tekst",
        description="Beweringen over cijfers, elk met wat er wel klopt.",
    )
    claims.add_argument("file", metavar="BESTAND", help="tekst, Markdown, Word (.docx), ODT of PDF")
    claims.add_argument("--format", choices=("json", "text"), default="text", help="vorm van het antwoord (text)")
    claims.set_defaults(run=run_claims)


def run_import(args: argparse.Namespace) -> int:
    """Take in one file: 0 when it is in, 2 with what is wrong on standard error."""
    import django

    django.setup()
    from django.db import DatabaseError

    from driehoek.common.errors import Refused
    from driehoek.figures.commands import import_figures
    from driehoek.organisations.viewer import SYSTEM

    path = Path(args.file)
    if not path.is_file():
        return _refuse(f"{args.file} bestaat niet. Geef de naam van een CSV-, Excel- of Parquet-bestand.")
    try:
        with path.open("rb") as file:
            report = import_figures(
                SYSTEM, args.source or path.stem, file, file_name=path.name, size=path.stat().st_size, progress=_progress
            )
    except Refused as error:
        return _refuse(" ".join(error.messages))
    except DatabaseError:
        return _refuse(_NO_DATABASE)
    return _tell(path, report)


def _tell(path: Path, report: ImportReport) -> int:
    if not report.accepted:
        return _tell_wrong(path, report)
    done = "Deze cijfers waren er al; er is niets veranderd." if report.unchanged else f"{report.rows} regels ingelezen."
    new = f" Nieuw: {', '.join(report.new)}." if report.new else ""
    print(done + new)
    return 0


def run_fetch(args: argparse.Namespace) -> int:
    """Fetch one table: 0 when it is in or did not change, 2 with one Dutch line on standard error."""
    import django

    django.setup()
    from django.db import DatabaseError

    from driehoek.common.errors import Refused
    from driehoek.figures.commands import follow, refresh, unfollow
    from driehoek.figures.queries import feeds

    try:
        if args.stop:
            unfollow(args.table)
            return 0
        known = next((feed for feed in feeds() if feed.code == args.table), None)
        if known is None and not args.address:
            return _refuse(f"De tabel {args.table} wordt nog niet gevolgd. Zeg erbij waar zij staat: --from ADRES")
        feed = follow(args.table, args.address) if args.address else known
        report = refresh(feed) if feed else None
    except Refused as error:
        return _refuse(" ".join(error.messages))
    except DatabaseError:
        return _refuse(_NO_DATABASE)
    if report is None:
        print("Er is niets veranderd sinds de vorige keer.")
        return 0
    return _tell(Path(args.table), report)


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} regels nagekeken", end="", file=sys.stderr, flush=True)


def _tell_wrong(path: Path, report: ImportReport) -> int:
    more = f" (de eerste {len(report.problems)})" if report.wrong > len(report.problems) else ""
    count = "1 fout" if report.wrong == 1 else f"{report.wrong} fouten"
    print(f"{path.name}: niets ingelezen, {count}{more}.", file=sys.stderr)
    for problem in report.problems:
        print(f"- {str(problem).removeprefix(': ')}", file=sys.stderr)
    return 2


def run_picture(args: argparse.Namespace) -> int:
    """The picture of one area: 0 with the answer on standard output, 2 with one Dutch line on standard error."""
    import django

    django.setup()
    from django.db import DatabaseError

    from driehoek.figures.queries import picture
    from driehoek.organisations.models import Area
    from driehoek.organisations.viewer import SYSTEM

    areas = Area.objects.teams().filter(name__iexact=args.team.strip()) if args.team else Area.objects.filter(pk=args.area)
    try:
        area = areas.first()
    except DatabaseError:
        return _refuse(_NO_DATABASE)
    if area is None:
        named = f"Een basisteam {args.team}" if args.team else f"Een gebied {args.area}"
        return _refuse(f"{named} is hier niet bekend. Kijk op de pagina Beeld welke gebieden er zijn.")
    beside = None if area.level == "base_team" else "niets"
    found = picture(SYSTEM, area.pk, beside=beside)
    print(_as_json(found) if args.format == "json" else _as_text(found))
    return 0


def run_claims(args: argparse.Namespace) -> int:
    """The claims in one file: 0 with the answer on standard output, 2 with one Dutch line on standard error."""
    import django

    django.setup()
    from django.db import DatabaseError

    from driehoek.common.errors import Refused
    from driehoek.documents.words import text_of
    from driehoek.figures.claims.queries import claims_in
    from driehoek.organisations.viewer import SYSTEM

    path = Path(args.file)
    if not path.is_file():
        return _refuse(f"{args.file} bestaat niet. Geef de naam van een tekst, zoals plan.docx of plan.txt.")
    try:
        found = claims_in(SYSTEM, text_of(path.name, path.read_bytes()))
    except Refused as error:
        return _refuse(" ".join(error.messages))
    except DatabaseError:
        return _refuse(_NO_DATABASE)
    as_json = args.format == "json"
    print(json.dumps(found.as_json(), ensure_ascii=False, allow_nan=False, indent=1) if as_json else found.as_text())
    return 0


def _as_json(found: Picture) -> str:
    return json.dumps(found.as_json(), ensure_ascii=False, allow_nan=False, indent=1)


def _as_text(found: Picture) -> str:
    lines = [found.summary, ""]
    lines += [row.own.verdict.sentence for row in found.rows if row.own]
    return "\n".join(lines)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
