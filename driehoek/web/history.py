"""The timeline of any object, and undo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from driehoek.common import timeline as timelines
from driehoek.common import undo
from driehoek.common.models import Event
from driehoek.ui.shortcuts import back, done, redirect, render


@require_safe
def timeline(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        found, subject = timelines.of(kind, viewer, object_id)
    except (KeyError, ValueError, ValidationError, ObjectDoesNotExist) as error:
        raise Http404 from error
    name = found.names([subject], viewer).get(subject.pk, str(subject))
    page = {"kind": found, "subject": subject, "name": name, "home": found.url(subject)}
    return render(request, "web/timeline.html", page | {"entries": timelines.entries(viewer, found, subject)})


@require_POST
def undo_event(request: HttpRequest, event_id: int) -> HttpResponse:
    event = _visible_event(request, event_id)
    try:
        undo.undo(request.viewer, event.pk)  # type: ignore[attr-defined]
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        done(request, _("Ongedaan gemaakt."))
    return redirect(request, back(request))


def _visible_event(request: HttpRequest, event_id: int) -> Event:
    """The event, when its object (or, for a part, the whole) is seen by this viewer; what is not seen is not there."""
    event = Event.objects.filter(pk=event_id).first()
    if event is None or not timelines.sees(request.viewer, event):  # type: ignore[attr-defined]
        raise Http404
    return event
