"""What the events of this room say in the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "organisations.areas_loaded": _("Gebieden ingelezen: %(new)s nieuw, %(changed)s veranderd"),
        "organisations.team_made": _("Team gemaakt van %(municipalities)s, vanaf %(starts_on)s"),
        "organisations.municipality_joined": _("%(municipality)s hoort erbij vanaf %(on)s"),
        "organisations.municipality_left": _("%(municipality)s hoort er niet meer bij vanaf %(on)s"),
    }
)
