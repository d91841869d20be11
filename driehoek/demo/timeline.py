"""What the events of the making of a demo mean."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "demo.founded": _("De demo is gemaakt"),
        "demo.role_given": _("Rol gegeven bij het maken van de demo"),
        "demo.day_moved": _("De demo leeft nu op %(day)s"),
    }
)
