"""What an indicator means, for those who write about its figures, and the list of all. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.common.search import fold
from driehoek.figures._store import TYPED, holdings, newest_rows
from driehoek.figures.indicators.rules import Break, Definition, Meaning, breaks_from, changed_names, sentences
from driehoek.figures.indicators.themes import THEMES
from driehoek.figures.indicators.typed.rules import Cell, Figure, written
from driehoek.figures.models import Indicator, IndicatorVersion, Snapshot, Source, SurveyQuestion
from driehoek.figures.surveys.store import key_of, points_of
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import Viewer


def breaks_of(indicator: Indicator) -> tuple[Break, ...]:
    """The breaks in its series, in the order of time, each with first and last period (last "" = from then on) and reason.

    No query: they lie in the row.
    """
    return breaks_from(indicator.breaks)


def meaning_of(indicator: Indicator) -> Meaning:
    """Direction, unit in words, and what a reader must know, in whole Dutch sentences. No query.

    `meaning_of(indicator).valued(verdict)` is the word that may stand in a finding, or "".
    """
    moves = _("Dit aantal %(what)s.") % {"what": indicator.get_moves_with_display()} if indicator.moves_with else ""
    return Meaning(
        direction=indicator.direction,
        unit=indicator.unit,
        unit_words=str(indicator.get_unit_display()),
        caveats=sentences(moves, indicator.limits, indicator.willingness),
        breaks=breaks_of(indicator),
    )


def definition_of(indicator: Indicator) -> Definition:
    """What the row says now, as a version keeps it."""
    kept = {name: getattr(indicator, name) for name in Definition.__dataclass_fields__}
    kept["closed_on"] = indicator.closed_on.isoformat() if indicator.closed_on else ""
    kept["themes"] = indicator.themes or ([indicator.theme] if indicator.theme else [])
    return Definition.from_json(kept)


def theme_names(codes: Iterable[str]) -> str:
    """The themes in words; a code that is none of ours stays a code."""
    return ", ".join(str(THEMES.get(code, code)) for code in codes)


def typed_source(indicator: Indicator) -> tuple[str, str, Source.Kind]:
    """(code, name, kind) of the source that typed figures of an indicator go to. Wants the source loaded.

    What people type never stands under the name of a publisher, and is not public: it goes to a source beside it.
    """
    kind = Source.Kind.SURVEY if indicator.kind == Indicator.Kind.VALUE else Source.Kind.COUNTS
    source = indicator.source
    if not source.is_public and source.kind == kind:
        return source.code, source.name, kind
    words = "-waarden" if kind == Source.Kind.SURVEY and source.kind != kind else ""
    return f"{TYPED}{source.code}{words}"[:60], _("Zelf ingevuld: %(source)s") % {"source": source.name}, kind


def countable(viewer: Viewer, source: str) -> list[Indicator]:
    """What can be added up in a group of this source, by name."""
    counts = Indicator.objects.visible_to(viewer).filter(source=source, kind=Indicator.Kind.COUNT, closed_on=None)
    return sorted(counts, key=lambda one: fold(one.label))


# --- what was typed in ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Filled:
    """What a grid shows: the newest figure per cell as it was written, the periods that were provisional, and who typed when."""

    texts: Mapping[Cell, str]
    provisional: frozenset[str]
    deliveries: Sequence[Snapshot]


def filled(indicator: Indicator, areas: Sequence[Area]) -> Filled:
    """What stands in the source of typed figures for these areas. Wants the source of the indicator loaded."""
    code, _name, kind = typed_source(indicator)
    deliveries = list(Snapshot.objects.filter(source=code).order_by("pk"))
    paths = [one.path for one in deliveries]
    typed = [one for one in reversed(deliveries) if (one.details or {}).get("typed") == indicator.pk]
    if not paths:
        return Filled({}, frozenset(), typed)
    if kind == Source.Kind.SURVEY:
        return Filled(_values(paths, indicator, areas), frozenset(), typed)
    mine = {area.pk for area in areas}
    columns = newest_rows([f"{settings.DATA_DIR}/{path}" for path in paths]).to_pydict()
    texts, provisional = {}, set()
    for n, (area, phenomenon, period) in enumerate(zip(columns["area"], columns["phenomenon"], columns["period"], strict=True)):
        if area in mine and phenomenon == indicator.phenomenon:
            texts[area, period] = str(columns["count"][n])
            if columns["provisional"][n]:
                provisional.add(period)
    return Filled(texts, frozenset(provisional), typed)


def _values(paths: Sequence[str], indicator: Indicator, areas: Sequence[Area]) -> dict[Cell, str]:
    keys = {key_of(area.level, area.pk, area.name): area.pk for area in areas}
    return {
        (keys[key], point.period): written(Figure(point.value, point.margin), kind=indicator.kind)
        for (key, phenomenon), points in points_of(paths, list(keys)).items()
        if phenomenon == indicator.phenomenon
        for point in points
    }


# --- the list -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Listed:
    """An indicator in the list. `places`: municipalities with figures; None where that is not counted (a survey)."""

    indicator: Indicator
    has_figures: bool
    places: int | None

    @property
    def figures(self) -> str:
        if not self.has_figures:
            return _("zonder openbaar cijfer") if self.indicator.source.is_public else _("nog geen cijfers")
        if self.places is None:
            return _("enquête")
        return _("%(n)s gemeenten") % {"n": self.places} if self.places != 1 else _("1 gemeente")


def listed(viewer: Viewer) -> list[Listed]:
    """All indicators that this viewer may see, each with whether there are figures. Five queries, whatever the number."""
    indicators = list(Indicator.objects.visible_to(viewer).select_related("source"))
    places, asked = _places(viewer), _asked(viewer)
    found = []
    for indicator in indicators:
        keys = {(indicator.source_id, indicator.phenomenon), (typed_source(indicator)[0], indicator.phenomenon)}
        counted = max(places.get(key, 0) for key in keys)
        found.append(Listed(indicator, bool(counted) or bool(keys & asked), counted or None))
    return found


def _places(viewer: Viewer) -> Mapping[tuple[str, str], int]:
    """(source, phenomenon) → in how many municipalities it is counted."""
    seen = set(Source.objects.visible_to(viewer).values_list("pk", flat=True))
    every: Counter[tuple[str, str]] = Counter()
    for source, held in holdings().items():
        if source in seen:
            every.update((source, phenomenon) for _area, phenomenon in held.series)
    return every


def _asked(viewer: Viewer) -> set[tuple[str, str]]:
    return set(SurveyQuestion.objects.visible_to(viewer).values_list("source_id", "phenomenon"))


# --- one ----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Change:
    """One version of a definition: the row, and what changed in it since the one before, in words."""

    version: IndicatorVersion
    changed: str


def changes_of(indicator: Indicator) -> list[Change]:
    """The versions, newest first."""
    versions = list(indicator.versions.order_by("number"))
    found = []
    for before, version in zip([None, *versions], versions, strict=False):
        names = changed_names(before.definition, version.definition) if before else []
        found.append(Change(version, ", ".join(names)))
    return found[::-1]


def parts_of(indicator: Indicator, viewer: Viewer) -> Sequence[Indicator]:
    """The indicators that a group names, in its order; what this viewer may not see is left out."""
    if not indicator.parts:
        return []
    keys = [tuple(part.split(":", 1)) if ":" in part else (indicator.source_id, part) for part in indicator.parts]
    rows = Indicator.objects.visible_to(viewer).filter(phenomenon__in=[phenomenon for _source, phenomenon in keys])
    known = {(one.source_id, one.phenomenon): one for one in rows}
    return [known[key] for key in keys if key in known]


def groups_with(indicator: Indicator, viewer: Viewer) -> list[Indicator]:
    """The groups that this indicator is a part of."""
    names = {indicator.phenomenon, f"{indicator.source_id}:{indicator.phenomenon}"}
    groups = Indicator.objects.visible_to(viewer).filter(kind=Indicator.Kind.GROUP)
    return [
        group
        for group in groups
        if any(part in names and (":" in part or group.source_id == indicator.source_id) for part in group.parts)
    ]
