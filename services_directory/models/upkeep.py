"""How the directory is kept current: what people say is wrong, and the checks that are asked for by email."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel, StatusChange

from ..choices import ProblemKind, ProblemStatus
from .service import Service


@tracked
class ServiceProblem(BaseModel):
    """“Something is wrong here”, said by a colleague (`created_by`) or by anybody; an editor looks at it."""

    TRANSITIONS = {ProblemStatus.OPEN: [ProblemStatus.MENDED, ProblemStatus.NOT_WRONG]}

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="problems")
    kind = models.CharField(_("what is wrong"), max_length=10, choices=ProblemKind)
    what = models.TextField(_("in your own words"), blank=True)
    email = models.EmailField(_("where we may ask back"), blank=True)
    status = models.CharField(max_length=10, choices=ProblemStatus, default=ProblemStatus.OPEN)
    answer = models.TextField(_("what was found"), blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ProblemKind.OTHER) | ~Q(what=""),
                name="other_problem_is_described",
                violation_error_message=_("Say what is wrong"),
            )
        ]

    def __str__(self):
        return f"{self.service}: {self.get_kind_display()}"


class ServiceProblemStatusChange(StatusChange):
    """How a problem was settled."""

    record = models.ForeignKey(ServiceProblem, on_delete=models.CASCADE, related_name="status_changes")


class CheckRequest(BaseModel):
    """An email that asks the assurer of a service to check its entry, by a link that works once and without an account.

    Of the link only the SHA-256 of its token is kept. One request per service, last check and lead (150 and 330 days).
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="check_requests")
    checked_on = models.DateField(_("the check that grew old"), null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("days since then"))
    email = models.EmailField(_("sent to"))
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "checked_on", "lead_days"], name="check_asked_once_per_lead", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.service}: {self.lead_days}"
