"""Follow a table of open data, and fetch it when it changed. The address comes from the operator, never from a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import Refused
from driehoek.common.models import Setting
from driehoek.figures._imports import ImportReport, take_in
from driehoek.figures.feeds.rules import KNOWN, LICENCE, NotUnderstood, Unavailable
from driehoek.figures.mapping.delivered import Delivered
from driehoek.figures.mapping.unfolding import Noticed
from driehoek.figures.models import Source
from driehoek.figures.neighbourhoods.commands import small_areas
from driehoek.figures.surveys.commands import import_survey
from driehoek.organisations.viewer import SYSTEM, Viewer

if TYPE_CHECKING:
    from driehoek.figures.feeds.client import Fetched

EVERY = timedelta(days=1)
_PREFIX = "feed:"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Feed:
    """A table that is followed. `told` is what came of the last time, in Dutch."""

    code: str
    address: str
    etag: str = ""
    checked_at: datetime | None = None
    told: str = ""


def feeds() -> list[Feed]:
    return [_feed(row) for row in Setting.objects.filter(pk__startswith=_PREFIX).order_by("pk")]


def _feed(row: Setting) -> Feed:
    at = row.value.get("checked_at")
    return Feed(
        row.pk.removeprefix(_PREFIX), row.value["address"], row.value["etag"], datetime.fromisoformat(at) if at else None,
        row.value["told"],
    )  # fmt: skip


@transaction.atomic
def follow(code: str, address: str) -> Feed:
    """Follow this table from now on; another address for a known code takes its place. Raises Refused."""
    code = code.strip()
    if not code or len(code) > 30 or not address.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise Refused(_("Geef de code van een tabel en een adres dat met https:// begint."))
    return _keep(Feed(code, address.rstrip("/")))


@transaction.atomic
def unfollow(code: str) -> None:
    """Leave the table alone from now on; what was taken in stays."""
    Setting.objects.filter(pk=f"{_PREFIX}{code}").delete()


def _keep(feed: Feed) -> Feed:
    at = feed.checked_at.isoformat() if feed.checked_at else None
    value = {"address": feed.address, "etag": feed.etag, "checked_at": at, "told": feed.told}
    Setting.objects.update_or_create(pk=f"{_PREFIX}{feed.code}", defaults={"value": value})
    return feed


def refresh(feed: Feed, by: Viewer = SYSTEM) -> ImportReport | None:
    """Fetch the table and take it in, all or nothing; None when it did not change. What went wrong stands in its `told`.

    Reading from the network and checking hold no lock. Raises Refused with the reason when there is nothing to take in.
    """
    from driehoek.figures.feeds.client import fetch  # the library for the network costs each start a tenth of a second

    try:
        found = fetch(feed.address, etag=feed.etag)
    except (Unavailable, NotUnderstood) as error:
        words = str(error) if isinstance(error, Unavailable) else _("In deze tabel mist %(what)s.") % {"what": error}
        _keep(Feed(feed.code, feed.address, feed.etag, clock.now(), words))
        raise Refused(words) from error
    if found.lines is None:
        _keep(Feed(feed.code, feed.address, feed.etag, clock.now(), _("Niets nieuws.")))
        return None
    report = _taken_in(by, feed, found)
    told = _told(report)
    _keep(Feed(feed.code, feed.address, found.etag if report.accepted else feed.etag, clock.now(), told))
    return report


def _taken_in(by: Viewer, feed: Feed, found: Fetched) -> ImportReport:
    """By what the table holds: a survey, figures below the municipality, or counts and inhabitants of municipalities."""
    lines = enumerate(found.lines or [], 1)
    if found.layout is not None and found.layout.is_survey:
        report = import_survey(by, feed.code, lines, file_name=feed.address)
    elif any(not str(one["area"]).startswith("GM") for one in found.lines or []):
        report = small_areas(by, lines, Delivered(feed.code, feed.address, Noticed(), {}, lambda report: None))
    else:
        report = take_in(by, feed.code, lines, file_name=feed.address)
    if report.snapshot is not None and feed.code.upper() in KNOWN:
        _named(report.snapshot.source_id, *KNOWN[feed.code.upper()])
    return report


@transaction.atomic
def _named(source_id: str, name: str, publisher: str) -> None:
    """A public table bears its name, publisher and licence, and is for everybody; what somebody called it stays."""
    rows = Source.objects.filter(pk=source_id, publisher="")
    rows.filter(name=source_id).update(name=name)
    rows.update(publisher=publisher, licence=LICENCE, is_public=True)


def _told(report: ImportReport) -> str:
    if report.unchanged:
        return _("Dezelfde cijfers als de vorige keer.")
    if report.accepted:
        return _("%(rows)s regels ingelezen.") % {"rows": report.rows}
    return _("Niets ingelezen: %(problem)s") % {"problem": report.problems[0]}


def refresh_due() -> None:
    """Once a day each table that is followed; one that fails holds up no other. Safe to call as often as one likes."""
    now = clock.now()
    for feed in feeds():
        if feed.checked_at is None or now - feed.checked_at >= EVERY:
            try:
                refresh(feed)
            except Refused as refusal:
                _log.warning("feed_failed", code=feed.code, why=" ".join(refusal.messages))
