"""The words that may stand in the files: roles, states, kinds. Role codes are those of the whole product."""

from __future__ import annotations

FIELDS = ("V1", "V2", "V3", "V4", "V5")
LINK_KINDS = ("translates", "coincides", "adds", "feeds", "deviates")
SHARING = ("parts", "parallel", "identical", "template", "local_sections")
EDIT_OPS = ("add", "fill", "replace", "leave_out")
PLAN_STATES = ("drafting", "consultation", "agreed", "before_councils", "partly_adopted", "adopted", "in_force", "ended")
ADOPTION_STATES = (
    "with_executive",
    "in_committee",
    "in_council",
    "adopted",
    "adopted_amended",
    "postponed",
    "rejected",
)
PROGRAMME_STATES = ("drafting", "adopted", "running", "closing", "closed")

# The state of an action and the field that must tell what came of it.
ENDING_FIELD = {
    "proposed": None,
    "planned": None,
    "running": None,
    "done": "result",
    "embedded": "embedded_in",
    "on_hold": "reason",
    "stopped": "reason",
    "handed_over": "handed_to",
}

TICKS = ("on_track", "needs_attention", "stuck")

TARGET_GROUPS = (
    "bestuurders",
    "inwoners",
    "jeugd",
    "kwetsbaren",
    "laaggeletterden",
    "medewerkers",
    "ondernemers",
    "ouderen",
    "ouders",
)

BODY_KINDS = (
    "authority_triangle",
    "bilateral",
    "board_meeting",
    "board_working_group",
    "district_safety_meeting",
    "expert_team",
    "information_meeting",
    "intervention_team",
    "local_triangle",
    "officers_meeting",
    "partnership",
    "programme_board",
    "safety_officers_meeting",
    "unit_safety_meeting",
    "working_group",
)
BODY_LEVELS = ("municipality", "base_team", "district", "region", "unit")
HIGHER_KINDS = ("national_agenda", "unit_strategy", "police_unit_plan", "district_agenda")
HIGHER_LEVELS = ("national", "unit", "district")

ROLES = (
    "acting_mayor",
    "alderman",
    "analyst",
    "auditor",
    "care_safety_house",
    "case_coordinator",
    "chief_prosecutor",
    "ciso",
    "communication_adviser",
    "council_assistant",
    "council_clerk",
    "council_member",
    "data_protection_officer",
    "district_chief",
    "employee",
    "enforcement_officer",
    "executive_secretary",
    "finance_adviser",
    "functional_admin",
    "fund_manager",
    "hub_officer",
    "legal_adviser",
    "mayor",
    "municipal_secretary",
    "neighbourhood_team",
    "partner_user",
    "police_officer",
    "privacy_officer",
    "process_coordinator",
    "public",
    "public_prosecutor",
    "records_manager",
    "report_desk",
    "riec_adviser",
    "safety_adviser",
    "strategic_adviser",
    "system_admin",
    "team_chief",
    "working_group_member",
)
