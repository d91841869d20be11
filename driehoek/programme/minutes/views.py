"""My twenty minutes: everything that waits for a tick on one page; one tick and one sentence each, one by one or all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from driehoek.common import clock
from driehoek.organisations.viewer import Viewer
from driehoek.programme import commands, queries
from driehoek.programme.actions.forms import TickForm
from driehoek.programme.actions.progress import Report
from driehoek.programme.models import Action
from driehoek.ui.shortcuts import done, redirect, render

MOST = 60  # rows on one page: who has more, posts twice


@dataclass
class Row:
    """One action with the form for its tick."""

    line: queries.Line
    form: TickForm
    title: str
    priority: str


@require_http_methods(["GET", "POST"])
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """GET: what waits. POST `alleen=<id>`: that one; else all that were filled in, all or nothing."""
    viewer = request.viewer
    today = clock.today()
    waiting = queries.waiting_for(viewer, today)
    own, others = waiting.own[:MOST], waiting.others[: max(0, MOST - len(waiting.own))]
    filled = request.method == "POST"
    rows = {action.pk: _row(action, viewer, today, request.POST if filled else None) for action in own + others}
    if filled and _report(request, rows):
        return redirect(request, request.path)
    named = queries.priorities_of(own + others, viewer)
    for pk, row in rows.items():
        row.title, row.priority = named.get(pk, ("", ""))
    page = {
        "own": [rows[action.pk] for action in own],
        "others": [rows[action.pk] for action in others],
        "left": len(waiting) - len(rows),
        "total": len(waiting),
        "today": today,
        "wrong": [row for row in rows.values() if row.form.is_bound and row.form.errors],
    }
    return render(request, "programme/mine.html", page, block="rows", status=422 if page["wrong"] else 200)


def _row(action: Action, viewer: Viewer, today: date, data: Any) -> Row:
    prefix = f"a{action.pk}"
    form = TickForm(data if _chosen(data, action) else None, action=action, prefix=prefix)
    return Row(queries.line_of(action, viewer, today), form, "", "")


def _chosen(data: Any, action: Action) -> bool:
    """Whether this row was sent: the one whose button was pressed, or each that has a tick or a sentence."""
    if data is None:
        return False
    if data.get("alleen"):
        return bool(data["alleen"] == str(action.pk))
    return bool(data.get(f"a{action.pk}-tick") or data.get(f"a{action.pk}-sentence", "").strip())


def _report(request: HttpRequest, rows: dict[int, Row]) -> bool:
    """Write what was filled in. False: something is wrong, and stands beside its field."""
    sent = {pk: row.form for pk, row in rows.items() if row.form.is_bound}
    if not sent:
        done(request, _("U vulde nog niets in. Kies bij een actie hoe het gaat."))
        return True
    if any(form.errors for form in list(sent.values())):
        return False
    reports = [Report(pk, form.cleaned_data["tick"], form.cleaned_data["sentence"]) for pk, form in sent.items()]
    try:
        events = commands.report_on_all(request.viewer, reports)
    except ValidationError as refusal:
        next(iter(sent.values())).add_error(None, refusal)
        return False
    text = ngettext("%(count)s actie is bijgewerkt.", "%(count)s acties zijn bijgewerkt.", len(events)) % {"count": len(events)}
    done(request, text, events[0] if len(events) == 1 else None)
    return True
