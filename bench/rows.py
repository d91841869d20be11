"""The rows that are measured in the process: the list page, and what being signed in costs."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from bench.rounds import Goal, Row, WrongError, environment, in_turns, ratio

_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
QUERIES = 10


def text_of(page: str) -> str:
    """The words of the page between head and foot."""
    found = _MAIN.search(page)
    if found is None:
        raise WrongError("the page has no <main>")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def same_pages(pages: Mapping[str, dict], rows: int) -> None:
    """All with the same words and as many queries, and every action in it."""
    words = {name: text_of(page["html"]) for name, page in pages.items()}
    first = words["ours"]
    for name, text in words.items():
        if text != first:
            raise WrongError(f"{name} says something else: {_difference(text, first)}")
        if pages[name]["queries"] != QUERIES:
            raise WrongError(f"{name} asks {pages[name]['queries']} queries, not {QUERIES}")
    if any(f"A-{number} " not in first for number in range(1, rows + 1)):
        raise WrongError("an action is not on the page")


def _difference(one: str, other: str) -> str:
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"…{one[max(0, at - 40) : at + 40]}… is not …{other[max(0, at - 40) : at + 40]}…"


def list_page(data: Path, made: Mapping[str, object], rounds: int) -> Row | None:
    """Our stack against Django templates with a plain ORM, and against raw SQL with f-strings."""
    sizes: dict[str, int] = {}

    def check(pages: Mapping[str, dict]) -> None:
        same_pages(pages, int(str(made["rows"])))
        sizes.update({name: len(page["html"].encode()) // 1024 for name, page in pages.items()})

    contenders = {name: (f"list-{name}", environment(data)) for name in ("ours", "peer", "limit")}
    found = in_turns(contenders, made, rounds, check)
    if not found:
        return None
    times = {name: [1000 * one["seconds"] for one in turns] for name, turns in found.items()}
    goals = [
        Goal("as fast as Django templates and a plain ORM", ratio(times["peer"], times["ours"]), 1.7),
        Goal("the time of raw SQL and f-strings", ratio(times["ours"], times["limit"]), 2.3, at_least=False),
    ]
    note = ", ".join(f"{name} {size} KB" for name, size in sizes.items())
    return Row("list page, 200 rows, 10 queries, in process", goals, times, note=note)


def signed_in(data: Path, made: Mapping[str, object], rounds: int) -> Row | None:
    """What a request of somebody signed in costs more, against sessions in the database."""

    def check(answers: Mapping[str, dict]) -> None:
        for name, answer in answers.items():
            if answer != {"signed in": "ja", "anonymous": "nee", "after it was ended": "nee"}:
                raise WrongError(f"{name}: {answer}")

    contenders = {
        "ours": ("sessions", environment(data)),
        "database": ("sessions", environment(data, BENCH_SESSIONS="django.contrib.sessions.backends.db")),
    }
    found = in_turns(contenders, made, rounds, check)
    if not found:
        return None
    times = {name: [1000 * one["seconds"] for one in turns] for name, turns in found.items()}
    goal = Goal("the extra time of a session in the database", ratio(times["ours"], times["database"]), 0.8, at_least=False)
    return Row("signed-in overhead per request", [goal], times)
