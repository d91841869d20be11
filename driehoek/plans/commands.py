"""All verbs of this room."""

from driehoek.plans.adoption.commands import (
    adopt_version,
    release_version,
    revoke_adoption,
    take_part_step,
    take_plan_step,
)
from driehoek.plans.candidates.commands import add_candidate
from driehoek.plans.higher.commands import add_higher_plan, add_theme, link_line, link_theme, unlink_line, unlink_theme
from driehoek.plans.picturing.commands import use_picture
from driehoek.plans.reading.commands import add_tree, start_from_document, start_from_rows
from driehoek.plans.reading.tree import NewPiece
from driehoek.plans.sharing.commands import join_municipality, leave_plan, share_pieces
from driehoek.plans.writing import undo as _undo  # noqa: F401  announces how each verb is undone
from driehoek.plans.writing.commands import (
    add_piece,
    drop_piece,
    edit_piece,
    fill_values,
    leave_out,
    move_piece,
    restore_piece,
    start_plan,
    use_joint_text,
)

__all__ = [
    "NewPiece", "add_candidate", "add_higher_plan", "add_piece", "add_theme", "add_tree", "adopt_version", "drop_piece",
    "edit_piece", "fill_values", "join_municipality", "leave_out", "leave_plan", "link_line", "link_theme",
    "move_piece", "release_version", "restore_piece", "revoke_adoption", "share_pieces", "start_from_document",
    "start_from_rows", "start_plan", "take_part_step", "take_plan_step", "unlink_line", "unlink_theme",
    "use_joint_text", "use_picture",
]  # fmt: skip
