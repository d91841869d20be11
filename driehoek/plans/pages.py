"""What the pages of this room share: finding what is asked for, and answering 404 where there is nothing to see."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from driehoek.common.models import Event
from driehoek.documents.text import escaped, to_html
from driehoek.organisations.viewer import Viewer
from driehoek.plans.writing import rules
from driehoek.plans.writing.models import Layer, Plan
from driehoek.ui.shortcuts import redirect

JOINT = "samen"  # how an address names the joint text


def unseen_is_not_there(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What this viewer may not see, or what is no more, is a 404: also when a command finds it out."""

    @wraps(view)
    def looked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return looked


def viewer_of(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def posted(request: HttpRequest) -> Any:
    """What was sent with the form; a form without a single field was sent all the same."""
    return request.POST if request.method == "POST" else None


def asked_municipality(request: HttpRequest, plan: Plan, default: str | None = None) -> str | None:
    """The layer that the address or the form asks for; None is the joint text."""
    wanted = request.POST.get("gemeente") or request.GET.get("gemeente")
    if not wanted:
        return default
    return None if wanted == JOINT else wanted[:40]


def layer_code(municipality: str | None) -> str:
    return municipality or JOINT


def address_of(plan: Plan, municipality: str | None, piece: UUID | None = None) -> str:
    """The page of the plan in that layer, at that piece."""
    return f"{plan.get_absolute_url()}?gemeente={layer_code(municipality)}" + (f"#deel-{piece}" if piece else "")


def to_piece(request: HttpRequest, address: str) -> HttpResponse:
    """Back to a piece in the text. Whoever edited it in its place is on that page already: it is drawn anew, where he was."""
    current = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if current and current == urlsplit(address).path:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(request, address)


@lru_cache(maxsize=4096)
def _html(body: str, shift: int) -> str:
    return to_html(body, shift=shift)


def html_of(body: str, values: dict[str, str], *, shift: int = 0) -> SafeString:
    """A body as safe HTML, its slots filled; a slot without a value is shown as one."""
    filled = rules.fill(body, {name: escaped(value) for name, value in values.items()})
    html = _html(filled, shift)
    for name in rules.slots(filled):
        html = html.replace(f"[[{name}]]", f'<span class="dh-slot">{name}</span>')
    return mark_safe(html)


def title_of(title: str, values: dict[str, str]) -> SafeString:
    """A title, its slots filled, safe to print."""
    filled = format_html("{}", rules.fill(title, values))
    for name in rules.slots(filled):
        filled = mark_safe(filled.replace(f"[[{name}]]", f'<span class="dh-slot">{name}</span>'))
    return filled


def last_event(by: Viewer, layer: Layer | None = None, **about: Any) -> Event | None:
    """What this person did last: for the undo in the message."""
    events = Event.objects.filter(actor=by.code, **about)
    if layer is not None:
        events = events.filter(kind="plans.layer", object_id=str(layer.pk))
    return events.order_by("-id").first()
