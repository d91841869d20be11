"""The thread through this room."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.thread import Strand, register

register(
    Strand(
        "figures.safetypicture",
        "figures.safetypicture",
        "predecessor",
        came_from=_("volgt op"),
        became=_("is vervangen door"),
    ),
    Strand("figures.indicator", "figures.interpretation", "indicator", came_from=_("gaat over"), became=_("is geduid in")),
    Strand("figures.indicator", "figures.talk", "indicator", came_from=_("gaat over"), became=_("is besproken in")),
    Strand("figures.indicator", "figures.trianglenote", "indicator", came_from=_("gaat over"), became=_("is voorgelegd in")),
    Strand("figures.inputrequest", "figures.talk", "asked__request", came_from=_("antwoordt op"), became=_("kreeg als antwoord")),
)
