"""My own page: who I am here, which roles I have and until when, where I am signed in."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from driehoek.common import clock
from driehoek.organisations.access import signed_in
from driehoek.organisations.account import commands, queries
from driehoek.organisations.models import Grant, Installation
from driehoek.ui.shortcuts import done, redirect, render


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    grants = Grant.objects.visible_to(request.viewer).filter(user_id=request.viewer.user_id)
    context = {
        "grants": list(grants.select_related("area").order_by("-ends_on", "pk")),
        "sessions": queries.own_sessions(request.viewer, request.session.session_key or ""),
        "today": clock.today(),
        "person": request.user,
        "installation": Installation.objects.first(),
        "second_factor": is_mfa_enabled(request.user),
    }
    return render(request, "organisations/mine.html", context)


@require_POST
@signed_in
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    try:
        commands.end_session(request.viewer, session_id)
    except UserSession.DoesNotExist as gone:
        raise Http404 from gone
    done(request, _("De sessie is beëindigd."))
    return redirect(request, "mine")


@require_POST
@signed_in
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    count = commands.end_other_sessions(request.viewer, request.session.session_key or "")
    done(
        request, ngettext("%(num)s andere sessie is beëindigd.", "%(num)s andere sessies zijn beëindigd.", count) % {"num": count}
    )
    return redirect(request, "mine")
