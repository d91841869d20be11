"""One piece on the screen: write it, add to it, move it, take it away, and read what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from driehoek.common.errors import NotAllowed, Outdated
from driehoek.plans import commands
from driehoek.plans.pages import (
    address_of,
    asked_municipality,
    html_of,
    last_event,
    layer_code,
    posted,
    title_of,
    to_piece,
    unseen_is_not_there,
    viewer_of,
)
from driehoek.plans.writing import rules, store
from driehoek.plans.writing.forms import MoveForm, NewPieceForm, PieceForm, ReasonForm
from driehoek.plans.writing.models import Edit, Layer, Piece, PieceKind, Plan
from driehoek.plans.writing.page import PAGES
from driehoek.plans.writing.reading import Text, read
from driehoek.ui.shortcuts import done, redirect, render


@dataclass(frozen=True)
class Place:
    """A piece in the text in which it is looked at."""

    piece: Piece
    layer: Layer
    text: Text
    now: rules.Written

    @property
    def is_own(self) -> bool:
        return self.piece.home_id == self.layer.pk

    @property
    def municipality(self) -> str | None:
        return str(self.layer.municipality_id) if self.layer.municipality_id else None

    @property
    def address(self) -> str:
        return address_of(self.layer.plan, self.municipality, self.piece.pk)


def _place(request: HttpRequest, piece_id: UUID) -> Place:
    viewer = viewer_of(request)
    piece = get_object_or_404(Piece.objects.visible_to(viewer).select_related("home", "plan"), pk=piece_id)
    layer = store.find_layer(viewer, piece.plan_id, asked_municipality(request, piece.plan, piece.home.municipality_id))
    text = read(layer)
    now = rules.says((text.own or {}).get(piece.pk), text.joint.get(piece.pk))
    if now is None:
        raise Http404
    return Place(piece, layer, text, now)


def _require(request: HttpRequest, place: Place) -> None:
    writer = place.piece.writer_id if place.layer.is_joint else None
    if not store.may_write(viewer_of(request), place.layer, writer):
        raise NotAllowed(_("U kunt deze tekst lezen, maar niet veranderen."))


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def piece_edit(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """The form of one piece, in its place; other words that came in meanwhile become a question, and nothing typed is lost."""
    place = _place(request, piece_id)
    _require(request, place)
    needs_reason = not place.is_own and not (place.text.joint[piece_id].facts.get("open"))
    now = place.now
    reason = now.reason if now.layer == place.layer.pk else ""
    initial = {"seen": now.id, "title": now.title, "body": now.body, "reason": reason, **now.facts}
    form = PieceForm(
        posted(request), initial=initial, kind=place.piece.kind, joint=place.layer.is_joint, needs_reason=needs_reason,
        prefix=f"d{piece_id.hex[:8]}",
    )  # fmt: skip
    theirs = None
    if request.method == "POST" and form.is_valid() and request.POST.get("samenvoegen"):
        form = _asking_again(form, place, needs_reason, now, both=True)
    elif request.method == "POST" and form.is_valid():
        try:
            edit = _save(request, place, form)
        except Outdated as refusal:
            theirs = refusal.current
            form.add_error(None, refusal)
        except ValidationError as refusal:
            _add_errors(form, refusal)
        else:
            if edit is not None:
                done(request, _("Opgeslagen."), last_event(viewer_of(request), place.layer, data__edit=edit.pk))
            return to_piece(request, place.address)
    if theirs is not None:
        form = _asking_again(form, place, needs_reason, theirs, both=False)
    context = {
        "form": form,
        "spot": place,
        "theirs": theirs,
        "code": layer_code(place.municipality),
        "joint": _joint_words(place),
    }
    return render(request, "plans/piece_edit.html", context, block="form", status=422 if form.errors else 200)


def _save(request: HttpRequest, place: Place, form: PieceForm) -> Edit | None:
    words = form.cleaned_data
    return commands.edit_piece(
        viewer_of(request), place.piece.pk, place.municipality,
        seen=words["seen"] or 0, title=words["title"], body=words["body"],
        facts=form.facts(dict(place.now.facts)), reason=words.get("reason", ""),
    )  # fmt: skip


def _add_errors(form: Any, refusal: ValidationError) -> None:
    """A refusal finds its field; one for a field that this form does not show stands above the form."""
    fields = getattr(refusal, "error_dict", None)
    if fields is None:
        form.add_error(None, refusal)
        return
    for name, errors in fields.items():
        form.add_error(name if name in form.fields else None, errors)


def _asking_again(form: PieceForm, place: Place, needs_reason: bool, theirs: rules.Written, *, both: bool) -> PieceForm:
    """The same form with what was typed; saving it again means: mine instead of theirs, which the person now has seen."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("seen")] = str(theirs.id)
    if both:
        data[form.add_prefix("body")] = f"{theirs.body}\n\n{form.cleaned_data['body']}"
    again = PieceForm(data, kind=place.piece.kind, joint=place.layer.is_joint, needs_reason=needs_reason, prefix=form.prefix)
    again.is_valid()
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def _joint_words(place: Place) -> dict[str, Any] | None:
    """The joint words beside the own ones, where a municipality replaces them."""
    if place.is_own:
        return None
    joint = place.text.joint[place.piece.pk]
    values = dict(place.text.values)
    replaced = place.now is not joint
    return {"title": title_of(joint.title, values), "html": html_of(joint.body, values), "replaced": replaced}


@require_safe
@unseen_is_not_there
def piece_actions(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """What else can be done with a piece: as a menu in its place, or as a page. Fetched when asked for, so a plan stays light."""
    place = _place(request, piece_id)
    _require(request, place)
    context = {
        "spot": place,
        "code": layer_code(place.municipality),
        "name": store.name_of(place.now),
        "holds": place.piece.kind in rules.MAY_HOLD,
        "replaced": not place.is_own and place.now is not place.text.joint[piece_id],
    }
    return render(request, "plans/piece_actions.html", context, block="menu")


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def piece_new(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a piece at a place in the text: `naast` (after) a piece, or at the end `onder` a piece or of the text."""
    viewer = viewer_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(viewer), pk=plan_id)
    municipality = asked_municipality(request, plan, str(plan.municipality_id) if plan.municipality_id else None)
    layer = store.find_layer(viewer, plan_id, municipality)
    if not store.may_write(viewer, layer):
        raise NotAllowed(_("U kunt deze tekst lezen, maar niet veranderen."))
    asked = request.POST if request.method == "POST" else request.GET
    text = read(layer)
    parent, after = _asked_place(text, asked)
    above = text.by_piece.get(parent) if parent else None
    kinds = [choice for choice in PieceKind.choices if rules.may_hold(above.kind if above else None, choice[0])]
    kind = asked.get("n-kind") or asked.get("soort") or str(kinds[0][0] if kinds else "prose")
    form = NewPieceForm(
        posted(request), prefix="n", kind=kind, joint=layer.is_joint, needs_reason=False,
        initial={"kind": kind, "parent": parent, "after": after},
    )  # fmt: skip
    form.fields["kind"].choices = kinds  # type: ignore[attr-defined]
    if request.method == "POST" and "kies" not in request.POST and form.is_valid():
        try:
            piece = commands.add_piece(
                viewer, plan_id, municipality, kind, title=form.cleaned_data["title"], body=form.cleaned_data["body"],
                facts=form.facts({}), parent=parent, after=_uuid(after) or ("first" if after == "first" else "last"),
            )  # fmt: skip
        except ValidationError as refusal:
            _add_errors(form, refusal)
        else:
            done(request, _("Toegevoegd."), last_event(viewer, layer, verb="piece.added"))
            return redirect(request, address_of(plan, municipality, piece.pk))
    context = {
        "form": form, "plan": plan, "code": layer_code(municipality), "above": above, "kind": dict(kinds).get(kind, ""),
        "address": address_of(plan, municipality, parent),
    }  # fmt: skip
    return render(request, "plans/piece_new.html", context, block="form", status=422 if form.errors else 200)


def _asked_place(text: Text, asked: Mapping[str, Any]) -> tuple[UUID | None, str]:
    """Where the new piece comes: `naast` a piece, at the end `onder` a piece, or at the end of the text."""
    beside = _uuid(asked.get("naast"))
    if beside in text.places:
        return text.places[beside].parent, str(beside)
    return _uuid(asked.get("n-parent") or asked.get("onder")), asked.get("n-after") or "last"


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def piece_move(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """Up or down by a button; anywhere by two choices."""
    place = _place(request, piece_id)
    _require(request, place)
    if request.method == "POST" and request.POST.get("richting") in ("op", "neer"):
        target = _neighbour(place, up=request.POST["richting"] == "op")
        return _move(request, place, place.text.places[piece_id].parent, target) if target else redirect(request, place.address)
    form = MoveForm(posted(request), initial={"parent": str(place.text.places[piece_id].parent or "")})
    form.fields["parent"].choices = _parents(place)  # type: ignore[attr-defined]
    form.fields["after"].choices = _places_after(place)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        behind = _uuid(form.cleaned_data["after"])
        parent = place.text.places[behind].parent if behind else _uuid(form.cleaned_data["parent"])
        return _move(request, place, parent, behind or "last", form)
    return render(request, "plans/piece_move.html", {"form": form, "spot": place, "code": layer_code(place.municipality)})


def _move(request: HttpRequest, place: Place, parent: UUID | None, after: store.After, form: Any = None) -> HttpResponse:
    try:
        edit = commands.move_piece(viewer_of(request), place.piece.pk, parent=parent, after=after)
    except ValidationError as refusal:
        if form is None:
            raise
        form.add_error(None, refusal)
        context = {"form": form, "spot": place, "code": layer_code(place.municipality)}
        return render(request, "plans/piece_move.html", context, status=422)
    done(request, _("Verplaatst."), last_event(viewer_of(request), place.layer, data__edit=edit.pk))
    return redirect(request, place.address)


def _neighbour(place: Place, *, up: bool) -> store.After | None:
    """After which sibling the piece comes to stand when it goes one place up or down; dropped siblings do not count."""
    parent = place.text.places[place.piece.pk].parent
    shown = [one.piece for one in place.text.siblings(parent) if one.piece in place.text.by_piece]
    at = shown.index(place.piece.pk)
    if up:
        return None if at == 0 else (shown[at - 2] if at > 1 else "first")
    return shown[at + 1] if at + 1 < len(shown) else None


def _parents(place: Place) -> list[tuple[str, str]]:
    """Where the piece may stand: at the top, or under a piece that can hold it and that is not beneath it."""
    joint = place.layer.is_joint
    choices = [("", str(_("Bovenaan, zonder hoofdstuk")))] if rules.may_hold(None, place.piece.kind) else []
    for line in place.text.lines:
        fits = rules.may_hold(line.kind, place.piece.kind) and (not joint or line.piece in place.text.joint)
        if fits and not rules.is_beneath(place.text.places, line.piece, place.piece.pk):
            choices.append((str(line.piece), f"{'  ' * line.depth}{store.name_of(line.written)}"))
    return choices


def _places_after(place: Place) -> list[tuple[str, str]]:
    parents = {key for key, _label in _parents(place)}
    choices = [("", str(_("Als laatste")))]
    for line in place.text.lines:
        parent = place.text.places[line.piece].parent
        if line.piece != place.piece.pk and str(parent or "") in parents and not line.loose:
            choices.append((str(line.piece), f"{'  ' * line.depth}{store.name_of(line.written)}"))
    return choices


@require_POST
@unseen_is_not_there
def piece_drop(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    place = _place(request, piece_id)
    try:
        event = commands.drop_piece(viewer_of(request), piece_id)
    except ValidationError as refusal:
        return _told(request, place, refusal)
    also = event.data["also"]
    text = _("Weggehaald, met %(count)s delen eronder.") % {"count": also} if also else _("Weggehaald.")
    done(request, text, event)
    return redirect(request, address_of(place.layer.plan, place.municipality))


def _told(request: HttpRequest, place: Place, refusal: ValidationError) -> HttpResponse:
    from django.contrib import messages

    messages.error(request, " ".join(refusal.messages))
    return redirect(request, place.address)


@require_http_methods(["GET", "POST"])
@unseen_is_not_there
def piece_leave_out(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """A municipality leaves a joint piece out: with its reason, which the council reads."""
    place = _place(request, piece_id)
    if place.municipality is None or place.is_own:
        raise Http404
    _require(request, place)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            event = commands.leave_out(viewer_of(request), piece_id, place.municipality, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            _add_errors(form, refusal)
        else:
            done(request, _("Weggelaten uit de tekst van uw gemeente."), event)
            return redirect(request, address_of(place.layer.plan, place.municipality))
    also = rules.beneath(place.text.joint, place.text.own, piece_id)
    context = {"form": form, "spot": place, "also": also, "code": layer_code(place.municipality)}
    return render(request, "plans/piece_leave_out.html", context, block="form", status=422 if form.errors else 200)


@require_POST
@unseen_is_not_there
def piece_joint(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """Back to the joint text, for what was replaced or left out."""
    place = _place(request, piece_id)
    if place.municipality is None:
        raise Http404
    try:
        edit = commands.use_joint_text(viewer_of(request), piece_id, place.municipality)
    except ValidationError as refusal:
        return _told(request, place, refusal)
    if edit is not None:
        event = last_event(viewer_of(request), place.layer, data__edit=edit.pk)
        done(request, _("Hier staat weer de gezamenlijke tekst."), event)
    return redirect(request, place.address)


@require_safe
@unseen_is_not_there
def piece_history(request: HttpRequest, piece_id: UUID) -> HttpResponse:
    """All that this piece ever said, in the texts that this viewer reads, with each difference word by word."""
    viewer = viewer_of(request)
    piece = get_object_or_404(Piece.objects.visible_to(viewer).select_related("plan", "home"), pk=piece_id)
    layers = {
        layer.pk: layer for layer in Layer.objects.visible_to(viewer).filter(plan=piece.plan_id).select_related("municipality")
    }
    edits = list(Edit.objects.filter(piece=piece, layer__in=layers).order_by("pk"))
    if not edits:
        raise Http404
    before: dict[int, str] = {}
    rows = []
    for edit in edits:
        words = f"{edit.title}\n\n{edit.body}".strip() if edit.op == Edit.Op.WRITE else ""
        layer = layers[edit.layer_id]
        old = before.get(edit.layer_id, "")
        rows.append({"edit": edit, "layer": layer.municipality or _("Gezamenlijk"), "old": old, "new": words or old})
        before[edit.layer_id] = words or old
    title = store.name_of(edits[-1])
    back = (
        address_of(piece.plan, piece.home.municipality_id, piece.pk) if piece.home_id in layers else piece.plan.get_absolute_url()
    )
    page = PAGES.get(piece.kind)
    context = {"piece": piece, "rows": rows[::-1], "title": title, "back": back, "page": page}
    return render(request, "plans/piece_history.html", context)
