"""What the pages of reports need, complete: the report in pieces with a place to write, and where a report can begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from driehoek.accountability.models import Report
from driehoek.accountability.queries import Shown, anchor
from driehoek.accountability.rules import default_period
from driehoek.documents.html import write_parts
from driehoek.documents.structure import Figure
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Plan


@dataclass(frozen=True)
class PagePiece:
    """A run of HTML; or, with `key`, a place for words. narrow: the drawing for a small screen, of a figure."""

    html: SafeString
    key: str = ""
    label: str = ""
    anchor: str = ""
    narrow: SafeString | None = None


def pieces_of(now: Shown, may_write: bool) -> list[PagePiece]:
    """The document in order: what lies between two places for words stays together."""
    pieces: list[PagePiece] = []
    run: list[str] = []
    narrow = iter(now.composed.narrow)

    def close() -> None:
        if run:
            pieces.append(PagePiece(mark_safe("\n".join(run))))
            run.clear()

    for part, html in write_parts(now.document):
        slot = now.composed.slot_of(part)
        if slot is not None and may_write:
            close()
            pieces.append(PagePiece(mark_safe(html), slot.key, slot.label, anchor(slot.key)))
        elif isinstance(part, Figure):
            close()
            pieces.append(PagePiece(mark_safe(html), narrow=mark_safe(next(narrow, part.svg))))
        else:
            run.append(html)
    close()
    return pieces


@dataclass(frozen=True)
class Startable:
    """A report that can begin now: about which plan, for which municipality, over which period."""

    plan: Plan
    municipality: Area
    since: date
    until: date

    @property
    def about(self) -> str:
        return f"{self.municipality.pk} {self.plan.pk}"

    @property
    def label(self) -> str:
        return _("%(area)s: %(plan)s") % {"area": self.municipality.name, "plan": self.plan.title}


def startable(viewer: Viewer, today: date) -> list[Startable]:
    """Per municipality for which this viewer may begin a report: its plans that began, current ones first. Three queries."""
    codes = viewer.areas_with("accountability.start")
    areas = Area.objects.municipalities().filter(pk__in=codes).in_bulk()
    if not areas:
        return []
    mine = Report.objects.filter(municipality__in=areas).order_by()
    rows = mine.values_list("plan", "municipality").annotate(Max("until"))
    last = {(plan, code): until for plan, code, until in rows}
    plans = (
        Plan.objects.visible_to(viewer).filter(starts_on__lte=today).exclude(state="withdrawn").prefetch_related("participations")
    )
    found = []
    for plan in plans:
        taking_part = {row.municipality_id for row in plan.participations.all() if row.until is None} | {plan.municipality_id}
        for code in sorted(areas.keys() & taking_part):
            days = default_period(plan.starts_on, plan.ends_on, last.get((plan.pk, code)), today)
            found.append(Startable(plan, areas[code], *days))
    return sorted(found, key=lambda one: (one.plan.ends_on < today, one.municipality.name, -one.plan.starts_on.toordinal()))
