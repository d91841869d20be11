"""Inviting a colleague by a link that works once, and coming in by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.undo import undoes
from driehoek.organisations.accounts import make_account
from driehoek.organisations.invitations.links import digest_of, new_nonce, token_from
from driehoek.organisations.models import Area, Grant, Installation, Invitation, Role, User
from driehoek.organisations.people import rules
from driehoek.organisations.people.commands import check_role, request_grant, tell_the_second_person
from driehoek.organisations.people.mails import send_invitation
from driehoek.organisations.people.queries import person_by_code
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.ui.filters import long_date


@transaction.atomic
def invite(by: Viewer, *, email: str, name: str, role: str, area_code: str, ends_on: date) -> Invitation:
    """Invite someone without an account. The role begins on the day the person comes in, once a second person approved it."""
    require(by, "organisations.invite", area_code)
    area = Area.objects.get(pk=area_code)
    email, name = email.strip().lower(), name.strip()
    check_role(role, area, clock.today(), ends_on)
    if User.objects.filter(email=email).exists():
        raise Refused({"email": _("Deze collega heeft al een account. Vraag de rol aan in de lijst met mensen.")})
    waiting = Invitation.objects.waiting().filter(email=email, role=role, area=area, expires_on__gte=clock.today())
    if waiting.exists():
        raise Refused({"email": _("Voor dit adres staat al een uitnodiging open. Trek die in, of stuur haar opnieuw.")})
    nonce = new_nonce()
    invitation = Invitation.objects.create(
        email=email, name=name, role=role, area=area, ends_on=ends_on, nonce=nonce, digest=digest_of(token_from(nonce)),
        expires_on=clock.today() + timedelta(days=rules.LINK_DAYS), invited_by=by.code,
    )  # fmt: skip
    record(by, "organisations.invited", invitation, **_words(invitation))
    send_invitation.enqueue(invitation.pk, nonce)
    return invitation


def _words(invitation: Invitation) -> dict[str, Any]:
    return {
        "name": f"{invitation.name}: {invitation.get_role_display()}, {invitation.area.name}",
        "area_code": invitation.area_id,
        "person": invitation.name,
        "role": str(invitation.get_role_display()),
        "area": invitation.area.name,
        "until": long_date(invitation.ends_on),
    }


def _locked(by: Viewer, invitation_id: int, seen: int) -> Invitation:
    rows = Invitation.objects.visible_to(by).select_for_update(of=("self",)).select_related("area")
    invitation = rows.get(pk=invitation_id)
    if invitation.invited_by != by.code:
        require(by, "organisations.invite", invitation.area_id)
    if invitation.version != seen:
        raise Outdated(_("Iemand anders heeft deze uitnodiging intussen veranderd."), current=invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(by: Viewer, invitation_id: int, *, seen: int) -> Event:
    """The link no longer works. Can be undone as long as nobody needs a new one."""
    invitation = _locked(by, invitation_id, seen)
    _require_waiting(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=clock.now(), version=invitation.version + 1)
    return record(by, "organisations.invitation_withdrawn", invitation, **_words(invitation))


@undoes("organisations.invitation_withdrawn")
def _invite_after_all(by: Viewer, event: Event) -> None:
    version = Invitation.objects.visible_to(by).values_list("version", flat=True).get(pk=event.object_id)
    invitation = _locked(by, int(event.object_id), version)
    if invitation.withdrawn_at is None:
        raise NotNow(_("Deze uitnodiging is niet ingetrokken."))
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=None, version=version + 1)
    record(by, "organisations.invitation_withdrawn", invitation, undoes=event, **_words(invitation))


@transaction.atomic
def renew_invitation(by: Viewer, invitation_id: int, *, seen: int) -> Invitation:
    """A new link, by mail and on the screen; the old one stops working."""
    invitation = _locked(by, invitation_id, seen)
    _require_waiting(invitation)
    invitation.nonce = new_nonce()
    invitation.digest = digest_of(token_from(invitation.nonce))
    invitation.expires_on = clock.today() + timedelta(days=rules.LINK_DAYS)
    invitation.version += 1
    Invitation.objects.filter(pk=invitation.pk).update(
        nonce=invitation.nonce, digest=invitation.digest, expires_on=invitation.expires_on, version=invitation.version
    )
    record(by, "organisations.invitation_renewed", invitation, **_words(invitation))
    send_invitation.enqueue(invitation.pk, invitation.nonce)
    return invitation


def _require_waiting(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise NotNow(_("Deze uitnodiging is al gebruikt."))
    if invitation.withdrawn_at is not None:
        raise NotNow(_("Deze uitnodiging is al ingetrokken."))


@transaction.atomic
def accept_invitation(by: Viewer, token: str, *, name: str, password: str) -> User:
    """Come in by the link: makes the account and asks for the role that the inviter had in mind.

    `by` is the public. The role waits for a second person, but for the one exception in `rules.is_first_second_person`.
    Raises DoesNotExist for an unknown link, NotNow for one that was used, withdrawn or expired, Refused for the password.
    """
    founding = Installation.objects.select_for_update().first()  # two first admins at once: one after the other
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("area").get(digest=digest_of(token))
    _require_waiting(invitation)
    if invitation.expires_on < clock.today():
        raise NotNow(_("Deze link is verlopen."))
    if User.objects.filter(email=invitation.email).exists():
        raise NotNow(_("Er is al een account met dit e-mailadres. Log in en vraag uw collega om de rol aan te vragen."))
    user = _make_user(invitation, name.strip(), password)
    newcomer = Viewer(code=str(user.code), name=user.name, user_id=user.pk)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now(), accepted_by=user, version=invitation.version + 1)
    record(newcomer, "organisations.invitation_accepted", invitation, **_words(invitation))
    _give_role(newcomer, user, invitation, founding)
    return user


def _make_user(invitation: Invitation, name: str, password: str) -> User:
    if not name:
        raise Refused({"name": _("Vul uw naam in.")})
    try:
        validate_password(password, User(email=invitation.email, name=name))
    except ValidationError as refusal:
        raise Refused({"password": refusal.messages}) from refusal
    return make_account(invitation.email, name, password)


def _give_role(newcomer: Viewer, user: User, invitation: Invitation, founding: Installation | None) -> None:
    inviter = person_by_code(invitation.invited_by)
    if inviter is None or not inviter.is_active:
        return  # who invited has gone: the account stands, the role must be asked for anew
    asker = Viewer(code=str(inviter.code), name=inviter.name, user_id=inviter.pk)
    today = clock.today()
    if invitation.ends_on < today:
        return
    grant = request_grant(asker, user, invitation.role, invitation.area, starts_on=today, ends_on=invitation.ends_on)
    if founding is not None and rules.is_first_second_person(_known(invitation, founding)):
        Grant.objects.filter(pk=grant.pk).update(state=Grant.State.GRANTED, decided_by=newcomer.code, version=2)
        record(
            newcomer, "organisations.first_colleague_in", grant, area_code=grant.area_id, within=user, person=user.name,
            role=str(grant.get_role_display()), area=grant.area.name, two_people=[grant.asked_by, newcomer.code],
        )  # fmt: skip
    else:
        tell_the_second_person(grant)


def _known(invitation: Invitation, founding: Installation) -> rules.FirstAdmin:
    admins = Grant.objects.filter(role=Role.FUNCTIONAL_ADMIN).exclude(decided_by="").exclude(state=Grant.State.REFUSED)
    others = admins.exclude(user__code=founding.made_by).values("user").distinct().count()
    return rules.FirstAdmin(invitation.role, invitation.invited_by == founding.made_by, others)
