"""The verbs of this room: take figures in, and say what they mean."""

from __future__ import annotations

from driehoek.common import jobs
from driehoek.figures._imports import ImportReport, import_figures
from driehoek.figures._interpretations import (
    add_interpretation,
    change_interpretation,
    remove_interpretation,
)
from driehoek.figures._open_data import load_open_data
from driehoek.figures.feeds.commands import follow, refresh, refresh_due, unfollow
from driehoek.figures.findings.commands import (
    ask_meaning,
    close_meaning_request,
    put_to_triangle,
    remove_note,
    settle_note,
)
from driehoek.figures.findings.following import follow_figure, tell_followers, unfollow_figure
from driehoek.figures.indicators.commands import (
    add_break,
    add_indicator,
    change_indicator,
    close_indicator,
    decline_offer,
    end_break,
    load_indicators,
    load_new_list,
    reopen_indicator,
    take_offer,
)
from driehoek.figures.indicators.typed.commands import type_in
from driehoek.figures.mapping.commands import bring, clear_uploads, forget_mapping, take_in_later, take_in_upload
from driehoek.figures.pictures.commands import (
    accept_picture,
    make_picture,
    publish_picture,
    rename_picture,
    renew_picture,
    withdraw_picture,
    write_field,
)
from driehoek.figures.surveys.commands import import_survey
from driehoek.figures.talks.answering.commands import OPEN, Part, answer_input
from driehoek.figures.talks.asking.commands import ask_for_input, change_request, remind, renew_link
from driehoek.figures.talks.asking.links import token_from
from driehoek.figures.talks.commands import change_talk, record_talk, remove_talk
from driehoek.figures.talks.rules import Partner, Said
from driehoek.organisations import first_run
from driehoek.organisations.viewer import Viewer

__all__ = [
    "OPEN",
    "ImportReport",
    "Part",
    "Partner",
    "Said",
    "accept_picture",
    "add_break",
    "add_indicator",
    "add_interpretation",
    "answer_input",
    "ask_for_input",
    "ask_meaning",
    "bring",
    "change_indicator",
    "change_interpretation",
    "change_request",
    "change_talk",
    "clear_uploads",
    "close_indicator",
    "close_meaning_request",
    "decline_offer",
    "end_break",
    "follow",
    "follow_figure",
    "forget_mapping",
    "import_figures",
    "import_survey",
    "load_indicators",
    "load_open_data",
    "make_picture",
    "publish_picture",
    "put_to_triangle",
    "record_talk",
    "refresh",
    "remind",
    "remove_interpretation",
    "remove_note",
    "remove_talk",
    "rename_picture",
    "renew_link",
    "renew_picture",
    "reopen_indicator",
    "settle_note",
    "take_in_later",
    "take_in_upload",
    "take_offer",
    "tell_followers",
    "token_from",
    "type_in",
    "unfollow",
    "unfollow_figure",
    "withdraw_picture",
    "write_field",
]


jobs.regularly(refresh_due)
jobs.regularly(load_new_list)
jobs.regularly(clear_uploads)
jobs.regularly(tell_followers)


@first_run.after
def load_open_figures(by: Viewer, area_code: str) -> None:
    """An installation that has just begun has the open figures at once, and knows what each of them means."""
    load_indicators()
    load_open_data()
