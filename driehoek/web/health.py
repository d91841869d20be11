"""Whether this installation can do its work, for those who watch it: the database answers and the data folder can be written."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    checks = {"database": _database(), "gegevensmap": os.access(settings.DATA_DIR, os.W_OK)}
    return JsonResponse({"gezond": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503)


def _database() -> bool:
    from django.db import DatabaseError

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
