"""Family: who cares for whom, domestic abuse lived through and done apart, and medicine kept safe from children."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import BaseModel
from recovery_capital.choices import ABUSED, Abuse, OfferAnswer, YesNo

from .assessment import Assessment
from .health import answer, day

MOST_TICKS, MARAC_TICKS = 24, 14  # of the DASH risk checklist; from how many it usually goes to a MARAC


@tracked
class FamilyFacts(BaseModel):
    """What one assessment found out about caring, domestic abuse, and medicine at home with children."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="family")
    is_carer = answer(_("cares for somebody"))
    has_carer = answer(_("is cared for by somebody"))
    carer_offered_on = day(_("carer’s assessment offered on"))
    carer_answer = answer(_("answer to the offer of a carer’s assessment"), OfferAnswer)
    abuse_lived_through = answer(_("domestic abuse by somebody else"), Abuse)
    abuse_done = answer(_("domestic abuse by the person"), Abuse)
    dash_score = models.PositiveSmallIntegerField(_("DASH score"), null=True, blank=True)
    dash_on = day(_("DASH gone through on"))
    marac_referred_on = day(_("referred to MARAC on"))
    lockable_box_on = day(_("lockable box given on"))
    storage_advice_on = day(_("advice on safe storage given on"))

    class Meta:
        verbose_name = verbose_name_plural = _("family facts")
        constraints = [
            models.CheckConstraint(
                condition=Q(carer_offered_on=None) | Q(is_carer=YesNo.YES) | Q(has_carer=YesNo.YES),
                name="carers_assessment_where_there_is_a_carer",
                violation_error_message=_("Say who cares for whom, or clear the day of the offer"),
            ),
            models.CheckConstraint(
                condition=Q(carer_answer="") | Q(carer_offered_on__isnull=False),
                name="carers_answer_to_an_offer",
                violation_error_message=_("Enter the day of the offer, or clear the answer to it"),
            ),
            models.CheckConstraint(
                condition=Q(dash_score=None, dash_on=None) | Q(dash_score__lte=MOST_TICKS, dash_on__isnull=False),
                name="dash_score_with_its_day",
                violation_error_message=_("Enter both the DASH score, from 0 to 24, and its day"),
            ),
            models.CheckConstraint(
                condition=Q(dash_on=None) | Q(abuse_lived_through__in=ABUSED),
                name="dash_is_about_abuse_lived_through",
                violation_error_message=_("DASH is about abuse that the person has lived through: say when"),
            ),
            models.CheckConstraint(
                condition=Q(marac_referred_on=None) | Q(abuse_lived_through__in=ABUSED) | Q(abuse_done__in=ABUSED),
                name="marac_is_about_abuse",
                violation_error_message=_("A MARAC is about domestic abuse: say which, or clear the day"),
            ),
        ]

    def __str__(self):
        return f"{self.assessment}"
