"""Accepted pictures: the list of an area, one picture, the words at a field, its steps and its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, Outdated
from driehoek.documents.docx import write_docx
from driehoek.documents.pdf import write_pdf
from driehoek.documents.text import to_html
from driehoek.figures.models import PictureField, SafetyPicture
from driehoek.figures.pictures import commands
from driehoek.figures.pictures.composing import Shown, changed_since, field_name, shown
from driehoek.figures.pictures.document import picture_document
from driehoek.figures.pictures.forms import AcceptForm, FieldForm, TitleForm
from driehoek.figures.pictures.process import COMPUTED, PICTURE, WRITE
from driehoek.figures.pictures.rules import FIELDS, INTRODUCTION
from driehoek.figures.pictures.sheet_files import rate_words
from driehoek.organisations.models import Area
from driehoek.ui.shortcuts import done, redirect, render

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_http_methods(["GET", "POST"])
def pictures_of(request: HttpRequest, area: str) -> HttpResponse:
    """The pictures of an area, newest first; for who may, a form to begin one."""
    viewer = request.viewer
    place = get_object_or_404(Area.objects.visible_to(viewer), pk=area)
    may_write = viewer.may(WRITE, place.pk)
    if request.method == "POST" and not may_write:
        raise NotAllowed(_("U mag veiligheidsbeelden van dit gebied lezen, maar niet maken."))
    start = _("Veiligheidsbeeld %(area)s %(year)s") % {"area": place.name, "year": clock.today().year}
    form = TitleForm(request.POST or None, initial={"title": start})
    if form.is_valid():
        try:
            made = commands.make_picture(viewer, place.pk, title=form.cleaned_data["title"])
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _("Het concept staat klaar. De cijfers zijn al ingevuld."))
            return redirect(request, made)
    found = SafetyPicture.objects.visible_to(viewer).filter(area=place).exclude(state="withdrawn")
    context = {"area": place, "pictures": list(found), "may_write": may_write, "form": form}
    return render(request, "figures/safety_pictures.html", context, status=422 if form.errors else 200)


@require_GET
def safety_picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    return _page(request, _found(request, picture_id))


def _page(request: HttpRequest, picture: SafetyPicture, form: AcceptForm | None = None, status: int = 200) -> HttpResponse:
    viewer = request.viewer
    now = shown(viewer, picture)
    versions = {field.key: field.version for field in picture.fields.all()} if picture.is_open else {}
    steps = [one for one in PICTURE.steps_from(picture.state) if one.right != COMPUTED and viewer.may(one.right, picture.area_id)]
    context = {
        "picture": picture,
        "now": now,
        "words": _html,
        "rate": rate_words,
        "intro": INTRODUCTION,
        "empty_fields": [(key, field_name(key)) for key in FIELDS if key not in {part.key for part in now.parts}],
        "written": versions,
        "may_write": picture.is_open and viewer.may(WRITE, picture.area_id),
        "may_renew": picture.state in ("accepted", "published") and viewer.may(WRITE, picture.area_id),
        "steps": steps,
        "form": form or AcceptForm(initial={"seen": picture.version}),
        "changed": changed_since(viewer, now) if picture.is_frozen else [],
        "before": SafetyPicture.objects.visible_to(viewer).filter(pk=picture.predecessor_id).first(),
        "after": SafetyPicture.objects.visible_to(viewer).filter(predecessor=picture).exclude(state="withdrawn").first(),
    }
    return render(request, "figures/safety_picture.html", context, status=status)


@require_http_methods(["GET", "POST"])
def safety_picture_title(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    picture = _writable(request, picture_id)
    form = TitleForm(request.POST or None, initial={"title": picture.title, "seen": picture.version})
    if form.is_valid():
        try:
            title, seen = form.cleaned_data["title"], form.cleaned_data["seen"] or 0
            event = commands.rename_picture(request.viewer, picture.pk, title=title, seen=seen)
        except ValidationError as refusal:
            _refuse(form, refusal)
            form.data = {**request.POST.dict(), "seen": str(picture.version)}
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, picture)
    context = {"picture": picture, "form": form, "heading": _("Titel veranderen"), "current": None, "to": ""}
    return render(request, "figures/safety_picture_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def safety_picture_field(request: HttpRequest, picture_id: UUID, key: str) -> HttpResponse:
    """The words and the chosen findings of one field."""
    picture = _writable(request, picture_id)
    if key not in (*FIELDS, INTRODUCTION):
        raise Http404
    now = shown(request.viewer, picture)
    field = PictureField.objects.filter(picture=picture, key=key).first()
    start = {"body": field.body, "chosen": field.chosen, "seen": field.version} if field else {"seen": 0}
    form, current = FieldForm(request.POST or None, initial=start, choices=_choices(now, key)), None
    if form.is_valid():
        try:
            given = form.cleaned_data
            event = commands.write_field(
                request.viewer, picture.pk, key, body=given["body"], chosen=given.get("chosen", []), seen=given["seen"] or 0
            )
        except Outdated as refusal:
            form.add_error(None, refusal)
            current = refusal.current
            # saving again is a choice made with the other text in sight
            form.data = _posted_again(request, str(field.version if field else 0))
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            done(request, _("Opgeslagen."), event)
            return redirect(request, f"{picture.get_absolute_url()}#veld-{key}")
    context = {"picture": picture, "form": form, "heading": field_name(key), "current": current, "to": f"#veld-{key}"}
    return render(request, "figures/safety_picture_edit.html", context, status=422 if form.errors else 200)


def _posted_again(request: HttpRequest, seen: str) -> Any:
    data = request.POST.copy()
    data["seen"] = seen
    return data


def _choices(now: Shown, key: str) -> list[tuple[str, str]]:
    """What really changes comes first: that is what one mostly wants to show."""
    cells = [cell for part in now.parts if part.key == key for cell in part.cells]
    order = sorted(cells, key=lambda cell: not cell.changes)
    return [(cell.key, f"{cell.label}, {cell.area_name}: {cell.verdict}") for cell in order]


@require_POST
def safety_picture_step(request: HttpRequest, picture_id: UUID, verb: str) -> HttpResponse:
    """Accept, withdraw, publish, or begin a new version."""
    picture = _found(request, picture_id)
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    viewer, form = request.viewer, AcceptForm(request.POST if verb == "accept" else None, initial={"seen": picture.version})
    event = None
    try:
        if verb == "accept":
            commands.accept_picture(viewer, picture.pk, purpose=request.POST.get("purpose", ""), seen=number)
            words = _("Vastgesteld. De cijfers van vandaag staan nu vast; latere leveringen veranderen dit beeld niet.")
        elif verb == "publish":
            commands.publish_picture(viewer, picture.pk, seen=number)
            words = _("Iedereen kan dit beeld nu lezen.")
        elif verb == "withdraw":
            event = commands.withdraw_picture(viewer, picture.pk, seen=number)
            words = _("Het concept is ingetrokken.")
        elif verb == "renew":
            picture = commands.renew_picture(viewer, picture.pk, seen=number)
            words = _("De nieuwe versie staat klaar, met de cijfers van nu en uw woorden van toen.")
        else:
            raise Http404
    except ValidationError as refusal:
        form.is_valid()
        _refuse(form, refusal)
        picture = _found(request, picture_id)
        form.data = {"purpose": request.POST.get("purpose", ""), "seen": str(picture.version)}
        return _page(request, picture, form, status=422)
    done(request, words, event)
    return redirect(request, "safety_pictures", picture.area_id) if verb == "withdraw" else redirect(request, picture)


@require_GET
def safety_picture_file(request: HttpRequest, picture_id: UUID, form: str) -> HttpResponse:
    picture = _found(request, picture_id)
    document = picture_document(shown(request.viewer, picture))
    content = write_docx(document) if form == "docx" else write_pdf(document, fonts_dir=settings.FONTS_DIR)
    name = content_disposition_header(as_attachment=True, filename=f"{slugify(picture.title)}.{form}")
    return HttpResponse(content, content_type=_TYPES[form], headers={"Content-Disposition": name or ""})


def _found(request: HttpRequest, picture_id: UUID) -> SafetyPicture:
    return get_object_or_404(SafetyPicture.objects.visible_to(request.viewer).select_related("area"), pk=picture_id)


def _writable(request: HttpRequest, picture_id: UUID) -> SafetyPicture:
    picture = _found(request, picture_id)
    if not request.viewer.may(WRITE, picture.area_id):
        raise NotAllowed(_("U mag dit beeld lezen, maar niet veranderen."))
    return picture


def _refuse(form: Any, refusal: ValidationError) -> None:
    for name, errors in getattr(refusal, "error_dict", {None: [refusal]}).items():
        form.add_error(name if name in form.fields else None, errors)


def _html(body: str) -> SafeString:
    return mark_safe(to_html(body, shift=1))
