"""The triggers of this room: what was delivered and what an indicator meant stays as it was."""

from driehoek.common.triggers import Guard, declare

GUARDS = [
    Guard("snapshot_is_kept", "figures_snapshot"),
    Guard("indicator_version_is_kept", "figures_indicatorversion"),
]
declare(*GUARDS)
