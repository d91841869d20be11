"""The models of this room: the text and its layers, what is named in it, its adoption, the plans above it."""

from driehoek.plans.adoption.models import Adoption, LocalPart, Printed, Revocation, Version
from driehoek.plans.higher.models import AlignmentLink, HigherPlan, HigherTheme, Level
from driehoek.plans.parts.models import CrossLine, Goal, LineLink, Measure, Priority, SafetyField
from driehoek.plans.sharing.models import Participation
from driehoek.plans.writing.models import Edit, Filling, Head, Layer, Piece, PieceKind, Plan

__all__ = [
    "Adoption", "AlignmentLink", "CrossLine", "Edit", "Filling", "Goal", "Head", "HigherPlan", "HigherTheme", "Layer",
    "Level", "LineLink", "LocalPart", "Measure", "Participation", "Piece", "PieceKind", "Plan", "Printed", "Priority",
    "Revocation", "SafetyField", "Version",
]  # fmt: skip
