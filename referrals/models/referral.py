"""Referrals: requests that a service takes a client on."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import ConsentPurpose
from clients.models import Client, Consent, Episode, OfClientQuerySet, SharingOverride
from core.history import tracked
from core.models import BaseModel, StatusChange
from recovery_capital.domains import domain_label
from services_directory.models import Service

from ..choices import DeclineReason, PartnerOutcome, ReferralOutcome, ReferralStatus, SentHow

UNANSWERED = [ReferralStatus.SENT, ReferralStatus.RECEIVED]
TAKEN_ON = [ReferralStatus.ACCEPTED, ReferralStatus.WAITING, ReferralStatus.STARTED]
OPEN = [ReferralStatus.DRAFT, *UNANSWERED, *TAKEN_ON]
ENDED_BEFORE = [ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN, ReferralStatus.EXPIRED]


class ReferralQuerySet(OfClientQuerySet):
    def open(self):
        """Those that somebody still has to answer or carry on."""
        return self.filter(status__in=OPEN)


@tracked
class Referral(BaseModel):
    """A request that a service takes a client on."""

    TRANSITIONS = {
        ReferralStatus.DRAFT: [ReferralStatus.SENT, ReferralStatus.WITHDRAWN],
        ReferralStatus.SENT: [ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED, ReferralStatus.WAITING, *ENDED_BEFORE],
        ReferralStatus.RECEIVED: [ReferralStatus.ACCEPTED, ReferralStatus.WAITING, *ENDED_BEFORE],
        ReferralStatus.ACCEPTED: [ReferralStatus.WAITING, ReferralStatus.STARTED, *ENDED_BEFORE],
        ReferralStatus.WAITING: [ReferralStatus.STARTED, *ENDED_BEFORE],
        ReferralStatus.STARTED: [ReferralStatus.COMPLETED, ReferralStatus.WITHDRAWN],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="referrals")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals", verbose_name=_("service"))
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    sharing_override = models.ForeignKey(
        SharingOverride, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    domain = models.CharField(_("need"), max_length=30)  # of recovery_capital.domains
    reason = models.TextField(_("why, in the client’s words"))
    status = models.CharField(_("status"), max_length=30, choices=ReferralStatus, default=ReferralStatus.DRAFT)
    path = models.CharField(_("path"), max_length=30, blank=True)  # of referrals/paths; empty for an ordinary referral
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_how = models.CharField(_("how it was sent"), max_length=10, choices=SentHow, blank=True)
    answer_by = models.DateField(_("answer expected by"), null=True, blank=True)
    offered_on = models.DateField(_("date offered"), null=True, blank=True)
    decline_reason = models.CharField(_("why it was declined"), max_length=30, choices=DeclineReason, blank=True)
    attended_on = models.DateField(_("first attended on"), null=True, blank=True)
    partner_outcome = models.CharField(
        _("what the partner says became of it"), max_length=20, choices=PartnerOutcome, blank=True
    )
    outcome = models.CharField(_("outcome"), max_length=30, choices=ReferralOutcome, blank=True)
    outcome_note = models.TextField(_("in the client’s words"), blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["client", "status"], name="referral_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[ReferralStatus.DRAFT, ReferralStatus.WITHDRAWN])
                | Q(sent_on__isnull=False)
                & (Q(consent__isnull=False, sharing_override=None) | Q(consent=None, sharing_override__isnull=False)),
                name="referral_sent_with_consent_or_override",
            ),
            models.CheckConstraint(
                condition=Q(status=ReferralStatus.DECLINED) & ~Q(decline_reason="")
                | ~Q(status=ReferralStatus.DECLINED) & Q(decline_reason=""),
                name="declined_referral_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReferralStatus.STARTED, ReferralStatus.COMPLETED])
                | Q(attended_on__isnull=False),
                name="attended_referral_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status=ReferralStatus.COMPLETED) & ~Q(outcome="")
                | ~Q(status=ReferralStatus.COMPLETED) & Q(outcome=""),
                name="completed_referral_has_an_outcome",
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.service}"

    def get_domain_display(self):
        return domain_label(self.domain)

    def get_absolute_url(self):
        return reverse("referrals:referral_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == ReferralStatus.DRAFT

    def live_consent(self):
        """The client's yes, valid today, to a referral to this very service; else None."""
        return self.client.consents.live().filter(recipient=self.service, purpose=ConsentPurpose.REFERRAL).first()

    def live_override(self):
        """The decision to share without consent that holds today for a referral to this very service; else None."""
        live = self.client.sharing_overrides.live()
        return live.filter(recipient=self.service, purpose=ConsentPurpose.REFERRAL).first()

    @property
    def waits_for_answer(self):
        """Whether it is sent and nobody has answered: then it ends with the consent (clients.shared)."""
        return self.status in UNANSWERED

    @property
    def goes_on(self):
        """Whether the service has taken the client on: then that goes on without the consent, and nothing more is shared."""
        return self.status in TAKEN_ON

    @property
    def days_waiting(self):
        """Days since it was sent, while nobody has answered; else None."""
        is_waiting = self.status in UNANSWERED and self.sent_on
        return (timezone.localdate() - self.sent_on).days if is_waiting else None


class ReferralStatusChange(StatusChange):
    """One move of a referral."""

    record = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def to_label(self):
        return ReferralStatus(self.to_status).label
