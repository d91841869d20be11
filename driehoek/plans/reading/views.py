"""Start from a document of one's own: show what was read, let a person correct it, then make it in one go."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from driehoek.plans import commands
from driehoek.plans.pages import posted, unseen_is_not_there, viewer_of
from driehoek.plans.reading.rows import SKIP, Row, read_file
from driehoek.plans.writing.forms import DayInput
from driehoek.plans.writing.models import PieceKind, Plan
from driehoek.plans.writing.views import areas_to_start_in, next_period
from driehoek.ui.shortcuts import done, redirect, render

MAX_BYTES = 20 * 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Uw plan als Word- of tekstbestand"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt,.md"}),
        help_text=gettext_lazy("Koppen en lijsten worden delen van het plan. Het bestand zelf wordt niet bewaard."),
    )
    text = forms.CharField(label=gettext_lazy("Of plak de tekst hier"), required=False, widget=forms.Textarea(attrs={"rows": 6}))

    def source(self) -> tuple[str, bytes]:
        """Name and content. Raises ValidationError when there is nothing, or too much."""
        upload = self.cleaned_data["file"]
        if upload is not None and upload.size > MAX_BYTES:
            raise ValidationError(
                {"file": _("Het bestand is groter dan 20 MB. Haal er afbeeldingen uit en probeer het opnieuw.")}
            )
        if upload is not None:
            return upload.name, upload.read()
        if not self.cleaned_data["text"].strip():
            raise ValidationError({"file": _("Kies een bestand of plak een tekst.")})
        return _("geplakte tekst") + ".txt", self.cleaned_data["text"].encode()


class StartForm(forms.Form):
    """Whose plan it becomes. The rows themselves travel with the form, so that nothing is kept before the person says so."""

    area = forms.ChoiceField(label=gettext_lazy("Voor wie"))
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    starts_on = forms.DateField(label=gettext_lazy("Begint op"), widget=DayInput())
    ends_on = forms.DateField(label=gettext_lazy("Eindigt op"), widget=DayInput())
    rows = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def plan_read(request: HttpRequest) -> HttpResponse:
    """Upload, look over, make."""
    areas = areas_to_start_in(request)
    if not areas:
        raise Http404
    if request.method == "POST" and "rows" in request.POST:
        return _make(request, areas)
    form = UploadForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            name, data = form.source()
            found = read_file(name, data)
        except ValidationError as refusal:
            for field, errors in getattr(refusal, "error_dict", {"file": [refusal]}).items():
                form.add_error(field if field in form.fields else None, errors)
        else:
            initial = next_period(areas) | {"rows": _packed(found.rows), "name": name}
            if found.title:
                initial["title"] = found.title
            if found.period:
                initial |= {"starts_on": date(found.period[0], 1, 1), "ends_on": date(found.period[1], 12, 31)}
            return _look_over(request, StartForm(areas=areas, initial=initial), found.rows, found.doubts)
    return render(request, "plans/plan_read.html", {"form": form}, status=422 if form.errors else 200)


def _make(request: HttpRequest, areas: list[tuple[str, str]]) -> HttpResponse:
    rows = _unpacked(request)
    form = StartForm(request.POST, areas=areas)
    if form.is_valid():
        words = {key: form.cleaned_data[key] for key in ("area", "title", "starts_on", "ends_on", "name")}
        try:
            plan = commands.start_from_rows(viewer_of(request), rows=rows, **words)
        except ValidationError as refusal:
            for field, errors in getattr(refusal, "error_dict", {None: [refusal]}).items():
                form.add_error(field if field in form.fields else None, errors)
        else:
            done(request, _("Uw plan staat erin: %(count)s delen.") % {"count": len([row for row in rows if row.kind != SKIP])})
            return redirect(request, plan)
    return _look_over(request, form, rows, [], status=422)


def _look_over(
    request: HttpRequest, form: StartForm, rows: list[Row], doubts: list[tuple[int, str, str]], status: int = 200
) -> HttpResponse:
    counts = Counter(row.kind for row in rows)
    context = {
        "form": form,
        "rows": list(enumerate(rows)),
        "kinds": [*PieceKind.choices, (SKIP, _("niet overnemen"))],
        "doubts": doubts,
        "summary": [(PieceKind(kind).label, count) for kind, count in counts.most_common() if kind != SKIP],
        "pattern": Plan.Pattern.IDENTICAL,
    }
    return render(request, "plans/plan_look_over.html", context, status=status)


def _packed(rows: list[Row]) -> str:
    return json.dumps([[row.depth, row.kind, row.title, row.body, row.line] for row in rows], ensure_ascii=False)


def _unpacked(request: HttpRequest) -> list[Row]:
    """The rows as they were shown, each with the kind that the person chose. What was tampered with is refused as a bad page."""
    try:
        rows = [
            Row(int(depth), str(kind), str(title), str(body), int(line))
            for depth, kind, title, body, line in json.loads(request.POST["rows"])
        ]
    except (ValueError, TypeError) as error:
        raise Http404 from error
    kinds = {*PieceKind.values, SKIP}
    chosen = request.POST.getlist("kind")
    if len(chosen) != len(rows) or any(kind not in kinds for kind in chosen):
        raise Http404
    return [row.as_kind(kind) for row, kind in zip(rows, chosen, strict=True)]
