"""The person, the person's episodes of treatment, contacts, flags and consents."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, GeneratedField, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Team, ends_after_start
from core.folding import folded
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from services_directory.models import Service

from .choices import (
    OPIATES,
    ConsentCategory,
    ConsentPurpose,
    ContactKind,
    ContactOutcome,
    DischargeReason,
    EpisodeStatus,
    FlagKind,
    GivenHow,
    MissedReason,
    ReferralSource,
    Route,
    Sex,
    Substance,
    SubstanceGroup,
)

REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"  # no vowels and nothing that looks like something else
STAFF_ROLES = [Role.KEYWORKER, Role.CASE_MANAGER, Role.TEAM_MANAGER, Role.CLINICIAN]


def new_reference():
    """A short name for a client that says nothing about the person, such as "K7M4-Q2XB"."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class ClientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The clients whom a user may see: staff see their teams' clients, a coach those assigned, others nobody."""
        if user.role in STAFF_ROLES:
            episodes = Episode.objects.filter(client=OuterRef("pk"), team__in=user.team_ids)
            known = KnownToTeam.objects.filter(client=OuterRef("pk"), team__in=user.team_ids)
            return self.filter(Q(registered_team__in=user.team_ids) | Exists(episodes) | Exists(known))
        if user.role == Role.RECOVERY_COACH:
            today = timezone.localdate()
            assigned = CoachAssignment.objects.filter(client=OuterRef("pk"), coach=user)
            return self.filter(Exists(assigned.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)))
        return self.none()

    def kept_by(self, user):
        """A user's own clients: those whose open episode the user keeps or manages; a coach's are all those assigned."""
        clients = self.visible_to(user)
        if user.role == Role.RECOVERY_COACH:
            return clients
        mine = Q(keyworker=user) | Q(case_manager=user)
        return clients.filter(Exists(Episode.objects.open().filter(mine, client=OuterRef("pk"))))


@tracked(exclude=["family_key", "first_key"])
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
    sex = models.CharField(_("sex"), max_length=10, choices=Sex)
    nhs_number = models.CharField(_("NHS number"), max_length=10, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    address = models.TextField(_("address"), blank=True, max_length=500)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True, help_text=_("ZZ99 3VZ for no fixed abode"))
    contact_rule = models.CharField(
        _("safe contact"), max_length=300, blank=True,
        help_text=_("What anybody must know before calling, texting or writing, such as: leave no message."),
    )  # fmt: skip
    staff_safety = models.CharField(_("staff safety"), max_length=300, blank=True)
    family_key = GeneratedField(
        expression=folded("family_name"), output_field=models.CharField(max_length=100), db_persist=True
    )
    first_key = GeneratedField(
        expression=folded("first_name"), output_field=models.CharField(max_length=100), db_persist=True
    )

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["family_key", "first_key", "id"]
        indexes = [
            models.Index(fields=["family_key", "first_key", "id"], name="client_name"),
            models.Index(fields=["family_key"], opclasses=["text_pattern_ops"], name="client_family_prefix"),
            models.Index(fields=["date_of_birth", "sex"], name="client_birth"),
            models.Index(fields=["registered_team"], name="client_team"),
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
    def initials(self):
        return f"{self.first_name[:1]}{self.family_name[:1]}".upper()

    def age_on(self, day):
        """Age in whole years."""
        born = self.date_of_birth
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def age(self):
        return self.age_on(timezone.localdate())


@tracked
class KnownToTeam(BaseModel):
    """A team knows a client because it has accepted a handover of aftercare; it needs no episode of its own."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="known_to_teams")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="known_clients")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "team"], name="known_to_team_once")]

    def __str__(self):
        return f"{self.client}: {self.team}"


class EpisodeQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status=EpisodeStatus.CLOSED)

    def visible_to(self, user):
        """The episodes of the clients whom a user may see."""
        return self.filter(client__in=Client.objects.visible_to(user))

    def of_teams(self, user):
        """Those that the user's teams keep, and may therefore change."""
        return self.filter(team__in=user.team_ids)

    def with_substances(self):
        """Adds `substance_rows`: (substance, route) of each, the main one first."""
        rows = EpisodeSubstance.objects.filter(episode=OuterRef("pk")).order_by("rank")
        return self.annotate(substance_rows=ArraySubquery(rows.values_list(JSONObject(s="substance", r="route"))))

    def with_substance_group(self):
        """Adds `substance_group`: any opiate makes it opiate, else the mix of other drugs and alcohol decides."""
        rows = EpisodeSubstance.objects.filter(episode=OuterRef("pk"))
        drug = rows.exclude(substance=Substance.ALCOHOL)
        alcohol = rows.filter(substance=Substance.ALCOHOL)
        return self.annotate(
            substance_group=Case(
                When(Exists(rows.filter(substance__in=OPIATES)), then=Value(SubstanceGroup.OPIATE.value)),
                When(Exists(drug) & Exists(alcohol), then=Value(SubstanceGroup.NON_OPIATE_AND_ALCOHOL.value)),
                When(Exists(drug), then=Value(SubstanceGroup.NON_OPIATE.value)),
                When(Exists(alcohol), then=Value(SubstanceGroup.ALCOHOL.value)),
                default=Value(SubstanceGroup.NOT_RECORDED.value),
            )
        )


@tracked
class Episode(BaseModel):
    """One continuous time in treatment with a team."""

    TRANSITIONS = {
        EpisodeStatus.WAITING: [EpisodeStatus.IN_TREATMENT, EpisodeStatus.CLOSED],
        EpisodeStatus.IN_TREATMENT: [EpisodeStatus.AFTERCARE, EpisodeStatus.CLOSED],
        EpisodeStatus.AFTERCARE: [EpisodeStatus.CLOSED],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="episodes")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="episodes", verbose_name=_("team"))
    keyworker = user_key(related_name="episodes_as_keyworker", verbose_name=_("keyworker"))
    keyworker_since = models.DateTimeField(null=True, blank=True, editable=False)
    case_manager = user_key(related_name="episodes_as_case_manager", verbose_name=_("case manager"))
    status = models.CharField(_("status"), max_length=30, choices=EpisodeStatus, default=EpisodeStatus.WAITING)
    referral_source = models.CharField(_("referral source"), max_length=30, choices=ReferralSource)
    referred_on = models.DateField(_("referred on"))
    first_appointment_offered_on = models.DateField(_("first appointment offered for"), null=True, blank=True)
    treatment_started_on = models.DateField(_("treatment started on"), null=True, blank=True)
    planned_exit_on = models.DateField(_("planned end of treatment"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    discharge_reason = models.CharField(_("discharge reason"), max_length=30, choices=DischargeReason, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_on", "-created_at"]
        indexes = [
            models.Index(fields=["team", "status"], name="episode_team"),
            models.Index(fields=["keyworker", "status"], name="episode_keyworker"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "team"],
                condition=~Q(status=EpisodeStatus.CLOSED),
                name="one_open_episode_per_team",
                violation_error_message=_("This client already has an open episode with this team"),
            ),
            models.CheckConstraint(
                condition=Q(status=EpisodeStatus.CLOSED, ended_on__isnull=False) & ~Q(discharge_reason="")
                | ~Q(status=EpisodeStatus.CLOSED) & Q(ended_on=None, discharge_reason=""),
                name="episode_closed_with_date_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("referred_on")), name="episode_ends_after_referral",
                violation_error_message=_("The end cannot be before the referral"),
            ),
            models.CheckConstraint(
                condition=Q(treatment_started_on=None) | Q(treatment_started_on__gte=F("referred_on")),
                name="treatment_starts_after_referral",
                violation_error_message=_("Treatment cannot start before the referral"),
            ),
            models.CheckConstraint(
                condition=~Q(status=EpisodeStatus.IN_TREATMENT) | Q(treatment_started_on__isnull=False),
                name="in_treatment_has_a_start",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client} {self.referred_on:%Y-%m-%d}"

    @property
    def is_open(self):
        return self.status != EpisodeStatus.CLOSED

    @property
    def substance_names(self):
        """The substances in words, the main one first; needs `with_substances()`."""
        return [_substance_in_words(row["s"], row["r"]) for row in self.substance_rows]

    @property
    def waiting_days(self):
        """Days from the referral to the first appointment offered; None when either is missing."""
        offered = self.first_appointment_offered_on
        return (offered - self.referred_on).days if offered else None

    @property
    def weeks_open(self):
        return ((self.ended_on or timezone.localdate()) - self.referred_on).days // 7

    @property
    def is_new_to_keyworker(self):
        return bool(self.keyworker_since) and timezone.now() - self.keyworker_since < timedelta(days=7)


def _substance_in_words(substance, route):
    name = str(Substance(substance).label)
    return f"{name} ({str(Route(route).label).lower()})" if route else name


class EpisodeStatusChange(StatusChange):
    """One move of an episode."""

    record = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="status_changes")


@tracked
class EpisodeSubstance(BaseModel):
    """A substance that brought the person to treatment; rank 1 is the main one."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="substances")
    rank = models.PositiveSmallIntegerField()
    substance = models.CharField(_("substance"), max_length=30, choices=Substance)
    route = models.CharField(_("how it is taken"), max_length=10, choices=Route, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "rank"], name="substance_rank_once"),
            models.UniqueConstraint(fields=["episode", "substance"], name="substance_once"),
            models.CheckConstraint(condition=Q(rank__range=(1, 3)), name="substance_rank_1_to_3"),
        ]

    def __str__(self):
        return self.get_substance_display()


class OfClientQuerySet(models.QuerySet):
    """Rows that belong to a client: whoever may see the client may see them."""

    def visible_to(self, user):
        return self.filter(client__in=Client.objects.visible_to(user))


@tracked
class Contact(BaseModel):
    """A meeting, call or visit that happened or was missed."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    kind = models.CharField(_("kind of contact"), max_length=30, choices=ContactKind)
    outcome = models.CharField(_("outcome"), max_length=20, choices=ContactOutcome)
    missed_reason = models.CharField(_("reason missed"), max_length=30, choices=MissedReason, blank=True)
    happened_at = models.DateTimeField(_("when it happened"))
    note = models.TextField(_("note"), blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["client", "-happened_at"], name="contact_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=ContactOutcome.ATTENDED, missed_reason="")
                | ~Q(outcome=ContactOutcome.ATTENDED) & ~Q(missed_reason=""),
                name="missed_contact_has_a_reason",
                violation_error_message=_("Say why the contact was missed"),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_at:%Y-%m-%d}"


@tracked
class ClientFlag(BaseModel):
    """Something that must be seen before anything else on the record."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(_("kind"), max_length=30, choices=FlagKind)
    reason = models.CharField(_("why"), max_length=500)
    review_on = models.DateField(_("look at it again on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client", "kind"], condition=Q(ended_on=None), name="flag_once_at_a_time")
        ]

    def __str__(self):
        return self.get_kind_display()


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


class ConsentQuerySet(OfClientQuerySet):
    def live(self, day=None):
        """Given, not withdrawn, not run out."""
        day = day or timezone.localdate()
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day), withdrawn_on=None, given_on__lte=day)


@tracked
class Consent(BaseModel):
    """The client's yes to share certain information with one recipient for one purpose."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    recipient = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="consents", verbose_name=_("with whom")
    )
    purpose = models.CharField(_("what for"), max_length=30, choices=ConsentPurpose)
    categories = ArrayField(
        models.CharField(max_length=30, choices=ConsentCategory), verbose_name=_("what may be shared")
    )
    given_how = models.CharField(_("how it was given"), max_length=20, choices=GivenHow)
    given_on = models.DateField(_("given on"))
    expires_on = models.DateField(_("until"), null=True, blank=True)
    restrictions = models.CharField(_("anything not to share"), max_length=500, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")),
                name="consent_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first"),
            ),
            models.CheckConstraint(condition=Q(categories__len__gt=0), name="consent_covers_something"),
        ]

    def __str__(self):
        return f"{self.client}: {self.recipient}"

    @property
    def is_live(self):
        today = timezone.localdate()
        return not self.withdrawn_on and self.given_on <= today and (not self.expires_on or self.expires_on >= today)
