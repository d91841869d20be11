"""The addresses of this room."""

from __future__ import annotations

from driehoek.accountability.models import Report
from tests.accountability.factories import DRAFT
from tests.factories import PUBLIC, Place, Who
from tests.rights.routes import Route, routes

KINDS = ("", ":checked", ":offered", ":published")
PLACES = ("GM0225", "GM0209", "GM0797", "BT-tweestromenland", "BT-meierij")


def _starts_somewhere(who: Who, place: Place) -> bool:
    return any(who.has("accountability.start", area) for area in PLACES)


def _it(report: Report) -> dict:
    return {"report_id": report.pk}


def _step(verb: str):
    return lambda report: {"report_id": report.pk, "verb": verb}


def _seen(report: Report) -> dict:
    return {"seen": report.version, "reason": "Een fout.", "despite": "Het kan zo.", "on": "2024-10-15"}


routes(
    Route("reports"),
    Route("report_new", right=_starts_somewhere, methods="GET POST", data=lambda _row: {"about": "x"}),
    *(
        route
        for kind in (f"accountability.report{suffix}" for suffix in KINDS)
        for route in (
            Route("report", about=kind, params=_it),
            Route("report_print", about=kind, params=_it),
            *(
                Route("report_file", about=kind, params=lambda row, form=form: _it(row) | {"form": form})
                for form in ("docx", "pdf", "html", "md")
            ),
            Route("report_period", about=kind, params=_it, right="accountability.write", methods="GET POST", shows=False,
                  data=lambda row: {"since": "2001-01-01", "until": "2001-06-30", "seen": row.version}),
            Route("report_text", about=kind, params=lambda row: _it(row) | {"key": "introduction"}, shows=False,
                  right="accountability.write", methods="GET POST", data=lambda _row: {"body": "Anders", "seen": 1}),
            Route("timeline", about=kind, sight=DRAFT, shows=False,
                  params=lambda row: {"kind": "accountability.report", "object_id": str(row.pk)}),
            Route("thread", about=kind, shows=False,
                  params=lambda row: {"kind": "accountability.report", "object_id": str(row.pk)}),
        )
    ),
    Route("report_step", about="accountability.report", params=_step("check"), right="accountability.check",
          methods="GET POST", data=_seen, shows=False),
    Route("report_step", about="accountability.report:checked", params=_step("offer"), right="accountability.offer",
          methods="GET POST", data=_seen, shows=False),
    Route("report_step", about="accountability.report:checked", params=_step("reopen"), right="accountability.check",
          methods="GET POST", data=_seen, shows=False),
    Route("report_step", about="accountability.report:offered", params=_step("note"), right="accountability.note",
          methods="GET POST", data=_seen, shows=False),
    Route("report_step", about="accountability.report:published", params=_step("correct"), right="accountability.start",
          methods="GET POST", data=_seen, shows=False),
    Route("public"),
    Route("public", query="q=zoekmij"),
    Route("public_area", about="accountability.report:published", sight=PUBLIC, shows=False,
          params=lambda row: {"code": row.municipality_id}),
    *(
        Route("public_figures", about="accountability.report:published", sight=PUBLIC, shows=False,
              params=lambda row, form=form: {"code": row.municipality_id, "form": form})
        for form in ("csv", "json")
    ),
)  # fmt: skip
