"""Reads that compose: the report of a municipality as a document, with what is still to be done before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from driehoek.accountability.composing.checks import anchor, checks_of
from driehoek.accountability.composing.document import Composed, Composer, Slot, figures_in
from driehoek.accountability.composing.facts import gather
from driehoek.accountability.composing.frozen import composed_of, content_of
from driehoek.accountability.models import Report, ReportVersion
from driehoek.accountability.rules import Check
from driehoek.documents.structure import Document
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Plan

__all__ = [
    "Composed",
    "Shown",
    "Slot",
    "anchor",
    "composed_of",
    "content_of",
    "figures_in",
    "report_document",
    "shown",
    "texts_of",
    "version_of",
]


@dataclass(frozen=True)
class Shown:
    """A report as this viewer reads it now. checks: only while it is open. version: the frozen text that it is."""

    composed: Composed
    checks: list[Check]
    version: ReportVersion | None

    @property
    def document(self) -> Document:
        return self.composed.document


def report_document(
    viewer: Viewer, plan: Plan, municipality: str, since: date, until: date, today: date, texts: Mapping[str, str] | None = None
) -> Document:
    """The progress report of one municipality on a plan, from what this viewer may see. Raises Area.DoesNotExist.

    texts  words of the adviser by place: `introduction`, `conclusion`, `priority:<uuid>`; Markdown
    """
    return _compose(viewer, plan, municipality, since, until, today, texts or {})[0].document


def _compose(
    viewer: Viewer, plan: Plan, municipality: str, since: date, until: date, today: date, texts: Mapping[str, str]
) -> tuple[Composed, list[Check]]:
    area = Area.objects.visible_to(viewer).get(pk=municipality)
    facts = gather(viewer, plan, area, since, until, today)
    composed = Composer(facts, texts).composed()
    return composed, checks_of(facts, composed, texts)


def texts_of(report: Report) -> dict[str, str]:
    """The words of the adviser by place."""
    return dict(report.texts.values_list("key", "body"))


def version_of(viewer: Viewer, report: Report) -> ReportVersion | None:
    """The newest frozen text of a report that this viewer may read."""
    return ReportVersion.objects.visible_to(viewer).filter(report=report).order_by("number").last()


def shown(viewer: Viewer, report: Report, today: date) -> Shown:
    """The report as it reads now: composed anew while it is open, else as it was frozen. Raises ReportVersion.DoesNotExist."""
    if report.is_open:
        composed, checks = _compose(
            viewer, report.plan, report.municipality_id, report.since, report.until, today, texts_of(report)
        )
        return Shown(composed, checks, None)
    version = version_of(viewer, report)
    if version is None:
        raise ReportVersion.DoesNotExist
    return Shown(composed_of(version.content), [], version)
