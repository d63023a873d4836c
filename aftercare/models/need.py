"""The assessment of ongoing support needs: one row for each domain of life, and who meets the need."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from recovery_capital.domains import domain_label
from referrals.choices import ReferralStatus
from referrals.models import TAKEN_ON, UNANSWERED, Referral
from services_directory.models import Service

from ..choices import UNMET_REASON, NoServiceReason
from .handover import Handover

GOING_ON = [ReferralStatus.DRAFT, *UNANSWERED, *TAKEN_ON, ReferralStatus.COMPLETED]


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
    helped_by = models.CharField(_("who helps now"), max_length=200, blank=True)
    continues = models.BooleanField(_("this help goes on after treatment"), null=True, blank=True)
    who_will = models.CharField(_("who will see to it"), max_length=200, blank=True)
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_needs",
        verbose_name=_("service"),
    )
    no_service_reason = models.CharField(_("or why there is none"), max_length=30, choices=NoServiceReason, blank=True)
    nothing_shared = models.BooleanField(
        _("the client goes there without us: nothing is shared"), default=False, db_default=False
    )
    referral = models.ForeignKey(
        Referral,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_needs",
        verbose_name=_("referral"),
    )
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
    def referral_there(self):
        """Its referral to the service that is chosen now; one to a service chosen before is no more about it."""
        is_there = self.referral_id is not None and self.referral.service_id == self.service_id
        return self.referral if is_there else None

    @property
    def has_referral(self):
        """Whether a referral for it is being made, waits for its answer, or was taken on."""
        return self.referral_there is not None and self.referral.status in GOING_ON

    @property
    def is_told(self):
        """Whether the service has had something from us under a consent: its referral was sent."""
        return self.referral_there is not None and self.referral.sent_on is not None

    @property
    def is_turned_down(self):
        """Whether the service has declined: then nobody meets the need."""
        return self.referral_there is not None and self.referral.status == ReferralStatus.DECLINED

    @property
    def may_be_referred(self):
        """Whether a referral can be made: a service is chosen, and the client wants us to get in touch with it."""
        return bool(self.has_need and self.service_id and self.detail) and not (
            self.nothing_shared or self.has_referral
        )

    @property
    def unmet_reason(self):
        """Why there is no service, as a reason of a need that cannot be met (referrals)."""
        return UNMET_REASON.get(self.no_service_reason, "")

    @property
    def is_unanswered(self):
        return self.has_need is True and self.service_id is None and not self.no_service_reason
