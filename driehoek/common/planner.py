"""What the database believes about its tables, after many rows came in at once."""

from __future__ import annotations

from django.db import connections


def count_rows(using: str = "default") -> None:
    """Let PostgreSQL look at its tables now. By itself it does so a minute after a commit; until then, and all through one
    long transaction, it takes full tables for empty ones and reads them whole, again and again. SQLite needs none of this.
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("ANALYZE")
