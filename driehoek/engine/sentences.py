"""The verdict in plain Dutch: what was counted, what is usual, what that means, and what to bear in mind.

These are whole sentences of a fixed answer in Dutch (`sentence` in the interface), so they do not go through gettext.
"""

from dataclasses import dataclass

from driehoek.engine.counts import PER_YEAR, Kind, Period

_SMALL = ("nul", "één", "twee", "drie", "vier", "vijf")


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted, as it stands in a sentence: `Noun("woninginbraak", "woninginbraken")`."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences speak of.

    verdict, caveats     the words of the interface
    period, before       the latest period of the series, and that of the block before it (None for one block)
    summed               whether a block is 12 months that were added up from shorter periods
    blocks_before        blocks that the latest was compared with
    latest, low, high, detectable    counts; None where they do not exist
    unusual              whether p < .05: the latest count lies outside low to high
    more                 whether the latest count is above what was expected
    family_size          how many series were judged together
    corona_years         which of 2020 and 2021 are in the base
    """

    verdict: str
    caveats: tuple[str, ...]
    period: Period
    before: Period | None
    summed: bool
    blocks_before: int
    latest: int | None
    low: int | None
    high: int | None
    detectable: int | None
    unusual: bool
    more: bool
    family_size: int
    corona_years: tuple[int, ...]


def whole(number: int) -> str:
    """A whole number as Dutch readers write it: 5.655."""
    return f"{number:,}".replace(",", ".")


def statement(facts: Facts, area: str, counted: Noun | str) -> str:
    """What was counted, what is usual and what that means. `counted` is a noun, or any name of the phenomenon."""
    if facts.latest is None:
        name = counted.many if isinstance(counted, Noun) else counted
        return f"{_capital(name)} in {area}: er zijn nog geen 12 maanden geteld. Of het stijgt of daalt, is niet te zeggen."
    parts = [_counted(facts, facts.latest, area, counted)]
    if facts.low is not None and facts.high is not None:
        parts.append(_usual(facts.low, facts.high))
    return " ".join([*parts, *_meaning(facts)])


def caveat_sentences(facts: Facts) -> tuple[str, ...]:
    """One sentence per caveat; none for what the statement already says (a single block has nothing to compare)."""
    if not facts.blocks_before or facts.before is None:
        return (_provisional(facts),) if "voorlopig" in facts.caveats else ()
    words = {
        "korte reeks": _short(facts, facts.before),
        "corona in de basis": _corona(facts.corona_years),
        "voorlopig": _provisional(facts),
        "laatste jaar andersom": _against(facts),
        "spreiding onbekend": "Hoe sterk dit aantal uit zichzelf wisselt, is niet bekend; we rekenen alleen met toeval.",
    }
    return tuple(words[caveat] for caveat in facts.caveats)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(facts: Facts) -> str:
    if not facts.summed:
        return f"in {facts.period.words}"
    return f"in de {_length(facts)} tot en met {facts.period.words}"


def _length(facts: Facts) -> str:
    number = PER_YEAR[facts.period.kind]
    return f"{number} {'kwartalen' if facts.period.kind is Kind.QUARTER else 'maanden'}"


def _counted(facts: Facts, latest: int, area: str, counted: Noun | str) -> str:
    when = _when(facts)
    if isinstance(counted, str):
        return f"{_capital(counted)} in {area}: {whole(latest)} {when}."
    if latest == 0:
        return f"{_capital(when)} waren er in {area} geen {counted.many}."
    if latest == 1:
        return f"{_capital(when)} was er in {area} 1 {counted.one}."
    return f"{_capital(when)} waren er in {area} {whole(latest)} {counted.many}."


def _usual(low: int, high: int) -> str:
    if low == high:
        return f"Gewoonlijk {'is het er 1' if low == 1 else f'zijn het er {whole(low)}'}."
    return f"Gewoonlijk zijn het er {whole(low)} tot en met {whole(high)}."


def _meaning(facts: Facts) -> list[str]:
    plain = {
        "stijgt": "Dat is een stijging.",
        "daalt": "Dat is een daling.",
        "als gewoonlijk": "Dat is als gewoonlijk.",
    }
    if facts.verdict in plain:
        return [plain[facts.verdict]]
    if facts.blocks_before == 0:
        return [f"Er is geen {_one_before(facts)} om mee te vergelijken, dus of het stijgt of daalt is niet te zeggen."]
    if facts.detectable is None:
        return ["Ervoor was het ook nul: of er iets verandert, is niet te zeggen."]
    if facts.unusual:
        way, change = ("meer", "stijging") if facts.more else ("minder", "daling")
        at_once = f"bij {whole(facts.family_size)} vergelijkingen tegelijk komt dat ook door toeval voor"
        doubt = f"Dat is {way} dan gewoonlijk, maar {at_once}. Of het een {change} is, is niet te zeggen."
    else:
        doubt = "Of het stijgt of daalt, is niet te zeggen: daarvoor is het aantal te klein of wisselt het te sterk."
    return [doubt, f"Een stijging hadden we pas gezien vanaf {whole(facts.detectable)}."]


def _one_before(facts: Facts) -> str:
    if facts.summed:
        return "eerdere periode van " + _length(facts)
    return {Kind.YEAR: "eerder jaar", Kind.QUARTER: "eerder kwartaal", Kind.MONTH: "eerdere maand"}[facts.period.kind]


def _short(facts: Facts, before: Period) -> str:
    if facts.blocks_before == 1 and not facts.summed:
        return f"We vergelijken alleen met {before.words}."
    if facts.blocks_before == 1:
        return f"We vergelijken met maar {_SMALL[1]} {_one_before(facts)}."
    kind = f"eerdere perioden van {_length(facts)}" if facts.summed else "eerdere jaren"
    return f"We vergelijken met maar {_SMALL[facts.blocks_before]} {kind}."


def _corona(years: tuple[int, ...]) -> str:
    if len(years) == 1:
        return f"Het coronajaar {years[0]} telt mee in wat gewoonlijk is."
    return "De coronajaren 2020 en 2021 tellen mee in wat gewoonlijk is."


def _provisional(facts: Facts) -> str:
    return f"Het aantal {'over' if facts.period.kind is Kind.YEAR else 'tot en met'} {facts.period.words} is nog voorlopig."


def _against(facts: Facts) -> str:
    before = f"de {_length(facts)}" if facts.summed else "het jaar"
    return f"Vergeleken met {before} ervoor ging het juist {'omlaag' if facts.verdict == 'stijgt' else 'omhoog'}."
