"""What the events of this room mean, in words."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "figures.imported": _("Cijfers ingelezen: %(name)s, %(rows)s regels uit %(file)s"),
        "figures.interpreted": _("Duiding geschreven: %(text)s"),
        "figures.reinterpreted": _("Duiding veranderd in: %(text)s"),
        "figures.interpretation_removed": _("Duiding weggehaald: %(text)s"),
        "figures.interpretation_restored": _("Duiding teruggezet: %(text)s"),
    }
)
