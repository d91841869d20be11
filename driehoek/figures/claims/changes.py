"""Words that say that a number rose, fell or stayed equal, and how much. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

type Direction = Literal["stijgt", "daalt", "gelijk"]
type Way = Literal["noun", "verb", "adjective", "more", "better", "compare", "numbers"]

_UP_NOUN = r"toename|stijging|groei|verdubbeling|vermeerdering|opleving|piek"
_DOWN_NOUN = r"afname|daling|vermindering|halvering|terugloop|krimp"
_UP_DONE = (
    r"toegenomen|gestegen|gegroeid|verdubbeld|verdrievoudigd|opgelopen|vermeerderd|omhoog(?: gegaan)?|aangewakkerd|"
    r"verhoogd|in de lift|(?:een )?(?:hoge |enorme |grote )?vlucht (?:genomen|neemt|nam|nemen)|toegenomen"
)
_DOWN_DONE = (
    r"afgenomen|gedaald|verminderd|gehalveerd|teruggelopen|gezakt|gekelderd|geslonken|gekrompen|omlaag(?: "
    r"gegaan)?|teruggedrongen|"
    r"afgevlakt"
)
_SIZE = (
    r"(?:(?:weer|verder|flink|sterk|fors|licht|iets|gestaag|geleidelijk|snel|met|zeer|steeds|nog|heel|ook|in snel "
    r"tempo|jaarlijks) )*"
)
_MUCH = (
    r"(?:steeds |veel |fors |flink |iets |wat |aanzienlijk |duidelijk |ruim |beduidend |aanmerkelijk |merkbaar |opvallend |"
    r"stukken |een stuk |een kwart |een derde |de helft |een vijfde |een tiende )*"
)
_GROWN = r"(?:hoger|groter|meer|talrijker)"
_SHRUNK = r"(?:lager|kleiner|minder|geringer|zeldzamer)"
_STANDS = r"(?:lig(?:t|gen)|lag|lagen|zit(?:ten)?|zat(?:en)?|kom(?:t|en)|kwam(?:en)?)\b[^.;:,]{0,40}?"
_PART = (
    r"(?:een op de \w+|(?:ruim |bijna |zo['’]n )?(?:een kwart|een derde|een vijfde|de helft)|"
    r"\d+(?:[.,]\d+)? ?(?:%|procent))"
)
# The parts of a verb that comes apart may have words between them ("neemt de problematiek fors toe").
_APART = r"[^.;:]{0,160}?"
_PATTERNS: Final[tuple[tuple[Direction, Way, str], ...]] = (
    ("gelijk", "verb",
        r"(?:min of meer |nagenoeg |ongeveer |vrijwel |bijna )?(?:gelijk|stabiel|constant|onveranderd)(?: "
        r"(?:ge)?blev?en| gebleven| blijft| bleef| bleven)"),
    ("gelijk", "verb",
        r"(?:blijft|bleef|bleven|blijven)(?: al jaren)? (?:min of meer |nagenoeg |ongeveer |vrijwel |bijna "
        r")?(?:gelijk|stabiel|constant)|(?:is|zijn) (?:al jaren )?stabiel|(?:min of meer|nagenoeg|ongeveer|vrijwel) "
        r"gelijk"),
    ("gelijk", "verb",
        r"(?:nog )?(?:even|net zo|precies zo|ongeveer zo|vrijwel even) (?:vaak|veel|hoog|groot|laag|goed|slecht|veilig|"
        r"onveilig)"
        r"(?: voor)?(?= als\b)|(?:vrijwel |nagenoeg |ongeveer |min of meer |bijna |precies )?hetzelfde(?= als\b|[.,;]|$)|"
        r"niet anders dan|tot stilstand gekomen|kwam(?:en)? tot stilstand|op een stabiel niveau"),
    ("gelijk", "verb",
        r"verander(?:t|de|den|en)\b[^.;:,]{0,40}?\b(?:nauwelijks|niet|amper|weinig)|nauwelijks (?:veranderd|verandering)|"
        r"(?:op|rond) (?:\w+ )?hetzelfde (?:niveau|peil|aantal)(?: gebleven)?"),
    ("daalt", "verb", r"niet (?:meer|langer) zo (?:vaak|veel|hoog|groot)"),
    ("stijgt", "verb", rf"{_GROWN} geworden|(?:werd|werden|wordt|worden) (?:\w+ )?(?:hoger|groter)(?=[.,; ])"),
    ("daalt", "verb", rf"{_SHRUNK} geworden|(?:werd|werden|wordt|worden) (?:\w+ )?(?:lager|kleiner)(?=[.,; ])"),
    ("stijgt", "verb", rf"{_PART} (?:er)?bij\b(?! de| het| een)|vermenigvuldigd?|vermenigvuldigde(?:n)?"),
    ("daalt", "verb",
        rf"{_PART} (?:er)?af\b|teruggevallen|terugviel(?:en)?|(?:viel|vielen|valt|vallen)\b[^.;:,]{{0,40}}?\bterug|"
        r"(?:nog (?:maar|slechts) )?(?:een|slechts een) fractie(?= van)"),
    ("daalt", "verb", rf"{_STANDS}\bonder (?:dat|die|het niveau)(?= van| in)"),
    ("stijgt", "verb", rf"{_STANDS}\bboven (?:dat|die|het niveau)(?= van| in)"),
    ("daalt", "verb", r"minder veilig|onveiliger"),
    ("stijgt", "verb", r"(?:steeds )?veiliger"),
    ("gelijk", "verb", r"schommel(?:t|de|den|en)\b[^.;]{0,30}?\b(?:rond|tussen)"),
    ("gelijk", "noun", r"geen (?:duidelijke |grote |echte )?(?:verandering(?:en)?|stijging|daling|toename|afname)"),
    ("gelijk", "verb", r"ongewijzigd|niet veranderd|(?:blijft|blijven|bleef|bleven) (?:onverminderd )?(?:laag|hoog)"),
    ("gelijk", "adjective", r"gelijkblijvende?|gelijk blijvend|stabiele?(?= aantal)"),
    ("stijgt", "noun", rf"(?:{_UP_NOUN})"),
    ("daalt", "noun", rf"(?:{_DOWN_NOUN})"),
    ("stijgt", "verb", rf"(?:{_UP_DONE})"),
    ("daalt", "verb", rf"(?:{_DOWN_DONE})"),
    ("stijgt", "verb", rf"(?:neemt|nam|namen|nemen)\b{_APART}\btoe"),
    ("daalt", "verb", rf"(?:neemt|nam|namen|nemen)\b{_APART}\baf"),
    ("stijgt", "verb",
        r"(?:loopt|liep|liepen|lopen)\b[^.;:,]{0,60}?\bop(?=[.,;:)]| en | met | tot | sinds |$)|(?:gaat|ging|gingen|"
        r"gaan|schoot|schoten)\b[^.;:,]{0,60}?\bomhoog"),
    ("daalt", "verb",
        r"(?:loopt|liep|liepen|lopen)\b[^.;:,]{0,60}?\bterug(?=[.,;:)]| en | met | tot | sinds |$)|(?:gaat|ging|"
        r"gingen|gaan)\b[^.;:,]{0,60}?\b(?:omlaag|achteruit)"),
    ("stijgt", "verb",
        r"stijgt|steeg|stegen|groeit|groeide|groeiden|verdubbelt|verdubbelde|verdubbelden|toeneemt|toenam|toenamen|"
        r"oploopt|opliep"),
    ("daalt", "verb",
        r"daalt|daalde|daalden|vermindert|verminderde|verminderden|halveert|halveerde|halveerden|zakt|zakte|zakten|"
        r"kelderde|kelderden|afneemt|afnam|afnamen|terugloopt|terugliep|krimpt|kromp"),
    ("stijgt", "verb", r"toenemen|stijgen|groeien|oplopen"),
    ("daalt", "verb", r"afnemen|dalen|teruglopen|verminderen"),
    ("stijgt", "verb",
        r"verdrievoudig(?:t|de|den)|verveelvoudigd?|klimt|klom(?:men)?|geklommen|in opkomst|rukt op|rukken op|is piek"),
    ("daalt", "verb", r"dook|doken|gedoken|slinkt|slonk(?:en)?|vrijwel verdwenen|bijna verdwenen"),
    ("stijgt", "verb", r"kom(?:t|en) (?:er )?(?:steeds |veel |fors )?(?:meer|vaker) voor"),
    ("daalt", "verb", r"kom(?:t|en) (?:er )?(?:steeds |veel |fors )?(?:minder(?: vaak)?) voor"),
    ("stijgt", "verb", r"(?:stijgende|opwaartse|opgaande) (?:lijn|trend|tendens)|in een stijgende lijn"),
    ("daalt", "verb", r"(?:dalende|neerwaartse|neergaande) (?:lijn|trend|tendens)"),
    ("stijgt", "verb",
        r"(?:twee|drie|vier|vijf|tien) ?(?:keer|maal) (?:zo ?(?:vaak|veel|hoog|groot)|meer)|dubbel zo (?:vaak|veel|"
        r"hoog)"),
    ("daalt", "verb", r"(?:de helft minder|half zo (?:vaak|veel|hoog)|minder dan de helft)"),
    ("stijgt", "adjective", r"toenemende?|stijgende?|groeiende?|oplopende?"),
    ("daalt", "adjective", r"afnemende?|dalende?|teruglopende?"),
    ("stijgt", "more", rf"{_SIZE}vaker(?: en (?:sneller|meer))?"),
    ("daalt", "more", r"(?:steeds )?minder vaak"),
    ("stijgt", "verb",
        r"(?:nog (?:steeds|altijd) |fors |veel |iets |wat |flink )*(?:hoger|groter|meer) dan(?= (?:vóór|voor|in|vorig|"
        r"de \d|die|het jaar|een|vijf|vier|drie|tien|twee|\d|het jaar))"),
    ("daalt", "verb",
        r"(?:nog (?:steeds|altijd) |fors |veel |iets |wat |flink )*(?:lager|kleiner|minder) dan(?= (?:vóór|voor|in|"
        r"vorig|de \d|die|het jaar|een|vijf|vier|drie|tien|twee|\d|het jaar))"),
    ("stijgt", "compare", rf"{_MUCH}meer"),
    ("daalt", "compare", rf"{_MUCH}minder"),
    ("daalt", "better", r"(?:positieve|gunstige) (?:trend|ontwikkeling)|verbeterd|verbetert|verbeterden?"),
    ("stijgt", "better", r"(?:negatieve|ongunstige|zorgelijke) (?:trend|ontwikkeling)|verslechterd|verslechtert|"
        r"verslechterden?"),
    ("stijgt", "noun", r"(?<![\w.,])\+ ?(?=\d+(?:[.,]\d+)? ?(?:%|procent))"),
    ("daalt", "noun", r"(?<![\w.,%])[-−–] ?(?=\d+(?:[.,]\d+)? ?(?:%|procent))"),
)  # fmt: skip
_ALL: Final = re.compile(
    "|".join(
        f"(?P<p{n}>{pattern})" if "(?<!" in pattern else f"(?P<p{n}>(?<![\\w-])(?:{pattern})(?![a-zà-ÿ0-9_]))"
        for n, (_direction, _way, pattern) in enumerate(_PATTERNS)
    )
)  # fmt: skip
_FROM_TO: Final = re.compile(
    r"van (?P<a>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?) (?:\w+ )?(?:in (?:19|20)\d\d )?naar (?P<b>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
)
_A_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_A_COUNT: Final = re.compile(
    r"(?<![\w.,])(?!(?:19|20)\d\d\b)\d{1,3}(?:\.\d{3})*(?![\w.,]*\d)(?! ?(?:%|procent|jaar|tot|–|"
    r"-))\b"
)
_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_PERCENT: Final = re.compile(
    rf"(?P<a>{_NUMBER})(?: ?(?:%|procent))?(?: ?(?:tot(?: en met)?|à|-|–|en) ?(?P<b>{_NUMBER}))? ?(?:%|procent\b|percent\b)"
)
_TENS: Final = ("tien", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig", "honderd")
_PARTS: Final = {
    "een kwart": 25.0, "een derde": 33.3, "de helft": 50.0, "een vijfde": 20.0, "een tiende": 10.0, "twee derde": 66.7,
    "driekwart": 75.0, "vijf procent": 5.0, "vijftien procent": 15.0, "vijfentwintig procent": 25.0,
    **{f"{word} procent": 10.0 * n for n, word in enumerate(_TENS, 1)},
}  # fmt: skip
_ROUGH: Final = re.compile(r"(?:ruim|bijna|ongeveer|circa|ca\.|zo'n|zo’n|rond de|een kleine|meer dan)\s*$")
_YEARLY: Final = re.compile(r"\b(?:jaarlijks|per jaar|elk jaar|ieder jaar|jaar op jaar)\b")


@dataclass(frozen=True, slots=True)
class Change:
    """A word of change in a sentence. `way`: whether what changes stands behind it (noun, adjective, more) or before it."""

    start: int
    end: int
    direction: Direction
    way: Way
    words: str


@dataclass(frozen=True, slots=True)
class Size:
    """A claimed change in percent, as a stretch; `rough` where the text says about; `yearly` where it is for each year."""

    low: float
    high: float
    rough: bool = False
    yearly: bool = False


def changes(words: str) -> Iterator[Change]:
    """The words of change in a lower-case sentence, in order. "Niet gedaald" says that it stayed equal."""
    for found in _ALL.finditer(words):
        number = next(n for n in range(len(_PATTERNS)) if found[f"p{n}"] is not None)
        direction, way, _pattern = _PATTERNS[number]
        start, end = found.span(f"p{number}")
        before = words[max(0, start - 14) : start]
        if direction != "gelijk" and re.search(r"\b(?:niet|nauwelijks|amper)\s(?:meer |verder )?$", before):
            direction = "gelijk"
        yield Change(start, end, direction, way, found[0])


def numbers(words: str) -> Change | None:
    """A change that is told by two counts only: `van 399 in 2014 naar 128 in 2023`, `in 2012 nog 393, in 2023 111`."""
    if found := _FROM_TO.search(words):
        first, last = (_count(found[key]) for key in ("a", "b"))
        return _by_numbers(found.start(), found.end(), first, last)
    years = [(hit.start(), int(hit[0])) for hit in _A_YEAR.finditer(words)]
    counts = [(hit.start(), _count(hit[0])) for hit in _A_COUNT.finditer(words)]
    if len(years) != 2 or years[0][1] == years[1][1] or len(counts) != 2:
        return None
    told = sorted(
        (year, at, count) for (_at, year), (at, count) in zip(years, counts, strict=True)
    )  # in the order of the sentence
    start, end = min(at for _year, at, _count in told), max(at for _year, at, _count in told)
    return _by_numbers(start, end, told[0][2], told[1][2])


def _by_numbers(start: int, end: int, first: float, last: float) -> Change | None:
    if first == last or 1990 <= first <= 2100:
        return None
    return Change(start, end, "stijgt" if last > first else "daalt", "numbers", "")


def _count(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def size_of(words: str, change: Change, until: int, since: int = 0) -> Size | None:
    """The percentage that belongs to a change: close before it, else the first after it; between `since` and `until`."""
    after = words[change.start : until]
    yearly = bool(_YEARLY.search(words))
    if found := _close_before(words[since : change.start]) or _PERCENT.search(after):
        low = _value(found["a"])
        high = _value(found["b"]) if found["b"] else low
        before = found.string[: found.start()]
        return Size(min(low, high), max(low, high), bool(_ROUGH.search(before)), yearly)
    for name, value in _PARTS.items():
        if found := re.search(rf"\b(meer dan |ruim |bijna |ongeveer |zo['’]n )?{name}\b(?! van de)", words[since:until]):
            high = value if found[1] != "meer dan " else 100.0 if change.direction == "daalt" else 1000.0
            return Size(value, high, rough=True, yearly=yearly)
    if re.match(r"verdubbel", change.words):
        return Size(100, 100, rough=True)
    if re.match(r"gehalveerd|halveer", change.words):
        more = re.search(r"\b(?:meer dan|ruimschoots)\b", words[since:until])
        return Size(50, 100 if more else 50, rough=True)
    return _from_to(after)


def _from_to(words: str) -> Size | None:
    """`van 412 naar 350` as a percentage; not of years."""
    found = _FROM_TO.search(words)
    if found is None:
        return None
    a, b = (float(found[key].replace(".", "").replace(",", ".")) for key in ("a", "b"))
    if not a or 1990 <= a <= 2100:
        return None
    size = round(abs(b / a - 1) * 100, 1)
    return Size(size, size)


def _close_before(words: str) -> re.Match[str] | None:
    """The last percentage before the word of change, if it is near: `met 7% gedaald`."""
    found = list(_PERCENT.finditer(words))
    return found[-1] if found and re.fullmatch(r"[^,;.]{0,25}", words[found[-1].end() :]) else None


def _value(text: str) -> float:
    return float(text.replace(",", "."))
