"""The way of a report to a council, as a table. The buttons, the page and the exhaustive tests come from here."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.common.process import Process, State, Step

WRITE: Final = "accountability.write"
COMPUTED: Final = "accountability.computed"  # follows from something else: no one has a button for it

REPORT: Final = Process(
    "report",
    start="collecting",
    states=(
        State("collecting", _("Ophalen")),
        State("drafting", _("Concept")),
        State("checked", _("Gecontroleerd")),
        State("offered", _("Aangeboden aan de raad")),
        State("noted", _("Ter kennis genomen")),
        State("published", _("Openbaar")),
        State("corrected", _("Gecorrigeerd")),
    ),
    steps=(
        Step("draft", "collecting", "drafting", WRITE, _("Beginnen met schrijven")),
        Step("check", "drafting", "checked", "accountability.check", _("Gecontroleerd")),
        Step("reopen", "checked", "drafting", "accountability.check", _("Terug naar concept"), reason_needed=True),
        Step("offer", "checked", "offered", "accountability.offer", _("Aanbieden aan de raad")),
        Step("note", "offered", "noted", "accountability.note", _("De raad nam kennis")),
        Step("publish", "noted", "published", "accountability.publish", _("Openbaar maken")),
        # A report that stands before the council is never changed: a new one says what was wrong, and takes its place.
        Step("correct", "offered", "corrected", COMPUTED),
        Step("correct", "noted", "corrected", COMPUTED),
        Step("correct", "published", "corrected", COMPUTED),
    ),
)
OPEN_STATES: Final = ("collecting", "drafting")
OFFERED_STATES: Final = ("offered", "noted", "published", "corrected")
WAY: Final = ("collecting", "drafting", "checked", "offered", "noted", "published")
