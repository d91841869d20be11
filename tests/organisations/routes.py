"""The addresses of this room, of common, and of the library that people sign in with."""

from __future__ import annotations

from driehoek.organisations.invitations.links import token_from
from tests.factories import SIGNED_IN, Place, Who, either, right
from tests.rights.routes import PUBLIC, Route, routes


def _manages_some_team(who: Who, place: Place) -> bool:
    return any(who.has("organisations.manage_team", area) for area in ("GM0225", "BT-tweestromenland"))


def _manages_this_team(who: Who, place: Place) -> bool:
    return any(who.has("organisations.manage_team", area) for area in (place.municipality, place.team))


SOMEWHERE_INVITES = either(right("organisations.invite"), right("organisations.invite", "team"))
MANAGES_PEOPLE = either(right("organisations.read_users"), right("organisations.read_users", "team"), SOMEWHERE_INVITES)


def _code(person):
    return {"code": person.code}


def _grant(grant):
    return {"grant_id": grant.pk}


def _invitation(invitation):
    return {"invitation_id": invitation.pk}


def _team(row):
    return {"code": row.parent_id}


routes(
    Route("begin", methods="GET POST"),  # it has begun: leads to the start page
    Route("areas", query="q=kanarie"),
    Route("areas"),
    Route("area", about="organisations.area", params=lambda area: {"code": area.pk}),
    Route("area", about="organisations.area:team", params=_team, shows=False),
    Route("team_new", right=_manages_some_team, methods="GET POST", data=lambda _none: {"name": "Nieuw"}),
    Route("team_join", about="organisations.area:team", params=_team, right=_manages_some_team, methods="GET POST", shows=False),
    Route(
        "team_leave", about="organisations.area:team", params=lambda row: {"code": row.parent_id, "membership_id": row.pk},
        right=_manages_this_team, methods="GET POST", data=lambda row: {"on": "2029-06-01", "seen": "2029-01-01"}, shows=False,
    ),
    Route("invitation_accept", about="organisations.invitation", sight=PUBLIC, methods="GET POST", shows=False,
          params=lambda row: {"token": token_from(row.nonce)}, data=lambda row: {"name": "Nieuw", "password": "kort"}),
    Route("mine", sight=SIGNED_IN),
    Route("session_end_others", sight=SIGNED_IN, methods="POST"),
    Route("session_end", params=lambda _none: {"session_id": 0}, sight=lambda who, place: False, methods="POST"),
    Route("admin", sight=SIGNED_IN),
    Route("installation", right=lambda who, place: who.has("organisations.settings", "GM0225"), methods="GET POST",
          data=lambda _none: {"name": "Anders", "contact": "", "seen": 1}),
    Route("prepare", right=lambda who, place: who.has("organisations.settings", "GM0225"), methods="POST"),
    Route("people", right=MANAGES_PEOPLE),
    Route("people", right=MANAGES_PEOPLE, query="q=kanarie"),
    Route("invite", right=SOMEWHERE_INVITES, methods="GET POST"),
    Route("person", about="organisations.user", params=_code),
    Route("grant_ask", about="organisations.user", params=_code, right=SOMEWHERE_INVITES, methods="GET POST",
          data=lambda _person: {"role": "analyst", "area": "GM0225", "ends_on": "2029-12-31"}),
    Route("person_block", about="organisations.user", params=_code, right="organisations.block_person", methods="GET POST",
          data=lambda _person: {"seen": 0, "reason": "Uit dienst"}),
    Route("person_unblock", about="organisations.user", params=_code, right="organisations.block_person", methods="POST"),
    Route("grant", about="organisations.grant", params=_grant),
    Route("grant_approve", about="organisations.grant", params=_grant, right="organisations.approve_grant", methods="POST",
          data=lambda grant: {"seen": grant.version}),
    Route("grant_refuse", about="organisations.grant", params=_grant, right="organisations.approve_grant", methods="GET POST",
          data=lambda grant: {"seen": grant.version, "reason": "Niet nodig"}),
    Route("grant_withdraw", about="organisations.grant:granted", params=_grant, right="organisations.withdraw_grant",
          methods="GET POST", data=lambda grant: {"seen": grant.version, "reason": "Uit dienst"}),
    Route("grant_extend", about="organisations.grant:granted", params=_grant, right="organisations.invite", methods="GET POST",
          data=lambda grant: {"seen": grant.version, "ends_on": "2030-01-01"}),
    Route("invitation", about="organisations.invitation", params=_invitation),
    Route("invitation_withdraw", about="organisations.invitation", params=_invitation, right="organisations.invite",
          methods="POST", data=lambda row: {"seen": row.version}),
    Route("invitation_renew", about="organisations.invitation", params=_invitation, right="organisations.invite",
          methods="POST", data=lambda row: {"seen": row.version}),
)  # fmt: skip

# django-allauth: its own tests hold what these do; here they are walked for what they show, and that they do not crash.
_LIBRARY = (
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reauthenticate", "account_email",
    "account_email_verification_sent", "account_change_password", "account_set_password", "account_reset_password",
    "account_confirm_login_code", "account_reset_password_from_key_done", "account_reset_password_done", "mfa_index",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_login_webauthn", "socialaccount_login_cancelled", "socialaccount_login_error",
    "socialaccount_signup", "socialaccount_connections", "usersessions_list",
)  # fmt: skip
_WITH_PARAMETERS = {
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
    "mfa_remove_webauthn": {"pk": 0},
    "mfa_edit_webauthn": {"pk": 0},
    "openid_connect_login": {"provider_id": "geen"},
    "openid_connect_callback": {"provider_id": "geen"},
}
_OLD_ADDRESSES = ("login/cancelled", "login/error", "signup", "connections")  # of the library; they lead to the new ones

routes(
    *(Route(name, library=True) for name in _LIBRARY),
    *(Route(name, library=True, params=lambda _none, given=given: given) for name, given in _WITH_PARAMETERS.items()),
    *(Route(f"account/social/{rest}/", library=True, address=f"/account/social/{rest}/") for rest in _OLD_ADDRESSES),
)
