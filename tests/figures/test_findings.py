"""What a figure says in sentences: only what a test carries, in the same words whatever the order or the unit."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.engine import peers
from driehoek.engine.counts import Count
from driehoek.engine.peers import Standing
from driehoek.engine.results import Verdict
from driehoek.engine.sentences import Noun
from driehoek.engine.verdict import judge
from driehoek.figures import queries
from driehoek.figures._store import Series
from driehoek.figures.findings import rules
from driehoek.figures.findings.months import SHOWN, months_of
from driehoek.figures.findings.queries import found_in
from driehoek.figures.findings.rules import Beside, Elsewhere, Known, Shift, Shrunken, finding
from driehoek.figures.models import Indicator, Source
from driehoek.organisations.models import Area, AreaNeighbour
from driehoek.organisations.viewer import PUBLIC
from tests.figures.deliveries import deliver

YEARS = range(2019, 2025)
BURGLARY = Noun("woninginbraak", "woninginbraken")


def judged(counts, people=25_000.0):
    rows = [Count("GM1", "x", str(year), count, people) for year, count in zip(YEARS, counts, strict=True)]
    return judge(rows, area_names={"GM1": "Druten"}, nouns={"x": BURGLARY}).series[0]


def known(counts=(60, 60, 60, 60, 60, 60), **other):
    return Known("Druten", "woninginbraken", "Kop", judged(counts), **other)


BESIDE = Beside(Standing.HIGHER, 24, 20_000, 50_000, 8.1, 3.2, 6.1, usual=False)


# --- sentences ---------------------------------------------------------------------------------------------------------------
def test_a_rise_is_told_in_peoples_units():
    said = finding(known((60, 60, 60, 60, 60, 140)))
    assert said.statement.endswith("Dat is een stijging.")
    assert said.size.startswith("Dat zijn ongeveer 80 woninginbraken meer dan gewoonlijk; met de onzekerheid erbij tussen ")


def test_a_fall_is_told_in_peoples_units():
    said = finding(known((200, 200, 200, 200, 200, 90)))
    assert said.size.startswith("Dat zijn ongeveer 110 woninginbraken minder dan gewoonlijk")


@pytest.mark.parametrize("counts", [(60, 60, 60, 60, 60, 62), (3, 5, 4, 2, 6, 8), (0, 0, 0, 0, 0, 0)])
def test_without_a_verdict_nothing_is_called_more_or_less(counts):
    said = finding(known(counts))
    assert said.size == ""
    assert "meer dan" not in " ".join(said.meaning)
    assert "minder dan" not in " ".join(said.meaning)


@given(st.lists(st.integers(0, 3000), min_size=6, max_size=6))
def test_the_number_more_or_less_fits_its_own_limits_and_its_verdict(counts):
    verdict = judged(counts)
    said = finding(Known("Druten", "woninginbraken", "Kop", verdict)).size
    assert bool(said) <= (verdict.verdict in rules.CHANGES)
    if said:
        assert ("meer dan" in said) == (verdict.verdict is Verdict.RISES)
    numbers = [int(word.replace(".", "").strip(";,")) for word in said.split() if word.replace(".", "").strip(";,").isdecimal()]
    if len(numbers) == 3:
        assert numbers[1] <= numbers[0] <= numbers[2]


def test_higher_than_others_is_said_only_where_the_corrected_test_says_so():
    higher = finding(known(beside=BESIDE)).peers
    assert higher == (
        "Bij 24 gemeenten van ongeveer gelijke grootte (20.000 tot 50.000 inwoners) is 3,2 tot 6,1 per 1.000 gewoon. "
        "Dat is hoger dan bij vergelijkbare gemeenten."
    )
    unsure = finding(known(beside=replace(BESIDE, standing=Standing.NOT_APART))).peers
    assert "hoger" not in unsure
    assert "kan dat toeval zijn" in unsure
    assert finding(known(beside=replace(BESIDE, standing=Standing.CANNOT_TELL))).peers == ""


def test_peers_of_another_size_are_named_so():
    said = finding(known(beside=replace(BESIDE, nearest=True))).peers
    assert said.startswith("Bij de 24 gemeenten die er in grootte het dichtst bij komen")


def test_a_small_area_gets_a_careful_rate_and_a_large_one_does_not():
    small = finding(known(rate=2.4, rate_low=0.9, rate_high=5.1, shrunken=Shrunken(1.6, 0.9, 2.6, own=0.3))).rate
    assert "is 1,6 een voorzichtiger schatting: die leunt vooral op" in small
    large = finding(known(rate=2.4, rate_low=2.1, rate_high=2.8, shrunken=Shrunken(2.3, 2.1, 2.6, own=0.95))).rate
    assert large == "Per 1.000 inwoners waren het er 2,4 (met de onzekerheid erbij tussen 2,1 en 2,8)."


def test_a_waterbed_is_shown_as_a_possibility_with_both_figures_and_only_beside_a_fall():
    there = [Elsewhere("Beuningen", "woninginbraken", 90, 40, 70)]
    said = finding(known((200, 200, 200, 200, 200, 90), elsewhere=there)).elsewhere
    assert "in Beuningen waren er 90 woninginbraken (gewoonlijk 40 tot en met 70)" in said
    assert "deze cijfers zeggen dat niet" in said
    assert finding(known((60, 60, 60, 60, 60, 140), elsewhere=there)).elsewhere == ""


def test_a_change_of_level_comes_with_its_reason():
    said = finding(known(shift=Shift("2018", 512.0, 268.0, "aangifte kan online"))).long_run
    assert said.startswith("Over de hele reeks ligt het niveau na 2018 anders: van ongeveer 510 naar ongeveer 270 per jaar.")
    assert said.endswith("De reden die erbij staat: aangifte kan online.")


def test_what_could_not_be_seen_is_said_once():
    usual = finding(known((300, 300, 300, 300, 300, 301)))
    assert "Een stijging had u pas gezien vanaf" in usual.unseen
    unsure = finding(known((6, 2, 5, 4, 3, 5)))
    assert unsure.unseen == ""
    assert unsure.text.count("pas gezien vanaf") == 1


def test_small_numbers_and_what_else_moves_the_count_are_told():
    said = finding(known((6, 2, 5, 4, 3, 5), moves_with="hangt ook af van hoeveel mensen aangifte doen"))
    assert "Het gaat om kleine aantallen: één of twee meer of minder maakt al veel uit, ook door toeval." in said.caveats
    assert "Dit aantal hangt ook af van hoeveel mensen aangifte doen." in said.caveats


def test_page_report_and_mail_have_the_same_sentences():
    said = finding(known((60, 60, 60, 60, 60, 140), beside=BESIDE))
    assert said.text == " ".join((said.statement, *said.meaning, *said.caveats))


# --- from the database -------------------------------------------------------------------------------------------------------
SOURCE, CODES = "47018NED", [f"GM8{n:03}" for n in range(14)]


@pytest.fixture
def burglary(areas):
    """Fourteen municipalities of 20,000 to 46,000 people with as many burglaries per head, and what they are counted in."""
    Area.objects.bulk_create(Area(code=code, level="municipality", name=f"Plaats {code[-2:]}") for code in CODES)
    people = Source.objects.create(code="70072ned", name="Inwoners", kind="population", publisher="CBS", is_public=True)
    deliver(people, [(code, "inwoners", str(year), people_of(code), None) for code in CODES for year in YEARS])
    return Indicator.objects.create(
        code="1.1.1", source=Source.objects.create(code=SOURCE, name="Misdrijven", publisher="CBS", is_public=True),
        phenomenon="1.1.1", label="Woninginbraken", one="woninginbraak", many="woninginbraken", field="V1",
    )  # fmt: skip


def people_of(code):
    return 20_000 + 2_000 * CODES.index(code)


def usual(code, year):
    return people_of(code) // 500 + (int(year) + CODES.index(code)) % 5


def take_in(indicator, changed=None, order=lambda rows: rows, exposure=None, years=YEARS):
    rows = [
        (code, indicator.phenomenon, str(year), (changed or {}).get((code, year), usual(code, year)),
         exposure * people_of(code) if exposure else None)
        for code in CODES for year in years
    ]  # fmt: skip
    deliver(indicator.source, order(rows))


def said_of(code, indicator="1.1.1", viewer=PUBLIC):
    seen = queries.picture(viewer, code, beside="niets")
    cell = next(row.own for row in seen.rows if row.indicator.pk == indicator)
    return found_in(seen, cell)


@pytest.mark.django_db
def test_what_stands_far_above_its_peers_is_called_higher(burglary):
    take_in(burglary, {(CODES[3], year): 260 for year in YEARS})
    found = said_of(CODES[3])
    assert found.among.beside.standing is Standing.HIGHER
    assert found.finding.peers.startswith("Bij 13 gemeenten van ongeveer gelijke grootte (20.000 tot 46.000 inwoners) is ")
    assert said_of(CODES[5]).among.beside.standing is Standing.NOT_APART


@pytest.mark.django_db
def test_neither_the_order_of_rows_nor_the_unit_of_exposure_changes_a_finding(burglary):
    take_in(burglary, {(CODES[3], 2024): 160})
    first = said_of(CODES[3])
    take_in(burglary, {(CODES[3], 2024): 160}, order=lambda rows: random.Random(7).sample(rows, len(rows)))
    assert said_of(CODES[3]).finding == first.finding
    take_in(burglary, {(CODES[3], 2024): 160}, exposure=3.0)
    other = said_of(CODES[3])
    assert other.finding.statement == first.finding.statement
    assert other.among.beside.standing is first.among.beside.standing


@pytest.mark.django_db
def test_a_fall_beside_a_rise_next_door_is_shown_as_a_possibility(burglary):
    here, there = CODES[8], CODES[9]
    AreaNeighbour.objects.create(area_id=here, other_id=there)
    before = {(code, year): 300 for code in (here, there) for year in YEARS}
    take_in(burglary, before | {(here, 2024): 60, (there, 2024): 900})
    said = said_of(here).finding
    assert said.elsewhere.startswith("Tegenover de daling hier staat in dezelfde periode een stijging: in Plaats 09 waren er 900")
    assert said_of(there).finding.elsewhere == ""


@pytest.mark.django_db
def test_only_a_lasting_break_near_by_explains_a_new_level(burglary):
    years = range(2010, 2025)
    people = Source.objects.get(pk="70072ned")
    deliver(people, [(code, "inwoners", str(year), people_of(code), None) for code in CODES for year in years])
    take_in(burglary, {(CODES[4], year): 400 if year < 2018 else 150 for year in years}, years=years)
    assert said_of(CODES[4]).finding.long_run == ""
    for breaks, told in (
        ([{"first": "2018", "last": "", "reason": "aangifte kan online"}], True),
        ([{"first": "2018", "last": "2019", "reason": "een bijzonder jaar"}], False),
        ([{"first": "2012", "last": "", "reason": "iets anders"}], False),
    ):
        burglary.breaks = breaks
        burglary.save()
        assert bool(said_of(CODES[4]).finding.long_run) is told


@pytest.mark.django_db
def test_a_break_in_what_was_compared_is_a_caveat(burglary):
    burglary.breaks = [{"first": "2022", "last": "", "reason": "nieuwe wet"}, {"first": "2001", "last": "2002", "reason": "oud"}]
    burglary.save()
    take_in(burglary)
    caveats = said_of(CODES[0]).finding.caveats
    assert "Let op: vanaf 2022 is de reeks anders: nieuwe wet." in caveats
    assert not any("oud" in one for one in caveats)


@pytest.mark.django_db
def test_a_team_is_not_laid_beside_municipalities(burglary):
    from driehoek.organisations.models import AreaMembership

    AreaMembership.objects.create(parent_id="BT-tweestromenland", child_id=CODES[0], valid_from=date(2013, 1, 1))
    AreaMembership.objects.filter(child_id="GM0225").delete()
    take_in(burglary)
    assert said_of("BT-tweestromenland").among is None


def test_on_a_page_of_equal_municipalities_the_funnel_seldom_colours_any():
    """300 pages of 58 kinds among 40 peers that vary twice as much as chance; 5 % is meant, 8 % what chance allows here."""
    random_numbers = np.random.default_rng(20241015)
    mine = np.zeros((41, 41), bool)
    mine[0, 1:] = True
    pages = 300
    wrong = 0
    for _page in range(pages):
        exposure = random_numbers.uniform(20_000, 50_000, 41)
        mean = exposure[:, None] * random_numbers.uniform(2e-4, 5e-3, 58)
        counts = random_numbers.negative_binomial(mean, 0.5)  # variance twice the mean
        funnel = peers.compare(counts, exposure, mine)
        wrong += any(funnel.standing(0, n) in (Standing.HIGHER, Standing.LOWER) for n in range(58))
    assert wrong / pages <= 0.08


# --- months ------------------------------------------------------------------------------------------------------------------
def monthly(counts):
    periods = tuple(f"{2018 + n // 12}-{n % 12 + 1:02}" for n in range(len(counts)))
    return Series(periods, tuple(counts), tuple(2000.0 for _ in counts), frozenset(periods[-1:]))


def test_months_stand_beside_what_is_usual_for_that_month():
    winter = [60 if n % 12 in (10, 11, 0) else 20 for n in range(84)]
    found = months_of(monthly(winter))
    assert len(found) == SHOWN
    assert [month.period for month in found[-2:]] == ["2024-11", "2024-12"]
    assert not any(month.outside for month in found)
    assert found[-1].provisional
    assert months_of(monthly([*winter[:-3], 95, 60, 60]))[-3].outside


def test_years_and_short_series_show_no_months():
    assert months_of(Series(("2023", "2024"), (1, 2), (1.0, 1.0), frozenset())) == ()
    assert months_of(monthly([5] * 40)) == ()
