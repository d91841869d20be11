"""The triggers of this room: what was delivered and what an indicator meant stays as it was."""

from driehoek.common.triggers import Guard, declare

# What was accepted is a copy that nobody changes; only its state goes on (published, replaced).
_SAME = " AND ".join(f"NEW.{name} = OLD.{name}" for name in ("title", "area_id", "purpose", "accepted_on", "sha256", "frozen"))
PICTURES = [
    Guard("picture_cell_is_frozen", "figures_picturecell"),
    Guard("picture_is_kept", "figures_safetypicture", verbs=("DELETE",)),
    Guard(
        "picture_is_frozen",
        "figures_safetypicture",
        verbs=("UPDATE",),
        unless=f"OLD.state IN ('draft', 'withdrawn') OR (NEW.state IN ('accepted', 'published', 'replaced') AND {_SAME})",
    ),
]
GUARDS = [
    Guard("snapshot_is_kept", "figures_snapshot"),
    Guard("indicator_version_is_kept", "figures_indicatorversion"),
]
declare(*GUARDS, *PICTURES)  # apart: an older migration installs what stands in its own list
