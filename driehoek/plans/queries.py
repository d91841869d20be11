"""Reads of this room that compose."""

from driehoek.plans.parts.naming import titles
from driehoek.plans.writing.reading import Text, read

__all__ = ["Text", "read", "titles"]
