"""The report as a document: verdict before number, each figure with its source and date, and what is not known said plainly.

One structure for the page, Word, PDF and Markdown, so that all say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.accountability import rules
from driehoek.accountability.composing.actions import action_parts, regular_part, unknown_part
from driehoek.accountability.composing.facts import Facts
from driehoek.accountability.composing.figures import Drawer
from driehoek.accountability.composing.outline import GoalLine, PriorityPart
from driehoek.common.money import euros
from driehoek.documents.structure import (
    Document,
    Figure,
    KeyFact,
    KeyFacts,
    Part,
    Prose,
    Section,
    Table,
    written,
)
from driehoek.documents.text import escaped


@dataclass(frozen=True)
class Slot:
    """A place in the document for words of the adviser; `part` is the very object that stands there."""

    key: str
    label: str
    part: Prose


@dataclass
class Composed:
    """narrow: the drawing for a small screen, per figure in the order of the document."""

    document: Document
    slots: list[Slot] = field(default_factory=list)
    narrow: list[str] = field(default_factory=list)

    def slot_of(self, part: Part) -> Slot | None:
        return next((slot for slot in self.slots if slot.part is part), None)

    def figures(self) -> Iterable[Figure]:
        return figures_in(self.document.parts)


def figures_in(parts: Iterable[Part]) -> Iterable[Figure]:
    for part in parts:
        if isinstance(part, Figure):
            yield part
        elif isinstance(part, Section):
            yield from figures_in(part.parts)


class Composer:
    """Builds the parts in order, and remembers where words of the adviser belong."""

    def __init__(self, facts: Facts, texts: Mapping[str, str]) -> None:
        self.facts = facts
        self.texts = texts
        self.slots: list[Slot] = []
        self.drawer = Drawer(facts)

    def composed(self) -> Composed:
        facts = self.facts
        parts: list[Part] = [
            self._slot(rules.INTRODUCTION, _("Inleiding")),
            _at_a_glance(facts),
            _adopted(facts),
            *(self._priority(number, part) for number, part in enumerate(self._priorities(), 1)),
        ]
        if regular := regular_part(facts):
            parts.append(regular)
        parts += [_money(facts), unknown_part(facts), self._conclusion()]
        if self.drawer.used:
            parts.append(_sources(facts))
        return Composed(self._document(tuple(part for part in parts if part is not None)), self.slots, self.drawer.narrow)

    def _document(self, parts: tuple[Part, ...]) -> Document:
        facts = self.facts
        return Document(
            title=_("Voortgang veiligheid %(area)s") % {"area": facts.municipality.name},
            subtitle=_("Verslag aan de gemeenteraad over %(since)s tot en met %(until)s")
            % {"since": written(facts.since), "until": written(facts.until)},
            date=facts.today,
            meta=((_("Plan"), facts.plan.title), (_("Stand op"), written(facts.today))),
            parts=parts,
            contents=len(parts) > 6,
        )

    def _priorities(self) -> list[PriorityPart]:
        return list(self.facts.outline.parts)

    def _slot(self, key: str, label: str) -> Prose:
        part = Prose(self.texts.get(key, ""))
        self.slots.append(Slot(key, label, part))
        return part

    def _conclusion(self) -> Part:
        part = self._slot(rules.CONCLUSION, _("Conclusie"))
        return Section(_("Conclusie"), parts=(part,)) if part.body else part

    def _priority(self, number: int, part: PriorityPart) -> Section:
        title = part.title or _("Het plan als geheel")
        parts: list[Part] = []
        if part.piece:
            parts.append(self._slot(rules.priority_key(part.piece), title))
        for goal in part.goals:
            parts += self._goal(goal)
        parts += action_parts(self.facts, part)
        return Section(title, parts=tuple(parts), number=str(number))

    def _goal(self, goal: GoalLine) -> list[Part]:
        inner: list[Part] = []
        cell = self.facts.cells.get(goal.indicator)
        if cell is not None:
            inner += self.drawer.figure(cell)
        elif goal.indicator:
            inner.append(Prose(_missing(goal.indicator)))
        elif goal.no_indicator_reason:
            reason = escaped(goal.no_indicator_reason.strip().rstrip("."))
            inner.append(Prose(_("Bij dit doel hoort geen cijfer. %(reason)s.") % {"reason": reason}))
        else:
            inner.append(
                Prose(_("Bij dit doel is nog geen cijfer gekozen. Of het is bereikt, is dus niet aan een cijfer te zien."))
            )
        return [Section(_("Doel: %(goal)s") % {"goal": goal.title}, parts=tuple(inner))]


def _missing(indicator: str) -> str:
    """A code is no word for a reader; what somebody wrote is."""
    if " " not in indicator.strip():
        return _("Het cijfer dat bij dit doel hoort, is er voor deze gemeente niet.")
    return _("Bij dit doel hoort: %(what)s. Dat cijfer zit nog niet in Driehoek.") % {
        "what": escaped(indicator.strip().rstrip("."))
    }


def _at_a_glance(facts: Facts) -> KeyFacts:
    doings = facts.all_doings()
    finished = sum(facts.finished(doing) for doing in doings)
    late = sum(doing.late for doing in doings)
    going = sum(doing.action.state in ("planned", "running") for doing in doings)
    measures = [measure for part in facts.outline.parts for measure in part.measures]
    touched = sum(bool(facts.doings.get(measure.piece)) for measure in measures)
    with_actions = _("%(touched)s van %(all)s") % {"touched": touched, "all": len(measures)}
    return KeyFacts(
        (
            KeyFact(_("Maatregelen met acties"), with_actions, _("uit het plan")),
            KeyFact(_("Gereed in deze periode"), str(finished), ngettext("actie", "acties", finished)),
            KeyFact(_("Gepland of bezig"), str(going), ngettext("actie", "acties", going)),
            KeyFact(_("Te laat"), str(late), ngettext("actie", "acties", late) if late else _("geen enkele actie")),
        )
    )


def _adopted(facts: Facts) -> Section:
    adoption, version = facts.outline.adoption, facts.outline.version
    name = facts.municipality.name
    if adoption is not None:
        words = _(
            "De raad van %(area)s stelde het plan ‘%(plan)s’ vast op %(day)s, met besluit %(number)s (versie %(version)s van de"
            " tekst). Dit verslag volgt de prioriteiten, doelen en maatregelen van die tekst."
        ) % {
            "area": escaped(name),
            "plan": escaped(facts.plan.title),
            "day": written(adoption.decided_on),
            "number": escaped(adoption.decision_number),
            "version": version.number if version else "",
        }
    else:
        words = _(
            "De raad van %(area)s heeft het plan ‘%(plan)s’ nog niet vastgesteld. Dit verslag volgt de tekst zoals die nu is."
        ) % {"area": escaped(name), "plan": escaped(facts.plan.title)}
    return Section(_("Wat de raad heeft vastgesteld"), body="\n\n".join([words, *_programme_lines(facts)]))


def _programme_lines(facts: Facts) -> list[str]:
    if not facts.programmes:
        return [_("Er is in deze periode geen uitvoeringsprogramma dat dit plan uitwerkt.")]
    lines = []
    for programme in facts.programmes:
        decided = facts.adoptions.get(programme.pk)
        if decided is not None:
            said = _("vastgesteld door het college op %(day)s (besluit %(number)s)") % {
                "day": written(decided.decided_on),
                "number": escaped(decided.decision_number),
            }
        elif programme.adopted_on:
            said = _("in uitvoering; het besluit van het college van %(area)s is niet vastgelegd") % {
                "area": escaped(facts.municipality.name)
            }
        else:
            said = _("nog niet vastgesteld door het college")
        lines.append(f"- **{escaped(programme.title)}**: {said}.")
    return [_("Het plan is uitgewerkt in:"), "\n".join(lines)]


def _money(facts: Facts) -> Section:
    """What is known of money; where nothing is known, that is said."""
    contribution = facts.plan.settings.get("contribution") or {}
    cents = contribution.get("cents_per_inhabitant")
    parts: list[Part] = []
    if cents and facts.inhabitants:
        year, people = facts.inhabitants
        total = rules.cents_of(cents, people)
        parts.append(
            Prose(
                _(
                    "%(area)s draagt per jaar %(each)s per inwoner bij. Met %(people)s inwoners (gemiddeld in %(year)s) is dat"
                    " **%(total)s per jaar**."
                )
                % {
                    "area": escaped(facts.municipality.name), "each": euros(cents), "people": f"{people:,}".replace(",", "."),
                    "year": year, "total": euros(total),
                }
            )
        )  # fmt: skip
        purposes = contribution.get("purposes") or []
        if purposes:
            parts.append(Prose(_("Daarvoor is het bedoeld:") + "\n\n" + "\n".join(f"- {escaped(one)}" for one in purposes)))
        parts.append(Prose(_("Bron van het inwonertal: %(source)s.") % {"source": _people_source(facts)}))
    planned = [doing.action.cents for doing in facts.all_doings() if doing.action.cents]
    if planned and any(programme.adopted_on for programme in facts.programmes):
        total = sum(planned)
        parts.append(
            Prose(
                ngettext(
                    "Voor %(n)s actie is een bedrag genoemd: %(total)s.",
                    "Voor %(n)s acties is een bedrag genoemd, samen %(total)s.",
                    len(planned),
                )
                % {"n": len(planned), "total": euros(total)}
            )
        )
    if not parts:
        parts.append(Prose(_("Over geld is bij dit plan niets vastgelegd.")))
    parts.append(Prose(_("Wat er werkelijk is uitgegeven, staat in de jaarrekening en niet in dit verslag.")))
    return Section(_("Geld"), parts=tuple(parts))


def _people_source(facts: Facts) -> str:
    for used in facts.picture.used:
        if used.source.kind == "population":
            return escaped(f"{used.source.publisher}, {used.source}, {used.snapshot.retrieved}")
    return _("eigen opgave")


def _sources(facts: Facts) -> Section:
    rows = tuple(
        (
            used.source.name, used.source.code, used.source.publisher or _("eigen cijfers"),
            used.snapshot.retrieved, used.source.licence or _("niet vermeld"),
        )
        for used in facts.picture.used
    )  # fmt: skip
    table = Table((_("Bron"), _("Tabel"), _("Uitgever"), _("Stand van"), _("Licentie")), rows, header_column=True)
    return Section(
        _("Bronnen"),
        body=_(
            "Een oordeel vergelijkt het laatste jaar met hoogstens vijf jaren ervoor en houdt rekening met toeval. Geregistreerd"
            " is niet hetzelfde als gebeurd: het aantal verandert ook als mensen vaker aangifte doen."
        ),
        parts=(table,),
    )
