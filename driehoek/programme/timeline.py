"""What the events of this room mean, in words."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "programme.started": _("Programma begonnen: %(name)s"),
        "programme.changed": _("Titel of periode van het programma veranderd"),
        "programme.agreed": _("Programma afgestemd in de driehoek"),
        "programme.offered": _("Programma aangeboden aan het college"),
        "programme.taken_back": _("Programma teruggehaald naar concept"),
        "programme.adopted": _("Vastgesteld door het college van %(municipality)s (besluit %(number)s)"),
        "programme.council_informed": _("De raad is geïnformeerd over het programma"),
        "programme.run": _("De uitvoering is begonnen"),
        "programme.interim_reported": _("De tussenstand wordt opgemaakt"),
        "programme.resumed": _("Verder met de uitvoering"),
        "programme.winding_up": _("Het programma wordt afgerond"),
        "programme.closed": _("Programma afgesloten"),
        "programme.sheet_taken_in": _("Ingelezen uit %(source)s: %(summary)s"),
        "programme.sheet_taken_out": _("Ingelezen uit %(source)s: %(summary)s"),
        "programme.actions_pasted": _("Geplakt uit Excel: %(summary)s"),
        "programme.paste_taken_out": _("Geplakt uit Excel: %(summary)s"),
        "programme.actions_carried_over": _("Meegenomen uit ‘%(old)s’: %(summary)s"),
        "programme.actions_carried_back": _("Meegenomen uit ‘%(old)s’: %(summary)s"),
        "action.proposed": _("Actie toegevoegd: %(name)s"),
        "action.added_from_sheet": _("Actie toegevoegd uit Excel of een eerder programma: %(name)s"),
        "action.changed": _("Veranderd: %(fields)s"),
        "action.changed_from_sheet": _("Veranderd bij het inlezen of meenemen"),
        "action.changed_back": _("Verandering bij het inlezen of meenemen teruggedraaid"),
        "action.moved": _("Onder een andere maatregel gehangen"),
        "action.planned": _("Ingepland"),
        "action.started": _("Gestart"),
        "action.finished": _("Gereed gemeld"),
        "action.embedded": _("Geborgd"),
        "action.held": _("Stilgelegd"),
        "action.resumed": _("Weer opgepakt"),
        "action.reopened": _("Opnieuw geopend"),
        "action.stopped": _("Gestopt"),
        "action.handed_over": _("Overgedragen"),
        "action.removed": _("Actie verwijderd: %(name)s"),
        "action.restored": _("Actie teruggezet: %(name)s"),
        "progress.reported": _("Voortgang: %(tick)s. %(sentence)s"),
        "progress.taken_back": _("Voortgang: %(tick)s. %(sentence)s"),
    }
)
