"""The addresses of this room."""

from __future__ import annotations

from tests.factories import PUBLIC, Place, Who
from tests.rights.routes import Route, routes


def _may_import(who: Who, place: Place) -> bool:
    return any(who.has("figures.import", area) for area in ("GM0225", "GM0209", "BT-tweestromenland"))


def _figure(indicator):
    return {"area": indicator.place, "code": indicator.pk}


def _interpretation(one):
    return {"interpretation_id": one.pk}


routes(
    Route("pictures"),
    Route("pictures", query="q=dru"),
    Route("sources", get_right="", right=_may_import, methods="GET POST"),
    Route("figure_everywhere", about="figures.indicator", params=lambda indicator: {"code": indicator.pk}),
    Route("picture", about="organisations.area:team", params=lambda row: {"area": row.child_id}, sight=PUBLIC, shows=False),
    Route("picture", about="organisations.area:team", params=lambda row: {"area": row.parent_id}, sight=PUBLIC, shows=False),
    *(
        Route("picture_file", about="organisations.area:team", sight=PUBLIC, shows=False,
              params=lambda row, form=form: {"area": row.parent_id, "form": form})
        for form in ("csv", "xlsx", "json")
    ),
    Route("figure", about="figures.indicator", params=_figure, methods="GET POST", right="figures.interpret", get_right="",
          data=lambda _one: {"kind": "meaning", "text": "Dit zien wij ook."}),
    *(
        Route("figure_file", about="figures.indicator", shows=False,
              params=lambda one, form=form: {**_figure(one), "form": form})
        for form in ("svg", "png", "csv", "json")
    ),
    Route("interpretation", about="figures.interpretation", params=_interpretation, methods="GET POST",
          right="figures.interpret", data=lambda one: {"kind": "meaning", "text": "Anders", "seen": one.version}),
    Route("interpretation_remove", about="figures.interpretation", params=_interpretation, methods="POST",
          right="figures.interpret", data=lambda one: {"seen": one.version}),
)  # fmt: skip
