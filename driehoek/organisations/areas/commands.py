"""Bringing areas in, making a team, and municipalities that join or leave one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from driehoek.common import search
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.kinds import kind_of
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.organisations.areas import open_data, rules
from driehoek.organisations.models import Area, AreaChange, AreaLevel, AreaMembership, AreaNeighbour, Grant
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import SYSTEM, Viewer
from driehoek.ui.filters import long_date


@transaction.atomic
def load_areas() -> int:
    """Bring in the open lists. Idempotent: what is there stays, what people made stays; returns how many areas are new.

    A name or an end that the list has changed is taken over; a membership that the list ends is ended, unless a person did so.
    """
    known = {area.pk: area for area in Area.objects.select_for_update().filter(pk__in=[row.code for row in open_data.areas()])}
    Area.objects.bulk_create(
        [
            Area(
                code=row.code, level=row.level, name=row.name, province=row.province, valid_from=row.valid_from,
                valid_until=row.valid_until,
            )
            for row in open_data.areas()
            if row.code not in known
        ],
        batch_size=500,
    )  # fmt: skip
    changed = [area for row in open_data.areas() if (area := known.get(row.code)) and _take_over(area, row)]
    Area.objects.bulk_update(changed, ["name", "province", "valid_until"])
    _load_relations()
    new = len(open_data.areas()) - len(known)
    if new or changed:
        _index_areas()
        record(SYSTEM, "organisations.areas_loaded", Area.objects.get(pk="NL"), new=new, changed=len(changed))
    return new


def _take_over(area: Area, row: open_data.AreaRow) -> bool:
    if (area.name, area.province, area.valid_until) == (row.name, row.province, row.valid_until):
        return False
    area.name, area.province, area.valid_until = row.name, row.province, row.valid_until
    return True


def _load_relations() -> None:
    changes = [AreaChange(on=on, kind=kind, old_id=old, new_id=new) for on, kind, old, new in open_data.changes()]
    AreaChange.objects.bulk_create(changes, ignore_conflicts=True, batch_size=500)
    borders = [AreaNeighbour(area_id=code, other_id=other) for code, other in open_data.borders()]
    AreaNeighbour.objects.bulk_create(borders, ignore_conflicts=True, batch_size=1000)
    known = set(AreaMembership.objects.values_list("parent_id", "child_id"))
    AreaMembership.objects.bulk_create(
        [
            AreaMembership(parent_id=parent, child_id=child, valid_from=start, valid_until=end, basis=basis)
            for parent, child, start, end, basis in open_data.memberships()
            if (parent, child) not in known
        ],
        batch_size=500,
    )


def _index_areas() -> None:
    kind = kind_of("organisations.area")
    if kind is not None:
        search.index_all(kind)


@transaction.atomic
def create_team(by: Viewer, name: str, municipalities: Iterable[str], *, starts_on: date) -> Area:
    """Make a basisteam of chosen municipalities, of which at least one is the maker's own."""
    codes = sorted(set(municipalities))
    name = name.strip()
    code = rules.team_code(name)
    if not code:
        raise Refused({"name": _("Geef het team een naam, bijvoorbeeld ‘Basisteam Rivierenland’.")})
    if not codes:
        raise Refused({"municipalities": _("Kies ten minste één gemeente.")})
    if not any(by.may("organisations.manage_team", each) for each in codes):
        require(by, "organisations.manage_team", codes[0])
    if Area.objects.filter(Q(pk=code) | Q(level=AreaLevel.BASE_TEAM, name__iexact=name)).exists():
        raise Refused({"name": _("Er is al een team met deze naam. Kies een andere naam, of voeg uw gemeente daar toe.")})
    team = Area.objects.create(code=code, level=AreaLevel.BASE_TEAM, name=name, valid_from=starts_on)
    joined = [_join(by, team, each, starts_on) for each in codes]
    record(
        by, "organisations.team_made", team, area_code=code, members=codes, starts_on=long_date(starts_on),
        municipalities=rules.in_words(sorted(membership.child.name for membership in joined)),
    )  # fmt: skip
    return team


@transaction.atomic
def join_team(by: Viewer, team_code: str, municipality: str, *, starts_on: date) -> AreaMembership:
    """A municipality joins a team from a day. A municipality with colleagues of its own is joined by one of those."""
    team = Area.objects.teams().select_for_update().get(pk=team_code)
    if not by.may("organisations.manage_team", municipality):
        require(by, "organisations.manage_team", team_code)
    membership = _join(by, team, municipality, starts_on)
    record(
        by, "organisations.municipality_joined", team, area_code=team_code, membership=membership.pk,
        municipality=membership.child.name, code=municipality, on=starts_on.isoformat(), day=long_date(starts_on),
    )  # fmt: skip
    return membership


def _join(by: Viewer, team: Area, municipality: str, starts_on: date) -> AreaMembership:
    area = Area.objects.select_for_update().filter(pk=municipality, level=AreaLevel.MUNICIPALITY).first()
    if area is None or not area.exists_on(starts_on):
        raise Refused({"municipalities": _("Deze gemeente bestaat niet op die dag. Kies een gemeente uit de lijst.")})
    if not by.may("organisations.manage_team", municipality) and _has_people(municipality):
        sentence = _("%(name)s werkt al met Driehoek. Een collega van die gemeente sluit haar zelf aan.")
        raise Refused({"municipalities": sentence % {"name": area.name}})
    for other in AreaMembership.objects.filter(child=area, parent__level=AreaLevel.BASE_TEAM).select_related("parent"):
        if rules.overlaps(starts_on, None, other.valid_from, other.valid_until):
            sentence = _("%(name)s hoort op die dag al bij team %(team)s. Beëindig dat eerst, of kies een latere datum.")
            raise Refused({"municipalities": sentence % {"name": area.name, "team": other.parent.name}})
    return AreaMembership.objects.create(parent=team, child=area, valid_from=starts_on)


def _has_people(municipality: str) -> bool:
    return Grant.objects.filter(area_id=municipality, state=Grant.State.GRANTED).exists()


@transaction.atomic
def leave_team(by: Viewer, membership_id: int, *, on: date, seen: str) -> AreaMembership:
    """A municipality is no longer in the team from `on`. `seen` is the end that was on the screen, as ISO text or empty."""
    membership = AreaMembership.objects.select_for_update(of=("self",)).select_related("parent", "child").get(pk=membership_id)
    if not by.may("organisations.manage_team", membership.child_id):
        require(by, "organisations.manage_team", membership.parent_id)
    if _end(membership) != seen:
        raise Outdated(_("Iemand anders heeft de einddatum intussen veranderd."), current=membership.valid_until)
    if membership.valid_from is not None and on <= membership.valid_from:
        raise Refused({"on": _("De gemeente gaat weg voordat zij erbij komt. Kies een latere datum.")})
    before = _end(membership)
    membership.valid_until = on
    AreaMembership.objects.filter(pk=membership.pk).update(valid_until=on)
    record(
        by, "organisations.municipality_left", membership.parent, area_code=membership.parent_id, membership=membership.pk,
        municipality=membership.child.name, code=membership.child_id, before=before, on=on.isoformat(),
        day=long_date(on),
    )  # fmt: skip
    return membership


def _end(membership: AreaMembership) -> str:
    return membership.valid_until.isoformat() if membership.valid_until else ""


@undoes("organisations.municipality_left")
def _stay(by: Viewer, event: Event) -> None:
    membership = AreaMembership.objects.select_for_update(of=("self",)).select_related("parent", "child").get(
        pk=event.data["membership"]
    )  # fmt: skip
    if not by.may("organisations.manage_team", membership.child_id):
        require(by, "organisations.manage_team", membership.parent_id)
    if _end(membership) != event.data["on"]:
        raise Outdated(_("De einddatum is daarna nog veranderd. Pas haar zelf aan."))
    end = date.fromisoformat(event.data["before"]) if event.data["before"] else None
    joined_since = AreaMembership.objects.filter(child=membership.child, parent__level=AreaLevel.BASE_TEAM).exclude(
        pk=membership.pk
    )
    if any(rules.overlaps(membership.valid_from, end, other.valid_from, other.valid_until) for other in joined_since):
        raise NotNow(_("De gemeente hoort intussen bij een ander team."))
    AreaMembership.objects.filter(pk=membership.pk).update(valid_until=end)
    record(by, "organisations.municipality_left", membership.parent, area_code=membership.parent_id, undoes=event, **event.data)


@undoes("organisations.municipality_joined")
def _unjoin(by: Viewer, event: Event) -> None:
    """Joined by mistake: the membership never was. What hung on it (rights of the team) is gone at the next request."""
    membership = AreaMembership.objects.select_for_update(of=("self",)).select_related("parent").filter(
        pk=event.data["membership"]
    ).first()  # fmt: skip
    if membership is None:
        raise NotNow(_("Deze gemeente hoort al niet meer bij het team."))
    if not by.may("organisations.manage_team", membership.child_id):
        require(by, "organisations.manage_team", membership.parent_id)
    if membership.valid_until is not None:
        raise Outdated(_("De einddatum is daarna nog veranderd. Pas haar zelf aan."))
    team = membership.parent
    membership.delete()
    record(by, "organisations.municipality_joined", team, area_code=team.pk, undoes=event, **event.data)
