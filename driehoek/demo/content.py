"""The content of the demo: five real plans as structure, in our own words, with invented programmes and people.

`load()` reads `content/*.yaml`, resolves every reference and gives plain values; what does not fit raises ContentError
with the file and the key. Nothing here touches the database: a builder plays the values through the commands of the rooms.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from driehoek.demo.content_action_checks import check_programmes
from driehoek.demo.content_checks import check, check_gaps
from driehoek.demo.content_plan_reader import read_plan, read_programmes
from driehoek.demo.content_plan_shapes import Plan
from driehoek.demo.content_programme_shapes import Programme
from driehoek.demo.content_readers import (
    read_higher,
    read_interpretations,
    read_links,
    read_people,
    read_reports,
    read_teams,
)
from driehoek.demo.content_rows import ContentError, read_file
from driehoek.demo.content_shapes import Content
from driehoek.demo.content_talks import check_talks, read_talks

__all__ = ["DEMO_DAY", "FOLDER", "SUBJECTS", "Content", "ContentError", "load"]

FOLDER = Path(__file__).with_name("content")
DEMO_DAY = date(2024, 10, 15)
SUBJECTS = ("meierij", "waarden", "achterhoek", "tweestromenland", "heuvelrug")
"""One plan and one programme file each; Meierij first, because it shows most."""


def load(folder: Path = FOLDER) -> Content:
    """Everything the demo holds, checked. Raises ContentError at the first thing that is wrong."""
    teams = read_teams(read_file(folder / "teams.yaml"))
    areas = teams.areas
    files: dict[str, str] = {}
    plans: list[Plan] = []
    programmes: list[Programme] = []
    for subject in SUBJECTS:
        plan = read_plan(read_file(folder / f"plan_{subject}.yaml"), areas)
        found = read_programmes(read_file(folder / f"programme_{subject}.yaml"), plan, areas, teams.partners)
        files[plan.key] = f"plan_{subject}.yaml"
        files |= {programme.key: f"programme_{subject}.yaml" for programme in found}
        plans.append(plan)
        programmes.extend(found)
    talks = read_talks(read_file(folder / "talks.yaml"), areas)
    links = read_links(read_file(folder / "links.yaml"))
    content = Content(
        areas=areas.by_code,
        partners=teams.partners,
        teams=teams.teams,
        shared_bodies=teams.shared_bodies,
        higher_plans=read_higher(read_file(folder / "higher.yaml"), areas),
        plans=tuple(plans),
        programmes=tuple(programmes),
        people=read_people(read_file(folder / "people.yaml"), areas),
        interpretations=read_interpretations(read_file(folder / "interpretations.yaml"), areas),
        reports=read_reports(read_file(folder / "reports.yaml"), areas),
        talks=talks.talks,
        input_requests=talks.requests,
        indicators=links.indicators,
        goal_indicators=links.goals,
        line_actions=links.lines,
        gaps=links.gaps,
    )
    check(content, files.__getitem__, DEMO_DAY)
    check_programmes(content, files, DEMO_DAY)
    check_talks(content.talks, content.input_requests, content.indicators, DEMO_DAY)
    check_gaps(content, files.__getitem__)
    return content
