"""What the events of this room mean, in words."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "report.made": _("Verslag gemaakt: %(name)s"),
        "report.period_changed": _("Periode van het verslag veranderd"),
        "report.text_written": _("Tekst geschreven: %(place)s"),
        "report.drafted": _("Begonnen met schrijven"),
        "report.checked": _("Gecontroleerd en vastgezet als versie %(number)s"),
        "report.reopened": _("Terug naar concept"),
        "report.offered": _("Aangeboden aan de raad"),
        "report.noted": _("De raad nam kennis van het verslag"),
        "report.published": _("Verslag openbaar gemaakt"),
        "report.corrected": _("Gecorrigeerd: er is een nieuw verslag"),
    }
)
