"""One search box over everything that this viewer may see."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from driehoek.common.search import find
from driehoek.ui.shortcuts import render


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    hits = find(request.viewer, text)  # type: ignore[attr-defined]
    by_kind = sorted(hits, key=lambda hit: (hit.kind.order, hit.kind.code))
    groups = [(kind, list(of_kind)) for kind, of_kind in groupby(by_kind, key=lambda hit: hit.kind)]
    return render(request, "web/search.html", {"text": text, "hits": hits, "groups": groups}, block="results")
