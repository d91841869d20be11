"""A plan as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from driehoek.common import clock
from driehoek.documents.structure import Document
from driehoek.plans import exporting
from driehoek.plans.adoption.models import Version
from driehoek.plans.pages import unseen_is_not_there, viewer_of
from driehoek.plans.writing.models import Plan
from driehoek.plans.writing.page import open_page


@require_safe
@unseen_is_not_there
def plan_file(request: HttpRequest, plan_id: UUID, form: str) -> HttpResponse:
    """The text that the page of the plan shows this viewer; with `versie`, that version."""
    viewer = viewer_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    if form not in exporting.FORMATS:
        raise Http404
    if "versie" in request.GET:
        version = _version(request, plan)
    else:
        page = open_page(viewer, plan, request.GET.get("gemeente"), clock.today())
        if page is None:
            raise Http404
        if page.layer is not None:
            return _answer(exporting.of_layer(plan, page.layer), plan, page.code, form)
        assert page.version is not None  # a page has one of the two  # noqa: S101
        version = page.version
    return _answer(exporting.of_version(version), plan, str(version.municipality_id), form)


def _version(request: HttpRequest, plan: Plan) -> Version:
    try:
        key = UUID(request.GET["versie"])
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Version.objects.visible_to(viewer_of(request)), pk=key, plan=plan)


def _answer(document: Document, plan: Plan, code: str, form: str) -> HttpResponse:
    response = HttpResponse(exporting.write(document, form), content_type=exporting.FORMATS[form])
    name = slugify(f"{plan.title} {code}")[:80] or "plan"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
