"""The parts of a start page about figures: what one is asked, what one follows, what waits for the triangle.

Each stands there only when there is something: a figure that nobody follows asks for no line.
"""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.figures import queries
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.ui.filters import short_date
from driehoek.web.start_parts import SHOWN, Part, Row


def asked(viewer: Viewer, area: Area, today: date) -> Part | None:
    """Figures of which a colleague asks what they mean."""
    found = queries.asked_of(viewer)
    if not found:
        return None
    rows = [
        Row(
            f"{one.indicator.label}, {one.area.name}",
            one.get_absolute_url(),
            one.question or _("%(name)s vraagt wat dit betekent") % {"name": one.by_name},
            short_date(one.at.date()),
        )
        for one in found[:SHOWN]
    ]
    sentence = ngettext(
        "%(count)s collega vraagt u om een duiding.", "Er wordt u %(count)s keer om een duiding gevraagd.", len(found)
    ) % {"count": len(found)}
    return Part(_("Wat betekent dit cijfer?"), sentence, rows)


def followed(viewer: Viewer, area: Area, today: date) -> Part | None:
    """What one follows and changed in the last month."""
    found = queries.changes_of(viewer)
    if not found:
        return None
    rows = [
        Row(
            f"{one.following.indicator.label}, {one.following.area.name}",
            one.get_absolute_url(),
            _("eerst ‘%(before)s’, sinds %(day)s:") % {"before": one.before, "day": short_date(one.at.date())},
            verdict=one.verdict,
        )
        for one in found[:SHOWN]
    ]
    sentence = ngettext(
        "%(count)s cijfer dat u volgt, is veranderd.", "%(count)s cijfers die u volgt, zijn veranderd.", len(found)
    ) % {"count": len(found)}
    return Part(_("Wat u volgt"), sentence, rows, (_("Alles wat u volgt"), reverse("followed")))


def for_the_triangle(viewer: Viewer, area: Area, today: date) -> Part | None:
    """What waits for the next meeting of the triangle."""
    found = queries.for_the_triangle(viewer, area.pk)
    more = (_("De hele lijst"), reverse("triangle", args=[area.pk]))
    if not found:
        return None
    rows = [
        Row(f"{note.indicator.label}, {note.area.name}", note.get_absolute_url(), note.remark or note.by_name, note.period)
        for note in found[:SHOWN]
    ]
    sentence = ngettext(
        "%(count)s cijfer ligt klaar voor het overleg.", "%(count)s cijfers liggen klaar voor het overleg.", len(found)
    ) % {"count": len(found)}
    return Part(_("Voor de driehoek"), sentence, rows, more)
