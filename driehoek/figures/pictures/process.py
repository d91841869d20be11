"""The way of a picture from draft to accepted, as a table. Buttons, page and exhaustive tests come from here."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.common.process import Process, State, Step

WRITE: Final = "figures.write_picture"
ACCEPT: Final = "figures.accept_picture"
PUBLISH: Final = "figures.publish_picture"
COMPUTED: Final = "figures.computed"  # follows from something else: no one has a button for it

PICTURE: Final = Process(
    "safetypicture",
    start="draft",
    states=(
        State("draft", _("Concept")),
        State("accepted", _("Vastgesteld")),
        State("published", _("Vastgesteld en openbaar")),
        State("replaced", _("Vervangen door een nieuwer beeld")),
        State("withdrawn", _("Ingetrokken")),
    ),
    steps=(
        Step("accept", "draft", "accepted", ACCEPT, _("Vaststellen")),
        Step("withdraw", "draft", "withdrawn", WRITE, _("Intrekken")),
        Step("publish", "accepted", "published", PUBLISH, _("Openbaar maken")),
        # What was accepted never changes: a newer picture takes its place.
        Step("replace", "accepted", "replaced", COMPUTED),
        Step("replace", "published", "replaced", COMPUTED),
    ),
)
FROZEN_STATES: Final = ("accepted", "published", "replaced")
STANDING_STATES: Final = ("accepted", "published")
