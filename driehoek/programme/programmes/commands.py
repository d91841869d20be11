"""The verbs of a programme. A decision of a college is never undone: it gets another decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.documents.text import clean
from driehoek.organisations.models import Area
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Plan
from driehoek.programme.actions.known import municipalities
from driehoek.programme.models import Action, Programme, ProgrammeAdoption
from driehoek.programme.process import PROGRAMME

PAST = {
    "agree": "programme.agreed",
    "offer": "programme.offered",
    "take_back": "programme.taken_back",
    "inform": "programme.council_informed",
    "run": "programme.run",
    "pause_to_report": "programme.interim_reported",
    "resume": "programme.resumed",
    "wind_up": "programme.winding_up",
    "close": "programme.closed",
}


@transaction.atomic
def start_programme(
    by: Viewer,
    plan_id: UUID,
    *,
    area_code: str,
    title: str,
    starts_on: date,
    ends_on: date,
    predecessor_id: int | None = None,
) -> Programme:
    """Begin a programme under a plan: joint when the area is the team of the plan, else of one municipality that takes part."""
    plan = Plan.objects.visible_to(by).get(pk=plan_id)
    require(by, "programme.write", area_code)
    _refuse_strange_area(plan, area_code)
    programme = Programme(
        plan=plan,
        area_id=area_code,
        kind=Programme.Kind.JOINT if plan.team_id == area_code else Programme.Kind.LOCAL,
        title=_title(title),
        starts_on=starts_on,
        ends_on=ends_on,
        predecessor=Programme.objects.visible_to(by).get(pk=predecessor_id) if predecessor_id else None,
    )
    _refuse_faulty(programme)
    programme.save(force_insert=True)
    record(by, "programme.started", programme, within=plan, area_code=area_code)
    return programme


def _refuse_strange_area(plan: Plan, area_code: str) -> None:
    taking_part = plan.participations.filter(until__isnull=True, municipality_id=area_code)
    if area_code not in (plan.team_id, plan.municipality_id) and not taking_part.exists():
        name = Area.objects.filter(pk=area_code).values_list("name", flat=True).first() or area_code
        raise Refused({"area": _("%(name)s doet niet mee aan dit plan. Kies een gebied dat meedoet.") % {"name": name}})


def _title(title: str) -> str:
    return " ".join(clean(title).split())


def _refuse_faulty(programme: Programme) -> None:
    wrong = {}
    if not programme.title:
        wrong["title"] = _("Geef het programma een titel, bijvoorbeeld ‘Uitvoeringsprogramma 2025-2026’.")
    if len(programme.title) > 200:
        wrong["title"] = _("Dit is te lang. Maak er hoogstens 200 tekens van.")
    if programme.ends_on <= programme.starts_on:
        wrong["ends_on"] = _("De einddatum ligt vóór de begindatum. Kies een latere einddatum.")
    if wrong:
        raise Refused(dict(wrong))


def locked(by: Viewer, programme_id: int) -> Programme:
    rows = Programme.objects.visible_to(by).select_for_update(of=("self",)).select_related("plan")
    return rows.get(pk=programme_id)


@transaction.atomic
def change_programme(by: Viewer, programme_id: int, *, seen: int, title: str, starts_on: date, ends_on: date) -> Event | None:
    """Change its title or period. Nothing changed: None."""
    programme = locked(by, programme_id)
    require(by, "programme.write", programme.area_id)
    _refuse_stale(programme, seen)
    return _write(by, programme, _title(title), starts_on, ends_on)


def _write(
    by: Viewer, programme: Programme, title: str, starts_on: date, ends_on: date, undoes: Event | None = None
) -> Event | None:
    before = _as_json(programme)
    programme.title, programme.starts_on, programme.ends_on = title, starts_on, ends_on
    after = _as_json(programme)
    if before == after:
        return None
    if programme.state == "closed":
        raise NotNow(_("Dit programma is afgesloten en verandert niet meer."))
    _refuse_faulty(programme)
    programme.version += 1
    programme.save()
    area = programme.area_id
    return record(by, "programme.changed", programme, area_code=area, undoes=undoes, before=before, after=after)


def _as_json(programme: Programme) -> dict[str, str]:
    return {
        "title": programme.title,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
    }


def _refuse_stale(programme: Programme, seen: int) -> None:
    if programme.version != seen:
        raise Outdated(
            _("Iemand anders heeft dit programma intussen veranderd. Bekijk wat er nu staat en probeer het opnieuw."),
            current=_as_json(programme),
        )


@undoes("programme.changed")
def _change_back(by: Viewer, event: Event) -> None:
    programme = locked(by, int(event.object_id))
    require(by, "programme.write", programme.area_id)
    if _as_json(programme) != event.data["after"]:
        raise Outdated(
            _("Het programma is daarna nog veranderd. Draai die verandering eerst terug."), current=_as_json(programme)
        )
    before = event.data["before"]
    days = date.fromisoformat(before["starts_on"]), date.fromisoformat(before["ends_on"])
    _write(by, programme, before["title"], *days, undoes=event)


@transaction.atomic
def step_programme(by: Viewer, programme_id: int, verb: str, *, seen: int, reason: str = "") -> Event:
    """Take one step of the table, adoption excepted: that is a decision of a college with a number (adopt_programme)."""
    programme = locked(by, programme_id)
    require(by, "programme.write", programme.area_id)
    step = PROGRAMME.step(programme.state, verb if verb in PAST else "")
    _refuse_stale(programme, seen)
    if step.reason_needed and not reason.strip():
        raise Refused({"reason": _("Schrijf op waarom. Dan is het later terug te lezen.")})
    _refuse_step(programme, verb)
    programme.state = step.target
    programme.version += 1
    programme.save()
    return record(by, PAST[verb], programme, area_code=programme.area_id, reason=reason.strip())


def _refuse_step(programme: Programme, verb: str) -> None:
    if verb == "agree" and not programme.is_joint:
        raise NotNow(_("Een lokaal programma gaat meteen naar het college; de driehoek stemt alleen over het gezamenlijke."))
    if verb == "offer":
        if programme.is_joint and programme.state == "drafting":
            raise NotNow(_("Stem het gezamenlijke programma eerst af in de driehoek."))
        _refuse_unfinished(programme)
    if verb == "close":
        left = Action.objects.standing().open().filter(programme=programme).count()
        if left:
            raise NotNow(
                ngettext(
                    "Er loopt nog %(left)s actie. Rond haar af of neem haar mee naar het volgende programma.",
                    "Er lopen nog %(left)s acties. Rond ze af of neem ze mee naar het volgende programma.",
                    left,
                )
                % {"left": left}
            )


def _refuse_unfinished(programme: Programme) -> None:
    """A college adopts what has an owner and a term. What is only proposed does not go along."""
    rows = Action.objects.standing().filter(programme=programme).exclude(state__in=["proposed", "stopped"])
    planned = list(rows.order_by("number"))
    if not planned:
        raise NotNow(_("Er is nog geen geplande actie. Plan eerst een actie in; een voorstel gaat niet mee naar het college."))
    unowned = _codes(action for action in planned if not action.owner_name)
    if unowned:
        raise NotNow(_("Elke actie heeft een eigenaar nodig. Dit mist nog bij: %(codes)s.") % {"codes": unowned})
    undated = _codes(action for action in planned if not action.starts_on or not action.ends_on)
    if undated:
        raise NotNow(_("Elke actie heeft een begin en een eind nodig. Dit mist nog bij: %(codes)s.") % {"codes": undated})


def _codes(actions: Iterable[Action]) -> str:
    codes = [action.code for action in actions]
    return ", ".join(codes[:8]) + (_(" en %(more)s andere") % {"more": len(codes) - 8} if len(codes) > 8 else "")


@transaction.atomic
def adopt_programme(
    by: Viewer, programme_id: int, municipality: str, *, decided_on: date, decision_number: str
) -> ProgrammeAdoption:
    """The college of one municipality adopts the programme. From the first decision on it is public; the others follow."""
    programme = locked(by, programme_id)
    require(by, "programme.adopt", municipality)
    step = PROGRAMME.step(programme.state, "adopt")
    number = " ".join(clean(decision_number).split())
    wrong = {}
    if not number or len(number) > 60:
        wrong["decision_number"] = _("Vul het nummer van het besluit in, zoals het op de besluitenlijst staat.")
    if decided_on > clock.today():
        wrong["decided_on"] = _("Deze dag is nog niet geweest. Leg het besluit vast als het genomen is.")
    if wrong:
        raise Refused(dict(wrong))
    if municipality not in {area.pk for area in municipalities(programme)}:
        raise Refused(_("Deze gemeente doet niet mee aan het plan van dit programma."))
    if programme.adoptions.filter(municipality_id=municipality).exists():
        raise Refused(_("Het besluit van dit college is al vastgelegd."))
    adoption = ProgrammeAdoption.objects.create(
        programme=programme,
        municipality_id=municipality,
        decided_on=decided_on,
        decision_number=number,
        recorded_by=by.name,
        recorded_at=clock.now(),
    )
    programme.state = step.target
    programme.adopted_on = min(programme.adopted_on or decided_on, decided_on)
    programme.version += 1
    programme.save()
    record(
        by, "programme.adopted", programme, area_code=municipality, municipality=adoption.municipality.name,
        number=number, decided_on=decided_on.isoformat(),
    )  # fmt: skip
    return adoption
