"""Areas over time, people, their roles, and the installation they work in."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Expression, F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from driehoek.organisations.viewer import Viewer


class AreaLevel(models.TextChoices):
    COUNTRY = "country", _("land")
    UNIT = "unit", _("politie-eenheid")
    DISTRICT = "district", _("politiedistrict")
    BASE_TEAM = "base_team", _("basisteam")
    MUNICIPALITY = "municipality", _("gemeente")


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Areas are public."""
        return self

    def on(self, day: date) -> Self:
        """Areas that exist on that day."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day)
        )

    def municipalities(self) -> Self:
        return self.filter(level=AreaLevel.MUNICIPALITY)

    def teams(self) -> Self:
        return self.filter(level=AreaLevel.BASE_TEAM)


class Area(models.Model):
    """A named territory (gebied). Municipalities bear their CBS code (GM0225), the country is NL."""

    code = models.CharField(_("code"), primary_key=True, max_length=40)
    level = models.CharField(_("niveau"), max_length=20, choices=AreaLevel.choices)
    name = models.CharField(_("naam"), max_length=120)
    province = models.CharField(_("provincie"), max_length=40, blank=True)
    valid_from = models.DateField(_("bestaat sinds"), null=True)  # null: before our records
    valid_until = models.DateField(_("bestond tot"), null=True)  # the first day on which it is no more
    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="area_ends_after_start",
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("Het gebied eindigt voordat het begint. Kies een latere einddatum."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/gebieden/{self.code}/"

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_until is None or self.valid_until > day)


class AreaMembershipQuerySet(models.QuerySet["AreaMembership"]):
    def on(self, day: date | Expression) -> Self:
        """Memberships in force on that day."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day)
        )


class AreaMembership(models.Model):
    """An area lies in a larger one, for a time: a municipality in a basisteam, a basisteam in a district, …"""

    parent = models.ForeignKey(Area, models.PROTECT, related_name="members")
    child = models.ForeignKey(Area, models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("vanaf"), null=True)
    valid_until = models.DateField(_("tot"), null=True)  # the first day on which it lies there no more
    basis = models.CharField(_("bron"), max_length=200, blank=True)  # how we know; empty: put in by a person
    objects = AreaMembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("De gemeente gaat weg voordat zij erbij komt. Kies een latere datum."),
            ),
            models.UniqueConstraint(fields=["parent", "child", "valid_from"], name="one_membership_per_start"),
            models.UniqueConstraint(
                fields=["parent", "child"], condition=Q(valid_from__isnull=True), name="one_membership_from_the_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} in {self.parent_id}"

    @property
    def source(self) -> str:
        """How we know, for the reader; `basis` holds it for the maker of the lists."""
        match self.basis.split(":")[0]:
            case "":
                return _t("ingevoerd door een gebruiker")
            case "plan text":
                return _t("het plan %(name)s") % {"name": self.basis.split(": ", 1)[1].split(";")[0]}
            case "derived":
                return _t("afgeleid uit de veiligheidsregio; niet zeker")
            case _:
                return _t("openbare gebiedsindeling")


class AreaChange(models.Model):
    """A merger, split or new name (herindeling): `old` went, wholly or partly, to `new` on this day."""

    class Kind(models.TextChoices):
        MERGER = "merger", _("samenvoeging")
        SPLIT = "split", _("splitsing")
        RENAMED = "renamed", _("nieuwe naam of code")

    on = models.DateField(_("op"))
    kind = models.CharField(max_length=10, choices=Kind.choices)
    old = models.ForeignKey(Area, models.PROTECT, related_name="went_to")
    new = models.ForeignKey(Area, models.PROTECT, related_name="came_from")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["on", "old", "new"], name="one_change_per_pair")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class AreaNeighbour(models.Model):
    """Two municipalities that share a border; kept both ways."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="borders")
    other = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "other"], name="one_border_per_pair")]

    def __str__(self) -> str:
        return f"{self.area_id} – {self.other_id}"


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Yourself, and those who hold, held or wait for a role that you may see."""
        if viewer.is_public:
            return self.none()
        seen = Grant.objects.visible_to(viewer).filter(user=models.OuterRef("pk"))
        return self.filter(Q(pk=viewer.user_id) | models.Exists(seen))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> UserQuerySet:
        return self.get_queryset().visible_to(viewer)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        raise NotImplementedError("Driehoek knows no superuser: rights come from granted roles.")


class User(AbstractUser):
    """A person with an account. What someone may do follows from grants, never from this row."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    code = models.UUIDField(_("code"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("naam"), max_length=120)
    email = models.EmailField(_("e-mailadres"), unique=True)
    is_demo = models.BooleanField(default=False)  # its password is published: refused outside a demo
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = UserManager()  # type: ignore[assignment, misc]

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    COUNCIL_MEMBER = "council_member", _("raadslid")
    COUNCIL_CLERK = "council_clerk", _("griffier")
    MAYOR = "mayor", _("burgemeester")
    ALDERMAN = "alderman", _("wethouder")
    EXECUTIVE_SECRETARY = "executive_secretary", _("collegesecretaris")
    PUBLIC_PROSECUTOR = "public_prosecutor", _("officier van justitie")
    TEAM_CHIEF = "team_chief", _("teamchef")
    POLICE_OFFICER = "police_officer", _("politie-adviseur")
    SAFETY_ADVISER = "safety_adviser", _("IV-adviseur")
    STRATEGIC_ADVISER = "strategic_adviser", _("strategisch adviseur")
    WORKING_GROUP_MEMBER = "working_group_member", _("werkgroeplid")
    EMPLOYEE = "employee", _("medewerker")
    PARTNER_USER = "partner_user", _("partner")
    COMMUNICATION_ADVISER = "communication_adviser", _("communicatieadviseur")
    FINANCE_ADVISER = "finance_adviser", _("financieel adviseur")
    ANALYST = "analyst", _("analist")
    FUNCTIONAL_ADMIN = "functional_admin", _("functioneel beheerder")
    AUDITOR = "auditor", _("rekenkamer")


class GrantQuerySet(models.QuerySet["Grant"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who has which role: your own, those you asked for, and those in areas where you manage or check users."""
        if viewer.is_public:
            return self.none()
        mine = Q(user_id=viewer.user_id) | Q(asked_by=viewer.code)
        return self.filter(mine | Q(area_id__in=viewer.areas_with("organisations.read_users")))

    def in_force(self, day: date | Expression) -> Self:
        return self.filter(state="granted", starts_on__lte=day, ends_on__gte=day)


class Grant(models.Model):
    """A role of a person in an area, for a term. In force only after a second person approved it."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("wacht op tweede persoon")
        GRANTED = "granted", _("toegekend")
        REFUSED = "refused", _("geweigerd")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("rol"), max_length=40, choices=Role.choices)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    starts_on = models.DateField(_("vanaf"))
    ends_on = models.DateField(_("tot en met"))
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.REQUESTED)
    asked_by = models.CharField(max_length=64)
    decided_by = models.CharField(max_length=64, blank=True)
    reason = models.TextField(_("waarom"), blank=True)
    version = models.PositiveIntegerField(default=1)
    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="grant_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("De einddatum ligt vóór de begindatum. Kies een latere einddatum."),
            ),
            models.CheckConstraint(
                name="grant_needs_two_people",
                condition=~Q(state="granted") | (~Q(decided_by=F("asked_by")) & ~Q(decided_by="")),
                violation_error_message=_("Een ander dan de aanvrager moet de rol goedkeuren."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.area_id}"

    @property
    def role_name(self) -> str:
        """The role with a capital, as it stands at the beginning of a line: `IV-adviseur`, `Burgemeester`."""
        return str(capfirst(self.get_role_display()))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those you sent, and those for areas where you manage or check users."""
        if viewer.is_public:
            return self.none()
        return self.filter(Q(invited_by=viewer.code) | Q(area_id__in=viewer.areas_with("organisations.read_users")))

    def waiting(self) -> Self:
        """Neither accepted nor withdrawn; the link may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """An invitation by mail to become a user with a role (uitnodiging). The link works once; only its digest is kept."""

    email = models.EmailField(_("e-mailadres"))
    name = models.CharField(_("naam"), max_length=120)
    role = models.CharField(_("rol"), max_length=40, choices=Role.choices)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    ends_on = models.DateField(_("rol geldt tot en met"))
    nonce = models.CharField(max_length=64)  # with the secret key of the installation it makes the link; see people.links
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(_("link werkt tot en met"))
    invited_by = models.CharField(max_length=64)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_has_one_end",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                violation_error_message=_("Deze uitnodiging is al gebruikt of ingetrokken."),
            ),
            models.CheckConstraint(
                name="acceptance_has_a_person", condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role}"

    @property
    def role_name(self) -> str:
        return str(capfirst(self.get_role_display()))


class InstallationQuerySet(models.QuerySet["Installation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The settings are for those who may change them."""
        return self.filter(home_id__in=viewer.areas_with("organisations.settings"))


class Installation(models.Model):
    """This Driehoek: made once, by its first user (a single row)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    home = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("gebied"))
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    name = models.CharField(_("naam van de installatie"), max_length=80, blank=True)
    contact = models.EmailField(_("adres voor vragen"), blank=True)
    version = models.PositiveIntegerField(default=1)
    objects = InstallationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="one_installation", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.home_id


class Notification(models.Model):
    """A message to one person about one thing, at most once (bericht). Remembered, so that a task may run twice."""

    person = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=80)
    about_id = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "about_kind", "about_id"], name="one_notification")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_kind}:{self.about_id} → {self.person_id}"
