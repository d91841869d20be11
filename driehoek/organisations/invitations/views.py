"""Inviting, and coming in by the link."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from driehoek.common import clock
from driehoek.organisations.access import signed_in, with_right
from driehoek.organisations.accounts import sign_in
from driehoek.organisations.fields import SeenForm
from driehoek.organisations.invitations import commands
from driehoek.organisations.invitations.forms import AcceptForm
from driehoek.organisations.invitations.links import digest_of, link_of
from driehoek.organisations.models import Grant, Invitation, User
from driehoek.organisations.people import commands as people
from driehoek.organisations.people.forms import InviteForm
from driehoek.ui.shortcuts import done, redirect, render

_SHOWN_ONCE = "invitation-link"  # in the session: the invitation whose link is on the next page, and only there


@require_http_methods(["GET", "POST"])
@with_right("organisations.invite")
def invite(request: HttpRequest) -> HttpResponse:
    """A colleague with an account gets a request for a role at once; one without gets a link."""
    form = InviteForm(request.POST or None, areas=request.viewer.areas_with("organisations.invite"))
    if form.is_valid():
        answers = form.cleaned_data
        known = User.objects.filter(email=answers["email"].lower()).first()
        try:
            if known is not None:
                people.ask_grant(request.viewer, known.code, answers["role"], answers["area"].pk, ends_on=answers["ends_on"])
                done(request, _("Deze collega heeft al een account. De rol is gevraagd en wacht op een tweede persoon."))
                return redirect(request, "people")
            invitation = commands.invite(
                request.viewer, email=answers["email"], name=answers["name"], role=answers["role"],
                area_code=answers["area"].pk, ends_on=answers["ends_on"],
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _to_link(request, invitation)
    status = 422 if form.errors else 200
    return render(request, "organisations/invite.html", {"form": form}, block="form", status=status)


def _to_link(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    request.session[_SHOWN_ONCE] = invitation.pk
    return redirect(request, "invitation", invitation.pk)


@require_safe
@signed_in
@never_cache
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    shown = get_object_or_404(Invitation.objects.visible_to(request.viewer).select_related("area"), pk=invitation_id)
    link = ""
    if request.session.get(_SHOWN_ONCE) == shown.pk:
        del request.session[_SHOWN_ONCE]
        link = link_of(shown)
    context = {"invitation": shown, "link": link, "state": state_of(shown), "today": clock.today()}
    return render(request, "organisations/invitation.html", context)


def state_of(invitation: Invitation) -> str:
    """open, accepted, withdrawn or expired"""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "expired" if invitation.expires_on < clock.today() else "open"


@require_POST
@signed_in
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    shown = get_object_or_404(Invitation.objects.visible_to(request.viewer), pk=invitation_id)
    form = SeenForm(request.POST)
    if form.is_valid():
        try:
            event = commands.withdraw_invitation(request.viewer, shown.pk, **form.cleaned_data)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            done(request, _("De uitnodiging is ingetrokken. De link werkt niet meer."), event)
    return redirect(request, "invitation", shown.pk)


@require_POST
@signed_in
def renew(request: HttpRequest, invitation_id: int) -> HttpResponse:
    shown = get_object_or_404(Invitation.objects.visible_to(request.viewer), pk=invitation_id)
    form = SeenForm(request.POST)
    if form.is_valid():
        try:
            return _to_link(request, commands.renew_invitation(request.viewer, shown.pk, **form.cleaned_data))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return redirect(request, "invitation", shown.pk)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. A link that does not work says why, and what to do."""
    found = Invitation.objects.select_related("area").filter(digest=digest_of(token)).first()
    state = state_of(found) if found else "unknown"
    if found is None or state != "open":
        status = 404 if state == "unknown" else 410
        return render(request, "organisations/link_dead.html", {"state": state}, status=status)
    form = AcceptForm(request.POST or None, initial={"name": found.name})
    if form.is_valid():
        try:
            user = commands.accept_invitation(request.viewer, token, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            sign_in(request, user)
            _welcome(request, user)
            return redirect(request, "/")
    page = {"form": form, "invitation": found}
    return render(request, "organisations/accept.html", page, block="form", status=422 if form.errors else 200)


def _welcome(request: HttpRequest, user: User) -> None:
    if Grant.objects.in_force(clock.today()).filter(user=user).exists():
        done(request, _("Welkom bij Driehoek. Uw rol is toegekend."))
    else:
        done(request, _("Welkom bij Driehoek. Een tweede persoon moet uw rol nog goedkeuren; u krijgt dan bericht."))
