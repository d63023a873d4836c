"""Episodes of treatment and the substances that brought somebody to them."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from reference.models import Code

from ..choices import OPIATES, Answer, DischargeReason, EpisodeStatus, ReferralSource, Route, Substance, SubstanceGroup
from .client import Client
from .keeping import keeps_teams

RESUMED = [EpisodeStatus.WAITING, EpisodeStatus.IN_TREATMENT, EpisodeStatus.AFTERCARE]


class EpisodeQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status=EpisodeStatus.CLOSED)

    def working(self):
        """Open and not paused."""
        return self.open().exclude(status=EpisodeStatus.PAUSED)

    def visible_to(self, user):
        """The episodes of the clients whom a user may see."""
        return self.filter(client__in=Client.objects.visible_to(user))

    def kept_or_managed_by(self, person):
        return self.filter(Q(keyworker=person) | Q(case_manager=person))

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
        EpisodeStatus.WAITING: [EpisodeStatus.IN_TREATMENT, EpisodeStatus.PAUSED, EpisodeStatus.CLOSED],
        EpisodeStatus.IN_TREATMENT: [EpisodeStatus.AFTERCARE, EpisodeStatus.PAUSED, EpisodeStatus.CLOSED],
        EpisodeStatus.AFTERCARE: [EpisodeStatus.PAUSED, EpisodeStatus.CLOSED],
        EpisodeStatus.PAUSED: [*RESUMED, EpisodeStatus.CLOSED],
        EpisodeStatus.CLOSED: RESUMED,
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
    triaged_on = models.DateField(_("triage attended on"), null=True, blank=True)
    assessed_on = models.DateField(_("full assessment on"), null=True, blank=True)
    previously_treated = models.CharField(_("treated before"), max_length=10, choices=Answer, blank=True)
    top_coordinator = models.BooleanField(_("we keep the treatment outcomes profile"), null=True, blank=True)
    setting = models.ForeignKey(
        Code, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("setting")
    )
    treatment_started_on = models.DateField(_("treatment started on"), null=True, blank=True)
    planned_exit_on = models.DateField(_("planned end of treatment"), null=True, blank=True)
    planned_exit_since = models.DateTimeField(null=True, blank=True, editable=False)  # when that day was written down
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    discharge_reason = models.CharField(_("discharge reason"), max_length=30, choices=DischargeReason, blank=True)
    destination = models.CharField(_("where the person went on to"), max_length=200, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        triggers = keeps_teams("client_id", "team_id", "status", "referred_on")
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
                condition=Q(triaged_on=None) | Q(triaged_on__gte=F("referred_on")), name="triage_after_referral",
                violation_error_message=_("Triage cannot be before the referral"),
            ),
            models.CheckConstraint(
                condition=Q(assessed_on=None) | Q(assessed_on__gte=F("referred_on")), name="assessed_after_referral",
                violation_error_message=_("The assessment cannot be before the referral"),
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
    def is_working(self):
        """Open and not paused: what is due in it is due."""
        return self.is_open and self.status != EpisodeStatus.PAUSED

    @property
    def last_day(self):
        """The day it ended, or today."""
        return self.ended_on or timezone.localdate()

    @property
    def substance_names(self):
        """The substances in words, the main one first; needs `with_substances()`."""
        return [_substance_in_words(row["s"], row["r"]) for row in self.substance_rows]


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
    age_first_used = models.PositiveSmallIntegerField(_("age when first used"), null=True, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "rank"], name="substance_rank_once"),
            models.UniqueConstraint(fields=["episode", "substance"], name="substance_once"),
            models.CheckConstraint(condition=Q(rank__range=(1, 3)), name="substance_rank_1_to_3"),
            models.CheckConstraint(
                condition=Q(age_first_used=None) | Q(rank=1, age_first_used__range=(5, 110)),
                name="age_first_used_of_the_main_one",
                violation_error_message=_("Enter an age between 5 and 110"),
            ),
        ]

    def __str__(self):
        return self.get_substance_display()
