"""The rows over HTTP: the list page behind two servers, and an unchanged public page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bench import load, servers
from bench.rounds import Goal, Row, WrongError, environment, ratio
from bench.rows import text_of

SECONDS = 2.5  # of one round of one contender


def list_page(data: Path, made: Mapping[str, object], rounds: int, concurrency: int) -> Row | None:
    """Our page on granian as `driehoek serve` runs it, against Django templates on gunicorn; both with a session."""
    cookie = f"sessionid={made['session']}"
    paths = {name: f"/bench/{name}/{made['programme']}/" for name in ("ours", "peer")}
    with servers.granian(environment(data)) as ours, servers.gunicorn(environment(data)) as peer:
        ports = {"ours": ours, "peer": peer}
        answers = {name: servers.get(ports[name], paths[name], {"Cookie": cookie}) for name in ports}
        if any(status != 200 for status, _headers, _text in answers.values()):
            raise WrongError(f"not 200: {[answer[0] for answer in answers.values()]}")
        if text_of(answers["ours"][2]) != text_of(answers["peer"][2]):
            raise WrongError("the two servers give other words")
        if not rounds:
            return None
        turns = [
            {
                name: load.run(
                    ports[name], paths[name], concurrency=concurrency, seconds=SECONDS, headers=f"Cookie: {cookie}\r\n"
                )
                for name in ports
            }
            for _ in range(rounds + 1)
        ][1:]
    for turn in turns:
        for name, found in turn.items():
            if found.errors or found.statuses != {200}:
                raise WrongError(f"{name}: {found.errors} errors, statuses {found.statuses}")
    per_second = {name: [turn[name].per_second for turn in turns] for name in ports}
    p95 = {name: [turn[name].p95 for turn in turns] for name in ports}
    goals = [
        Goal("requests of gunicorn sync + Django templates", ratio(per_second["ours"], per_second["peer"]), 1.7),
        Goal("its p95", ratio(p95["ours"], p95["peer"]), 0.6, at_least=False),
    ]
    figures = {f"{name}, requests/s": values for name, values in per_second.items()}
    figures |= {f"{name}, p95 in ms": values for name, values in p95.items()}
    return Row(f"list page over HTTP, c={concurrency}", goals, figures, unit="", note="no error")


def public_page(data: Path, made: Mapping[str, object], rounds: int) -> Row | None:
    """A public page that its reader has already, and one that he has not, against an empty view on the same server."""
    path = f"/publiek/{made['municipality']}/"
    with servers.granian(environment(data)) as port:
        status, headers, text = servers.get(port, path)
        if status != 200 or "etag" not in headers or "<main" not in text:
            raise WrongError(f"{path}: {status}, {headers}")
        known = f"If-None-Match: {headers['etag']}\r\n"
        again = servers.get(port, path, {"If-None-Match": headers["etag"]})
        if again[0] != 304 or again[2] or servers.get(port, path)[2] != text:
            raise WrongError(f"{path}: the page changed, or its ETag says nothing ({again[0]})")
        if not rounds:
            return None
        asked = {"empty view": ("/bench/leeg/", ""), "unchanged (304)": (path, known), "whole page (kept)": (path, "")}
        turns = [
            {name: load.run(port, where, concurrency=8, seconds=SECONDS, headers=more) for name, (where, more) in asked.items()}
            for _ in range(rounds + 1)
        ][1:]
    if any(found.errors for turn in turns for found in turn.values()):
        raise WrongError("the public page gave errors")
    figures = {name: [turn[name].per_second for turn in turns] for name in asked}
    goals = [Goal("requests of an empty view", ratio(figures["unchanged (304)"], figures["empty view"]), 0.5)]
    return Row("unchanged public page, c=8", goals, figures, unit="/s")
