"""Colleagues and their roles: who has which, what waits for a second person, and what ended."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from driehoek.common import clock, timeline
from driehoek.common.errors import NotAllowed
from driehoek.common.kinds import kind_of
from driehoek.organisations.access import signed_in, with_right
from driehoek.organisations.fields import ReasonForm, SeenForm
from driehoek.organisations.models import Grant, User
from driehoek.organisations.people import commands, queries
from driehoek.organisations.people.forms import ExtendForm, RoleForm
from driehoek.organisations.people.process import GRANT
from driehoek.ui.shortcuts import done, redirect, render

PER_PAGE = 50
CANNOT_ASK = gettext_lazy("U kunt geen rollen aanvragen. Vraag het uw functioneel beheerder.")
NOT_THE_SECOND = gettext_lazy("Hierover beslist iemand anders: een beheerder die de rol niet vroeg en niet krijgt.")
NOT_EVERYWHERE = gettext_lazy("Deze collega werkt ook in een ander gebied. U kunt wel de rollen in uw gebied beëindigen.")


@require_safe
@with_right("organisations.read_users", "organisations.invite")
def people(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    page = Paginator(queries.people(request.viewer, text), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "rows": queries.with_grants(list(page), request.viewer, clock.today()),
        "text": text,
        "waiting": queries.waiting(request.viewer),
        "invitations": queries.open_invitations(request.viewer),
        "may_invite": bool(request.viewer.areas_with("organisations.invite")),
        "today": clock.today(),
    }
    return render(request, "organisations/people.html", context)


@require_safe
@signed_in
def person(request: HttpRequest, code: UUID) -> HttpResponse:
    shown = get_object_or_404(User.objects.visible_to(request.viewer), code=code)
    grants = Grant.objects.visible_to(request.viewer).filter(user=shown).select_related("area").order_by("-ends_on", "pk")
    kind = kind_of(shown)
    context = {
        "person": shown,
        "grants": list(grants),
        "today": clock.today(),
        "may_ask": bool(request.viewer.areas_with("organisations.invite")),
        "may_block": shown.pk != request.viewer.user_id and queries.may_block(request.viewer, shown, clock.today()),
        "entries": timeline.entries(request.viewer, kind, shown, limit=30) if kind else [],
    }
    return render(request, "organisations/person.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: HttpRequest, code: UUID) -> HttpResponse:
    """Another role for someone who has an account."""
    shown = get_object_or_404(User.objects.visible_to(request.viewer), code=code)
    areas = request.viewer.areas_with("organisations.invite")
    if not areas:
        raise NotAllowed(CANNOT_ASK)
    form = RoleForm(request.POST or None, areas=areas)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            commands.ask_grant(request.viewer, shown.code, answers["role"], answers["area"].pk, ends_on=answers["ends_on"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("De rol is gevraagd. Een tweede persoon moet haar goedkeuren."))
            return redirect(request, "person", shown.code)
    status = 422 if form.errors else 200
    return render(request, "organisations/ask.html", {"form": form, "person": shown}, block="form", status=status)


@require_safe
@signed_in
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """One role: for whom, by whom, and what can be done with it now."""
    shown = _grant(request, grant_id)
    names = queries.names_by_code({shown.asked_by, shown.decided_by})
    kind = kind_of(shown)
    context = {
        "grant": shown,
        "today": clock.today(),
        "asker": names.get(shown.asked_by, ""),
        "decider": names.get(shown.decided_by, ""),
        "steps": {step.verb for step in GRANT.steps_from(shown.state)},
        "may_decide": queries.may_decide(request.viewer, shown),
        "may_withdraw": queries.may_withdraw(request.viewer, shown),
        "may_extend": request.viewer.may("organisations.invite", shown.area_id),
        "entries": timeline.entries(request.viewer, kind, shown, limit=30) if kind else [],
        "refusal": ReasonForm(initial={"seen": shown.version}),
    }
    return render(request, "organisations/grant.html", context)


def _grant(request: HttpRequest, grant_id: int) -> Grant:
    return get_object_or_404(Grant.objects.visible_to(request.viewer).select_related("user", "area"), pk=grant_id)


@require_POST
@signed_in
def approve(request: HttpRequest, grant_id: int) -> HttpResponse:
    shown = _grant(request, grant_id)
    form = SeenForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: commands.approve_grant(request.viewer, shown.pk, seen=form.cleaned_data["seen"]),
            _("De rol is toegekend."),
        )
    else:
        messages.error(request, _("Er ging iets mis met het formulier. Probeer het opnieuw."))
    return redirect(request, "grant", shown.pk)


def _try(request: HttpRequest, command: Callable[[], object], words: str) -> bool:
    try:
        command()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    done(request, words)
    return True


def _with_reason(request: HttpRequest, template: str, context: dict, version: int, command: Callable, words: str) -> HttpResponse:
    """A page that asks why, and then does it."""
    form = ReasonForm(request.POST or None, initial={"seen": version})
    if form.is_valid():
        try:
            command(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, words)
            return redirect(request, context["back"])
    return render(request, template, {**context, "form": form}, block="form", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def refuse(request: HttpRequest, grant_id: int) -> HttpResponse:
    shown = _grant(request, grant_id)
    if not queries.may_decide(request.viewer, shown):
        raise NotAllowed(NOT_THE_SECOND)
    context = {
        "title": _("Rol weigeren"),
        "lead": _("%(role)s voor %(area)s, gevraagd voor %(person)s. De aanvrager krijgt uw reden te lezen.")
        % {"role": shown.role_name, "area": shown.area.name, "person": shown.user.name},
        "submit": _("Weigeren"),
        "back": f"/beheer/rollen/{shown.pk}/",
    }
    return _with_reason(
        request, "organisations/reason.html", context, shown.version,
        lambda said: commands.refuse_grant(request.viewer, shown.pk, **said), _("De rol is geweigerd."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: HttpRequest, grant_id: int) -> HttpResponse:
    shown = _grant(request, grant_id)
    if not queries.may_withdraw(request.viewer, shown):
        raise NotAllowed(NOT_THE_SECOND)
    context = {
        "title": _("Rol beëindigen"),
        "lead": _("%(role)s voor %(area)s, van %(person)s. Het recht vervalt meteen. Terugdraaien kan niet.")
        % {"role": shown.role_name, "area": shown.area.name, "person": shown.user.name},
        "submit": _("Beëindigen"),
        "back": f"/beheer/rollen/{shown.pk}/",
    }  # fmt: skip
    return _with_reason(
        request, "organisations/reason.html", context, shown.version,
        lambda said: commands.withdraw_grant(request.viewer, shown.pk, **said), _("De rol is beëindigd."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def extend(request: HttpRequest, grant_id: int) -> HttpResponse:
    shown = _grant(request, grant_id)
    if not request.viewer.may("organisations.invite", shown.area_id):
        raise NotAllowed(CANNOT_ASK)
    form = ExtendForm(request.POST or None, initial={"seen": shown.version})
    if form.is_valid():
        try:
            longer = commands.extend_grant(request.viewer, shown.pk, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("De verlenging is gevraagd. Een tweede persoon moet haar goedkeuren."))
            return redirect(request, "grant", longer.pk)
    status = 422 if form.errors else 200
    return render(request, "organisations/extend.html", {"form": form, "grant": shown}, block="form", status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def block(request: HttpRequest, code: UUID) -> HttpResponse:
    shown = get_object_or_404(User.objects.visible_to(request.viewer), code=code)
    if not queries.may_block(request.viewer, shown, clock.today()):
        raise NotAllowed(NOT_EVERYWHERE)
    context = {
        "title": _("%(name)s blokkeren") % {"name": shown.name},
        "lead": _("Al haar of zijn sessies eindigen nu, en inloggen kan niet meer. U kunt dit ongedaan maken."),
        "submit": _("Blokkeren"),
        "back": f"/beheer/mensen/{shown.code}/",
    }
    return _with_reason(
        request, "organisations/reason.html", context, 0,
        lambda said: commands.block_person(request.viewer, shown.code, reason=said["reason"]), _("Geblokkeerd."),
    )  # fmt: skip


@require_POST
@signed_in
def unblock(request: HttpRequest, code: UUID) -> HttpResponse:
    shown = get_object_or_404(User.objects.visible_to(request.viewer), code=code)
    _try(
        request,
        lambda: commands.unblock_person(request.viewer, shown.code),
        _("%(name)s kan weer inloggen.") % {"name": shown.name},
    )
    return redirect(request, "person", shown.code)
