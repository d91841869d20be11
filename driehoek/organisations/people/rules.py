"""Who may hold which role where, and for how long: pure functions on plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from driehoek.organisations.models import AreaLevel, Role

LINK_DAYS = 14  # an invitation works for two weeks
LONGEST_TERM = timedelta(days=366 * 6)  # the longest office among the roles: a mayor's six years

_M, _T, _D = AreaLevel.MUNICIPALITY, AreaLevel.BASE_TEAM, AreaLevel.DISTRICT
# The scopes of the roles as the field knows them: a council is one municipality's, a team chief one team's.
LEVELS_OF_ROLE: dict[str, tuple[str, ...]] = {
    Role.COUNCIL_MEMBER: (_M,),
    Role.COUNCIL_CLERK: (_M,),
    Role.MAYOR: (_M,),
    Role.ALDERMAN: (_M,),
    Role.EXECUTIVE_SECRETARY: (_M,),
    Role.PUBLIC_PROSECUTOR: (_T,),
    Role.TEAM_CHIEF: (_T,),
    Role.POLICE_OFFICER: (_M, _T),
    Role.SAFETY_ADVISER: (_M,),
    Role.STRATEGIC_ADVISER: (_T,),
    Role.WORKING_GROUP_MEMBER: (_M, _T),
    Role.EMPLOYEE: (_M,),
    Role.PARTNER_USER: (_M, _T),
    Role.COMMUNICATION_ADVISER: (_M, _T),
    Role.FINANCE_ADVISER: (_M, _T),
    Role.ANALYST: (_M, _T),
    Role.FUNCTIONAL_ADMIN: (_M, _T),
    Role.AUDITOR: (_M,),
}


def fits(role: str, level: str) -> bool:
    """Whether a role can be held for an area of this level."""
    return level in LEVELS_OF_ROLE.get(role, ())


def term_fault(starts_on: date, ends_on: date, today: date) -> str:
    """What is wrong with a term, as a word: `past`, `backwards`, `long`; empty when nothing is."""
    if ends_on < today:
        return "past"
    if ends_on < starts_on:
        return "backwards"
    return "long" if ends_on - starts_on > LONGEST_TERM else ""


@dataclass(frozen=True)
class Decision:
    """Who would decide about whose request."""

    decider: str
    asker: str
    receiver: str


def decision_fault(decision: Decision) -> str:
    """Four eyes: `own_request` or `own_role` when the decider is the asker or the receiver; empty when two people decide."""
    if decision.decider == decision.receiver:
        return "own_role"
    return "own_request" if decision.decider == decision.asker else ""


@dataclass(frozen=True)
class FirstAdmin:
    """What is known when an invited person accepts."""

    role: str
    invited_by_founder: bool
    other_admins_ever: int  # people other than the founder who were ever granted this role, anywhere


def is_first_second_person(known: FirstAdmin) -> bool:
    """Whether this acceptance makes the second functional admin of the installation.

    Somebody must be the first whom the founder lets in, and nobody else exists who could approve it. So this one role is in
    force when the invited person accepts: two people were needed for it, and the event says so. Every other grant waits for
    a second functional admin.
    """
    return known.role == Role.FUNCTIONAL_ADMIN and known.invited_by_founder and known.other_admins_ever == 0
