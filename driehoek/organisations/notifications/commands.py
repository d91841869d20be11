"""Telling one person about one thing, at most once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model
from django.tasks import task
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.kinds import reference
from driehoek.common.process import Words
from driehoek.organisations.models import Installation, Notification, User


@dataclass(frozen=True)
class Message:
    """What a kind of notification says. `body` gets the object and the person and returns the text, without a greeting."""

    subject: Words
    body: Callable[[Any, User], str]


_MESSAGES: dict[str, Message] = {}


def say(kind: str, message: Message) -> None:
    """A room says at start what its kind of notification says, in its `commands.py` or a module that it imports."""
    _MESSAGES[kind] = message


@transaction.atomic
def notify(person: User, kind: str, about: Model) -> bool:
    """Tell a person about an object, once per kind: the second time nothing happens. Returns whether it is new.

    Part of the transaction of the command that calls it: row and job commit or vanish with the rest.
    Raises KeyError for a kind that nobody gave words (`say`).
    """
    _MESSAGES[kind]
    about_kind, about_id = reference(about)
    row, new = Notification.objects.get_or_create(
        person=person, kind=kind, about_kind=about_kind, about_id=about_id, defaults={"made_at": clock.now()}
    )
    if new:
        send_notification.enqueue(row.pk)
    return new


@task
def send_notification(notification_id: int) -> None:
    """Mail it. Safe to run twice: the row says whether it was sent; a person who was blocked gets nothing."""
    with transaction.atomic():
        rows = Notification.objects.select_for_update(of=("self",)).select_related("person")
        row = rows.filter(pk=notification_id, sent_at__isnull=True).first()
        if row is None or not row.person.is_active or row.person.is_demo:
            return
        about = apps.get_model(row.about_kind)._base_manager.filter(pk=row.about_id).first()
        if about is None:
            return
        message = _MESSAGES[row.kind]
        mail_to(row.person.email, row.person.name, str(message.subject), message.body(about, row.person))
        Notification.objects.filter(pk=row.pk).update(sent_at=clock.now())


def mail_to(address: str, name: str, subject: str, body: str) -> None:
    """One plain mail in plain Dutch."""
    greeting = _("Beste %(name)s,") % {"name": name}
    installation = Installation.objects.first()
    closing = _("Dit bericht komt van Driehoek: %(address)s") % {"address": settings.BASE_URL}
    if installation and installation.name:
        closing = f"{installation.name}\n{closing}"
    if installation and installation.contact:
        closing += "\n" + _("Vragen? Mail %(contact)s.") % {"contact": installation.contact}
    one_line = " ".join(subject.split())  # a subject with a line break would be refused as a forged header
    send_mail(one_line, f"{greeting}\n\n{body}\n\n{closing}\n", None, [address])
