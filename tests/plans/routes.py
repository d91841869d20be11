"""The addresses of this room."""

from __future__ import annotations

from typing import Any

from driehoek.plans.models import Adoption, CrossLine, Goal, Layer, Measure, Piece, Plan, Priority
from tests.factories import PUBLIC, Place, Who, either, right
from tests.plans.factories import JOINT, LOCAL
from tests.rights.routes import Route, routes

WRITES = right("plans.write_local")
WRITES_JOINT = right("plans.write", on="team")
ADVISES = either(right("plans.participate"), right("plans.participate", on="team"))


def _starts_somewhere(who: Who, place: Place) -> bool:
    return any(who.has("plans.start", area) for area in ("GM0225", "BT-tweestromenland"))


def _writes_in_the_team(who: Who, place: Place) -> bool:
    """Has a text of his own in the plan of this team."""
    return who.has("plans.read_joint", place.team) and who.has("plans.write_local", who.area)


def _keeps_higher_plans(who: Who, place: Place) -> bool:
    return any(who.has("plans.write_higher", area) for area in ("GM0225", "BT-tweestromenland"))


def _of(row: Any) -> Plan:
    return row if isinstance(row, Plan) else row.plan


def _plan(row: Any) -> dict[str, Any]:
    return {"plan_id": _of(row).pk}


def _piece(row: Any) -> dict[str, Any]:
    return {"piece_id": row.pk}


def _first(model: Any) -> Any:
    """The first piece of this kind in the plan that the row is about."""
    return lambda row: {"piece_id": model.objects.filter(plan=_of(row)).order_by("pk").first().pk}


PRIORITY, GOAL, MEASURE, LINE, PIECE = map(_first, (Priority, Goal, Measure, CrossLine, Piece))


def _step(verb: str) -> Any:
    return lambda row: _plan(row) | {"verb": verb}


def _part(verb: str) -> Any:
    return lambda row: _plan(row) | {"municipality": row.municipality_id, "verb": verb}


def _version(row: Any) -> dict[str, Any]:
    return _plan(row) | {"version_id": (row.version if isinstance(row, Adoption) else row).pk}


def _word(form: str) -> Any:
    return lambda row: _plan(row) | {"form": form}


def _extra_in_layer(layer: Layer) -> dict[str, Any]:
    return {"piece_id": layer.pieces.get().pk}


def _replaced(layer: Layer) -> dict[str, Any]:
    return {"piece_id": layer.heads.filter(edit__op="write", edit__rank="").get().piece_id}


def _gemeente(row: Any) -> dict[str, Any]:
    return {"gemeente": row.municipality_id}


PLANS = ("plans.plan", "plans.plan:own", "plans.plan:ready", "plans.layer", "plans.version:released", "plans.version:offered")
# The plan of the team behind a layer is read by the table of the team; what stands in the layer is not.
_TEAMS = {"plans.layer": either(LOCAL, JOINT)}


def _reading(name: str, **more: Any) -> tuple[Route, ...]:
    return tuple(
        Route(name, about=about, sight=_TEAMS.get(about), params=_plan, shows=about != "plans.layer" and name == "plan", **more)
        for about in PLANS
    )


routes(
    Route(
        "candidate_new",
        about="figures.indicator",
        methods="GET POST",
        params=lambda one: {"area": one.place, "code": one.pk},
        right=either(right("plans.write_local"), right("plans.write", on="team")),
        data=lambda _one: {"title": "Drukte"},
    ),
    Route("plans"),
    Route("alignment"),
    Route("plan_new", sight=_starts_somewhere, methods="GET POST", data=lambda _row: {"title": "x"}),
    Route("plan_read", sight=_starts_somewhere, methods="GET POST", data=lambda _row: {"text": "x"}),
    Route("higher_new", sight=_keeps_higher_plans, methods="GET POST", data=lambda _row: {"title": "x"}),
    Route(
        "higher_plan",
        about="plans.higherplan",
        params=lambda row: {"plan_id": row.pk},
        methods="GET POST",
        get_right="",
        right=_keeps_higher_plans,
        data=lambda _row: {"title": "Nieuw thema", "body": ""},
    ),
    Route("higher_theme", about="plans.highertheme", params=lambda row: {"theme_id": row.pk}),
    *_reading("plan"),
    *_reading("plan_differences"),
    *_reading("plan_as_of"),
    *_reading("plan_adoption"),
    *(
        Route("plan_file", about=about, params=_word("md"), sight=_TEAMS.get(about), shows=about != "plans.layer")
        for about in PLANS
    ),
    Route("plan_file", about="plans.adoption", params=_word("pdf")),
    Route("plan_file", about="plans.adoption", params=_word("docx")),
    Route("plan_file", about="plans.adoption", params=_word("html")),
    Route("plan", about="plans.adoption", params=_plan),
    Route("plan_as_of", about="plans.adoption", params=_plan, query="d=2024-03-01"),
    Route("plan_adoption", about="plans.adoption", params=_plan),
    Route("plan_version", about="plans.adoption", params=_version),
    Route("plan_version", about="plans.version:released", params=_version),
    Route("plan_version", about="plans.version:offered", params=_version),
    Route(
        "plan_together",
        about="plans.plan:own",
        params=_plan,
        methods="GET POST",
        get_right="",
        right=right("plans.participate"),
        data=lambda _row: {"municipality": "x"},
    ),
    Route(
        "plan_together",
        about="plans.plan",
        params=_plan,
        methods="GET POST",
        get_right="",
        shows=True,
        right=right("plans.participate", on="team"),
        data=lambda _row: {"municipality": "x"},
    ),
    Route("plan_picture", about="plans.plan", params=_plan, methods="POST", right=right("plans.write", on="team"), shows=False),
    Route("plan_share", about="plans.plan:own", sight=lambda who, place: False, params=_plan, methods="GET POST"),
    Route(
        "plan_share",
        about="plans.layer",
        params=_plan,
        sight=_writes_in_the_team,
        methods="GET POST",
        shows=False,
    ),
    Route(
        "plan_values",
        about="plans.plan:own",
        params=_plan,
        methods="GET POST",
        right=WRITES,
        shows=False,
        data=_gemeente,
    ),
    *(
        Route(name, about=about, params=params)
        for about in ("plans.adoption", "plans.plan:own", "plans.plan:ready", "plans.version:offered")
        for name, params in (("priority", PRIORITY), ("goal", GOAL), ("measure", MEASURE), ("cross_line", LINE))
    ),
    Route("goal", about="plans.goal:revised", params=_piece, sight=PUBLIC, shows=False),
    Route("piece_new", about="plans.plan:own", params=_plan, methods="GET POST", right=WRITES, shows=False),
    Route("piece_new", about="plans.plan", params=_plan, methods="GET POST", right=WRITES_JOINT, shows=False),
    Route("piece_edit", about="plans.plan", params=PIECE, methods="GET POST", right=WRITES_JOINT),
    Route("piece_edit", about="plans.plan:own", params=GOAL, methods="GET POST", right=WRITES),
    Route("piece_edit", about="plans.layer", params=_extra_in_layer, methods="GET POST", right=WRITES, data=_gemeente),
    Route(
        "piece_move",
        about="plans.plan:own",
        params=GOAL,
        methods="GET POST",
        right=WRITES,
        data=lambda _row: {"richting": "op"},
    ),
    Route("piece_move", about="plans.plan", params=PIECE, methods="GET POST", right=WRITES_JOINT),
    Route("piece_drop", about="plans.plan:own", params=GOAL, methods="POST", right=WRITES),
    Route("piece_drop", about="plans.plan", params=PIECE, methods="POST", right=WRITES_JOINT),
    Route("piece_leave_out", about="plans.plan", params=PIECE, sight=lambda who, place: False, right=WRITES_JOINT),
    Route("piece_joint", about="plans.layer", params=_replaced, methods="POST", right=WRITES, data=_gemeente),
    Route("piece_actions", about="plans.plan:own", params=GOAL, right=WRITES),
    Route("piece_actions", about="plans.plan", params=PIECE, right=WRITES_JOINT),
    Route("piece_history", about="plans.plan", params=PIECE),
    Route("piece_history", about="plans.plan:own", params=GOAL),
    Route("piece_history", about="plans.goal:revised", params=_piece),
    Route("theme_link", about="plans.plan:own", params=PRIORITY, methods="POST", right=WRITES, data=lambda _row: {"theme": "x"}),
    Route(
        "theme_unlink",
        about="plans.plan:own",
        methods="POST",
        right=WRITES,
        params=lambda row: PRIORITY(row) | {"theme_id": row.pk},
    ),
    Route(
        "line_link",
        about="plans.plan:own",
        params=GOAL,
        methods="POST",
        right=WRITES,
        data=lambda row: {"line": LINE(row)["piece_id"]},
    ),
    Route(
        "plan_step",
        about="plans.plan",
        params=_step("agree"),
        methods="GET POST",
        shows=False,
        get_right="",
        right=right("plans.agree", on="team"),
        data=lambda _row: {"decided_on": "2024-10-01", "despite": "x"},
    ),
    Route(
        "plan_step",
        about="plans.plan:own",
        params=_step("agree"),
        methods="GET POST",
        shows=False,
        get_right="",
        right=right("plans.agree"),
        data=lambda _row: {"decided_on": "2024-10-01", "despite": "x"},
    ),
    Route(
        "plan_part_step",
        about="plans.plan:own",
        params=_part("report_ready"),
        methods="GET POST",
        shows=False,
        get_right="",
        right=WRITES,
    ),
    Route(
        "plan_part_step",
        about="plans.version:released",
        params=_part("offer"),
        methods="GET POST",
        shows=False,
        get_right="",
        right=right("plans.offer"),
    ),
    Route(
        "plan_part_step",
        about="plans.version:offered",
        params=_part("adopt"),
        methods="GET POST",
        shows=False,
        get_right="",
        sight=either(LOCAL, right("plans.read_ready")),
        right=right("plans.adopt"),
        data=lambda _row: {"decided_on": "2024-02-01", "decision_number": "B1"},
    ),
    Route("timeline", about="plans.layer", params=lambda row: {"kind": "plans.layer", "object_id": row.pk}),
    Route("timeline", about="plans.plan", params=lambda row: {"kind": "plans.plan", "object_id": row.pk}),
    Route("timeline", about="plans.plan:own", params=lambda row: {"kind": "plans.goal", "object_id": GOAL(row)["piece_id"]}),
)
