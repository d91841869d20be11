"""The home of those who manage: what waits, where to go, what happened lately; and the settings of the installation."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from driehoek.common import clock, timeline
from driehoek.common.kinds import kind_of
from driehoek.organisations.access import signed_in
from driehoek.organisations.admin import queries
from driehoek.organisations.founding.commands import change_installation
from driehoek.organisations.founding.queries import waiting_hooks
from driehoek.organisations.models import Area, Installation
from driehoek.organisations.people.queries import waiting
from driehoek.organisations.rights import require
from driehoek.ui.shortcuts import done, redirect, render


class InstallationForm(forms.ModelForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Installation
        fields = ["name", "contact"]
        help_texts = {
            "name": gettext_lazy("Bijvoorbeeld de naam van uw team. Staat onder elke mail."),
            "contact": gettext_lazy("Waar collega’s met vragen terechtkunnen. Staat onder elke mail en bij hun account."),
        }


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    context = {
        "waiting": [row for row in waiting(viewer) if row.may_decide],
        "may_people": bool(viewer.areas_with("organisations.read_users") or viewer.areas_with("organisations.invite")),
        "may_settings": Installation.objects.visible_to(viewer).exists(),
        "people": queries.count_people(viewer),
        "places": list(Area.objects.filter(pk__in=viewer.area_codes).order_by("level", "name")),
        "ending": queries.ending_soon(viewer, clock.today()),
        "entries": queries.recent(viewer),
    }
    return render(request, "organisations/admin.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def installation(request: HttpRequest) -> HttpResponse:
    shown = Installation.objects.select_related("home").get()
    require(request.viewer, "organisations.settings", shown.home_id)
    form = InstallationForm(request.POST or None, instance=shown, initial={"seen": shown.version})
    if form.is_valid():
        answers = form.cleaned_data
        try:
            event = change_installation(request.viewer, **answers)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("De instellingen zijn opgeslagen."), event)
            return redirect(request, "installation")
    kind = kind_of(shown)
    context = {
        "form": form,
        "installation": shown,
        "not_done": waiting_hooks(),
        "entries": timeline.entries(request.viewer, kind, shown, limit=20) if kind else [],
        "database": {"postgresql": "PostgreSQL"}.get(connection.vendor, "SQLite"),
    }
    return render(request, "organisations/installation.html", context, block="form", status=422 if form.errors else 200)
