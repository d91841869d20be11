"""The thread through this room: national theme → unit → district → priority → goal → measure, and the lines across."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.thread import Relation, Strand, register
from driehoek.plans.candidates import steps  # noqa: F401  announces what this room offers on the page of a figure
from driehoek.plans.candidates.commands import RELATION
from driehoek.plans.gaps import GAPS  # noqa: F401  announces the breaks in the thread of this room
from driehoek.plans.picturing.queries import RELATION as RESTS_ON

register(
    Relation(RESTS_ON, came_from=_("steunt op het beeld"), became=_("is het beeld onder")),
    Relation(RELATION, came_from=_("komt voort uit"), became=_("leidde tot")),
    Strand("plans.higherplan", "plans.highertheme", "plan", came_from=_("staat in"), became=_("heeft als thema")),
    Strand("plans.highertheme", "plans.highertheme", "sources", came_from=_("werkt uit"), became=_("is uitgewerkt in")),
    Strand("plans.highertheme", "plans.priority", "alignment__theme", came_from=_("sluit aan op"), became=_("is opgepakt in")),
    Strand("plans.plan", "plans.priority", "plan", came_from=_("staat in"), became=_("kiest voor")),
    Strand("plans.plan", "plans.plan", "predecessor", came_from=_("volgt op"), became=_("is opgevolgd door")),
    Strand("plans.plan", "plans.crossline", "plan", came_from=_("staat in"), became=_("kent als lijn")),
    Strand("plans.priority", "plans.priority", "parent", came_from=_("valt onder"), became=_("is verdeeld in")),
    Strand(
        "plans.crossline",
        "plans.priority",
        "piece__line_links__line",
        came_from=_("dient de lijn"),
        became=_("loopt door"),
    ),
    Strand("plans.crossline", "plans.goal", "piece__line_links__line", came_from=_("dient de lijn"), became=_("loopt door")),
    Strand("plans.crossline", "plans.measure", "piece__line_links__line", came_from=_("dient de lijn"), became=_("loopt door")),
    Strand("plans.priority", "plans.goal", "priority", came_from=_("hoort bij"), became=_("heeft als doel")),
    Strand("plans.plan", "plans.goal", "whole_plan", came_from=_("geldt voor het hele"), became=_("heeft als algemeen doel")),
    Strand("figures.indicator", "plans.goal", "facts__indicator", came_from=_("wordt gemeten met"), became=_("meet het doel")),
    Strand("plans.goal", "plans.measure", "goal", came_from=_("draagt bij aan"), became=_("wordt bereikt met")),
    Strand("plans.priority", "plans.measure", "direct_priority", came_from=_("hoort bij"), became=_("wordt aangepakt met")),
)
