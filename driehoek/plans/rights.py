"""Who may do what with plans: the rows of the permission matrix of the field for the joint text (Pl) and the local part (Lo)."""

from driehoek.organisations.models import Role
from driehoek.organisations.rights import Reach, grant_rights

_ANYWHERE = (Reach.OWN, Reach.TEAM)  # given for a team or for a municipality in it

grant_rights(
    {
        "plans.start": {Role.STRATEGIC_ADVISER: Reach.OWN, Role.SAFETY_ADVISER: Reach.OWN},
        # The joint text, before anyone adopted it: everybody at the table of the team.
        "plans.read_joint": {
            Role.STRATEGIC_ADVISER: Reach.OWN,
            Role.SAFETY_ADVISER: Reach.TEAM,
            Role.MAYOR: Reach.TEAM,
            Role.ALDERMAN: Reach.TEAM,
            Role.EXECUTIVE_SECRETARY: Reach.TEAM,
            Role.COUNCIL_CLERK: Reach.TEAM,
            Role.PUBLIC_PROSECUTOR: _ANYWHERE,
            Role.TEAM_CHIEF: _ANYWHERE,
            Role.POLICE_OFFICER: _ANYWHERE,
            Role.WORKING_GROUP_MEMBER: _ANYWHERE,
            Role.COMMUNICATION_ADVISER: _ANYWHERE,
            Role.FINANCE_ADVISER: _ANYWHERE,
            Role.ANALYST: _ANYWHERE,
            Role.FUNCTIONAL_ADMIN: _ANYWHERE,
            Role.AUDITOR: _ANYWHERE,
        },
        # What a municipality writes, before it is released: its own people only.
        "plans.read_local": {
            Role.SAFETY_ADVISER: Reach.OWN,
            Role.MAYOR: Reach.OWN,
            Role.ALDERMAN: Reach.OWN,
            Role.EXECUTIVE_SECRETARY: Reach.OWN,
            Role.COUNCIL_CLERK: Reach.OWN,
            Role.COMMUNICATION_ADVISER: Reach.OWN,
            Role.FINANCE_ADVISER: Reach.OWN,
            Role.ANALYST: Reach.OWN,
            Role.AUDITOR: Reach.OWN,
        },
        "plans.read_ready": {Role.STRATEGIC_ADVISER: Reach.WITHIN},
        "plans.read_offered": {Role.COUNCIL_MEMBER: Reach.OWN},
        # Of a plan of one municipality its own adviser is both writer and secretary.
        "plans.write": {Role.STRATEGIC_ADVISER: Reach.OWN, Role.SAFETY_ADVISER: Reach.OWN},
        # In a team without a strategic adviser its IV-advisers write the joint text together, when the plan says so.
        "plans.write_together": {Role.SAFETY_ADVISER: Reach.TEAM},
        "plans.write_local": {Role.SAFETY_ADVISER: Reach.OWN, Role.MAYOR: Reach.OWN},
        # The triangle decides; its secretary puts the decision in the book.
        "plans.agree": {
            Role.STRATEGIC_ADVISER: Reach.OWN,
            Role.SAFETY_ADVISER: Reach.OWN,
            Role.MAYOR: (Reach.OWN, Reach.TEAM),
            Role.PUBLIC_PROSECUTOR: Reach.OWN,
        },
        "plans.release": {Role.MAYOR: Reach.OWN, Role.EXECUTIVE_SECRETARY: Reach.OWN},
        "plans.offer": {Role.MAYOR: Reach.OWN, Role.EXECUTIVE_SECRETARY: Reach.OWN, Role.COUNCIL_CLERK: Reach.OWN},
        "plans.adopt": {Role.COUNCIL_CLERK: Reach.OWN},
        "plans.participate": {Role.STRATEGIC_ADVISER: Reach.OWN, Role.SAFETY_ADVISER: Reach.OWN},
        "plans.write_higher": {Role.STRATEGIC_ADVISER: Reach.OWN, Role.SAFETY_ADVISER: Reach.OWN, Role.ANALYST: Reach.OWN},
    }
)
