"""The mails about invitations and roles."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.organisations.invitations.links import link_of
from driehoek.organisations.models import Grant, Invitation, User
from driehoek.organisations.notifications.commands import Message, mail_to, say
from driehoek.ui.filters import long_date


@task
def send_invitation(invitation_id: int, nonce: str) -> None:
    """Mail the link. Does nothing for an invitation that was used, withdrawn or renewed in the meantime."""
    with transaction.atomic():
        rows = Invitation.objects.waiting().select_related("area")
        invitation = rows.select_for_update(of=("self",)).filter(pk=invitation_id, nonce=nonce).first()
        if invitation is None:
            return
        text = _(
            "U bent uitgenodigd voor Driehoek, als %(role)s voor %(area)s.\n\n"
            "Open deze link om een wachtwoord te kiezen. De link werkt één keer, tot en met %(until)s:\n%(link)s\n\n"
            "Kent u de afzender niet? Dan hoeft u niets te doen."
        ) % {
            "role": invitation.get_role_display(),
            "area": invitation.area.name,
            "until": long_date(invitation.expires_on),
            "link": link_of(invitation),
        }
        mail_to(invitation.email, invitation.name, _("Uitnodiging voor Driehoek"), text)


def _grant_words(grant: Grant) -> dict[str, str]:
    return {
        "person": grant.user.name,
        "role": grant.get_role_display(),
        "area": grant.area.name,
        "until": long_date(grant.ends_on),
        "link": f"{settings.BASE_URL.rstrip('/')}/beheer/rollen/{grant.pk}/",
        "home": f"{settings.BASE_URL.rstrip('/')}/mijn/",
        "reason": grant.reason or "–",
    }


def _waits(grant: Grant, person: User) -> str:
    return _(
        "Er is een rol gevraagd voor %(person)s: %(role)s voor %(area)s, tot en met %(until)s.\n"
        "Een tweede persoon moet die rol goedkeuren of weigeren. U bent een van de mensen die dat kunnen:\n%(link)s"
    ) % _grant_words(grant)


def _granted(grant: Grant, person: User) -> str:
    return _("U hebt nu een rol: %(role)s voor %(area)s, tot en met %(until)s.\nUw rollen staan hier: %(home)s") % _grant_words(
        grant
    )


def _refused(grant: Grant, person: User) -> str:
    return _("De rol %(role)s voor %(area)s, gevraagd voor %(person)s, is geweigerd.\nReden: %(reason)s") % _grant_words(grant)


say("grant-waits", Message(gettext_lazy("Een rol wacht op u als tweede persoon"), _waits))
say("grant-granted", Message(gettext_lazy("U hebt een rol in Driehoek"), _granted))
say("grant-refused", Message(gettext_lazy("Een gevraagde rol is geweigerd"), _refused))
