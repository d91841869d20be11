"""Out to Excel and back: the file, the differences before they are taken in, and a paste for the first hour."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from driehoek.common import clock
from driehoek.common.errors import NotAllowed
from driehoek.documents import sheets
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.programme import commands, queries
from driehoek.programme.actions._writing import may_report, values_of, values_then
from driehoek.programme.actions.forms import FIELD
from driehoek.programme.actions.rules import EMPTY, faults
from driehoek.programme.actions.views import grouped_measures
from driehoek.programme.models import Action, Programme
from driehoek.programme.process import ACTION, OPEN_STATES
from driehoek.programme.programmes import listing
from driehoek.programme.rules import Differences, Problem, compare
from driehoek.programme.sheet.columns import BY_FIELD, COLUMNS, Known, cells, headings, read_lines, recognise
from driehoek.programme.sheet.columns import LINES as MOST_LINES
from driehoek.ui.shortcuts import done, redirect, render

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _worked_in(viewer: Viewer, programme_id: int) -> Programme:
    """The programme, for who works in it; for who only reads what is public there is no sheet."""
    rows = Programme.objects.visible_to(viewer).select_related("plan", "area")
    programme = get_object_or_404(rows, pk=programme_id)
    if not viewer.may("programme.read", programme.area_id):
        raise NotAllowed(_("Alleen wie aan dit programma werkt, haalt het naar Excel."))
    return programme


def _known(programme: Programme) -> Known:
    owners = Action.objects.standing().filter(programme=programme).exclude(owner_code="")
    return queries.known(programme, clock.today(), owners.values_list("owner_code", "owner_name").distinct())


# --- out -------------------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def download(request: HttpRequest, programme_id: int, form: str) -> HttpResponse:
    """The actions that the filters leave, as a workbook that may come back, or as CSV."""
    programme = _worked_in(request.viewer, programme_id)
    filters = listing.Filters.read(request.GET)
    rows = listing.found(programme, request.viewer, filters, clock.today())
    known = _known(programme)
    lines = [_out(action, known) for action in rows]
    name = slugify(programme.title) or "programma"
    write = {"xlsx": sheets.write_xlsx, "csv": sheets.write_csv}.get(form)
    if write is None:
        raise Http404
    data = write(programme.title, headings(), lines, _notes(programme))
    return HttpResponse(data, content_type=TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'})


def _out(action: Action, known: Known) -> list[Any]:
    values = {**values_of(action), "number": action.number, "version": action.version}
    return [*cells(values, known), action.last_on, action.last_tick_label, action.last_sentence or ""]


def _notes(programme: Programme) -> list[str]:
    return [
        _("Programma: %(title)s, %(area)s") % {"title": programme.title, "area": programme.area.name},
        _("Opgehaald op %(day)s uit Driehoek.") % {"day": clock.today().strftime("%d-%m-%Y")},
        _("U mag in dit blad werken en het weer inlezen. U ziet dan eerst wat er verandert."),
        _("Laat Nummer en Versie staan. Een nieuwe regel zonder nummer wordt een nieuwe actie."),
        _("Een regel weghalen verwijdert de actie niet."),
        _("De laatste drie kolommen zijn alleen om te lezen."),
        _("Namen van eigenaren zijn voor intern gebruik."),
    ]


# --- back in -----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Taken:
    """A sheet as it travels with the page of its differences: raw cells, so that nothing typed is lost or trusted."""

    header: list[Any]
    rows: list[tuple[int, list[Any]]]
    source: str = ""

    def as_json(self) -> str:
        return json.dumps([self.header, self.rows, self.source], ensure_ascii=False, default=_plain)

    @classmethod
    def from_json(cls, text: str) -> Taken | None:
        try:
            header, rows, source = json.loads(text)
            return cls(list(header), [(int(line), list(row)) for line, row in rows], str(source)[:200])
        except (ValueError, TypeError, RecursionError):
            return None

    @classmethod
    def of(cls, sheet: Any, source: str) -> Taken:
        return cls(list(sheet.header), [(line, list(row)) for line, row in sheet.rows], source)


def _plain(value: Any) -> str:
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)


@dataclass(frozen=True)
class Preview:
    """What a sheet would change: the differences, and all that is needed to show and to take them in."""

    found: Differences
    seen: Mapping[int, int]
    titles: Mapping[int, str]
    unknown_columns: list[str]
    known: Known

    @property
    def problems(self) -> list[Problem]:
        return sorted(self.found.problems, key=lambda one: one.line)


def preview(programme: Programme, viewer: Viewer, taken: Taken, known: Known) -> Preview:
    """Lay the sheet beside the programme, with what each action said when the sheet was made."""
    places = recognise(taken.header)
    rows = Action.objects.visible_to(viewer).standing().filter(programme=programme).select_related("programme")
    actions = {action.number: action for action in rows.order_by("number")}
    present = {number: values_of(action) for number, action in actions.items()}
    read = read_lines(taken.rows[:MOST_LINES], places, known, present)
    versions = {actions[number].pk: version for number, version in read.versions.items() if number in actions}
    then = values_then(actions.values(), versions)
    base = {number: then[action.pk] for number, action in actions.items()}
    found = compare(
        present, read.actions, base,
        unknown=_("Dit nummer staat niet in het programma. Is de actie nieuw? Maak deze cel dan leeg."),
        double=_("Dit nummer staat twee keer in het blad. Haal een van de twee regels weg."),
    )  # fmt: skip
    if taken.header and "title" not in places.values():
        missing = Problem(
            1, str(BY_FIELD["title"].heading), "", _("Deze kolom ontbreekt. Zet boven de kolom met titels ‘Actie’.")
        )
        found = Differences(problems=(missing,))
    strange = [str(cell) for place, cell in enumerate(taken.header) if place not in places and str(cell or "").strip()]
    only_out = {str(heading) for heading in headings()[len(COLUMNS) :]}
    faulty = _faulty(found, present)
    found = Differences(
        tuple(one for one in found.new if one.line not in faulty),
        tuple(one for one in found.changed if one.line not in faulty),
        found.same, tuple(number for number in found.gone if number not in read.unread),
        (*read.problems, *found.problems, *(problem for problems in faulty.values() for problem in problems)),
    )  # fmt: skip
    return Preview(
        found, {number: action.version for number, action in actions.items()},
        {number: action.title for number, action in actions.items()}, [one for one in strange if one not in only_out], known,
    )  # fmt: skip


def _faulty(found: Differences, present: Mapping[int, Mapping[str, Any]]) -> dict[int, list[Problem]]:
    """Lines that can be read but cannot stand as a whole: line → what is wrong."""
    wrong: dict[int, list[Problem]] = {}
    wholes = [(one.line, {**EMPTY, **one.values}) for one in found.new]
    for changed in found.changed:
        differences = {one.field: one.new for one in changed.differences}
        wholes.append((changed.line, {**present[changed.number], **differences}))
    for line, whole in wholes:
        for name, sentence in faults(whole).items():
            shown = str(BY_FIELD[name].write(whole[name], Known()) or "")
            wrong.setdefault(line, []).append(Problem(line, str(BY_FIELD[name].heading), shown, sentence))
    return wrong


@require_http_methods(["GET", "POST"])
@login_required
def bring_back(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Upload → the differences → take in what was ticked."""
    viewer = request.viewer
    programme = _worked_in(viewer, programme_id)
    if not viewer.may("programme.propose", programme.area_id):
        require(viewer, "programme.write", programme.area_id)
    page: dict[str, Any] = {"programme": programme, "preview": None, "problem": "", "shown": _shown, "heading": _heading}
    if request.method == "POST":
        taken, page["problem"] = _uploaded(request)
        if taken:
            known = _known(programme)
            laid = preview(programme, viewer, taken, known)
            if request.POST.get("accept"):
                answer = _take_in(request, programme, taken, laid)
                if answer:
                    return answer
            page |= {"preview": laid, "taken": taken.as_json(), "source": taken.source, "may": _may(viewer, programme, laid)}
    status = 422 if page["problem"] else 200
    return render(request, "programme/import.html", page, status=status)


def _uploaded(request: HttpRequest) -> tuple[Taken | None, str]:
    """The sheet that came with the request, or what is wrong with it."""
    if request.POST.get("sheet"):
        taken = Taken.from_json(request.POST["sheet"])
        return taken, "" if taken else _("Dit blad is onderweg beschadigd geraakt. Kies het bestand opnieuw.")
    file = request.FILES.get("file")
    if file is None:
        return None, _("Kies eerst een bestand: een Excelblad (.xlsx) of CSV.")
    try:
        return Taken.of(sheets.read_table(file.name or "", file.read()), file.name or ""), ""
    except ValidationError as refusal:
        return None, " ".join(refusal.messages)


def _may(viewer: Viewer, programme: Programme, laid: Preview) -> dict[int, bool]:
    """Which of the changed actions this viewer may change."""
    numbers = [one.number for one in laid.found.changed]
    rows = Action.objects.filter(programme=programme, number__in=numbers).select_related("programme")
    return {action.number: may_report(viewer, action) for action in rows}


def _take_in(request: HttpRequest, programme: Programme, taken: Taken, laid: Preview) -> HttpResponse | None:
    """Take in what is ticked. None: it was refused, and the page shows why."""
    ticked = set(request.POST.getlist("take"))
    new = [one.values for one in laid.found.new if f"new.{one.line}" in ticked]
    changed: dict[int, dict[str, Any]] = {}
    for one in laid.found.changed:
        values = {each.field: each.new for each in one.differences if f"{one.number}.{each.field}" in ticked}
        values |= {each.field: each.mine for each in one.conflicts if f"{one.number}.{each.field}" in ticked}
        if values:
            changed[one.number] = values
    seen = {int(number): int(version) for number, version in _pairs(request.POST.get("seen", ""))}
    try:
        event = commands.import_differences(
            request.viewer, programme.pk, new=new, changed=changed, seen=seen, source=taken.source
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
    done(request, _("Ingelezen: %(summary)s.") % {"summary": event.data["summary"]}, event)
    return redirect(request, programme)


def _pairs(text: str) -> list[tuple[str, str]]:
    """`1:3 2:1` → number and version of each action, as the page of the differences carries them."""
    pairs = (pair.partition(":") for pair in text.split())
    return [(number, version) for number, _colon, version in pairs if number.isdecimal() and version.isdecimal()]


def _heading(name: str) -> str:
    return str(BY_FIELD[name].heading)


def _shown(name: str, value: Any, known: Known) -> str:
    """A value as the page shows it."""
    if value is None or value == "":
        return _("(leeg)")
    cell = BY_FIELD[name].write(value, known)
    if hasattr(cell, "day"):
        return f"{cell.day}-{cell.month}-{cell.year}"
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(cell or _("(leeg)"))


# --- paste -------------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@login_required
def paste(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Paste a list from Excel: look what each column is, then take the lines in as new actions."""
    viewer = request.viewer
    programme = _worked_in(viewer, programme_id)
    if not viewer.may("programme.propose", programme.area_id):
        require(viewer, "programme.write", programme.area_id)
    known = _known(programme)
    text = request.POST.get("text", "")
    page: dict[str, Any] = {
        "programme": programme,
        "text": text,
        "pasted": None,
        "problem": "",
        "measures": grouped_measures(programme, known, viewer),
        "fields": [(FIELD + code, label) for label, code in known.fields.items()],
        "columns": [(column.field, str(column.heading)) for column in COLUMNS if column.editable],
        "serves": request.POST.get("serves", ""),
        "heading_state": ACTION.label,
    }
    if request.method == "POST":
        answer = _pasted(request, programme, known, page)
        if answer:
            return answer
    return render(request, "programme/paste.html", page, status=422 if page["problem"] else 200)


@dataclass(frozen=True)
class Pasted:
    header: list[str]
    places: Mapping[int, str]
    new: Sequence[tuple[int, Mapping[str, Any]]]
    problems: list[Problem]
    has_header: bool


def _pasted(request: HttpRequest, programme: Programme, known: Known, page: dict[str, Any]) -> HttpResponse | None:
    if not page["text"].strip():
        page["problem"] = _("Plak eerst de regels uit Excel in het vak.")
        return None
    try:
        sheet = sheets.read_pasted(page["text"])
    except ValidationError as refusal:
        page["problem"] = " ".join(refusal.messages)
        return None
    page["pasted"] = pasted = read_paste(sheet, request.POST, known, page["serves"])
    if not request.POST.get("accept"):
        return None
    ticked = {int(line) for line in request.POST.getlist("take") if line.isdecimal()}
    chosen = [values for line, values in pasted.new if line in ticked]
    try:
        event = commands.paste_actions(request.viewer, programme.pk, chosen)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
    done(request, _("Geplakt: %(summary)s.") % {"summary": event.data["summary"]}, event)
    return redirect(request, programme)


def read_paste(sheet: Any, asked: Mapping[str, str], known: Known, serves: str) -> Pasted:
    """Read a paste. The first line is a header when it names a column; what each column is may be put right by hand."""
    guessed = recognise(sheet.header)
    has_header = bool(guessed)
    rows = [(line, list(row)) for line, row in sheet.rows]
    if not has_header:
        rows.insert(0, (1, list(sheet.header)))
        guessed = {0: "title"}
    width = max([len(sheet.header), *(len(row) for _line, row in rows)])
    places = {place: name for place in range(width) if (name := asked.get(f"column-{place}", guessed.get(place, ""))) in BY_FIELD}
    places = {place: name for place, name in places.items() if BY_FIELD[name].editable}
    read = read_lines(rows[:MOST_LINES], places, known)
    problems, new = list(read.problems), []
    for action in read.actions:
        values = _served({**EMPTY, **action.values}, serves)
        wrong = faults(values)
        problems += [
            Problem(action.line, str(BY_FIELD[name].heading), _shown(name, values[name], known), sentence)
            for name, sentence in wrong.items()
        ]
        if not wrong:
            new.append((action.line, values))
    header = [str(cell or "") for cell in sheet.header] if has_header else []
    header += [_("Kolom %(number)s") % {"number": place + 1} for place in range(len(header), width)]
    return Pasted(header, places, new, sorted(problems, key=lambda one: one.line), has_header)


def _served(values: dict[str, Any], serves: str) -> dict[str, Any]:
    """A line that says nothing of its measure gets the one that was chosen for the whole paste."""
    if values["measure"] or values["safety_field"] or not serves:
        return values
    return values | ({"safety_field": serves.removeprefix(FIELD)} if serves.startswith(FIELD) else {"measure": serves})


# --- carry over --------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@login_required
def carry_over(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Take the open actions of an earlier programme of the same area along."""
    viewer = request.viewer
    programme = _worked_in(viewer, programme_id)
    require(viewer, "programme.write", programme.area_id)
    earlier = list(
        Programme.objects.visible_to(viewer).open().filter(area=programme.area_id, starts_on__lte=programme.starts_on)
        .exclude(pk=programme.pk).order_by("-starts_on")
    )  # fmt: skip
    wanted = request.POST.get("from") or request.GET.get("van", "")
    source = next((one for one in earlier if str(one.pk) == wanted), earlier[0] if earlier else None)
    actions = Action.objects.visible_to(viewer).standing().filter(programme=source, state__in=OPEN_STATES) if source else None
    if request.method == "POST" and source:
        numbers = [int(number) for number in request.POST.getlist("take") if number.isdecimal()]
        try:
            event = commands.carry_over(viewer, source.pk, programme.pk, numbers=numbers)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            done(request, _("Meegenomen: %(summary)s.") % {"summary": event.data["summary"]}, event)
            return redirect(request, programme)
    page = {
        "programme": programme, "earlier": earlier, "source": source,
        "earlier_options": [(one.pk, one.title) for one in earlier],
        "actions": list(actions.order_by("number")) if actions is not None else [],
    }  # fmt: skip
    return render(request, "programme/carry_over.html", page)
