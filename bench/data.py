"""The data of the bench: one team with a plan, a programme of 200 actions and what was said of them. Seed 20260101.

python -m bench.data --rows 200        into the data directory of the environment; prints what the contenders need
"""

import argparse
import json
import random
from datetime import timedelta

SEED = 20260101
TEAM = "BT-tweestromenland"
WORDS = (
    "toezicht", "controle", "voorlichting", "jeugd", "buitengebied", "station", "ondernemers", "signalen", "overleg", "aanpak",
    "woninginbraak", "route",
)  # fmt: skip
NAMES = [
    f"{first} {last}" for first in ("Anna", "Bram", "Carla", "Daan", "Els") for last in ("de Vries", "Jansen", "Bos", "Visser")
]


def make(rows: int) -> dict[str, str | int]:
    """Fill an empty, migrated database. Returns the programme, the municipality and the cookie of someone signed in."""
    from django.test import Client
    from django.utils import timezone

    from driehoek.common import clock
    from driehoek.figures.commands import load_open_data
    from driehoek.organisations.commands import load_areas
    from driehoek.organisations.models import Area, Grant, Installation, User

    load_areas()
    load_open_data()
    today = clock.today()
    person = User.objects.create_user("meter@voorbeeld.example", "een-lange-zin-voor-de-bench", name="Mies Meter")
    Grant.objects.create(
        user=person, role="strategic_adviser", area_id=TEAM, starts_on=today, ends_on=today + timedelta(days=300),
        state="granted", asked_by="a", decided_by="b",
    )  # fmt: skip
    Installation.objects.create(home_id=TEAM, made_at=timezone.now(), made_by=str(person.code))
    municipalities = list(Area.objects.filter(memberships__parent=TEAM).distinct().order_by("pk"))
    programme = _programme(rows, municipalities, today)
    client = Client()
    client.force_login(person)
    cookie = client.cookies["sessionid"].value
    return {"programme": programme, "municipality": municipalities[0].pk, "session": cookie, "rows": rows}


def _programme(rows: int, municipalities: list, today) -> int:
    from driehoek.organisations.viewer import SYSTEM
    from driehoek.plans.commands import add_piece, start_plan
    from driehoek.plans.models import Measure
    from driehoek.programme.commands import start_programme

    start, end = today - timedelta(days=400), today + timedelta(days=700)
    plan = start_plan(SYSTEM, area=TEAM, title="Veiligheidsplan van de bench", starts_on=start, ends_on=end)
    facts = {"no_indicator_reason": "Geen cijfer."}
    for name in ("Ondermijning", "Jeugd", "Wonen", "Verkeer"):
        priority = add_piece(SYSTEM, plan.pk, None, "priority", title=name)
        goal = add_piece(SYSTEM, plan.pk, None, "goal", title=f"Minder {name}", parent=priority.pk, facts=facts)
        for number in (1, 2, 3):
            add_piece(SYSTEM, plan.pk, None, "measure", title=f"{name}, maatregel {number}", parent=goal.pk)
    programme = start_programme(SYSTEM, plan.pk, area_code=TEAM, title="Programma van de bench", starts_on=start, ends_on=end)
    _actions(programme, rows, municipalities, list(Measure.objects.all()), today)
    return programme.pk


def _actions(programme, rows: int, municipalities: list, measures: list, today) -> None:
    from django.utils import timezone

    from driehoek.programme.models import Action, Progress

    draw = random.Random(SEED)
    states = ["proposed", "planned", "running", "running", "running", "done"]
    made = Action.objects.bulk_create(
        Action(
            programme=programme, number=number, measure=draw.choice(measures), lead=draw.choice(municipalities),
            title=" ".join(draw.choices(WORDS, k=6)).capitalize(), state=draw.choice(states), result="Gelukt.",
            owner_name=draw.choice(NAMES), starts_on=today - timedelta(days=200),
            ends_on=today + timedelta(days=draw.randint(-100, 300)),
        )
        for number in range(1, rows + 1)
    )  # fmt: skip
    ticks = list(Progress.Tick.values)
    Progress.objects.bulk_create(
        Progress(
            action=action, on=today - timedelta(days=draw.randint(1, 150)), tick=draw.choice(ticks),
            sentence=" ".join(draw.choices(WORDS, k=9)).capitalize() + ".", by="x", by_name="Mies Meter", at=timezone.now(),
        )
        for action in made
    )  # fmt: skip


def main() -> None:
    import django
    from django.core.management import call_command

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200)
    rows = parser.parse_args().rows
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    print(json.dumps(make(rows)))


if __name__ == "__main__":
    main()
