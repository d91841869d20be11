"""The thread of one object as a page: where it comes from and what became of it. And the list of gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from driehoek.common import thread as threads
from driehoek.common.gaps import find_gaps
from driehoek.ui.shortcuts import render


@dataclass
class Branch:
    """One line on the page: how it hangs on the line above it, what it is, and what hangs on it. `seen`: printed before."""

    relation: str
    node: threads.Node
    seen: bool = False
    branches: list[Branch] = field(default_factory=list)


@require_safe
def thread(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    viewer, start = request.viewer, (kind, object_id)  # type: ignore[attr-defined]
    try:
        up, down = threads.walk(viewer, start, "up"), threads.walk(viewer, start, "down")
    except (ValueError, ValidationError) as error:  # an id that cannot be one
        raise Http404 from error
    if start not in up.nodes:
        raise Http404
    page = {
        "node": up.nodes[start],
        "sources": _branches(up, start, "up", {start}),
        "results": _branches(down, start, "down", {start}),
        "gaps": [gap for gap in find_gaps(viewer) if gap.object == f"{kind}:{object_id}"],
    }
    return render(request, "web/thread.html", page)


def _branches(found: threads.Thread, ref: threads.Ref, direction: Literal["up", "down"], seen: set[threads.Ref]) -> list[Branch]:
    """The matrix as a readable tree: what was printed above is named again, not unfolded again."""
    near = found.above(ref) if direction == "up" else found.below(ref)
    branches = [Branch(relation, node, seen=node.ref in seen) for relation, node in near]
    branches.sort(key=lambda branch: (branch.node.kind.order, branch.relation, branch.node.name))
    for branch in branches:
        if not branch.seen:
            seen.add(branch.node.ref)
            branch.branches = _branches(found, branch.node.ref, direction, seen)
    return branches


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    found = find_gaps(request.viewer)  # type: ignore[attr-defined]
    return render(request, "web/gaps.html", {"gaps": found, "title": _("Waar de rode draad breekt")})
