"""Documents to test with: a progress report as a council gets it, and one that says nasty things."""

from datetime import date

from driehoek.documents.structure import (
    Callout,
    Document,
    Figure,
    KeyFact,
    KeyFacts,
    PageBreak,
    Prose,
    Section,
    Table,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120" viewBox="0 0 400 120">'
    '<rect x="10" y="20" width="80" height="90" fill="#154273"/>'
    '<rect x="110" y="60" width="80" height="50" fill="#154273"/></svg>'
)

BODY = """De raad vroeg om **meer toezicht** bij het station, *vooral 's avonds*.

#### Wat is gedaan

- Twee boa’s lopen vaste rondes
  - op vrijdag en zaterdag
  - ook bij evenementen
- Het convenant is getekend, zie [de wet](https://wetten.overheid.nl/x)

3. Evaluatie in het voorjaar
4. Besluit in de raad\\
   voor de zomer"""

ACTIONS = Table(
    header=("Actie", "Eigenaar", "Klaar op", "Uren"),
    rows=(
        ("Toezicht bij het station", "Wijchen", "1 mei 2026", "1.250"),
        ("Voorlichting <op> scholen & clubs", "Druten", "30 juni 2026", "80"),
    ),
    caption="Acties in 2026",
    numeric=frozenset({3}),
    header_column=True,
    source="Programma Tweestromenland",
    source_date=date(2026, 3, 1),
)

FIGURE = Figure(
    svg=SVG,
    title="Woninginbraken per jaar",
    alt="Twee staven: negentig in 2024 en vijftig in 2025.",
    source="CBS StatLine 47018NED",
    source_date=date(2026, 2, 14),
    table=Table(header=("Jaar", "Aantal"), rows=(("2024", "90"), ("2025", "50")), numeric=frozenset({1})),
)


def report(figures: bool = True, contents: bool = False) -> Document:
    chapter = Section(
        "Ondermijning",
        number="1",
        body=BODY,
        parts=(
            Section("Acties", number="1.1", parts=(ACTIONS,)),
            Callout("Let op", "De *uren* van de politie zijn op.", "attention"),
        ),
    )
    return Document(
        title="Voortgang veiligheid Wijchen",
        subtitle="Rapportage aan de raad",
        date=date(2026, 3, 3),
        author="Gemeente Wijchen",
        meta=(("Gemeente", "Wijchen"), ("Periode", "2023–2026")),
        contents=contents,
        parts=(
            KeyFacts((KeyFact("Acties op schema", "12 van 15", "drie zijn te laat"), KeyFact("Uren besteed", "1.330"))),
            chapter,
            PageBreak(),
            Section("Cijfers", number="2", parts=((FIGURE,) if figures else ()) + (Prose("Meer in de bijlage."),)),
        ),
    )


def nasty() -> Document:
    words = '#set text(red) $x$ <b>&amp; \\ ]] *ster* _streep_ `code` "aan" é – ‘x’ |'
    table = Table(header=(words, "b"), rows=((words, "=1+1"), ("regel\ntwee", "")), caption=words, source=words)
    return Document(title=words, subtitle=words, parts=(Section(words, (table,), words, level=4), Callout(words, words)))


def long_report(pages: int = 30) -> Document:
    section = tuple(
        Section(f"Prioriteit {n}", number=str(n), body="\n\n".join([BODY] * 4), parts=(ACTIONS, FIGURE))
        for n in range(1, pages + 1)
    )
    return Document(title="Lang rapport", date=date(2026, 3, 3), parts=section, contents=True)
