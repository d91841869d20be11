"""`driehoek demo`: a working Driehoek with real figures and five plans, on a fixed day, with a login per role."""

from __future__ import annotations

import argparse
import os
from typing import Any

DEMO_DAY = "2024-10-15"


def add_parser(subparsers: Any) -> None:
    demo = subparsers.add_parser("demo", help="een demo maken (als die er nog niet is) en starten")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--only-make", action="store_true", help="alleen maken, niet starten")
    demo.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from driehoek.web.command import fail, migrate, port_is_free, serve, start_django

    os.environ["DRIEHOEK_DEMO"] = "1"
    os.environ.setdefault("DRIEHOEK_TODAY", DEMO_DAY)
    os.environ["DRIEHOEK_BASE_URL"] = f"http://{arguments.host}:{arguments.port}"
    if not arguments.only_make and not port_is_free(arguments.host, arguments.port):
        return fail(f"Poort {arguments.port} is al bezet. Kies een andere poort: make demo PORT={arguments.port + 1}")
    start_django()
    migrate()
    from driehoek.organisations.models import Installation

    if not Installation.objects.exists():
        print("De demo wordt gemaakt: gebieden, cijfers, vijf plannen en hun programma's…", flush=True)
        from driehoek.demo.build import build

        build()
    if arguments.only_make:
        return 0
    _tell(arguments.host, arguments.port)
    return serve(arguments.host, arguments.port)


def _tell(host: str, port: int) -> None:
    from driehoek.demo.logins import PASSWORD, logins

    print(f"\nDriehoek draait op http://{host}:{port}/  (stoppen met Ctrl C)\n")
    print(f"Inloggen kan als een van deze mensen; het wachtwoord is steeds  {PASSWORD}\n")
    for role, email in logins():
        print(f"  {role:<44} {email}")
    print(f"\nDe demo leeft op {os.environ['DRIEHOEK_TODAY']}; in de balk bovenaan kunt u die dag verzetten.", flush=True)
