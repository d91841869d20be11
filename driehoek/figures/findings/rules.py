"""A finding: what one figure of one area says, in sentences. The same on the page, in a report and in a mail. Pure.

All limits are at 95 %. Nothing here judges: each sentence rests on a verdict or a test of the engine that carries it, or it
is not said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from driehoek.engine.peers import Standing
from driehoek.engine.results import SeriesVerdict, Verdict
from driehoek.engine.sentences import whole

CHANGES = (Verdict.RISES, Verdict.FALLS)
FEW = 10  # with fewer expected than this, one or two more or less is a large part
LEANS = 0.75  # where its own rate counts for less than this, the shrunken rate is worth a sentence


@dataclass(frozen=True)
class Beside:
    """How a municipality stands beside its peers, in rates per 1,000 inhabitants.

    high     None: no upper limit
    nearest  whether its own size class held too few, so that peers are those that come nearest
    """

    standing: Standing
    peers: int
    smallest: int
    largest: int
    rate: float
    low: float
    high: float | None
    usual: bool
    nearest: bool = False


@dataclass(frozen=True)
class Shrunken:
    """The rate per 1,000 drawn towards that of municipalities of like size; own: how much its own rate counts, 0 to 1."""

    rate: float
    low: float
    high: float
    own: float


@dataclass(frozen=True)
class Shift:
    """The level changed after `after`, from `before` to `later` a year, and why. No shift is told without a reason."""

    after: str
    before: float
    later: float
    reason: str


@dataclass(frozen=True)
class Elsewhere:
    """A rise in the same period, next door or of another kind, that a fall here may have moved to."""

    area: str
    counted: str
    latest: int
    low: int
    high: int


@dataclass(frozen=True)
class Known:
    """All that a finding may speak of. What is None or empty is not known, and not spoken of.

    rate_low, rate_high   limits of the rate per 1,000 at 95 %
    moves_with            words of the indicator: what else the count hangs on
    breaks                sentences of the indicator about breaks in the series
    """

    area: str
    counted: str
    headline: str
    verdict: SeriesVerdict
    rate: float | None = None
    rate_low: float | None = None
    rate_high: float | None = None
    beside: Beside | None = None
    shrunken: Shrunken | None = None
    shift: Shift | None = None
    elsewhere: Sequence[Elsewhere] = ()
    moves_with: str = ""
    breaks: Sequence[str] = ()


@dataclass(frozen=True)
class Finding:
    """The sentences of a finding, each with its part. Empty where there is nothing to say.

    statement   what was counted, what is usual, what that means
    size        how much more or less that is, in people's units
    rate        per 1,000 inhabitants, with how sure that is; of a small area also the careful estimate
    peers       beside municipalities of like size
    long_run    a change of level that has a reason
    elsewhere   where a fall may have moved to
    unseen      what could not have been seen
    caveats     what to bear in mind
    """

    headline: str
    statement: str
    size: str
    rate: str
    peers: str
    long_run: str
    elsewhere: str
    unseen: str
    caveats: tuple[str, ...]

    @property
    def meaning(self) -> tuple[str, ...]:
        """What it means, after the statement."""
        return tuple(one for one in (self.size, self.rate, self.peers, self.long_run, self.elsewhere, self.unseen) if one)

    @property
    def sentences(self) -> tuple[str, ...]:
        return (self.statement, *self.meaning, *self.caveats)

    @property
    def text(self) -> str:
        """All of it in one run, as a report and a mail print it."""
        return " ".join(self.sentences)


def finding(known: Known) -> Finding:
    """The finding of a figure."""
    return Finding(
        headline=known.headline,
        statement=known.verdict.statement,
        size=_size(known),
        rate=_rate(known),
        peers=_peers(known),
        long_run=_long_run(known),
        elsewhere=_elsewhere(known),
        unseen=_unseen(known),
        caveats=_caveats(known),
    )


def decimal(value: float) -> str:
    """A rate as readers write it: 4,2; below one with a digit more."""
    return f"{value:.{1 if value >= 0.995 else 2}f}".replace(".", ",") if value else "0"


def _size(known: Known) -> str:
    """How many more or fewer than usual. Only for what the verdict calls a rise or a fall."""
    verdict = known.verdict
    if verdict.verdict not in CHANGES or verdict.latest is None or verdict.expected is None:
        return ""
    more = verdict.verdict is Verdict.RISES
    about = _rounded(abs(verdict.latest - verdict.expected))
    if not about:
        return ""
    words = (
        _("Dat zijn ongeveer %(n)s %(what)s meer dan gewoonlijk")
        if more
        else _("Dat zijn ongeveer %(n)s %(what)s minder dan gewoonlijk")
    )
    text = words % {"n": whole(about), "what": known.counted}
    limits = _limits(verdict, more)
    if limits is None:
        return text + "."
    low, high = limits
    if high is None:
        return text + _("; met de onzekerheid erbij ten minste %(low)s.") % {"low": whole(low)}
    return text + _("; met de onzekerheid erbij tussen %(low)s en %(high)s.") % {"low": whole(low), "high": whole(high)}


def _limits(verdict: SeriesVerdict, more: bool) -> tuple[int, int | None] | None:
    """Limits of the number more (or fewer): expected × (ratio − 1), at the limits of the ratio. None when they say nothing."""
    if verdict.expected is None or verdict.ratio_low is None:
        return None
    if not more and verdict.ratio_high is None:
        return None
    ends = [verdict.ratio_low, verdict.ratio_high]
    far = [None if end is None else (end - 1) * verdict.expected * (1 if more else -1) for end in ends]
    near, away = (far[0], far[1]) if more else (far[1], far[0])
    if near is None or near < 1:
        return None
    return _rounded(near), None if away is None else _rounded(away)


def _rounded(number: float) -> int:
    """A number that is only about right: to tens from a hundred on, to hundreds from five thousand on."""
    step = 1 if number < 100 else 10 if number < 5000 else 100
    return int(round(number / step) * step)


def _rate(known: Known) -> str:
    if known.rate is None:
        return ""
    text = _("Per 1.000 inwoners waren het er %(rate)s") % {"rate": decimal(known.rate)}
    if known.rate_low is not None and known.rate_high is not None:
        text += _(" (met de onzekerheid erbij tussen %(low)s en %(high)s)") % {
            "low": decimal(known.rate_low), "high": decimal(known.rate_high),
        }  # fmt: skip
    shrunken = known.shrunken
    if shrunken is None or shrunken.own >= LEANS:
        return text + "."
    careful = _("Omdat het om weinig gaat, is %(rate)s een voorzichtiger schatting: die leunt %(how)s op gemeenten van ongeveer "
                "gelijke grootte.") % {
        "rate": decimal(shrunken.rate), "how": _("vooral") if shrunken.own < 0.5 else _("voor een deel"),
    }  # fmt: skip
    return f"{text}. {careful}"


def _peers(known: Known) -> str:
    """Beside like municipalities. Higher or lower only where the corrected test says so."""
    beside = known.beside
    if beside is None or beside.standing is Standing.CANNOT_TELL:
        return ""
    who = {"n": beside.peers, "low": whole(beside.smallest), "high": whole(beside.largest)}
    if beside.standing is Standing.HIGHER:
        meaning = _("Dat is hoger dan bij vergelijkbare gemeenten")
    elif beside.standing is Standing.LOWER:
        meaning = _("Dat is lager dan bij vergelijkbare gemeenten")
    elif beside.usual:
        meaning = _("Daarmee is het niet te onderscheiden van vergelijkbare gemeenten")
    else:
        meaning = _("Dat valt er net buiten, maar bij zoveel cijfers tegelijk kan dat toeval zijn")
    like = (
        _("Bij de %(n)s gemeenten die er in grootte het dichtst bij komen")
        if beside.nearest
        else _("Bij %(n)s gemeenten van ongeveer gelijke grootte")
    )
    group = _("%(like)s (%(low)s tot %(high)s inwoners) is %(band)s per 1.000 gewoon.")
    return f"{group % (who | {'band': _band(beside), 'like': like % who})} {meaning}."


def _band(beside: Beside) -> str:
    if beside.high is None:
        return _("%(low)s of meer") % {"low": decimal(beside.low)}
    return _("%(low)s tot %(high)s") % {"low": decimal(beside.low), "high": decimal(beside.high)}


def _long_run(known: Known) -> str:
    shift = known.shift
    if shift is None:
        return ""
    return _("Over de hele reeks ligt het niveau na %(after)s anders: van ongeveer %(before)s naar ongeveer %(later)s per jaar. "
             "De reden die erbij staat: %(reason)s") % {
        "after": shift.after, "before": whole(_rounded(shift.before)), "later": whole(_rounded(shift.later)),
        "reason": _closed(shift.reason),
    }  # fmt: skip


def _closed(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _elsewhere(known: Known) -> str:
    """A fall here beside a rise there: both figures, as a possibility and no more."""
    if known.verdict.verdict is not Verdict.FALLS or not known.elsewhere:
        return ""
    rises = [
        _("in %(area)s waren er %(n)s %(what)s (gewoonlijk %(low)s tot en met %(high)s)")
        % {"area": one.area, "n": whole(one.latest), "what": one.counted, "low": whole(one.low), "high": whole(one.high)}
        for one in known.elsewhere
    ]
    told = "; ".join(rises)
    return _("Tegenover de daling hier staat in dezelfde periode een stijging: %(told)s. Of het probleem zich heeft verplaatst, "
             "is een mogelijkheid om na te gaan; deze cijfers zeggen dat niet.") % {"told": told}  # fmt: skip


def _unseen(known: Known) -> str:
    """What stays hidden. Where nothing can be told, the statement says it already."""
    verdict = known.verdict
    if verdict.verdict is not Verdict.AS_USUAL or verdict.detectable is None:
        return ""
    return _("Een stijging had u pas gezien vanaf %(n)s; wat kleiner is, blijft onzichtbaar.") % {"n": whole(verdict.detectable)}


def _caveats(known: Known) -> tuple[str, ...]:
    found = list(known.verdict.caveat_sentences)
    if known.verdict.expected is not None and known.verdict.expected < FEW:
        found.append(_("Het gaat om kleine aantallen: één of twee meer of minder maakt al veel uit, ook door toeval."))
    if known.moves_with:
        found.append(_("Dit aantal %(what)s.") % {"what": known.moves_with})
    return (*found, *known.breaks)
