"""The mail to a partner: the question, until when, and the link that needs no account."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.figures.models import Asked
from driehoek.figures.talks.asking.links import link_of
from driehoek.organisations.commands import mail_to
from driehoek.ui.filters import long_date


@task
def send_input_request(asked_id: int, nonce: str, reminder: bool) -> None:
    """Mail the link. Does nothing when the link was renewed or the request has ended; a demo mails nobody."""
    with transaction.atomic():
        rows = Asked.objects.select_for_update(of=("self",)).select_related("request__area")
        asked = rows.filter(pk=asked_id, nonce=nonce).first()
        if asked is None or asked.request.until < clock.today() or settings.DEMO:
            return
        if reminder and asked.answered_at is not None:
            return  # the answer came while the reminder waited
        mail_to(asked.email, asked.organisation, _subject(asked, reminder), _text(asked, reminder))


def _subject(asked: Asked, reminder: bool) -> str:
    words = _("Herinnering: wat ziet u in %(area)s?") if reminder else _("Wat ziet u in %(area)s?")
    return words % {"area": asked.request.area.name}


def _text(asked: Asked, reminder: bool) -> str:
    request = asked.request
    opening = (
        _("Een paar dagen geleden vroegen wij u om te vertellen wat u ziet in %(area)s. Uw antwoord kan er nog bij.")
        if reminder
        else _("Wij brengen in beeld hoe veilig het is in %(area)s. Cijfers zeggen niet alles. Daarom vragen wij wat u ziet.")
    )
    text = opening + _(
        "\n\n%(question)s\n\n"
        "Open deze link om te antwoorden. U hebt geen account nodig en u mag een deel later doen. "
        "Antwoorden kan tot en met %(until)s:\n%(link)s\n\n"
        "De link is alleen voor uw organisatie. Schrijf geen namen of andere gegevens van personen op.\n\n"
        "Met vriendelijke groet,\n%(by)s"
    )
    return text % {
        "area": request.area.name,
        "question": request.question,
        "until": long_date(request.until),
        "link": link_of(asked),
        "by": request.by_name,
    }
