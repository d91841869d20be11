"""What people are told about a finding: that they are asked, and that what they follow has changed. No data of persons."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.figures.models import BandChange, MeaningRequest
from driehoek.organisations.commands import Message, say
from driehoek.organisations.models import User

ASKED, CHANGED = "figure-meaning-asked", "figure-left-its-band"


def asked(asking: MeaningRequest, person: User) -> str:
    """The finding, the question, and where the answer goes."""
    lines = [
        _("Een collega vraagt u wat dit cijfer betekent: %(what)s in %(area)s.")
        % {"what": asking.indicator.label, "area": asking.area.name},
        asking.sentence,
    ]
    if asking.question:
        lines.append(_("De vraag: %(question)s") % {"question": asking.question})
    lines.append(_("Schrijf uw duiding bij het cijfer: %(address)s") % {"address": _address(asking)})
    return "\n\n".join(lines)


def changed(change: BandChange, person: User) -> str:
    """The finding in the words of the page, and where to read on."""
    following = change.following
    lines = [
        _("U volgt %(what)s in %(area)s. Met nieuwe cijfers is dat veranderd: eerst ‘%(before)s’, nu ‘%(now)s’.")
        % {"what": following.indicator.label, "area": following.area.name, "before": change.before, "now": change.verdict},
        change.sentence,
        _("Bekijk het cijfer: %(address)s") % {"address": _address(change)},
        _("Volgt u liever niet meer? Dat regelt u op %(address)s.") % {"address": f"{settings.BASE_URL}/beeld/volgt/"},
    ]
    return "\n\n".join(lines)


def _address(what: Any) -> str:
    return f"{settings.BASE_URL}{what.get_absolute_url()}"


say(ASKED, Message(gettext_lazy("Wilt u zeggen wat een cijfer betekent?"), asked))
say(CHANGED, Message(gettext_lazy("Een cijfer dat u volgt is veranderd"), changed))
