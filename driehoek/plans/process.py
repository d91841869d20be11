"""The way of a plan and of each municipality's part of it, as tables (domain: from start to adoption per council)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.common.process import Process, State, Step

# Steps with this right follow from something else (adoptions, the calendar): no one has a button for them.
COMPUTED: Final = "plans.computed"

PLAN: Final = Process(
    "plan",
    start="preparing",
    law="Politiewet 2012 art. 38b",
    states=(
        State("preparing", _("In voorbereiding")),
        State("drafting", _("Concept in bewerking")),
        State("consultation", _("Ter consultatie")),
        State("processing", _("Reacties verwerken")),
        State("agreed", _("Vastgesteld door de gezagsdriehoek")),
        State("before_councils", _("Bij de raden")),
        State("partly_adopted", _("Deels vastgesteld door de raden")),
        State("adopted", _("Vastgesteld")),
        State("revising", _("In herziening")),
        State("in_force", _("Van kracht")),
        State("ended", _("Afgelopen")),
        State("withdrawn", _("Ingetrokken")),
    ),
    steps=(
        Step("draft", "preparing", "drafting", "plans.write", _("Beginnen met schrijven")),
        Step("consult", "drafting", "consultation", "plans.agree", _("Vrijgeven voor consultatie")),
        Step("close_consultation", "consultation", "processing", "plans.write", _("Consultatie sluiten")),
        Step("agree", "preparing", "agreed", "plans.agree", _("Vaststellen in de driehoek")),
        Step("agree", "drafting", "agreed", "plans.agree", _("Vaststellen in de driehoek")),
        Step("agree", "processing", "agreed", "plans.agree", _("Vaststellen in de driehoek")),
        Step("agree", "revising", "agreed", "plans.agree", _("Vaststellen in de driehoek")),
        Step("reopen", "agreed", "drafting", "plans.agree", _("Terug naar concept"), reason_needed=True),
        Step("offer", "agreed", "before_councils", COMPUTED),
        Step("take_back", "before_councils", "agreed", COMPUTED),
        Step("adopt_some", "before_councils", "partly_adopted", COMPUTED),
        Step("adopt_all", "before_councils", "adopted", COMPUTED),
        Step("adopt_all", "partly_adopted", "adopted", COMPUTED),
        Step("revoke_some", "adopted", "partly_adopted", COMPUTED),
        Step("revoke_all", "adopted", "before_councils", COMPUTED),
        Step("revoke_all", "partly_adopted", "before_councils", COMPUTED),
        Step("revise", "adopted", "revising", "plans.agree", _("Herzien"), reason_needed=True),
        Step("enter_into_force", "adopted", "in_force", COMPUTED),
        Step("end", "in_force", "ended", COMPUTED),
        Step("withdraw", "preparing", "withdrawn", "plans.agree", _("Intrekken"), reason_needed=True),
        Step("withdraw", "drafting", "withdrawn", "plans.agree", _("Intrekken"), reason_needed=True),
        Step("withdraw", "consultation", "withdrawn", "plans.agree", _("Intrekken"), reason_needed=True),
        Step("withdraw", "processing", "withdrawn", "plans.agree", _("Intrekken"), reason_needed=True),
    ),
)

LOCAL_PART: Final = Process(
    "local_part",
    start="empty",
    law="Politiewet 2012 art. 38b; Gemeentewet art. 160",
    states=(
        State("empty", _("Nog leeg")),
        State("none_wanted", _("Geen lokaal deel")),
        State("drafting", _("In bewerking")),
        State("ready", _("Gereed voor het college")),
        State("with_executive", _("Bij het college")),
        State("in_committee", _("In de commissie")),
        State("in_council", _("In de raad")),
        State("adopted", _("Vastgesteld")),
        State("postponed", _("Aangehouden")),
        State("rejected", _("Verworpen")),
        State("revoked", _("Besluit ingetrokken")),
    ),
    steps=(
        Step("write", "empty", "drafting", COMPUTED),
        Step("decline", "empty", "none_wanted", "plans.write_local", _("Geen lokaal deel")),
        Step("reopen", "none_wanted", "drafting", "plans.write_local", _("Toch een lokaal deel")),
        Step("report_ready", "empty", "ready", "plans.write_local", _("Gereed melden")),
        Step("report_ready", "drafting", "ready", "plans.write_local", _("Gereed melden")),
        Step("reopen", "ready", "drafting", "plans.write_local", _("Weer in bewerking nemen")),
        Step("release", "ready", "with_executive", "plans.release", _("Tekst vrijgeven voor het college")),
        Step("release", "none_wanted", "with_executive", "plans.release", _("Tekst vrijgeven voor het college")),
        Step("take_back", "with_executive", "drafting", "plans.release", _("Terugnemen"), reason_needed=True),
        Step("to_committee", "with_executive", "in_committee", "plans.offer", _("Naar de commissie")),
        Step("offer", "with_executive", "in_council", "plans.offer", _("Aanbieden aan de raad")),
        Step("offer", "in_committee", "in_council", "plans.offer", _("Aanbieden aan de raad")),
        Step("adopt", "in_council", "adopted", "plans.adopt", _("Besluit van de raad vastleggen")),
        Step("postpone", "in_council", "postponed", "plans.adopt", _("Aanhouden"), reason_needed=True),
        Step("offer", "postponed", "in_council", "plans.offer", _("Opnieuw op de agenda")),
        Step("reject", "in_council", "rejected", "plans.adopt", _("Verworpen"), reason_needed=True),
        Step("reopen", "rejected", "drafting", "plans.write_local", _("Weer in bewerking nemen")),
        Step("revoke", "adopted", "revoked", "plans.adopt", _("Besluit intrekken"), reason_needed=True),
        Step("reopen", "revoked", "drafting", "plans.write_local", _("Weer in bewerking nemen")),
        Step("reopen", "adopted", "drafting", "plans.write_local", _("Herzien")),
    ),
)

# In these states the joint text may be written; a layer of a municipality has its own states.
OPEN_PLAN: Final = frozenset({"preparing", "drafting", "consultation", "processing", "revising"})
OPEN_PART: Final = frozenset({"empty", "drafting"})
# From here on the adviser of the team reads a municipality's text, and from there on its council does.
READY_PART: Final = frozenset(
    {"none_wanted", "ready", "with_executive", "in_committee", "in_council", "adopted", "postponed", "rejected", "revoked"}
)
OFFERED_PART: Final = frozenset({"in_committee", "in_council", "adopted", "postponed", "rejected", "revoked"})
CLOSED_PLAN: Final = frozenset({"ended", "withdrawn"})
