"""The published logins of the demo. They work in a demo only."""

from __future__ import annotations

PASSWORD = "driehoek-demo"  # noqa: S105 published on purpose


def logins() -> list[tuple[str, str]]:
    """(role and place, e-mail) of everyone who can sign in, as the start of the demo prints them."""
    from driehoek.common import clock
    from driehoek.organisations.models import Grant

    day = clock.today()
    grants = Grant.objects.in_force(day).filter(user__is_demo=True).select_related("user", "area").order_by("pk")
    roles: dict[str, list[str]] = {}
    for grant in grants:
        roles.setdefault(grant.user.email, []).append(f"{grant.get_role_display()} {grant.area.name}")
    return [(", ".join(words), email) for email, words in roles.items()]
