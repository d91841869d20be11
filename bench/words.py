"""What the three pages say alike: how a state and a tick look."""

BADGES = {"proposed": "neutral", "planned": "open", "running": "open", "on_hold": "attention", "done": "good"}
TICKS = {
    "on_track": ("Op schema", "good"),
    "needs_attention": ("Vraagt aandacht", "attention"),
    "stuck": ("Zit vast", "late"),
    "done": ("Gereed", "done"),
}
ICONS = {
    "good": "circle-check", "attention": "triangle-alert", "late": "clock", "neutral": "circle-dashed", "open": "circle-dot",
    "done": "check",
}  # fmt: skip
