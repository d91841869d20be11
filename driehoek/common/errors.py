"""What can go wrong on purpose: the sentences a user reads.

`Refused` and its children are ValidationErrors, so forms take them as they are and the API turns them into problem+json.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError


class Refused(ValidationError):
    """The rule does not allow it. Carries the Dutch sentence (or sentences by field) that the user reads."""


class Outdated(Refused):
    """Somebody else changed it since the screen was drawn. `current` is what stands there now, to lay beside the typed text."""

    def __init__(self, message: Any, *, current: Any = None) -> None:
        super().__init__(message)
        self.current = current


class NotNow(Refused):
    """The step exists, but not from the state the object is in."""


class NotAllowed(PermissionDenied):
    """The viewer may see this but lacks the right to do that: 403. What may not be seen is a 404 instead."""
