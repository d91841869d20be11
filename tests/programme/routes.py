"""The addresses of this room."""

from __future__ import annotations

from datetime import date

from driehoek.programme.models import Action, Programme
from tests.factories import PUBLIC, SIGNED_IN, Place, Who
from tests.programme.factories import READS
from tests.rights.routes import Route, routes

VISIBLE = ("programme.programme", "programme.programme:draft")
SHEET = '[["Actie", "Regulier werk in veld"], [[2, ["Nieuw", "V1"]]], "blad.xlsx"]'
ACTIONS = ("programme.action", "programme.action:draft")


def _programme(programme: Programme) -> dict:
    return {"programme_id": programme.pk}


def _action(action: Action) -> dict:
    return {"programme_id": action.programme_id, "number": action.number}


def _step(verb: str):
    return lambda row: (_action(row) if isinstance(row, Action) else _programme(row)) | {"verb": verb}


def _seen(row) -> dict:
    return {"seen": row.version}


def _writes_somewhere(who: Who, place: Place) -> bool:
    return any(who.has("programme.write", area) for area in ("GM0225", "BT-tweestromenland"))


def _proposes(who: Who, place: Place) -> bool:
    return who.has("programme.propose", place.municipality) or who.has("programme.write", place.municipality)


def _fills(who: Who, place: Place) -> bool:
    """Works in the programme and may add to it."""
    return READS(who, place) and _proposes(who, place)


def _form(action: Action) -> dict:
    values = {"title": "Iets anders", "serves": "veld:V1", "lead": action.lead_id or "", "starts_on": "2024-01-01"}
    return values | {"ends_on": "2024-12-31", "seen": action.version, "lead": action.programme.area_id}


routes(
    Route("programmes"),
    Route("my_twenty_minutes", sight=SIGNED_IN, methods="GET POST"),
    Route("programme_start", right=_writes_somewhere, methods="GET POST", data=lambda _row: {"title": "x"}),
    Route("programme", about="programme.programme:joint", params=_programme),
    *(
        route
        for kind in VISIBLE
        for route in (
            Route("programme", about=kind, params=_programme),
            Route("programme", about=kind, params=_programme, query="weergave=bord&op=-actie&q=zoekmij"),
            Route("programme", about=kind, params=_programme, query="let-op=stil&eigenaar=x&gemeente=GM0225&stand=running"),
            Route("programme_edit", about=kind, params=_programme, right="programme.write", methods="GET POST",
                  data=lambda row: {"title": "Anders", "starts_on": "2024-01-01", "ends_on": "2025-06-30", "seen": row.version}),
            Route("programme_step", about=kind, params=_step("inform"), right="programme.write", methods="POST", data=_seen),
            Route("programme_adopt", about=kind, params=_programme, right="programme.adopt", methods="GET POST",
                  data=lambda _row: {"municipality": "GM0225", "decided_on": date(2024, 10, 1), "decision_number": "B2"}),
            Route("programme_sheet", about=kind, params=lambda row: _programme(row) | {"form": "xlsx"},
                  right="programme.read", shows=False),
            Route("programme_sheet", about=kind, params=lambda row: _programme(row) | {"form": "csv"},
                  right="programme.read", shows=False),
            Route("programme_import", about=kind, params=_programme, right=_fills, methods="GET POST",
                  data=lambda _row: {"sheet": SHEET, "accept": "1", "take": "new.2"}),
            Route("programme_paste", about=kind, params=_programme, right=_fills, methods="GET POST",
                  data=lambda _row: {"text": "Actie\nNieuw", "serves": "veld:V1", "accept": "1", "take": "2"}),
            Route("programme_carry_over", about=kind, params=_programme, right="programme.write", methods="GET POST"),
            Route("action_new", about=kind, params=_programme, right=_proposes, methods="GET POST",
                  data=lambda _row: {"title": "Nieuw", "serves": "veld:V1"}),
        )
    ),
    *(
        route
        for kind in ACTIONS
        for route in (
            Route("action", about=kind, params=_action),
            Route("action_edit", about=kind, params=_action, right="programme.write", methods="GET POST", data=_form),
            Route("action_move", about=kind, params=_action, right="programme.write", methods="GET POST",
                  data=lambda row: _seen(row) | {"serves": "veld:V3"}),
            Route("action_remove", about=kind, params=_action, right="programme.write", methods="POST", data=_seen),
            Route("action_report", about=kind, params=_action, right="programme.write", methods="POST",
                  data=lambda _row: {"tick": "stuck", "sentence": "Het zit vast."}),
        )
    ),
    Route("action_step", about="programme.action", params=_step("reopen"), right="programme.write", methods="GET POST",
          data=lambda row: _seen(row) | {"reason": "Toch niet."}),
    Route("action_step", about="programme.action:draft", params=_step("hold"), right="programme.write", methods="GET POST",
          data=lambda row: _seen(row) | {"reason": "Geen mensen."}),
    Route("action", about="programme.action:proposed", params=_action),
    # The page is public, what stands in it is not.
    Route("action", about="programme.action:council", params=_action, sight=PUBLIC, shows=False),
    Route("action", about="programme.action:inside", params=_action, sight=PUBLIC, shows=False),
    # A timeline names colleagues and tells reasons: for who works there.
    *(
        Route("timeline", about=kind, sight=READS, params=lambda row: {"kind": row._meta.label_lower, "object_id": str(row.pk)},
              shows=False)
        for kind in (*VISIBLE, *ACTIONS, "programme.action:inside")
    ),
    *(
        Route("thread", about=kind, params=lambda row: {"kind": row._meta.label_lower, "object_id": str(row.pk)})
        for kind in (*VISIBLE, *ACTIONS, "programme.action:proposed")
    ),
)  # fmt: skip
