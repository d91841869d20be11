"""Asking partners for input, and seeing who answered."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, Outdated
from driehoek.figures.models import Asked, Indicator, InputRequest, Talk
from driehoek.figures.talks import rules
from driehoek.figures.talks.asking import commands
from driehoek.figures.talks.asking.forms import QuestionForm, RequestForm
from driehoek.figures.talks.asking.links import link_of
from driehoek.figures.talks.views import area_of_talks
from driehoek.ui.shortcuts import done, redirect, render

TIME_TO_ANSWER = timedelta(days=21)
_SHOWN_ONCE = "input-link"  # in the session: the partner whose link is on the next page, and only there


@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest, area: str) -> HttpResponse:
    place = area_of_talks(request, area)
    if not request.viewer.may(commands.RIGHT, place.pk):
        raise NotAllowed(_("U mag hier geen inbreng vragen. Vraag het uw adviseur veiligheid."))
    start = {"until": clock.today() + TIME_TO_ANSWER, "indicators": request.GET.getlist("over")}
    form = RequestForm(request.POST or None, initial=start, indicators=Indicator.objects.offered_to(request.viewer))
    if form.is_valid():
        answers = form.cleaned_data
        try:
            asking = commands.ask_for_input(
                request.viewer, place.pk, question=answers["question"], until=answers["until"], partners=answers["partners"],
                indicators=answers["indicators"], themes=rules.read_themes(answers["themes"]),
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            sent = len(answers["partners"])
            done(
                request,
                ngettext("De vraag is gemaild aan %(n)s partner.", "De vraag is gemaild aan %(n)s partners.", sent) % {"n": sent},
            )
            return redirect(request, asking)
    context = {"area": place, "form": form, "asking": None}
    return render(request, "figures/request_edit.html", context, block="form", status=422 if form.errors else 200)


@require_GET
@never_cache
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Who answered and who did not, and what came of it."""
    asking = _asking(request, request_id)
    asked = list(asking.asked.all())
    today = clock.today()
    shown = request.session.pop(_SHOWN_ONCE, None)
    silent = [one for one in asked if one.answered_at is None]
    talks = Talk.objects.visible_to(request.viewer).filter(asked__request=asking)
    context = {
        "asking": asking,
        "asked": sorted(asked, key=lambda one: (one.answered_at is not None, one.organisation.casefold())),
        "answered": len(asked) - len(silent),
        "open": asking.until >= today,
        "may_remind": any(one.mailed_on < today for one in silent),
        "silent": len(silent),
        "topics": list(asking.topics.select_related("indicator")),
        "talks": list(talks.select_related("area", "indicator")),
        "link": next((link_of(one) for one in asked if one.pk == shown), ""),
        "link_for": next((one.organisation for one in asked if one.pk == shown), ""),
    }
    return render(request, "figures/request.html", context)


@require_http_methods(["GET", "POST"])
def request_edit(request: HttpRequest, request_id: int) -> HttpResponse:
    asking = _asking(request, request_id)
    start = {"question": asking.question, "until": asking.until, "seen": asking.version}
    form = QuestionForm(request.POST or None, initial=start)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            changed, event = commands.change_request(
                request.viewer, asking.pk, question=answers["question"], until=answers["until"], seen=answers["seen"] or 0
            )
        except Outdated as refusal:
            form.add_error(None, refusal)
            form.data = {**request.POST.dict(), "seen": str(asking.version)}
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, changed)
    context = {"area": asking.area, "form": form, "asking": asking}
    return render(request, "figures/request_edit.html", context, block="form", status=422 if form.errors else 200)


@require_POST
def request_remind(request: HttpRequest, request_id: int) -> HttpResponse:
    asking = _asking(request, request_id)
    try:
        sent = commands.remind(request.viewer, asking.pk)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done(
            request,
            ngettext("%(n)s partner kreeg een herinnering.", "%(n)s partners kregen een herinnering.", sent) % {"n": sent},
        )
    return redirect(request, asking)


@require_POST
def request_link(request: HttpRequest, request_id: int, asked_id: int) -> HttpResponse:
    """A new link for one partner, to mail again or to read out on the phone."""
    asking = _asking(request, request_id)
    asked = get_object_or_404(Asked, pk=asked_id, request=asking)
    seen = request.POST.get("seen", "")
    try:
        commands.renew_link(request.viewer, asking.pk, asked.pk, seen=int(seen) if seen.isdecimal() else 0)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        request.session[_SHOWN_ONCE] = asked.pk
    return redirect(request, asking)


def _asking(request: HttpRequest, request_id: int) -> InputRequest:
    return get_object_or_404(InputRequest.objects.visible_to(request.viewer).select_related("area"), pk=request_id)
