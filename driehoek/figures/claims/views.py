"""The page where somebody has a text checked: each claim marked in place, with the sentence that does hold. Nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.common.errors import NotAllowed
from driehoek.documents.words import text_of
from driehoek.figures.claims.forms import ClaimsForm
from driehoek.figures.claims.queries import Claim, Claims, claims_in
from driehoek.organisations.viewer import Viewer
from driehoek.ui.shortcuts import render


@dataclass(frozen=True)
class Part:
    """A stretch of the text: words without claims, or one sentence with what is said of it."""

    words: str
    claims: tuple[Claim, ...] = ()


@require_http_methods(["GET", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.is_public:
        raise NotAllowed(_("Log in om een tekst te laten nakijken."))
    form = ClaimsForm(request.POST, request.FILES) if request.method == "POST" else ClaimsForm()
    found = None
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            text = text_of(file.name, file.read()) if file else form.cleaned_data["text"]
            found = claims_in(viewer, text)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    context = {"form": form, "found": found, "parts": list(_parts(found)) if found else []}
    return render(request, "figures/claims.html", context, block="checked", status=422 if form.errors else 200)


def _parts(found: Claims) -> Iterator[Part]:
    """The paragraphs that hold a claim, cut where sentences begin and end. Paragraphs without one are left out."""
    text = found.text
    for (start, end), group in groupby(found.claims, key=lambda claim: _paragraph(text, claim)):
        at = start
        for (first, last), same in groupby(group, key=lambda claim: (claim.start, claim.end)):
            if _has_words(text[at:first]):
                yield Part(_short(text[at:first]))
            yield Part(" ".join(text[first:last].split()), tuple(same))
            at = last
        if _has_words(text[at:end]):
            yield Part(_short(text[at:end]))


def _paragraph(text: str, claim: Claim) -> tuple[int, int]:
    start = text.rfind("\n\n", 0, claim.start) + 1
    end = text.find("\n\n", claim.end)
    return max(0, start), end if end >= 0 else len(text)


def _has_words(words: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", words))


def _short(words: str) -> str:
    """What stands around a claim: enough to know the place."""
    words = re.sub(r"\s+[-*•]$", "", " ".join(words.split()))
    return words if len(words) <= 280 else f"{words[:130]} … {words[-130:]}"
