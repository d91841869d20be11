"""The triggers of this room: what a council was given stays as it was."""

from driehoek.common.triggers import Guard, declare

GUARDS = [
    Guard("report_version_is_frozen", "accountability_reportversion"),
    Guard("report_is_kept", "accountability_report", verbs=("DELETE",)),
]
declare(*GUARDS)
