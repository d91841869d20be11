"""Follow a figure, stop following it, and hear when a delivery makes it leave its usual band, or brings it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import structlog
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, Outdated
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.engine.results import Verdict
from driehoek.figures._cells import Cell, Picture
from driehoek.figures.findings.current import current
from driehoek.figures.findings.mails import CHANGED
from driehoek.figures.findings.queries import finding_of
from driehoek.figures.findings.rules import CHANGES
from driehoek.figures.models import BandChange, Following, Indicator, Snapshot, Source
from driehoek.organisations.commands import notify
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import SYSTEM, Viewer, viewer_of

_log = structlog.get_logger(__name__)


@transaction.atomic
def follow_figure(by: Viewer, indicator: str, area: str) -> tuple[Following, Event | None]:
    """Hear of this figure of this area from now on; who follows it already changes nothing."""
    if by.user_id is None:
        raise NotAllowed(_("Wie een cijfer volgt, krijgt mail. Log daarvoor in."))
    _seen, cell = current(by, indicator, area)
    known = Following.objects.select_for_update(of=("self",)).filter(person=by.user_id, area=area, indicator=indicator).first()
    if known is not None and not known.removed:
        return known, None
    following = known or Following(person_id=by.user_id, area=cell.area, indicator=cell.indicator)
    following.since, following.removed = clock.now(), False
    following.verdict, following.delivery = cell.verdict.verdict.value, newest_deliveries()[cell.indicator.source_id]
    following.version += 1 if known else 0
    following.save()
    return following, record(by, "figures.followed", following, name=_called(following), area_code=area)


@transaction.atomic
def unfollow_figure(by: Viewer, following_id: int) -> Event:
    """Hear no more of it."""
    following = Following.objects.visible_to(by).standing().select_for_update(of=("self",)).get(pk=following_id)
    following.removed = True
    following.version += 1
    following.save()
    return record(by, "figures.unfollowed", following, name=_called(following), area_code=following.area_id)


@undoes("figures.followed")
@undoes("figures.unfollowed")
def follow_back(by: Viewer, event: Event) -> None:
    """As it was before: followed again, from how the figure stands now, or not."""
    following = Following.objects.select_for_update(of=("self",)).get(pk=event.object_id)
    if following.person_id != by.user_id:
        raise NotAllowed(_("Dit volgt iemand anders."))
    was_followed = event.verb == "figures.unfollowed"
    if following.removed != was_followed:
        raise Outdated(_("U hebt dit daarna nog veranderd."))
    if was_followed:
        _seen, cell = current(by, following.indicator_id, following.area_id)
        following.verdict, following.delivery = cell.verdict.verdict.value, newest_deliveries()[cell.indicator.source_id]
    following.removed = not was_followed
    following.version += 1
    following.save()
    verb = "figures.follow_restored" if was_followed else "figures.follow_undone"
    record(by, verb, following, name=_called(following), area_code=following.area_id, undoes=event)


def tell_followers() -> None:
    """Look at what is followed and got new figures since; each follower hears once per delivery. Safe to run twice.

    One area after the other, each in a transaction of its own: what fails for one holds up no other.
    """
    deliveries = newest_deliveries()
    waiting: dict[str, list[int]] = defaultdict(list)
    rows = Following.objects.filter(removed=False).values_list("pk", "area_id", "delivery", "indicator__source_id")
    for pk, area, delivery, source in rows:
        if deliveries.get(source, 0) > delivery:
            waiting[area].append(pk)
    for area, ids in waiting.items():
        try:
            _look(area, ids, deliveries)
        except (Area.DoesNotExist, Indicator.DoesNotExist):
            _log.warning("followed_area_is_gone", area=area)


def newest_deliveries() -> dict[str, int]:
    """Per source of counts its newest delivery; one of inhabitants counts for all, since rates rest on them."""
    rows = dict(Snapshot.objects.values_list("source_id").annotate(newest=Max("pk")).order_by())
    people = Snapshot.objects.filter(source__kind=Source.Kind.POPULATION).aggregate(newest=Max("pk"))["newest"] or 0
    return {source: max(newest, people) for source, newest in rows.items()}


def _look(area: str, ids: Iterable[int], deliveries: dict[str, int]) -> None:
    from driehoek.figures.queries import picture

    seen = picture(SYSTEM, area, beside="niets")
    cells = {row.indicator.pk: row.own for row in seen.rows if row.own}
    with transaction.atomic():
        followings = (
            Following.objects.select_for_update(of=("self",))
            .select_related("person", "indicator")
            .filter(Q(pk__in=list(ids)), removed=False)
        )
        for following in followings:
            delivery = deliveries[following.indicator.source_id]
            cell = cells.get(following.indicator_id)
            if delivery > following.delivery and cell is not None and _may_see(following):
                _tell_of(following, delivery, seen, cell)


def _may_see(following: Following) -> bool:
    viewer = viewer_of(following.person, clock.today())
    return Indicator.objects.visible_to(viewer).filter(pk=following.indicator_id).exists()


def _tell_of(following: Following, delivery: int, seen: Picture, cell: Cell) -> None:
    """Remember how it stands now; a word when it left its band, came back, or went over to the other side."""
    before, now = following.verdict, cell.verdict.verdict
    following.verdict, following.delivery = now.value, delivery
    following.version += 1
    following.save()
    if not is_news(before, now):
        return
    change = BandChange.objects.create(
        following=following, delivery=delivery, period=cell.verdict.period, before=before, verdict=now.value,
        sentence=finding_of(seen, cell).text, at=clock.now(),
    )  # fmt: skip
    notify(following.person, CHANGED, change)


def is_news(before: str, now: Verdict) -> bool:
    """A rise or a fall that was none before, or that is one no more. From usual to not known is no news."""
    outside = {verdict.value for verdict in CHANGES}
    return before != now.value and (before in outside or now.value in outside)


def _called(following: Following) -> str:
    return f"{following.indicator.label}, {following.area.name}"
