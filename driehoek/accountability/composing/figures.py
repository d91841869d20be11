"""Figures in a report: the verdict first, in the words of the picture; then the chart, its table, and what people make of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from driehoek.accountability.composing.facts import Facts
from driehoek.common.clock import AMSTERDAM
from driehoek.documents.structure import Callout, Figure, Part, Prose, Table, written
from driehoek.documents.text import escaped
from driehoek.figures import rules as figure_rules
from driehoek.figures.models import Interpretation
from driehoek.figures.queries import NARROW, WIDE, Cell, chart_svg, chart_title, finding_of, named


class Drawer:
    """Draws each figure once; where it comes back, the text points to where it stands."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.used: list[str] = []
        self.narrow: list[str] = []

    def figure(self, cell: Cell) -> list[Part]:
        code = cell.indicator.pk
        headline = figure_rules.headline(cell.area.name, named(cell.indicator).counted, cell.verdict)
        if code in self.used:
            again = _("Hierbij hoort hetzelfde cijfer als hierboven, ‘%(what)s’: %(headline)s.")
            return [Prose(again % {"what": escaped(cell.indicator.label), "headline": escaped(_inner(headline))})]
        self.used.append(code)
        finding = finding_of(self.facts.picture, cell)  # in the words of the page
        said = " ".join((finding.statement, *finding.meaning))
        parts: list[Part] = [Prose(f"**{escaped(headline)}.** {escaped(said)}")]
        if finding.caveats:
            parts.append(Prose(escaped(" ".join(finding.caveats))))
        if cell.series.blocks:
            self.narrow.append(chart_svg(cell, NARROW, prefix=f"smal-{len(self.used)}"))
            parts.append(self._drawing(cell))
        parts += [_callout(one) for one in self.facts.interpretations.get(code, [])]
        return parts

    def _drawing(self, cell: Cell) -> Figure:
        source = self._source(cell)
        rows = tuple((block.label, f"{block.count:,}".replace(",", "."), _note(block)) for block in cell.series.blocks)
        return Figure(
            svg=chart_svg(cell, WIDE, prefix=f"figuur-{len(self.used)}"),
            title=chart_title(cell),
            alt=cell.verdict.statement,
            source=source,
            source_date=None,
            table=Table((_("Periode"), _("Aantal"), _("Opmerking")), rows, numeric=frozenset({1}), header_column=True),
        )

    def _source(self, cell: Cell) -> str:
        used = next(one for one in self.facts.picture.used if one.source.pk == cell.source_id)
        name = f"{used.source.publisher}, {used.source}" if used.source.publisher else str(used.source)
        return f"{name}, {used.snapshot.retrieved}"


def _inner(headline: str) -> str:
    return headline[:1].lower() + headline[1:]


def _note(block) -> str:  # type: ignore[no-untyped-def]
    return _("voorlopig") if block.provisional else ""


def _callout(one: Interpretation) -> Callout:
    """What was said of the figure, with its date; who said it stays inside, the report is of the municipality."""
    on = written((one.changed_at or one.at).astimezone(AMSTERDAM).date())
    title = _("Duiding") if one.kind == Interpretation.Kind.MEANING else _("Kanttekening")
    return Callout(title, f"{escaped(one.text)} ({on})", "note" if one.kind == Interpretation.Kind.MEANING else "attention")
