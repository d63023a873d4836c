"""Staff, teams and their duties; partnerships, areas, providers and contracts; who is signed in, and tries to."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, user_key

from .choices import CoachKind, Duty, Nation, PartnershipKind, Role, Setting


def ends_after_start(name):
    """The constraint that a dated row does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name=f"{name}_ends_after_start"
    )


class DatedQuerySet(models.QuerySet):
    """Rows that hold from `starts_on` until `ends_on`, the last day included."""

    def on(self, day):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


@tracked
class Partnership(BaseModel):
    """A body that plans and buys drug and alcohol services: a council, an area planning board …"""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40, choices=PartnershipKind)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


@tracked
class Area(BaseModel):
    """A place that a partnership plans for."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="areas")
    name = models.CharField(_("name"), max_length=200, unique=True)
    nation = models.CharField(_("nation"), max_length=10, choices=Nation, default=Nation.ENGLAND)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


@tracked
class Provider(BaseModel):
    """An organisation that runs treatment or recovery teams which use this system."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


@tracked
class Contract(BaseModel):
    """What a partnership has bought from a provider, and for how long."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="contracts")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contracts")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", editable=False
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [ends_after_start("contract")]

    def __str__(self):
        return f"{self.partnership} – {self.provider}"


class TeamQuerySet(models.QuerySet):
    def of_partnership(self, partnership, day):
        """The teams in the partnership's areas whose provider holds a contract with it on that day.

        A team that has changed its provider counts by the contract under which it worked on that day.
        """
        contracts = Contract.objects.on(day).filter(partnership=partnership)
        terms = TeamContract.objects.filter(team=OuterRef("pk"))
        never_moved = ~Exists(terms) & Q(provider__in=contracts.values("provider"))
        return self.filter(
            never_moved | Exists(terms.on(day).filter(contract__in=contracts)), area__partnership=partnership
        )


@tracked
class Team(BaseModel):
    """The people of a provider who work together in an area; clients are known to teams."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="teams")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=200, unique=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    settings = ArrayField(
        models.CharField(max_length=20, choices=Setting), verbose_name=_("settings"), default=list, blank=True
    )
    takes_referrals = models.BooleanField(_("is offered on the public referral form"), default=False, db_default=False)
    ndtms_code = models.CharField(
        _("agency code in the national data set"), max_length=20, blank=True, default="", db_default=""
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["ndtms_code"], condition=~Q(ndtms_code=""), name="agency_code_once",
                violation_error_message=_("Another team has this agency code"),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def is_young_peoples(self):
        """Whether somebody under 18 may have an episode here."""
        return Setting.YOUNG_PEOPLE in self.settings

    def terms_between(self, first, last):
        """Under which contracts, and so with which providers, the team worked between two days, the oldest first.

        Empty for a team that has never changed: then its provider today is the one that it had.
        """
        held = self.terms.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)
        return held.select_related("contract__provider", "contract__partnership").order_by("starts_on")

    def holder_of(self, duty):
        """Who has a duty today: its holder, else the deputy, else a team manager, else nobody (None)."""
        row = self.duties.filter(duty=duty).select_related("holder", "deputy").first()
        people = [row.holder, row.deputy] if row else []
        named = next((person for person in people if person and person.is_active), None)
        return named or self.members.filter(role=Role.TEAM_MANAGER, is_active=True).order_by("username").first()


@tracked
class TeamContract(BaseModel):
    """Under which contract a team works, from when until when: so a figure of last year stays with last year's provider."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="terms")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="terms")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["team", "-starts_on"]
        constraints = [
            ends_after_start("team_contract"),
            models.UniqueConstraint(fields=["team"], condition=Q(ends_on=None), name="one_contract_at_a_time"),
        ]

    def __str__(self):
        return f"{self.team}: {self.contract}"


@tracked(exclude=["password", "last_login"])
class User(AbstractUser):
    """Somebody who signs in."""

    role = models.CharField(_("role"), max_length=30, choices=Role)
    teams = models.ManyToManyField(
        Team, through="TeamMembership", through_fields=("user", "team"), related_name="members", blank=True
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="readers",
        help_text=_("For commissioners: whose figures they read."),
    )  # fmt: skip
    coach_kind = models.CharField(_("kind of recovery coach"), max_length=30, choices=CoachKind, blank=True)
    is_paid = models.BooleanField(_("paid"), default=True)
    supervisor = user_key(related_name="supervised", verbose_name=_("supervisor"))

    class Meta(AbstractUser.Meta):
        ordering = ["first_name", "last_name", "username"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.COMMISSIONER) | Q(partnership__isnull=False),
                name="commissioner_reads_for_a_partnership",
                violation_error_message=_("Choose the partnership that this commissioner reads for"),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.RECOVERY_COACH) | ~Q(coach_kind=""),
                name="coach_has_a_kind",
                violation_error_message=_("Choose the kind of recovery coach"),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def get_absolute_url(self):
        return reverse("accounts:account_detail")

    @property
    def self_and_covered(self):
        """The keys of the user and of those for whom the user stands in today, as a query."""
        covered = Cover.objects.by(self).values("person_id")
        return User.objects.filter(Q(pk=self.pk) | Q(pk__in=covered)).values("pk")

    @property
    def stand_in(self):
        """Who has the user's work today: whoever covers an absence, else the user."""
        cover = self.covers.on(timezone.localdate()).filter(covered_by__is_active=True).first()
        return cover.covered_by if cover else self

    @cached_property
    def team_ids(self):
        """The keys of the user's teams, read once per request: with the user, where that was the signed-in one."""
        return list(self.memberships.values_list("team_id", flat=True))


@tracked
class TeamMembership(BaseModel):
    """A user belongs to a team."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="membership_once")]

    def __str__(self):
        return f"{self.user} – {self.team}"


class CoverQuerySet(DatedQuerySet):
    def by(self, user):
        """The covers that a user gives today."""
        return self.on(timezone.localdate()).filter(covered_by=user)


@tracked
class Cover(BaseModel):
    """Somebody is away, and a colleague of the same teams stands in: alerts and clients are on that person's My work."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers", verbose_name=_("who is away"))
    covered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="covering", verbose_name=_("who stands in")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("cover"),
            models.CheckConstraint(
                condition=~Q(person=F("covered_by")),
                name="cover_by_somebody_else",
                violation_error_message=_("Choose somebody else to stand in"),
            ),
        ]
        indexes = [models.Index(fields=["covered_by", "ends_on"], name="cover_by")]

    def __str__(self):
        return f"{self.person} – {self.covered_by}"


@tracked
class TeamDuty(BaseModel):
    """Who has a duty in a team, and who stands in."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="duties")
    duty = models.CharField(_("duty"), max_length=30, choices=Duty)
    holder = user_key(verbose_name=_("holder"))
    deputy = user_key(verbose_name=_("deputy"))

    class Meta:
        verbose_name_plural = _("team duties")
        constraints = [models.UniqueConstraint(fields=["team", "duty"], name="duty_once_per_team")]

    def __str__(self):
        return f"{self.team}: {self.get_duty_display()}"


class InvitationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(used_at=None, ends_at__gt=Now(), user__is_active=True)


@tracked(exclude=["token_digest"])
class Invitation(BaseModel):
    """A link by which somebody sets the password of their account, once; administrators never see or set one.

    `created_by` is the administrator who sent it, or nobody where the person asked for it at the sign-in page.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField(_("ends at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.user} {self.created_at:%Y-%m-%d}"


class SessionQuerySet(models.QuerySet):
    def current(self):
        """Those that have neither been idle nor lasted for too long (sessions.py reads the same)."""
        now = Now()
        return self.filter(seen_at__gt=now - settings.SESSION_IDLE, started_at__gt=now - settings.SESSION_LONGEST)


class Session(AbstractBaseSession):
    """Somebody signed in, in one browser, until they sign out, pause too long or are told to sign in again.

    `public_id` names it on a page, where its key must not stand.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    proved_at = models.DateTimeField(db_default=Now())  # the last time that a password or a second factor was given

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self):
        return f"{self.browser or self.public_id}"


class Try(models.Model):
    """One try to sign in, kept for the minutes in which it counts; whose and from where is a digest."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = _("tries")
        indexes = [models.Index(fields=["key", "at"], name="try_key")]

    def __str__(self):
        return f"{self.key[:8]} {self.at}"
