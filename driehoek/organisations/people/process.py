"""The life of a grant (rol) as a table. That a term ends needs no step: a role past its last day is no longer in force."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from driehoek.common.process import Process, State, Step

GRANT = Process(
    "grant",
    start="requested",
    states=(
        State("requested", _("wacht op tweede persoon")),
        State("granted", _("toegekend")),
        State("refused", _("geweigerd")),
        State("withdrawn", _("ingetrokken")),
    ),
    steps=(
        Step("approve", "requested", "granted", right="organisations.approve_grant", label=_("Goedkeuren")),
        Step("refuse", "requested", "refused", right="organisations.approve_grant", label=_("Weigeren"), reason_needed=True),
        Step("withdraw", "requested", "withdrawn", right="organisations.withdraw_grant", label=_("Intrekken")),
        Step("withdraw", "granted", "withdrawn", right="organisations.withdraw_grant", label=_("Intrekken"), reason_needed=True),
    ),
)
