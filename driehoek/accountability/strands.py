"""The thread through this room: a report says what became of a plan."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.thread import Strand, register

register(
    Strand(
        "plans.plan", "accountability.report", "plan",
        came_from=_("legt verantwoording af over"), became=_("is verantwoord in"),
    ),
    Strand(
        "accountability.report", "accountability.report", "predecessor",
        came_from=_("corrigeert"), became=_("is gecorrigeerd door"),
    ),
)  # fmt: skip
