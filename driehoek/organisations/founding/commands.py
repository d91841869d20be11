"""The first user makes the installation: area, account and the first roles, all in one transaction."""

from __future__ import annotations

import logging
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event, Setting
from driehoek.common.undo import undoes
from driehoek.organisations import first_run
from driehoek.organisations.accounts import make_account
from driehoek.organisations.areas.commands import load_areas
from driehoek.organisations.founding.queries import DONE
from driehoek.organisations.founding.rules import FOUNDING, first_term, roles_of_founder
from driehoek.organisations.models import Area, Grant, Installation, User
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer
from driehoek.ui.filters import long_date

log = logging.getLogger(__name__)


def found_installation(by: Viewer, *, name: str, email: str, password: str, area_code: str) -> User:
    """Begin this Driehoek. Open to everyone, once: of two who try at the same moment, one wins.

    Raises NotNow when it has begun, Refused (by field) for what was filled in. `by` is the public: nobody exists yet.
    """
    try:
        return _found(by, name=name.strip(), email=email.strip().lower(), password=password, area_code=area_code)
    except IntegrityError:
        if Installation.objects.exists():  # somebody was first, between our look and our write
            raise NotNow(_already()) from None
        raise


def _already() -> str:
    return _("Deze Driehoek is al begonnen. Log in, of vraag een collega om een uitnodiging.")


@transaction.atomic
def _found(by: Viewer, *, name: str, email: str, password: str, area_code: str) -> User:
    if Installation.objects.exists():
        raise NotNow(_already())
    _check_person(name, email, password)
    load_areas()
    today = clock.today()
    area = Area.objects.on(today).filter(pk=area_code).first()
    roles = roles_of_founder(area.level) if area else ()
    if area is None or not roles:
        raise Refused({"area": _("Kies een gemeente of een basisteam uit de lijst.")})
    user = make_account(email, name, password)
    installation = Installation.objects.create(home=area, made_at=clock.now(), made_by=str(user.code))
    founder = Viewer(code=str(user.code), name=user.name, user_id=user.pk)
    _give_first_roles(founder, user, area, roles, today)
    record(
        founder, "organisations.founded", installation, name=area.name, area_code=area.pk, area=area.name, founder=user.name,
        roles=[str(role) for role in roles], until=long_date(first_term(today)),
        exception="first_roles_without_second_person",
    )  # fmt: skip
    return user


def _check_person(name: str, email: str, password: str) -> None:
    faults: dict[str, list[str]] = {}
    if not name:
        faults["name"] = [_("Vul uw naam in.")]
    if not email:
        faults["email"] = [_("Vul uw e-mailadres in.")]
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as refusal:
        faults["password"] = list(refusal.messages)
    if faults:
        raise Refused(faults)


def _give_first_roles(founder: Viewer, user: User, area: Area, roles: tuple[str, ...], today: date) -> None:
    """The one time that nobody else can agree, since nobody else exists: decided by the founding itself, and said so."""
    for role in roles:
        grant = Grant.objects.create(
            user=user, role=role, area=area, starts_on=today, ends_on=first_term(today), state=Grant.State.GRANTED,
            asked_by=founder.code, decided_by=FOUNDING,
        )  # fmt: skip
        record(
            founder, "organisations.first_role", grant, area_code=area.pk, within=user, person=user.name,
            role=str(grant.get_role_display()), area=area.name, until=long_date(grant.ends_on),
        )  # fmt: skip


def prepare(by: Viewer) -> list[str]:
    """Do what the rooms registered and what is not done yet; returns the names of what failed. Safe to run again.

    Each hook is a transaction of its own, so that a failure of one (no disk space for figures) does not undo the founding.
    """
    home = Installation.objects.values_list("home_id", flat=True).get()
    failed = []
    for name, hook in first_run.hooks().items():
        try:
            with transaction.atomic():
                setting, _new = Setting.objects.select_for_update().get_or_create(key=DONE, defaults={"value": []})
                if name in setting.value:
                    continue
                hook(by, home)
                Setting.objects.filter(pk=DONE).update(value=[*setting.value, name])
        except Exception:
            log.exception("first run: %s failed", name)
            failed.append(name)
    return failed


@transaction.atomic
def change_installation(by: Viewer, *, name: str, contact: str, seen: int) -> Event:
    """The name and the address for questions that everyone sees."""
    installation = Installation.objects.select_for_update().get()
    require(by, "organisations.settings", installation.home_id)
    if installation.version != seen:
        raise Outdated(_("Iemand anders heeft de instellingen intussen veranderd."), current=installation)
    before = {"name": installation.name, "contact": installation.contact}
    return _write(by, installation, {"name": name.strip(), "contact": contact.strip()}, before, None)


def _write(by: Viewer, installation: Installation, after: dict[str, str], before: dict[str, str], undone: Event | None) -> Event:
    Installation.objects.filter(pk=installation.pk).update(**after, version=installation.version + 1)
    return record(
        by, "organisations.installation_changed", installation, name=installation.home_id, area_code=installation.home_id,
        before=before, after=after, undoes=undone,
    )  # fmt: skip


@undoes("organisations.installation_changed")
def _change_back(by: Viewer, event: Event) -> None:
    installation = Installation.objects.select_for_update().get()
    require(by, "organisations.settings", installation.home_id)
    if {"name": installation.name, "contact": installation.contact} != event.data["after"]:
        raise Outdated(_("De instellingen zijn daarna nog veranderd. Pas ze zelf aan."))
    _write(by, installation, event.data["before"], event.data["after"], event)
