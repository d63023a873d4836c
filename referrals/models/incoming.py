"""Referrals to us. Each carries the person's own name and birth date until it is matched to a client."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from clients.choices import ReferralSource
from clients.models import Client, Episode
from clients.models.client import REFERENCE_ALPHABET
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from services_directory.models import Service

from ..choices import (
    Agrees,
    Danger,
    HeardFrom,
    IncomingStatus,
    IncomingWay,
    NotTakenOn,
    OfferedHow,
    OfferOutcome,
    Urgency,
)

ADULT_AT = 18
OPEN_INCOMING = [IncomingStatus.RECEIVED, IncomingStatus.WAITING]
ENDED_INCOMING = [IncomingStatus.DECLINED, IncomingStatus.WITHDRAWN, IncomingStatus.EXPIRED]
MATCHED = [IncomingStatus.WAITING, IncomingStatus.STARTED]


def new_incoming_reference():
    """What a person is told to quote, such as "R-7KM4QX": it says nothing about anybody."""
    return "R-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))


def was_under_18(born, day):
    """Whether somebody was under 18 on a day; None where no date of birth is known."""
    return born and day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < ADULT_AT


class IncomingReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the user's teams; one about a record that the user may not see is not there."""
        its_record = Q(client=None) | Q(client__in=Client.objects.visible_to(user).order_by().values("pk"))
        return self.filter(its_record, team__in=user.team_ids)

    def with_all(self):
        """With what the board and its clocks look at."""
        return self.select_related("team__area", "episode__keyworker", "allocated_to", "client")

    def open(self):
        """Those that still wait for us."""
        return self.filter(status__in=OPEN_INCOMING)


@tracked
class IncomingReferral(BaseModel):
    """A request that we take somebody on."""

    TRANSITIONS = {
        IncomingStatus.RECEIVED: [
            IncomingStatus.WAITING, IncomingStatus.DECLINED, IncomingStatus.WITHDRAWN,
        ],
        IncomingStatus.WAITING: [
            IncomingStatus.STARTED, IncomingStatus.DECLINED, IncomingStatus.WITHDRAWN, IncomingStatus.EXPIRED,
        ],
        IncomingStatus.DECLINED: [IncomingStatus.RECEIVED],
        IncomingStatus.WITHDRAWN: [IncomingStatus.RECEIVED],
        IncomingStatus.EXPIRED: [IncomingStatus.RECEIVED],
    }  # fmt: skip

    reference = models.CharField(
        _("reference"), max_length=8, unique=True, default=new_incoming_reference, editable=False
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="incoming_referrals", verbose_name=_("team"))
    status = models.CharField(
        _("status"), max_length=30, choices=IncomingStatus, default=IncomingStatus.RECEIVED, editable=False
    )
    way = models.CharField(_("how it came"), max_length=20, choices=IncomingWay)
    source = models.CharField(_("who referred"), max_length=30, choices=ReferralSource)
    referred_on = models.DateField(_("referred on"), default=timezone.localdate)

    first_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    preferred_name = models.CharField(_("preferred name"), max_length=100, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    nhs_number = models.CharField(_("NHS number"), max_length=10, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    address = models.TextField(_("address"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    reach_note = models.CharField(_("how to reach them safely"), max_length=300, blank=True)
    may_leave_message = models.BooleanField(_("we may leave a message"), default=False)
    may_text = models.BooleanField(_("we may send a text"), default=False)
    language = models.CharField(_("language"), max_length=100, blank=True)
    wants_welsh = models.BooleanField(_("wants Welsh"), default=False)
    access_needs = models.TextField(_("what makes it easier to come"), blank=True)

    what_for = models.TextField(_("what it is about"))
    hopes = models.TextField(_("what would help"), blank=True)
    dangers = ArrayField(
        models.CharField(max_length=20, choices=Danger), verbose_name=_("comes first because"), default=list, blank=True
    )
    danger_note = models.TextField(_("more about that"), blank=True)
    release_on = models.DateField(_("leaves prison on"), null=True, blank=True)

    referrer_name = models.CharField(_("name of the referrer"), max_length=200, blank=True)
    referrer_role = models.CharField(_("role, or how they know the person"), max_length=200, blank=True)
    referrer_organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    referrer_phone = models.CharField(_("phone of the referrer"), max_length=30, blank=True)
    referrer_email = models.EmailField(_("email of the referrer"), blank=True)
    agrees = models.CharField(_("does the person agree?"), max_length=10, choices=Agrees, default=Agrees.YES)
    agrees_note = models.TextField(_("why it is sent without"), blank=True)

    heard_from = models.CharField(
        _("how they heard of us"), max_length=20, choices=HeardFrom, default=HeardFrom.NOT_ASKED
    )
    poster_code = models.CharField(_("code on the poster"), max_length=12, blank=True)

    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, blank=True)
    triage_note = models.TextField(_("what triage found"), blank=True)
    triaged_on = models.DateField(_("triaged on"), null=True, blank=True)
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="incoming_referrals", editable=False
    )
    episode = models.OneToOneField(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="incoming_referral", editable=False
    )
    allocated_to = user_key(related_name="allocated_referrals", verbose_name=_("allocated to"))
    not_taken_on = models.CharField(_("why not"), max_length=20, choices=NotTakenOn, blank=True)
    answer_note = models.TextField(_("what they were told"), blank=True)
    onward_service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="onward_referrals",
        verbose_name=_("passed to"),
    )  # fmt: skip
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)

    objects = IncomingReferralQuerySet.as_manager()

    class Meta:
        ordering = ["referred_on", "created_at", "id"]
        indexes = [
            models.Index(fields=["team", "status", "referred_on"], name="incoming_board"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=MATCHED) | Q(client__isnull=False, episode__isnull=False),
                name="taken_on_has_client_and_episode",
            ),
            models.CheckConstraint(
                condition=Q(status=IncomingStatus.DECLINED) & ~Q(not_taken_on="")
                | ~Q(status=IncomingStatus.DECLINED) & Q(not_taken_on=""),
                name="not_taken_on_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(way__in=[IncomingWay.PROFESSIONAL, IncomingWay.OTHER_PERSON]) | ~Q(referrer_name=""),
                name="referrer_has_a_name",
                violation_error_message=_("Enter your name"),
            ),
            models.CheckConstraint(
                condition=Q(date_of_birth=None) | Q(date_of_birth__range=("1900-01-01", "2100-12-31")),
                name="incoming_born_in_living_memory",
                violation_error_message=_("Enter a real date of birth"),
            ),
            models.CheckConstraint(
                condition=Q(referred_on__gte="2000-01-01"), name="incoming_in_this_century",
                violation_error_message=_("Enter a day since 2000"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("referrals:incoming_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in OPEN_INCOMING

    @property
    def leaves_episode_open(self):
        """Whether it ended before treatment began, and the episode that was opened for it has not: it must be closed."""
        episode = self.episode if self.status in ENDED_INCOMING else None
        return bool(episode and episode.is_open and episode.treatment_started_on is None)

    @property
    def name(self):
        return f"{self.preferred_name or self.first_name} {self.family_name}"

    @property
    def whose(self):
        """Who goes on with it: the keyworker once somebody is taken on."""
        return (self.episode and self.episode.keyworker) or self.allocated_to

    @property
    def times_missed(self):
        return self.offers.filter(outcome=OfferOutcome.MISSED).count()

    @property
    def danger_labels(self):
        return [Danger(each).label for each in self.dangers]

    @property
    def is_under_18(self):
        """Whether the person was under 18 on the day of the referral; None where no date of birth is known."""
        return was_under_18(self.date_of_birth, self.referred_on)


class IncomingStatusChange(StatusChange):
    """One move of a referral to us."""

    record = models.ForeignKey(IncomingReferral, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def to_label(self):
        return IncomingStatus(self.to_status).label


@tracked
class AppointmentOffer(BaseModel):
    """A first appointment that was offered to somebody, how, and what became of it."""

    referral = models.ForeignKey(IncomingReferral, on_delete=models.PROTECT, related_name="offers")
    offered_for = models.DateTimeField(_("when"))
    where = models.CharField(_("where"), max_length=300)
    how = models.CharField(_("how they were told"), max_length=10, choices=OfferedHow)
    text = models.TextField(_("what was written"), blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=OfferOutcome, blank=True)
    outcome_note = models.CharField(_("why, in their words"), max_length=500, blank=True)

    class Meta:
        ordering = ["offered_for", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(outcome=""), name="one_offer_at_a_time",
                violation_error_message=_("Say first what became of the appointment before"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.referral} {self.offered_for:%Y-%m-%d %H:%M}"


class SavedForm(models.Model):
    """A public form put aside: sealed with the code that only the person has, so that nobody here can read it."""

    digest = models.CharField(max_length=64, unique=True)  # of the code
    sealed = models.BinaryField()
    route = models.CharField(max_length=100)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.route} {self.created_at:%Y-%m-%d}"
