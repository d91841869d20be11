"""What the events of this room mean, in words."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "figures.imported": _("Cijfers ingelezen: %(name)s, %(rows)s regels uit %(file)s"),
        "figures.typed_in": _("Cijfers ingevuld: %(name)s, %(rows)s"),
        "figures.indicator_supplied": _("Omschrijving bijgewerkt: %(text)s"),
        "figures.indicator_changed": _("Omschrijving veranderd: %(text)s"),
        "figures.indicator_added": _("Cijfer toegevoegd"),
        "figures.indicator_closed": _("Cijfer gesloten: %(text)s"),
        "figures.indicator_reopened": _("Cijfer weer open: %(text)s"),
        "figures.indicator_put_back": _("Omschrijving teruggezet"),
        "figures.break_added": _("Breuk in de reeks gemeld: %(what)s"),
        "figures.break_ended": _("Breuk in de reeks weggehaald: %(what)s"),
        "figures.offer_taken": _("Omschrijving van Driehoek overgenomen"),
        "figures.offer_declined": _("Eigen omschrijving gehouden"),
        "figures.mapping_chosen": _("Kolommen uitgelegd voor %(name)s"),
        "figures.mapping_forgotten": _("Uitleg van de kolommen vergeten voor %(name)s"),
        "figures.interpreted": _("Duiding geschreven: %(text)s"),
        "figures.reinterpreted": _("Duiding veranderd in: %(text)s"),
        "figures.interpretation_removed": _("Duiding weggehaald: %(text)s"),
        "figures.interpretation_restored": _("Duiding teruggezet: %(text)s"),
        "figures.talk_recorded": _("Gesprek opgeschreven met %(organisation)s: %(text)s"),
        "figures.talk_changed": _("Gesprek met %(organisation)s veranderd in: %(text)s"),
        "figures.talk_removed": _("Gesprek met %(organisation)s weggehaald: %(text)s"),
        "figures.talk_restored": _("Gesprek met %(organisation)s teruggezet: %(text)s"),
        "figures.picture_made": _("Veiligheidsbeeld begonnen: %(title)s"),
        "figures.picture_renamed": _("Titel van het veiligheidsbeeld veranderd in: %(after)s"),
        "figures.picture_written": _("Woorden en bevindingen bij ‘%(place)s’ opgeslagen"),
        "figures.picture_accepted": _("Veiligheidsbeeld vastgesteld voor %(purpose)s: %(cells)s cijfers vastgezet"),
        "figures.picture_withdrawn": _("Concept van het veiligheidsbeeld ingetrokken: %(title)s"),
        "figures.picture_restored": _("Concept van het veiligheidsbeeld teruggezet: %(title)s"),
        "figures.picture_published": _("Veiligheidsbeeld openbaar gemaakt: %(title)s"),
        "figures.picture_replaced": _("Veiligheidsbeeld vervangen door een nieuwe versie: %(title)s"),
        "figures.input_asked": _("Inbreng gevraagd aan %(partners)s partners: %(text)s"),
        "figures.input_changed": _("Verzoek om inbreng veranderd: %(text)s"),
        "figures.input_changed_back": _("Verzoek om inbreng teruggezet: %(text)s"),
        "figures.input_reminded": _("Herinnering gestuurd aan %(partners)s partners"),
        "figures.input_link_renewed": _("Nieuwe link gestuurd aan %(organisation)s"),
        "figures.input_answered": _("%(organisation)s gaf antwoord"),
        "figures.input_answer_changed": _("%(organisation)s veranderde het antwoord"),
    }
)
