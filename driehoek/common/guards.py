"""The triggers of this room: what happened stays as it was written."""

from driehoek.common.triggers import Guard, declare

GUARDS = [Guard("event_is_append_only", "common_event")]
declare(*GUARDS)
