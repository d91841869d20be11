"""Whether this installation can do its work, for those who watch it: the database answers and the data folder can be written.

`opgegeven` counts the jobs in the background (mails) that failed as often as they are tried: somebody should look at the log.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from driehoek.common import jobs


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    checks = {"database": _database(), "gegevensmap": os.access(settings.DATA_DIR, os.W_OK)}
    healthy = all(checks.values())
    given_up = jobs.given_up() if checks["database"] else None
    return JsonResponse({"gezond": healthy, **checks, "opgegeven": given_up}, status=200 if healthy else 503)


def _database() -> bool:
    from django.db import DatabaseError

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
