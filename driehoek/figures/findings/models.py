"""What people do with a finding: put it before the triangle, ask what it means, follow it. Imported by the room only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from driehoek.figures import models as figures
from driehoek.organisations.models import Area, User

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class TriangleNoteQuerySet(models.QuerySet["TriangleNote"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What waits for the triangle is for those at its table and who prepare it."""
        known = self.filter(removed=False, indicator__in=figures.Indicator.objects.visible_to(viewer))
        return known if viewer.is_system else known.filter(table__in=viewer.areas_with("figures.put_to_triangle"))

    def open(self) -> Self:
        return self.filter(settled_at__isnull=True)


class TriangleNote(models.Model):
    """A finding that somebody wants the triangle to see (voor de driehoek). The sentence is kept as it was read then."""

    table = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("driehoek van"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    indicator = models.ForeignKey("figures.Indicator", models.PROTECT, related_name="triangle_notes")
    period = models.CharField(_("periode"), max_length=10)
    sentence = models.TextField(_("bevinding"))
    remark = models.TextField(_("wat u wilt bespreken"), max_length=1000, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("door"), max_length=200)
    at = models.DateTimeField(_("opgeschreven op"))
    settled_at = models.DateTimeField(_("besproken op"), null=True)
    settled_by = models.CharField(_("afgevinkt door"), max_length=200, blank=True)
    removed = models.BooleanField(_("weggehaald"), default=False)
    version = models.PositiveIntegerField(default=1)
    objects = TriangleNoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["settled_at", "-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["table", "settled_at"], name="triangle_note_table")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["table", "area", "indicator"],
                condition=Q(removed=False, settled_at__isnull=True),
                name="one_open_note_per_figure",
                violation_error_message=_("Dit cijfer staat al op de lijst voor de driehoek."),
            )
        ]

    def __str__(self) -> str:
        return self.sentence[:80]

    def get_absolute_url(self) -> str:
        return f"/beeld/{self.table_id}/driehoek/#punt-{self.pk}"


class MeaningRequestQuerySet(models.QuerySet["MeaningRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Between the one who asks and the one who is asked."""
        if viewer.is_system:
            return self
        return self.filter(Q(by=viewer.code) | Q(person=viewer.user_id)) if viewer.code else self.none()

    def with_answer(self) -> Self:
        """With `answered`: whether the person wrote an interpretation of that figure since it was asked."""
        answers = figures.Interpretation.objects.filter(
            removed=False, indicator=OuterRef("indicator"), area=OuterRef("area"), by=OuterRef("person_code"),
            at__gte=OuterRef("at"),
        )  # fmt: skip
        return self.annotate(answered=Exists(answers))

    def waiting(self) -> Self:
        return self.with_answer().filter(closed_at__isnull=True, answered=False)


class MeaningRequest(models.Model):
    """A question to one colleague: what does this figure mean? (vraag om duiding). An interpretation by him answers it."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("aan wie"))
    person_code = models.CharField(max_length=64)  # as interpretations are signed
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    indicator = models.ForeignKey("figures.Indicator", models.PROTECT, related_name="meaning_requests")
    period = models.CharField(_("periode"), max_length=10)
    sentence = models.TextField(_("bevinding"))
    question = models.TextField(_("vraag"), max_length=1000, blank=True)
    by = models.CharField(max_length=64)
    by_name = models.CharField(_("gevraagd door"), max_length=200)
    at = models.DateTimeField(_("gevraagd op"))
    closed_at = models.DateTimeField(_("gesloten op"), null=True)
    closed_by = models.CharField(_("gesloten door"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    objects = MeaningRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["person", "closed_at"], name="meaning_request_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "area", "indicator", "period"],
                condition=Q(closed_at__isnull=True),
                name="asked_once_for_meaning",
                violation_error_message=_("Deze collega is hier al naar gevraagd."),
            )
        ]

    def __str__(self) -> str:
        return self.sentence[:80]

    def get_absolute_url(self) -> str:
        return f"/beeld/{self.area_id}/{self.indicator_id}/#duiding"


class FollowingQuerySet(models.QuerySet["Following"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What somebody follows is his own business; what he left he still sees, to come back to it."""
        if viewer.is_system:
            return self
        return self.filter(person=viewer.user_id) if viewer.user_id else self.none()

    def standing(self) -> Self:
        return self.filter(removed=False)


class Following(models.Model):
    """Somebody who wants to hear when a figure leaves its usual band, or comes back (volgen).

    verdict, delivery   how the figure stood at the newest delivery that was looked at, so that each is looked at once
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    indicator = models.ForeignKey("figures.Indicator", models.PROTECT, related_name="followings")
    since = models.DateTimeField(_("gevolgd sinds"))
    verdict = models.CharField(max_length=20)
    delivery = models.PositiveBigIntegerField()
    removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    objects = FollowingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["area", "indicator"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "area", "indicator"], name="followed_once_per_person")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id}"

    def get_absolute_url(self) -> str:
        return f"/beeld/{self.area_id}/{self.indicator_id}/"


class BandChangeQuerySet(models.QuerySet["BandChange"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(following__in=Following.objects.visible_to(viewer).standing())


class BandChange(models.Model):
    """That a followed figure left its usual band with a delivery, or came back into it. Told once, never changed."""

    following = models.ForeignKey(Following, models.PROTECT, related_name="changes")
    delivery = models.PositiveBigIntegerField()
    period = models.CharField(max_length=10)
    before = models.CharField(max_length=20)
    verdict = models.CharField(max_length=20)
    sentence = models.TextField()
    at = models.DateTimeField()
    objects = BandChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["following", "delivery"], name="one_change_per_delivery"),
            models.CheckConstraint(name="band_change_says_something", condition=~Q(sentence="")),
        ]

    def __str__(self) -> str:
        return self.sentence[:80]

    def get_absolute_url(self) -> str:
        return self.following.get_absolute_url()
