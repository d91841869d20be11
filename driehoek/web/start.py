"""The start page: for each role the answer to its own question. A table says which parts a role gets, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from driehoek.common import clock
from driehoek.organisations.models import Area, Role
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import render
from driehoek.web import start_findings as findings
from driehoek.web import start_parts as parts
from driehoek.web.start_parts import Part

type Maker = Callable[[Viewer, Area, date], Part | None]

# What a role wants to know first, per area that the role was given for. Source: one sentence per user, in the design.
_PARTS: Mapping[str, tuple[Maker, ...]] = {
    Role.SAFETY_ADVISER: (
        parts.waiting,
        findings.asked,
        findings.followed,
        parts.promised,
        parts.late,
        parts.reports,
        parts.changes,
        parts.team_changes,
        parts.adoption,
        parts.gaps,
    ),
    Role.STRATEGIC_ADVISER: (
        parts.adoption,
        parts.waiting,
        findings.asked,
        findings.followed,
        findings.for_the_triangle,
        parts.late,
        parts.changes,
        parts.programmes,
        parts.gaps,
    ),
    Role.MAYOR: (parts.team_changes, parts.changes, parts.promised, parts.late, parts.adoption, parts.reports),
    Role.ALDERMAN: (parts.promised, parts.late, parts.changes, parts.adoption),
    Role.PUBLIC_PROSECUTOR: (parts.changes, parts.programmes, parts.late, parts.adoption),
    Role.TEAM_CHIEF: (parts.changes, parts.programmes, parts.late, parts.adoption),
    Role.POLICE_OFFICER: (parts.changes, parts.waiting, parts.programmes),
    Role.COUNCIL_MEMBER: (parts.adoption, parts.promised, parts.reports, parts.cost, parts.changes),
    Role.COUNCIL_CLERK: (parts.adoption, parts.promised, parts.reports, parts.cost, parts.changes),
    Role.EXECUTIVE_SECRETARY: (parts.adoption, parts.programmes, parts.late),
    Role.AUDITOR: (parts.adoption, parts.promised, parts.reports, parts.cost, parts.changes),
    Role.ANALYST: (parts.changes, parts.sources, parts.programmes),
    Role.COMMUNICATION_ADVISER: (parts.changes, parts.waiting, parts.promised),
    Role.FINANCE_ADVISER: (parts.cost, parts.programmes),
    Role.FUNCTIONAL_ADMIN: (parts.second_person, parts.roles_ending, parts.sources, parts.recent),
    Role.WORKING_GROUP_MEMBER: (parts.waiting, parts.programmes),
    Role.EMPLOYEE: (parts.waiting, parts.programmes),
    Role.PARTNER_USER: (parts.waiting, parts.programmes),
}


_ALL_ROLES: tuple[Maker, ...] = (findings.asked, findings.followed)  # what anybody may be asked or follow, at the end
_PERSONAL: frozenset[Maker] = frozenset(
    {*_ALL_ROLES, parts.waiting, parts.second_person, parts.roles_ending, parts.recent, parts.sources}
)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, clock.today()
    if viewer.is_public:
        return render(request, "web/welcome.html", {"areas": parts.public_areas()})
    places = {area.pk: area for area in Area.objects.filter(pk__in={held.area for held in viewer.held})}
    desks = []
    once: set[Maker] = set()  # what is about the person himself stands on his first desk only
    for area, roles in _roles_by_area(viewer).items():
        makers = [maker for maker in _makers(roles) if maker not in once]
        desks.append((places[area], [part for maker in makers if (part := maker(viewer, places[area], today))]))
        once |= _PERSONAL.intersection(makers)
    titles = {place.pk: parts.role_words(viewer, place) for place, _found in desks}
    return render(request, "web/start.html", {"desks": desks, "titles": titles, "today": today})


def _roles_by_area(viewer: Viewer) -> dict[str, list[str]]:
    """Area → roles, teams first; someone who works for several places sees a desk for each."""
    found: dict[str, list[str]] = {}
    for held in sorted(viewer.held, key=lambda one: (one.area.startswith("GM"), one.area)):
        found.setdefault(held.area, []).append(held.role)
    return found


def _makers(roles: Iterable[str]) -> list[Maker]:
    return list(dict.fromkeys([*(maker for role in roles for maker in _PARTS.get(role, ())), *_ALL_ROLES]))
