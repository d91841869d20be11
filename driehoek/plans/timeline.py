"""What the events of this room mean, in words."""

from django.utils.translation import gettext_lazy as _

from driehoek.common.timeline import say

say(
    {
        "plan.started": _("Plan begonnen: %(name)s"),
        "plan.candidate_added": _("Kandidaat-prioriteit ‘%(name)s’, naar aanleiding van %(figure)s in %(place)s"),
        "plan.candidate_taken_back": _("Kandidaat-prioriteit ‘%(name)s’ teruggenomen"),
        "plan.picture_chosen": _("Het plan steunt op het veiligheidsbeeld ‘%(picture)s’"),
        "plan.picture_let_go": _("Het plan steunt niet meer op het veiligheidsbeeld ‘%(picture)s’"),
        "plan.drafted": _("Het schrijven is begonnen"),
        "plan.offered_for_consultation": _("Vrijgegeven voor consultatie"),
        "plan.consultation_closed": _("De consultatie is gesloten"),
        "plan.agreed": _("De gezagsdriehoek stelde het plan vast op %(decided_on)s"),
        "plan.reopened": _("Het plan ging terug naar concept"),
        "plan.revised": _("Het plan is in herziening genomen"),
        "plan.withdrawn": _("Het plan is ingetrokken"),
        "plan.joined": _("%(municipality)s doet mee"),
        "plan.left": _("%(municipality)s doet niet meer mee vanaf %(until)s"),
        "plan.adopted": _("De raad van %(name)s stelde het plan vast op %(decided_on)s (%(decision_number)s)"),
        "plan.adoption_revoked": _("De raad van %(name)s trok zijn besluit in op %(decided_on)s (%(decision_number)s)"),
        "part.declined": _("%(name)s wil geen lokaal deel"),
        "part.reported_ready": _("%(name)s meldde zijn tekst gereed"),
        "part.reopened": _("%(name)s nam zijn tekst weer in bewerking"),
        "part.taken_back": _("%(name)s nam zijn tekst terug van het college"),
        "part.sent_to_committee": _("De tekst van %(name)s ging naar de raadscommissie"),
        "part.offered": _("De tekst van %(name)s is aan de raad aangeboden"),
        "part.postponed": _("De raad van %(name)s hield de tekst aan"),
        "part.rejected": _("De raad van %(name)s verwierp de tekst"),
        "version.released": _("Versie %(number)s vrijgegeven voor het college"),
        "layer.filled": _("De namen en gegevens in de tekst zijn ingevuld"),
        "layer.shared": _("%(count)s delen gezamenlijk gemaakt, onder andere: %(names)s"),
        "layer.tree_added": _("%(count)s delen toegevoegd (%(source)s)"),
        "piece.added": _("Deel toegevoegd (%(kind)s): %(name)s"),
        "piece.edited": _("Deel veranderd (%(kind)s): %(name)s"),
        "piece.replaced": _("Eigen tekst in plaats van de gezamenlijke (%(kind)s): %(name)s"),
        "piece.joint_again": _("Weer de gezamenlijke tekst (%(kind)s): %(name)s"),
        "piece.moved": _("Deel verplaatst (%(kind)s): %(name)s"),
        "piece.dropped": _("Deel weggehaald (%(kind)s): %(name)s"),
        "piece.left_out": _("Gezamenlijk deel weggelaten (%(kind)s): %(name)s"),
        "piece.restored": _("Deel teruggezet (%(kind)s): %(name)s"),
        "theme.linked": _("‘%(name)s’ gekoppeld aan het thema ‘%(to)s’"),
        "theme.unlinked": _("‘%(name)s’ losgemaakt van het thema ‘%(to)s’"),
        "line.linked": _("De lijn ‘%(to)s’ loopt door ‘%(name)s’"),
        "line.unlinked": _("De lijn ‘%(to)s’ loopt niet meer door ‘%(name)s’"),
        "higher.plan_added": _("Hoger plan toegevoegd: %(name)s"),
        "higher.theme_added": _("Thema toegevoegd: %(name)s"),
    }
)
