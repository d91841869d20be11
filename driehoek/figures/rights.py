"""Who may do what with figures. Reading is for everyone who may see the source."""

from driehoek.organisations.models import Role
from driehoek.organisations.rights import Reach, grant_rights

grant_rights(
    {
        "figures.import": {
            Role.FUNCTIONAL_ADMIN: Reach.OWN,
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.OWN,
        },
        "figures.define": {
            Role.FUNCTIONAL_ADMIN: Reach.OWN,
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.OWN,
        },
        "figures.type_in": {
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.OWN,
        },
        "figures.interpret": {
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.TEAM,
            Role.TEAM_CHIEF: Reach.WITHIN,
            Role.POLICE_OFFICER: Reach.WITHIN,
        },
        "figures.record_talk": {
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.TEAM,
        },
        "figures.write_picture": {
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.TEAM,
        },
        # The triangle agrees; its secretary puts that in the book.
        "figures.accept_picture": {
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.OWN,
            Role.MAYOR: (Reach.OWN, Reach.TEAM),
        },
        "figures.publish_picture": {Role.STRATEGIC_ADVISER: Reach.WITHIN, Role.SAFETY_ADVISER: Reach.OWN},
        "figures.ask_input": {
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.TEAM,
        },
        # What waits for the triangle: read and put there by those at its table, ticked off by who prepares it.
        "figures.put_to_triangle": {
            Role.ANALYST: (Reach.WITHIN, Reach.TEAM),
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.TEAM,
            Role.MAYOR: Reach.TEAM,
            Role.PUBLIC_PROSECUTOR: (Reach.WITHIN, Reach.TEAM),
            Role.TEAM_CHIEF: (Reach.WITHIN, Reach.TEAM),
            Role.POLICE_OFFICER: (Reach.WITHIN, Reach.TEAM),
        },
        "figures.settle_note": {Role.STRATEGIC_ADVISER: Reach.WITHIN, Role.SAFETY_ADVISER: Reach.TEAM},
        "figures.ask_meaning": {
            Role.ANALYST: Reach.WITHIN,
            Role.STRATEGIC_ADVISER: Reach.WITHIN,
            Role.SAFETY_ADVISER: Reach.TEAM,
            Role.MAYOR: Reach.TEAM,
            Role.PUBLIC_PROSECUTOR: Reach.WITHIN,
            Role.TEAM_CHIEF: Reach.WITHIN,
        },
    }
)
