"""The triggers of this room: what was reported and what a college decided stays as it was."""

from driehoek.common.triggers import Guard, declare

GUARDS = [
    Guard("progress_is_append_only", "programme_progress"),
    Guard("programme_adoption_is_kept", "programme_programmeadoption"),
]
declare(*GUARDS)
