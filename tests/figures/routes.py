"""The addresses of this room."""

from __future__ import annotations

from tests.factories import PUBLIC, SIGNED_IN, Place, Who
from tests.rights.routes import Route, routes


def _may_import(who: Who, place: Place) -> bool:
    return any(who.has("figures.import", area) for area in ("GM0225", "GM0209", "BT-tweestromenland"))


def _figure(indicator):
    return {"area": indicator.place, "code": indicator.pk}


def _interpretation(one):
    return {"interpretation_id": one.pk}


def _may_define(who: Who, place: Place) -> bool:
    return any(who.has("figures.define", area) for area in ("GM0225", "GM0209", "BT-tweestromenland"))


def _code(indicator):
    return {"code": indicator.pk}


def _meant(indicator):
    return {"label": "Overlast", "unit": "count", "direction": "", "moves_with": "", "field": "", "reason": "Afgesproken",
            "seen": indicator.version}  # fmt: skip


def _works_in_municipality(who: Who, place: Place) -> bool:
    return who.works_in(place.municipality)


def _area(talk):
    return {"area": talk.area_id}


def _talk(talk):
    return {"talk_id": talk.pk}


def _request(asking):
    return {"request_id": asking.pk}


def _note(note):
    return {"note_id": note.pk}


def _frozen(picture):
    return {"picture_id": picture.pk}


def _said(talk):
    return {"organisation": "Wijkteam Noord", "organisation_kind": "neighbourhood", "held_on": "2024-10-01", "indicator": "",
            "theme": "rommel", "direction": "same", "certainty": "heard", "quote": "Het blijft zo.", "asks": "",
            "seen": talk.version}  # fmt: skip


def _question(asking):
    return {"question": "Wat ziet u nu?", "until": "2024-11-20", "seen": asking.version}


def _ask(asking):
    return {**_question(asking), "themes": "rommel", "partners": "Wijkteam Noord, noord@voorbeeld.example"}


def _answer(asking):
    return {"kind": "youth", "seen": asking.partner.version, f"{asking.topic.pk}-direction": "more",
            f"{asking.topic.pk}-certainty": "seen", f"{asking.topic.pk}-quote": "Het wordt drukker."}  # fmt: skip


routes(
    Route("pictures"),
    Route("pictures", query="q=dru"),
    Route("claims", sight=SIGNED_IN, methods="GET POST", data=lambda _subject: {"text": "De overlast daalt."}),
    Route("sources", get_right="", right=_may_import, methods="GET POST"),
    Route("upload", about="figures.upload", methods="GET POST", params=lambda one: {"upload_id": one.pk}),
    Route("mapping_forget", about="figures.columnmapping", methods="POST", params=lambda one: {"mapping_id": one.pk},
          data=lambda one: {"seen": one.version}),
    Route("snapshot", about="figures.snapshot", params=lambda one: {"snapshot_id": one.pk}, shows=False),
    Route("snapshot_file", about="figures.snapshot", params=lambda one: {"snapshot_id": one.pk}, shows=False),
    Route("figure_everywhere", about="figures.indicator", params=lambda indicator: {"code": indicator.pk}),
    Route("indicators", sight=PUBLIC),
    *(
        Route("indicators_file", sight=PUBLIC, params=lambda _subject, form=form: {"form": form})
        for form in ("csv", "xlsx", "json")
    ),
    Route("indicator_new", right=_may_define, methods="GET POST",
          data=lambda _subject: {"label": "Eigen telling", "kind": "count", "unit": "count"}),
    Route("indicator_edit", about="figures.indicator", params=_code, methods="GET POST", right=_may_define, data=_meant),
    Route("type_in", about="figures.indicator", params=_code, methods="GET POST",
          right=lambda who, place: any(who.has("figures.type_in", area) for area in ("GM0225", "GM0209")),
          data=lambda one: {"doen": "opslaan", f"c-{one.place}-2024": "4"}),
    Route("break_new", about="figures.indicator", params=_code, methods="GET POST", right=_may_define,
          data=lambda one: {"first": "2020", "last": "2021", "reason": "corona", "seen": one.version}),
    Route("break_end", about="figures.indicator", params=_code, methods="GET POST", right=_may_define, query="van=2012&tot=",
          data=lambda one: {"reason": "was er geen", "seen": one.version, "van": "2012"}),
    Route("indicator_close", about="figures.indicator", params=_code, methods="GET POST", right=_may_define,
          data=lambda one: {"reason": "dubbel", "seen": one.version}),
    Route("indicator_offer", about="figures.indicator", params=_code, methods="POST", right=_may_define, shows=False,
          data=lambda one: {"keuze": "houden", "seen": one.version}),
    Route("picture", about="organisations.area:team", params=lambda row: {"area": row.child_id}, sight=PUBLIC, shows=False),
    Route("picture", about="organisations.area:team", params=lambda row: {"area": row.parent_id}, sight=PUBLIC, shows=False),
    *(
        Route("picture_file", about="organisations.area:team", sight=PUBLIC, shows=False,
              params=lambda row, form=form: {"area": row.parent_id, "form": form})
        for form in ("csv", "xlsx", "json")
    ),
    Route("safety_pictures", about="figures.safetypicture", params=_area, methods="GET POST", sight=PUBLIC, shows=False,
          right="figures.write_picture", get_right="", data=lambda _one: {"title": "Een beeld"}),
    Route("safety_picture", about="figures.safetypicture", params=_frozen),
    Route("safety_picture_title", about="figures.safetypicture", params=_frozen, methods="GET POST",
          right="figures.write_picture", data=lambda one: {"title": "Anders", "seen": one.version}),
    Route("safety_picture_field", about="figures.safetypicture", params=lambda one: {**_frozen(one), "key": "V1"},
          methods="GET POST", right="figures.write_picture", data=lambda _one: {"body": "Rustig.", "seen": 0}, shows=False),
    *(
        Route("safety_picture_step", about="figures.safetypicture", methods="POST", right=right,
              params=lambda one, verb=verb: {**_frozen(one), "verb": verb},
              data=lambda one: {"purpose": "Ons plan", "seen": one.version})
        for verb, right in (("accept", "figures.accept_picture"), ("withdraw", "figures.write_picture"))
    ),
    *(
        Route("safety_picture_file", about="figures.safetypicture", params=lambda one, form=form: {**_frozen(one), "form": form},
              shows=False)
        for form in ("pdf", "docx")
    ),
    Route("neighbourhoods", about="figures.indicator", params=_figure),
    *(
        Route("neighbourhoods_file", about="figures.indicator", shows=False, status=(404,),
              params=lambda one, form=form: {**_figure(one), "form": form})
        for form in ("svg", "png", "csv", "json")
    ),
    Route("charts", about="figures.indicator", params=_figure),
    *(
        Route("chart_file", about="figures.indicator", shows=False,
              params=lambda one, form=form: {**_figure(one), "chart": "gemeenten", "form": form}, status=(200, 404))
        for form in ("svg", "png", "csv", "json")
    ),
    Route("side_by_side", about="organisations.area:team", params=lambda row: {"area": row.parent_id}, sight=PUBLIC, shows=False),
    *(
        Route("side_by_side_file", about="organisations.area:team", sight=PUBLIC, shows=False,
              params=lambda row, form=form: {"area": row.parent_id, "form": form})
        for form in ("csv", "xlsx", "pdf")
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
    Route("talks", about="figures.talk", params=_area),
    Route("talks_file", about="figures.talk", params=_area),
    Route("talk_new", about="figures.talk", params=_area, methods="GET POST", right="figures.record_talk", data=_said,
          shows=False),
    Route("talk", about="figures.talk", params=_talk),
    Route("talk_edit", about="figures.talk", params=_talk, methods="GET POST", right="figures.record_talk", data=_said),
    Route("talk_remove", about="figures.talk", params=_talk, methods="POST", right="figures.record_talk",
          data=lambda talk: {"seen": talk.version}),
    Route("input_request_new", about="figures.inputrequest", params=_area, sight=_works_in_municipality, methods="GET POST",
          right="figures.ask_input", data=_ask, shows=False),
    Route("input_request", about="figures.inputrequest", params=_request),
    Route("input_request_edit", about="figures.inputrequest", params=_request, methods="GET POST", data=_question),
    Route("input_request_remind", about="figures.inputrequest", params=_request, methods="POST"),
    Route("input_request_link", about="figures.inputrequest", methods="POST",
          params=lambda asking: {"request_id": asking.pk, "asked_id": asking.partner.pk},
          data=lambda asking: {"seen": asking.partner.version}),
    Route("input_answer", about="figures.inputrequest", params=lambda asking: {"token": asking.token}, sight=PUBLIC,
          methods="GET POST", data=_answer),
    # What people do with a finding.
    Route("followed", sight=SIGNED_IN),
    Route("figure_follow", about="figures.indicator", params=_figure, methods="POST"),
    Route("figure_unfollow", about="figures.following", params=lambda one: {"following_id": one.pk}, methods="POST"),
    Route("triangle", about="figures.trianglenote", params=lambda note: {"area": note.table_id}),
    Route("triangle_new", about="figures.indicator", params=_figure, methods="GET POST", right="figures.put_to_triangle",
          on="team", data=lambda _one: {"remark": "Bespreken?"}),
    Route("note_settle", about="figures.trianglenote", params=_note, methods="POST", right="figures.settle_note", on="team",
          data=lambda note: {"seen": note.version}),
    Route("note_remove", about="figures.trianglenote", params=_note, methods="POST", data=lambda note: {"seen": note.version}),
    Route("meaning_ask", about="figures.indicator", params=_figure, methods="GET POST", right="figures.ask_meaning",
          data=lambda _one: {"person": "", "question": "Wat is er aan de hand?"}),
    Route("meaning_close", about="figures.meaningrequest", params=_request, methods="POST",
          data=lambda asking: {"seen": asking.version}),
)  # fmt: skip
