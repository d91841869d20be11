"""What the owner of an action is told when somebody gives it to him."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.common.models import Event
from driehoek.organisations.models import User
from driehoek.programme.models import Action
from driehoek.ui.filters import long_date

ASSIGNED = gettext_lazy("U bent eigenaar van een actie")
SEVERAL_ASSIGNED = gettext_lazy("Er staan acties op uw naam")


def assigned(action: Any, person: User) -> str:
    """Which action, before when, and the one thing that is asked: a tick and a sentence now and then."""
    lines = [
        _("U bent eigenaar van de actie ‘%(title)s’ (%(code)s) in %(programme)s.")
        % {"title": action.title, "code": action.code, "programme": action.programme.title}
    ]
    if action.ends_on:
        lines.append(_("De actie moet klaar zijn op %(day)s.") % {"day": long_date(action.ends_on)})
    lines.append(_("Meld af en toe met één vinkje en één zin hoe het gaat: %(address)s") % {"address": _address(action)})
    return "\n\n".join(lines)


def assigned_in(event: Event) -> list[tuple[str, str]]:
    """(code of the owner, title) of each action that this event gave an owner."""
    changed = [pk for pk, said in event.data["changed"].items() if "owner" in said["after"]]
    rows = Action.objects.standing().filter(pk__in=[*event.data["added"], *changed]).order_by("number")
    return list(rows.values_list("owner_code", "title"))


def several_assigned(event: Any, person: User) -> str:
    """All actions that one import gave to this person, in one mail."""
    titles = [title for owner, title in assigned_in(event) if owner == str(person.code)]
    head = _("In %(programme)s staan acties op uw naam:") % {"programme": event.name}
    shown = [f"- {title}" for title in titles[:20]]
    if len(titles) > 20:
        shown.append(_("… en nog %(count)s.") % {"count": len(titles) - 20})
    ask = _("Meld af en toe met één vinkje en één zin hoe het gaat: %(address)s")
    return "\n".join([head, *shown, "", ask % {"address": f"{settings.BASE_URL}{reverse('my_twenty_minutes')}"}])


def _address(action: Any) -> str:
    return f"{settings.BASE_URL}{action.get_absolute_url()}"
