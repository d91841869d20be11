"""Asking for a role, deciding about it, ending it; blocking a person. Two people decide about every role."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.organisations.account.commands import end_sessions_of
from driehoek.organisations.models import Area, Grant, Role, User
from driehoek.organisations.notifications.commands import notify
from driehoek.organisations.people import mails as _mails  # noqa: F401 gives the notifications their words
from driehoek.organisations.people import queries, rules
from driehoek.organisations.people.process import GRANT
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.ui.filters import long_date


def check_role(role: str, area: Area, starts_on: date, ends_on: date) -> None:
    """Raises Refused, by field, when this role cannot be held for this area or this term."""
    if not rules.fits(role, area.level):
        sentence = _("De rol %(role)s bestaat niet voor een %(level)s. Kies een ander gebied of een andere rol.")
        raise Refused({"area": sentence % {"role": Role(role).label, "level": area.get_level_display()}})
    sentences = {
        "past": _("De einddatum is al voorbij. Kies een latere einddatum."),
        "backwards": _("De einddatum ligt vóór de begindatum. Kies een latere einddatum."),
        "long": _("Een rol duurt ten hoogste zes jaar. Kies een eerdere einddatum; verlengen kan later."),
    }
    if fault := rules.term_fault(starts_on, ends_on, clock.today()):
        raise Refused({"ends_on": sentences[fault]})


@transaction.atomic
def ask_grant(
    by: Viewer, person: UUID, role: str, area_code: str, *, ends_on: date, starts_on: date | None = None, reason: str = ""
) -> Grant:
    """Ask for a role for someone who has an account (also for yourself); a second person decides."""
    require(by, "organisations.invite", area_code)
    user = User.objects.select_for_update().get(code=person)
    area = Area.objects.get(pk=area_code)
    starts_on = starts_on or clock.today()
    check_role(role, area, starts_on, ends_on)
    _refuse_overlap(user, role, area, starts_on, ends_on)
    grant = request_grant(by, user, role, area, starts_on=starts_on, ends_on=ends_on, reason=reason)
    tell_the_second_person(grant)
    return grant


def request_grant(by: Viewer, user: User, role: str, area: Area, *, starts_on: date, ends_on: date, reason: str = "") -> Grant:
    """The row and its event; part of a command that has checked rights and rules."""
    grant = Grant.objects.create(
        user=user, role=role, area=area, starts_on=starts_on, ends_on=ends_on, asked_by=by.code, reason=reason
    )
    record(by, "organisations.role_asked", grant, reason=reason, **_words(grant))
    return grant


def tell_the_second_person(grant: Grant) -> None:
    for person in queries.second_persons(grant, clock.today()):
        notify(person, "grant-waits", grant)


def _words(grant: Grant) -> dict[str, Any]:
    """How the timeline names this grant; also which area and whole the event belongs to."""
    return {
        "name": f"{grant.user.name}: {grant.get_role_display()}, {grant.area.name}",
        "area_code": grant.area_id,
        "within": grant.user,  # the timeline of a person shows the roles
        "person": grant.user.name,
        "role": str(grant.get_role_display()),
        "area": grant.area.name,
        "until": long_date(grant.ends_on),
    }


def _refuse_overlap(user: User, role: str, area: Area, starts_on: date, ends_on: date) -> None:
    held = user.grants.filter(role=role, area=area, state__in=["requested", "granted"])
    if held.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused(_("Deze collega heeft of krijgt deze rol al in die tijd. Kies een andere termijn, of verleng de rol."))


def _locked(by: Viewer, grant_id: int, seen: int) -> Grant:
    grants = Grant.objects.visible_to(by).select_for_update(of=("self",)).select_related("user", "area")
    grant = grants.get(pk=grant_id)
    if grant.version != seen:
        raise Outdated(_("Iemand anders heeft deze rol intussen veranderd. Kijk eerst wat er nu staat."), current=grant)
    return grant


def _move(grant: Grant, verb: str, **changes: str) -> None:
    state = GRANT.step(grant.state, verb).target
    Grant.objects.filter(pk=grant.pk).update(state=state, version=grant.version + 1, **changes)
    grant.state, grant.version = state, grant.version + 1


@transaction.atomic
def approve_grant(by: Viewer, grant_id: int, *, seen: int) -> Grant:
    """The second person agrees. Never the asker, never the receiver: the first is a constraint in the database as well."""
    grant = _locked(by, grant_id, seen)
    _require_second_person(by, grant)
    if grant.ends_on < clock.today():
        raise NotNow(_("De gevraagde termijn is al voorbij. Weiger de aanvraag, of laat haar opnieuw doen."))
    _move(grant, "approve", decided_by=by.code)
    record(by, "organisations.role_granted", grant, **_words(grant), two_people=[grant.asked_by, by.code])
    notify(grant.user, "grant-granted", grant)
    return grant


@transaction.atomic
def refuse_grant(by: Viewer, grant_id: int, *, seen: int, reason: str) -> Grant:
    """The second person says no, with a reason; the asker hears it."""
    grant = _locked(by, grant_id, seen)
    _require_second_person(by, grant)
    if not reason.strip():
        raise Refused({"reason": _("Schrijf in één zin waarom. De aanvrager krijgt die zin te lezen.")})
    _move(grant, "refuse", decided_by=by.code, reason=reason.strip())
    grant.reason = reason.strip()
    record(by, "organisations.role_refused", grant, reason=grant.reason, **_words(grant))
    asker = queries.person_by_code(grant.asked_by)
    if asker is not None:
        notify(asker, "grant-refused", grant)
    return grant


def _require_second_person(by: Viewer, grant: Grant) -> None:
    require(by, "organisations.approve_grant", grant.area_id)
    decision = rules.Decision(decider=by.code, asker=grant.asked_by, receiver=str(grant.user.code))
    match rules.decision_fault(decision):
        case "own_role":
            raise NotAllowed(_("Over uw eigen rol beslist een ander."))
        case "own_request":
            raise NotAllowed(_("U hebt deze rol zelf gevraagd. Een ander moet erover beslissen."))


@transaction.atomic
def withdraw_grant(by: Viewer, grant_id: int, *, seen: int, reason: str = "") -> Grant:
    """End a role at once, or take back a request. One person may do this; also the receiver, and the asker while it waits.

    The person stays signed in, but at the next request the right is gone. There is no undo: ask for the role again.
    """
    grant = _locked(by, grant_id, seen)
    if not queries.may_withdraw(by, grant):
        require(by, "organisations.withdraw_grant", grant.area_id)
    step = GRANT.step(grant.state, "withdraw")
    if step.reason_needed and not reason.strip():
        raise Refused({"reason": _("Schrijf in één zin waarom de rol eindigt.")})
    if grant.state == Grant.State.GRANTED:
        _refuse_to_lock_out(grant)
    _move(grant, "withdraw", reason=reason.strip() or grant.reason)
    record(by, "organisations.role_withdrawn", grant, reason=reason.strip(), **_words(grant))
    return grant


def _refuse_to_lock_out(grant: Grant) -> None:
    if grant.role == Role.FUNCTIONAL_ADMIN and not queries.other_admin_exists(Q(pk=grant.pk), clock.today()):
        raise Refused(_("Dit is de laatste functioneel beheerder. Zorg eerst dat een collega die rol heeft."))


@transaction.atomic
def extend_grant(by: Viewer, grant_id: int, *, ends_on: date, seen: int) -> Grant:
    """Ask for a longer term: a new request that follows the running one, and that a second person decides about."""
    grant = _locked(by, grant_id, seen)
    require(by, "organisations.invite", grant.area_id)
    if grant.state != Grant.State.GRANTED:
        raise NotNow(_("Alleen een toegekende rol kan verlengd worden."))
    if ends_on <= grant.ends_on:
        raise Refused({"ends_on": _("De rol loopt al tot dan. Kies een latere einddatum.")})
    starts_on = max(grant.ends_on + timedelta(days=1), clock.today())
    check_role(grant.role, grant.area, starts_on, ends_on)
    _refuse_overlap(grant.user, grant.role, grant.area, starts_on, ends_on)
    longer = request_grant(by, grant.user, grant.role, grant.area, starts_on=starts_on, ends_on=ends_on)
    tell_the_second_person(longer)
    return longer


@transaction.atomic
def block_person(by: Viewer, person: UUID, *, reason: str) -> User:
    """Nobody signs in with this account any more, and all its sessions end now. Roles stay, but are asleep."""
    user = User.objects.visible_to(by).select_for_update(of=("self",)).get(code=person)
    _require_whole_person(by, user)
    if user.pk == by.user_id:
        raise Refused(_("Uzelf blokkeren kan niet. Vraag het een andere beheerder."))
    if not reason.strip():
        raise Refused({"reason": _("Schrijf in één zin waarom.")})
    if not user.is_active:
        raise NotNow(_("Deze collega is al geblokkeerd."))
    is_admin = user.grants.in_force(clock.today()).filter(role=Role.FUNCTIONAL_ADMIN).exists()
    if is_admin and not queries.other_admin_exists(Q(user=user), clock.today()):
        raise Refused(_("Dit is de laatste functioneel beheerder. Zorg eerst dat een collega die rol heeft."))
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions_of(user)
    record(by, "organisations.person_blocked", user, reason=reason.strip(), person=user.name, area_code=_main_place(user))
    return user


def _require_whole_person(by: Viewer, user: User) -> None:
    """An account is blocked by someone who manages all places where that person works; else only the roles can be ended."""
    if not queries.may_block(by, user, clock.today()):
        raise NotAllowed(_("Deze collega werkt ook in een ander gebied. U kunt wel de rollen in uw gebied beëindigen."))


def _main_place(user: User) -> str:
    return min(queries.places_of_work(user, clock.today()))


@transaction.atomic
def unblock_person(by: Viewer, person: UUID, *, undone: Event | None = None) -> User:
    """The account works again, with the roles that are still in force. Old sessions stay ended."""
    user = User.objects.visible_to(by).select_for_update(of=("self",)).get(code=person)
    _require_whole_person(by, user)
    if user.is_active:
        raise NotNow(_("Deze collega is niet geblokkeerd."))
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(by, "organisations.person_unblocked", user, person=user.name, area_code=_main_place(user), undoes=undone)
    return user


@undoes("organisations.person_blocked")
def _unblock(by: Viewer, event: Event) -> None:
    unblock_person(by, User.objects.get(pk=event.object_id).code, undone=event)
