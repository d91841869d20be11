"""The page behind the secret link of a partner: no account, no script, a phone is enough."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated
from driehoek.figures.models import Asked, Talk
from driehoek.figures.talks.answering import commands
from driehoek.figures.talks.answering.forms import AnswerForm
from driehoek.figures.talks.asking.links import digest_of
from driehoek.ui.shortcuts import redirect, render


@never_cache
@require_http_methods(["GET", "POST"])
def input_answer(request: HttpRequest, token: str) -> HttpResponse:
    """A link that does not work says why, and what to do."""
    asked = Asked.objects.select_related("request__area").filter(digest=digest_of(token)).first()
    if asked is None:
        return _private(render(request, "figures/answer_dead.html", {"asked": None}, status=404))
    if asked.request.until < clock.today():
        return _private(render(request, "figures/answer_dead.html", {"asked": asked}, status=410))
    talks = Talk.objects.filter(asked=asked, removed=False)
    form = AnswerForm(request.POST or None, asked, asked.request.topics.select_related("indicator"), talks)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            commands.answer_input(
                request.viewer, token, kind=answers["kind"], parts=form.parts(),
                nothing_to_say=answers["nothing_to_say"], seen=answers["seen"],
            )  # fmt: skip
        except Outdated as refusal:
            form.add_error(None, refusal)
            form.data = {**request.POST.dict(), "seen": str(asked.version)}
        except NotNow:
            return _private(render(request, "figures/answer_dead.html", {"asked": asked}, status=410))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _private(redirect(request, f"{request.path}?bewaard=1"))
    context = {
        "asked": asked,
        "asking": asked.request,
        "form": form,
        "saved": request.method == "GET" and "bewaard" in request.GET,
    }
    return _private(render(request, "figures/answer.html", context, status=422 if form.errors else 200))


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: no search engine keeps it. (Other sites never get it: see SECURE_REFERRER_POLICY.)"""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
