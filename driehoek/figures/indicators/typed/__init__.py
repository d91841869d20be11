"""Figures that people type in."""
