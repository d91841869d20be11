"""What the events of this room say in the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "organisations.areas_loaded": _("Gebieden ingelezen: %(new)s nieuw, %(changed)s veranderd"),
        "organisations.team_made": _("Team gemaakt van %(municipalities)s, vanaf %(starts_on)s"),
        "organisations.municipality_joined": _("%(municipality)s hoort erbij vanaf %(day)s"),
        "organisations.municipality_left": _("%(municipality)s hoort er niet meer bij vanaf %(day)s"),
        "organisations.founded": _("%(founder)s begon deze Driehoek voor %(area)s; de eerste rollen zonder tweede persoon"),
        "organisations.first_role": _("Eerste rol: %(role)s voor %(area)s, tot en met %(until)s, zonder tweede persoon"),
        "organisations.installation_changed": _("Instellingen veranderd"),
        "organisations.invited": _("%(person)s uitgenodigd als %(role)s voor %(area)s"),
        "organisations.invitation_withdrawn": _("Uitnodiging van %(person)s ingetrokken"),
        "organisations.invitation_renewed": _("Nieuwe link gestuurd aan %(person)s"),
        "organisations.invitation_accepted": _("%(person)s is binnengekomen"),
        "organisations.first_colleague_in": _(
            "%(person)s is als eerste collega %(role)s voor %(area)s, toegelaten door de stichter en aanvaard door zichzelf"
        ),
        "organisations.role_asked": _("Rol gevraagd voor %(person)s: %(role)s voor %(area)s, tot en met %(until)s"),
        "organisations.role_granted": _("Rol toegekend aan %(person)s: %(role)s voor %(area)s, tot en met %(until)s"),
        "organisations.role_refused": _("Rol geweigerd voor %(person)s: %(role)s voor %(area)s"),
        "organisations.role_withdrawn": _("Rol beëindigd van %(person)s: %(role)s voor %(area)s"),
        "organisations.person_blocked": _("%(person)s geblokkeerd"),
        "organisations.person_unblocked": _("%(person)s kan weer inloggen"),
        "organisations.session_ended": _("Sessies beëindigd: %(sessions)s"),
    }
)
