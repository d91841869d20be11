"""Actions in a report: what is being done, what is late and why, what was finished, and of what nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.accountability.composing.facts import Doing, Facts
from driehoek.accountability.composing.outline import PriorityPart
from driehoek.documents.structure import Callout, Part, Prose, Section, Table, written
from driehoek.documents.text import escaped


def doings_of(facts: Facts, part: PriorityPart) -> list[Doing]:
    return [doing for measure in part.measures for doing in facts.doings.get(measure.piece, [])]


def action_parts(facts: Facts, part: PriorityPart) -> list[Part]:
    doings = doings_of(facts, part)
    if not doings:
        return [Prose(_("Voor de maatregelen bij deze prioriteit is in deze periode nog geen actie."))] if part.measures else []
    return _told(facts, doings, _("Wat we doen: %(title)s") % {"title": part.title or _("het plan als geheel")})


def regular_part(facts: Facts) -> Section | None:
    """Work that goes on beside the priorities, and actions whose measure is no longer in the text."""
    known = {measure.piece for part in facts.outline.parts for measure in part.measures}
    doings = [doing for key, found in facts.doings.items() if key not in known for doing in found]
    if not doings:
        return None
    title = _("Regulier werk")
    return Section(title, parts=tuple(_told(facts, doings, _("Wat we doen: regulier werk"))))


def _told(facts: Facts, doings: Sequence[Doing], caption: str) -> list[Part]:
    going = [doing for doing in doings if not doing.done]
    parts: list[Part] = []
    if going:
        parts.append(_table(facts, going, caption))
    if late := [doing for doing in doings if doing.late]:
        parts.append(_late(late))
    if finished := [doing for doing in doings if facts.finished(doing)]:
        parts.append(_finished(finished))
    earlier = sum(doing.done and not facts.finished(doing) for doing in doings)
    if earlier:
        words = ngettext("%(n)s actie was al eerder gereed.", "%(n)s acties waren al eerder gereed.", earlier)
        parts.append(Prose(words % {"n": earlier}))
    return parts


def _table(facts: Facts, doings: Sequence[Doing], caption: str) -> Table:
    rows = tuple(
        (
            doing.action.title,
            doing.action.lead.name
            if doing.action.lead
            else _("samen")
            if doing.action.programme.is_joint
            else facts.municipality.name,
            written(doing.action.ends_on) if doing.action.ends_on else _("geen datum"),
            _("te laat") if doing.late else doing.action.state_label,
            _said(doing),
        )
        for doing in doings
    )
    head = (_("Actie"), _("Wie trekt"), _("Klaar op"), _("Stand"), _("Laatste bericht"))
    source = _("uitvoeringsprogramma")
    return Table(head, rows, caption, source, facts.today, header_column=True, widths=(3.2, 1.5, 1.5, 1.3, 3.5))


def _said(doing: Doing) -> str:
    if not doing.said or doing.said_on is None:
        return _("nog geen bericht")
    return _dated(doing.said, doing.said_on)


def _dated(sentence: str, day: date) -> str:
    """`De grond is van een ander (1 augustus 2024).`"""
    return f"{sentence.strip().rstrip('.')} ({written(day)})."


def _late(doings: Sequence[Doing]) -> Callout:
    lines = [f"- **{escaped(doing.action.title)}** {_why(doing)}" for doing in doings]
    title = ngettext("%(n)s actie is te laat", "%(n)s acties zijn te laat", len(doings)) % {"n": len(doings)}
    return Callout(title, "\n".join(lines), "attention")


def _why(doing: Doing) -> str:
    day = written(doing.action.ends_on) if doing.action.ends_on else ""
    due = _("had klaar moeten zijn op %(day)s.") % {"day": day}
    if not doing.said or doing.said_on is None:
        return f"{due} " + _("Waarom het later wordt, is niet opgeschreven.")
    said = f"{due} {escaped(_dated(doing.said, doing.said_on))}"
    return said if doing.explained else f"{said} " + _("Daarna is er niets meer over opgeschreven.")


def _finished(doings: Sequence[Doing]) -> Callout:
    lines = []
    for doing in doings:
        on = f" ({written(doing.finished_on)})" if doing.finished_on else ""
        lines.append(f"- **{escaped(doing.action.title)}**{on} {escaped(' '.join(doing.action.result.split()))}".rstrip())
    title = ngettext("%(n)s actie is gereed", "%(n)s acties zijn gereed", len(doings)) % {"n": len(doings)}
    return Callout(title, "\n".join(lines), "good")


def unknown_part(facts: Facts) -> Section:
    """What this report cannot tell. A report that never says so is not believed for long."""
    lines = [*_without_figure(facts), *_without_action(facts), *_unheard(facts)]
    always = _("Of een maatregel de oorzaak is van een stijging of daling, is aan deze cijfers niet te zien.")
    return Section(_("Wat we niet weten"), body="\n".join(f"- {line}" for line in [*lines, always]))


def _without_figure(facts: Facts) -> list[str]:
    goals = [goal for part in facts.outline.parts for goal in part.goals]
    count = sum(goal.indicator not in facts.cells for goal in goals)
    if not count:
        return []
    words = ngettext(
        "Bij %(n)s van de %(all)s doelen staat geen cijfer.", "Bij %(n)s van de %(all)s doelen staat geen cijfer.", count
    )
    return [words % {"n": count, "all": len(goals)}]


def _without_action(facts: Facts) -> list[str]:
    idle = [one.title for part in facts.outline.parts for one in part.measures if not facts.doings.get(one.piece)]
    if not idle:
        return []
    words = ngettext(
        "Voor %(n)s maatregel is nog geen actie: %(names)s.",
        "Voor %(n)s maatregelen is nog geen actie, zoals %(names)s.",
        len(idle),
    )
    names = ", ".join(f"‘{escaped(title.rstrip('.'))}’" for title in idle[:3])
    return [words % {"n": len(idle), "names": names}]


def _unheard(facts: Facts) -> list[str]:
    silent = sum(doing.silent for doing in facts.all_doings())
    words = ngettext(
        "Van %(n)s actie is al meer dan zes weken niets gehoord.",
        "Van %(n)s acties is al meer dan zes weken niets gehoord.",
        silent,
    )
    return [words % {"n": silent}] if silent else []
