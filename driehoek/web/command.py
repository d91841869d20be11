"""`driehoek serve | work | manage | backup | restore | thread gaps`: running an installation, and keeping it."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

GAPS_SCHEMA = 1
SECONDS_BETWEEN_JOBS = 2


def add_parser(subparsers: Any) -> None:
    serve = subparsers.add_parser("serve", help="de webserver starten")
    serve.add_argument("--port", type=int, default=8000, metavar="NUMMER", help="de poort (8000)")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADRES", help="waarop hij luistert (alleen deze machine)")
    serve.add_argument("--workers", type=int, default=1, metavar="AANTAL", help="meer dan één alleen met PostgreSQL")
    serve.add_argument("--no-work", action="store_true", help="het achtergrondwerk draait ergens anders: driehoek work")
    serve.set_defaults(run=run_serve)
    work = subparsers.add_parser("work", help="het achtergrondwerk doen: mails versturen (serve doet dit zelf)")
    work.add_argument("--beside", type=int, help=argparse.SUPPRESS)  # ends when this process is gone
    work.set_defaults(run=run_work)
    for verb, words, run in (
        ("backup", "alles in één bestand bewaren", run_backup),
        ("restore", "een reservekopie terugzetten in een lege installatie", run_restore),
    ):
        parser = subparsers.add_parser(verb, help=words)
        parser.add_argument("file", type=Path, metavar="BESTAND")
        parser.set_defaults(run=run)
    thread = subparsers.add_parser("thread", help="de rode draad").add_subparsers(required=True, metavar="vraag")
    gaps = thread.add_parser("gaps", help="waar de rode draad breekt")
    gaps.add_argument("--format", choices=["text", "json"], default="text")
    gaps.set_defaults(run=run_gaps)
    manage = subparsers.add_parser("manage", help="een beheeropdracht van Django uitvoeren")
    manage.add_argument("words", nargs=argparse.REMAINDER)
    manage.set_defaults(run=run_manage)


def fail(sentence: str) -> int:
    """One clear line on standard error; exit status 2."""
    print(" ".join(sentence.split()), file=sys.stderr)
    return 2


def start_django() -> None:
    import django

    django.setup()


def migrate() -> None:
    """Bring the database up to date; nothing happens when it is."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def port_is_free(host: str, port: int) -> bool:
    """A second server on the same port would start without a word and share the visitors."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def run_serve(arguments: argparse.Namespace) -> int:
    if not port_is_free(arguments.host, arguments.port):
        return fail(f"Poort {arguments.port} is al bezet. Kies een andere poort met --port.")
    start_django()
    migrate()
    return serve(arguments.host, arguments.port, arguments.workers, with_work=not arguments.no_work)


def serve(host: str, port: int, workers: int = 1, *, with_work: bool = True) -> int:
    """Become the server: the process is replaced, so that a signal reaches it and nothing is left behind."""
    from django.db import connections

    connections.close_all()
    if with_work:
        work = [sys.executable, "-m", "driehoek.cli", "work", "--beside", str(os.getpid())]
        subprocess.Popen(work, stdin=subprocess.DEVNULL)  # noqa: S603 no shell, our own work
    program = Path(sys.executable).parent / "granian"
    sys.stdout.flush()
    os.execv(  # noqa: S606 no shell, our own server
        program,
        [
            str(program), "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
            "--blocking-threads", "1", "--no-ws", "--log-level", "warning", "driehoek.config.wsgi:application",
        ],
    )  # fmt: skip


def run_work(arguments: argparse.Namespace) -> int:
    """Until a signal, or until the server beside which it works is gone, also when that one was killed."""
    os.nice(5)  # people who wait for a page go first
    start_django()
    from driehoek.common.jobs import work

    def goes_on() -> bool:
        time.sleep(SECONDS_BETWEEN_JOBS)
        return arguments.beside is None or os.getppid() == arguments.beside

    with contextlib.suppress(KeyboardInterrupt):
        work(goes_on)
    return 0


def run_manage(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["driehoek manage", *arguments.words])
    return 0


def run_backup(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from driehoek.common import archive

    if not arguments.file.parent.is_dir():
        return fail(f"De map {arguments.file.parent} bestaat niet.")
    digest = archive.backup(arguments.file, settings.DATA_DIR)
    print(f"Bewaard in {arguments.file}. Controlegetal van de inhoud: {digest}")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    from driehoek.common import archive
    from driehoek.common.errors import Refused

    migrate()
    try:
        digest = archive.restore(arguments.file, settings.DATA_DIR)
    except Refused as refusal:
        return fail(" ".join(refusal.messages))
    print(f"Teruggezet uit {arguments.file}. Controlegetal van de inhoud: {digest}")
    return 0


def run_gaps(arguments: argparse.Namespace) -> int:
    start_django()
    from driehoek.common.gaps import find_gaps
    from driehoek.organisations.viewer import SYSTEM

    gaps = find_gaps(SYSTEM)
    if arguments.format == "json":
        print(json.dumps({"schema": GAPS_SCHEMA, "gaps": [gap.as_json() for gap in gaps]}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(gap.sentence for gap in gaps) or "De rode draad heeft geen gaten.")
    return 0
