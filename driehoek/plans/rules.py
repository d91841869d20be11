"""The pure rules of this room."""

from driehoek.plans.adoption.rules import adopting_step, content, digest, in_force
from driehoek.plans.process import LOCAL_PART, PLAN
from driehoek.plans.writing.ranks import between, spread
from driehoek.plans.writing.rules import Line, Shortcoming, Written, conflict, fill, left_out, shortcomings, slots, text

__all__ = [
    "LOCAL_PART", "PLAN", "Line", "Shortcoming", "Written", "adopting_step", "between", "conflict", "content",
    "digest", "fill", "in_force", "left_out", "shortcomings", "slots", "spread", "text",
]  # fmt: skip
