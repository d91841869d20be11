"""The thread of the demo: both ways the same, equal to plain SQL, and every end is a national theme, regular work or a gap."""

import random

import pytest
from django.db import connection

from driehoek.common import thread
from driehoek.common.gaps import find_gaps
from driehoek.demo.content import load
from driehoek.demo.content_checks import real_gaps
from driehoek.demo.content_shapes import GAP_RULES
from driehoek.organisations.viewer import SYSTEM

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("demo_data", "db")]

# Every edge from upper to lower, written out by hand: no model, no strand.
EDGES = """
    SELECT 'plans.higherplan', plan_id, 'plans.highertheme', uuid FROM plans_highertheme
    UNION ALL SELECT 'plans.highertheme', to_highertheme_id, 'plans.highertheme', from_highertheme_id
        FROM plans_highertheme_sources
    UNION ALL SELECT 'plans.highertheme', theme_id, 'plans.priority', priority_id FROM plans_alignmentlink
    UNION ALL SELECT 'plans.plan', plan_id, 'plans.priority', piece_id FROM plans_priority
    UNION ALL SELECT 'plans.plan', predecessor_id, 'plans.plan', uuid FROM plans_plan WHERE predecessor_id IS NOT NULL
    UNION ALL SELECT 'plans.plan', plan_id, 'plans.crossline', piece_id FROM plans_crossline
    UNION ALL SELECT 'plans.priority', parent_id, 'plans.priority', piece_id FROM plans_priority WHERE parent_id IS NOT NULL
    UNION ALL SELECT 'plans.crossline', line_id, 'plans.priority', piece_id FROM plans_linelink
        WHERE piece_id IN (SELECT piece_id FROM plans_priority)
    UNION ALL SELECT 'plans.crossline', line_id, 'plans.goal', piece_id FROM plans_linelink
        WHERE piece_id IN (SELECT piece_id FROM plans_goal)
    UNION ALL SELECT 'plans.crossline', line_id, 'plans.measure', piece_id FROM plans_linelink
        WHERE piece_id IN (SELECT piece_id FROM plans_measure)
    UNION ALL SELECT 'plans.priority', priority_id, 'plans.goal', piece_id FROM plans_goal WHERE priority_id IS NOT NULL
    UNION ALL SELECT 'plans.plan', plan_id, 'plans.goal', piece_id FROM plans_goal WHERE priority_id IS NULL
    UNION ALL SELECT 'plans.goal', goal_id, 'plans.measure', piece_id FROM plans_measure WHERE goal_id IS NOT NULL
    UNION ALL SELECT 'plans.priority', priority_id, 'plans.measure', piece_id FROM plans_measure
        WHERE goal_id IS NULL AND priority_id IS NOT NULL
"""
TEXT_EDGES = """
    UNION ALL SELECT 'plans.plan', CAST(plan_id AS TEXT), 'programme.programme', CAST(id AS TEXT) FROM programme_programme
    UNION ALL SELECT 'programme.programme', CAST(programme_id AS TEXT), 'programme.action', CAST(id AS TEXT)
        FROM programme_action WHERE NOT removed
    UNION ALL SELECT 'plans.measure', CAST(measure_id AS TEXT), 'programme.action', CAST(id AS TEXT)
        FROM programme_action WHERE measure_id IS NOT NULL AND NOT removed
    UNION ALL SELECT 'plans.priority', CAST(regular_id AS TEXT), 'programme.action', CAST(id AS TEXT)
        FROM programme_action WHERE regular_id IS NOT NULL AND NOT removed
    UNION ALL SELECT 'programme.action', CAST(carried_from_id AS TEXT), 'programme.action', CAST(id AS TEXT)
        FROM programme_action WHERE carried_from_id IS NOT NULL AND NOT removed
    UNION ALL SELECT 'figures.indicator', code, 'plans.goal', CAST(piece_id AS TEXT)
        FROM plans_goal JOIN figures_indicator ON code = facts->>'indicator'
    UNION ALL SELECT 'figures.indicator', indicator_id, 'figures.interpretation', CAST(id AS TEXT)
        FROM figures_interpretation WHERE NOT removed
    UNION ALL SELECT 'figures.indicator', indicator_id, 'figures.talk', CAST(id AS TEXT)
        FROM figures_talk WHERE indicator_id IS NOT NULL AND NOT removed
    UNION ALL SELECT 'figures.inputrequest', CAST(figures_asked.request_id AS TEXT), 'figures.talk', CAST(figures_talk.id AS TEXT)
        FROM figures_talk JOIN figures_asked ON figures_asked.id = figures_talk.asked_id WHERE NOT figures_talk.removed
"""
HELD = {"figures", "plans", "programme"}  # the rooms whose edges are written out above


# What no theme leads to by itself: the plans as a whole, lines across them, and the figures that goals are measured with.
BESIDE = {
    "plans.higherplan", "plans.plan", "programme.programme", "plans.highertheme", "plans.crossline",
    "figures.indicator", "figures.interpretation", "figures.talk", "figures.inputrequest",
}  # fmt: skip


def plain(key):
    return str(key).replace("-", "")


@pytest.fixture(scope="module")
def edges(demo_data, django_db_blocker):
    """(upper, lower) pairs read by SQL, keys as text without dashes (SQLite keeps UUIDs so)."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        found = set()
        for statement in (EDGES, TEXT_EDGES.strip().removeprefix("UNION ALL")):
            cursor.execute(statement)
            found |= {((a, plain(b)), (c, plain(d))) for a, b, c, d in cursor.fetchall()}
    return found


def reach(edges, start, direction):
    near, far = (0, 1) if direction == "down" else (1, 0)
    found, front = {start}, {start}
    while front:
        front = {edge[far] for edge in edges if edge[near] in front} - found
        found |= front
    return found


def walked(ref, direction):
    nodes = thread.walk(SYSTEM, ref, direction).nodes
    return {(kind, plain(key)) for kind, key in nodes if kind.split(".")[0] in HELD and kind != "plans.version"}


def nodes_of(edges):
    return sorted({node for edge in edges for node in edge})


def as_ref(node):
    from django.apps import apps

    kind, key = node
    model = apps.get_model(kind)
    return kind, str(model._meta.pk.to_python(key) if model._meta.pk.get_internal_type() != "OneToOneField" else _uuid(key))


def _uuid(key):
    import uuid

    return uuid.UUID(key)


def test_a_walk_equals_a_walk_by_independent_sql(edges):
    chosen = random.Random(20260101).sample(nodes_of(edges), 60)
    for node in chosen:
        for direction in ("up", "down"):
            assert walked(as_ref(node), direction) == reach(edges, node, direction), (node, direction)


def test_walking_down_and_back_up_returns_to_the_start(edges):
    starts = [node for node in nodes_of(edges) if node[0] in ("plans.highertheme", "plans.priority")]
    for node in random.Random(7).sample(starts, 12):
        start = as_ref(node)
        for ref in list(thread.walk(SYSTEM, start, "down").nodes)[1:25]:
            assert start in thread.walk(SYSTEM, ref, "up").nodes, (start, ref)


def test_every_node_reaches_a_national_theme_or_regular_work_or_is_a_gap(edges):
    from driehoek.plans.models import HigherTheme, Priority

    national = {
        ("plans.highertheme", plain(pk)) for pk in HigherTheme.objects.filter(plan__level="national").values_list("pk", flat=True)
    }
    regular = {("plans.priority", plain(pk)) for pk in Priority.objects.filter(regular=True).values_list("pk", flat=True)}
    gaps = {tuple(gap.object.split(":")) for gap in find_gaps(SYSTEM)}
    gaps = {(kind, plain(key)) for kind, key in gaps}
    # A goal of a whole plan serves all its themes: it comes from the plan, and through that from what the plan chose.
    with_themes = {upper for upper, lower in edges if upper[0] == "plans.plan" and reach(edges, lower, "up") & national}
    ends = national | regular | gaps | with_themes
    loose = []
    for node in nodes_of(edges):
        if node[0] in BESIDE:
            continue
        general = node[0] == "plans.goal" and not any(lower == node and upper[0] == "plans.priority" for upper, lower in edges)
        if not reach(edges, node, "up") & (ends if general else ends - with_themes):
            loose.append(node)
    assert loose == []


def test_the_gaps_that_were_left_on_purpose_are_found_and_no_others():
    found = [gap.rule for gap in find_gaps(SYSTEM)]
    left = [rule for rule, _piece in real_gaps(load())]
    assert {rule: found.count(rule) for rule in GAP_RULES} == {rule: left.count(rule) for rule in GAP_RULES}
