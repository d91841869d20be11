"""A picture that is accepted: copied whole, never changed after, by nobody and by no delivery."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from driehoek.common import clock
from driehoek.common.archive import digest as archive_digest
from driehoek.common.archive import kept_models
from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.search import find
from driehoek.common.thread import walk
from driehoek.common.undo import undo
from driehoek.figures import commands, kinds  # noqa: F401  kinds announces how it is found
from driehoek.figures.models import Indicator, Interpretation, PictureCell, PictureField, SafetyPicture, Source, Talk
from driehoek.figures.pictures.composing import changed_since, shown
from driehoek.figures.pictures.process import COMPUTED, PICTURE
from driehoek.figures.pictures.rules import FrozenCell, differences, digest
from driehoek.organisations.viewer import PUBLIC, Held, Viewer
from tests.crash import crash_everywhere
from tests.factories import give_role, make_person
from tests.figures.deliveries import deliver

pytestmark = pytest.mark.django_db

YEARS = {str(year): 40 + year % 3 for year in range(2018, 2024)}


@pytest.fixture
def source(areas):
    made = Source.objects.create(code="47018NED", name="Misdrijven", publisher="CBS", licence="CC BY 4.0", is_public=True)
    Indicator.objects.create(
        code="1.1.1", source=made, phenomenon="1.1.1", label="Woninginbraken", many="woninginbraken", field="V1"
    )
    Indicator.objects.create(
        code="2.5.1", source=made, phenomenon="2.5.1", label="Winkeldiefstal", many="diefstallen", field="V2"
    )
    counted(made, YEARS)
    return made


def counted(source, years):
    rows = [
        (area, code, year, n, 19_000.0)
        for area in ("GM0225", "GM0252")
        for code in ("1.1.1", "2.5.1")
        for year, n in years.items()
    ]
    deliver(source, rows)


@pytest.fixture
def draft(source, adviser):
    return commands.make_picture(adviser, "GM0225", title="Veiligheidsbeeld Druten 2025")


@pytest.fixture
def accepted(draft, adviser):
    commands.write_field(adviser, draft.pk, "V1", body="Het is *rustig* in de wijken.", chosen=["GM0225:1.1.1"], seen=0)
    draft.refresh_from_db()
    commands.accept_picture(adviser, draft.pk, purpose="Veiligheidsplan 2025–2028", seen=draft.version)
    draft.refresh_from_db()
    return draft


def cells():
    return list(PictureCell.objects.values_list("rank", "area_code", "indicator", "count", "low", "high", "verdict", "sentence"))


# --- the draft --------------------------------------------------------------------------------------------------------
def test_a_draft_shows_the_figures_of_today_and_keeps_none(draft, adviser):
    now = shown(adviser, draft)
    assert [part.name for part in now.parts] == ["Veilige woon- en leefomgeving", "Bedrijvigheid en veiligheid"]
    assert {cell.count for cell in now.cells} == {40 + 2023 % 3}
    assert not PictureCell.objects.exists()


def test_the_words_and_the_choice_stand_at_their_field(draft, adviser):
    commands.write_field(adviser, draft.pk, "V1", body="Rustig.", chosen=["GM0225:1.1.1"], seen=0)
    part = shown(adviser, draft).parts[0]
    assert (part.body, [cell.label for cell in part.chosen]) == ("Rustig.", ["Woninginbraken"])


def test_writing_the_same_is_no_change(draft, adviser):
    assert commands.write_field(adviser, draft.pk, "V1", body="Rustig.", chosen=[], seen=0)
    assert commands.write_field(adviser, draft.pk, "V1", body="Rustig.", chosen=[], seen=1) is None


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_lost(draft, adviser):
    commands.write_field(adviser, draft.pk, "V1", body="Van Ria.", chosen=[], seen=0)
    with pytest.raises(Outdated) as refusal:
        commands.write_field(adviser, draft.pk, "V1", body="Van Piet.", chosen=[], seen=0)
    assert refusal.value.current == "Van Ria."


@pytest.mark.parametrize(
    ("key", "body", "chosen"),
    [("V1", "x" * 20_001, []), ("V1", "", ["GM9999:1.1.1"]), ("V1", "", ["GM0225:2.5.1"]), ("V2", "", ["GM0225:1.1.1"])],
)
def test_too_long_or_not_of_this_field_is_refused_with_a_sentence(draft, adviser, key, body, chosen):
    with pytest.raises(Refused):
        commands.write_field(adviser, draft.pk, key, body=body, chosen=chosen, seen=0)
    assert not PictureField.objects.exists()


def test_each_step_in_a_draft_can_be_undone(draft, adviser):
    first = commands.write_field(adviser, draft.pk, "V1", body="Eerst.", chosen=["GM0225:1.1.1"], seen=0)
    undo(adviser, first.pk)
    assert PictureField.objects.get().body == ""
    assert PictureField.objects.get().chosen == []
    renamed = commands.rename_picture(adviser, draft.pk, title="Anders", seen=1)
    undo(adviser, renamed.pk)
    draft.refresh_from_db()
    assert draft.title == "Veiligheidsbeeld Druten 2025"
    undo(adviser, commands.withdraw_picture(adviser, draft.pk, seen=draft.version).pk)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_undo_is_refused_when_somebody_wrote_on(draft, adviser):
    first = commands.write_field(adviser, draft.pk, "V1", body="Eerst.", chosen=[], seen=0)
    commands.write_field(adviser, draft.pk, "V1", body="Daarna.", chosen=[], seen=1)
    with pytest.raises(Outdated):
        undo(adviser, first.pk)


# --- accepting --------------------------------------------------------------------------------------------------------
def test_accepting_copies_every_figure_with_what_it_rests_on(accepted):
    one = PictureCell.objects.get(area_code="GM0225", indicator="1.1.1")
    assert (one.period, one.count, one.label, one.field) == ("2023", 41, "Woninginbraken", "V1")
    assert [block[:2] for block in one.blocks] == [[year, n] for year, n in YEARS.items()]
    assert one.sentence.startswith("In 2023")
    assert len(one.snapshot_sha256) == 64
    assert one.method
    assert accepted.accepted_on == clock.today()


def test_the_digest_says_whether_it_is_still_the_same(accepted, adviser):
    assert accepted.sha256 == digest(shown(adviser, accepted).cells, accepted.frozen)


def test_interpretations_and_talks_are_copied_as_they_were(draft, adviser):
    note = Interpretation.objects.create(
        indicator_id="1.1.1",
        area_id="GM0225",
        period="2023",
        text="Er was een campagne.",
        by="a",
        by_name="Ria Smit",
        at=clock.now(),
    )
    for name in ("Jongerenwerk", "Wijkteam", "Woningstichting"):
        Talk.objects.create(
            area_id="GM0225", organisation=name, organisation_kind="youth", held_on=clock.today(), direction="more",
            certainty="seen", quote="Ja.", by="a", by_name="Ria", at=clock.now(),
            **({"theme": "rommel"} if name == "Wijkteam" else {"indicator_id": "1.1.1"}),
        )  # fmt: skip
    commands.accept_picture(adviser, draft.pk, purpose="Plan", seen=1)
    Talk.objects.all().update(removed=True)
    Interpretation.objects.filter(pk=note.pk).update(text="Anders.", removed=True)
    draft.refresh_from_db()
    part = shown(adviser, draft).parts[0]
    assert [one["text"] for one in part.notes] == ["Er was een campagne."]
    assert [one["sentence"] for one in part.mentions] == ["genoemd door 2 van 3 partners"]
    assert [one["about"] for one in shown(adviser, draft).others] == ["rommel"]


def test_a_later_delivery_changes_nothing_and_the_page_says_what_is_new(accepted, source, adviser):
    before, words = cells(), shown(adviser, accepted)
    counted(source, YEARS | {"2022": 90, "2024": 300})
    assert cells() == before
    assert shown(adviser, accepted) == words
    said = {(one.area, one.label): one.sentence for one in changed_since(adviser, shown(adviser, accepted))}
    sentence = said["Druten", "Woninginbraken"]
    assert "Het aantal van 2022 is herzien: 40 werd 90." in sentence
    assert "nieuwer cijfer: 300 in 2024" in sentence


def test_nothing_new_is_said_to_be_nothing(accepted, adviser):
    assert changed_since(adviser, shown(adviser, accepted)) == []


def test_the_database_itself_refuses_to_change_or_drop_what_was_accepted(accepted):
    refused = [
        lambda: PictureCell.objects.filter(picture=accepted).update(count=1),
        lambda: PictureCell.objects.filter(picture=accepted).delete(),
        lambda: SafetyPicture.objects.filter(pk=accepted.pk).update(title="Anders"),
        lambda: SafetyPicture.objects.filter(pk=accepted.pk).update(frozen={}),
        lambda: SafetyPicture.objects.filter(pk=accepted.pk).update(purpose="Ander plan"),
        lambda: SafetyPicture.objects.filter(pk=accepted.pk).update(state="draft", accepted_on=None),
        lambda: SafetyPicture.objects.filter(pk=accepted.pk).update(accepted_on=date(2020, 1, 1)),
        lambda: SafetyPicture.objects.filter(pk=accepted.pk)._raw_delete("default"),
    ]
    for change in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_after_that_no_word_is_written_any_more(accepted, adviser):
    for change in (
        lambda: commands.write_field(adviser, accepted.pk, "V1", body="Toch anders.", chosen=[], seen=1),
        lambda: commands.rename_picture(adviser, accepted.pk, title="Anders", seen=accepted.version),
        lambda: commands.withdraw_picture(adviser, accepted.pk, seen=accepted.version),
        lambda: commands.accept_picture(adviser, accepted.pk, purpose="Nog eens", seen=accepted.version),
    ):
        with pytest.raises(NotNow):
            change()
    undone = Event.objects.filter(verb="figures.picture_written").get()
    with pytest.raises(NotNow):
        undo(adviser, undone.pk)


def test_an_empty_picture_or_one_without_a_plan_is_not_accepted(source, adviser, draft):
    with pytest.raises(Refused) as refusal:
        commands.accept_picture(adviser, draft.pk, purpose="  ", seen=1)
    assert "purpose" in refusal.value.message_dict


# --- a new version ----------------------------------------------------------------------------------------------------
def test_a_new_version_starts_with_the_old_words_and_takes_its_place_when_it_is_accepted(accepted, adviser):
    new = commands.renew_picture(adviser, accepted.pk, seen=accepted.version)
    assert PictureField.objects.get(picture=new).body == "Het is *rustig* in de wijken."
    with pytest.raises(NotNow):
        commands.renew_picture(adviser, accepted.pk, seen=accepted.version)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    commands.accept_picture(adviser, new.pk, purpose="Plan", seen=1)
    accepted.refresh_from_db()
    assert accepted.state == "replaced"
    assert accepted not in SafetyPicture.objects.standing()
    thread = walk(adviser, ("figures.safetypicture", str(accepted.pk)), "down")
    assert [node.name for _word, node in thread.below(("figures.safetypicture", str(accepted.pk)))] == [new.title]


@pytest.mark.parametrize(
    ("state", "verb"), [*itertools.product([s.code for s in PICTURE.states], ("accept", "withdraw", "publish"))]
)
def test_only_the_steps_of_the_table_can_be_taken(source, adviser, state, verb):
    made = SafetyPicture.objects.create(
        area_id="GM0225", title="T", state=state, by="a", by_name="R", at=clock.now(), sha256="0" * 64,
        accepted_on=clock.today() if state in ("accepted", "published", "replaced") else None,
    )  # fmt: skip
    steps = {step.verb for step in PICTURE.steps_from(state) if step.right != COMPUTED}
    take = {
        "accept": lambda: commands.accept_picture(adviser, made.pk, purpose="Plan", seen=1),
        "withdraw": lambda: commands.withdraw_picture(adviser, made.pk, seen=1),
        "publish": lambda: commands.publish_picture(adviser, made.pk, seen=1),
    }[verb]
    if verb in steps:
        take()
    else:
        with pytest.raises(NotNow):
            take()


# --- rights and sight -------------------------------------------------------------------------------------------------
def test_who_may_not_is_refused_and_leaves_no_trace(draft, councillor):
    chief = Viewer(code="t", name="Chef", held=(Held("team_chief", "GM0225"),))
    with pytest.raises(NotAllowed):
        commands.make_picture(councillor, "GM0225", title="X")
    with pytest.raises(SafetyPicture.DoesNotExist):
        commands.accept_picture(chief, draft.pk, purpose="Plan", seen=1)
    with pytest.raises(SafetyPicture.DoesNotExist):
        commands.write_field(PUBLIC, draft.pk, "V1", body="X", chosen=[], seen=0)
    assert Event.objects.filter(kind="figures.safetypicture").count() == 1


def test_a_draft_is_for_its_makers_an_accepted_one_for_who_works_there_a_published_one_for_all(
    accepted, adviser, councillor, stranger
):
    def sees(who):
        return SafetyPicture.objects.visible_to(who).filter(pk=accepted.pk).exists()

    assert (sees(adviser), sees(councillor), sees(stranger), sees(PUBLIC)) == (True, True, False, False)
    assert [hit.subject for hit in find(councillor, "veiligheidsbeeld druten")] == [accepted]
    commands.publish_picture(adviser, accepted.pk, seen=accepted.version)
    assert sees(stranger)
    assert sees(PUBLIC)


def test_the_public_reads_no_figures_of_ones_own_and_no_signed_remarks(draft, adviser):
    own = Source.objects.create(code="eigen", name="Eigen telling")
    Indicator.objects.create(code="eigen-x", source=own, phenomenon="x", label="Geheime meldingen", field="V1")
    deliver(own, [("GM0225", "x", str(year), 5, 19_000.0) for year in range(2019, 2024)])
    Interpretation.objects.create(
        indicator_id="1.1.1", area_id="GM0225", period="2023", text="Onder ons.", by="a", by_name="Ria Smit", at=clock.now()
    )
    Talk.objects.create(
        area_id="GM0225", organisation="Wijkteam", organisation_kind="youth", held_on=clock.today(), direction="more",
        certainty="seen", quote="Ja.", by="a", by_name="Ria", at=clock.now(), theme="rommel bij de flat",
    )  # fmt: skip
    commands.accept_picture(adviser, draft.pk, purpose="Plan", seen=1)
    draft.refresh_from_db()
    commands.publish_picture(adviser, draft.pk, seen=draft.version)
    for address in ("", "beeld.docx"):
        page = Client().get(f"/beeld/vastgesteld/{draft.pk}/{address}")
        assert page.status_code == 200
        text = page.content.decode() if not address else "\n".join(words_of(page.content))
        assert "Woninginbraken" in text
        assert "Geheime" not in text
        assert "Onder ons" not in text
        assert "Eigen telling" not in text
        assert "rommel" not in text
        assert "47018NED" in text


def words_of(content):
    book = docx.Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in book.paragraphs)
    yield from (cell.text for table in book.tables for row in table.rows for cell in row.cells)


# --- all or nothing, both ways ----------------------------------------------------------------------------------------
def test_every_command_leaves_all_or_nothing(draft, adviser):
    crash_everywhere(lambda: commands.make_picture(adviser, "GM0225", title="Nog een"))
    crash_everywhere(lambda: commands.rename_picture(adviser, draft.pk, title="Anders", seen=1))
    crash_everywhere(lambda: commands.write_field(adviser, draft.pk, "V1", body="X", chosen=["GM0225:1.1.1"], seen=0))
    crash_everywhere(lambda: commands.withdraw_picture(adviser, draft.pk, seen=1))
    crash_everywhere(lambda: commands.accept_picture(adviser, draft.pk, purpose="Plan", seen=1))
    commands.accept_picture(adviser, draft.pk, purpose="Plan", seen=1)
    crash_everywhere(lambda: commands.publish_picture(adviser, draft.pk, seen=2))
    crash_everywhere(lambda: commands.renew_picture(adviser, draft.pk, seen=2))
    new = commands.renew_picture(adviser, draft.pk, seen=2)
    crash_everywhere(lambda: commands.accept_picture(adviser, new.pk, purpose="Plan", seen=1))


def test_a_backup_takes_it_along(accepted):
    assert {"figures.safetypicture", "figures.picturecell"} <= {model._meta.label_lower for model in kept_models()}
    assert archive_digest()


# --- the pages --------------------------------------------------------------------------------------------------------
@pytest.fixture
def signed_in(source):
    person = make_person("", "", name="Ria Smit")
    give_role(person, "safety_adviser", "GM0225")
    client = Client()
    client.force_login(person)
    return client


def test_one_makes_writes_and_accepts_it_in_the_browser(signed_in):
    answer = signed_in.post("/beeld/GM0225/vastgesteld/", {"title": "Beeld van nu"})
    page = answer["Location"]
    assert signed_in.get(page + "veld/V1/").status_code == 200
    signed_in.post(page + "veld/V1/", {"body": "Rustig in de wijk.", "chosen": ["GM0225:1.1.1"], "seen": "0"})
    text = signed_in.get(page).content.decode()
    assert "Rustig in de wijk." in text
    answer = signed_in.post(page + "stap/accept/", {"purpose": "", "seen": "1"})
    assert answer.status_code == 422
    assert "voor welk plan" in answer.content.decode().lower()
    signed_in.post(page + "stap/accept/", {"purpose": "Ons plan", "seen": "1"})
    text = signed_in.get(page).content.decode()
    assert "Vastgesteld op" in text
    assert "Geen enkel cijfer is sindsdien veranderd" in text


def test_a_failed_save_keeps_what_was_typed(signed_in, draft):
    answer = signed_in.post(f"/beeld/vastgesteld/{draft.pk}/veld/V1/", {"body": "Mijn woorden", "seen": "7"})
    assert answer.status_code == 422
    assert "Mijn woorden" in answer.content.decode()


def test_unknown_pictures_fields_and_steps_are_not_there(signed_in, draft):
    assert signed_in.get(f"/beeld/vastgesteld/{draft.pk}/veld/V9/").status_code == 404
    assert signed_in.post(f"/beeld/vastgesteld/{draft.pk}/stap/replace/").status_code == 404
    assert signed_in.get("/beeld/GM9999/vastgesteld/").status_code == 404


def test_word_and_pdf_say_the_same_as_the_page(signed_in, accepted):
    word = "\n".join(words_of(signed_in.get(f"/beeld/vastgesteld/{accepted.pk}/beeld.docx").content))
    pdf = signed_in.get(f"/beeld/vastgesteld/{accepted.pk}/beeld.pdf").content
    paper = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    for words in ("Veiligheidsbeeld Druten 2025", "Woninginbraken", "Veiligheidsplan 2025", "als gewoonlijk"):
        assert words in word
        assert words in " ".join(paper.split())


def test_the_page_asks_few_questions_whatever_it_holds(signed_in, accepted, django_assert_max_num_queries):
    address = f"/beeld/vastgesteld/{accepted.pk}/"
    signed_in.get(address)
    with django_assert_max_num_queries(30):
        signed_in.get(address)


# --- the rule ---------------------------------------------------------------------------------------------------------
CELL = FrozenCell(
    "GM1", "Ergens", "1.1.1", "Inbraken", "V1", "2023", 40, 1.0, 2.0, 30, 50, 0.4, "als gewoonlijk", "Zin.", True,
    (("2022", 41, 1.0, False), ("2023", 40, 1.0, True)), "S", True, "0" * 64, date(2024, 1, 1),
)  # fmt: skip


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.randoms())
def test_a_picture_does_not_differ_from_itself_in_any_order(codes, random):
    then = [replace(CELL, area_code=code) for code in codes]
    now = then.copy()
    random.shuffle(now)
    assert differences(then, now) == []


def test_each_way_to_change_has_its_sentence():
    def said(**values):
        return differences([CELL], [replace(CELL, **values)])[0].sentence

    assert said(period="2024", count=44) == "Er is een nieuwer cijfer: 44 in 2024."
    assert said(provisional=False) == "Het cijfer van 2023 was voorlopig en is nu definitief."
    assert said(verdict="stijgt") == "Het oordeel was ‘als gewoonlijk’ en is nu ‘stijgt’."
    assert said(blocks=(("2022", 45, 1.0, False), ("2023", 40, 1.0, True))) == "Het aantal van 2022 is herzien: 41 werd 45."
    assert said(method="driehoek-oordeel-2") == "De manier van beoordelen is sindsdien veranderd."
    assert differences([CELL], [])[0].sentence == "Dit cijfer is er nu niet meer."
    assert differences([], [CELL])[0].sentence == "Dit cijfer was er toen niet: 40 in 2023."


def test_the_digest_changes_with_any_number_in_it():
    base = digest([CELL], {"a": 1})
    assert base == digest([CELL], {"a": 1})
    assert (
        len(
            {
                base,
                digest([replace(CELL, count=41)], {"a": 1}),
                digest([CELL], {"a": 2}),
                digest([replace(CELL, blocks=())], {"a": 1}),
            }
        )
        == 4
    )
