"""What people speak of in this room: how it is named, found, reached and seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from driehoek.accountability.models import Report
from driehoek.common.kinds import Kind, register


def _reports(viewer: Any) -> QuerySet[Report]:
    return Report.objects.visible_to(viewer).select_related("municipality", "plan")


def _inside(viewer: Any) -> QuerySet[Report]:
    return Report.objects.inside(viewer).select_related("municipality", "plan")


def _names(reports: Iterable[Any], viewer: Any) -> Mapping[Any, str]:
    return {report.pk: str(report) for report in reports}


def _words(report: Any) -> str:
    """Nothing of what is written in it: a report is found by what it is about."""
    return (
        f"{report} {report.plan.title} verslag voortgangsrapportage verantwoording raad {report.since.year} {report.until.year}"
    )


register(
    Kind(
        code="accountability.report",
        label=_("verslag"),
        plural=_("verslagen"),
        sight=_reports,
        names=_names,
        url=Report.get_absolute_url,
        words=_words,
        order=90,
        history=_inside,
    )
)
