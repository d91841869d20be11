"""`driehoek plan read FILE` and `driehoek plan export PLAN`: from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("plan", help="een plan uitvoeren naar Word, PDF, HTML of Markdown")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="werkwoord")
    export = verbs.add_parser("export", help="schrijf de tekst van een plan naar een bestand")
    export.add_argument("plan", help="het nummer (uuid) van het plan, of een deel van de titel")
    export.add_argument("--municipality", metavar="CODE", help="CBS-code van de gemeente; zonder: de gezamenlijke tekst")
    export.add_argument("--date", metavar="DATUM", help="de tekst die op deze dag door de raad was vastgesteld")
    export.add_argument("--format", choices=["docx", "pdf", "html", "md"], default="docx")
    export.add_argument("--output", metavar="BESTAND", help="zonder: naar standaarduitvoer")
    export.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from driehoek.plans import exporting

    try:
        document = _document(arguments)
    except LookupError as problem:
        print(problem.args[0], file=sys.stderr)
        return 2
    data = exporting.write(document, arguments.format)
    if arguments.output:
        Path(arguments.output).write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
    return 0


def _document(arguments: argparse.Namespace) -> Any:
    """The document asked for. Raises LookupError with one Dutch line."""
    from datetime import date

    from driehoek.plans import exporting
    from driehoek.plans.adoption.rules import in_force
    from driehoek.plans.models import Adoption, Layer

    plan = _plan(arguments.plan)
    code = arguments.municipality or plan.municipality_id
    if arguments.date:
        try:
            day = date.fromisoformat(arguments.date)
        except ValueError:
            raise LookupError(f"‘{arguments.date}’ is geen datum; schrijf bijvoorbeeld 2026-01-31.") from None
        found = Adoption.objects.standing_on(day).filter(plan=plan, municipality=code).order_by("decided_on", "pk")
        adoption = in_force(found.select_related("version"), day)
        if adoption is None:
            raise LookupError(f"Op {day} had de raad van {code or 'deze gemeente'} dit plan niet vastgesteld.")
        return exporting.of_version(adoption.version)
    layer = Layer.objects.filter(plan=plan, municipality=code).select_related("plan", "municipality").first()
    if layer is None:
        raise LookupError(f"De gemeente {code} doet niet mee aan dit plan.")
    return exporting.of_layer(plan, layer)


def _plan(wanted: str) -> Any:
    from uuid import UUID

    from driehoek.plans.models import Plan

    try:
        found = list(Plan.objects.filter(pk=UUID(wanted)))
    except ValueError:
        found = [plan for plan in Plan.objects.all() if wanted.casefold() in plan.title.casefold()]
    if not found:
        raise LookupError(f"Er is geen plan ‘{wanted}’.")
    if len(found) > 1:
        raise LookupError("Dat past op meer plannen: " + ", ".join(f"{plan.title} ({plan.pk})" for plan in found[:5]))
    return found[0]
