"""The themes of the five safety fields, as the method of the VNG (Kernbeleid Veiligheid) lays them out; a few are ours.

Codes are ours and stable. The first digit is the field.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

THEMES: Final = {
    "V11": _("sociale kwaliteit"),
    "V12": _("fysieke kwaliteit"),
    "V13": _("veelvoorkomende en ingrijpende criminaliteit"),
    "V14": _("veiligheidsgevoel"),
    "V21": _("veilig winkelgebied"),
    "V22": _("veilige bedrijventerreinen"),
    "V23": _("veilig uitgaan"),
    "V24": _("veilige evenementen"),
    "V25": _("veilig toerisme en recreatie"),
    "V26": _("veilig buitengebied"),
    "V31": _("jeugdoverlast en problematische groepen"),
    "V32": _("criminele jeugd en jonge aanwas"),
    "V33": _("jeugd, alcohol en drugs"),
    "V34": _("veilig in en om de school"),
    "V35": _("jeugd online"),
    "V41": _("verkeersveiligheid"),
    "V42": _("brandveiligheid"),
    "V43": _("gevaarlijke stoffen"),
    "V44": _("crisisbeheersing"),
    "V45": _("milieu"),
    "V51": _("polarisatie en maatschappelijke onrust"),
    "V52": _("georganiseerde en ondermijnende criminaliteit"),
    "V53": _("integriteit en veilige publieke taak"),
    "V54": _("digitale veiligheid"),
    "V55": _("mensenhandel"),
    "V56": _("fraude"),
}
