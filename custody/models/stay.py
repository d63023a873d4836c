"""Stays in custody, every release date that was ever known, and the plan for the day of release."""

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clients.choices import OPIATES, ContactOutcome, FlagKind
from clients.models import Client, ClientFlag, Episode, EpisodeSubstance, OfClientQuerySet
from core.calendar import add_working_days
from core.history import tracked
from core.models import BaseModel, StatusChange
from recovery_capital.choices import YesNo

from ..bridging import bridging_of
from ..choices import Accommodation, LegalStatus, Reconnect, ReleaseManner, ReleaseType, StayStatus
from ..release_dates import holidays_are_known
from .prison import Prison

UNEXPECTED = (ReleaseManner.EARLY, ReleaseManner.FROM_COURT)
# What a release date says, which is never written over.
TOLD = (
    "stay", "release_type", "nominal_on", "days_served", "source", "received_at", "earliest_on", "expected_on",
    "last_working_day_on", "friday_or_pre_holiday",
)  # fmt: skip
NO_HOME = (Accommodation.UNKNOWN, Accommodation.NO_FIXED_ABODE)


class CustodyStayQuerySet(OfClientQuerySet):
    def in_custody(self):
        return self.filter(status=StayStatus.IN_CUSTODY)

    def of_teams(self, team_ids):
        """Stays of clients with an open episode in these teams, or registered there."""
        episodes = Episode.objects.open().filter(client=OuterRef("client"), team__in=team_ids)
        return self.filter(Q(client__registered_team__in=team_ids) | Exists(episodes))

    def without_release_date(self):
        """Those of which no release date is known now."""
        known = ReleaseDate.objects.filter(stay=OuterRef("pk"), superseded_at=None)
        return self.filter(~Exists(known))

    def with_opioid_sign(self):
        """Adds `has_opioid_sign`: an opioid among the substances of any episode, or a flag about overdose."""
        opioids = EpisodeSubstance.objects.filter(episode__client=OuterRef("client"), substance__in=OPIATES)
        flags = ClientFlag.objects.filter(client=OuterRef("client"), kind=FlagKind.OVERDOSE_RISK, ended_on=None)
        return self.annotate(has_opioid_sign=Exists(opioids) | Exists(flags))

    def with_release_date(self):
        """Brings along what the release plan asks, newest date first: `current_date` and `missing` ask nothing more."""
        return self.with_opioid_sign().select_related("release_plan").prefetch_related("release_dates")


@tracked
class CustodyStay(BaseModel):
    """A time in prison, and what must be ready when it ends."""

    TRANSITIONS = {StayStatus.IN_CUSTODY: [StayStatus.RELEASED]}

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="custody_stays")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="custody_stays")
    status = models.CharField(_("status"), max_length=30, choices=StayStatus, default=StayStatus.IN_CUSTODY)
    prison = models.CharField(_("prison"), max_length=200)
    establishment = models.ForeignKey(
        Prison,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=_("prison on our list"),
    )
    prison_number = models.CharField(_("prison number"), max_length=20, blank=True)
    legal_status = models.CharField(_("legal status"), max_length=20, choices=LegalStatus)
    custody_started_on = models.DateField(_("in custody since"))
    sentenced_on = models.DateField(_("sentenced on"), null=True, blank=True)
    offender_manager = models.CharField(_("community offender manager"), max_length=200, blank=True)
    opioid_risk = models.CharField(
        _("opioid use, past or present, or a risk of it"), max_length=10, choices=YesNo, blank=True
    )
    on_substitute_medication = models.CharField(
        _("on substitute medication for opioids"), max_length=10, choices=YesNo, blank=True
    )
    naloxone_supplied_on = models.DateField(_("naloxone supplied on"), null=True, blank=True)
    prescriber = models.CharField(_("prescriber and pharmacy after release"), max_length=300, blank=True)
    supply_ends_on = models.DateField(_("bridging supply ends on"), null=True, blank=True)
    accommodation = models.CharField(
        _("accommodation on release"), max_length=20, choices=Accommodation, default=Accommodation.UNKNOWN
    )
    appointment_at = models.DateTimeField(_("first community appointment"), null=True, blank=True)
    appointment_place = models.CharField(_("where"), max_length=300, blank=True)
    reconnect = models.CharField(_("RECONNECT"), max_length=20, choices=Reconnect, blank=True)
    first_seen_on = models.DateField(_("first seen after release on"), null=True, blank=True)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    release_manner = models.CharField(_("how the release came"), max_length=20, choices=ReleaseManner, blank=True)
    date_unknown_because = models.CharField(
        _("why no release date is known"), max_length=300, blank=True, default="", db_default=""
    )
    date_checked_on = models.DateField(_("last asked for a release date on"), null=True, blank=True)

    objects = CustodyStayQuerySet.as_manager()

    class Meta:
        ordering = ["-custody_started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(status=StayStatus.IN_CUSTODY),
                name="one_stay_at_a_time",
                violation_error_message=_("This client is already recorded as in custody"),
            ),
            models.CheckConstraint(
                condition=Q(status=StayStatus.RELEASED, released_on__isnull=False) & ~Q(release_manner="")
                | Q(status=StayStatus.IN_CUSTODY, released_on=None, release_manner=""),
                name="released_with_date_and_manner",
            ),
            models.CheckConstraint(
                condition=Q(released_on=None) | Q(released_on__gte=F("custody_started_on")),
                name="released_after_custody_started",
                violation_error_message=_("The release cannot be before custody started"),
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.custody_started_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("custody:stay_detail", args=[self.pk])

    @property
    def prison_name(self):
        """The prison as our list calls it, else as it was typed."""
        return self.establishment.name if self.establishment_id else self.prison

    @property
    def continuity_ends_on(self):
        """The last day of the three weeks in which treatment in the community must start; None before a date is known."""
        start = self.released_on or (self.current_date and self.current_date.expected_on)
        return start and start + timedelta(days=21)

    @property
    def outcome_due_on(self):
        """By when probation must know what came of the first appointment: 15 working days after the release."""
        start = self.released_on or (self.current_date and self.current_date.expected_on)
        return start and add_working_days(start, 15)

    @cached_property
    def has_opioid_sign(self):
        """Asked here unless the query has brought it along."""
        return CustodyStay.objects.with_opioid_sign().values_list("has_opioid_sign", flat=True).get(pk=self.pk)

    @property
    def needs_naloxone(self):
        """Opioid use, past or present, or a risk of it: as somebody has answered, else as the record says."""
        return self.opioid_risk == YesNo.YES if self.opioid_risk else self.has_opioid_sign

    @property
    def came_unexpectedly(self):
        """Released without notice, and nobody has seen the person yet: each step of the day is due on the day."""
        return self.release_manner in UNEXPECTED and not self.first_seen_on

    @property
    def needs_prescriber(self):
        """On substitute medication; or with a sign of opioids, until somebody has answered."""
        answer = self.on_substitute_medication
        return answer == YesNo.YES if answer else self.needs_naloxone

    @property
    def ladder(self):
        """The steps of the day of an unexpected release, in order: (what to do, is it done?)."""
        steps = [
            (_("Reach the person: call, text, or go there"), bool(self.first_seen_on), True),
            (_("A place to sleep tonight"), self.accommodation not in NO_HOME, True),
            (_("Naloxone in hand"), bool(self.naloxone_supplied_on), self.needs_naloxone or not self.opioid_risk),
            (_("A prescriber and a pharmacy: no day without a dose"), bool(self.prescriber), self.needs_prescriber),
            (_("The first appointment"), self.appointment_at is not None, True),
        ]
        return [(words, is_done) for words, is_done, is_asked in steps if is_asked]

    @property
    def missing(self):
        """What the release plan still lacks, in plain words."""
        gaps = [
            (self.current_date is None, _("release date")),
            (self.appointment_at is None, _("first appointment")),
            (self.accommodation in NO_HOME, _("somewhere to live")),
            (self.needs_naloxone and not self.naloxone_supplied_on, _("naloxone")),
            (self.on_substitute_medication == YesNo.YES and not self.prescriber, _("prescriber and pharmacy")),
        ]
        medicine = bridging_of(self)
        return [words for is_missing, words in gaps if is_missing] + (medicine.words if medicine else [])

    @cached_property
    def last_contact_on(self):
        """The day on which the client was last seen or spoken to in this stay, or None."""
        kept = self.client.contacts.filter(outcome=ContactOutcome.ATTENDED, error_at=None)
        kept = kept.filter(happened_at__date__gte=self.custody_started_on)
        moment = kept.order_by("-happened_at").values_list("happened_at", flat=True).first()
        return moment and timezone.localdate(moment)

    @property
    def follows_another(self):
        """Whether the client had been released before and is in custody again."""
        earlier = CustodyStay.objects.filter(client=self.client_id, released_on__lte=self.custody_started_on)
        return earlier.exclude(pk=self.pk).exists()

    @property
    def current_date(self):
        """The release date that holds now, or None."""
        return next((row for row in self.release_dates.all() if row.superseded_at is None), None)


class CustodyStayStatusChange(StatusChange):
    """One move of a stay in custody."""

    record = models.ForeignKey(CustodyStay, on_delete=models.CASCADE, related_name="status_changes")


@tracked
class ReleaseDate(BaseModel):
    """One version of a release date: what was told, by whom, when, and the days computed from it.

    Rows are never changed but for `superseded_at` (the database refuses it); the newest one holds. Its key is the occurrence of its alerts.
    """

    stay = models.ForeignKey(CustodyStay, on_delete=models.PROTECT, related_name="release_dates")
    release_type = models.CharField(_("type of date"), max_length=10, choices=ReleaseType)
    nominal_on = models.DateField(_("date"))
    days_served = models.PositiveIntegerField(_("days served since sentence on that date"))
    source = models.CharField(_("who told us"), max_length=200)
    received_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    earliest_on = models.DateField(_("earliest"))
    expected_on = models.DateField(_("expected"))
    last_working_day_on = models.DateField(_("last working day"))
    friday_or_pre_holiday = models.BooleanField(default=False)

    class Meta:
        ordering = ["-received_at", "-created_at"]
        triggers = [
            pgtrigger.Protect(
                name="never_overwritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*TOLD),
            )
        ]
        indexes = [models.Index(fields=["expected_on"], condition=Q(superseded_at=None), name="release_expected")]
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=Q(superseded_at=None), name="one_current_release_date"),
            models.CheckConstraint(condition=Q(earliest_on__lte=F("expected_on")), name="earliest_not_after_expected"),
            models.CheckConstraint(condition=Q(days_served__lte=36500), name="days_served_in_a_life"),
        ]

    def __str__(self):
        return f"{self.release_type} {self.nominal_on:%Y-%m-%d}"

    @property
    def holidays_published(self):
        """Whether the bank holidays around these days are known by now; else only weekends were counted as days off."""
        return holidays_are_known(self.nominal_on, self.earliest_on, self.expected_on, self.last_working_day_on)
