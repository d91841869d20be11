"""Every page of this room, by the people who use it, over HTTP."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.organisations.models import Grant, User
from driehoek.plans import commands
from driehoek.plans.models import HigherPlan, HigherTheme, Layer, Piece, Plan
from tests.plans.conftest import MIDDLE, NORTH, TEAM, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client, team):
    def sign(role, area):
        user, _made = User.objects.get_or_create(email=f"{role}@{area.lower()}.example", defaults={"name": f"{role} {area}"})
        Grant.objects.get_or_create(
            user=user, role=role, area_id=area, state="granted", asked_by="a", decided_by="b",
            defaults={"starts_on": date(2024, 1, 1), "ends_on": date(2027, 1, 1)},
        )  # fmt: skip
        client.force_login(user)
        return client

    return sign


@pytest.fixture
def full(world, people):
    """A plan with everything in it, on its way to the councils; one of them adopted."""
    world.add(title="Inleiding", body="In [[gemeente]] werken we **samen**.")
    world.made = world.whole_priority()
    world.line = world.add("line", title="Jeugd")
    world.own = world.whole_priority("Buitengebied", NORTH)
    commands.link_line(people.strategic, world.line.pk, world.made.priority.pk)
    higher = commands.add_higher_plan(
        people.strategic, title="Landelijke agenda", level="national", source="Rijk",
        starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31),
    )  # fmt: skip
    world.theme = commands.add_theme(people.strategic, higher.pk, title="Georganiseerde misdaad")
    commands.link_theme(people.strategic, world.made.priority.pk, world.theme.pk, "translates")
    seen = world.seen(world.made.goal)
    commands.edit_piece(people.north, world.made.goal.pk, NORTH, seen=seen, title="Eigen doel", body="", reason="Klein dorp")
    extra = world.add("point", title="Haven", parent=world.made.priority.pk)
    commands.leave_out(people.north, extra.pk, NORTH, reason="Geen haven hier")
    world.agree()
    world.adoption = world.adopt(NORTH)
    return world


def addresses(full):
    plan, made = full.plan.pk, full.made
    version = full.adoption.version_id
    return [
        reverse("plans"), reverse("plan", args=[plan]), reverse("plan_differences", args=[plan]),
        reverse("plan_as_of", args=[plan]),
        reverse("plan_as_of", args=[plan]) + "?d=2024-10-12", reverse("plan_adoption", args=[plan]),
        reverse("plan_together", args=[plan]), reverse("plan_version", args=[plan, version]), reverse("alignment"),
        reverse("higher_plan", args=[full.theme.plan_id]), reverse("higher_theme", args=[full.theme.pk]),
        reverse("priority", args=[made.priority.pk]), reverse("goal", args=[made.goal.pk]),
        reverse("measure", args=[made.measure.pk]), reverse("cross_line", args=[full.line.pk]),
        reverse("priority", args=[full.own.priority.pk]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "area"),
    [
        ("strategic_adviser", TEAM),
        ("safety_adviser", NORTH),
        ("mayor", MIDDLE),
        ("council_member", NORTH),
        ("council_clerk", NORTH),
    ],
)
def test_every_page_opens(full, sign_in, role, area):
    client = sign_in(role, area)
    for address in addresses(full):
        assert client.get(address).status_code == 200, address


def test_the_public_reads_what_a_council_adopted_and_nothing_else(full, client):
    for address in addresses(full):
        assert client.get(address).status_code == 200, address
    page = client.get(reverse("plan", args=[full.plan.pk])).content.decode()
    assert "Eigen doel" in page
    assert "Noorddorp" in page
    assert "Bewerken" not in page
    assert client.get(reverse("plan", args=[full.plan.pk]) + "?gemeente=" + MIDDLE).status_code == 404
    assert client.get(reverse("plan", args=[full.plan.pk]) + "?gemeente=samen").status_code == 404
    for name in ("piece_edit", "piece_move", "piece_history", "piece_leave_out", "piece_actions"):
        assert client.get(reverse(name, args=[full.made.goal.pk])).status_code == 404


def test_what_one_may_not_see_is_not_there(world, sign_in):
    secret = world.add("priority", NORTH, title="Geheim onderwerp")
    client = sign_in("safety_adviser", MIDDLE)
    for name in ("priority", "piece_edit", "piece_move", "piece_history", "piece_leave_out"):
        assert client.get(reverse(name, args=[secret.pk])).status_code == 404
    for name in ("piece_drop", "piece_joint", "line_link", "theme_link"):
        assert client.post(reverse(name, args=[secret.pk])).status_code == 404
    assert "Geheim" not in client.get(reverse("plan", args=[world.plan.pk])).content.decode()
    assert client.get(reverse("plan", args=[uuid4()])).status_code == 404


def test_who_reads_but_may_not_write_is_told_so(world, sign_in):
    piece = world.add(title="Gezamenlijk")
    client = sign_in("public_prosecutor", TEAM)
    assert client.get(reverse("piece_edit", args=[piece.pk])).status_code == 403
    assert client.get(reverse("piece_new", args=[world.plan.pk])).status_code == 403
    assert client.post(reverse("piece_drop", args=[piece.pk])).status_code == 403


def form_of(world, piece, municipality=None, **words):
    prefix = f"d{piece.pk.hex[:8]}"
    data = {"seen": world.seen(piece, municipality), **words}
    return {f"{prefix}-{name}": value for name, value in data.items()} | {"gemeente": municipality or "samen"}


def test_a_piece_is_written_in_its_place_and_the_message_offers_an_undo(world, sign_in):
    piece = world.add(title="Oud")
    client = sign_in("strategic_adviser", TEAM)
    address = reverse("piece_edit", args=[piece.pk])
    part = client.get(address, headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert part.lstrip().startswith("<form")
    answer = client.post(address, form_of(world, piece, title="Nieuw", body="- een\n- twee"))
    page = client.get(answer["Location"]).content.decode()
    assert "Nieuw" in page
    assert "<li>een</li>" in page
    assert "Ongedaan maken" in page


def test_a_collision_becomes_a_question_and_loses_nothing_typed(world, sign_in, people):
    piece = world.add(title="Doel", body="oud")
    data = form_of(world, piece, title="Doel", body="mijn tekst")
    commands.edit_piece(people.strategic, piece.pk, None, seen=world.seen(piece), title="Doel", body="hun tekst")
    client = sign_in("strategic_adviser", TEAM)
    address = reverse("piece_edit", args=[piece.pk])
    answer = client.post(address, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mijn tekst bewaren" in page
    assert "mijn tekst" in page
    assert "<ins>hun</ins>" in page or "hun" in page
    seen = f"d{piece.pk.hex[:8]}-seen"
    both = client.post(address, data | {seen: world.seen(piece), "samenvoegen": "1"}).content.decode()
    assert "hun tekst\n\nmijn tekst" in both
    assert world.text().lines[0].body == "hun tekst"
    client.post(address, data | {seen: world.seen(piece)})
    assert world.text().lines[0].body == "mijn tekst"


def test_a_reason_is_asked_beside_its_field(world, sign_in):
    piece = world.add(title="Vast")
    client = sign_in("safety_adviser", NORTH)
    answer = client.post(reverse("piece_edit", args=[piece.pk]), form_of(world, piece, NORTH, title="Eigen", body="", reason=""))
    assert answer.status_code == 422
    assert "waarom uw gemeente hier" in answer.content.decode()
    client.post(reverse("piece_edit", args=[piece.pk]), form_of(world, piece, NORTH, title="Eigen", body="", reason="Klein"))
    assert world.titles(NORTH) == ["Eigen"]


def test_pieces_are_added_moved_dropped_and_left_out_on_the_screen(world, sign_in):
    client = sign_in("strategic_adviser", TEAM)
    new = reverse("piece_new", args=[world.plan.pk])
    for title in ("A", "B"):
        client.post(new, {"gemeente": "samen", "n-kind": "section", "n-title": title, "n-body": "", "n-after": "last"})
    assert world.titles() == ["A", "B"]
    first, second = (line.piece for line in world.text().lines)
    assert client.get(new + f"?gemeente=samen&onder={first}").status_code == 200
    client.post(
        new, {"gemeente": "samen", "n-kind": "goal", "n-title": "G", "n-body": "", "n-parent": first, "n-indicator": "Iets"}
    )
    assert world.text().lines[1].facts == {"indicator": "Iets"}
    client.post(reverse("piece_move", args=[second]), {"gemeente": "samen", "richting": "op"})
    assert world.titles() == ["B", "A", "G"]
    assert client.get(reverse("piece_move", args=[second])).status_code == 200
    client.post(reverse("piece_move", args=[second]), {"gemeente": "samen", "after": "", "parent": str(first)})
    assert world.titles() == ["A", "G", "B"]
    client.post(reverse("piece_drop", args=[second]), {"gemeente": "samen"})
    assert world.titles() == ["A", "G"]
    assert client.get(reverse("piece_history", args=[second])).status_code == 200
    assert "Omhoog" in client.get(reverse("piece_actions", args=[first])).content.decode()
    client = sign_in("safety_adviser", NORTH)
    menu = client.get(reverse("piece_actions", args=[first]) + f"?gemeente={NORTH}").content.decode()
    assert "Weglaten" in menu
    assert "Omhoog" not in menu
    leave = reverse("piece_leave_out", args=[first])
    assert client.get(leave + f"?gemeente={NORTH}").status_code == 200
    client.post(leave, {"gemeente": NORTH, "reason": "Speelt niet"})
    assert world.titles(NORTH) == []
    client.post(reverse("piece_joint", args=[first]), {"gemeente": NORTH})
    assert world.titles(NORTH) == ["A", "G"]


def test_the_way_to_the_council_is_walked_on_the_screen(world, sign_in):
    world.whole_priority()
    plan = world.plan.pk

    def step(role, area, verb, municipality=None, **data):
        name, args = ("plan_part_step", [plan, municipality, verb]) if municipality else ("plan_step", [plan, verb])
        client = sign_in(role, area)
        assert client.get(reverse(name, args=args)).status_code == 200
        answer = client.post(reverse(name, args=args), data)
        assert answer.status_code == 302, answer.content.decode()[:3000]

    step("mayor", NORTH, "agree", decided_on="2024-10-01", despite="")
    step("safety_adviser", NORTH, "report_ready", NORTH)
    step("mayor", NORTH, "release", NORTH, despite="")
    step("council_clerk", NORTH, "offer", NORTH)
    step("council_clerk", NORTH, "adopt", NORTH, decided_on="2024-10-10", decision_number="RB-7", votes_for=12, votes_against=1)
    assert Plan.objects.get().adoptions.get().votes == {"for": 12, "against": 1}
    page = sign_in("council_member", NORTH).get(reverse("plan_adoption", args=[plan])).content.decode()
    assert "RB-7" in page
    assert "1 van 3" in page
    step("council_clerk", NORTH, "revoke", NORTH, decided_on="2024-10-12", decision_number="RB-8", reason="Vormfout")


def test_joining_and_sharing_in_one_go_on_the_screen(team, sign_in, people):
    plan = commands.start_plan(people.north, area=NORTH, title="Alleen", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31))
    commands.add_piece(people.north, plan.pk, NORTH, "section", title="Hoofdstuk")
    client = sign_in("safety_adviser", NORTH)
    assert "Middelstad" in client.get(reverse("plan_together", args=[plan.pk])).content.decode()
    client.post(reverse("plan_together", args=[plan.pk]), {"municipality": MIDDLE})
    assert client.get(reverse("plan_share", args=[plan.pk])).status_code == 200
    client.post(reverse("plan_share", args=[plan.pk]), {"gemeente": NORTH, "alles": "1"})
    page = sign_in("safety_adviser", MIDDLE).get(reverse("plan", args=[plan.pk])).content.decode()
    assert "Hoofdstuk" in page
    assert client.get(reverse("plan_values", args=[plan.pk])).status_code == 200


TEXT = """Veiligheidsplan 2027-2030

# Inleiding

Wij werken samen.

# Prioriteit 1: Ondermijning

## Waarom

Het raakt iedereen.

## Doelen

- Meer zicht
- Meer weerbaarheid

## Wat gaan we doen

- Controles op bedrijventerreinen
"""


def test_a_plan_is_started_from_a_text_of_ones_own(team, sign_in):
    client = sign_in("safety_adviser", NORTH)
    address = reverse("plan_read")
    assert client.get(address).status_code == 200
    look = client.post(address, {"text": TEXT})
    assert look.status_code == 200
    assert "Meer zicht" in look.content.decode()
    from driehoek.plans.reading.rows import read_file

    rows = read_file("x.txt", TEXT.encode()).rows
    data = {
        "area": NORTH, "title": "Ons plan", "starts_on": "2027-01-01", "ends_on": "2030-12-31", "name": "x.txt",
        "rows": json.dumps([[row.depth, row.kind, row.title, row.body, row.line] for row in rows]),
        "kind": [row.kind for row in rows],
    }  # fmt: skip
    answer = client.post(address, data)
    assert "Meer weerbaarheid" in client.get(answer["Location"]).content.decode()
    plan = Plan.objects.get()
    assert plan.priority_set.count() == 1
    assert plan.goal_set.filter(priority__isnull=False).count() == 2
    assert plan.measure_set.count() == 1


def test_an_unreadable_file_is_refused_in_words_and_makes_nothing(team, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in("safety_adviser", NORTH)
    for name, data in (("plan.docx", b"PK\x03\x04rommel"), ("leeg.txt", b"")):
        answer = client.post(reverse("plan_read"), {"file": SimpleUploadedFile(name, data), "text": ""})
        assert answer.status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "md"])
def test_a_plan_is_downloaded_in_every_form(full, client, form):
    answer = client.get(reverse("plan_file", args=[full.plan.pk, form]))
    assert answer.status_code == 200
    assert len(answer.content) > 500
    assert client.get(reverse("plan_file", args=[full.plan.pk, form]) + f"?versie={full.adoption.version_id}").status_code == 200


def test_a_wrong_form_or_version_is_not_there(full, client):
    assert client.get(reverse("plan_file", args=[full.plan.pk, "exe"])).status_code == 404
    assert client.get(reverse("plan_file", args=[full.plan.pk, "md"]) + "?versie=x").status_code == 404
    assert client.get(reverse("plan_as_of", args=[full.plan.pk]) + "?d=gisteren").status_code == 404


def test_a_higher_plan_and_its_themes_are_kept_on_the_screen(team, sign_in):
    client = sign_in("strategic_adviser", TEAM)
    assert client.get(reverse("higher_new")).status_code == 200
    client.post(
        reverse("higher_new"),
        {"title": "Agenda", "level": "national", "kind": "national_agenda", "starts_on": "2023-01-01", "ends_on": "2026-12-31",
         "source": "Rijk", "body": ""},
    )  # fmt: skip
    plan = HigherPlan.objects.get()
    client.post(reverse("higher_plan", args=[plan.pk]), {"title": "Mensenhandel", "body": ""})
    assert HigherTheme.objects.get().title == "Mensenhandel"
    assert sign_in("council_member", NORTH).get(reverse("higher_new")).status_code in (403, 404)
    assert client.post(reverse("higher_plan", args=[plan.pk]), {"title": "x", "body": ""}).status_code == 403


def test_themes_and_lines_are_tied_on_the_page_of_a_priority(full, sign_in):
    client = sign_in("strategic_adviser", TEAM)
    priority = full.made.priority.pk
    other = HigherTheme.objects.create(plan=full.theme.plan, number=2, title="Digitaal")
    client.post(reverse("theme_link", args=[priority]), {"theme": other.pk, "kind": "adds", "reason": ""})
    assert "Digitaal" in client.get(reverse("priority", args=[priority])).content.decode()
    client.post(reverse("theme_unlink", args=[priority, other.pk]))
    client.post(reverse("line_link", args=[priority]), {"line": full.line.pk, "los": "1"})
    assert not full.line.crossline.links.exists()
    client.post(reverse("line_link", args=[priority]), {"line": full.line.pk})
    assert full.line.crossline.links.count() == 1


@pytest.mark.slow
def test_a_page_of_many_pieces_asks_no_more_than_one_of_few(full, sign_in, people):
    client = sign_in("safety_adviser", MIDDLE)

    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    pages = [*addresses(full)[:-1], reverse("plan", args=[full.plan.pk]) + "?gemeente=samen"]
    before = [count(address) for address in pages]
    Plan.objects.update(state="drafting")
    layer = Layer.objects.get(plan=full.plan, municipality=None)
    tree = [
        commands.NewPiece(
            "priority", f"P{n}", children=[commands.NewPiece("goal", f"G{n}", children=[commands.NewPiece("measure", "M")])]
        )
        for n in range(30)
    ]
    commands.add_tree(people.strategic, full.plan.pk, None, tree)
    assert Piece.objects.filter(home=layer).count() > 90
    for piece in Piece.objects.filter(home=layer, kind="priority"):
        if not full.line.crossline.links.filter(piece=piece).exists():
            commands.link_line(people.strategic, full.line.pk, piece.pk)
            commands.link_theme(people.strategic, piece.pk, full.theme.pk, "adds")
    after = [count(address) for address in pages]
    assert [(page, a, b) for page, a, b in zip(pages, before, after, strict=True) if a != b] == []
    assert max(after) <= 30


def test_a_plan_is_begun_on_the_screen(team, sign_in):
    client = sign_in("strategic_adviser", TEAM)
    assert "Nog geen plan" in client.get(reverse("plans")).content.decode()
    data = {"area": TEAM, "title": "Nieuw", "starts_on": "2027-01-01", "ends_on": "2026-01-01", "pattern": "parts"}
    assert client.post(reverse("plan_new"), data).status_code == 422
    client.post(reverse("plan_new"), data | {"ends_on": "2030-12-31"})
    assert Plan.objects.get().pattern == "parts"
    assert sign_in("council_member", NORTH).get(reverse("plan_new")).status_code == 404


def test_the_command_line_writes_the_adopted_text_of_a_day(full, tmp_path, capsys):
    from driehoek.cli import main

    target = tmp_path / "plan.md"
    base = ["plan", "export", str(full.plan.pk), "--municipality", NORTH, "--format", "md"]
    assert main([*base, "--date", "2024-10-12", "--output", str(target)]) == 0
    assert "Eigen doel" in target.read_text()
    assert main([*base, "--date", "2024-10-09"]) == 2
    assert "niet vastgesteld" in capsys.readouterr().err
    assert main(["plan", "export", "bestaat niet"]) == 2
    assert person("mayor", NORTH).name
