"""The verbs of this room: its only writers."""

from __future__ import annotations

from driehoek.organisations.account.commands import end_other_sessions, end_session
from driehoek.organisations.areas.commands import create_team, join_team, leave_team, load_areas
from driehoek.organisations.founding.commands import change_installation, found_installation, prepare
from driehoek.organisations.invitations.commands import (
    accept_invitation,
    invite,
    renew_invitation,
    withdraw_invitation,
)
from driehoek.organisations.notifications.commands import Message, mail_to, notify, say
from driehoek.organisations.people.commands import (
    approve_grant,
    ask_grant,
    block_person,
    extend_grant,
    refuse_grant,
    unblock_person,
    withdraw_grant,
)

__all__ = [
    "Message",
    "accept_invitation",
    "approve_grant",
    "ask_grant",
    "block_person",
    "change_installation",
    "create_team",
    "end_other_sessions",
    "end_session",
    "extend_grant",
    "found_installation",
    "invite",
    "join_team",
    "leave_team",
    "load_areas",
    "mail_to",
    "notify",
    "prepare",
    "refuse_grant",
    "renew_invitation",
    "say",
    "unblock_person",
    "withdraw_grant",
    "withdraw_invitation",
]
