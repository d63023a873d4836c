"""Leaving treatment: the assessment of ongoing support needs, the handover, aftercare and its check-ups."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from careplans.choices import AgreedHow
from clients.choices import ConsentPurpose
from clients.models import STAFF_ROLES, Client, Consent, Episode, OfClientQuerySet, SharingOverride
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from recovery_capital.choices import Domain
from recovery_capital.domains import domain_label
from services_directory.models import Service

from .choices import (
    UNMET_REASON,
    CancelledBecause,
    CheckUpOutcome,
    CheckUpSchedule,
    HandoverStatus,
    NoServiceReason,
)


class HandoverQuerySet(OfClientQuerySet):
    def open(self):
        return self.filter(status__in=[HandoverStatus.DRAFT, HandoverStatus.SENT, HandoverStatus.QUERIED])

    def current(self):
        """Open, or accepted: what holds for the episode."""
        return self.exclude(status__in=[HandoverStatus.DECLINED, HandoverStatus.WITHDRAWN])

    def passed_on(self):
        """Sent, and not declined or taken back: the relapse plan in it is what the client agreed to."""
        return self.filter(status__in=[HandoverStatus.SENT, HandoverStatus.QUERIED, HandoverStatus.ACCEPTED])

    def of_teams(self, user):
        """Those that the user's teams prepare, and may therefore change."""
        return self.filter(episode__team__in=user.team_ids)

    def receivable_by(self, user):
        """Those sent to the user, or to a service of the user's team with nobody named; a manager sees all of these.

        Until one is accepted it can be read only while the consent, or the override in its place, lasts; once declined,
        not any more.
        """
        if user.role not in STAFF_ROLES:
            return self.none()
        mine = Q(receiving_service__run_by_team__in=user.team_ids)
        if user.role != Role.TEAM_MANAGER:
            mine &= Q(receiving_worker=None)
        agreed = Q(consent__in=Consent.objects.live(), consent__recipient=F("receiving_service")) | Q(
            sharing_override__in=SharingOverride.objects.live(), sharing_override__recipient=F("receiving_service")
        )
        waiting = agreed & Q(status__in=[HandoverStatus.SENT, HandoverStatus.QUERIED])
        return self.filter(Q(receiving_worker=user) | mine).filter(waiting | Q(status=HandoverStatus.ACCEPTED))

    def with_staff(self):
        """With what a list of handovers shows of others."""
        return self.select_related(
            "client", "receiving_service", "episode__team", "episode__case_manager", "episode__keyworker"
        )

    def with_people(self):
        """With all that a page about one handover shows of others."""
        return self.select_related(
            "client", "episode__team", "receiving_service__run_by_team", "receiving_worker", "consent",
            "sharing_override", "created_by",
            "override_by", "answered_by",
        )  # fmt: skip


@tracked
class Handover(BaseModel):
    """What is passed on when treatment ends: ongoing support needs, the relapse plan and the way back.

    Welsh framework (seed 004) 6.5: drawn up before treatment ends by the case manager, agreed with the person,
    covering relapse and quick re-entry, passed on with consent.
    """

    TRANSITIONS = {
        HandoverStatus.DRAFT: [HandoverStatus.SENT, HandoverStatus.WITHDRAWN],
        HandoverStatus.SENT: [
            HandoverStatus.ACCEPTED,
            HandoverStatus.QUERIED,
            HandoverStatus.DECLINED,
            HandoverStatus.WITHDRAWN,
        ],
        HandoverStatus.QUERIED: [HandoverStatus.SENT, HandoverStatus.WITHDRAWN],
    }

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="handovers")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="handovers")
    status = models.CharField(_("status"), max_length=30, choices=HandoverStatus, default=HandoverStatus.DRAFT)
    summary = models.TextField(_("what the receiving worker must know"), blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    agreed_on = models.DateField(_("agreed with the client on"), null=True, blank=True)
    agreed_how = models.CharField(_("how"), max_length=20, choices=AgreedHow, blank=True)
    triggers = models.TextField(_("situations that are risky for me"), blank=True)
    warning_signs = models.TextField(_("early signs, noticed by me or by others"), blank=True)
    coping = models.TextField(_("what helps me"), blank=True)
    people_to_call = models.TextField(_("people to call, in order"), blank=True)
    if_i_lapse = models.TextField(_("if I lapse"), blank=True)
    overdose_advice_given = models.BooleanField(_("told about lost tolerance and overdose"), default=False)
    way_back_name = models.CharField(_("whom to ask"), max_length=200, blank=True)
    way_back_phone = models.CharField(_("phone"), max_length=30, blank=True)
    way_back_how = models.TextField(_("how to come back"), blank=True)
    way_back_days = models.PositiveSmallIntegerField(_("seen within how many working days"), null=True, blank=True)
    may_contact_again = models.BooleanField(_("we may get in touch again"), default=False)
    receiving_service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handovers",
        verbose_name=_("handed over to"),
    )
    receiving_worker = user_key(related_name="handovers_received", verbose_name=_("to whom there"))
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers")
    sharing_override = models.ForeignKey(
        SharingOverride, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers"
    )
    override_reason = models.TextField(_("why it goes ahead with needs unmet"), blank=True)
    override_by = user_key()
    sent_at = models.DateTimeField(null=True, blank=True)
    question = models.TextField(_("question"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decline_reason = models.TextField(_("why it was declined"), blank=True)
    answered_by = user_key()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(status__in=[HandoverStatus.DRAFT, HandoverStatus.SENT, HandoverStatus.QUERIED]),
                name="one_open_handover_per_episode",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[HandoverStatus.DRAFT, HandoverStatus.WITHDRAWN])
                | Q(receiving_service__isnull=False, agreed_on__isnull=False, sent_at__isnull=False)
                & (Q(consent__isnull=False, sharing_override=None) | Q(consent=None, sharing_override__isnull=False)),
                name="sent_handover_has_consent_or_override",
            ),
            models.CheckConstraint(
                condition=~Q(status=HandoverStatus.DECLINED) | ~Q(decline_reason=""),
                name="declined_handover_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(override_reason="", override_by=None)
                | ~Q(override_reason="") & Q(override_by__isnull=False),
                name="override_has_reason_and_person",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None, agreed_how="") | Q(agreed_on__isnull=False) & ~Q(agreed_how=""),
                name="agreed_handover_has_day_and_way",
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("aftercare:handover_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in (HandoverStatus.DRAFT, HandoverStatus.SENT, HandoverStatus.QUERIED)

    @property
    def waits_for_answer(self):
        """Whether it is sent and not taken over: then it ends with the consent (clients.shared)."""
        return self.status in [HandoverStatus.SENT, HandoverStatus.QUERIED]

    @property
    def can_be_edited(self):
        """While it is being prepared, and while a question about it is open."""
        return self.status in (HandoverStatus.DRAFT, HandoverStatus.QUERIED)

    def is_work_of(self, user):
        """Whether somebody has prepared it, or keeps or manages its episode."""
        return user.pk in (self.created_by_id, self.episode.keyworker_id, self.episode.case_manager_id)

    def needs_in_order(self):
        """Its needs with their services, in the order of the list of domains."""
        order = Domain.values
        needs = self.needs.select_related("service")
        return sorted(needs, key=lambda need: order.index(need.domain) if need.domain in order else len(order))

    @property
    def relapse_plan_is_complete(self):
        return all([self.triggers, self.warning_signs, self.coping, self.people_to_call, self.if_i_lapse])

    @property
    def way_back_is_complete(self):
        return all([self.way_back_name, self.way_back_phone, self.way_back_how]) and self.way_back_days is not None

    def live_consent(self):
        """The client's yes, valid today, to a handover to this very recipient; else None."""
        if not self.receiving_service_id:
            return None
        live = self.client.consents.live()
        return live.filter(recipient=self.receiving_service_id, purpose=ConsentPurpose.AFTERCARE_HANDOVER).first()

    def live_override(self):
        """The decision to share without consent that holds today for a handover to this very recipient; else None."""
        if not self.receiving_service_id:
            return None
        live = self.client.sharing_overrides.live()
        return live.filter(recipient=self.receiving_service_id, purpose=ConsentPurpose.AFTERCARE_HANDOVER).first()


class HandoverStatusChange(StatusChange):
    """One move of a handover."""

    record = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="status_changes")

    @property
    def to_label(self):
        return HandoverStatus(self.to_status).label


class SupportNeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the handovers of clients whom the user may see."""
        return self.filter(handover__in=Handover.objects.visible_to(user))

    def of_teams(self, user):
        """Those of the handovers that the user's teams prepare."""
        return self.filter(handover__in=Handover.objects.of_teams(user))

    def unanswered(self):
        """Needs with neither a service nor a stated reason: they hold the handover up."""
        return self.filter(has_need=True, service=None, no_service_reason="")


@tracked
class SupportNeed(BaseModel):
    """One domain of the assessment of ongoing support needs, and who will meet the need.

    Every handover has a row for each domain from the start; `has_need` is empty until somebody has asked.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="needs")
    domain = models.CharField(_("domain"), max_length=30)  # of recovery_capital.domains
    has_need = models.BooleanField(_("support is needed after treatment"), null=True, blank=True)
    detail = models.TextField(_("what is needed"), blank=True)
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_needs",
        verbose_name=_("service"),
    )
    no_service_reason = models.CharField(_("or why there is none"), max_length=30, choices=NoServiceReason, blank=True)
    action = models.CharField(_("next step"), max_length=300, blank=True)
    by_when = models.DateField(_("by when"), null=True, blank=True)

    objects = SupportNeedQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "domain"], name="need_once_per_domain"),
            models.CheckConstraint(
                condition=Q(service=None) | Q(no_service_reason=""),
                name="service_or_reason_not_both",
                violation_error_message=_("Choose a service or a reason, not both"),
            ),
        ]

    def __str__(self):
        return self.get_domain_display()

    def get_domain_display(self):
        return domain_label(self.domain)

    @property
    def unmet_reason(self):
        """Why there is no service, as a reason of a need that cannot be met (referrals)."""
        return UNMET_REASON.get(self.no_service_reason, "")

    @property
    def is_unanswered(self):
        return self.has_need is True and self.service_id is None and not self.no_service_reason


@tracked
class Aftercare(BaseModel):
    """Support after the care plan is complete."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="aftercare")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="aftercare")
    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="aftercare")
    started_on = models.DateField(_("since"))
    schedule = models.CharField(
        _("check-ups"), max_length=30, choices=CheckUpSchedule, default=CheckUpSchedule.STANDARD
    )

    objects = OfClientQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        verbose_name_plural = _("aftercare")

    def __str__(self):
        return f"{self.client} {self.started_on:%Y-%m-%d}"


class CheckUpQuerySet(OfClientQuerySet):
    def to_do(self):
        return self.filter(done_on=None, cancelled_because="")

    def overdue(self, day=None):
        return self.to_do().filter(due_on__lt=day or timezone.localdate())


@tracked
class CheckUp(BaseModel):
    """One planned contact in aftercare."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="check_ups")
    aftercare = models.ForeignKey(Aftercare, on_delete=models.PROTECT, related_name="check_ups")
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=CheckUpOutcome, blank=True)
    note = models.TextField(_("note"), blank=True)
    cancelled_because = models.CharField(_("cancelled because"), max_length=20, choices=CancelledBecause, blank=True)

    objects = CheckUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        indexes = [models.Index(fields=["client", "due_on"], condition=Q(done_on=None), name="check_up_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["aftercare", "due_on"], name="check_up_once_a_day"),
            models.CheckConstraint(
                condition=Q(done_on=None, outcome="") | Q(done_on__isnull=False) & ~Q(outcome=""),
                name="done_check_up_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(cancelled_because=""), name="check_up_done_or_cancelled"
            ),
        ]

    def __str__(self):
        return f"{self.client} {self.due_on:%Y-%m-%d}"

    @property
    def is_overdue(self):
        return self.done_on is None and not self.cancelled_because and self.due_on < timezone.localdate()
