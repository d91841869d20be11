"""The parts of `tools/make_open_data.py`, by subject."""
