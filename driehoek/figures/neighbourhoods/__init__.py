"""Figures below the municipality: districts (wijken) and neighbourhoods (buurten)."""
