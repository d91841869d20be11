"""Figures that people type in: checked per cell, all or nothing, judged like any other, and never under a publisher's name."""

from __future__ import annotations

import pytest

from driehoek.common.errors import NotAllowed, NotNow, Refused
from driehoek.common.models import Event
from driehoek.engine.results import Verdict
from driehoek.figures import commands
from driehoek.figures.commands import type_in
from driehoek.figures.indicators.queries import filled, listed
from driehoek.figures.indicators.typed.rules import Figure, read_cells, read_count, read_paste, read_value, written
from driehoek.figures.models import Indicator, Snapshot, Source, SurveyQuestion
from driehoek.figures.pictures.composing import shown
from driehoek.figures.queries import picture, survey_cells
from driehoek.organisations.models import Area
from driehoek.organisations.viewer import PUBLIC
from tests.crash import crash_everywhere
from tests.figures.deliveries import deliver

YEARS = [str(year) for year in range(2016, 2024)]


# --- one cell ---
@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("1250", 1250), ("1.250", 1250), ("1 250", 1250), ("12.345.678", 12345678)]
)
def test_a_count_may_be_written_as_people_write_it(text, value):
    assert read_count(text) == Figure(value)


@pytest.mark.parametrize("text", ["-3", "12,5", "12.5", "veel", "1e3", "٣", "9" * 13, "1.25", "--", "+4"])
def test_what_is_no_count_is_told_in_a_sentence(text):
    assert read_count(text).endswith(".")


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("24,3", Figure(24.3)), ("24.3 %", Figure(24.3)), ("24,3 ± 1,2", Figure(24.3, 1.2)), ("24,3+/-1.2", Figure(24.3, 1.2)),
        ("7±0", Figure(7.0)),
    ],
)  # fmt: skip
def test_a_value_may_have_its_margin_behind_it(text, figure):
    assert read_value(text, "percentage") == figure
    assert read_value(written(figure, kind="value"), "percentage") == figure


@pytest.mark.parametrize(
    ("text", "unit"), [("101", "percentage"), ("0,5", "mark"), ("11", "scale"), ("veel", "days"), ("-1", "days")]
)
def test_a_value_stays_within_its_unit(text, unit):
    assert read_value(text, unit).endswith(".")


def test_an_empty_cell_says_nothing_and_each_wrong_cell_is_named():
    read = read_cells({("a", "2020"): " ", ("a", "2021"): "x", ("a", "2022"): "4"}, kind="count", unit="count")
    assert read.figures == {("a", "2022"): Figure(4)}
    assert list(read.wrong) == [("a", "2021")]


def test_a_block_from_excel_is_laid_on_the_areas_and_years_of_the_grid():
    block = "gemeente\t2022\t2023*\t2030\r\nDruten\t12\t\t5\r\nGM0252\t3\t4\r\nAmsterdam\t1\t2\r\n"
    names = {"druten": "GM0225", "gm0225": "GM0225", "gm0252": "GM0252"}
    pasted = read_paste(block, names, ["2022", "2023"])
    assert pasted.texts == {("GM0225", "2022"): "12", ("GM0252", "2022"): "3", ("GM0252", "2023"): "4"}
    assert len(pasted.problems) == 2
    assert read_paste("Druten\t12", names, ["2022"]).problems
    assert read_paste(" ", names, ["2022"]).problems


# --- in the database ---
@pytest.fixture
def people(areas):
    source = Source.objects.create(code="70072ned", name="Inwoners", kind="population", is_public=True)
    deliver(source, [(area, "inwoners", year, 20_000, None) for area in ("GM0225", "GM0252") for year in YEARS])
    commands.load_indicators()


def grid(counts, area="GM0225"):
    return {(area, year): Figure(count) for year, count in zip(YEARS, counts, strict=False)}


QUIET_THEN_MORE = [40, 41, 39, 42, 40, 41, 40, 95]


@pytest.mark.django_db
def test_typed_figures_get_the_verdict_that_imported_ones_get(people, adviser):
    type_in(adviser, "1.4.3", grid(QUIET_THEN_MORE), frozenset({"2023"}))
    [row] = picture(adviser, "GM0225", beside="niets").rows
    imported = Source.objects.create(code="eigen", name="Eigen")
    Indicator.objects.create(code="eigen-x", source=imported, phenomenon="x", label="X")
    deliver(imported, [("GM0225", "x", year, count, None) for year, count in zip(YEARS, QUIET_THEN_MORE, strict=True)])
    [other] = [row for row in picture(adviser, "GM0225", beside="niets").rows if row.indicator.pk == "eigen-x"]
    assert row.own.verdict.verdict is other.own.verdict.verdict is Verdict.RISES
    assert (row.own.verdict.low, row.own.verdict.high) == (other.own.verdict.low, other.own.verdict.high)
    assert row.own.provisional


@pytest.mark.django_db
def test_they_stand_in_a_source_of_their_own_that_says_who_and_are_not_public(people, adviser):
    snapshot = type_in(adviser, "1.4.3", grid([3, 4, 5]), frozenset())
    assert (snapshot.source_id, snapshot.source.is_public, snapshot.by_name) == ("zelf-47018NED", False, "Ria Smit")
    assert [used.source.pk for used in picture(adviser, "GM0225").used] == ["70072ned", "zelf-47018NED"]
    assert not picture(PUBLIC, "GM0225").rows
    assert not Source.objects.get(pk="47018NED").snapshots.exists()
    assert Event.objects.get(verb="figures.typed_in").actor_name == "Ria Smit"
    assert {one.indicator.pk: one.places for one in listed(adviser)}["1.4.3"] == 1
    assert {one.indicator.pk: one.places for one in listed(PUBLIC)}["1.4.3"] is None


@pytest.mark.django_db
def test_a_published_picture_shows_no_typed_figure_and_names_no_publisher_for_it(people, adviser):
    type_in(adviser, "1.4.3", grid([3] * 8), frozenset())
    published = Source.objects.get(pk="47018NED")
    deliver(published, [("GM0225", "1.1.1", year, 70, None) for year in YEARS])
    kinds = {row.indicator.pk: row.own for row in picture(adviser, "GM0225").rows}
    assert {code: (cell.source_id, cell.is_public) for code, cell in kinds.items()} == {
        "1.1.1": ("47018NED", True),
        "1.4.3": ("zelf-47018NED", False),
    }
    made = commands.make_picture(adviser, "GM0225", title="Beeld")
    commands.accept_picture(adviser, made.pk, purpose="Plan", seen=made.version)
    made.refresh_from_db()
    labels = lambda viewer: {label for part in shown(viewer, made).parts for label, _cells in part.rows}  # noqa: E731
    assert len(labels(adviser)) == 2
    assert len(labels(PUBLIC)) == 1


@pytest.mark.django_db
def test_a_figure_of_the_publisher_goes_before_a_typed_one(people, adviser):
    type_in(adviser, "1.4.3", grid([3] * 8), frozenset())
    deliver(Source.objects.get(pk="47018NED"), [("GM0225", "1.4.3", year, 70, None) for year in YEARS])
    [row] = picture(adviser, "GM0225").rows
    assert row.own.verdict.latest == 70


@pytest.mark.django_db
def test_a_group_has_a_figure_where_all_its_types_have_one_also_when_some_are_typed(people, adviser):
    published = Source.objects.get(pk="47018NED")
    rows = [("GM0225", code, year, 10, None) for code in ("1.1.1", "1.4.6") for year in YEARS]
    deliver(published, [*rows, ("GM0252", "1.1.1", "2023", 5, None)])
    assert "groep-hic-smal" not in {row.indicator.pk for row in picture(adviser, "GM0225").rows}
    type_in(adviser, "1.4.7", grid([2] * 8), frozenset())
    found = {row.indicator.pk: row.own for row in picture(adviser, "GM0225", beside="niets").rows}
    assert found["groep-hic-smal"].verdict.latest == 22
    assert found["groep-beroving"].verdict.latest == 12
    assert found["groep-hic-smal"].rate == pytest.approx(1.1)
    assert "groep-hic" not in found
    assert "groep-hic-smal" not in {row.indicator.pk for row in picture(PUBLIC, "GM0225").rows}


@pytest.mark.django_db
def test_earlier_deliveries_stay_and_the_newest_figure_counts(people, adviser):
    type_in(adviser, "1.4.3", grid([3, 4, 5]), frozenset({"2018"}))
    type_in(adviser, "1.4.3", grid([3, 4, 6]), frozenset())
    now = filled(Indicator.objects.select_related("source").get(pk="1.4.3"), list(Area.objects.filter(pk="GM0225")))
    assert now.texts["GM0225", "2018"] == "6"
    assert now.provisional == frozenset()
    assert len(now.deliveries) == Snapshot.objects.filter(source="zelf-47018NED").count() == 2
    assert type_in(adviser, "1.4.3", grid([3, 4, 6]), frozenset()) is None


@pytest.mark.django_db
def test_a_percentage_goes_to_the_surveys_with_its_margin(people, adviser):
    unsafe = Indicator.objects.get(key="feels_unsafe")
    snapshot = type_in(
        adviser, unsafe.pk, {("GM0225", "2021"): Figure(31.2, 2.1), ("GM0225", "2023"): Figure(35.0, 2.2)}, frozenset()
    )
    question = SurveyQuestion.objects.get(source=snapshot.source)
    assert (question.label, question.better, snapshot.source.is_public) == (unsafe.label, "lower", False)
    [cell] = survey_cells(adviser, "GM0225")
    assert (cell.latest.value, cell.latest.margin, cell.question.unit) == (35.0, 2.2, "%")
    shown = filled(Indicator.objects.select_related("source").get(pk=unsafe.pk), list(Area.objects.filter(pk="GM0225")))
    assert shown.texts["GM0225", "2023"] == "35 ± 2,2"


@pytest.mark.django_db
def test_who_may_not_fill_in_an_area_is_refused_and_leaves_no_trace(people, adviser, councillor):
    for by, area in ((adviser, "GM0252"), (councillor, "GM0225")):
        with pytest.raises(NotAllowed):
            type_in(by, "1.4.3", grid([3], area), frozenset())
    assert not Snapshot.objects.filter(source__code__startswith="zelf-").exists()
    assert not Event.objects.filter(verb="figures.typed_in").exists()


@pytest.mark.django_db
def test_a_gap_in_the_years_or_nothing_at_all_is_refused(people, adviser):
    with pytest.raises(Refused):
        type_in(adviser, "1.4.3", {("GM0225", "2018"): Figure(3), ("GM0225", "2020"): Figure(3)}, frozenset())
    with pytest.raises(Refused):
        type_in(adviser, "1.4.3", {}, frozenset())
    with pytest.raises(NotNow):
        type_in(adviser, "groep-hic", grid([3]), frozenset())


@pytest.mark.django_db
def test_figures_are_typed_in_wholly_or_not(people, adviser):
    crash_everywhere(lambda: type_in(adviser, "1.4.3", grid([3, 4, 5]), frozenset()))
