"""Who may do what with reports: the column Rp of the permission matrix of the field.

A draft is of the municipality alone; the adviser of the team reads it from the moment it is checked, the council and those at
the table of the triangle once it is offered. What is published is for everyone.
"""

from driehoek.organisations.models import Role
from driehoek.organisations.rights import Reach, grant_rights

grant_rights(
    {
        "accountability.read": {
            Role.SAFETY_ADVISER: Reach.OWN,
            Role.MAYOR: Reach.OWN,
            Role.ALDERMAN: Reach.OWN,
            Role.EXECUTIVE_SECRETARY: Reach.OWN,
            Role.COMMUNICATION_ADVISER: Reach.OWN,
            Role.FINANCE_ADVISER: Reach.OWN,
            Role.ANALYST: Reach.OWN,
            Role.AUDITOR: Reach.OWN,
        },
        "accountability.read_checked": {Role.STRATEGIC_ADVISER: Reach.WITHIN},
        "accountability.read_offered": {
            Role.COUNCIL_MEMBER: Reach.OWN,
            Role.COUNCIL_CLERK: Reach.OWN,
            Role.PUBLIC_PROSECUTOR: Reach.WITHIN,
            Role.TEAM_CHIEF: Reach.WITHIN,
        },
        "accountability.start": {Role.SAFETY_ADVISER: Reach.OWN},
        # Who freezes it decides what the council reads: somebody who sees all of the programme.
        "accountability.check": {Role.SAFETY_ADVISER: Reach.OWN},
        "accountability.write": {Role.SAFETY_ADVISER: Reach.OWN, Role.COMMUNICATION_ADVISER: Reach.OWN},
        # The college offers; the council takes note, which its clerk puts in the book.
        "accountability.offer": {Role.MAYOR: Reach.OWN, Role.EXECUTIVE_SECRETARY: Reach.OWN},
        "accountability.note": {Role.COUNCIL_CLERK: Reach.OWN},
        "accountability.publish": {
            Role.COUNCIL_CLERK: Reach.OWN,
            Role.SAFETY_ADVISER: Reach.OWN,
            Role.COMMUNICATION_ADVISER: Reach.OWN,
        },
    }
)
