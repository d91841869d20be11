"""The secret link of a partner. The database alone does not give it away: it is made from the row and the secret key."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from driehoek.figures.models import Asked


def new_nonce() -> str:
    return secrets.token_hex(16)


def token_from(nonce: str) -> str:
    return salted_hmac("driehoek.figures.input", nonce, algorithm="sha256").hexdigest()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(asked: Asked) -> str:
    """The whole address, for a mail or to copy."""
    return settings.BASE_URL.rstrip("/") + reverse("input_answer", args=[token_from(asked.nonce)])
