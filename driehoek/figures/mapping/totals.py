"""Sums that stand in a file beside what they add up: checked and named, never “corrected”. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from driehoek.figures._checking import Checked
from driehoek.figures.mapping import cells
from driehoek.figures.mapping.unfolding import Noticed, Total
from driehoek.ui.filters import number

MOST_NAMED = 20  # sums that do not add up, in words; the rest is counted


def notes_of(checked: Checked, noticed: Noticed) -> list[str]:
    """What the reader must know of a file that was read well: its sums, and what was left out."""
    sums = _sums(checked)
    wrong = [words for total in noticed.totals if (words := _against(total, sums))]
    wrong += [
        _("Regel %(line)s: het totaal van de rij is %(said)s, maar de kolommen tellen op tot %(adds)s.")
        % {"line": line, "said": number(said), "adds": number(adds)}
        for line, said, adds in noticed.row_sums
    ]
    good = len(noticed.totals) + noticed.row_totals - len(wrong)
    wrong += _phenomena(checked)
    notes = wrong[:MOST_NAMED]
    if len(wrong) > MOST_NAMED:
        notes.append(_("En nog %(n)s totalen die niet kloppen.") % {"n": len(wrong) - MOST_NAMED})
    if wrong:
        notes.append(
            _("Er is niets verbeterd: de losse cijfers zijn bewaard zoals ze er staan. Kijk in de bron welk getal klopt.")
        )
    good = len(noticed.totals) + noticed.row_totals - len(wrong)
    if good > 0:
        words = ngettext(
            "%(n)s totaal is herkend, klopt, en is niet dubbel geteld.",
            "%(n)s totalen zijn herkend, kloppen, en zijn niet dubbel geteld.",
            good,
        )
        notes.append(words % {"n": number(good)})
    return notes + left_out(noticed)


def left_out(noticed: Noticed) -> list[str]:
    return [_("%(n)s %(what)s zijn overgeslagen.") % {"n": number(n), "what": what} for what, n in noticed.left_out.items()]


type Sums = Mapping[tuple[str, str], Mapping[str, int]]


def _sums(checked: Checked) -> Sums:
    """(phenomenon, period) → count by area."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for area, phenomenon, period, count in zip(checked.area, checked.phenomenon, checked.period, checked.count, strict=True):
        found[phenomenon, period][area] = count
    return found


def _against(total: Total, sums: Sums) -> str:
    """The sentence about a sum that does not add up; empty when it does."""
    parts = sums.get((total.phenomenon, total.period), {})
    said = {"line": total.line, "what": total.phenomenon, "period": total.period}
    if not isinstance(total.value, int):
        return _("Regel %(line)s: het totaal van %(what)s in %(period)s is geen heel getal.") % said
    if total.members is not None and not total.members <= set(parts):
        return _("Regel %(line)s: het totaal van %(what)s in %(period)s is niet na te gaan: er mist een gemeente.") % said
    adds = sum(count for area, count in parts.items() if total.members is None or area in total.members)
    if adds == total.value:
        return ""
    words = _("Regel %(line)s: het totaal van %(what)s in %(period)s is %(total)s, maar de gemeenten tellen op tot %(adds)s.")
    return words % {**said, "total": number(total.value), "adds": number(adds)}


def _phenomena(checked: Checked) -> Sequence[str]:
    """A phenomenon called ‘totaal’ against the others of that area and period. It stays a figure of its own."""
    rows = zip(checked.area, checked.phenomenon, checked.period, checked.count, checked.line, strict=True)
    totals: dict[tuple[str, str], tuple[int, int]] = {}
    parts: dict[tuple[str, str], int] = defaultdict(int)
    for area, phenomenon, period, count, line in rows:
        if cells.is_total(phenomenon):
            totals[area, period] = (count, line)
        else:
            parts[area, period] += count
    words = _("Regel %(line)s: ‘totaal’ is %(total)s, maar de soorten tellen op tot %(adds)s.")
    return [
        words % {"line": line, "total": number(count), "adds": number(parts[where])}
        for where, (count, line) in totals.items()
        if where in parts and parts[where] != count
    ]
