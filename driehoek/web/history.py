"""Undo, and the timeline of any object."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from driehoek.common import timeline as timelines
from driehoek.common import undo
from driehoek.common.kinds import kind_of
from driehoek.common.models import Event
from driehoek.ui.shortcuts import done, redirect, render


@require_safe
def timeline(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    try:
        found, subject = timelines.of(kind, request.viewer, object_id)  # type: ignore[attr-defined]
    except (KeyError, ValueError, ValidationError, ObjectDoesNotExist) as error:
        raise Http404 from error
    name = found.names([subject], request.viewer).get(subject.pk, str(subject))  # type: ignore[attr-defined]
    page = {"kind": found, "subject": subject, "name": name, "url": found.url(subject)}
    return render(request, "web/timeline.html", page | {"entries": timelines.entries(found, subject)})


@require_POST
def undo_event(request: HttpRequest, event_id: int) -> HttpResponse:
    event = _visible_event(request, event_id)
    back = request.POST.get("back", "")
    target = back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/"
    try:
        undo.undo(request.viewer, event.pk)  # type: ignore[attr-defined]
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done(request, _("Ongedaan gemaakt."))
    return redirect(request, target)


def _visible_event(request: HttpRequest, event_id: int) -> Event:
    """The event, when its object (or, for a part, the whole) is seen by this viewer; what is not seen is not there."""
    event = Event.objects.filter(pk=event_id).first()
    if event is None:
        raise Http404
    for code, object_id in ((event.kind, event.object_id), (event.within_kind, event.within_id)):
        kind = kind_of(code)
        if kind and kind.sight(request.viewer).filter(pk=object_id).exists():  # type: ignore[attr-defined]
            return event
    raise Http404
