"""The first run in the browser, and doing again what failed in it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.common import clock
from driehoek.common.errors import NotNow
from driehoek.organisations.access import signed_in
from driehoek.organisations.accounts import sign_in
from driehoek.organisations.founding.commands import found_installation, prepare
from driehoek.organisations.founding.forms import BeginForm
from driehoek.organisations.founding.queries import choices, has_begun
from driehoek.organisations.models import Installation
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import viewer_of
from driehoek.ui.shortcuts import done, redirect, render


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Who are you, and for which area? Afterwards you are signed in and stand on the start page."""
    if has_begun():
        return redirect(request, "/")
    form = BeginForm(request.POST or None)
    if form.is_valid():
        try:
            user = found_installation(request.viewer, **form.answers())
        except NotNow as too_late:
            messages.error(request, " ".join(too_late.messages))
            return redirect(request, "account_login")
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            sign_in(request, user)
            _prepare(request, user)
            return redirect(request, "/")
    page = {"form": form, "choices": choices(clock.today())}
    return render(request, "organisations/begin.html", page, block="form", status=422 if form.errors else 200)


def _prepare(request: HttpRequest, user) -> None:  # type: ignore[no-untyped-def]
    if prepare(viewer_of(user, clock.today())):
        messages.warning(
            request, _("Het laden van de open cijfers lukte nog niet. Probeer het opnieuw bij Beheer, Instellingen.")
        )
    else:
        done(request, _("Welkom. Uw Driehoek staat klaar."))


@require_POST
@signed_in
def prepare_again(request: HttpRequest) -> HttpResponse:
    require(request.viewer, "organisations.settings", Installation.objects.values_list("home_id", flat=True).get())
    if prepare(request.viewer):
        messages.error(request, _("Het lukte weer niet. Vraag uw technisch beheerder om in het logboek te kijken."))
    else:
        done(request, _("Alles is geladen."))
    return redirect(request, "installation")
