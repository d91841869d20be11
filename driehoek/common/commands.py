"""The verbs that belong to no room."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from driehoek.common.events import Actor, record
from driehoek.common.models import Setting


@transaction.atomic
def move_demo_day(by: Actor, day: date) -> None:
    """Let the demo live on another day. Only the demo has this verb; its page refuses elsewhere."""
    setting, _made = Setting.objects.update_or_create(pk="demo_day", defaults={"value": day.isoformat()})
    record(by, "demo.day_moved", setting, day=day.isoformat())
