"""The appendix of the Integraal Veiligheidsplan Tweestromenland 2019-2022: what its figures do and do not say."""

import pytest

from driehoek.engine.verdict import Count, Verdict, judge
from tests.engine.given import oracle_counts

# first and last year of the appendix, as printed there: 2014 and 2018, nuisance 2014 and 2016
TABLE = [
    ("alle misdrijven", 5655, 4425, None, {Verdict.FALLS}),
    ("winkeldiefstal", 100, 89, 0.467, {Verdict.AS_USUAL, Verdict.CANNOT_TELL, Verdict.RISES}),
    ("inbraak bij bedrijven", 139, 132, 0.716, {Verdict.AS_USUAL, Verdict.CANNOT_TELL, Verdict.RISES}),
    ("overlast verward persoon", 292, 413, 6e-6, {Verdict.RISES}),
    ("overlast jeugd", 765, 758, 0.878, {Verdict.AS_USUAL}),
    ("overlast verward persoon, Wijchen", 80, 83, 0.876, {Verdict.AS_USUAL, Verdict.CANNOT_TELL, Verdict.FALLS}),
]


def two_periods(name, first, last):
    return [Count("Tweestromenland", name, "2014", first, 1), Count("Tweestromenland", name, "2018", last, 1)]


@pytest.mark.parametrize(("name", "first", "last", "p", "verdicts"), TABLE, ids=[row[0] for row in TABLE])
def test_first_and_last_year_alone_give_the_published_p_and_verdict(name, first, last, p, verdicts):
    (one,) = judge(two_periods(name, first, last)).series
    if p is None:
        assert one.p < 1e-33
    else:
        assert float(f"{one.p:.1e}" if p < 1e-3 else f"{one.p:.3f}") == pytest.approx(p, rel=0.02 if p < 1e-3 else 1e-12)
    assert one.verdict in verdicts
    assert one.change.p == one.p


@pytest.fixture(scope="module")
def appendix():
    """All 85 rows of the appendix, first and last year of each, with equal exposure: one family."""
    counts = [count for count in oracle_counts() if count.phenomenon.startswith("eerste en laatste")]
    return judge(counts)


def find(appendix, area, phenomenon):
    return next(one for one in appendix.series if one.area == area and one.phenomenon.endswith(phenomenon))


def test_the_appendix_has_85_rows(appendix):
    assert len(appendix.series) == 85


def test_company_burglary_in_heumen_gets_no_colour_once_the_whole_appendix_is_counted(appendix):
    heumen = find(appendix, "Heumen", "misdrijven 2.5.1")
    assert (heumen.change.first, heumen.change.last) == (23, 7)
    assert round(heumen.p, 3) == 0.005
    assert heumen.p_adjusted > 0.05
    assert heumen.verdict is Verdict.CANNOT_TELL


def test_the_fall_of_all_crimes_and_the_rise_of_confused_persons_keep_their_colour(appendix):
    assert find(appendix, "Totaal", "misdrijven 0.0.0").verdict is Verdict.FALLS
    assert find(appendix, "Totaal", "incidenten E33").verdict is Verdict.RISES
