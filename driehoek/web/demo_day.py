"""The day on which the demo lives can be moved, for everyone in it. Outside a demo this address does not exist."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from driehoek.common.commands import move_demo_day
from driehoek.ui.shortcuts import back, redirect


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        messages.error(request, _("Vul een datum in als dag, maand en jaar."))
    else:
        move_demo_day(request.viewer, day)  # type: ignore[attr-defined]
    return redirect(request, back(request))
