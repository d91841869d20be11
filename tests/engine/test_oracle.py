"""The whole oracle: values from outside this project."""

import hashlib
import math

import pytest

from driehoek.engine.verdict import judge
from tests.engine.given import ORACLE, SHARED, oracle_counts, oracle_rows

NUMBERS = (
    "latest", "expected", "low", "high", "ratio", "ratio_low", "ratio_high", "dispersion", "p", "p_adjusted", "detectable",
)  # fmt: skip


@pytest.fixture(scope="module")
def judgement():
    return judge(oracle_counts())


@pytest.fixture(scope="module")
def by_key(judgement):
    return {(one.area, one.phenomenon): one.as_json() for one in judgement.series}


@pytest.fixture(scope="module")
def expected():
    return {(row["area"], row["phenomenon"]): row for row in oracle_rows("verdicts_expected")}


def agrees(name, value, text):
    if text == "" or value is None:
        return value is None and text == ""
    if name.startswith("p") and float(text) < 1e-12:
        return value < 1e-12
    return math.isclose(value, float(text), rel_tol=1e-6)


def test_every_series_of_the_oracle_is_answered(by_key, expected):
    assert by_key.keys() == expected.keys()


def test_every_verdict_of_the_oracle_is_equal(by_key, expected):
    assert {key: one["verdict"] for key, one in by_key.items()} == {key: row["verdict"] for key, row in expected.items()}


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_of_the_oracle_comes_out_to_six_digits(name, by_key, expected):
    wrong = {
        key: (one[name], expected[key][name]) for key, one in by_key.items() if not agrees(name, one[name], expected[key][name])
    }
    assert wrong == {}


def test_the_periods_of_the_oracle_are_equal(by_key, expected):
    assert {key: one["period"] for key, one in by_key.items()} == {key: row["period"] for key, row in expected.items()}


def test_the_family_is_every_series_with_a_p(judgement, expected):
    assert judgement.family.size == sum(row["p"] != "" for row in expected.values())
    assert (judgement.family.method, judgement.family.alpha) == ("holm", 0.05)


# count and persons before and after; rate ratio and its limits by R 4.2.2 `poisson.test`
RATE_RATIOS = [
    ("R09", 91, 34900, 136, 34800, 1.49880005052419, 1.14098361698652, 1.97657568075305),
    ("R10", 49, 25300, 54, 25400, 1.09770207295517, 0.731751033678537, 1.65022032790509),
    ("R11", 9, 18400, 44, 18600, 4.8363201911589, 2.33013318193562, 11.2677355026287),
    ("R12", 5865, 119000, 4425, 121000, 0.74200503054258, 0.713443808010436, 0.771668251040338),
    ("R13", 0, 10000, 5, 10000, None, 0.91635585731546, None),
    ("R14", 3, 12000, 1, 12000, 0.333333333333333, 0.00634952530602737, 4.15144077623843),
    ("R15", 128, 1000, 94, 1000, 0.734375, 0.556636587052859, 0.965913241049635),
]


@pytest.mark.parametrize("pair", RATE_RATIOS, ids=lambda pair: pair[0])
def test_rate_ratios_are_those_of_r(pair, judgement):
    name, *_, ratio, low, high = pair
    one = next(one for one in judgement.series if one.area.startswith(name))
    assert one.ratio == (None if ratio is None else pytest.approx(ratio, rel=1e-9))
    assert one.ratio_low == pytest.approx(low, rel=1e-5)  # R stops its search at about this precision
    assert one.ratio_high == (None if high is None else pytest.approx(high, rel=1e-5))


def test_the_pairs_in_the_oracle_are_those_of_r():
    for name, first, persons_first, last, persons_last, *_ in RATE_RATIOS:
        rows = sorted((c.period, c.count, c.exposure) for c in oracle_counts() if c.area.startswith(name))
        assert [(count, persons) for _, count, persons in rows] == [(first, persons_first), (last, persons_last)]


def test_the_same_counts_in_three_units_of_exposure_agree(judgement):
    one, thousandfold, thousandth = (
        next(one for one in judgement.series if one.area.startswith(name)) for name in ("R44", "R45", "R46")
    )
    for other in (thousandfold, thousandth):
        assert (other.low, other.high, other.detectable, other.verdict) == (one.low, one.high, one.detectable, one.verdict)
        assert other.p == pytest.approx(one.p, rel=1e-12)


@pytest.mark.parametrize("name", ["verdicts_input", "verdicts_expected"])
def test_our_copy_of_the_oracle_is_still_the_one_that_is_shared(name):
    import gzip

    shared = SHARED / "oracles" / f"{name}.csv"
    ours = hashlib.sha256(gzip.decompress((ORACLE / f"{name}.csv.gz").read_bytes())).hexdigest()
    theirs = hashlib.sha256(shared.read_bytes()).hexdigest() if shared.exists() else DIGESTS[name]
    assert ours == theirs == DIGESTS[name]


DIGESTS = {
    "verdicts_input": "a20725110cebd42474db9ac6910798ece73bbaea8dd877ca4a02cbf81085ccc6",
    "verdicts_expected": "3d07bd88905210a331976c2df9f6915c14008fd201347118b434e2e59c32805b",
}
