"""Out to Excel and back with real files; pasting; taking along; each with one undo."""

import re
from datetime import date

import pytest

from driehoek.common.errors import NotAllowed, NotNow, Outdated, Refused
from driehoek.common.models import Event
from driehoek.common.undo import undo
from driehoek.documents.sheets import read_table, write_xlsx
from driehoek.organisations.viewer import SYSTEM
from driehoek.programme import commands
from driehoek.programme.models import Action
from driehoek.programme.sheet.columns import headings
from tests.crash import crash_everywhere
from tests.programme.conftest import NORTH


def titles(programme):
    return list(Action.objects.standing().filter(programme=programme).order_by("number").values_list("title", flat=True))


@pytest.fixture
def advised(world, client):
    """A browser of the adviser of Noorddorp, and a local programme with two actions."""
    owner = world.people.north
    world.running(
        world.local,
        title="Toezicht",
        owner=(owner.code, owner.name),
        lead=NORTH,
        partners=("Politie", "Halt"),
        minutes=750,
        cents=150_050,
    )
    world.action(world.local, title="=SOM(A1)", measure=None, safety_field="V3", description="Eerst **bellen**.\n\n- Wie\n- Wat")
    client.force_login(world.users.north)
    return client


def download(client, programme, form="xlsx", query=""):
    answer = client.get(f"/programma/{programme.pk}/acties.{form}{query}")
    assert answer.status_code == 200
    return answer.content


def changed(data, edits, extra=(), without=()):
    """The workbook as a colleague sends it back: cells changed by (number, heading), lines added and lines left out."""
    sheet = read_table("x.xlsx", data)
    header = [str(cell) for cell in sheet.header]
    rows = []
    for _line, cells in sheet.rows:
        row = list(cells) + [None] * (len(header) - len(cells))
        if row[0] in without:
            continue
        for (number, heading), value in edits.items():
            if row[0] == number:
                row[header.index(heading)] = value
        rows.append(row)
    rows += [[line.get(heading) for heading in header] for line in extra]
    return write_xlsx("x", header, rows)


def upload(client, programme, data, name="acties.xlsx"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post(f"/programma/{programme.pk}/inlezen/", {"file": SimpleUploadedFile(name, data)})


def accept(client, programme, page, take=None):
    """Press the button under the differences, with all that is ticked on the page or with `take`."""
    import html

    body = page.content.decode()
    sheet = html.unescape(re.search(r'<textarea name="sheet"[^>]*>(.*?)</textarea>', body, re.DOTALL).group(1))
    seen = re.findall(r'name="seen" value="([^"]+)"', body)
    ticked = re.findall(r'name="take" value="([^"]+)" checked', body) if take is None else take
    return client.post(f"/programma/{programme.pk}/inlezen/", {"sheet": sheet, "seen": seen, "take": ticked, "accept": "1"})


# --- out and back --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_went_out_comes_back_without_a_difference(world, advised, form):
    page = upload(advised, world.local, download(advised, world.local, form), f"acties.{form}")
    assert "Er is niets te veranderen" in page.content.decode()


def test_the_sheet_holds_what_the_filters_leave_and_says_what_it_is(world, advised):
    sheet = read_table("x.xlsx", download(advised, world.local, query="?stand=running"))
    assert list(sheet.header) == headings()
    assert [row[1] for _line, row in sheet.rows] == ["Toezicht"]


def test_the_differences_are_shown_and_nothing_is_written_before_they_are_taken_in(world, advised):
    data = changed(
        download(advised, world.local),
        {("A-1", "Actie"): "Toezicht bij het plein", ("A-1", "Uren"): 20},
        extra=[{"Actie": "Lampen", "Regulier werk in veld": "V1", "Klaar op": "dec 2024", "Stand": "Gepland"}],
        without=["A-2"],
    )
    page = upload(advised, world.local, data)
    body = page.content.decode()
    assert "1 nieuwe actie" in body
    assert "1 veranderd" in body
    assert "1 staat niet in het blad en blijft staan" in body
    assert titles(world.local) == ["Toezicht", "=SOM(A1)"]
    assert accept(advised, world.local, page).status_code == 302
    assert titles(world.local) == ["Toezicht bij het plein", "=SOM(A1)", "Lampen"]
    lamps = Action.objects.get(programme=world.local, number=3)
    assert (lamps.state, lamps.ends_on, lamps.safety_field) == ("planned", date(2024, 12, 31), "V1")
    assert Action.objects.get(programme=world.local, number=1).minutes == 1200


def test_a_thousand_new_lines_are_taken_in_at_once(world, advised):
    lines = [{"Actie": f"Actie {number}", "Regulier werk in veld": "V1"} for number in range(1100)]
    page = upload(advised, world.local, changed(download(advised, world.local), {}, extra=lines))
    assert accept(advised, world.local, page).status_code == 302
    assert len(titles(world.local)) == 1102


def test_only_what_is_ticked_is_taken_in(world, advised):
    edits = {("A-1", "Actie"): "Anders", ("A-1", "Uren"): 20}
    page = upload(advised, world.local, changed(download(advised, world.local), edits))
    accept(advised, world.local, page, take=["1.minutes"])
    assert titles(world.local)[0] == "Toezicht"
    assert Action.objects.get(programme=world.local, number=1).minutes == 1200


def test_a_sheet_that_was_away_for_a_week_puts_nothing_back(world, advised):
    data = download(advised, world.local)
    first = Action.objects.get(programme=world.local, number=1)
    commands.change_action(SYSTEM, first.pk, seen=1, title="Nieuwe titel", partners=("OM",))
    page = upload(advised, world.local, changed(data, {("A-1", "Uren"): 20, ("A-1", "Partners"): "Politie"}))
    body = page.content.decode()
    assert "Intussen veranderd" in body
    accept(advised, world.local, page)
    first.refresh_from_db()
    assert (first.title, first.partners, first.minutes) == ("Nieuwe titel", ["OM"], 1200)


def test_what_changed_between_looking_and_accepting_is_refused_whole(world, advised):
    edits = {("A-1", "Uren"): 20, ("A-2", "Actie"): "Anders"}
    page = upload(advised, world.local, changed(download(advised, world.local), edits))
    second = Action.objects.get(programme=world.local, number=2)
    commands.change_action(SYSTEM, second.pk, seen=1, how_noticed="Iets.")
    answer = accept(advised, world.local, page)
    assert answer.status_code == 200
    assert titles(world.local) == ["Toezicht", "=SOM(A1)"]
    assert Action.objects.get(programme=world.local, number=1).minutes == 750


def test_a_line_that_cannot_be_read_names_its_place_and_is_left_out(world, advised):
    edits = {("A-1", "Klaar op"): "ooit", ("A-2", "Stand"): "Gereed"}
    page = upload(advised, world.local, changed(download(advised, world.local), edits))
    body = page.content.decode()
    assert "Schrijf dag, maand en jaar" in body
    assert "Schrijf op wat het resultaat is" in body
    assert "niet in het blad" not in body
    assert 'name="take"' not in body


def test_a_new_state_must_be_one_step_away(world, advised):
    edits = {("A-2", "Stand"): "Bezig", ("A-2", "Klaar op"): "31-12-2024"}
    page = upload(advised, world.local, changed(download(advised, world.local), edits))
    answer = accept(advised, world.local, page)
    assert "kan niet in één stap" in answer.content.decode()
    assert Action.objects.get(programme=world.local, number=2).state == "proposed"


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.xlsx", b""), ("x.xlsx", b"PK\x03\x04kapot"), ("x.csv", b"Iets;Anders\n1;2\n"), ("x.csv", b"\x00\x01" * 500)],
)
def test_a_file_that_is_no_sheet_of_actions_is_refused_in_words(world, advised, name, data):
    answer = upload(advised, world.local, data, name)
    assert answer.status_code in (200, 422)
    assert re.search(r"Er is niets ingelezen|doen niet mee|leeg", answer.content.decode())


def test_a_sheet_is_for_who_works_in_the_programme(world, client):
    world.running(world.local, owner=("", "Een ander"))
    world.adopt(world.local)
    client.force_login(world.users.council)
    assert client.get(f"/programma/{world.local.pk}/acties.xlsx").status_code == 403
    client.force_login(world.users.employee)
    assert client.get(f"/programma/{world.local.pk}/inlezen/").status_code == 403


# --- one undo ------------------------------------------------------------------------------------------------------------
def test_taking_in_a_sheet_is_undone_as_one(world):
    action = world.running(world.local)
    event = commands.import_differences(
        SYSTEM,
        world.local.pk,
        new=[{"title": "Lampen", "safety_field": "V1"}],
        changed={1: {"title": "Anders", "minutes": 60}},
        seen={1: 1},
    )
    assert titles(world.local) == ["Anders", "Lampen"]
    undo(SYSTEM, event.pk)
    assert titles(world.local) == [action.title]
    assert world.fresh(action).minutes is None


def test_it_is_not_undone_under_what_was_changed_later(world):
    action = world.running(world.local)
    event = commands.import_differences(SYSTEM, world.local.pk, changed={1: {"title": "Anders"}}, seen={1: 1})
    commands.change_action(SYSTEM, action.pk, seen=2, title="Nog anders")
    with pytest.raises(Outdated):
        undo(SYSTEM, event.pk)
    assert titles(world.local) == ["Nog anders"]


def test_nothing_ticked_is_nothing_taken_in(world):
    world.running(world.local)
    with pytest.raises(Refused, match="niets gekozen"):
        commands.import_differences(SYSTEM, world.local.pk, changed={1: {}}, seen={1: 1})


def test_a_refusal_names_the_action(world):
    world.running(world.local)
    with pytest.raises(Refused, match=r"A-1: .*titel"):
        commands.import_differences(SYSTEM, world.local.pk, changed={1: {"title": ""}}, seen={1: 1})


def test_who_leads_an_action_changes_that_one_only(world):
    own, other = world.running(lead=NORTH), world.running(title="Van een ander")
    north = world.people.north
    with pytest.raises(NotAllowed):
        commands.import_differences(north, world.joint.pk, changed={1: {"title": "Mijn"}, 2: {"title": "Ook"}}, seen={1: 1, 2: 1})
    assert world.fresh(own).title == "Toezicht bij het station"
    commands.import_differences(north, world.joint.pk, changed={1: {"title": "Mijn"}}, seen={1: 1})
    assert (world.fresh(own).title, world.fresh(other).title) == ("Mijn", "Van een ander")


def test_a_neighbour_does_not_find_the_programme(world):
    with pytest.raises(type(world.local).DoesNotExist):
        commands.import_differences(world.people.middle, world.local.pk, new=[{"title": "x", "safety_field": "V1"}])


def test_taking_in_happens_wholly_or_not(world, queued):
    world.running(world.local)
    new = [{"title": "Lampen", "safety_field": "V1", "owner": (str(world.users.north.code), "Noord")}]
    crash_everywhere(
        lambda: commands.import_differences(SYSTEM, world.local.pk, new=new, changed={1: {"title": "Anders"}}, seen={1: 1})
    )


def test_undoing_it_happens_wholly_or_not(world):
    world.running(world.local)
    new = [{"title": "Lampen", "safety_field": "V1"}]
    event = commands.import_differences(SYSTEM, world.local.pk, new=new, changed={1: {"title": "Anders"}}, seen={1: 1})
    crash_everywhere(lambda: undo(SYSTEM, event.pk))


def test_one_mail_tells_an_owner_of_all_his_new_actions(world, mailoutbox, django_capture_on_commit_callbacks):
    owner = (str(world.users.employee.code), "Ed")
    new = [{"title": title, "safety_field": "V1", "owner": owner} for title in ("Lampen", "Camera’s")]
    with django_capture_on_commit_callbacks(execute=True):
        commands.paste_actions(world.people.north, world.local.pk, new)
    assert [mail.to for mail in mailoutbox] == [[world.users.employee.email]]
    assert "- Lampen\n- Camera’s" in mailoutbox[0].body


# --- paste ---------------------------------------------------------------------------------------------------------------
PASTE = "\n".join(
    [
        "Actiepunt\tWie\tWanneer\tStatus\tIets",
        "Camera’s ophangen\tAnna\teind 2024\tloopt\tx",
        "Folder\t\tQ1 2025\tte doen\t",
        "Fout\t\tooit\t\t",
    ]
)


def test_a_list_from_excel_is_pasted_in_the_first_hour(world, client):
    client.force_login(world.users.north)
    address = f"/programma/{world.local.pk}/plakken/"
    first = {"text": PASTE, "serves": str(world.measure.pk)}
    body = client.post(address, first).content.decode()
    assert "Deze acties komen erbij" in body
    assert "Schrijf dag, maand en jaar" in body
    assert titles(world.local) == []
    ticked = re.findall(r'name="take" value="(\d+)" checked', body)
    assert client.post(address, first | {"take": ticked, "accept": "1"}).status_code == 302
    made = list(Action.objects.filter(programme=world.local).order_by("number"))
    assert [(one.title, one.owner_name, one.ends_on, one.state) for one in made] == [
        ("Camera’s ophangen", "Anna", date(2024, 12, 31), "running"),
        ("Folder", "", date(2025, 3, 31), "planned"),
    ]
    assert {one.measure_id for one in made} == {world.measure.pk}


def test_a_list_without_a_head_is_a_list_of_titles(world, client):
    client.force_login(world.users.north)
    answer = client.post(f"/programma/{world.local.pk}/plakken/", {"text": "Lampen\nCamera’s", "serves": "veld:V1"})
    assert re.findall(r'name="take" value="(\d+)" checked', answer.content.decode()) == ["1", "2"]


def test_what_a_column_is_may_be_put_right(world, client):
    client.force_login(world.users.north)
    sent = {
        "text": "Wie\tWat\nLampen\tAnna",
        "serves": "veld:V1",
        "column-0": "title",
        "column-1": "owner",
        "take": "2",
        "accept": "1",
    }
    client.post(f"/programma/{world.local.pk}/plakken/", sent)
    made = Action.objects.get(programme=world.local)
    assert (made.title, made.owner_name) == ("Lampen", "Anna")


def test_a_paste_is_undone_as_one(world):
    rows = [{"title": title, "safety_field": "V1"} for title in ("Lampen", "Camera’s")]
    event = commands.paste_actions(world.people.north, world.local.pk, rows)
    undo(world.people.north, event.pk)
    assert titles(world.local) == []
    with pytest.raises(NotNow):
        undo(world.people.north, event.pk)


def test_a_paste_is_for_who_may_add(world):
    for who in ("mayor", "secretary"):
        with pytest.raises(NotAllowed):
            commands.paste_actions(getattr(world.people, who), world.local.pk, [{"title": "x", "safety_field": "V1"}])


def test_pasting_happens_wholly_or_not(world):
    rows = [{"title": title, "safety_field": "V1"} for title in ("Lampen", "Camera’s")]
    crash_everywhere(lambda: commands.paste_actions(SYSTEM, world.local.pk, rows))


# --- take along ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def following(world):
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return commands.start_programme(SYSTEM, world.plan.pk, area_code=NORTH, title="Programma 2026", **days)


def test_open_actions_go_along_and_the_old_ones_say_where(world, following):
    running, idea = world.running(world.local), world.action(world.local, title="Idee")
    event = commands.carry_over(world.people.north, world.local.pk, following.pk, numbers=[1, 2])
    assert titles(following) == [running.title, "Idee"]
    assert (world.fresh(running).state, world.fresh(running).handed_over_to) == ("handed_over", "Programma 2026")
    assert world.fresh(idea).state == "stopped"
    assert Action.objects.get(programme=following, number=1).carried_from == running
    undo(world.people.north, event.pk)
    assert titles(following) == []
    assert (world.fresh(running).state, world.fresh(idea).state) == ("running", "proposed")


def test_what_is_finished_or_of_another_area_does_not_go_along(world, following):
    world.running(world.local, state="done", result="Klaar.")
    with pytest.raises(NotNow):
        commands.carry_over(SYSTEM, world.local.pk, following.pk, numbers=[1])
    with pytest.raises(Refused):
        commands.carry_over(SYSTEM, world.joint.pk, following.pk, numbers=[1])
    with pytest.raises(NotAllowed):
        commands.carry_over(world.people.mayor, world.local.pk, following.pk, numbers=[1])


def test_taking_along_happens_wholly_or_not(world, following):
    world.running(world.local)
    crash_everywhere(lambda: commands.carry_over(SYSTEM, world.local.pk, following.pk, numbers=[1]))


def test_every_event_of_this_room_has_its_sentence(world, following):
    from driehoek.common.timeline import sentence

    world.running(world.local)
    event = commands.carry_over(SYSTEM, world.local.pk, following.pk, numbers=[1])
    undo(SYSTEM, event.pk)
    assert all(sentence(one) for one in Event.objects.filter(kind__startswith="programme."))
