"""The handover: the assessment of ongoing support needs, the relapse plan, the way back, and who takes over."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from careplans.choices import AgreedHow
from clients.choices import ConsentPurpose
from clients.models import (
    STAFF_ROLES,
    Client,
    Consent,
    Episode,
    OfClientQuerySet,
    Relationship,
    SharingOverride,
)
from core.history import tracked
from core.models import BaseModel, StatusChange, user_key
from recovery_capital.choices import Domain
from services_directory.models import Service

from ..choices import ClientAnswer, HandoverStatus

RELAPSE_PLAN = ["triggers", "warning_signs", "coping", "people_to_call", "if_i_lapse"]  # what every one has had
MORE_OF_IT = ["signs_others", "where_to_go", "harm_reduction", "others_do"]  # asked of those that are prepared now
WAY_BACK = ["way_back_name", "way_back_phone", "way_back_how", "way_back_days"]


def filled(names):
    """The condition that none of these texts is empty."""
    return Q(*(~Q(**{name: ""}) for name in names))


HAS_RELAPSE_PLAN = ~Q(relapse_declined="") | filled(RELAPSE_PLAN)
HAS_WAY_BACK = ~Q(way_back_declined="") | filled(WAY_BACK[:3]) & Q(way_back_days__isnull=False)


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
            "sharing_override", "supporter", "created_by",
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
    client_answer = models.CharField(_("the client’s answer"), max_length=10, choices=ClientAnswer, blank=True)
    client_words = models.TextField(_("in the client’s words"), blank=True)
    triggers = models.TextField(_("situations that are risky for me"), blank=True)
    warning_signs = models.TextField(_("early signs that I notice"), blank=True)
    signs_others = models.TextField(_("early signs that others notice"), blank=True)
    coping = models.TextField(_("what helps me"), blank=True)
    people_to_call = models.TextField(_("people to call, in order"), blank=True)
    where_to_go = models.TextField(_("where I can go"), blank=True)
    if_i_lapse = models.TextField(_("if I lapse"), blank=True)
    harm_reduction = models.TextField(_("how I stay as safe as I can"), blank=True)
    others_do = models.TextField(_("what others should do"), blank=True)
    relapse_declined = models.TextField(_("no relapse plan is wanted, in the client’s words"), blank=True)
    supporter = models.ForeignKey(
        Relationship,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relapse_plans",
        verbose_name=_("with whom the relapse plan is shared"),
    )
    overdose_advice_given = models.BooleanField(_("told about lost tolerance and overdose"), default=False)
    way_back_name = models.CharField(_("whom to ask"), max_length=200, blank=True)
    way_back_phone = models.CharField(_("phone"), max_length=30, blank=True)
    way_back_how = models.TextField(_("how to come back"), blank=True)
    way_back_days = models.PositiveSmallIntegerField(_("seen within how many working days"), null=True, blank=True)
    way_back_declined = models.TextField(_("no way back is wanted, in the client’s words"), blank=True)
    may_contact_again = models.BooleanField(_("we may get in touch again"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(client_answer="") | Q(agreed_on__isnull=False), name="clients_answer_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(client_answer__in=[ClientAnswer.IN_PART, ClientAnswer.NOT]) | ~Q(client_words=""),
                name="clients_objection_has_words",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[HandoverStatus.SENT, HandoverStatus.ACCEPTED])
                | ~Q(override_reason="")
                | HAS_RELAPSE_PLAN & HAS_WAY_BACK,
                name="sent_handover_has_relapse_plan_and_way_back",
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

    @property
    def can_be_decided(self):
        """Whether a manager may let something pass: until it goes, and again before aftercare begins."""
        return self.can_be_edited or (self.status == HandoverStatus.ACCEPTED and not hasattr(self, "aftercare"))

    def is_work_of(self, user):
        """Whether somebody has prepared it, or keeps or manages its episode."""
        return user.pk in (self.created_by_id, self.episode.keyworker_id, self.episode.case_manager_id)

    def needs_in_order(self):
        """Its needs with their services, in the order of the list of domains."""
        order = Domain.values
        needs = self.needs.select_related("service", "referral")
        return sorted(needs, key=lambda need: order.index(need.domain) if need.domain in order else len(order))

    @property
    def relapse_plan_fields(self):
        """What its relapse plan must say: one that was sent before more was asked stays as it is."""
        return RELAPSE_PLAN if self.sent_at else RELAPSE_PLAN + MORE_OF_IT

    @property
    def has_relapse_plan(self):
        return bool(self.relapse_declined) or all(getattr(self, name) for name in RELAPSE_PLAN)

    @property
    def has_way_back(self):
        return bool(self.way_back_declined) or all(getattr(self, name) not in ("", None) for name in WAY_BACK)

    @property
    def answer_of_client(self):
        """The client's answer; those agreed before it was asked in three are a yes."""
        answer = self.client_answer or (ClientAnswer.AGREES if self.agreed_on else "")
        return ClientAnswer(answer).label if answer else ""

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
