"""Hypothesis finds the same examples each time, and no test fails because the machine is busy."""

from hypothesis import settings

settings.register_profile("engine", deadline=None, derandomize=True)
settings.load_profile("engine")
