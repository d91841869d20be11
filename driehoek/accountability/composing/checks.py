"""The control list of a report: what was looked at, and what is still to be done before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.accountability import rules
from driehoek.accountability.composing.document import Composed
from driehoek.accountability.composing.facts import Doing, Facts
from driehoek.accountability.rules import Check

MOST = 6  # things to do that are named under one check; the rest is counted


def checks_of(facts: Facts, composed: Composed, texts: Mapping[str, str]) -> list[Check]:
    """Nine things, in the order in which one would mend them."""
    empty = [slot for slot in composed.slots if not slot.part.body.strip()]
    answers = [(slot.label, f"#{anchor(slot.key)}") for slot in empty if slot.key.startswith("priority:")]
    return [
        Check("adopted", _("De raad stelde het plan vast"), _unadopted(facts)),
        Check("programme", _("Het college stelde het programma vast"), _undecided(facts)),
        Check("goals", _("Elk doel heeft een cijfer, of een reden waarom niet"), _goals(facts)),
        Check("interpreted", _("Bij elk cijfer staat een duiding"), _uninterpreted(facts, composed)),
        Check(
            "late", _("Van elke late actie is opgeschreven waarom"), _actions(facts, lambda one: one.late and not one.explained)
        ),
        Check("silent", _("Van elke lopende actie is kort geleden iets gehoord"), _actions(facts, lambda one: one.silent)),
        Check("introduction", _("De inleiding is geschreven"), _missing(empty, rules.INTRODUCTION, _("Schrijf de inleiding"))),
        Check("answers", _("Bij elke prioriteit staat wat het college ervan vindt"), answers),
        Check("conclusion", _("De conclusie is geschreven"), _missing(empty, rules.CONCLUSION, _("Schrijf de conclusie"))),
    ]


def anchor(key: str) -> str:
    """The id on the page of a place for words."""
    return "tekst-" + quote(key, safe="").replace("%3A", "-")


def _missing(empty, key: str, words: str) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    return [(words, f"#{anchor(key)}")] if any(slot.key == key for slot in empty) else []


def _unadopted(facts: Facts) -> list[tuple[str, str]]:
    if facts.outline.adoption is not None:
        return []
    return [(_("Naar de vaststelling van het plan"), reverse("plan_adoption", args=[facts.plan.pk]))]


def _undecided(facts: Facts) -> list[tuple[str, str]]:
    if not facts.programmes:
        return [(_("Maak een uitvoeringsprogramma"), reverse("programmes"))]
    return [(one.title, one.get_absolute_url()) for one in facts.programmes if one.pk not in facts.adoptions]


def _goals(facts: Facts) -> list[tuple[str, str]]:
    return [
        (goal.title, reverse("goal", args=[goal.piece]))
        for part in facts.outline.parts
        for goal in part.goals
        if not goal.indicator and not goal.no_indicator_reason
    ]


def _uninterpreted(facts: Facts, composed: Composed) -> list[tuple[str, str]]:
    shown = [goal.indicator for part in facts.outline.parts for goal in part.goals if goal.indicator in facts.cells]
    return [
        (facts.cells[code].indicator.label, reverse("figure", kwargs={"area": facts.municipality.pk, "code": code}))
        for code in dict.fromkeys(shown)
        if not facts.interpretations.get(code)
    ]


def _actions(facts: Facts, wanted) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    found: list[Doing] = [doing for doing in facts.all_doings() if wanted(doing)]
    return [(doing.action.title, doing.action.get_absolute_url()) for doing in found]
