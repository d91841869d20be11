"""The verbs of a picture that people agree on: make, write, accept, publish, renew. Its only writers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from driehoek.common import clock
from driehoek.common.errors import NotNow, Outdated, Refused
from driehoek.common.events import record
from driehoek.common.models import Event
from driehoek.common.process import Step
from driehoek.common.undo import undoes
from driehoek.documents.text import canonical
from driehoek.figures.models import PictureCell, PictureField, SafetyPicture
from driehoek.figures.pictures.composing import as_row, cells_of, field_name, gathered
from driehoek.figures.pictures.process import ACCEPT, PICTURE, PUBLISH, WRITE
from driehoek.figures.pictures.rules import FIELDS, INTRODUCTION, MOST_CHOSEN, MOST_TEXT, digest
from driehoek.figures.queries import picture as living_picture
from driehoek.organisations.models import Area
from driehoek.organisations.rights import require
from driehoek.organisations.viewer import Viewer


@transaction.atomic
def make_picture(by: Viewer, area: str, *, title: str) -> SafetyPicture:
    """Begin a picture of an area, from its figures of today. Raises Area.DoesNotExist."""
    place = Area.objects.visible_to(by).get(pk=area)
    require(by, WRITE, area)
    picture = SafetyPicture(area=place, title=_title(title), by=by.code, by_name=by.name, at=clock.now())
    picture.save(force_insert=True)
    _tell(by, "figures.picture_made", picture)
    return picture


@transaction.atomic
def rename_picture(by: Viewer, picture_id: UUID, *, title: str, seen: int) -> Event | None:
    """Give a draft another title. Nothing changed: None."""
    picture = _open(by, picture_id)
    _refuse_stale(picture, seen)
    return _set_title(by, picture, _title(title))


def _set_title(by: Viewer, picture: SafetyPicture, title: str, undoes: Event | None = None) -> Event | None:
    before = picture.title
    if before == title:
        return None
    picture.title, picture.version = title, picture.version + 1
    picture.save(update_fields=["title", "version"])
    return _tell(by, "figures.picture_renamed", picture, undoes=undoes, before=before, after=title)


@undoes("figures.picture_renamed")
def _title_back(by: Viewer, event: Event) -> None:
    picture = _open(by, UUID(event.object_id))
    if picture.title != event.data["after"]:
        raise Outdated(_("De titel is daarna nog veranderd. Draai die verandering eerst terug."), current=picture.title)
    _set_title(by, picture, event.data["before"], undoes=event)


@transaction.atomic
def write_field(by: Viewer, picture_id: UUID, key: str, *, body: str, chosen: list[str], seen: int) -> Event | None:
    """Write one's own words at a field, and choose the findings that stand there. Nothing changed: None.

    key     `inleiding`, V1 to V5, `geen`
    chosen  `GM0757:1.1.1` …: cells of this field in the picture of today; kept in the order of the picture
    seen    version of the text on the screen; 0 where there was none yet. Raises Outdated, with the words that stand there.
    """
    picture = _open(by, picture_id)
    if key not in (*FIELDS, INTRODUCTION):
        raise SafetyPicture.DoesNotExist
    words = canonical(body)
    if len(words) > MOST_TEXT:
        raise Refused({"body": _("Deze tekst is te lang. Maak er hoogstens %(n)s tekens van.") % {"n": f"{MOST_TEXT:,}"}})
    picked = _picked(by, picture, key, chosen)
    field = PictureField.objects.select_for_update().filter(picture=picture, key=key).first()
    now = _state(field)
    if now == {"body": words, "chosen": picked}:
        return None
    if seen != (field.version if field else 0):
        raise Outdated(
            _("Iemand anders heeft deze tekst intussen veranderd. Hieronder staan beide; kies wat erin komt."),
            current=now["body"],
        )
    return _set_field(by, picture, field, key, {"body": words, "chosen": picked})


def _picked(by: Viewer, picture: SafetyPicture, key: str, chosen: list[str]) -> list[str]:
    """The choice in the order of the picture. What is not in this field today is refused, never dropped in silence."""
    if not chosen:
        return []
    every = [cell for cell in cells_of(living_picture(by, picture.area_id)) if key in (cell.field, INTRODUCTION)]
    known = [cell.key for cell in every if cell.key in set(chosen)]
    if len(known) < len(set(chosen)):
        raise Refused({"chosen": _("Een van de gekozen bevindingen staat niet meer in dit beeld. Kies opnieuw.")})
    if len(known) > MOST_CHOSEN:
        raise Refused({"chosen": _("Kies hoogstens %(n)s bevindingen; de rest staat in de tabel.") % {"n": MOST_CHOSEN}})
    return known


def _state(field: PictureField | None) -> dict[str, Any]:
    return {"body": field.body, "chosen": list(field.chosen)} if field else {"body": "", "chosen": []}


def _set_field(
    by: Viewer, picture: SafetyPicture, field: PictureField | None, key: str, new: dict[str, Any], undoes: Event | None = None
) -> Event:
    before = _state(field)
    field = field or PictureField(picture=picture, key=key, version=0)
    field.body, field.chosen = new["body"], new["chosen"]
    field.by_name, field.at, field.version = by.name, clock.now(), field.version + 1
    field.save()
    return _tell(by, "figures.picture_written", picture, undoes=undoes, key=key, place=field_name(key), before=before, after=new)


@undoes("figures.picture_written")
def _field_back(by: Viewer, event: Event) -> None:
    picture = _open(by, UUID(event.object_id))
    field = PictureField.objects.select_for_update().get(picture=picture, key=event.data["key"])
    if _state(field) != event.data["after"]:
        raise Outdated(_("Deze tekst is daarna nog veranderd. Draai die verandering eerst terug."), current=field.body)
    _set_field(by, picture, field, field.key, event.data["before"], undoes=event)


@transaction.atomic
def accept_picture(by: Viewer, picture_id: UUID, *, purpose: str, seen: int) -> Event:
    """Accept the picture for a plan: every figure, word and count is copied, and never changes after. It replaces the one
    that it was made from."""
    picture, step = _take(by, picture_id, "accept", ACCEPT, seen)
    words = " ".join(purpose.replace("\0", "").split())
    if not words:
        raise Refused({"purpose": _("Schrijf voor welk plan dit beeld is vastgesteld.")})
    if len(words) > 200:
        raise Refused({"purpose": _("Houd het onder de 200 tekens.")})
    cells, frozen = gathered(by, picture)
    if not cells:
        raise Refused(_("Van dit gebied zijn er nog geen cijfers. Lees ze eerst in; een leeg beeld is niet vast te stellen."))
    PictureCell.objects.bulk_create([as_row(picture, rank, cell) for rank, cell in enumerate(cells)])
    _move(picture, step, purpose=words, accepted_on=clock.today(), frozen=frozen, sha256=digest(cells, frozen))
    if picture.predecessor_id:
        old = SafetyPicture.objects.select_for_update(of=("self",)).select_related("area").get(pk=picture.predecessor_id)
        _move(old, PICTURE.step(old.state, "replace"))
        _tell(by, "figures.picture_replaced", old, successor=str(picture.pk))
    return _tell(by, "figures.picture_accepted", picture, purpose=words, cells=len(cells), sha256=picture.sha256)


@transaction.atomic
def withdraw_picture(by: Viewer, picture_id: UUID, *, seen: int) -> Event:
    """Put a draft away. The row stays, so that it can come back."""
    picture, step = _take(by, picture_id, "withdraw", WRITE, seen)
    _move(picture, step)
    return _tell(by, "figures.picture_withdrawn", picture)


@undoes("figures.picture_withdrawn")
def _draft_again(by: Viewer, event: Event) -> None:
    picture = _locked(by, UUID(event.object_id))
    require(by, WRITE, picture.area_id)
    if picture.state != "withdrawn":
        raise Outdated(_("Dit beeld is niet meer ingetrokken."))
    picture.state, picture.version = PICTURE.start, picture.version + 1
    picture.save(update_fields=["state", "version"])
    _tell(by, "figures.picture_restored", picture, undoes=event)


@transaction.atomic
def publish_picture(by: Viewer, picture_id: UUID, *, seen: int) -> Event:
    """Everyone may read it, without signing in: the open figures, the words of the adviser, no signed remarks."""
    picture, step = _take(by, picture_id, "publish", PUBLISH, seen)
    _move(picture, step, published_on=clock.today())
    return _tell(by, "figures.picture_published", picture)


@transaction.atomic
def renew_picture(by: Viewer, picture_id: UUID, *, seen: int) -> SafetyPicture:
    """Begin a new version with the figures of today and the words of this one. The old one stands until that is accepted."""
    old = _locked(by, picture_id)
    require(by, WRITE, old.area_id)
    PICTURE.step(old.state, "replace")
    _refuse_stale(old, seen)
    later = SafetyPicture.objects.filter(predecessor=old).first()
    if later is not None and later.state != "withdrawn":
        raise NotNow(_("Er is al een nieuwe versie in de maak: ‘%(title)s’. Werk daarin verder.") % {"title": later.title})
    if later is not None:
        later.predecessor = None
        later.save(update_fields=["predecessor"])
    new = SafetyPicture(
        area=old.area, title=old.title, predecessor=old, by=by.code, by_name=by.name, at=clock.now()
    )  # fmt: skip
    new.save(force_insert=True)
    now, keys = clock.now(), {cell.key for cell in cells_of(living_picture(by, old.area_id))}
    PictureField.objects.bulk_create(
        [
            PictureField(
                picture=new, key=key, body=body, chosen=[one for one in old.frozen["chosen"].get(key, []) if one in keys],
                by_name=by.name, at=now,
            )
            for key, body in old.frozen["words"].items()
        ]
    )  # fmt: skip
    _tell(by, "figures.picture_made", new, renews=str(old.pk))
    return new


def _locked(by: Viewer, picture_id: UUID) -> SafetyPicture:
    rows = SafetyPicture.objects.visible_to(by).select_for_update(of=("self",)).select_related("area")
    return rows.get(pk=picture_id)


def _open(by: Viewer, picture_id: UUID) -> SafetyPicture:
    """The picture, locked, when its words may be changed by this viewer."""
    picture = _locked(by, picture_id)
    require(by, WRITE, picture.area_id)
    if not picture.is_open:
        raise NotNow(_("Dit beeld is geen concept meer. Begin een nieuwe versie om het te veranderen."))
    return picture


def _take(by: Viewer, picture_id: UUID, verb: str, right: str, seen: int) -> tuple[SafetyPicture, Step]:
    """The picture, locked, with the step that this viewer may take from where it is."""
    picture = _locked(by, picture_id)
    require(by, right, picture.area_id)
    step = PICTURE.step(picture.state, verb)
    _refuse_stale(picture, seen)
    return picture, step


def _refuse_stale(picture: SafetyPicture, seen: int) -> None:
    if picture.version != seen:
        raise Outdated(
            _("Iemand anders heeft dit beeld intussen veranderd. Bekijk wat er nu staat en probeer het opnieuw."),
            current=picture.state_label,
        )


def _move(picture: SafetyPicture, step: Step, **values: Any) -> None:
    picture.state, picture.version = step.target, picture.version + 1
    for name, value in values.items():
        setattr(picture, name, value)
    picture.save(update_fields=["state", "version", *values])


def _tell(by: Viewer, verb: str, picture: SafetyPicture, *, undoes: Event | None = None, **data: Any) -> Event:
    return record(by, verb, picture, area_code=picture.area_id, undoes=undoes, title=picture.title, **data)


def _title(title: str) -> str:
    title = " ".join(title.replace("\0", "").split())
    if not title:
        raise Refused({"title": _("Geef het beeld een titel, bijvoorbeeld ‘Veiligheidsbeeld Boxtel 2025’.")})
    if len(title) > 200:
        raise Refused({"title": _("Houd de titel onder de 200 tekens.")})
    return title


__all__ = [
    "accept_picture",
    "make_picture",
    "publish_picture",
    "rename_picture",
    "renew_picture",
    "withdraw_picture",
    "write_field",
]
