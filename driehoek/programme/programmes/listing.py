"""The list and the board of a programme: one query, filtered and ordered by what stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db.models import Case, F, Q, When, Window
from django.db.models.functions import Collate, RowNumber
from django.utils.translation import gettext_lazy as _

from driehoek.common.models import SearchEntry
from driehoek.common.search import stems
from driehoek.organisations.viewer import Viewer
from driehoek.programme.models import Action, ActionQuerySet, Programme, Sight
from driehoek.programme.process import ACTION
from driehoek.ui.listing import Listing, one_of, words_of

PAGE = 50
PER_COLUMN = 25  # cards in a column of the board; the rest is a link to the list
BOARD = ("proposed", "planned", "running", "on_hold", "done")
NOBODY, REGULAR = "-", "regulier"
ALERTS = (
    ("laat", _("Te laat")),
    ("risico", _("Vraagt aandacht")),
    ("stil", _("Al even stil")),
    ("geen-woord", _("Te laat zonder uitleg")),
)
STATE_ORDER = Case(*(When(state=state.code, then=place) for place, state in enumerate(ACTION.states)))
ORDERS = {
    "nummer": ("number",),
    "actie": (Collate("title", "nl-x-icu"), "number"),
    "stand": (STATE_ORDER, F("ends_on").asc(nulls_last=True), "number"),
    "klaar": (F("ends_on").asc(nulls_last=True), "number"),
    "gehoord": (F("last_on").asc(nulls_first=True), "number"),
}


@dataclass(frozen=True)
class Filters(Listing):
    """What the address of a programme asks."""

    FIRST: ClassVar = ("nummer", False)
    view: str = "lijst"
    text: str = ""
    state: str = ""
    priority: str = ""
    owner: str = ""
    lead: str = ""
    alert: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        return cls.reading(
            asked,
            ORDERS,
            view="bord" if asked.get("weergave") == "bord" else "lijst",
            text=words_of(asked),
            state=one_of(asked.get("stand", ""), {state.code for state in ACTION.states}),
            priority=_priority(asked.get("prioriteit", "")),
            owner=words_of(asked, "eigenaar", 120),
            lead=words_of(asked, "gemeente", 40),
            alert=one_of(asked.get("let-op", ""), dict(ALERTS)),
        )

    @property
    def any(self) -> bool:
        return bool(self.text or self.state or self.priority or self.owner or self.lead or self.alert)

    def asked(self) -> dict[str, str]:
        return {
            "weergave": "bord" if self.view == "bord" else "",
            "q": self.text,
            "stand": self.state,
            "prioriteit": self.priority,
            "eigenaar": self.owner,
            "gemeente": self.lead,
            "let-op": self.alert,
        }


def _priority(asked: str) -> str:
    if asked == REGULAR:
        return asked
    try:
        return str(UUID(asked))
    except ValueError:
        return ""


def found(programme: Programme, viewer: Viewer, filters: Filters, today: date) -> ActionQuerySet:
    """The actions that fit, in order; each with its latest progress. What a viewer may not read, he cannot filter by either."""
    rows = Action.objects.visible_to(viewer).standing().filter(programme=programme).with_progress()
    inside = programme.sight(viewer) == Sight.INSIDE
    if filters.text:
        rows = rows.filter(_holds(filters.text))
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.priority == REGULAR:
        rows = rows.filter(measure__isnull=True)
    elif filters.priority:
        rows = rows.filter(Q(measure__priority=filters.priority) | Q(measure__priority__parent=filters.priority))
    if filters.owner and inside:
        rows = rows.filter(owner_name="" if filters.owner == NOBODY else filters.owner)
    if filters.lead:
        rows = rows.filter(lead=filters.lead)
    rows = _alerted(rows, filters.alert if programme.sight(viewer) else filters.alert and "laat", today)
    rows = rows.order_by(*ORDERS[filters.order])
    return (rows.reverse() if filters.down else rows).select_related("programme", "lead")


def _holds(text: str) -> Q:
    number = text.upper().removeprefix("A-")
    if number.isdecimal() and len(number) < 7:
        return Q(number=int(number))
    entries = SearchEntry.objects.filter(kind="programme.action")
    for stem in stems(text):
        entries = entries.filter(stems__contains=stem)
    return Q(pk__in=[int(pk) for pk in entries.values_list("object_id", flat=True)])


def _alerted(rows: ActionQuerySet, alert: str, today: date) -> ActionQuerySet:
    match alert:
        case "laat":
            return rows.late(today)
        case "risico":
            return rows.at_risk(today)
        case "stil":
            return rows.silent(today)
        case "geen-woord":
            return rows.unexplained(today)
    return rows


@dataclass(frozen=True)
class Column:
    state: str
    label: str
    actions: list[Action]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.actions)


def board(rows: ActionQuerySet, totals: Mapping[str, int]) -> list[Column]:
    """The columns of the board, each with its first cards. One query."""
    place = Window(RowNumber(), partition_by="state", order_by=[F("ends_on").asc(nulls_last=True), F("number").asc()])
    cards = rows.filter(state__in=BOARD).annotate(place=place).filter(place__lte=PER_COLUMN).order_by("state", "place")
    by_state: dict[str, list[Action]] = {state: [] for state in BOARD}
    for action in cards:
        by_state[action.state].append(action)
    return [Column(state, ACTION.label(state), by_state[state], totals.get(state, 0)) for state in BOARD]
