"""Pages for inhabitants: no login, no cookie, the same for everyone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from driehoek.accountability.public import composing, files
from driehoek.accountability.public.keeping import kept, rendered
from driehoek.common import clock
from driehoek.figures.queries import picture
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import PUBLIC


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Find your municipality. What someone searched for is answered and not kept."""
    text = request.GET.get("q", "").strip()[:60]

    def make() -> tuple[bytes, str]:
        context = {"text": text, "found": composing.municipalities(text, clock.today())}
        return rendered(request, "accountability/public_index.html", context)

    if text:
        body, content_type = make()
        return HttpResponse(body, content_type=content_type)
    return kept(request, "publiek", make)


@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """One municipality: is it safe, what was adopted, what is done, what came of it, where to report something."""

    def make() -> tuple[bytes, str]:
        try:
            page = composing.public_page(code, clock.today())
        except Area.DoesNotExist as missing:
            raise Http404 from missing
        return rendered(request, "accountability/public_area.html", {"page": page})

    return kept(request, f"publiek/{code}", make)


@require_safe
def figures_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The figures as open data."""
    if form not in files.TYPES:
        raise Http404

    def make() -> tuple[bytes, str]:
        try:
            area = Area.objects.visible_to(PUBLIC).municipalities().on(clock.today()).get(pk=code)
        except Area.DoesNotExist as missing:
            raise Http404 from missing
        return files.written(picture(PUBLIC, area.pk, beside="niets"), form), files.TYPES[form]

    response = kept(request, f"publiek/{code}.{form}", make)
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="cijfers-{slugify(code)}.{form}"'
    return response
