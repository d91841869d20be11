"""Who may do what with programmes and actions. The owner of an action may always report on it and change it.

`read` is the inside view, drafts included; `read_adopted` is what a council reads of an adopted programme, without the names of
officials. What is adopted is public in title and state. A role for a municipality reaches the joint programme of its team,
never the draft of a neighbour; a role for a team never reaches the drafts of its municipalities.
"""

from driehoek.organisations.models import Role
from driehoek.organisations.rights import Reach, grant_rights

grant_rights(
    {
        "programme.read": {
            Role.SAFETY_ADVISER: Reach.TEAM,
            Role.STRATEGIC_ADVISER: Reach.OWN,
            Role.MAYOR: Reach.TEAM,
            Role.ALDERMAN: Reach.TEAM,
            Role.EXECUTIVE_SECRETARY: Reach.TEAM,
            Role.PUBLIC_PROSECUTOR: Reach.OWN,
            Role.TEAM_CHIEF: Reach.OWN,
            Role.WORKING_GROUP_MEMBER: Reach.OWN,
            Role.ANALYST: Reach.OWN,
            Role.FINANCE_ADVISER: Reach.OWN,
            Role.COUNCIL_CLERK: Reach.OWN,
            Role.AUDITOR: Reach.OWN,
        },
        "programme.read_adopted": {
            Role.COUNCIL_MEMBER: Reach.TEAM,
            Role.COUNCIL_CLERK: Reach.TEAM,
            Role.FINANCE_ADVISER: Reach.TEAM,
            Role.AUDITOR: Reach.TEAM,
        },
        "programme.write": {Role.SAFETY_ADVISER: Reach.OWN, Role.STRATEGIC_ADVISER: Reach.OWN},
        # Whoever sits at the table of the team may put something on it; the strategic adviser takes it in.
        "programme.propose": {
            Role.SAFETY_ADVISER: Reach.TEAM,
            Role.STRATEGIC_ADVISER: Reach.OWN,
            Role.WORKING_GROUP_MEMBER: Reach.OWN,
            Role.COMMUNICATION_ADVISER: Reach.OWN,
        },
        "programme.report": {Role.SAFETY_ADVISER: Reach.OWN, Role.STRATEGIC_ADVISER: Reach.OWN},
        # The college decides; its secretary records the decision.
        "programme.adopt": {Role.EXECUTIVE_SECRETARY: Reach.OWN},
    }
)
