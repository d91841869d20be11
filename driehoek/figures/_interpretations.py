"""What people make of a figure: written, changed and taken away, each time with an undo."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.engine.counts import read_period
from driehoek.figures.models import Indicator, Interpretation
from driehoek.organisations.models import Area
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer

RIGHT = "figures.interpret"


@transaction.atomic
def add_interpretation(
    by: Viewer, indicator: str, area: str, *, period: str, kind: str, text: str
) -> tuple[Interpretation, Event]:
    """Say what a figure means (duiding) or what to bear in mind (kanttekening), in one's own name."""
    known = Indicator.objects.visible_to(by).get(pk=indicator)
    place = Area.objects.get(pk=area)
    require(by, RIGHT, area)
    if read_period(period) is None:
        raise Refused({"period": _("Kies over welke periode dit gaat.")})
    interpretation = Interpretation(
        indicator=known,
        area=place,
        period=period,
        kind=_kind(kind),
        text=_text(text),
        by=by.code,
        by_name=by.name,
        at=clock.now(),
    )
    interpretation.save()
    return interpretation, _tell(by, "figures.interpreted", interpretation, before=None)


@transaction.atomic
def change_interpretation(
    by: Viewer, interpretation_id: int, *, kind: str, text: str, seen: int
) -> tuple[Interpretation, Event | None]:
    """Change one's words, or those of a colleague in the same area; the timeline keeps who did. No change, no event."""
    interpretation = _locked(by, interpretation_id, seen)
    before = _state(interpretation)
    interpretation.kind, interpretation.text = _kind(kind), _text(text)
    if _state(interpretation) == before:
        return interpretation, None
    interpretation.changed_at = clock.now()
    interpretation.version += 1
    interpretation.save()
    return interpretation, _tell(by, "figures.reinterpreted", interpretation, before=before)


@transaction.atomic
def remove_interpretation(by: Viewer, interpretation_id: int, *, seen: int) -> Event:
    """Take it off the page. The row stays, so that it can come back."""
    interpretation = _locked(by, interpretation_id, seen)
    before = _state(interpretation)
    interpretation.removed = True
    interpretation.version += 1
    interpretation.save()
    return _tell(by, "figures.interpretation_removed", interpretation, before=before)


@undoes("figures.interpreted")
@undoes("figures.reinterpreted")
@undoes("figures.interpretation_removed")
def put_back(by: Viewer, event: Event) -> None:
    """Back to what it said before the event, unless somebody changed it since."""
    interpretation = Interpretation.objects.select_for_update().get(pk=event.object_id)
    require(by, RIGHT, interpretation.area_id)
    if _state(interpretation) != event.data["after"]:
        raise Outdated(_("Deze duiding is daarna nog veranderd; draai die verandering eerst terug."))
    now = _state(interpretation)
    before = event.data["before"] or now | {"removed": True}
    interpretation.kind, interpretation.text, interpretation.removed = before["kind"], before["text"], before["removed"]
    interpretation.version += 1
    interpretation.changed_at = clock.now()
    interpretation.save()
    _tell(by, "figures.interpretation_restored", interpretation, before=now, undoes=event)


def _locked(by: Viewer, interpretation_id: int, seen: int) -> Interpretation:
    interpretation = Interpretation.objects.visible_to(by).select_for_update().get(pk=interpretation_id)
    require(by, RIGHT, interpretation.area_id)
    if interpretation.version != seen:
        raise Outdated(
            _("Iemand anders heeft deze duiding intussen veranderd. Uw tekst staat er nog."), current=interpretation.text
        )
    return interpretation


def _state(interpretation: Interpretation) -> dict[str, Any]:
    return {"kind": interpretation.kind, "text": interpretation.text, "removed": interpretation.removed}


def _tell(by: Viewer, verb: str, interpretation: Interpretation, *, before: Any, undoes: Event | None = None) -> Event:
    return record(
        by,
        verb,
        interpretation,
        within=interpretation.indicator,
        area_code=interpretation.area_id,
        undoes=undoes,
        text=interpretation.text[:200],
        before=before,
        after=_state(interpretation),
    )


def _kind(kind: str) -> str:
    if kind not in Interpretation.Kind.values:
        raise Refused({"kind": _("Kies duiding of kanttekening.")})
    return kind


def _text(text: str) -> str:
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused({"text": _("Schrijf wat u ziet of weet, in één of twee zinnen.")})
    if len(text) > 2000:
        raise Refused({"text": _("Houd het onder de 2.000 tekens; verwijs voor meer naar een stuk.")})
    return text
