"""The sentences a reader sees."""

import pytest

from driehoek.engine.sentences import whole
from driehoek.engine.verdict import Caveat, Count, Dispersion, Noun, judge
from tests.engine.given import series

BURGLARY = {"1.1.1": Noun("woninginbraak", "woninginbraken")}
NAMES = {"GM0296": "Wijchen"}
KNOWN = {"1.1.1": Dispersion(0.15, 100, 50.0)}


def tell(counts, **words):
    return judge(counts, dispersion=KNOWN, area_names=NAMES, nouns=BURGLARY, **words).series[0]


def burglaries(*numbers, **words):
    return series("GM0296", "1.1.1", numbers, **words)


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (5655, "5.655"), (1234567, "1.234.567")])
def test_whole_numbers_have_dots_between_thousands(number, text):
    assert whole(number) == text


def test_a_fall():
    answer = tell(burglaries(70, 75, 68, 72, 74, 31, last=2019))
    assert answer.sentence == (
        "In 2019 waren er in Wijchen 31 woninginbraken. Gewoonlijk zijn het er 45 tot en met 103. Dat is een daling."
    )


def test_a_rise_against_the_last_step():
    answer = tell(burglaries(50, 52, 48, 51, 160, 140, last=2019))
    assert answer.statement.endswith("Dat is een stijging.")
    assert answer.caveat_sentences == ("Vergeleken met het jaar ervoor ging het juist omlaag.",)
    assert answer.caveats == (Caveat.LAST_STEP_AGAINST,)


def test_as_usual_with_its_caveats():
    answer = tell(burglaries(900, 920, 1010), provisional=["2024"])
    assert answer.statement == (
        "In 2024 waren er in Wijchen 1.010 woninginbraken. Gewoonlijk zijn het er 739 tot en met 1.095. Dat is als gewoonlijk."
    )
    assert answer.caveat_sentences == (
        "We vergelijken met maar twee eerdere jaren.",
        "Het aantal over 2024 is nog voorlopig.",
    )


def test_what_cannot_be_told_names_the_band_and_what_would_have_been_seen():
    answer = tell(burglaries(3, 4, 2, 5, 3, 4, last=2019))
    assert answer.sentence == (
        "In 2019 waren er in Wijchen 4 woninginbraken. Gewoonlijk zijn het er 0 tot en met 9. Of het stijgt of daalt, is niet te "
        "zeggen: daarvoor is het aantal te klein of wisselt het te sterk. Een stijging hadden we pas gezien vanaf 10."
    )


def test_an_unusual_count_among_many_is_no_verdict():
    quiet = [count for i in range(40) for count in series(f"GM{i:04d}", "1.1.1", [50] * 6, last=2019)]
    answer = tell([*burglaries(50, 50, 50, 50, 50, 85, last=2019), *quiet])
    assert "Dat is meer dan gewoonlijk, maar bij 41 vergelijkingen tegelijk komt dat ook door toeval voor." in answer.sentence
    assert f"Een stijging hadden we pas gezien vanaf {answer.detectable}." in answer.sentence


def test_one_year_has_nothing_to_compare():
    assert tell(burglaries(1)).sentence == (
        "In 2024 was er in Wijchen 1 woninginbraak. Er is geen eerder jaar om mee te vergelijken, dus of het stijgt of daalt is "
        "niet te zeggen."
    )


def test_nothing_ever():
    assert tell(burglaries(0, 0, 0, 0, 0, 0, last=2019)).statement == (
        "In 2019 waren er in Wijchen geen woninginbraken. Gewoonlijk zijn het er 0 tot en met 2. Ervoor was het ook nul: of er "
        "iets verandert, is niet te zeggen."
    )


def test_a_phenomenon_without_a_noun_and_an_unknown_dispersion():
    answer = judge(series("Heumen", "overlast jeugd", [84, 68], last=2016)).series[0]
    assert answer.sentence == (
        "Overlast jeugd in Heumen: 68 in 2016. Gewoonlijk zijn het er 60 tot en met 112. Dat is als gewoonlijk. We vergelijken "
        "alleen met 2015. Hoe sterk dit aantal uit zichzelf wisselt, is niet bekend; we rekenen alleen met toeval."
    )


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        (["2023-07", "2024-07"], "In juli 2024 waren er"),
        (["2023-KW3", "2024-KW3"], "In het derde kwartaal van 2024 waren er"),
        ([f"{y}-KW{q}" for y in (2022, 2023) for q in (1, 2, 3, 4)], "In de 4 kwartalen tot en met het vierde kwartaal van 2023"),
        ([f"{y}-{m:02d}" for y in (2022, 2023) for m in range(1, 13)], "In de 12 maanden tot en met december 2023 waren er"),
    ],
)
def test_periods_are_written_out(periods, words):
    assert tell([Count("GM0296", "1.1.1", period, 30, 1.0) for period in periods]).sentence.startswith(words)


@pytest.mark.parametrize(
    ("last", "words"), [(2024, "De coronajaren 2020 en 2021 tellen mee"), (2026, "Het coronajaar 2021 telt mee"), (2020, None)]
)
def test_corona_in_the_base_is_told(last, words):
    answer = tell(burglaries(50, 50, 50, 50, 50, 50, last=last))
    assert (Caveat.CORONA in answer.caveats) == (words is not None)
    assert words is None or words in answer.sentence


def test_a_provisional_month_makes_its_block_provisional():
    counts = [Count("GM0296", "1.1.1", f"{y}-{m:02d}", 3, 1.0) for y in (2022, 2023) for m in range(1, 13)]
    for provisional, told in ((["2023-05"], True), (["2023"], True), (["2022-05"], False)):
        assert (Caveat.PROVISIONAL in tell(counts, provisional=provisional).caveats) == told
