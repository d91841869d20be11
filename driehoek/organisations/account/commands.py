"""Ending sessions: your own from your page, everybody's of one person when an account is blocked."""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from driehoek.common.events import record
from driehoek.organisations.models import User
from driehoek.organisations.viewer import Viewer


@transaction.atomic
def end_session(by: Viewer, session_id: int) -> None:
    """End one of your own sessions. Raises DoesNotExist for someone else's."""
    session = UserSession.objects.select_for_update().get(pk=session_id, user_id=by.user_id)
    _end(session)
    record(by, "organisations.session_ended", session.user, person=session.user.name, sessions=1)


@transaction.atomic
def end_other_sessions(by: Viewer, current_key: str) -> int:
    """End all your sessions but the one you are in. Returns how many."""
    user = User.objects.get(code=by.code)
    count = end_sessions_of(user, keep=current_key)
    if count:
        record(by, "organisations.session_ended", user, person=user.name, sessions=count)
    return count


def end_sessions_of(user: User, *, keep: str = "") -> int:
    """End every session of a person, but for `keep`; part of a command."""
    sessions = UserSession.objects.select_for_update().filter(user=user).exclude(session_key=keep)
    ended = list(sessions)
    for session in ended:
        _end(session)
    return len(ended)


def _end(session: UserSession) -> None:
    """Gone from database and cache. Once more after the commit: a request in between could have put it back in the cache."""
    key = session.session_key
    session.end()
    transaction.on_commit(lambda: _forget(key))


def _forget(key: str) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore().delete(key)
