"""The person, and who knows them: whoever may see the client may see what belongs to the client."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, GeneratedField, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Team, ends_after_start
from core.folding import folded
from core.history import tracked
from core.models import BaseModel

from ..choices import NhsCheck, Sex
from .keeping import keeps_teams, marks_names_stale

REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"  # no vowels and nothing that looks like something else
STAFF_ROLES = [Role.KEYWORKER, Role.CASE_MANAGER, Role.TEAM_MANAGER, Role.CLINICIAN]


def new_reference():
    """A short name for a client that says nothing about the person, such as "K7M4-Q2XB"."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class ClientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The clients whom a user may see: staff see their teams' clients, a coach those assigned, others nobody.

        Break-glass opens one more record for a time. A restricted record is seen by the people named on it, whatever
        their team, and by nobody else.
        """
        from .reading import NamedReader  # it points to its client
        from .team import ClientOfTeam

        named = NamedReader.objects.filter(client=OuterRef("pk"), user=user)
        if user.role in STAFF_ROLES:
            known = ClientOfTeam.objects.filter(team__in=user.team_ids).values("client")
            return self.filter(pk__in=known.union(*self.exceptions_of(user), all=True))
        if user.role == Role.RECOVERY_COACH:
            today = timezone.localdate()
            assigned = CoachAssignment.objects.filter(client=OuterRef("pk"), coach=user)
            assigned = assigned.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
            return self.filter(Exists(assigned), Q(is_restricted=False) | Exists(named))
        return self.none()

    @staticmethod
    def exceptions_of(user):
        """The keys of clients whom a user sees beside the teams' own: the glass was broken, or a restricted record."""
        from .reading import BreakGlass, NamedReader  # they point to their client

        opened = BreakGlass.objects.live().filter(user=user, client__is_restricted=False)
        named = NamedReader.objects.filter(user=user, client__is_restricted=True)
        return opened.order_by().values("client"), named.values("client")

    def restricted_from(self, user):
        """The restricted records on which the user is not named."""
        from .reading import NamedReader  # it points to its client

        return self.filter(is_restricted=True).exclude(pk__in=NamedReader.objects.filter(user=user).values("client"))

    def known_to_teams_of(self, user):
        """The clients of a user's teams; neither break-glass nor a restriction counts."""
        from .episode import Episode  # it points to its client

        episodes = Episode.objects.filter(client=OuterRef("pk"), team__in=user.team_ids)
        known = KnownToTeam.objects.filter(client=OuterRef("pk"), team__in=user.team_ids)
        return self.filter(Q(registered_team__in=user.team_ids) | Exists(episodes) | Exists(known))

    def keeps_open_episode(self, user):
        """The clients with an open episode that the user keeps or manages."""
        from .episode import Episode  # it points to its client

        mine = Q(keyworker=user) | Q(case_manager=user)
        return self.filter(Exists(Episode.objects.open().filter(mine, client=OuterRef("pk"))))

    def kept_by(self, user):
        """A user's own clients: those whose open episode the user, or somebody covered, keeps or manages.

        A coach's are all those assigned.
        """
        from .episode import Episode  # it points to its client

        clients = self.visible_to(user)
        if user.role == Role.RECOVERY_COACH:
            return clients
        mine = Q(keyworker__in=user.self_and_covered) | Q(case_manager__in=user.self_and_covered)
        return clients.filter(Exists(Episode.objects.open().filter(mine, client=OuterRef("pk"))))


@tracked(exclude=["family_key", "first_key", "preferred_key"])
class Client(BaseModel):
    """The person receiving help."""

    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference, editable=False)
    registered_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="registered_clients", verbose_name=_("team")
    )
    first_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    preferred_name = models.CharField(_("preferred name"), max_length=100, blank=True)
    date_of_birth = models.DateField(_("date of birth"))
    birth_is_approximate = models.BooleanField(_("date of birth is approximate"), default=False, db_default=False)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex)
    nhs_number = models.CharField(_("NHS number"), max_length=10, blank=True)
    nhs_verified_on = models.DateField(_("NHS number verified on"), null=True, blank=True)
    nhs_verified_how = models.CharField(_("how it was verified"), max_length=10, choices=NhsCheck, blank=True)
    prison_number = models.CharField(_("prison number"), max_length=20, blank=True)
    contact_rule = models.CharField(
        _("safe contact"), max_length=300, blank=True,
        help_text=_("What anybody must know before calling, texting or writing, such as: leave no message."),
    )  # fmt: skip
    do_not_contact = models.CharField(_("do not contact"), max_length=300, blank=True)
    staff_safety = models.CharField(_("staff safety"), max_length=300, blank=True)
    is_frozen = models.BooleanField(_("not to be changed"), default=False, db_default=False, editable=False)
    is_restricted = models.BooleanField(_("restricted"), default=False, db_default=False, editable=False)
    family_key = GeneratedField(
        expression=folded("family_name"), output_field=models.CharField(max_length=100), db_persist=True
    )
    first_key = GeneratedField(
        expression=folded("first_name"), output_field=models.CharField(max_length=100), db_persist=True
    )
    preferred_key = GeneratedField(
        expression=folded("preferred_name"), output_field=models.CharField(max_length=100), db_persist=True
    )

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["family_key", "first_key", "id"]
        triggers = [
            *keeps_teams(
                "registered_team_id", "is_restricted", "family_name", "first_name", "preferred_name", client="id"
            ),
            marks_names_stale("first_name", "family_name", "preferred_name", client="id"),
        ]
        indexes = [
            models.Index(fields=["family_key", "first_key", "id"], name="client_name"),
            models.Index(fields=["family_key"], opclasses=["text_pattern_ops"], name="client_family_prefix"),
            models.Index(fields=["date_of_birth", "sex"], name="client_birth"),
            models.Index(fields=["id"], condition=Q(is_restricted=True), name="client_restricted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["nhs_number"],
                condition=~Q(nhs_number=""),
                name="nhs_number_once",
                violation_error_message=_("Another record has this NHS number"),
            ),
            models.CheckConstraint(
                condition=Q(nhs_number="") | Q(nhs_number__regex=r"^[0-9]{10}$"), name="nhs_number_has_ten_digits"
            ),
            models.CheckConstraint(
                condition=Q(nhs_verified_on=None, nhs_verified_how="")
                | Q(nhs_verified_on__isnull=False) & ~Q(nhs_verified_how="") & ~Q(nhs_number=""),
                name="nhs_number_verified_with_day_and_how",
                violation_error_message=_(
                    "Enter the NHS number, when it was verified and how; or none of the last two"
                ),
            ),
            models.CheckConstraint(condition=~Q(first_name="") & ~Q(family_name=""), name="client_has_both_names"),
            models.CheckConstraint(
                condition=Q(date_of_birth__range=("1900-01-01", "2100-12-31")), name="client_born_in_living_memory"
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("clients:client_detail", args=[self.pk])

    @property
    def name(self):
        """As staff write it in a list: FAMILY NAME, First (Preferred)."""
        preferred = f" ({self.preferred_name})" if self.preferred_name else ""
        return f"{self.family_name.upper()}, {self.first_name}{preferred}"

    @property
    def called(self):
        """The name the person goes by."""
        return self.preferred_name or self.first_name

    @property
    def has_died(self):
        """Whether somebody has recorded that the person died."""
        return self.deaths.filter(withdrawn_at=None).exists()

    @property
    def initials(self):
        return f"{self.first_name[:1]}{self.family_name[:1]}".upper()


class OfClientQuerySet(models.QuerySet):
    """Rows that belong to a client: whoever may see the client may see them."""

    def visible_to(self, user):
        return self.filter(client__in=Client.objects.visible_to(user))


@tracked
class KnownToTeam(BaseModel):
    """A team knows a client because it has accepted a handover of aftercare; it needs no episode of its own."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="known_to_teams")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="known_clients")

    class Meta:
        triggers = keeps_teams("client_id", "team_id")
        constraints = [models.UniqueConstraint(fields=["client", "team"], name="known_to_team_once")]

    def __str__(self):
        return f"{self.client}: {self.team}"


@tracked
class CoachAssignment(BaseModel):
    """A recovery coach walks beside a client for a time."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="coach_assignments")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coach_assignments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [ends_after_start("coach_assignment")]
        indexes = [models.Index(fields=["coach", "client"], name="coach_client")]

    def __str__(self):
        return f"{self.coach} – {self.client}"
