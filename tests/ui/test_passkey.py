"""Signing in with a passkey on our own page, the whole way, under the security policy."""

import pytest
from django.contrib.auth import get_user_model

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "een lange zin om in te loggen"


@pytest.fixture
def page(page_at, live_server):
    """Signed in with a password, in a browser with a key of its own (a fingerprint reader, as it were)."""
    get_user_model().objects.create_user("anna@voorbeeld.nl", PASSWORD, name="Anna de Vries")
    page = page_at()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
    page.goto(f"{live_server.url}/account/login/?next=/mijn/")
    page.get_by_label("E-mailadres").fill("anna@voorbeeld.nl")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(f"{live_server.url}/mijn/")
    return page


def test_a_passkey_made_once_signs_in_without_a_password(page, live_server):
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)  # asked again before anything about safety changes
    page.get_by_role("button", name="Bevestigen").click()
    page.locator("input[name=name]").fill("Laptop")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: "/webauthn/add" not in address)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/?next=/mijn/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    page.wait_for_url(f"{live_server.url}/mijn/")
    assert page.get_by_role("heading", name="Mijn account").is_visible()
    assert page.complaints == []
