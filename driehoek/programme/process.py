"""The states of a programme and of an action, as tables: buttons, diagrams and exhaustive tests come from here.

`late` is no state: it follows from the date (rules.is_late).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from driehoek.common.process import Process, State, Step

WRITE = "programme.write"
REPORT = "programme.report"

PROGRAMME = Process(
    "programme",
    start="drafting",
    states=(
        State("drafting", _("Concept")),
        State("triangle_agreed", _("Afgestemd in de driehoek")),
        State("with_executive", _("Bij het college")),
        State("adopted", _("Vastgesteld door het college")),
        State("council_informed", _("Raad geïnformeerd")),
        State("running", _("In uitvoering")),
        State("interim_report", _("Tussenstand")),
        State("closing", _("Afronding")),
        State("closed", _("Afgesloten")),
    ),
    steps=(
        Step("agree", "drafting", "triangle_agreed", right=WRITE, label=_("Afgestemd in de driehoek")),
        Step("offer", "drafting", "with_executive", right=WRITE, label=_("Aanbieden aan het college")),
        Step("offer", "triangle_agreed", "with_executive", right=WRITE, label=_("Aanbieden aan de colleges")),
        Step("take_back", "triangle_agreed", "drafting", right=WRITE, label=_("Terug naar concept"), reason_needed=True),
        Step("take_back", "with_executive", "drafting", right=WRITE, label=_("Terug naar concept"), reason_needed=True),
        Step("adopt", "with_executive", "adopted", right="programme.adopt", label=_("Besluit van het college vastleggen")),
        # The first college makes it public; the decisions of the others follow while it is already at work.
        *(
            Step("adopt", state, state, right="programme.adopt", label=_("Besluit van het college vastleggen"))
            for state in ("adopted", "council_informed", "running", "interim_report")
        ),
        Step("inform", "adopted", "council_informed", right=WRITE, label=_("De raad is geïnformeerd")),
        Step("run", "council_informed", "running", right=WRITE, label=_("Start de uitvoering")),
        Step("pause_to_report", "running", "interim_report", right=WRITE, label=_("Maak de tussenstand op")),
        Step("resume", "interim_report", "running", right=WRITE, label=_("Verder met de uitvoering")),
        Step("wind_up", "running", "closing", right=WRITE, label=_("Begin met afronden")),
        Step("wind_up", "interim_report", "closing", right=WRITE, label=_("Begin met afronden")),
        Step("close", "closing", "closed", right=WRITE, label=_("Sluit het programma af")),
    ),
)
ADOPTED_STATES = ("adopted", "council_informed", "running", "interim_report", "closing", "closed")
# A programme that waits for a decision, or that is over, does not change.
CLOSED_STATES = ("closed",)

ACTION = Process(
    "action",
    start="proposed",
    states=(
        State("proposed", _("Voorgesteld")),
        State("planned", _("Gepland")),
        State("running", _("Bezig")),
        State("on_hold", _("Stilgelegd")),
        State("done", _("Gereed")),
        State("embedded", _("Geborgd")),
        State("stopped", _("Gestopt")),
        State("handed_over", _("Overgedragen")),
    ),
    steps=(
        Step("plan", "proposed", "planned", right=WRITE, label=_("Inplannen")),
        Step("start", "planned", "running", right=REPORT, label=_("Starten")),
        Step("finish", "running", "done", right=REPORT, label=_("Gereed")),
        Step("embed", "done", "embedded", right=REPORT, label=_("Geborgd")),
        Step("hold", "planned", "on_hold", right=WRITE, label=_("Stilleggen"), reason_needed=True),
        Step("hold", "running", "on_hold", right=WRITE, label=_("Stilleggen"), reason_needed=True),
        Step("resume", "on_hold", "running", right=WRITE, label=_("Weer oppakken")),
        Step("reopen", "done", "running", right=WRITE, label=_("Toch niet gereed"), reason_needed=True),
        Step("reopen", "stopped", "planned", right=WRITE, label=_("Toch weer doen"), reason_needed=True),
        Step("stop", "proposed", "stopped", right=WRITE, label=_("Niet doen"), reason_needed=True),
        Step("stop", "planned", "stopped", right=WRITE, label=_("Stoppen"), reason_needed=True),
        Step("stop", "running", "stopped", right=WRITE, label=_("Stoppen"), reason_needed=True),
        Step("stop", "on_hold", "stopped", right=WRITE, label=_("Stoppen"), reason_needed=True),
        Step("hand_over", "planned", "handed_over", right=WRITE, label=_("Overdragen")),
        Step("hand_over", "running", "handed_over", right=WRITE, label=_("Overdragen")),
        Step("hand_over", "on_hold", "handed_over", right=WRITE, label=_("Overdragen")),
    ),
)
OPEN_STATES = ("proposed", "planned", "running", "on_hold")
WORKING_STATES = ("planned", "running")  # what can be late, and what asks for progress
FINISHED_STATES = ("done", "embedded", "stopped", "handed_over")

# What a step asks beside a reason: the field of the action that must be filled, and the question.
ASKS = {
    "finish": ("result", _("Wat is het resultaat?")),
    "embed": ("anchored_in", _("Waar is het nu geborgd?")),
    "hand_over": ("handed_over_to", _("Aan wie is het overgedragen?")),
    "plan": ("ends_on", _("Wanneer moet het klaar zijn?")),
}
