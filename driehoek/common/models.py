"""What every room shares: the timeline, links that have no foreign key, the search index, settings of the installation."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """Something that happened to one object: who, when, what, why. Append-only; the source of every timeline."""

    at = models.DateTimeField(_("wanneer"))
    actor = models.CharField(_("wie (code)"), max_length=64)
    actor_name = models.CharField(_("wie"), max_length=200)
    verb = models.CharField(_("wat"), max_length=80)  # past: "action.changed"
    kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    name = models.CharField(_("naam toen"), max_length=300, blank=True)
    within_kind = models.CharField(max_length=80, blank=True)  # the whole it is a part of: a piece within its plan
    within_id = models.CharField(max_length=64, blank=True)
    area_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(_("waarom"), blank=True)
    data = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "-id"], name="event_by_object"),
            models.Index(fields=["within_kind", "within_id", "-id"], name="event_by_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind}:{self.object_id}"


class Link(models.Model):
    """A connection between two objects of any kind that no foreign key holds. Ended, never deleted."""

    relation = models.CharField(max_length=40)
    from_kind = models.CharField(max_length=80)
    from_id = models.CharField(max_length=64)
    to_kind = models.CharField(max_length=80)
    to_id = models.CharField(max_length=64)
    reason = models.TextField(_("waarom"), blank=True)
    from_date = models.DateField(_("vanaf"))
    until = models.DateField(_("tot"), null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["from_kind", "from_id"], name="link_from"),
            models.Index(fields=["to_kind", "to_id"], name="link_to"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["relation", "from_kind", "from_id", "to_kind", "to_id"],
                condition=models.Q(until__isnull=True),
                name="one_open_link",
                violation_error_message=_("Deze koppeling is er al."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_kind}:{self.from_id} {self.relation} {self.to_kind}:{self.to_id}"


class SearchEntry(models.Model):
    """The words of one object, folded and stemmed, so that `inbraak` finds `woninginbraken`. Rebuilt from the object."""

    kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    stems = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_entry")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class Setting(models.Model):
    """A setting of the whole installation that people change on the screen."""

    key = models.CharField(primary_key=True, max_length=40)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key

    @classmethod
    def demo_day(cls) -> date | None:
        value = cls.objects.filter(pk="demo_day").values_list("value", flat=True).first()
        return date.fromisoformat(value) if value else None
