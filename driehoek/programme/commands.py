"""The verbs of this room: its only writers."""

from driehoek.organisations.commands import Message, say
from driehoek.programme.actions import mails
from driehoek.programme.actions.commands import (
    change_action,
    embed_action,
    finish_action,
    hand_over_action,
    hold_action,
    move_action,
    plan_action,
    propose_action,
    remove_action,
    reopen_action,
    restore_action,
    resume_action,
    start_action,
    step_action,
    stop_action,
)
from driehoek.programme.actions.progress import Report, report_on_all, report_progress
from driehoek.programme.programmes.commands import PAST as PROGRAMME_STEPS
from driehoek.programme.programmes.commands import adopt_programme, change_programme, start_programme, step_programme
from driehoek.programme.sheet.commands import carry_over, import_differences, paste_actions

say("action-assigned", Message(mails.ASSIGNED, mails.assigned))
say("actions-assigned", Message(mails.SEVERAL_ASSIGNED, mails.several_assigned))

__all__ = [
    "PROGRAMME_STEPS",
    "Report",
    "adopt_programme",
    "carry_over",
    "change_action",
    "change_programme",
    "embed_action",
    "finish_action",
    "hand_over_action",
    "hold_action",
    "import_differences",
    "move_action",
    "paste_actions",
    "plan_action",
    "propose_action",
    "remove_action",
    "reopen_action",
    "report_on_all",
    "report_progress",
    "restore_action",
    "resume_action",
    "start_action",
    "start_programme",
    "step_action",
    "step_programme",
    "stop_action",
]
