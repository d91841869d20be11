"""Which sentences claim that something rose, fell or stayed equal: pairs each word of change with what changes. Pure.

A goal, wish, task, forecast, condition or question is no claim, nor is an effect that follows in general ("zorgt voor een
afname").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from driehoek.figures.claims.changes import Change, Direction, Size, changes, numbers, size_of
from driehoek.figures.claims.phenomena import PHENOMENA, Phenomenon
from driehoek.figures.claims.sentences import Sentence

_MODAL = (
    r"wil(?:len|t)?|wens(?:en)?|streven|streeft|streef|doel(?:en|stelling(?:en)?)?|ambitie(?:s)?|moet(?:en)?|zal|"
    r"zullen|gaan we|we gaan|"
    r"beogen|beoogt|inzet(?:ten)? op|zetten? in op|zetten? wij in|dient|dienen|zou(?:den)?|verwacht(?:en|ing|ingen|t)?|"
    r"prognose|"
    r"hopen|hoopt|gericht op|bijdragen aan|draagt bij|bijdrage aan|met als doel|om te|kan|kunnen(?! we (?:stellen|"
    r"zien|vaststellen|concluderen))|"
    r"mogelijk(?:e)?|wellicht|misschien|waarschijnlijk|risico(?:'s)?|dreig(?:t|en)|proberen|investeren|werken we aan|"
    r"inzetten|realiseren|bereiken|nodig|voorkomen"
)
_WISH: Final = re.compile(rf"\b(?:{_MODAL})\b")
_WISH_AFTER: Final = re.compile(
    r"^[^,;]{0,25}\b(?:zal|zullen|moet(?:en)?|zou(?:den)?|is het doel|is ons doel|is de ambitie|nastreven|na te "
    r"streven|kan|kunnen)\b"
)
_EFFECT: Final = re.compile(
    r"\b(?:hierdoor|waardoor|daardoor|zodat|opdat|zorgt voor|zorgen voor|zorgde voor|leidt tot|leiden tot|"
    r"resulteert in|tot gevolg|ertoe)\b"
)
_CONDITION: Final = re.compile(
    r"\b(?:als|indien|wanneer|mocht(?:en)?|mits|soms|niet altijd|hoeft niet|tenzij|bij een|of er|of het|of de|of (?:zij|hij|"
    r"die|dat|dit|ze|deze)|onduidelijk|niet duidelijk)\b(?! we kijken)"
)
_DOUBT: Final = re.compile(
    r"\b(?:is|zijn|betekent|zegt) (?:dus )?(?:niet altijd|niet per se|niet meteen|lang niet altijd)\b|niet altijd"
)
_OTHER: Final = re.compile(r" in (?:complexiteit|ernst|zwaarte|intensiteit|hevigheid|hardheid|belang|diversiteit)\b")
_SEEN: Final = re.compile(
    r"\b(?:zien|zagen|ziet|zag|merken|merkt|constateren|laat|laten|lieten|liet|blijkt|die|dat|blijven|doen)\b"
)
_BARE: Final = re.compile(r"(?:toe|af)nemen|stijgen|dalen|groeien|oplopen|teruglopen|verminderen|nemen\b.*")
_TE: Final = re.compile(r"\bte (?:laten |doen )?$|\btoe te $|\baf te $")
_CUT: Final = re.compile(
    r"[;:()]| maar (?!ook)| terwijl | echter |, (?=en )| en (?=dat |wil)| alhoewel | hoewel |, (?!en |"
    r"of )"
)
_LINKED: Final = re.compile(
    r"[\s,/()“”\"']*(?:(?:en|of|maar ook|met name|vooral|ook|het aantal|aantal|de|het|een|van|evenals|zowel|als|alsook|in|"
    r"meldingen|aangiften|meldingen van|aangiften van|cijfers|niet alleen)[\s,/()“”\"']*)*"
)
_ASIDE: Final = re.compile(r"(?:,? ?\(?(?:zoals|waaronder|bijvoorbeeld|o\.a\.|onder andere|denk aan|van bijvoorbeeld))\b")
_COUNTED: Final = re.compile(
    r"\b(?:registreer(?:t|de)n?|zien|zagen|waren|werden|kwamen|er zijn|zijn er|is er|er is|krijg(?:t|en)|kregen|"
    r"ontving(?:en)?|telde(?:n)?)\b"
)
_ANAPHORA: Final = re.compile(r"\b(?:dat|dit|het) aantal(?! \w+(?:en|s)\b)|\bdeze (?:cijfers|meldingen|aantallen|delicten)\b")
# `Dat groeit gestaag`: a sentence of its own about what the one before named.
_POINTS_BACK: Final = re.compile(r"^\W*(?:dat|dit|die|deze|ook dat)(?: laatste)?(?= )")
_STOPPED: Final = re.compile(r"^[^.;:]{0,60}\b(?:tot stilstand|gestopt|voorbij|omgebogen|gekeerd)")
_AFTER_PEAK: Final = re.compile(r"\b(?:na|sinds) (?:een|de) (?:\w+ )?$")
_DENIED: Final = re.compile(r"\bgeen (?:sprake van )?(?:een )?(?:\w+ )?$")
_SAME: Final = re.compile(r"\b(?:deze|die|dezelfde|dit) (?:sterke |lichte |forse )?(?:daling|stijging|toename|afname|groei)\b")
_BY_CASE: Final = re.compile(r" (?:zaken|gevallen|keer|feiten|registraties)\b[^.;:]{0,30}\bdan\b")
_PRECISE: Final = re.compile(
    r"(?:\s+(?:\w+ )?(?:op het gebied van|van|in verband met|wegens|rond(?:om)?|met|door|over|voor|tegen))?(?: "
    r"het aantal| de| een)?\s+(?:zowel )?"
)
_ASKED: Final = re.compile(r"(?<!\.)\?\W*$")
_GOAL_HEADING: Final = re.compile(
    r"\b(?:doel(?:en|stelling(?:en)?)?|ambities?|wat gaan we|wat willen|wat doen we|aandachtspunt(?:en)?|"
    r"maatregelen|acties|aanpak|"
    r"actiepunten|inspanningen|wat we willen|streven|speerpunten voor)\b",
    re.IGNORECASE,
)
_GOAL_LEAD: Final = re.compile(rf"\b(?:{_MODAL}|focus|maatregelen|acties|afspraken)\b", re.IGNORECASE)
_FACTS: Final = re.compile(r"\b(?:zien we|cijfers|blijkt|conclusies?|ontwikkelingen|trends|waarom)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A phenomenon where the sentence names it."""

    start: int
    end: int
    phenomenon: Phenomenon


@dataclass(frozen=True, slots=True)
class Found:
    """A claim as the sentence makes it; where and when are read elsewhere. `at` is where the word of change stands."""

    sentence: Sentence
    phenomenon: Phenomenon
    direction: Direction
    size: Size | None
    at: int


def find(all_sentences: Iterable[Sentence], known: Sequence[Phenomenon] = PHENOMENA) -> list[Found]:
    """The claims of a text, in order. `known`: the phenomena that are looked for, the more precise first."""
    claims: list[Found] = []
    for sentence in all_sentences:
        claims += _in_sentence(sentence, known, claims[-1:] if sentence.before else [])
    return claims


def _in_sentence(sentence: Sentence, known: Sequence[Phenomenon], last: Sequence[Found]) -> list[Found]:
    words = sentence.words.lower()
    if len(words) != len(sentence.words) or _ASKED.search(words) or _is_about_goals(sentence):
        return []
    named = mentions(words, known)
    if not named and last and (same := _SAME.search(words)):
        return _repeated(sentence, words, last[0], same.start())
    if not named and sentence.before and (back := _ANAPHORA.search(words) or _POINTS_BACK.search(words)):
        named = [Mention(back.start(), back.end(), one.phenomenon) for one in mentions(sentence.before[-1].lower(), known)[-1:]]
    every = list(changes(words))
    if not every and named and (told := numbers(words)) is not None:
        every = [told]
    found: list[Found] = []
    for number, change in enumerate(every):
        if not _is_claimed(words, change):
            continue
        since = every[number - 1].end if number else 0
        until = every[number + 1].start if number + 1 < len(every) else len(words)
        size = size_of(words, change, until, since)
        for mention in _what_changes(words, change, named, since, until):
            if not any(
                one.phenomenon.name == mention.phenomenon.name and one.direction == _way(change, mention) for one in found
            ):
                found.append(Found(sentence, mention.phenomenon, _way(change, mention), size, change.start))
    return found


def _way(change: Change, mention: Mention) -> Direction:
    """A good trend is down for crime, and up for what is safer when higher."""
    if change.way == "better" and mention.phenomenon.higher_is_safer:
        return "daalt" if change.direction == "stijgt" else "stijgt"
    return change.direction


def _repeated(sentence: Sentence, words: str, last: Found, at: int) -> list[Found]:
    """`Deze daling is ook landelijk te zien`: the phenomenon of the claim before."""
    for change in changes(words):
        if change.start >= at:
            return [Found(sentence, last.phenomenon, change.direction, size_of(words, change, len(words)), change.start)]
    return []


def _is_about_goals(sentence: Sentence) -> bool:
    """Whether it stands in a list of goals or measures, or under a heading that says so."""
    if sentence.item and sentence.before:
        lead = " ".join(sentence.before)
        if _FACTS.search(lead) and not re.search(r"\b(?:willen|doelen|ambities?)\b", lead, re.IGNORECASE):
            return False
        if _GOAL_LEAD.search(sentence.before[-1]):
            return True
    heading = sentence.headings[-1] if sentence.headings else ""
    return bool(_GOAL_HEADING.search(heading)) and not re.search(r"waarom|ontwikkeling|cijfers|trend", heading, re.IGNORECASE)


def mentions(words: str, known: Sequence[Phenomenon] = PHENOMENA) -> list[Mention]:
    """What the sentence names, in order; of two that overlap the longer, of equal ones the first in the list."""
    hits = [
        (found.start(), found.end(), rank, phenomenon)
        for rank, phenomenon in enumerate(known)
        for found in phenomenon.pattern.finditer(words)
    ]
    kept: list[tuple[int, int, int, Phenomenon]] = []
    for hit in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[2])):
        if all(hit[1] <= other[0] or hit[0] >= other[1] for other in kept):
            kept.append(hit)
    named = [Mention(start, end, phenomenon) for start, end, _rank, phenomenon in sorted(kept, key=lambda hit: hit[0])]
    named = [one for n, one in enumerate(named) if not _is_said_better(words, one, named[n + 1 : n + 2])]
    if len(named) > 1 and named[1].phenomenon.general and ":" in words[named[0].end : named[1].start]:
        del named[1]  # `Discriminatie: het aantal meldingen loopt op`
    return named


def _is_said_better(words: str, one: Mention, after: Sequence[Mention]) -> bool:
    """`misdrijven op het gebied van fraude` are about fraud."""
    return one.phenomenon.general and bool(after) and bool(_PRECISE.fullmatch(words[one.end : after[0].start]))


def _is_claimed(words: str, change: Change) -> bool:
    """Whether the sentence says that it is so, and not that it should, may or will be so."""
    clause = _clause(words, change.start)
    before = words[clause : change.start]
    if _STOPPED.match(words[change.end :]) or (change.words == "piek" and _AFTER_PEAK.search(before)):
        return False
    if change.direction != "gelijk" and _DENIED.search(before):
        return False
    if change.way == "verb" and _WISH.search(change.words):
        return False
    if _OTHER.match(words[change.end :]) or _TE.search(before) or _WISH.search(before) or _WISH_AFTER.search(words[change.end :]):
        return False
    if change.way in ("noun", "adjective"):
        lead = words[: change.start]
        listed = lead[: lead.rfind(":") + 1]
        return not (_EFFECT.search(before) or _CONDITION.search(lead[-60:]) or _WISH.search(listed) or _DOUBT.search(words))
    if _EFFECT.search(before) or _CONDITION.search(before):
        return False
    if _BARE.fullmatch(change.words) and not change.words.startswith("nemen"):
        return bool(_SEEN.search(words[: change.start]))
    return True


def _clause(words: str, place: int) -> int:
    """Where the clause begins that this place lies in: at a comma, bracket or conjunction."""
    start = 0
    for cut in re.finditer(r"[;:()]| maar | terwijl |, (?!dat |om )|in tegenstelling tot |anders dan |ondanks ", words[:place]):
        start = cut.end()
    return start


def _what_changes(words: str, change: Change, named: Sequence[Mention], since: int, until: int) -> list[Mention]:
    """The phenomena that a word of change speaks of."""
    inside = [one for one in named if change.start <= one.start < change.end]
    around = [one for one in named if one.start < change.start and change.end <= one.end]
    if inside or around:
        return _joined(words, inside or around, (inside or around)[0])
    after = [one for one in named if change.end <= one.start < until]
    before = [one for one in named if one.end <= change.start]
    if change.way == "numbers":
        return [next((one for one in named if one.start >= change.start), named[0])] if not before else [before[-1]]
    if change.way == "compare":
        return _compared(words, change, before, after)
    if change.way == "adjective":
        return _joined(words, after, after[0]) if after and after[0].start - change.end <= 40 else []
    if change.way in ("noun", "more"):
        near = _cut(words, change.end, after)
        if near:
            return _joined(words, near, near[0])
        return _subject(words, change, before, since)
    near = _cut(words, change.end, after)
    if near and _leads(words, change, near[0]):
        return _joined(words, near, near[0])
    subject = _subject(words, change, before, since)
    if subject:
        return subject + _added(words, change, after)
    return _joined(words, near, near[0]) if near else []


def _leads(words: str, change: Change, next_one: Mention) -> bool:
    """`…, steeg het aantal inbraken`: the verb begins its clause, and what it is about follows at once."""
    start = _clause(words, change.start)
    opens = start > 0 and re.fullmatch(r"\s*(?:ook|echter|daarentegen|toch|juist)?\s*", words[start : change.start])
    follows = r"[\s:]*(?:(?:ook|het|de|aantal|totale|geregistreerde|van) ?)*"
    return bool(opens) and bool(re.fullmatch(follows, words[change.end : next_one.start]))


def _cut(words: str, start: int, after: Sequence[Mention]) -> list[Mention]:
    """Those before the clause ends. `Sinds 2018 gehalveerd: het aantal woninginbraken` runs on."""
    labelled = re.match(r"\s*: (?:het|de) ", words[start:])
    found = _CUT.search(words, start + labelled.end() if labelled else start)
    end = found.start() if found else len(words)
    return [one for one in after if one.start < end]


def _subject(words: str, change: Change, before: Sequence[Mention], since: int) -> list[Mention]:
    """What stands before a verb: the first phenomenon of the nearest clause that names one, with those joined to it."""
    own = [one for one in before if one.start >= since] or list(before)
    aside = _ASIDE.search(words, since, change.start)
    if aside and any(one.end <= aside.start() for one in own):
        own = [one for one in own if one.end <= aside.start()]
    if not own:
        return []
    clause = _clause(words, change.start)
    near = [one for one in own if one.start >= clause]
    if near:
        return _joined(words, own, near[0], back=True)
    labelled = words[own[-1].end : change.start].strip() == ":"
    return _joined(words, own, own[-1], back=True) if change.way != "more" or labelled else []


def _compared(words: str, change: Change, before: Sequence[Mention], after: Sequence[Mention]) -> list[Mention]:
    """`meer woninginbraken dan in 2020`, `steeds minder meldingen van overlast`: close behind it, and counted or compared.

    `Bij drugshandel waren er meer zaken dan in 2016`: what is counted stands before it.
    """
    if _BY_CASE.match(words[change.end :]):
        return _subject(words, Change(change.start, change.end, change.direction, "verb", change.words), before, 0)
    if not after or after[0].start - change.end > 25 or re.search(r"[,;:.]", words[change.end : after[0].start]):
        return []
    told = (
        re.search(r"\bdan\b", words[after[0].end :])
        or change.words.startswith("steeds")
        or _COUNTED.search(words[: change.start])
    )
    return _joined(words, after, after[0]) if told else []


def _added(words: str, change: Change, after: Sequence[Mention]) -> list[Mention]:
    """`overlast is toegenomen, met name jeugdoverlast`."""
    if after and re.fullmatch(
        r"[\s,(]*(?:met name|vooral|in het bijzonder|voornamelijk)[^.;:]{0,20}", words[change.end : after[0].start]
    ):
        return _joined(words, after, after[0])
    return []


def _joined(words: str, named: Sequence[Mention], first: Mention, *, back: bool = False) -> list[Mention]:
    """`first` and those that are listed with it: `bedreigingen, mishandelingen en vernielingen`."""
    at = named.index(first)
    low, high = at, at
    while high + 1 < len(named) and _is_listed(words, named[high], named[high + 1]):
        high += 1
    while back and low > 0 and _is_listed(words, named[low - 1], named[low]):
        low -= 1
    return list(named[low : high + 1])


def _is_listed(words: str, one: Mention, other: Mention) -> bool:
    between = words[one.end : other.start]
    if ("(" in between and ")" not in between) or between.strip() == "/":
        return False  # said again in other words
    return bool(between.strip()) and bool(_LINKED.fullmatch(between))
