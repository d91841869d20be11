"""The triggers of this room: what was written, released and decided stays as it was."""

from driehoek.common.triggers import Guard, declare

GUARDS = [
    Guard("edit_is_append_only", "plans_edit"),
    Guard("filling_is_append_only", "plans_filling"),
    Guard("version_is_frozen", "plans_version"),
    Guard("printed_is_frozen", "plans_printed"),
    Guard("adoption_is_for_good", "plans_adoption"),
    Guard("revocation_is_for_good", "plans_revocation"),
    Guard("piece_is_kept", "plans_piece", verbs=("DELETE",)),
    Guard("layer_is_kept", "plans_layer", verbs=("DELETE",)),
]
declare(*GUARDS)
