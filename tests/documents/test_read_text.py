"""Plans as text: headings, lists and paragraphs found, no word lost. The plans here are made up, in the manner of real ones."""

from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.documents.read import read_draft, suggest_kinds
from tests.documents.losing_words import words_of_draft, words_of_lines

NUMBERED = """Integraal Veiligheidsplan Waterland 2027-2030

Inhoudsopgave

1. Inleiding ..... 3
2. Prioriteiten ..... 5
2.1 Ondermijning ..... 5
3. Organisatie ..... 9

1. Inleiding

Veiligheid maken we samen met inwoners en ondernemers. Dit plan zegt wat we de komende vier jaar willen bereiken.

3

2. Prioriteiten

In dit hoofdstuk staan de onderwerpen waar we extra werk van maken, naast het gewone werk van elke dag.

2.1 Ondermijning

Criminelen gebruiken panden en bedrijven in ons buitengebied. Dat tast het vertrouwen van inwoners aan, elke dag opnieuw.

Waarom is dit een prioriteit?

- Het aantal signalen neemt toe.
- Boeren worden onder druk gezet.

Wat gaan we doen?

1. We openen een meldpunt
   voor inwoners.
2. We controleren bedrijven:
   - in het buitengebied;
   - op het bedrijventerrein.

3. Organisatie

De gezagsdriehoek stuurt. De raad wordt elk jaar in het voorjaar bijgepraat over de voortgang van dit plan.
"""

BROKEN = """1. Inleiding

Vier jaar geleden maakten de gemeenten voor het eerst samen een plan. De gedachte was dat
criminaliteit zich niets aantrekt van grenzen tussen gemeenten, en dat samenwerken dus moet. De
afgelopen jaren is die samenwerking hechter geworden. Voor de jaren 2027-
2030 maken we daarom opnieuw een gezamenlijk plan.
2. Strategie

We willen aan de voorkant komen van problemen, samen met iedereen die daar iets aan doet in de
wijken en dorpen. De verdere uitwerking daarvan gebeurt elk jaar in overleg met onze partners in

uitvoeringsplannen.

e Samen met bewoners
Een actieve rol van bewoners is onmisbaar, want zij weten als eersten wat er speelt in hun straat.

e Verantwoordelijkheid nemen
Gemeenten voeren de regie op de aanpak, en zetten de middelen in die de wet aan hen geeft elk jaar.

e Aan de voorkant
Voorkomen is beter dan genezen, dus we kijken eerst hoe het niet zo ver hoeft te komen in een wijk.

Wat er verder speelt

Naast de prioriteiten gaat het gewone werk door, ook al staat het niet apart genoemd in dit plan.

3.1. Veilige buurten

Hier gaat het om leefbaarheid in de wijk, buurt en straat en om hoe bewoners met elkaar omgaan.
"""

MARKDOWN = """# Veiligheidsplan **Waterland** 2027-2030

## Prioriteit 1: Jeugd

### Opgave

Jongeren zijn *beïnvloedbaar*.<br>Dat vraagt iets van ons.<sup>1</sup>

### Ambitie

Minder overlast.

## **Aandachtspunten**

- ✓ Samenwerken met scholen
  - ook in de vakantie
- 1) Regie bij de gemeente

## Prioriteit 2: Drugs

### Ambitie

Weerbare wijken.

### Aandachtspunten

- Voorlichting

| Wie | Wat |
| --- | --- |
| Wijchen | trekker |
"""


def outline(draft):
    return [(len(path), piece.number, piece.title) for path, piece in draft.walk() if piece.kind == "section"]


def lists(draft):
    return [piece.body for _path, piece in draft.walk() if piece.kind == "list"]


def test_a_numbered_plan_becomes_its_tree():
    draft = read_draft("plan.txt", NUMBERED.encode())
    assert outline(draft) == [
        (1, "1", "Inleiding"),
        (1, "2", "Prioriteiten"),
        (2, "2.1", "Ondermijning"),
        (3, "", "Waarom is dit een prioriteit?"),
        (3, "", "Wat gaan we doen?"),
        (1, "3", "Organisatie"),
    ]
    assert lists(draft) == [
        "- Het aantal signalen neemt toe.\n- Boeren worden onder druk gezet.",
        "1. We openen een meldpunt voor inwoners.\n"
        "2. We controleren bedrijven:\n   - in het buitengebied;\n   - op het bedrijventerrein.",
    ]


def test_title_and_period_come_with_the_line_they_stand_on():
    draft = read_draft("plan.txt", NUMBERED.encode())
    assert (draft.title.text, draft.title.line) == ("Integraal Veiligheidsplan Waterland 2027-2030", 1)
    assert (draft.period.first, draft.period.last, draft.period.line) == (2027, 2030, 1)


def test_contents_and_page_numbers_are_left_out_with_the_reason():
    draft = read_draft("plan.txt", NUMBERED.encode())
    reasons = {left.text: left.reason for left in draft.left_out}
    assert reasons["Inhoudsopgave"] == "inhoudsopgave"
    assert reasons["2.1 Ondermijning ..... 5"] == "inhoudsopgave"
    assert reasons["3"] == "paginanummer"


def test_broken_lines_are_joined_and_short_ones_end_something():
    draft = read_draft("plan.txt", BROKEN.encode())
    texts = [piece.body for _path, piece in draft.walk() if piece.kind == "prose"]
    assert texts[0].endswith("Voor de jaren 2027-2030 maken we daarom opnieuw een gezamenlijk plan.")
    assert texts[1].endswith("in overleg met onze partners in uitvoeringsplannen.")
    assert [number for _depth, number, _title in outline(draft)] == ["1", "2", "", "3.1"]


def test_an_e_that_was_a_bullet_is_read_as_one_and_told():
    draft = read_draft("plan.txt", BROKEN.encode())
    (items,) = [piece.items for _path, piece in draft.walk() if piece.kind == "list"]
    assert items[0].startswith("Samen met bewoners\n\nEen actieve rol")
    assert [left.text for left in draft.left_out] == ["e", "e", "e"]


def test_a_chapter_without_its_number_is_found_by_what_follows_and_asked():
    draft = read_draft("plan.txt", BROKEN.encode())
    assert (1, "", "Wat er verder speelt") in outline(draft)
    assert [doubt.quote for doubt in draft.doubts if "hoofdstuk 3" in doubt.question] == ["Wat er verder speelt"]


def test_markdown_keeps_its_marks_and_a_heading_typed_a_level_too_high_is_put_right():
    draft = read_draft("plan.md", MARKDOWN.encode())
    assert outline(draft) == [
        (1, "", "Veiligheidsplan Waterland 2027-2030"),
        (2, "", "Prioriteit 1: Jeugd"),
        (3, "", "Opgave"),
        (3, "", "Ambitie"),
        (3, "", "Aandachtspunten"),
        (2, "", "Prioriteit 2: Drugs"),
        (3, "", "Ambitie"),
        (3, "", "Aandachtspunten"),
    ]
    assert [doubt.quote for doubt in draft.doubts] == ["Aandachtspunten"]
    bodies = [piece.body for _path, piece in draft.walk() if piece.body]
    assert bodies[0] == "Jongeren zijn *beïnvloedbaar*.\\\nDat vraagt iets van ons.1"
    assert (
        bodies[2] == "- Samenwerken met scholen\n  - ook in de vakantie\n\n1. Regie bij de gemeente"
        or "ook in de vakantie" in bodies[2]
    )
    assert bodies[-1] == "Wie | Wat\\\nWijchen | trekker"


def test_a_running_header_goes_and_a_heading_that_comes_back_stays():
    page = "{number}. Prioriteit\n\nDit is een tekst over het onderwerp, lang genoeg om geen kopje te zijn in het plan zelf.\n\n"
    again = "Wat gaan we doen?\n\n- We werken samen met de partners.\n\nVEILIGHEID WATERLAND\n\n"
    draft = read_draft("plan.txt", "".join(page.format(number=n) + again for n in (1, 2, 3)).encode())
    assert [left.text for left in draft.left_out] == ["VEILIGHEID WATERLAND"] * 3
    assert [title for _depth, _number, title in outline(draft)].count("Wat gaan we doen?") == 3


def paragraphs(*lines):
    return "\n\n".join(lines).encode()


def test_short_lines_under_a_colon_are_a_list_and_not_headings():
    source = paragraphs(
        "1. Regio",
        "De regio behartigt de belangen op de volgende terreinen:",
        *("Brandweerzorg", "Ambulancezorg", "De meldkamer voor het hele gebied"),
        "De taken van de regio raken ook aan sociale veiligheid, bijvoorbeeld bij grote evenementen in de zomer.",
    )
    assert outline(read_draft("plan.txt", source)) == [(1, "1", "Regio")]


def test_codes_in_an_appendix_are_no_chapters():
    source = paragraphs(
        *("1. Een", "Tekst van het eerste hoofdstuk van dit plan.", "2. Twee", "Tekst van het tweede hoofdstuk."),
        *("Bijlage: cijfers", "1.1.1 Diefstal woning 12 14 18", "3.9.1 Horizontale fraude", "2.5.2 Winkeldiefstal"),
    )
    assert [title for _depth, _number, title in outline(read_draft("p.txt", source))] == ["Een", "Twee", "Bijlage: cijfers"]


def test_capitals_and_underlines_are_headings():
    source = paragraphs(
        "AANLEIDING",
        "De raad vroeg om een nieuw plan voor de komende vier jaar, en dit is het voorstel daarvoor.",
        *("Aanpak\n======", "We beginnen bij de wijken waar het meeste speelt.", "Vervolg\n-------", "Daarna de rest."),
    )
    assert [title for _depth, _number, title in outline(read_draft("plan.txt", source))] == ["AANLEIDING", "Aanpak", "Vervolg"]


def test_a_text_without_headings_or_title_asks():
    questions = [doubt.question for doubt in read_draft("brief.txt", b"zomaar wat tekst zonder meer.").doubts]
    assert len(questions) == 3
    assert all(question.endswith(("periode.", "titel.", "tekst is?")) for question in questions)


def test_text_of_old_windows_and_of_word_as_utf16_is_read():
    for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16"):
        draft = read_draft("plan.txt", "Coördinatie tussen buren – één plan.".encode(encoding))
        assert draft.pieces[0].body == "Coördinatie tussen buren – één plan."


def test_stars_in_a_plain_text_stay_stars():
    draft = read_draft("plan.txt", b"Zie * hieronder, 5 * 3 en de *noot [1](http://x.y).")
    assert words_of_draft(draft) == ["Zie", "hieronder", "5", "3", "en", "de", "noot", "1", "http", "x", "y"]


def test_suggestions_say_which_rule_fired():
    draft = read_draft("plan.md", MARKDOWN.encode())
    found = [(suggestion.kind, suggestion.title, suggestion.rule) for suggestion in suggest_kinds(draft)]
    assert found[:5] == [
        ("priority", "Prioriteit 1: Jeugd", "kopje: prioriteit"),
        ("reason", "Opgave", "kopje: waarom"),
        ("ambition", "Ambitie", "kopje: ambitie"),
        ("measure", "Aandachtspunten", "kopje: aanpak"),
        ("measure", "Aandachtspunten", "opsomming onder kopje: aanpak"),
    ]
    by_path = dict(draft.walk())
    assert all(by_path[suggestion.path].line == suggestion.line for suggestion in suggest_kinds(draft))


def test_a_section_with_a_reason_and_measures_is_suggested_as_a_priority():
    draft = read_draft("plan.txt", NUMBERED.encode())
    kinds = {suggestion.title: suggestion.kind for suggestion in suggest_kinds(draft)}
    assert kinds["Ondermijning"] == "priority"
    assert kinds["Wat gaan we doen?"] == "measure"
    assert "Inleiding" not in kinds
    assert "Prioriteiten" not in kinds


HEADINGS = ["Hoofdstuk 1 Begin", "1. Inleiding", "2.1 Ondermijning", "Ambitie", "TER INZAGE", "Thema 2: Jeugd", "a. Regie"]
ITEMS = ["- een", "  - twee", "• drie", "1) vier", "2. vijf", "o zes", "e Zeven", "✓ acht", "- 2) negen", "3. ", "-"]
MARKS = ["# Kop", "### **Kop**", "*schuin* en **vet**", "====", "----", "* * *", "| a | b |", "| --- | --- |", "§ 3 <sup>1</sup>"]
OTHERS = ["Inhoudsopgave", "Begin ..... 3", "Midden ..... 5", "Eind ..... 7", "04 Begin", "Doel:", "7", "Pagina 3", "niet-pluis-"]
ODD = ["\x0cNieuwe bladzij", "\u00ad", "e\u0301\u00a0x", "een<br>twee", "Veiligheidsplan 2027-2030"]
WORDS = st.sampled_from(["de", "raad", "Wijk", "veiligheid", "én", "samen", "2027", "4"])
LINE = st.one_of(
    st.lists(WORDS, min_size=1, max_size=25).map(" ".join),
    st.sampled_from([*HEADINGS, *ITEMS, *MARKS, *OTHERS, *ODD]),
    st.text(st.sampled_from("ab .-*_#1)[]|\\<>`~&:"), max_size=20),
)
FILES = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n\n", "\r\n", "  \n", "\n "])), max_size=40).map(
    lambda lines: "".join(line + end for line, end in lines)
)


@given(FILES)
@settings(max_examples=200, deadline=None)
def test_whatever_the_file_no_word_is_lost_and_all_stand_in_order(source):
    if not source.strip(" \t\r\n\x00\u00ad\ufeff"):
        return
    draft = read_draft("plan.txt", source.encode())
    assert "".join(words_of_draft(draft)) == "".join(words_of_lines(source, draft))
    if "*" not in source:  # bold within a word leaves no space behind
        assert words_of_draft(draft) == words_of_lines(source, draft)
