"""The picture that a plan rests on: chosen among what was accepted, on the thread, and with a way back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from driehoek.common import clock
from driehoek.common.errors import NotAllowed, Outdated, Refused
from driehoek.common.models import Link
from driehoek.common.thread import walk
from driehoek.common.undo import undo
from driehoek.figures import commands as figures
from driehoek.figures.models import Indicator, SafetyPicture, Source
from driehoek.organisations.viewer import Held, Viewer, viewer_of
from driehoek.plans import commands
from driehoek.plans.picturing.commands import use_picture
from driehoek.plans.picturing.queries import pictured
from tests.crash import crash_everywhere
from tests.factories import World, make_person
from tests.figures.deliveries import deliver

pytestmark = pytest.mark.django_db
DRUTEN = "GM0225"


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def person(db):
    World()
    source = Source.objects.create(code="47018NED", name="Misdrijven", is_public=True)
    Indicator.objects.create(code="1.1.1", source=source, phenomenon="1.1.1", label="Woninginbraken", field="V1")
    deliver(source, [(DRUTEN, "1.1.1", str(year), 40, 19_000.0) for year in range(2019, 2024)])
    return make_person("safety_adviser", DRUTEN)


@pytest.fixture
def adviser(person):
    return viewer_of(person, clock.today())


@pytest.fixture
def plan(adviser):
    return commands.start_plan(adviser, area=DRUTEN, title="Plan", starts_on=date(2027, 1, 1), ends_on=date(2030, 12, 31))


@pytest.fixture
def picture(adviser):
    made = figures.make_picture(adviser, DRUTEN, title="Beeld 2024")
    figures.accept_picture(adviser, made.pk, purpose="Plan", seen=1)
    return made


def test_the_thread_runs_from_the_picture_to_the_plan(adviser, plan, picture):
    use_picture(adviser, plan.pk, picture.pk, seen="")
    assert pictured(adviser, plan).picture.pk == picture.pk
    start = ("figures.safetypicture", str(picture.pk))
    assert [node.name for _word, node in walk(adviser, start, "down").below(start)] == ["Plan"]


def test_a_newer_version_is_offered_and_takes_its_place_when_it_is_chosen(adviser, plan, picture):
    use_picture(adviser, plan.pk, picture.pk, seen="")
    newer = figures.renew_picture(adviser, picture.pk, seen=2)
    figures.accept_picture(adviser, newer.pk, purpose="Plan", seen=1)
    assert pictured(adviser, plan).newer == newer
    use_picture(adviser, plan.pk, newer.pk, seen=str(picture.pk))
    now = pictured(adviser, plan)
    assert (now.picture, now.newer) == (newer, None)
    assert Link.objects.filter(until=None, to_kind="plans.plan").count() == 1


def test_each_choice_can_be_undone_unless_another_was_made_since(adviser, plan, picture):
    first = use_picture(adviser, plan.pk, picture.pk, seen="")
    second = use_picture(adviser, plan.pk, None, seen=str(picture.pk))
    with pytest.raises(Outdated):
        undo(adviser, first.pk)
    undo(adviser, second.pk)
    assert pictured(adviser, plan).picture.pk == picture.pk
    assert use_picture(adviser, plan.pk, picture.pk, seen=str(picture.pk)) is None


def test_a_draft_and_a_picture_of_elsewhere_are_refused_and_a_stale_screen_too(adviser, plan, picture):
    draft = figures.make_picture(adviser, DRUTEN, title="Concept")
    elsewhere = SafetyPicture.objects.create(
        area_id="GM0209", title="Elders", state="published", accepted_on=clock.today(), published_on=clock.today(),
        by="a", by_name="R", at=clock.now(),
    )  # fmt: skip
    for wrong in (draft, elsewhere):
        with pytest.raises(Refused):
            use_picture(adviser, plan.pk, wrong.pk, seen="")
    with pytest.raises(Outdated):
        use_picture(adviser, plan.pk, picture.pk, seen=str(draft.pk))
    assert not Link.objects.exists()


def test_who_may_not_write_the_plan_may_not_choose(plan, picture):
    mayor = Viewer(code="b", name="B", held=(Held("mayor", DRUTEN),))
    with pytest.raises(NotAllowed):
        use_picture(mayor, plan.pk, picture.pk, seen="")


def test_it_is_wholly_done_or_not(adviser, plan, picture):
    crash_everywhere(lambda: use_picture(adviser, plan.pk, picture.pk, seen=""))


def test_one_chooses_it_on_the_page_of_the_plan(person, plan, picture):
    client = Client()
    client.force_login(person)
    page = client.get(f"/plannen/{plan.pk}/").content.decode()
    assert "Dit plan steunt op" in page
    client.post(f"/plannen/{plan.pk}/beeld/", {"beeld": str(picture.pk), "seen": ""})
    page = client.get(f"/plannen/{plan.pk}/").content.decode()
    assert f'href="/beeld/vastgesteld/{picture.pk}/"' in page
    assert client.post(f"/plannen/{plan.pk}/beeld/", {"beeld": "x"}).status_code == 404
