"""How people come in: by invitation only, and never with a published demo password outside a demo."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from driehoek.organisations.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Asked at every sign-in and at every request of a session: a blocked or misplaced account is nobody from then on."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user)) and not is_misplaced(user)


def is_misplaced(user: User) -> bool:
    """Whether this is a login of the demo, whose password is published, outside the demo."""
    return user.is_demo and not settings.DEMO


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and is_misplaced(user):
            raise ValidationError(_("Dit is een inlog van de demo. Die werkt alleen in de demo."))
        return user


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign in whoever has just made an account, and list the session, so that it can be ended like any other."""
    login(request, user)
    UserSession.objects.create_from_request(request)


def make_account(email: str, name: str, password: str) -> User:
    """A person with a password and a known address; part of a command. Raises IntegrityError when the address is taken."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user
