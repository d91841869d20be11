"""What partners tell: written down, changed and taken away, each time with an undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.figures.models import Indicator, PartnerKind, Talk
from driehoek.figures.talks import rules
from driehoek.figures.talks.rules import Said
from driehoek.organisations.models import Area
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer

RIGHT = "figures.record_talk"
_WORDS = ("organisation", "organisation_kind", "theme", "direction", "certainty", "quote", "asks")


@transaction.atomic
def record_talk(by: Viewer, area: str, said: Said) -> tuple[Talk, Event]:
    """Write down what a partner told, signed and dated by who writes. Raises Area.DoesNotExist, Indicator.DoesNotExist."""
    place = Area.objects.visible_to(by).get(pk=area)
    require(by, RIGHT, area)
    talk = Talk(area=place, by=by.code, by_name=by.name, at=clock.now())
    fill(talk, checked(by, said))
    talk.save()
    return talk, tell(by, "figures.talk_recorded", talk, before=None)


@transaction.atomic
def change_talk(by: Viewer, talk_id: int, said: Said, *, seen: int) -> tuple[Talk, Event | None]:
    """Change what was written down. The words of a partner who answered a request are its own. No change, no event."""
    talk = _locked(by, talk_id, seen)
    if talk.asked_id is not None:
        raise NotNow(_("Dit schreef de partner zelf; alleen de partner kan het veranderen. U kunt het wel weghalen."))
    before = state(talk)
    fill(talk, checked(by, said))
    if state(talk) == before:
        return talk, None
    talk.changed_at = clock.now()
    talk.version += 1
    talk.save()
    return talk, tell(by, "figures.talk_changed", talk, before=before)


@transaction.atomic
def remove_talk(by: Viewer, talk_id: int, *, seen: int) -> Event:
    """Take it off the pages. The row stays, so that it can come back."""
    talk = _locked(by, talk_id, seen)
    before = state(talk)
    talk.removed = True
    talk.version += 1
    talk.save()
    return tell(by, "figures.talk_removed", talk, before=before)


@undoes("figures.talk_recorded")
@undoes("figures.talk_changed")
@undoes("figures.talk_removed")
def put_back(by: Viewer, event: Event) -> None:
    """Back to what it said before the event, unless somebody changed it since."""
    talk = Talk.objects.select_for_update(of=("self",)).select_related("indicator").get(pk=event.object_id)
    require(by, RIGHT, talk.area_id)
    now = state(talk)
    if now != event.data["after"]:
        raise Outdated(_("Dit gesprek is daarna nog veranderd; draai die verandering eerst terug."))
    before = event.data["before"] or now | {"removed": True}
    for name in (*_WORDS, "removed"):
        setattr(talk, name, before[name])
    talk.indicator = Indicator.objects.get(pk=before["indicator"]) if before["indicator"] else None
    talk.held_on = date.fromisoformat(before["held_on"])
    talk.version += 1
    talk.changed_at = clock.now()
    talk.save()
    tell(by, "figures.talk_restored", talk, before=now, undoes=event)


def _locked(by: Viewer, talk_id: int, seen: int) -> Talk:
    rows = Talk.objects.visible_to(by).select_for_update(of=("self",)).select_related("indicator")
    talk = rows.get(pk=talk_id)
    require(by, RIGHT, talk.area_id)
    if talk.version != seen:
        raise Outdated(_("Iemand anders heeft dit gesprek intussen veranderd. Uw tekst staat er nog."), current=talk.quote)
    return talk


def state(talk: Talk) -> dict[str, Any]:
    words = {name: getattr(talk, name) for name in _WORDS}
    return words | {"held_on": talk.held_on.isoformat(), "indicator": talk.indicator_id, "removed": talk.removed}


def tell(by: Viewer, verb: str, talk: Talk, *, before: Any, undoes: Event | None = None) -> Event:
    """The event of a talk, with what it said before and after."""
    return record(
        by,
        verb,
        talk,
        within=talk.indicator,
        area_code=talk.area_id,
        undoes=undoes,
        organisation=talk.organisation,
        text=talk.quote[:200],
        before=before,
        after=state(talk),
    )


def fill(talk: Talk, said: Said) -> None:
    for name in _WORDS:
        setattr(talk, name, getattr(said, name))
    talk.held_on = said.held_on
    talk.indicator_id = said.indicator


def checked(by: Viewer, said: Said) -> Said:
    """The same, tidied. Raises Refused with a sentence per field; Indicator.DoesNotExist for a figure one may not see."""
    said = replace(
        said, organisation=tidy(said.organisation), theme=tidy(said.theme), quote=tidy(said.quote), asks=tidy(said.asks)
    )
    if said.indicator is not None:
        Indicator.objects.visible_to(by).get(pk=said.indicator)
    problems = {**_wrong_choices(said), **_wrong_words(said)}
    if said.held_on > clock.today():
        problems["held_on"] = _("Deze dag moet nog komen. Kies de dag van het gesprek.")
    if bool(said.indicator) == bool(said.theme):
        problems["theme"] = _("Kies een cijfer, of schrijf in een paar woorden waar het over gaat. Niet allebei.")
    if problems:
        raise Refused(problems)
    return said


def tidy(text: str) -> str:
    return text.replace("\0", "").strip()


def _wrong_choices(said: Said) -> dict[str, str]:
    wrong = {}
    if said.organisation_kind not in PartnerKind.values:
        wrong["organisation_kind"] = _("Kies wat voor organisatie het is.")
    if said.direction not in Talk.Direction.values:
        wrong["direction"] = _("Kies of het meer, minder, hetzelfde of nieuw is.")
    if said.certainty not in Talk.Certainty.values:
        wrong["certainty"] = _("Kies hoe zeker het is.")
    return wrong


def _wrong_words(said: Said) -> dict[str, str]:
    """Too long, missing, or with data of a person in it."""
    wrong = {}
    for name, most in (("organisation", 120), ("theme", 120), ("quote", 2000), ("asks", 1000)):
        text = getattr(said, name)
        if len(text) > most:
            wrong[name] = _("Houd het onder de %(most)s tekens.") % {"most": most}
        elif problem := rules.person_data(text):
            wrong[name] = problem
    if not said.organisation:
        wrong["organisation"] = _("Schrijf welke organisatie dit vertelde.")
    if not said.quote:
        wrong["quote"] = _("Schrijf in één of twee zinnen wat de partner zei.")
    return wrong
