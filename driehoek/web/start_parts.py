"""The parts of a start page. Each takes the viewer, an area of his and today, and answers one question, or None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.accountability.models import Report
from driehoek.common import timeline
from driehoek.common.gaps import find_gaps
from driehoek.common.models import Event
from driehoek.common.money import euros
from driehoek.figures.models import Snapshot
from driehoek.figures.queries import inhabitants_of, picture
from driehoek.organisations.models import Area, AreaLevel, Grant, Role
from driehoek.organisations.queries import municipalities_of, team_of
from driehoek.organisations.viewer import Viewer
from driehoek.plans.models import Adoption, Plan
from driehoek.programme.queries import late_for, my_programmes, promises, waiting_for
from driehoek.ui.filters import long_date

SHOWN = 6  # rows of a part; the rest is one step away
ENDING_SOON = timedelta(days=60)


@dataclass(frozen=True)
class Row:
    """One line: a link, what is said of it, and a mark. `tone` is that of ui.status, or `plain`; `verdict` that of ui.verdict."""

    text: str
    href: str
    note: str = ""
    mark: str = ""
    tone: str = "plain"
    verdict: str = ""


@dataclass(frozen=True)
class Part:
    """One question answered: a sentence first, then rows. `more` leads to all of it; `quiet`: good news, said softly."""

    title: str
    sentence: str
    rows: Sequence[Row] = field(default_factory=tuple)
    more: tuple[str, str] | None = None
    quiet: bool = False


def role_words(viewer: Viewer, area: Area) -> str:
    """`IV-adviseur en functioneel beheerder`."""
    words = [str(Role(held.role).label) for held in viewer.held if held.area == area.pk]
    return _(" en ").join(dict.fromkeys(words))


def public_areas() -> list[Area]:
    """The municipalities of which a plan was adopted: they have something to show."""
    adopted = Adoption.objects.standing().values("municipality")
    return list(Area.objects.municipalities().filter(pk__in=adopted).order_by("name"))


def waiting(viewer: Viewer, area: Area, today: date) -> Part | None:
    found = waiting_for(viewer, today)
    more = (_("Mijn twintig minuten"), reverse("my_twenty_minutes"))
    if not len(found):
        return Part(_("Wacht op u"), _("Niets. U bent bij."), more=more, quiet=True)
    rows = [
        Row(
            action.title,
            action.get_absolute_url(),
            _("klaar op %(day)s") % {"day": _day(action.ends_on)},
            "" if action.owner_code == viewer.code else action.owner_name or _("geen eigenaar"),
        )
        for action in [*found.own, *found.others][:SHOWN]
    ]
    sentence = ngettext(
        "%(count)s actie wacht op een stand van zaken.", "%(count)s acties wachten op een stand van zaken.", len(found)
    ) % {"count": len(found)}
    return Part(_("Wacht op u"), sentence, rows, more)


def promised(viewer: Viewer, area: Area, today: date) -> Part | None:
    """Everything promised to the council of a municipality, and where it stands."""
    if area.level != AreaLevel.MUNICIPALITY:
        return None
    found = promises(viewer, area.pk, today)
    if not found:
        return Part(
            _("Beloofd aan de raad"),
            _("Er is voor %(area)s nog geen plan. Begin er een; dat kan ook met uw oude plan in Word.") % {"area": area.name},
            more=(_("Een plan beginnen"), reverse("plan_new")),
        )
    worries = [one for one in found if one.late or one.worried]
    untouched = sum(not one.actions for one in found)
    sentence = _("%(total)s maatregelen: %(going)s met acties, %(worried)s met zorgen, %(untouched)s nog zonder actie.") % {
        "total": len(found), "going": len(found) - untouched, "worried": len(worries), "untouched": untouched,
    }  # fmt: skip
    rows = [
        Row(
            one.title,
            one.measure.get_absolute_url(),
            one.priority,
            _("%(late)s te laat") % {"late": one.late} if one.late else _("vraagt aandacht"),
            "late" if one.late else "attention",
        )
        for one in worries[:SHOWN]
    ]
    return Part(_("Beloofd aan de raad"), sentence, rows, (_("Alle beloften"), reverse("programmes")))


_REPORT_TONES = {"published": "done", "noted": "done", "offered": "open", "checked": "attention"}


def reports(viewer: Viewer, area: Area, today: date) -> Part | None:
    """What the council was told, newest first; for who writes them also what is being written."""
    rows = Report.objects.visible_to(viewer).filter(municipality=area).exclude(state="corrected").select_related("plan")
    found = list(rows.order_by("-until", "-made_at")[:SHOWN])
    if not found:
        return None
    last = found[0]
    sentence = _("Het nieuwste verslag gaat over %(since)s tot en met %(until)s.") % {
        "since": long_date(last.since), "until": long_date(last.until),
    }  # fmt: skip
    lines = [
        Row(
            f"{long_date(one.since)} – {long_date(one.until)}",
            one.get_absolute_url(),
            one.plan.title,
            one.state_label,
            _REPORT_TONES.get(one.state, "neutral"),
        )
        for one in found
    ]
    return Part(_("Verslag aan de raad"), sentence, lines, (_("Alle verslagen"), reverse("reports")))


def late(viewer: Viewer, area: Area, today: date) -> Part | None:
    codes = {one.pk for one in municipalities_of(area.pk, today)} | {area.pk}
    if team := team_of(area.pk, today):
        codes.add(team.pk)  # what one municipality leads for all concerns them all
    found = [action for action in late_for(viewer, today) if action.programme.area_id in codes or action.lead_id in codes]
    if not found:
        return Part(_("Te laat"), _("Geen enkele actie is te laat."), quiet=True)
    sentence = ngettext("%(count)s actie is te laat.", "%(count)s acties zijn te laat.", len(found)) % {"count": len(found)}
    rows = [
        Row(
            action.title,
            action.get_absolute_url(),
            action.last_sentence or _("nog niets gemeld"),
            _("sinds %(day)s") % {"day": _day(action.ends_on)},
            "late",
        )
        for action in found[:SHOWN]
    ]
    return Part(_("Te laat"), sentence, rows)


def changes(viewer: Viewer, area: Area, today: date) -> Part | None:
    """What really changes in the figures: only what the verdict calls a rise or a fall."""
    return _changes(viewer, area, _("Wat verandert er echt?"))


def team_changes(viewer: Viewer, area: Area, today: date) -> Part | None:
    """The same for the team, whose larger counts show what those of one municipality cannot."""
    team = team_of(area.pk, today) if area.level == AreaLevel.MUNICIPALITY else None
    return _changes(viewer, team, _("Wat verandert er echt in %(team)s?") % {"team": team.name}) if team else None


def _changes(viewer: Viewer, area: Area, title: str) -> Part:
    seen = picture(viewer, area.pk, beside="niets")
    real = [row for row in seen.rows if row.own and row.own.verdict.verdict in ("stijgt", "daalt")]
    rows = [
        Row(row.own.verdict.statement, reverse("figure", args=[area.pk, row.indicator.pk]), verdict=row.own.verdict.verdict)
        for row in real[:SHOWN]
        if row.own
    ]
    more = (_("Het hele beeld"), reverse("picture", args=[area.pk]))
    return Part(title, seen.summary, rows, more, quiet=not rows)


def adoption(viewer: Viewer, area: Area, today: date) -> Part | None:
    """What was adopted, and by how many councils."""
    codes = {one.pk for one in municipalities_of(area.pk, today)} | {area.pk}
    reads = Q(participations__municipality__in=codes) | Q(team=area.pk) | Q(municipality=area.pk)
    plans = list(Plan.objects.visible_to(viewer).filter(reads, ends_on__gte=today).distinct().order_by("-starts_on"))
    if not plans:
        return None
    decided: dict[object, set[str]] = {plan.pk: set() for plan in plans}
    councils: dict[object, set[str]] = {plan.pk: set() for plan in plans}
    for plan_id, municipality in Adoption.objects.standing().filter(plan__in=plans).values_list("plan", "municipality"):
        decided[plan_id].add(municipality)
    for plan_id, municipality in Plan.objects.filter(pk__in=decided).values_list("pk", "participations__municipality"):
        councils[plan_id].add(municipality)
    rows = []
    for plan in plans:
        k, n = len(decided[plan.pk]), len(councils[plan.pk])
        note = plan.label_on(today)
        if area.level == AreaLevel.MUNICIPALITY and n > 1:
            own = area.pk in decided[plan.pk]
            note = _("%(area)s stelde het vast") % {"area": area.name} if own else _("%(area)s nog niet") % {"area": area.name}
        mark = _("vastgesteld in %(k)s van %(n)s raden") % {"k": k, "n": n}
        rows.append(Row(plan.title, plan.get_absolute_url(), note, mark, "done" if k == n else "open"))
    return Part(_("Wat is vastgesteld?"), _adopted_words(decided, councils), rows, (_("Alle plannen"), reverse("plans")))


def _adopted_words(decided: dict[object, set[str]], councils: dict[object, set[str]]) -> str:
    open_ones = sum(len(councils[plan] - decided[plan]) for plan in decided)
    if not open_ones:
        return _("Alle raden hebben besloten.")
    return ngettext("%(count)s raad moet nog besluiten.", "%(count)s raden moeten nog besluiten.", open_ones) % {
        "count": open_ones
    }


def programmes(viewer: Viewer, area: Area, today: date) -> Part | None:
    codes = {one.pk for one in municipalities_of(area.pk, today)} | {area.pk}
    found = [one for one in my_programmes(viewer, today) if one.programme.area_id in codes and one.programme.state != "closed"]
    if not found:
        return None
    rows = [
        Row(
            one.programme.title,
            one.programme.get_absolute_url(),
            _("%(done)s van %(all)s acties klaar") % {"done": one.done, "all": one.actions},
            _("%(late)s te laat") % {"late": one.late} if one.late else _("op tijd"),
            "late" if one.late else "good",
        )
        for one in found[:SHOWN]
    ]
    sentence = ngettext("Er loopt %(count)s programma.", "Er lopen %(count)s programma’s.", len(found)) % {"count": len(found)}
    return Part(_("Wat doen we?"), sentence, rows, (_("Alle programma’s"), reverse("programmes")))


def gaps(viewer: Viewer, area: Area, today: date) -> Part | None:
    """Where the thread breaks, quietly: how many, and the first few."""
    found = [gap for gap in find_gaps(viewer) if gap.municipality in ("", area.pk)]
    more = (_("Alle gaten"), reverse("gaps"))
    if not found:
        return Part(
            _("De rode draad"), _("De draad is heel: alles hangt aan een thema of is regulier werk."), more=more, quiet=True
        )
    rows = [Row(gap.title, gap.url, gap.sentence, gap.owner) for gap in found[:3]]
    sentence = ngettext("Op %(count)s plek breekt de draad.", "Op %(count)s plekken breekt de draad.", len(found)) % {
        "count": len(found)
    }
    return Part(_("De rode draad"), sentence, rows, more)


def cost(viewer: Viewer, area: Area, today: date) -> Part | None:
    """What the municipality pays for the joint plan: cents per inhabitant times inhabitants."""
    if area.level != AreaLevel.MUNICIPALITY:
        return None
    rows = []
    for plan in Plan.objects.visible_to(viewer).of(area.pk, today).filter(ends_on__gte=today):
        cents = plan.settings.get("contribution", {}).get("cents_per_inhabitant")
        people = inhabitants_of(area.pk)
        if cents and people:
            year, count = people
            note = _("%(rate)s per inwoner × %(count)s inwoners (%(year)s)") % {
                "rate": euros(cents), "count": f"{count:,}".replace(",", "."), "year": year,
            }  # fmt: skip
            rows.append(Row(plan.title, plan.get_absolute_url(), note, euros(cents * count), "plain"))
    if not rows:
        return Part(
            _("Wat kost het?"),
            _("In het plan van %(area)s is geen bijdrage per inwoner afgesproken.") % {"area": area.name},
            quiet=True,
        )
    return Part(
        _("Wat kost het?"),
        _("De bijdrage van %(area)s per jaar, berekend uit wat de raden afspraken.") % {"area": area.name},
        rows,
    )


def sources(viewer: Viewer, area: Area, today: date) -> Part | None:
    newest: dict[str, Snapshot] = {}
    for snapshot in Snapshot.objects.visible_to(viewer).select_related("source").order_by("source_id", "-pk"):
        newest.setdefault(snapshot.source_id, snapshot)
    rows = [
        Row(
            snapshot.source.name,
            reverse("sources"),
            f"{snapshot.source.publisher}, {snapshot.source_id}",
            snapshot.retrieved,
        )
        for snapshot in newest.values()
    ]
    sentence = ngettext("%(count)s bron levert cijfers.", "%(count)s bronnen leveren cijfers.", len(rows)) % {"count": len(rows)}
    return Part(_("Waar komen de cijfers vandaan?"), sentence, rows[:SHOWN], (_("Bronnen en inlezen"), reverse("sources")))


def second_person(viewer: Viewer, area: Area, today: date) -> Part | None:
    """Roles that wait for a second person."""
    found = list(Grant.objects.visible_to(viewer).filter(state="requested").select_related("user", "area"))
    more = (_("Mensen en rollen"), reverse("people"))
    if not found:
        return Part(_("Wacht op een tweede persoon"), _("Geen enkele rol wacht op goedkeuring."), more=more, quiet=True)
    rows = [
        Row(grant.user.name, more[1], f"{grant.get_role_display()} {grant.area.name}", _day(grant.ends_on))
        for grant in found[:SHOWN]
    ]
    sentence = ngettext("%(count)s rol wacht op goedkeuring.", "%(count)s rollen wachten op goedkeuring.", len(found)) % {
        "count": len(found)
    }
    return Part(_("Wacht op een tweede persoon"), sentence, rows, more)


def roles_ending(viewer: Viewer, area: Area, today: date) -> Part | None:
    soon = Grant.objects.visible_to(viewer).in_force(today).filter(ends_on__lte=today + ENDING_SOON)
    found = list(soon.select_related("user", "area").order_by("ends_on"))
    if not found:
        return Part(_("Rollen die aflopen"), _("De komende twee maanden loopt geen rol af."), quiet=True)
    rows = [
        Row(grant.user.name, reverse("people"), f"{grant.get_role_display()} {grant.area.name}", _day(grant.ends_on), "attention")
        for grant in found[:SHOWN]
    ]
    return Part(_("Rollen die aflopen"), _("Verleng wat moet doorlopen; de rest eindigt vanzelf."), rows)


def recent(viewer: Viewer, area: Area, today: date) -> Part | None:
    """Who changed what lately in people, roles and areas."""
    events = Event.objects.filter(verb__startswith="organisations.").select_related("undone_by").order_by("-pk")[: SHOWN * 3]
    rows = [Row(one.sentence, reverse("admin"), one.who, _day(one.at.date())) for one in timeline.lately(viewer, events)]
    return Part(
        _("Wie veranderde wat?"),
        _("De laatste wijzigingen in mensen, rollen en gebieden."),
        rows[:SHOWN],
        (_("Beheer"), reverse("admin")),
    )


def _day(day: date | None) -> str:
    from driehoek.ui.filters import short_date

    return short_date(day)
