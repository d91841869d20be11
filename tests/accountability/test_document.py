"""What the report says: from the same data as the pages, verdict first, each figure with its source and date."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import docx
import pytest
from django.utils.html import strip_tags

from driehoek.accountability import queries, rules
from driehoek.accountability.composing.frozen import composed_of, content_of
from driehoek.documents.docx import write_docx
from driehoek.documents.html import write_html
from driehoek.documents.markdown import write_markdown
from driehoek.documents.structure import Section
from driehoek.documents.text import to_plain
from driehoek.figures.commands import add_interpretation
from driehoek.figures.queries import picture
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import PUBLIC, SYSTEM, Held, Viewer
from driehoek.plans import commands as plans
from driehoek.plans.models import Plan
from driehoek.programme import commands as programme
from tests.accountability.conftest import NORTH, PERIOD, TODAY, WORDS, fresh

DRUTEN = "GM0225"
ADVISER = Viewer(code="adviser", name="Anna", held=(Held("safety_adviser", DRUTEN, teams=frozenset({"BT-tweestromenland"})),))


@pytest.fixture
def druten(open_figures):
    """A plan of Druten on burglary, with real figures beside it."""
    plan = plans.start_plan(SYSTEM, area=DRUTEN, title="Plan van Druten", starts_on=date(2023, 1, 1), ends_on=date(2026, 12, 31))
    priority = plans.add_piece(SYSTEM, plan.pk, DRUTEN, "priority", title="Wonen")
    words = {"title": "Minder inbraken", "facts": {"indicator": "1.1.1"}}
    plans.add_piece(SYSTEM, plan.pk, DRUTEN, "goal", parent=priority.pk, **words)
    plans.add_piece(SYSTEM, plan.pk, DRUTEN, "goal", parent=priority.pk, title="Ook dit", facts={"indicator": "1.1.1"})
    return plan


def _document(viewer: Viewer, plan: Plan, code: str, **texts: str):
    return queries.report_document(viewer, plan, code, PERIOD["since"], PERIOD["until"], TODAY, texts)


def _words(html_or_text: str) -> str:
    return " ".join(strip_tags(re.sub(r"<(svg|title|desc)\b.*?</\1>", " ", html_or_text, flags=re.S)).split())


def test_a_figure_says_on_paper_what_it_says_on_its_page(druten):
    document = _document(ADVISER, druten, DRUTEN)
    cell = picture(PUBLIC, DRUTEN, beside="niets", only="1.1.1").rows[0].own
    figures = list(queries.figures_in(document.parts))
    assert len(figures) == 1  # the second goal points to it
    assert figures[0].alt == cell.verdict.statement
    assert (
        figures[0].source == "CBS en politie, Geregistreerde misdrijven (47018NED), augustus 2026"
    )  # the month is all that is known
    text = write_markdown(document)
    assert cell.verdict.sentence.split(".")[0] in text
    assert text.index(cell.verdict.statement[:40]) < text.index("Figuur 1")  # the verdict stands before the numbers


def test_every_figure_has_its_source_and_date_and_the_sources_are_listed_with_licence(druten):
    text = write_markdown(_document(ADVISER, druten, DRUTEN))
    assert "Bron: CBS en politie, Geregistreerde misdrijven (47018NED), augustus 2026." in text
    assert "47018NED | CBS en politie | augustus 2026 | CC BY 4.0" in text


def test_no_percentage_stands_in_a_report(druten):
    assert "%" not in write_markdown(_document(ADVISER, druten, DRUTEN))


def test_what_people_make_of_a_figure_stands_beside_it_without_their_name(druten):
    add_interpretation(ADVISER, "1.1.1", DRUTEN, period="2023", kind="meaning", text="Er was één dadergroep.")
    text = write_markdown(_document(ADVISER, druten, DRUTEN))
    assert "Er was één dadergroep. (15 oktober 2024)" in text
    assert "Anna" not in text


def test_what_was_frozen_reads_as_it_did(druten):
    from driehoek.accountability.composing.document import Composer
    from driehoek.accountability.composing.facts import gather

    facts = gather(ADVISER, druten, Area.objects.get(pk=DRUTEN), PERIOD["since"], PERIOD["until"], TODAY)
    composed = Composer(facts, WORDS).composed()
    again = composed_of(content_of(composed))
    assert again.document == composed.document
    assert again.narrow == composed.narrow


def test_page_and_word_say_the_same(druten):
    """Not one word differs between the forms of one report."""
    document = _document(ADVISER, druten, DRUTEN, **WORDS)
    page = _words(write_html(document))
    word = docx.Document(BytesIO(write_docx(document)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    on_paper = " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for section in _sections(document.parts):
        assert section.heading in page
        assert section.heading in on_paper
        for line in (one.removeprefix("- ") for one in to_plain(section.body).splitlines() if one):
            assert " ".join(line.split()) in page
            assert " ".join(line.split()) in " ".join(on_paper.split())
    assert "Dit is de inleiding." in page
    assert "Dit is de inleiding." in on_paper


def _sections(parts):
    for part in parts:
        if isinstance(part, Section):
            yield part
            yield from _sections(part.parts)


def test_the_page_shows_the_very_text_of_the_document(world, report, people, client):
    client.force_login(people.users.north)
    page = client.get(report.get_absolute_url()).content.decode()
    html = client.get(f"/verantwoording/{report.pk}/verslag.html").content.decode()
    body = html.split("</header>", 1)[1].split("</article>")[0]
    for paragraph in re.findall(r"<(?:p|li|h[2-6]|td|th)[^>]*>.*?</(?:p|li|h[2-6]|td|th)>", body, flags=re.S):
        assert paragraph in page


# --- actions --------------------------------------------------------------------------------------------------------------
def _text(world, people):
    return write_markdown(_document(people.north, world.plan, NORTH))


def test_late_actions_say_why_or_that_nobody_wrote_it(world, people):
    late = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 6, 30)}
    explained = world.running(world.local, title="Met reden", **late)
    world.running(world.local, title="Zonder reden", **late)
    programme.report_progress(SYSTEM, explained.pk, tick="stuck", sentence="De grond is van een ander.", on=date(2024, 8, 1))
    text = _text(world, people)
    assert "**Met reden** had klaar moeten zijn op 30 juni 2024. De grond is van een ander (1 augustus 2024)." in text
    assert "**Zonder reden** had klaar moeten zijn op 30 juni 2024. Waarom het later wordt, is niet opgeschreven." in text


def test_what_was_finished_in_the_period_is_told_with_its_result(world, people):
    action = world.running(world.local, title="Afspraken maken")
    programme.report_progress(SYSTEM, action.pk, tick="done", sentence="Er ligt een afspraak.", on=date(2024, 3, 1))
    assert "**Afspraken maken** (1 maart 2024) Er ligt een afspraak." in _text(world, people)
    earlier = queries.report_document(people.north, world.plan, NORTH, date(2024, 4, 1), date(2024, 10, 15), TODAY)
    assert "1 actie was al eerder gereed." in write_markdown(earlier)


def test_a_report_names_no_official(world, people):
    world.running(world.local, owner=("", "Willem Ambtenaar"))
    assert "Willem" not in _text(world, people)


def test_a_joint_draft_and_a_proposal_are_not_in_a_report(world, people):
    world.running(world.joint, title="Nog niet afgestemd")
    world.action(world.local, title="Alleen een idee")
    text = _text(world, people)
    assert "Nog niet afgestemd" not in text
    assert "Alleen een idee" not in text


def test_what_is_not_known_is_said(world, people):
    text = _text(world, people)
    assert "## Wat we niet weten" in text
    assert "Voor 2 maatregelen is nog geen actie" in text
    assert "heeft het plan ‘Veiligheidsplan 2023-2026’ nog niet vastgesteld" in text


def test_the_contribution_is_counted_to_the_cent():
    assert rules.cents_of(15, 34_111) == 511_665


def test_words_that_look_like_markup_stay_words(world, people):
    world.running(world.local, title="<b>Zwaar</b> *niet schuin*")
    html = write_html(_document(people.north, world.plan, NORTH))
    assert "<b>Zwaar" not in html
    assert "*niet schuin*" in _words(html).replace("&lt;", "<") or "*niet schuin*" in html


# --- the control list -----------------------------------------------------------------------------------------------------
def test_the_control_list_has_nine_points_and_shortens_as_things_are_mended(world, report, people):
    from driehoek.accountability import commands

    before = queries.shown(people.north, report, TODAY).checks
    commands.write_text(people.north, report.pk, "introduction", "Begin", seen=0)
    after = queries.shown(people.north, fresh(report), TODAY).checks
    assert len(before) == 9
    done = {check.code for check in after if check.done} - {check.code for check in before if check.done}
    assert done == {"introduction"}


def test_default_periods_follow_each_other():
    plan = date(2023, 1, 1), date(2026, 12, 31)
    assert rules.default_period(*plan, None, TODAY) == (date(2024, 1, 1), TODAY)
    assert rules.default_period(*plan, date(2024, 6, 30), TODAY) == (date(2024, 7, 1), TODAY)
    assert rules.default_period(*plan, None, date(2027, 3, 1)) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_number_of_queries_does_not_grow_with_the_programme(world, people, django_assert_max_num_queries):
    def count(limit: int) -> None:
        with django_assert_max_num_queries(limit):
            _document(people.north, world.plan, NORTH)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    world.running(world.local)
    with CaptureQueriesContext(connection) as few:
        _document(people.north, world.plan, NORTH)
    for number in range(20):
        world.running(world.local, title=f"Actie {number}")
    count(len(few))
