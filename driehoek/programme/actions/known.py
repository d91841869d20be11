"""The names that an action may use: the measures of its plan, the municipalities that take part, colleagues, fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from driehoek.common.errors import Refused
from driehoek.organisations.models import Area, Grant
from driehoek.organisations.queries import teams_of
from driehoek.plans.models import Measure, Participation, SafetyField
from driehoek.programme.models import Programme
from driehoek.programme.sheet.columns import Known


def municipalities(programme: Programme) -> list[Area]:
    """The municipalities whose programme it is: those that take part in the plan, or the one it is of. By name."""
    if not programme.is_joint:
        return list(Area.objects.filter(pk=programme.area_id))
    taking_part = Participation.objects.current().filter(plan_id=programme.plan_id).values("municipality_id")
    return list(Area.objects.filter(pk__in=taking_part).order_by("name"))


def measures(programme: Programme) -> list[Measure]:
    """The measures that an action of this programme may serve, in the order of the plan."""
    standing = Measure.objects.filter(plan_id=programme.plan_id)
    standing = standing.filter(municipality__isnull=True, dropped=False) if programme.is_joint else standing.of(programme.area_id)
    return list(standing.select_related("priority").order_by("position"))


def known(programme: Programme, today: date, also: Iterable[tuple[str, str]] = ()) -> Known:
    """All of them, with labels that tell them apart. `also`: owners that stand in the programme already."""
    areas = municipalities(programme)
    return Known(
        measures={label: str(one.pk) for label, one in _labelled((one.title, one) for one in measures(programme))},
        fields={f"{code} {label}": code for code, label in SafetyField.choices},
        areas={area.name: area.pk for area in areas},
        people=_people(programme, [area.pk for area in areas], today, also),
    )


def _labelled(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Labels without doubles: the second ‘Toezicht’ is ‘Toezicht (2)’."""
    found: list[tuple[str, Any]] = []
    used: set[str] = set()
    for label, one in pairs:
        unique, count = label, 1
        while unique in used:
            count += 1
            unique = f"{label} ({count})"
        used.add(unique)
        found.append((unique, one))
    return found


def _people(programme: Programme, areas: list[str], today: date, also: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Colleagues with a role in the area of the programme, in its municipalities or in the team around it."""
    around = {programme.area_id, *areas}
    if not programme.is_joint:
        around |= {team.pk for team in teams_of(areas, today).values()}
    grants = Grant.objects.in_force(today).filter(area__in=around, user__is_active=True)
    rows = grants.order_by("user__name", "user__email").values_list("user__code", "user__name", "user__email").distinct()
    people = {str(code): (name or email, email) for code, name, email in rows}
    for code, name in also:
        if code:
            people.setdefault(code, (name, ""))
    names = [name for name, _email in people.values()]
    pairs = ((f"{name} ({email})" if email and names.count(name) > 1 else name, code) for code, (name, email) in people.items())
    return {label: (code, people[code][0]) for label, code in _labelled(pairs)}


def refuse_unknown(programme: Programme, changes: dict[str, Any], now: dict[str, Any], today: date) -> None:
    """Raises Refused by field when a value names something that does not belong to this programme. What stood there may stay."""
    wrong: dict[str, str] = {}
    named = {name for name in ("measure", "lead", "owner") if name in changes and changes[name] not in (None, "", now[name])}
    if not named:
        return
    names = known(programme, today)
    if "measure" in named and changes["measure"] not in names.measures.values():
        wrong["measure"] = _("Deze maatregel hoort niet bij het plan van dit programma. Kies een andere.")
    if "lead" in named and changes["lead"] not in names.areas.values():
        wrong["lead"] = _("Deze gemeente doet niet mee aan het plan. Kies een andere.")
    if "owner" in named and changes["owner"][0] and changes["owner"][0] not in {code for code, _name in names.people.values()}:
        wrong["owner"] = _("Deze persoon heeft geen rol in dit gebied. Kies een ander of vul alleen een naam in.")
    if wrong:
        raise Refused(dict(wrong))
