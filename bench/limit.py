"""The same page with raw SQL and f-strings, which is what the machine can do. Not how anyone should write pages.

Its head and foot are made once and pasted in, but for the token of the forms; it escapes and formats like the others.
"""

from datetime import date
from functools import cache
from html import escape

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines

from bench.words import BADGES, ICONS, TICKS
from driehoek.common import clock
from driehoek.programme.process import ACTION, PROGRAMME, WORKING_STATES

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT = [month[:3] if month != "maart" else "mrt" for month in MONTHS]
STATES = {state.code: str(ACTION.label(state.code)) for state in ACTION.states}
WORKING = ", ".join(f"'{state}'" for state in WORKING_STATES)
TOKEN, MAIN = "@@token@@", "@@main@@"
SAID = (
    "FROM programme_progress p JOIN programme_action a ON a.id = p.action_id "
    "LEFT JOIN programme_progress u ON u.undoes_id = p.id WHERE a.programme_id = %s AND p.undoes_id IS NULL AND u.id IS NULL"
)


def actions(request: HttpRequest, programme_id: int) -> HttpResponse:
    today = clock.today()
    asked = _ask(
        programme_id,
        "SELECT g.title, g.state, g.starts_on, g.ends_on, g.plan_id, l.title, r.name FROM programme_programme g "
        "JOIN plans_plan l ON l.uuid = g.plan_id JOIN organisations_area r ON r.code = g.area_id WHERE g.id = %s",
    )
    title, state, starts_on, ends_on, plan, plan_title, area = asked[0]
    counts = dict(_ask(programme_id, f"SELECT state, count(*) {_OF} GROUP BY state"))
    late = _ask(programme_id, f"SELECT count(*) {_OF} AND state IN ({WORKING}) AND ends_on < '{today}'")[0][0]
    colleges = _ask(plan, "SELECT count(*) FROM plans_participation WHERE plan_id = %s AND until IS NULL")[0][0]
    priorities = _ask(plan, "SELECT piece_id, title FROM plans_priority WHERE plan_id = %s ORDER BY position")
    owners = _ask(programme_id, f"SELECT DISTINCT owner_name, owner_name {_OF} ORDER BY owner_name")
    leads = _ask(programme_id, f"SELECT code, name FROM organisations_area WHERE code IN (SELECT lead_id {_OF}) ORDER BY name")
    main = "".join((
        _head(title, area, counts, late, (_date(starts_on), _date(ends_on)), plan, plan_title),
        f'<p>{_status(str(PROGRAMME.label(state)), "neutral")} {colleges} gemeenten doen mee</p>',
        _filters(priorities, owners, leads),
        *_rows(programme_id, plan, today),
        "</tbody></table></div>",
        f'<p class="dh-table__more" data-table-more hidden>{_icon("arrow-right")} Veeg opzij voor meer kolommen</p></div>',
    ))  # fmt: skip
    before, after = _frame(request.viewer.name, request.viewer.code, area)
    token = get_token(request)
    return HttpResponse(before.replace(TOKEN, token) + main + after)


_OF = "FROM programme_action WHERE programme_id = %s AND NOT removed"


def _ask(key: object, sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return cursor.fetchall()


@cache
def _frame(name: str, code: str, area: str) -> tuple[str, str]:
    """What stands around the page."""
    values = {"viewer": {"name": name, "code": code}, "programme": {"area": {"name": area}}, "before": MAIN, "csrf_token": TOKEN}
    before, _main, after = engines["django"].get_template("bench/peer_base.html").render(values).partition(MAIN)
    return before, after


@cache
def _sprite() -> str:
    return staticfiles_storage.url("app/icons.svg")


def _icon(name: str) -> str:
    return f'<svg class="dh-icon" width="20" height="20" aria-hidden="true"><use href="{_sprite()}#{name}"></use></svg>'


def _status(label: str, tone: str) -> str:
    return (
        f'<span class="utrecht-status-badge dh-status dh-status--{tone}">{_icon(ICONS[tone])}<span>{escape(label)}</span></span>'
    )


def _date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _long(day: date) -> str:
    return f'<time datetime="{day}">{day.day} {MONTHS[day.month - 1]} {day.year}</time>'


def _short(day: date) -> str:
    return f'<time datetime="{day}">{day.day} {SHORT[day.month - 1]}</time>'


def _head(title: str, area: str, counts: dict, late: int, days: tuple[date, date], plan: str, plan_title: str) -> str:
    return (
        '<nav class="utrecht-breadcrumb-nav dh-crumbs" aria-label="Kruimelpad"><a href="/programma/">Programma</a></nav>'
        f'<header class="dh-page-head"><div class="dh-page-head__text"><p class="dh-eyebrow">{escape(area)}</p>'
        f'<h1 class="utrecht-heading-1">{escape(title)}</h1></div></header>'
        f"<p>{sum(counts.values())} acties · {counts.get('done', 0)} gereed · {late} te laat · {_long(days[0])} – "
        f'{_long(days[1])} · <a href="/plannen/{plan}/">{escape(plan_title)}</a></p>'
    )


def _filters(priorities: list, owners: list, leads: list) -> str:
    selects = (
        ("stand", "Stand", "Alle", STATES.items()),
        ("prioriteit", "Prioriteit", "Alle", priorities),
        ("eigenaar", "Eigenaar", "Iedereen", owners),
        ("gemeente", "Trekt", "Alle", leads),
    )
    fields = "".join(
        f'<div class="dh-filter__field"><label class="dh-filter__label" for="filter-{name}">{label}</label>'
        f'<select class="utrecht-select utrecht-select--html-select" id="filter-{name}" name="{name}">'
        f'<option value="" selected>{everything}</option>'
        f"{''.join(f'<option value="{key}">{escape(text)}</option>' for key, text in options)}</select></div>"
        for name, label, everything, options in selects
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Nr", "Actie", "Stand", "Klaar op", "Hoe het gaat", "Eigenaar"))
    return (
        f'<form class="dh-filter" method="get" action="" aria-label="Filter de acties" data-autosubmit>{fields}'
        f'<button type="submit" class="utrecht-button">{_icon("funnel")}<span>Toon</span></button></form>'
        '<div class="dh-table" data-table><div class="dh-table__scroll" tabindex="0" role="region" aria-label="Acties">'
        '<table class="utrecht-table utrecht-table--html-table"><caption class="utrecht-table__caption">Acties</caption>'
        f'<thead class="utrecht-table__header"><tr>{heads}</tr></thead><tbody class="utrecht-table__body">'
    )


def _rows(programme_id: int, plan: str, today: date) -> list[str]:
    measures = {
        key: f"{priority} · {title}"
        for key, title, priority in _ask(
            plan, "SELECT m.piece_id, m.title, p.title FROM plans_measure m "
            "LEFT JOIN plans_priority p ON p.piece_id = m.priority_id WHERE m.plan_id = %s",
        )
    }  # fmt: skip
    said: dict[int, tuple] = {}
    for key, *words in _ask(programme_id, f'SELECT p.action_id, p."on", p.tick, p.sentence {SAID} ORDER BY 1, 2 DESC, p.id DESC'):
        said.setdefault(key, tuple(words))
    found = _ask(
        programme_id,
        "SELECT a.id, a.number, a.title, a.state, a.ends_on, a.owner_name, a.measure_id, l.name FROM programme_action a "
        "LEFT JOIN organisations_area l ON l.code = a.lead_id WHERE a.programme_id = %s AND NOT a.removed ORDER BY a.number",
    )
    return [_row(programme_id, one, measures, said, today) for one in found]


def _row(programme_id: int, found: tuple, measures: dict, said: dict, today: date) -> str:
    key, number, title, state, ends_on, owner, measure, lead = found
    ends_on = _date(ends_on)
    late = f" {_status('Te laat', 'late')}" if state in WORKING_STATES and ends_on < today else ""
    words = ""
    if key in said:
        on, tick, sentence = said[key]
        words = f'{_status(*TICKS[tick])} <span class="dh-quiet">{_short(_date(on))}</span> '
        words += f'<span class="dh-words">{escape(sentence)}</span>'
    capitals = [word for word in owner.split() if word[:1].isupper()]
    role = f'<span class="dh-person__role">{escape(lead)}</span>' if lead else ""
    return (
        f'<tr><td class="dh-code">A-{number}</td><th scope="row" class="dh-cell-main">'
        f'<a href="/programma/{programme_id}/actie/{number}/">{escape(title)}</a> '
        f'<span class="dh-cell-note">{escape(measures.get(measure, ""))}</span></th>'
        f"<td>{_status(STATES[state], BADGES[state])}</td>"
        f'<td class="dh-nowrap">{_short(ends_on)} <span class="dh-quiet">{ends_on.year}</span>{late}</td>'
        f'<td class="dh-cell-said">{words}</td><td class="dh-cell-owner"><span class="dh-person">'
        f'<span class="dh-avatar" aria-hidden="true">{escape(capitals[0][0] + capitals[-1][0])}</span>'
        f'<span><span class="dh-person__name">{escape(owner)}</span>{role}</span></span></td></tr>'
    )
